"""The pictures in a body, and its links to other things of ours: read, changed, moved. HTML in, HTML out.

A figure is named by its index in reading order, those in galleries and boxes counted as they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from articles.body import tree
from articles.body.blocks import Block, write, write_runs
from articles.body.clean import clean
from articles.body.schema import Mark
from media import crops


@dataclass(frozen=True)
class Figure:
    """A picture as the body asks for it.

    photo    the photo's id; None while it waits for one
    place    left, center, right or wide; pictures of a gallery are at center
    caption  inner HTML; None: the photo's own; empty: none on purpose
    alt      None: the photo's own; empty: the caption says it
    credit   used while the photo says none
    crop     name of a shape (3x2); None: as it was taken
    focus    the point around which this use is cropped: shares from left and top, 0.0 to 1.0; without a crop it does nothing
    gallery  which gallery it stands in, counted from 0
    """

    photo: int | None
    place: str
    caption: str | None
    alt: str | None
    credit: str | None
    crop: str | None
    focus: tuple[float, float] | None
    gallery: int | None


@dataclass(frozen=True)
class Link:
    """A link or a card: kind is article, section, tag, person or photo."""

    kind: str
    id: int


def figures(html: str) -> list[Figure]:
    """The figures of a stored body in reading order."""
    if "<figure" not in html:
        return []
    blocks = tree.parse(html)
    galleries = [block for block in blocks if block.kind == "gallery"]
    return [_figure(spot, galleries) for spot in _spots(blocks)]


def links(html: str) -> list[Link]:
    """Where the body leads within the paper, in reading order: links in words, and cards."""
    if "<a data-" not in html and "<aside data-article" not in html:
        return []
    found = []
    for root in tree.parse(html):
        for block in root.every():
            if block.kind == "card":
                found.append(Link("article", int(block.attributes["data-article"])))
            opened: tuple[Mark, ...] = ()
            for run in block.runs:
                inner = [mark for mark in run.marks if mark.attribute.startswith("data-") and mark not in opened]
                found += [Link(mark.attribute.removeprefix("data-"), int(mark.value)) for mark in inner]
                opened = run.marks
    return found


def changed(html: str, index: int, **fields) -> str:
    """The body with one figure's fields changed, named and typed as in Figure (but for gallery)."""
    blocks = tree.parse(html)
    figure = _spots(blocks)[index].figure
    if "caption" in fields:
        caption = fields.pop("caption")
        figure.children = [] if caption is None else _caption(caption)
    for name, value in fields.items():
        if name == "focus" and value is not None:
            value = ",".join(f"{share:g}" for share in value)
        attribute = f"data-{name}"
        if name == "photo":
            figure.attributes[attribute] = str(value or "")
        elif value is None:
            figure.attributes.pop(attribute, None)
        else:
            figure.attributes[attribute] = str(value)
    return clean(write(blocks))


def fill(html: str, index: int, photo_id: int) -> str:
    """The body with a photo in the place of a figure; its caption and place stay as they were typed."""
    return changed(html, index, photo=photo_id)


def removed(html: str, index: int) -> str:
    """The body without a figure, and without the gallery or box that is empty then. Lists it parted are one again."""
    blocks = tree.parse(html)
    _take_out(_spots(blocks)[index])
    return clean(write(blocks))


def moved(html: str, index: int, by: int) -> str:
    """The body with a figure past the block before it (by=-1) or after it (by=1).

    At the edge of a gallery or box it steps out; at the edge of the story it stays.
    """
    blocks = tree.parse(html)
    spot = _spots(blocks)[index]
    target = spot.at + by
    if 0 <= target < len(spot.siblings):
        spot.siblings.insert(target, spot.siblings.pop(spot.at))
    elif spot.holder is not None:
        at = next(place for place, block in enumerate(blocks) if block is spot.holder) + (by > 0)
        blocks.insert(at, spot.figure)
        _take_out(spot)
    return clean(write(blocks))


def appended(html: str, photo_id: int | None, caption: str | None = None, place: str = "center") -> str:
    """The body with one more figure at its end. caption is inner HTML."""
    words = "" if caption is None else f"<figcaption>{caption}</figcaption>"
    return clean(f'{html}<figure data-photo="{photo_id or ""}" data-place="{escape(place)}">{words}</figure>')


# ---- where figures stand -------------------------------------------------------------------------------------------


@dataclass
class _Spot:
    figure: Block
    siblings: list[Block]
    at: int
    root: list[Block]
    holder: Block | None


def _spots(blocks: list[Block]) -> list[_Spot]:
    return list(_walk(blocks, blocks, None))


def _walk(siblings: list[Block], root: list[Block], holder: Block | None) -> Iterator[_Spot]:
    for at, block in enumerate(siblings):
        if block.kind == "figure":
            yield _Spot(block, siblings, at, root, holder)
        elif block.kind in ("gallery", "box"):
            yield from _walk(block.children, root, block)


def _take_out(spot: _Spot) -> None:
    spot.siblings[:] = [block for block in spot.siblings if block is not spot.figure]
    if not spot.siblings and spot.holder is not None:
        spot.root[:] = [block for block in spot.root if block is not spot.holder]


def _caption(html: str) -> list[Block]:
    """The figcaption of inner HTML that may come from anywhere."""
    return tree.parse(clean(f'<figure data-photo=""><figcaption>{html}</figcaption></figure>'))[0].children[:1]


def _figure(spot: _Spot, galleries: list[Block]) -> Figure:
    said = spot.figure.attributes
    caption = write_runs(spot.figure.children[0].runs) if spot.figure.children else None
    return Figure(
        photo=int(said["data-photo"]) if said["data-photo"] else None,
        place=said.get("data-place", "center"),
        caption=caption,
        alt=said.get("data-alt"),
        credit=said.get("data-credit"),
        crop=said.get("data-crop"),
        focus=crops.point(said.get("data-focus")),
        gallery=next((number for number, gallery in enumerate(galleries) if gallery is spot.holder), None),
    )
