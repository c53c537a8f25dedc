"""The log of what was done to photographs. Where it is kept, the floor above knows; newsroom/apps.py makes it known."""

from collections.abc import Callable

from media.models import Photo

_record: Callable | None = None


def lend(record: Callable) -> None:
    """record: (act, by=user or None, photo_id=…, note=…, data=…) writes one line that nobody can change."""
    global _record
    _record = record


def write(act: str, photo: Photo, *, by, note: str = "", **data) -> None:
    """One line in the log: what was done to this photograph, by whom, why; data is what else is to be kept."""
    if _record:
        _record(act, by=by, photo_id=photo.pk, note=note, data=data)
