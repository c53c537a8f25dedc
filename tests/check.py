"""`make check`: lint, layout, arrows, types, migrations, translations, the editor's bundle. Each says what is wrong; all are
run."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EDITOR = ROOT / "articles" / "editor"
BUNDLE = ROOT / "articles" / "static" / "articles" / "editor"
MOST_LINES = 60
PURE = [
    "newsroom/text.py", "newsroom/letters.py", "newsroom/sqlite.py", "newsroom/environment.py", "media/wording.py",
    "media/crops.py",
]  # fmt: skip


def run(name, *command):
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    well = done.returncode == 0
    print(f"{'ok  ' if well else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if not well:
        lines = (done.stdout + done.stderr).strip().splitlines()
        print("\n".join(lines[:MOST_LINES]), flush=True)
        if len(lines) > MOST_LINES:
            print(f"… and {len(lines) - MOST_LINES} lines more", flush=True)
    return well


def translations():
    """Every message has its translation, and what is shown is compiled from what is written."""
    if shutil.which("msgfmt") is None:
        print("FAIL translations: msgfmt is missing; install gettext")
        return False
    well = True
    for po in sorted((ROOT / "newsroom" / "locale").rglob("*.po")):
        name = po.relative_to(ROOT)
        with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
            done = subprocess.run(
                ["msgfmt", "--check", "--statistics", "-o", compiled.name, str(po)],
                capture_output=True,
                text=True,
                env=os.environ | {"LC_ALL": "C"},
            )
            faults = [word for word in ("untranslated", "fuzzy") if word in done.stderr]
            mo = po.with_suffix(".mo")
            if done.returncode or faults:
                print(f"FAIL {name}: {done.stderr.strip()}")
            elif not mo.exists() or mo.read_bytes() != Path(compiled.name).read_bytes():
                print(f"FAIL {name}: its .mo is not made from it; run make compile-messages and commit both")
            else:
                print(f"ok   {name}: {done.stderr.strip()}")
                continue
            well = False
    return well


def editor():
    """The committed editor is what its sources give, byte for byte."""
    name = "editor bundle is made from its sources"
    node = shutil.which("node")
    if node is None or not (EDITOR / "node_modules").is_dir():
        missing = "node" if node is None else "articles/editor/node_modules"
        print(f"skip {name}: {missing} is missing; `npm ci` in articles/editor gets what it needs")
        return True
    with tempfile.TemporaryDirectory() as made:
        if not run("editor bundle can be made", node, str(EDITOR / "build.mjs"), made):
            return False
        files = ["editor.js", "licences.txt"]
        other = [file for file in files if (Path(made) / file).read_bytes() != (BUNDLE / file).read_bytes()]
    if other:
        print(f"FAIL {name}: {' and '.join(other)} would be other bytes; run make editor and commit")
    else:
        print(f"ok   {name}")
    return not other


def main():
    python = sys.executable
    results = [
        run("lint", str(BIN / "ruff"), "check", "--output-format", "concise", "."),
        run("layout", str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."),
        run("arrows", str(BIN / "lint-imports")),
        run("types of the pure modules", str(BIN / "mypy"), *(p for p in PURE if (ROOT / p).exists())),
        run("migrations match the models", python, "manage.py", "makemigrations", "--check", "--dry-run"),
        run("Django's checks", python, "manage.py", "check"),
        translations(),
        editor(),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
