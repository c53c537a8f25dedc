"""Which part of a photograph is shown, and how wide. Arithmetic only: no pixels, no files, no database.

A cut goes by the name of its shape, `3x2`. It is what a person drew for that shape on the photograph, else it is taken
around the photograph's focal point; or a use asked for it around a point of its own and says so: `3x2@0.5,0.31`. Wherever
a shape is named, both will do. What was drawn: {shape: [left, top, width]}, shares of the upright frame; the height
follows from the shape.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTHS = (320, 480, 640, 960, 1280, 1600, 2400)
MOST_HIGH = 8000  # of a rendition; WebP ends at 16,383, and no screen shows a higher one whole
FIRST_WIDTH = 960  # made while the upload is still answered, so that the desk sees the picture at once


@dataclass(frozen=True)
class Shape:
    """One way of cutting a photograph.

    ratio    across and down, or None for the whole frame
    widths   the widths a page may ask for, narrow to wide, in pixels
    formats  what each width is saved as
    later    what it is saved as besides, once nothing else waits, where that saves bytes
    """

    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    formats: tuple[str, ...] = ("webp", "jpeg")
    later: tuple[str, ...] = ("avif",)


# Cut shapes stand in columns, never edge to edge on a large screen, so they end at 1,600. A card is fetched by
# machines that build link previews; several of them read JPEG only.
SHAPES = {
    "original": Shape(None, WIDTHS),
    "3x2": Shape((3, 2), WIDTHS[:-1]),
    "16x9": Shape((16, 9), WIDTHS[:-1]),
    "4x3": Shape((4, 3), WIDTHS[:-1]),
    "1x1": Shape((1, 1), WIDTHS[:-1]),
    "card": Shape((1200, 630), (1200,), ("jpeg",), ()),
}


# The shapes that one use of a photograph may ask for; a card is the machines' own.
CUTS = ("3x2", "16x9", "4x3", "1x1")
BY_HAND = (*CUTS, "card")  # those that a person may draw on the photograph itself
NARROWEST = WIDTHS[0]  # pixels; what is drawn by hand is at least so wide, or the widest that fits
_POINT = re.compile(r"([01](?:\.[0-9]{1,4})?),([01](?:\.[0-9]{1,4})?)", re.ASCII)


def point(written: str | None) -> tuple[float, float] | None:
    """A focal point as it is written, `0.5,0.31`: shares from the left and from the top. None where it is none."""
    found = _POINT.fullmatch(written or "")
    shares = (float(found[1]), float(found[2])) if found else (2.0, 2.0)
    return shares if max(shares) <= 1 else None


_DRAWN = re.compile(rf"{_POINT.pattern},([01](?:\.[0-9]{{1,4}})?)", re.ASCII)


def drawn(written: str | None) -> tuple[float, float, float] | None:
    """What was drawn by hand as it is written, `0.1,0.2,0.5`: left, top and width as shares. None where it is none."""
    found = _DRAWN.fullmatch(written or "")
    shares = (float(found[1]), float(found[2]), float(found[3])) if found else (2.0, 2.0, 2.0)
    return shares if max(shares) <= 1 and shares[2] > 0 else None


def named(shape: str, focus: tuple[float, float]) -> str:
    """The name of a shape's cut around a point of its own: 3x2@0.5,0.31."""
    return f"{shape}@{focus[0]:g},{focus[1]:g}"


def shape_of(name: str) -> Shape:
    return SHAPES[name.partition("@")[0]]


def focus_of(name: str) -> tuple[float, float] | None:
    """The point that a cut's name says; None where the photograph's own counts."""
    return point(name.partition("@")[2])


def plain(shapes: dict) -> dict:
    """Of cuts by name those around the photograph's own focal point: what is shown without asking for anything else."""
    return {name: cut for name, cut in shapes.items() if "@" not in name}


def crop_box(size: tuple[int, int], ratio: tuple[int, int], focus: tuple[float, float]) -> tuple[int, int, int, int]:
    """The largest box of a shape, as centred on the focal point as will fit.

    size    width, height of the upright original, in pixels
    ratio   the shape, across and down: 3, 2
    focus   x, y as shares of the whole: 0.0 is left or top, 1.0 right or bottom

    Returns left, top, right, bottom in pixels, never empty: what Pillow's Image.crop takes.
    Raises ValueError if a side is not positive or the focus lies outside.
    """
    width, height = size
    across, down = ratio
    if min(width, height, across, down) < 1:
        raise ValueError(f"A side is not positive: {size}, {ratio}.")
    if not (0.0 <= focus[0] <= 1.0 and 0.0 <= focus[1] <= 1.0):
        raise ValueError(f"The focal point lies outside the picture: {focus}.")
    if width * down > height * across:
        box_width, box_height = max(1, min(width, round(height * across / down))), height
    else:
        box_width, box_height = width, max(1, min(height, round(width * down / across)))
    left = min(max(round(focus[0] * width - box_width / 2), 0), width - box_width)
    top = min(max(round(focus[1] * height - box_height / 2), 0), height - box_height)
    return left, top, left + box_width, top + box_height


def drawn_box(size: tuple[int, int], ratio: tuple[int, int], drawn: Sequence[float]) -> tuple[int, int, int, int]:
    """The box of a shape as a person drew it: left, top, right, bottom in pixels, inside the picture whatever was drawn.

    drawn   left, top and width as shares of the whole
    """
    most = crop_box(size, ratio, (0.5, 0.5))
    width = min(max(round(drawn[2] * size[0]), min(NARROWEST, most[2] - most[0])), most[2] - most[0])
    height = min(max(1, round(width * ratio[1] / ratio[0])), most[3] - most[1])
    left = min(max(round(drawn[0] * size[0]), 0), size[0] - width)
    top = min(max(round(drawn[1] * size[1]), 0), size[1] - height)
    return left, top, left + width, top + height


def box_for(
    shape: str, size: tuple[int, int], focus: tuple[float, float], drawn: Mapping[str, Sequence[float]] | None = None
) -> tuple[int, int, int, int]:
    """The box of a named shape; the whole frame for "original".

    focus   of the photograph, where the name says no point of its own
    drawn   what was drawn by hand, by shape: it stands before the focal point, not before a point of the name's own
    """
    ratio = shape_of(shape).ratio
    if ratio is None:
        return (0, 0, *size)
    if drawn and shape in drawn:
        return drawn_box(size, ratio, drawn[shape])
    return crop_box(size, ratio, focus_of(shape) or focus)


def size_of(box: tuple[int, int, int, int]) -> tuple[int, int]:
    """Width and height of a box."""
    return box[2] - box[0], box[3] - box[1]


def is_whole(shape: str, size: tuple[int, int], drawn: Mapping[str, Sequence[float]] | None = None) -> bool:
    """Whether this cut takes nothing anybody would miss, so that the uncut renditions serve for it.

    A frame within a hundredth of the shape counts: cameras' 3:2 is seldom exact to the pixel. The focal point moves a
    box and never resizes it, so it does not matter here.
    """
    width, height = size_of(box_for(shape, size, (0.5, 0.5), drawn))
    return width >= size[0] * 0.99 and height >= size[1] * 0.99


def widths_for(shape: str, box_size: tuple[int, int]) -> list[int]:
    """The widths to make from a box of width × height, narrow to wide; none is wider than its pixels.

    A box between two steps also gets its own width when that is at least a tenth more than the step below, so that a
    600 pixel photograph is not shown at 480. Nothing is made higher than MOST_HIGH; there is always one width.
    """
    box_width, box_height = box_size
    steps = shape_of(shape).widths
    widest = min(box_width, max(1, MOST_HIGH * box_width // box_height))
    fitting = [step for step in steps if step <= widest]
    if widest < steps[-1] and (not fitting or widest >= fitting[-1] * 1.1):
        fitting.append(widest)
    return fitting


def scaled(box_size: tuple[int, int], width: int) -> tuple[int, int]:
    """Width and height of a rendition of this width, at least one pixel high."""
    return width, max(1, round(box_size[1] * width / box_size[0]))
