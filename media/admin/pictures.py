"""The one picture that a page about a photograph shows."""

from django.urls import reverse

from media import crops, rights
from media.admin.desk import LARGE, may_have_original

LOOK = 1600


def shown(user, photo) -> dict | None:
    """Its address and size: as others see it; of a withdrawn one the frame itself, for who decides. None where there is none."""
    if photo.renditions.all():
        if not rights.may_see(user, photo):
            return None
        width, height = crops.scaled(photo.size, min(LARGE, photo.width))
        return {"src": reverse("admin:media_photo_thumb", args=[photo.pk, LARGE]), "width": width, "height": height}
    return frame(user, photo) if photo.withdrawn_at else None


def frame(user, photo) -> dict | None:
    """The whole frame with nothing hidden, for those who may fetch the original."""
    if not may_have_original(user, photo):
        return None
    width, height = crops.scaled(photo.size, min(LOOK, photo.width))
    return {"src": reverse("admin:media_photo_look", args=[photo.pk]), "width": width, "height": height}
