"""The process in which files from outside are opened: `python -m media.worker`, a job a line in, an answer a line out.

It has a limit of memory, no environment but what it was given, and is killed by darkroom.py when it takes too long.
No Django here: it starts in a fifth of a second and has no database to reach.
"""

import dataclasses
import json
import os
import resource
import select
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

MEMORY = 1 << 30  # bytes of address space
LARGEST_FILE = 256 << 20
IDLE = 180  # seconds without a job, after which the process ends and frees its memory
MOST_JOBS = 500
ASIDE = "--aside"  # gives way to whatever somebody waits for


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.argv[1:] == [ASIDE]:
        os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent; its end closes our input
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing that a library prints can be taken for an answer
    jobs = os.fdopen(0, "r", encoding="utf-8", buffering=1)
    from media import renditions  # loads Pillow, under the limit

    for _ in range(MOST_JOBS):
        if not select.select([jobs], [], [], IDLE)[0]:
            return
        line = jobs.readline()
        if not line:
            return
        job = json.loads(line)
        try:
            answer = DO[job.pop("do")](**job)
        except renditions.Unusable as reason:
            answer = {"unusable": reason.args[0]}
        except MemoryError:
            print(json.dumps({"unusable": "too much memory"}), file=answers, flush=True)
            return  # what was left behind goes with the process
        except Exception as error:  # whatever a decoder raises costs its own file only
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            answer = {"unusable": "failed"}
        print(json.dumps(answer), file=answers, flush=True)


def inspect(path: str, name: str, limits: dict, folder: str) -> dict:
    """Open an upload: size, colour, looks, words, and its first usable rendition. limits: of renditions.open_upright."""
    from media import crops, likeness, lineage, provenance, renditions
    from media.metadata import blocks, reading

    picture = renditions.open_upright(path, limits, lambda size: crops.FIRST_WIDTH / size[0])
    container = None
    if picture.format in ("AVIF", renditions.HEIF):
        from PIL import Image

        container = Image.open(path, formats=limits["formats"])
    data = Path(path).read_bytes()
    written = blocks.find(data, container)
    words = reading.read(written, name)
    return {
        "format": picture.format,
        "width": picture.size[0],
        "height": picture.size[1],
        "colour": renditions.colour(picture.image),
        "likeness": likeness.fingerprint(picture.image),
        "reading": dataclasses.asdict(words),
        "credentials": provenance.hint(data, written.xmp),
        "ids": lineage.ids(written.xmp + written.xmp_more),
        "made": renditions.first(picture, Path(folder)),
    }


def credentials(path: str, format: str, anchors: str) -> dict:
    """The Content Credentials inside a file; see provenance.read. A job of its own, since the library is not ours to trust."""
    from media import provenance

    return provenance.read(path, format, anchors)


def draw(
    path: str, limits: dict, boxes: dict, have: list, folder: str, later: bool = False, masks: Sequence[dict] = ()
) -> dict:
    """Draw the renditions of these cuts that are not there yet; see renditions.draw."""
    from media import renditions

    picture = renditions.open_upright(path, limits, lambda size: renditions.needed_scale(size, boxes))
    renditions.hide(picture.image, masks)
    made = renditions.draw(picture, boxes, Path(folder), {tuple(entry) for entry in have}, later=later)
    return {"made": made}


def fingerprint(path: str) -> dict:
    """What one of our own files looks like; see likeness.fingerprint."""
    from PIL import Image

    from media import likeness

    with Image.open(path, formats=["JPEG"]) as image:
        image.draft("L", (likeness.SIDE, likeness.SIDE))
        return {"likeness": likeness.fingerprint(image)}


DO = {"inspect": inspect, "credentials": credentials, "draw": draw, "fingerprint": fingerprint}

if __name__ == "__main__":
    main()
