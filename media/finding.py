"""How photographs are found: their words and names in the full-text index, and the best ones first.

A photograph's number in the index is its id, so newer ones come first where words do not decide. Beside its words stand
tokens: whole names glued into one word each, with their kind ("who0tranthib"), so that a filter by a person, a place or a
photographer is one look-up, in a library of any size.
"""

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime

from newsroom import fulltext

INDEX = "photos"
TITLE = ("caption", "headline")
TEXT = (
    "people", "event", "creators", "credit", "place_shown", "city", "province", "country", "keywords", "alt",
    "long_description", "object_name", "source", "caption_writer", "job_id", "original_name",
)  # fmt: skip
# Whatever changes what a photograph is found by.
FOUND_BY = {*TITLE, *TEXT, "digital_source_type"}
# Kinds of names that a filter may ask for, and where they stand.
KINDS = {
    "by": ("creators", "credit"),
    "who": ("people",),
    "at": ("place_shown", "city", "province", "country"),
    "of": ("event",),
    "key": ("keywords",),
}
FIRST_LOOK, SECOND_LOOK = 300, 3000  # hits that are looked at one by one before the database is asked for the rest
PANORAMA = 1.95  # as many times wider than high, or higher than wide
SQUARE = 1.06


def token(kind: str, name: str) -> str:
    """A whole name as one word of the index; empty where nothing of it can be searched for."""
    glued = fulltext.folded_words(name).replace(" ", "")
    return f"{kind}0{glued}"[:100] if glued else ""


def names(photo, kind: str) -> list[str]:
    """The names of a kind that a photograph has. Of a place also its parts: "Chợ Cái Răng, Cần Thơ" is in Cần Thơ too."""
    found: list[str] = []
    for field in KINDS[kind]:
        value = getattr(photo, field)
        found += value if isinstance(value, list) else [value]
    if kind == "at":
        found += [part.strip() for place in found for part in place.split(",")]
    return [name for name in dict.fromkeys(found) if name]


def orientation(width: int, height: int) -> str:
    if max(width, height) >= PANORAMA * min(width, height):
        return "panorama"
    if max(width, height) <= SQUARE * min(width, height):
        return "square"
    return "landscape" if width > height else "portrait"


def is_ai(photo) -> bool:
    """Whether its file says that a machine made it, wholly or in part (IPTC digital source types)."""
    return "algorithmicmedia" in photo.digital_source_type.lower()


def document(photo) -> tuple[str, str]:
    """Title and text of a photograph for the index: its words, then its tokens."""
    tokens = [token(kind, name) for kind in KINDS for name in names(photo, kind)]
    tokens.append(f"is0{orientation(photo.width, photo.height)}")
    if is_ai(photo):
        tokens.append("is0ai")
    return _joined(photo, TITLE), "\n".join([_joined(photo, TEXT), " ".join(tokens)])


def _joined(photo, fields) -> str:
    values = (getattr(photo, field) for field in fields)
    return "\n".join("\n".join(value) if isinstance(value, list) else value for value in values)


def index(photos) -> None:
    """Put photographs into the index, or replace them there. Who writes rows past save() calls this along."""
    fulltext.put_many(INDEX, [(photo.pk, *document(photo)) for photo in photos])


def parse(typed: str, tokens=()) -> fulltext.Query:
    """What somebody typed and what filters ask for, as one question."""
    return fulltext.Query.parse(typed, desk=True, must=tuple(filter(None, tokens)))


def is_everything(query: fulltext.Query) -> bool:
    """Whether the question asks for nothing, or only leaves something out."""
    return fulltext.places(query) == 0


def matching(photos: QuerySet, query: fulltext.Query) -> QuerySet:
    """Of these photographs those that the question finds, in their own order."""
    if is_everything(query):
        for phrase in query.without:
            unwanted = fulltext.Query.parse(f'"{phrase}"')
            photos = photos.exclude(pk__in=RawSQL(*fulltext.everything(INDEX, unwanted)))
        return photos
    return photos.filter(pk__in=RawSQL(*fulltext.everything(INDEX, query)))


def credited_to(photos: QuerySet, makers) -> QuerySet:
    """Of these photographs those whose creators or credit are one of these names, marks and case aside."""
    tokens = list(filter(None, (token("by", name) for name in makers)))
    credited = Q(pk__in=[])
    for one in tokens:
        credited |= Q(pk__in=RawSQL(*fulltext.everything(INDEX, parse("", [one]))))
    return photos.filter(credited)


def page(photos: QuerySet, query: fulltext.Query, most: int, before: str = "") -> tuple[list, str]:
    """The first of these photographs that the question finds, and the key of what follows; "" at the end.

    photos   with whatever filters, in no order

    Where words are asked for, the best first; else the newest. A broken key begins again.
    """
    if is_everything(query):
        return by_time(matching(photos, query), most, before)
    return by_rank(photos, query, most, before)


def by_time(photos: QuerySet, most: int, before: str = "", field: str = "uploaded_at") -> tuple[list, str]:
    """Photographs by a time of theirs, newest first, and the key of what follows."""
    written, _, pk = before.partition("~")
    at = _moment(written)
    photos = photos.filter(**{f"{field}__isnull": False}).order_by(f"-{field}", "-id")
    if at is not None and pk.isdecimal() and len(pk) < 19:
        photos = photos.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at}, id__lt=int(pk)))
    found = list(photos[: most + 1])
    key = f"{getattr(found[most - 1], field).isoformat()}~{found[most - 1].pk}" if len(found) > most else ""
    return found[:most], key


def by_rank(photos: QuerySet, query: fulltext.Query, most: int, before: str = "") -> tuple[list, str]:
    """The best of these photographs, and the key of what follows. Few statements, whatever is asked.

    Words as typed come before words without their marks, adjacent ones before scattered ones, captions before the rest,
    whole words before beginnings, then newer before older.
    """
    place, below = _read(before)
    found: list[tuple[int, object]] = []
    for at in range(place, fulltext.places(query)):
        found += [(at, photo) for photo in _of_tier(photos, query, at, below, most + 1 - len(found))]
        if len(found) > most:
            break
        below = None
    key = f"{found[most - 1][0]}-{found[most - 1][1].pk}" if len(found) > most else ""
    return [photo for _at, photo in found[:most]], key


def _of_tier(photos, query, place, below, wanted) -> list:
    found: list = []
    for look in (FIRST_LOOK, SECOND_LOOK):
        hits = fulltext.numbers(INDEX, query, place, below=below, limit=look)
        if hits:
            found += photos.filter(pk__in=hits).order_by("-pk")[: wanted - len(found)]
        if len(hits) < look or len(found) >= wanted:
            return found
        below = hits[-1]
    # A common word and a filter that little fits: now the database looks for what fits both.
    rest = photos.filter(pk__in=RawSQL(*fulltext.select(INDEX, query, place, below=below)))
    return found + list(rest.order_by("-pk")[: wanted - len(found)])


def _read(before: str) -> tuple[int, int | None]:
    place, dash, number = before.partition("-")
    if dash and place.isdecimal() and number.isdecimal() and len(number) < 19 and len(place) < 3:
        return int(place), int(number)
    return 0, None


def _moment(written: str):
    """A time out of an address; None where it is none."""
    try:
        moment = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None
