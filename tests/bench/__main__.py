"""`make bench`: every bench of this folder, each figure beside its budget. Ratios of one run count, not numbers."""

import importlib
import os
import sys
from pathlib import Path

import django


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    missed = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n== {path.stem.removeprefix('bench_')}", flush=True)
        result = importlib.import_module(f"tests.bench.{path.stem}").main()
        missed += result if isinstance(result, list) else [f"{path.stem} ended with {result}"] if result else []
    print("\nAll budgets are kept." if not missed else "\nMissed:\n  " + "\n  ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
