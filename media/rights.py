"""Which photographs somebody may see and place, asked of the auth backends: media knows rights by name only."""

from django.contrib.auth import get_backends

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
