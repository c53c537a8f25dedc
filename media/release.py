"""Which photographs readers may fetch. Called inside publishing's transaction; the rows are all that public code reads.

A photograph is released while a public story uses it. Files under old focal points stay released with it, since a
story that goes out late may still name them.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from media import crops, names
from media import sources as vocabulary
from media.models import Photo, ReleasedPhoto, ReleasedShape, Rendition, WithdrawnShape
from media.models.terms import fetch

# Words that a released row copies from the photograph; those a story may have of its own stand first.
OWN = ("caption", "alt", "credit")
COPIED = (
    "creators",
    "copyright",
    "usage_terms",
    "licence_page",
    "licensor",
    "digital_source_type",
    "data_mining",
    "place",
)
SHOWN = (*OWN, *COPIED, "width", "height", "colour", "key", "sources")


def release(
    photo_ids: Iterable[int],
    words: Mapping[int, dict] | None = None,
    photos: Iterable[Photo] | None = None,
    *,
    now: datetime | None = None,
) -> set[int]:
    """Let readers have these photographs; the ids that were let out.

    words    by photo id: caption, alt, credit as the story has them, where they differ from the photograph's
    photos   the photographs themselves, with their pictures and terms, where they are at hand, read under a lock

    Left out are withdrawn and deleted photographs, those that wait for a second person, those whose terms do not allow it
    now, those without a picture, and those without caption or credit.
    """
    now = now or timezone.now()
    wanted = set(photo_ids)
    if photos is None:
        photos = fetch(
            Photo.objects.filter(pk__in=wanted).order_by("pk").prefetch_related("renditions").knowing_terms()
        )
    photos = [photo for photo in photos if photo.pk in wanted and not photo.barred]
    had = [photo.pk for photo in photos if photo.first_released_at]
    out_already = set(ReleasedPhoto.objects.filter(photo__in=had).values_list("photo_id", flat=True)) if had else set()
    rows, shapes = [], []
    for photo in photos:
        has_run = photo.first_released_at is not None and photo.pk not in out_already
        if not photo.rights(now, has_run=has_run).allowed:
            continue
        row = _row(photo, (words or {}).get(photo.pk, {}))
        if row is not None:
            rows.append(row)
            shapes += _shapes(photo)
    ReleasedPhoto.objects.bulk_create(rows, update_conflicts=True, unique_fields=["photo"], update_fields=SHOWN)
    _release_shapes(shapes)
    new = [row.photo_id for row in rows if row.photo.first_released_at is None]
    Photo.objects.filter(pk__in=new, first_released_at=None).update(first_released_at=now)
    return {row.photo_id for row in rows}


def retract(photo_ids: Collection[int]) -> None:
    """Take these photographs from readers: their page is gone and their files' addresses answer 410."""
    keys = list(ReleasedShape.objects.filter(photo__in=photo_ids).values_list("key", flat=True))
    WithdrawnShape.objects.bulk_create([WithdrawnShape(key=key) for key in keys], ignore_conflicts=True)
    ReleasedShape.objects.filter(key__in=keys).delete()
    ReleasedPhoto.objects.filter(photo__in=photo_ids).delete()


def refresh(photo_id: int) -> None:
    """Let newly drawn files of a released photograph out; its words stay as they were released."""
    released = ReleasedPhoto.objects.filter(photo=photo_id).first()
    if released is None:
        return
    photo = Photo.objects.with_pictures().get(pk=photo_id)
    row = _row(photo, {name: getattr(released, name) for name in OWN})
    if row is not None:
        ReleasedPhoto.objects.filter(photo=photo_id).update(key=row.key, sources=row.sources)
        _release_shapes(_shapes(photo))


def _row(photo: Photo, words: Mapping) -> ReleasedPhoto | None:
    """The released row of a photograph, unsaved; None where it may not go out."""
    picture = photo.picture()
    uncut = photo.current().get("original")
    own = {name: words.get(name) or picture[name] for name in OWN}
    if not (uncut and own["caption"] and own["credit"]):
        return None
    copied = {name: getattr(photo, name) for name in (*COPIED, "width", "height", "colour")}
    copied["licence_page"] = photo.terms_page
    copied["digital_source_type"] = vocabulary.address(photo.digital_source_type)
    return ReleasedPhoto(photo=photo, key=uncut[0].key, sources=crops.plain(picture["shapes"]), **own, **copied)


def _shapes(photo: Photo) -> list[ReleasedShape]:
    by_key: dict[str, list[Rendition]] = {}
    for rendition in photo.renditions.all():
        by_key.setdefault(rendition.key, []).append(rendition)
    return [
        ReleasedShape(
            key=key,
            photo_id=photo.pk,
            names=[names.name(key, row.width, row.format) for row in sorted(rows, key=_size)],
        )
        for key, rows in by_key.items()
    ]


def _size(row: Rendition) -> tuple[str, int]:
    return row.format, row.width


def _release_shapes(shapes: list[ReleasedShape]) -> None:
    ReleasedShape.objects.bulk_create(
        shapes, update_conflicts=True, unique_fields=["key"], update_fields=["names", "photo"]
    )
    WithdrawnShape.objects.filter(key__in=[shape.key for shape in shapes]).delete()
