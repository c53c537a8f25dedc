"""Newer files of photographs we have: found by what is written in them, proposed to a person, put in their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from media import lineage, record, rights
from media.corrections import words_of
from media.models import FileMark, Photo, Version

MOST = 6
COMMON = 12  # files that share a mark: more, and it is a template's id, no photograph's
SAME_SHAPE = 0.01
# Words that a newer file takes from the older where it has none of its own.
CARRIED = (
    "caption", "alt", "long_description", "headline", "creators", "credit", "copyright", "source", "keywords", "people",
    "event", "usage_terms", "licence_page", "instructions", "place_shown", "city", "province", "country",
)  # fmt: skip

_propose: Callable | None = None


def lend(propose: Callable) -> None:
    """propose: (older, newer, by=user or None) asks the editors of the stories that show the older file."""
    global _propose
    _propose = propose


@dataclass(frozen=True)
class Pair:
    """Two files that look like one photograph. certain: a program or we wrote into the later what the older is."""

    older: Photo
    newer: Photo
    certain: bool


def keep_marks(photo: Photo, ids: Sequence[str]) -> None:
    """Remember what a file that came in can be known by."""
    taken_at = None if photo.taken_day_only else photo.taken_at
    values = {*ids, lineage.shot(photo.original_name, taken_at, photo.creators)} - {""}
    FileMark.objects.bulk_create([FileMark(photo=photo, value=value[:200]) for value in sorted(values)])


def pairs(user, photo: Photo) -> list[Pair]:
    """The undecided pairs of this photograph with others that this person may see, the older ones first.

    Which of two is the later is said by when they were sent.
    """
    certain = _sharing(photo)
    decided = Version.objects.filter(Q(photo=photo) | Q(of=photo)).values_list("photo_id", "of_id")
    ids = set(certain) - {pk for pair in decided for pk in pair}
    found = rights.visible(user, Photo.objects.kept().filter(pk__in=ids)).newest_first()[:MOST]
    return sorted((_pair(photo, other, certain[other.pk]) for other in found), key=lambda pair: pair.newer == photo)[
        ::-1
    ]


def _pair(photo, other, certain):
    older, newer = sorted((photo, other), key=lambda one: (one.uploaded_at, one.pk))
    return Pair(older, newer, certain)


def _sharing(photo: Photo) -> dict[int, bool]:
    """{id of a photograph that shares a mark: whether that mark is certain}; three queries."""
    own = list(photo.marks.values_list("value", flat=True))
    rows = FileMark.objects.filter(value__in=[*own, lineage.OURS + photo.sha256]).exclude(photo=photo)
    by_value: dict[str, list[int]] = {}
    for value, pk in rows.values_list("value", "photo_id")[:1000]:
        by_value.setdefault(value, []).append(pk)
    found: dict[int, bool] = {}
    for value, ids in by_value.items():
        if len(ids) <= COMMON:
            for pk in ids:
                found[pk] = found.get(pk, False) or not value.startswith("shot:")
    ours = [value.removeprefix(lineage.OURS) for value in own if value.startswith(lineage.OURS)]
    if ours:
        found |= dict.fromkeys(
            Photo.objects.filter(sha256__in=ours).exclude(pk=photo.pk).values_list("pk", flat=True), True
        )
    return found


def propose(photo: Photo, *, by) -> Photo | None:
    """A file that just came: ask the stories that show what it is certainly a newer file of; that photograph, if any."""
    if by is None:
        return None
    older = next((pair.older for pair in pairs(by, photo) if pair.certain and pair.newer == photo), None)
    if older is not None and _propose:
        _propose(older, photo, by=by)
    return older


def replaced_by(photo: Photo) -> Photo | None:
    """The newest file that took the place of this one, over however many steps."""
    seen, newest = {photo.pk}, None
    while row := _replacing(newest or photo):
        if row.pk in seen:
            break
        seen.add(row.pk)
        newest = row
    return newest


def _replacing(photo):
    kept = Version.objects.filter(
        of=photo, kind=Version.Kind.REPLACES, photo__deleted_at=None, photo__withdrawn_at=None
    )
    row = kept.select_related("photo").order_by("-at", "-pk").first()
    return row and row.photo


def replaced(photos):
    """Of these photographs those whose place a newer file has taken."""
    return photos.filter(newer_versions__kind=Version.Kind.REPLACES, newer_versions__photo__deleted_at=None)


def same_shape(one: Photo, other: Photo) -> bool:
    """Whether shares of the one are the same shares of the other: the frame was not cut anew."""
    return abs(one.width / one.height - other.width / other.height) <= SAME_SHAPE * one.width / one.height


def has_cuts(photo: Photo) -> bool:
    return bool(photo.hand_crops) or photo.focus != (0.5, 0.5)


def open_words(older: Photo, newer: Photo) -> list[str]:
    """The fields that the newer file would take from the older."""
    return [name for name in CARRIED if getattr(older, name) and not getattr(newer, name)]


def decide(older: Photo, newer: Photo, kind: str, *, by, cuts: bool) -> Photo:
    """Keep what a person says of the two; the newer as it is now.

    cuts   where it takes the older's place: its cuts and focal point are taken over, too
    """
    with transaction.atomic():
        rows = {
            row.pk: row for row in Photo.objects.select_for_update().filter(pk__in=[older.pk, newer.pk]).order_by("pk")
        }
        older, newer = rows[older.pk], rows[newer.pk]
        Version.objects.update_or_create(photo=newer, of=older, defaults={"kind": kind, "by": by})
        if kind == Version.Kind.REPLACES:
            Version.objects.filter(photo=older, of=newer).delete()
            _take_over(older, newer, cuts=cuts and same_shape(older, newer))
            record.write("photo_replaced", older, by=by, newer=newer.pk, words=words_of(newer))
    return newer


def _take_over(older, newer, *, cuts):
    changed = set()
    for name in open_words(older, newer):
        setattr(newer, name, getattr(older, name))
        newer.taken_from[name] = older.taken_from.get(name, "desk")
        changed |= {name, "taken_from"}
    if cuts and has_cuts(older):
        newer.hand_crops, newer.focus_x, newer.focus_y = dict(older.hand_crops), older.focus_x, older.focus_y
        changed |= {"hand_crops", "focus_x", "focus_y"}
    if changed:
        newer.save(update_fields=sorted(changed))
