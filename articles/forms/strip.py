"""“Pictures in this story”: the strip under the text. Each figure of the body, with its words, place and order.

The strip and the text show the same figures. What was changed in the strip is put into the text as it was posted; a figure
is found again by its key, so a line moved in the text meanwhile keeps what the strip says of it.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.html import escape

from articles.body.clean import clean
from articles.body.figures import appended, changed, figures, fill, moved, removed
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
    gallery: bool = False

    @property
    def waiting(self):
        return self.photo is None

    @property
    def alt_read(self):
        """What a blind reader is told of the picture beside its caption; empty where nothing is."""
        inherited = self.alt_mode == "inherit" and self.photo is not None
        return self.photo.alt if inherited else self.alt

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


def items(html, photos=None):
    """The strip of a body: Items in reading order. photos: {id: photograph} where they are at hand; others are not shown."""
    found = figures(html)
    if photos is None:
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
                gallery=figure.gallery is not None,
            )
        )
    return rows


def index_of(html, key):
    """Where the figure of this key stands now, or None."""
    names = keys(figures(html))
    return names.index(key) if key in names else None


def apply_words(html, data):
    """The body with what was typed in the strip: fig-KEY-caption, -alt, -alt-in-caption, -place; only touched ones change."""
    for item, prefix in _posted(html, data):
        touched = {}
        place = data[prefix + "place"]
        if place in PLACES and place != data.get(prefix + "place-was"):
            touched["place"] = place
        caption = text.clean_line(data.get(prefix + "caption", ""))
        if caption != text.clean_line(data.get(prefix + "caption-was", "")):
            inherited = item.photo is not None and caption == item.photo.caption
            touched["caption"] = None if inherited else escape(caption)
        if not item.waiting:
            touched |= _alt(item, prefix, data)
        if touched:
            html = changed(html, item.index, **touched)
    return html


def _alt(item, prefix, data):
    """What to write of the words for blind readers, where they or the tick beside them were touched in the strip."""
    words = text.clean_line(data.get(prefix + "alt", ""))
    ticked = bool(data.get(prefix + "alt-in-caption"))
    if words == item.alt and ticked == (item.alt_mode == "caption"):
        return {}
    if words == text.clean_line(data.get(prefix + "alt-was", "")) and str(int(ticked)) == data.get(prefix + "tick-was"):
        return {}
    return {"alt": "" if ticked else words or None}


def _posted(html, data):
    """[(figure of the text, prefix of its fields in the strip)].

    The key tells which; but waiting figures have no name of their own, so one whose caption is still the one that the
    strip showed is found by it, wherever it stands by now.
    """
    found = items(html)
    left = [key[4:-6] for key in data if key.startswith("fig-") and key.endswith("-place")]
    fits = {}

    def fit(item, key):
        if item.key not in fits and key in left:
            left.remove(key)
            fits[item.key] = f"fig-{key}-"

    for item in found:
        if item.waiting:
            shown = [key for key in left if key.startswith("w-") and _was(data, key) == text.clean_line(item.caption)]
            fit(item, shown[0] if shown else None)
    for item in found:
        fit(item, item.key)
    return [(item, fits[item.key]) for item in found if item.key in fits]


def _was(data, key):
    return text.clean_line(data.get(f"fig-{key}-caption-was", ""))


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


def to_lead(html, key):
    """The body without the figure of this key, and the figure: it becomes the lead picture. None where there is none."""
    index = index_of(html, key)
    figure = figures(html)[index] if index is not None else None
    if figure is None or figure.photo is None:
        return html, None
    return removed(html, index), figure


def from_lead(html, photo_id, caption, alt):
    """The body with what was the lead picture at its top. caption, alt: plain words, None where inherited."""
    said = "" if alt is None else f' data-alt="{escape(alt)}"'
    words = "" if caption is None else f"<figcaption>{escape(caption)}</figcaption>"
    return clean(f'<figure data-photo="{photo_id}" data-place="center"{said}>{words}</figure>{html}')


def _waiting(html):
    return [(index, figure) for index, figure in enumerate(figures(html)) if not figure.photo]
