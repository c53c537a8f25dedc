"""The picture grid, its filters, search, similar pictures and the picker over a large library, through the desk's own addresses.

    python -m tests.bench.bench_library [PHOTOGRAPHS] [DATABASE_URL]

Default: 100,000 photographs on SQLite in a folder of its own. Each page is asked for ROUNDS times with other words each time;
milliseconds of the whole answer, in process, and of them those this process computed: on a machine with other work, only
those can be compared. Budgets: the grid 100 ms, a search 300 ms (95 %). The reference is the same grid
over a library of 1,000 photographs in the same run.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
STORIES = 2000
GRID, SEARCH = 100, 300  # budgets, milliseconds
LIST = "/admin/media/photo/"
PICK = "/admin/media/photo/pick/"


def asked(seed):
    """{name: (budget, address for one round)}, drawn from the words that stand in the library."""
    from media.models import Photo

    chance = random.Random(seed)
    newest, oldest = Photo.objects.order_by("-pk").first().pk, Photo.objects.order_by("pk").first().pk
    some = [Photo.objects.filter(pk__gte=chance.randint(oldest, newest)).order_by("pk").first() for _ in range(ROUNDS)]
    lines = [photo.caption.rstrip(".").split() or ["anh", "anh"] for photo in some]
    common = ("và", "của", "người", "một", "trong", "có", "không", "ngày")
    return {
        "grid": (GRID, [LIST] * ROUNDS),
        "never used": (GRID, [f"{LIST}?used=no"] * ROUNDS),
        "readers see it": (GRID, [f"{LIST}?used=live"] * ROUNDS),
        "mine": (GRID, [f"{LIST}?mine=yes"] * ROUNDS),
        "without caption": (GRID, [f"{LIST}?missing=caption"] * ROUNDS),
        "usable now": (GRID, [f"{LIST}?usable=now"] * ROUNDS),
        "panorama": (GRID, [f"{LIST}?shape=panorama"] * ROUNDS),
        "a photographer": (GRID, [f"{LIST}?by={photo.creators[0]}" for photo in some]),
        "a place": (GRID, [f"{LIST}?at={photo.place_shown}" for photo in some]),
        "an event": (GRID, [f"{LIST}?of={photo.event}" for photo in some]),
        "a day": (
            GRID,
            [f"{LIST}?taken_from={photo.taken_at:%Y-%m-%d}&taken_to={photo.taken_at:%Y-%m-%d}" for photo in some],
        ),
        "deep page": (
            GRID,
            [f"{LIST}?before={photo.uploaded_at:%Y-%m-%dT%H:%M:%S}%2B00:00~{photo.pk}" for photo in some],
        ),
        "looks like": (GRID, [f"{LIST}?like={photo.pk}" for photo in some]),
        "one photograph": (GRID, [f"{LIST}{photo.pk}/change/" for photo in some]),
        "search, common word": (SEARCH, [f"{LIST}?q={common[i % len(common)]}" for i in range(ROUNDS)]),
        "search, a name": (SEARCH, [f"{LIST}?q={photo.creators[0]}" for photo in some]),
        "search, common, by one": (
            SEARCH,
            [f"{LIST}?q={common[i % len(common)]}&by={photo.creators[0]}" for i, photo in enumerate(some)],
        ),
        "search, three words": (SEARCH, [f"{LIST}?q={'+'.join(line[:3])}" for line in lines]),
        "search, two far apart": (SEARCH, [f"{LIST}?q={line[0]}+{line[-1]}" for line in lines]),
        "search, nothing": (SEARCH, [f"{LIST}?q=khongcotunay{i}" for i in range(ROUNDS)]),
        "picker": (GRID, [PICK] * ROUNDS),
        "picker, a name": (SEARCH, [f"{PICK}?q={photo.creators[0]}" for photo in some]),
    }


def measure(only):
    """Ask each page ROUNDS times as the chief editor; {name: [(milliseconds, of them computing)]}.

    Runs inside the library's own settings.
    """
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    chief, _ = User.objects.get_or_create(username="bench-chief", is_staff=True)
    chief.groups.add(Group.objects.get_or_create(name="chief")[0])
    client = Client()
    client.force_login(chief)
    found = {}
    for name, (_budget, addresses) in asked(1).items():
        if only and name not in only:
            continue
        client.get(addresses[0])  # what is opened for the first time is not measured
        took = []
        for address in addresses:
            began, computed = time.perf_counter(), time.process_time()
            answer = client.get(address)
            took.append(((time.perf_counter() - began) * 1000, (time.process_time() - computed) * 1000))
            assert answer.status_code == 200, (address, answer.status_code)
        found[name] = took
    print(json.dumps(found))


def library(count, env):
    def run(*command):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    run("manage.py", "migrate", "-v0")
    run("manage.py", "demo", "--articles", str(STORIES))
    print(run("manage.py", "demo", "--photos", str(count)).strip().splitlines()[-1], flush=True)
    return lambda *only: json.loads(
        run("-m", "tests.bench.bench_library", "--measure", env["NEWSROOM_VAR"], *only).splitlines()[-1]
    )


def main(count=100_000, database=""):
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "NEWSROOM_VAR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        env.pop("DATABASE_URL", None)
        small = library(1000, env)("grid")["grid"]
        large = {**env, "NEWSROOM_VAR": str(Path(folder) / "large"), **({"DATABASE_URL": database} if database else {})}
        Path(folder, "large").mkdir()
        took = library(count, large)()
    reference, computing = (statistics.median(part) for part in zip(*small, strict=True))
    budgets = {"grid": GRID} | {name: SEARCH if "search" in name or "a name" in name else GRID for name in took}
    print(
        f"{count:,} photographs, {'PostgreSQL' if database else 'SQLite'}; the grid of 1,000: median {reference:.0f} ms, "
        f"computing {computing:.0f} ms"
    )
    for name, pairs in took.items():
        times, cpu = (sorted(part) for part in zip(*pairs, strict=True))
        late = times[int(len(times) * 0.95)]
        print(f"{name:<24} median {statistics.median(times):7.1f} ms   95 % {late:7.1f} ms   budget {budgets[name]:>4}   "
              f"computing {statistics.median(cpu):6.1f} ms   ratio to the reference {statistics.median(cpu) / computing:6.2f}",
              flush=True)  # fmt: skip
        if late > budgets[name]:
            missed.append(f"{name} over {count:,} photographs: {late:.0f} ms, budget {budgets[name]}")
    return missed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        os.environ["NEWSROOM_VAR"] = sys.argv[2]  # the folder of this library, not that of tests
        measure(sys.argv[3:])
    else:
        missed = main(*(int(word) if word.isdigit() else word for word in sys.argv[1:3]))
        print("\n".join(missed))
        sys.exit(1 if missed else 0)
