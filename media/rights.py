"""Which photographs somebody may see and place, asked of the auth backends: media knows rights by name only."""

from datetime import timedelta

from django.contrib.auth import get_backends
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from media.models import Photo, PhotoQuerySet


def visible(user, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones this person may see before readers do; none where no backend can tell."""
    return _granted("visible_photos", user, photos)


def placeable(user, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones this person may put into a story; none where no backend can tell."""
    return _granted("placeable_photos", user, photos)


def own(user, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones this person made or sent, by name or by hand."""
    for backend in get_backends():
        if hasattr(backend, "own_photos"):
            return backend.own_photos(user, photos)
    return photos.filter(uploaded_by=user)


def granted(user, right: str, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones for which has_perm(right, photo) holds, without asking it of each."""
    if user.is_active and user.is_superuser:
        return photos
    for backend in get_backends():
        if hasattr(backend, "photos_granted"):
            return backend.photos_granted(user, photos, right)
    return photos.none()


def most_a_day(user) -> tuple[int, int] | None:
    """How many photographs, and how many bytes of them, this person may send within 24 hours; None: as many as they like."""
    if user.is_active and user.is_superuser:
        return None
    for backend in get_backends():
        if hasattr(backend, "most_photos_a_day"):
            return backend.most_photos_a_day(user)
    return None


def why_not_send(user, size: int) -> str:
    """Why a file of this many bytes is more than this person may send today; "" where it is not.

    Counted without a lock: files sent at the same moment may be a few more.
    """
    most = most_a_day(user)
    if most is None:
        return ""
    photos, total = most
    since = timezone.now() - timedelta(hours=24)
    sent = Photo.objects.filter(uploaded_by=user, uploaded_at__gt=since).aggregate(
        count=Count("pk"), total=Sum("bytes")
    )
    if sent["count"] >= photos:
        message = _(
            "You have sent %(count)s photographs within 24 hours, as many as one person may. Send it tomorrow, or ask the "
            "picture desk."
        )
        return message % {"count": sent["count"]}
    if (sent["total"] or 0) + size > total:
        message = _(
            "With it you would have sent more than %(count)s GB within 24 hours, as much as one person may. Send it "
            "tomorrow, or ask the picture desk."
        )
        return message % {"count": total >> 30}
    return ""


def _granted(question: str, user, photos: PhotoQuerySet) -> PhotoQuerySet:
    if user.is_active and user.is_superuser:
        return photos
    for backend in get_backends():
        if hasattr(backend, question):
            return getattr(backend, question)(user, photos)
    return photos.none()


def may_see(user, photo: Photo) -> bool:
    """Whether this person may look at the picture: what readers get, or what the table grants before they do."""
    if user.has_perm("photo.view_unreleased", photo):
        return True
    return hasattr(photo, "released") and user.has_perm("photo.view_released", photo)


def as_editor(user, right: str) -> bool:
    """Whether the table grants this right by office, whoever made the photograph: not because it is one's own."""
    if user.is_active and user.is_superuser:
        return True
    return any(
        backend.granted_by_office(user, right) for backend in get_backends() if hasattr(backend, "granted_by_office")
    )


def is_own(user, photo: Photo) -> bool:
    """Whether this person sent or made the photograph."""
    return any(backend.is_own(user, photo) for backend in get_backends() if hasattr(backend, "is_own"))
