"""Deleting a photograph, which hides it, and bringing it back. Its bytes, its words and its history stay."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media import record, uses
from media.models import Photo


class Refused(Exception):
    """The photograph stays as it was; the message says why."""


def delete(photo: Photo, *, by) -> Photo:
    """Hide a photograph that nothing uses, and no version of a story ever used. Raises Refused.

    The row is locked: somebody who places it at this moment waits, and finds it deleted.
    """
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        if photo.deleted_at is not None:
            return photo
        if uses.used_among([photo.pk]):
            raise Refused(
                _("It is used, or a story once showed it, so it cannot be deleted. Where it is used stands below.")
            )
        photo.deleted_at, photo.deleted_by = timezone.now(), by
        photo.save(update_fields=["deleted_at", "deleted_by"])
        record.write("photo_deleted", photo, by=by)
    return photo


def restore(photo: Photo, *, by) -> bool:
    """Bring a deleted photograph back; whether it was deleted."""
    with transaction.atomic():
        row = Photo.objects.select_for_update().get(pk=photo.pk)
        if row.deleted_at is None:
            return False
        row.deleted_at = row.deleted_by = None
        row.save(update_fields=["deleted_at", "deleted_by"])
        record.write("photo_restored", row, by=by)
    photo.deleted_at = photo.deleted_by = None
    return True
