"""“Pictures in this story”: the strip under the text. Each figure of the body, with its words, place and order.

The strip and the text show the same figures. What was changed in the strip is put into the text as it was posted; a figure
is found again by its key, so a line moved in the text meanwhile keeps what the strip says of it.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.body.figures import appended, changed, fill, figures, moved, removed
from articles.body.render import plain_text
from articles.body.schema import PLACES
from media.models import Photo
from newsroom import text


@dataclass
class Item:
    """One figure as the strip shows it. caption: as readers get it; own: typed for this story, else inherited."""

    key: str
    index: int
    photo: Photo | None
    place: str
    caption: str
    own: bool
    credit: str
    alt: str
    alt_mode: str
    lead: bool = False

    @property
    def waiting(self):
        return self.photo is None

    @property
    def faults(self):
        """What still lacks before readers may have it, in words."""
        if self.waiting:
            return [_("waiting for its photograph")]
        lacks = [] if self.caption else [_("no caption")]
        return lacks if self.credit else [*lacks, _("no credit")]

    @property
    def asks_alt(self):
        return not self.waiting and self.alt_mode == "inherit" and not self.photo.alt


def keys(found):
    """A name for each figure that survives moving: p21-1 is the first use of photograph 21, w2 the second waiting one."""
    seen, names = Counter(), []
    for figure in found:
        stem = f"p{figure.photo}" if figure.photo else "w"
        seen[stem] += 1
        names.append(f"{stem}-{seen[stem]}")
    return names


def items(html, lead_photo_id=None):
    """The strip of a body: Items in reading order."""
    found = figures(html)
    photos = Photo.objects.with_pictures().in_bulk({figure.photo for figure in found if figure.photo})
    rows = []
    for index, (key, figure) in enumerate(zip(keys(found), found, strict=True)):
        photo = photos.get(figure.photo)
        own = figure.caption is not None
        rows.append(
            Item(
                key=key,
                index=index,
                photo=photo,
                place=figure.place,
                caption=plain_text(figure.caption) if own else photo.caption if photo else "",
                own=own,
                credit=photo.credit_line if photo else figure.credit or "",
                alt=figure.alt or "",
                alt_mode="inherit" if figure.alt is None else "caption" if figure.alt == "" else "own",
                lead=photo is not None and photo.pk == lead_photo_id,
            )
        )
    return rows


def index_of(html, key):
    """Where the figure of this key stands now, or None."""
    names = keys(figures(html))
    return names.index(key) if key in names else None


def apply_words(html, data):
    """The body with what was typed in the strip: fig-KEY-caption, -alt, -alt-in-caption, -place; only touched ones change."""
    for item in items(html):
        prefix = f"fig-{item.key}-"
        if prefix + "place" not in data:
            continue
        touched = {}
        place = data[prefix + "place"]
        if place in PLACES and place != data.get(prefix + "place-was"):
            touched["place"] = place
        caption = text.clean_line(data.get(prefix + "caption", ""))
        if caption != text.clean_line(data.get(prefix + "caption-was", "")):
            inherited = item.photo is not None and caption == item.photo.caption
            touched["caption"] = None if inherited else escape(caption)
        if not item.waiting:
            alt = text.clean_line(data.get(prefix + "alt", ""))
            alt = "" if data.get(prefix + "alt-in-caption") else alt or None
            if alt != {"inherit": None, "caption": "", "own": item.alt}[item.alt_mode]:
                touched["alt"] = alt
        if touched:
            html = changed(html, item.index, **touched)
    return html


def act(html, order):
    """The body after one press in the strip: up:KEY, down:KEY, remove:KEY. Unknown orders change nothing."""
    verb, _colon, key = order.partition(":")
    index = index_of(html, key)
    if index is None:
        return html
    if verb in {"up", "down"}:
        return moved(html, index, by=-1 if verb == "up" else 1)
    return removed(html, index) if verb == "remove" else html


def place(html, photos, slot=None):
    """The body with new photographs: into the named waiting figure, else into waiting ones by caption, then in order.

    photos   media Photos in the order they came
    slot     key of the waiting figure that the first photograph is meant for
    Spare ones land at the end. A photograph whose caption repeats a waiting figure's goes there, whatever its turn.
    Returns the body and [(photo, the figure that waited for it)].
    """
    photos, filled = list(photos), []

    def put(index, photo):
        filled.append((photo, figures(html)[index]))
        return fill(html, index, photo.pk)

    if slot and photos and (index := index_of(html, slot)) is not None:
        html = put(index, photos.pop(0))
    for photo in list(photos):
        said = text.fold(photo.caption)
        same = [
            index for index, figure in _waiting(html) if said and text.fold(plain_text(figure.caption or "")) == said
        ]
        if same:
            html = put(same[0], photo)
            photos.remove(photo)
    for photo in photos:
        waiting = _waiting(html)
        html = put(waiting[0][0], photo) if waiting else appended(html, photo.pk)
    return html, filled


def _waiting(html):
    return [(index, figure) for index, figure in enumerate(figures(html)) if not figure.photo]
