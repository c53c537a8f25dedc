"""Photographs that look the same: sent twice, from two sources, retouched, or frames of one burst."""

from datetime import timedelta

from django.utils import timezone

from media import rights
from media.models import Likeness, Photo, PhotoQuerySet

SHOWN = 6
SAME_SHOOT = timedelta(hours=24)


def alike(user, photo: Photo) -> PhotoQuerySet:
    """What looks like this photograph and may be seen by this person; without itself."""
    own = Likeness.objects.filter(photo=photo).first()
    ids = set(Likeness.near(own.bits)) - {photo.pk} if own else set()
    return rights.visible(user, Photo.objects.kept().filter(pk__in=ids))


def nearest(user, photo: Photo, most: int = SHOWN) -> list[Photo]:
    """The nearest of them, with their pictures."""
    own = Likeness.objects.filter(photo=photo).first()
    near = Likeness.near(own.bits) if own else {}
    near.pop(photo.pk, None)
    seen = rights.visible(user, Photo.objects.kept().filter(pk__in=near)).with_pictures().in_bulk()
    return [seen[pk] for pk in near if pk in seen][:most]


def here_before(user, photo: Photo) -> Photo | None:
    """The nearest photograph that came otherwise than in the same shoot: frames of one burst are no news to who sends them."""
    since = timezone.now() - SAME_SHOOT
    for other in nearest(user, photo, 30):
        if photo.uploaded_by_id is None or other.uploaded_by_id != photo.uploaded_by_id or other.uploaded_at < since:
            return other
    return None
