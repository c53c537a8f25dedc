"""Renditions of one 24-megapixel photograph, against a plain Pillow loop in the same run (budgets 11 and 12).

    python -m tests.bench.bench_renditions [ROUNDS]

The plain loop decodes the file whole for each width and saves it as JPEG and WebP of the same qualities. Each way runs
in a process of its own, in turn; medians of CPU seconds and of peak memory above what Python and Pillow take alone.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WIDTHS = (320, 480, 640, 960, 1280, 1600)
SIZE = (6000, 4000)
LIMITS = {"formats": ["JPEG"], "most_pixels": 100_000_000, "most_whole": 0}


def make_photograph(path: Path) -> None:
    """A picture with the grain and the edges of a photograph: smooth light, shapes, noise of several sizes."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    light = Image.linear_gradient("L").resize(SIZE)
    layers = []
    for number, channel in enumerate(
        (light, light.rotate(180), light.transpose(Image.Transpose.ROTATE_90).resize(SIZE))
    ):
        for share in (40, 12, 3, 1):
            noise = Image.effect_noise((SIZE[0] // share, SIZE[1] // share), 30 + 10 * number)
            channel = Image.blend(channel, noise.resize(SIZE, Image.Resampling.BICUBIC), 0.2)
        layers.append(channel)
    picture = Image.merge("RGB", layers)
    draw = ImageDraw.Draw(picture)
    for step in range(60):
        x, y = step * 977 % SIZE[0], step * 611 % SIZE[1]
        draw.ellipse(
            (x, y, x + 300 + step * 7, y + 200 + step * 5), fill=(step * 37 % 256, step * 91 % 256, step * 53 % 256)
        )
    picture = ImageChops.add(picture.filter(ImageFilter.GaussianBlur(1)), picture, 2)
    picture.save(path, quality=94)


def plain(path: str, folder: Path) -> None:
    from PIL import Image

    for width in WIDTHS:
        with Image.open(path) as image:
            small = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        small.save(folder / f"{width}.jpeg", quality=82, progressive=True)
        small.save(folder / f"{width}.webp", quality=80)


def ours(path: str, folder: Path) -> None:
    from media import crops, renditions

    crops.SHAPES = {"original": crops.Shape(None, WIDTHS)}
    picture = renditions.open_upright(path, LIMITS, lambda size: WIDTHS[-1] / size[0])
    made = renditions.draw(picture, {"original": (0, 0, *picture.size)}, folder)
    assert len(made) == 2 * len(WIDTHS)


def nothing(path: str, folder: Path) -> None:
    from PIL import Image, ImageCms

    assert Image and ImageCms


def first(path: str, folder: Path) -> None:
    """The job of an upload, asked of a warm worker: words, size, colour and the first usable picture."""
    from media.darkroom import darkroom

    job = {"do": "inspect", "path": path, "name": "a.jpg", "limits": LIMITS, "folder": str(folder)}
    darkroom.ask(job)
    begun = time.perf_counter()
    darkroom.ask(job)
    print(json.dumps({"wall": time.perf_counter() - begun}))


def run(way: str, path: Path) -> dict:
    """One way in a process of its own: CPU seconds, peak memory in MB, and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_renditions", "--one", way, str(path), folder],
            check=True,
            capture_output=True,
            text=True,
        )
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    *printed, usage = process.stdout.splitlines()
    found = json.loads(usage) | {"kb": size / 1024}
    for line in printed:
        found |= json.loads(line)
    return found


def one(way: str, path: str, folder: str) -> None:
    {"plain": plain, "ours": ours, "nothing": nothing, "first": first}[way](path, Path(folder))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "mb": peak_memory()}))


def peak_memory() -> float:
    """MB this process held at most. ru_maxrss would count what the parent held when it started us."""
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


def main(rounds: int = 3) -> list[str]:
    """Measure and print; the budgets that were missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "24mp.jpg"
        make_photograph(path)
        print(f"24 megapixels, {path.stat().st_size / 1e6:.1f} MB, {len(WIDTHS)} widths × JPEG + WebP, {rounds} rounds")
        results: dict[str, list[dict]] = {way: [] for way in ("nothing", "plain", "ours", "first")}
        for _round in range(rounds):
            for way, found in results.items():
                found.append(run(way, path))

    def median(way, what):
        return statistics.median(entry[what] for entry in results[way])

    base_cpu, base_mb = median("nothing", "cpu"), median("nothing", "mb")
    for way in ("plain", "ours"):
        print(
            f"{way:8} {median(way, 'cpu') - base_cpu:6.2f} s CPU {median(way, 'mb'):7.0f} MB peak"
            f" ({median(way, 'mb') - base_mb:.0f} above bare) {median(way, 'kb'):7.0f} KB out"
        )
    time_share = (median("ours", "cpu") - base_cpu) / (median("plain", "cpu") - base_cpu)
    memory_share = median("ours", "mb") / median("plain", "mb")
    wall = median("first", "wall")
    minute = 60 / (median("ours", "cpu") - base_cpu)
    print(f"time     {time_share:.2f} of the plain loop (budget 0.30, aim 0.20); {minute:.0f} photographs/min/core")
    print(f"memory   {memory_share:.2f} of the plain loop (budget 0.50)")
    print(f"first usable picture {wall:.2f} s after the file is here (budget 0.50, aim 0.35)")
    judged = {
        f"renditions take {time_share:.2f} of the plain loop's time (0.30)": time_share > 0.30,
        f"renditions take {memory_share:.2f} of the plain loop's memory (0.50)": memory_share > 0.50,
        f"the first usable picture takes {wall:.2f} s (0.50)": wall > 0.50,
    }
    return [what for what, is_missed in judged.items() if is_missed]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:5])
    else:
        sys.exit("\n".join(main(*map(int, sys.argv[1:2]))) or 0)
