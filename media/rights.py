"""Which photographs somebody may see and place, asked of the auth backends: media knows rights by name only."""

from django.contrib.auth import get_backends

from media.models import Photo, PhotoQuerySet


def visible(user, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones this person may see before readers do; none where no backend can tell."""
    return _granted("visible_photos", user, photos)


def placeable(user, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones this person may put into a story; none where no backend can tell."""
    return _granted("placeable_photos", user, photos)


def granted(user, right: str, photos: PhotoQuerySet) -> PhotoQuerySet:
    """Of these photographs the ones for which has_perm(right, photo) holds, without asking it of each."""
    if user.is_active and user.is_superuser:
        return photos
    for backend in get_backends():
        if hasattr(backend, "photos_granted"):
            return backend.photos_granted(user, photos, right)
    return photos.none()


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
