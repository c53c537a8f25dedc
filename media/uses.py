"""Where photographs are used. What uses them, the floor above knows; newsroom/apps.py makes it known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from media.models import Photo, PhotoQuerySet

LIVE, SCHEDULED, DRAFT, PORTRAIT, PAST = "live", "scheduled", "draft", "portrait", "past"
KINDS = (LIVE, SCHEDULED, DRAFT, PORTRAIT, PAST)
"""What holds a photograph, in the order in which it matters."""


@dataclass
class Use:
    """A story, or the page of a contributor, that shows a photograph, as one person may know of it.

    kind        of KINDS: the strongest way in which it is used there
    id          of the story; None for a contributor
    title       the headline, or for those who may not know it a few words in its place
    url         its page at the desk, public_url its page for readers; empty where this person has none
    mark        the state of a story as the desk draws it (key, sign, word), or None
    section     its name; empty where there is none
    places      where in it and in which shape, in words
    own         words that stand there instead of the photograph's: {"caption", "alt", "credit": plain words}
    since       when readers first saw it there; for others when it was placed, for scheduled ones when it goes out
    until       when readers saw it last, of past uses
    notes       what else is to be known, as sentences
    may_change  whether this person may change the words there
    asked       somebody asked its editors for a correction or a newer file, and nobody has decided
    printed     how readers have it there, or had it last: {place, crop, caption, alt, credit}; only of_all() says it
    """

    kind: str
    title: str
    id: int | None = None
    url: str = ""
    public_url: str = ""
    mark: object = None
    section: str = ""
    places: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    since: object = None
    until: object = None
    notes: list[str] = field(default_factory=list)
    may_change: bool = False
    printed: dict[str, str] = field(default_factory=dict)
    asked: bool = False

    @property
    def has_ended(self) -> bool:
        return self.kind == PAST


_find: Callable | None = None
_find_all: Callable | None = None
_ran: Callable | None = None
_relations: Sequence[tuple[str, str]] = ()


def lend(*, find: Callable, find_all: Callable, ran: Callable, relations: Sequence[tuple[str, str]]) -> None:
    """Say who knows the uses of photographs.

    find        (user, photo) to [Use], live ones first
    find_all    (user, photographs) to {id: [Use]} in a fixed number of queries; the newest uses only, without portraits
    ran         (photographs as a queryset, from, until) to how many of them readers saw for the first time then
    relations   the columns that point at photographs in use, ever: [("articles.Figure", "photo")]
    """
    global _find, _find_all, _ran, _relations
    _find, _find_all, _ran, _relations = find, find_all, ran, relations


def of(user, photo: Photo) -> list[Use]:
    """Every use of a photograph, as this person may know of it."""
    return _find(user, photo) if _find else []


def of_all(user, photos: Sequence[Photo]) -> dict[int, list[Use]]:
    """The newest uses of each of these photographs in stories, as this person may know of them."""
    return _find_all(user, photos) if _find_all else {}


def ran_between(photos: PhotoQuerySet, since, until) -> int:
    """How many of these photographs came before readers in this time, each counted once."""
    return _ran(photos, since, until) if _ran else 0


def in_use() -> Q:
    """Photographs that something shows, or an older version of a story once showed."""
    asked = Q(pk__in=[])
    for model, column in _relations:
        asked |= Q(Exists(apps.get_model(model)._base_manager.filter(**{column: OuterRef("pk")})))
    return asked


def used_among(photo_ids: Iterable[int]) -> set[int]:
    """Ids of those photographs that are in use; one query."""
    return set(Photo.objects.filter(in_use(), pk__in=photo_ids).values_list("pk", flat=True))
