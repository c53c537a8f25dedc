"""Cuts that a use of a photograph asks for: a shape around a point of its own, beside the photograph's focal point."""

from collections.abc import Iterable

from django.db import transaction

from media import crops
from media.models import Cut, Photo


def ask(wanted: Iterable[tuple[Photo, str, tuple[float, float]]]) -> None:
    """Have these cuts made, soon and once. Until then, and for any other use, the plain cut is what is shown.

    wanted   photograph, shape, focal point (shares from left and top)

    Shapes that are none of crops.CUTS, and those that would take nothing off the frame, need no files and are passed over.
    Asking again for what was asked for costs one query.
    """
    rows = {
        (photo.pk, shape, *focus): Cut(photo=photo, shape=shape, focus_x=focus[0], focus_y=focus[1])
        for photo, shape, focus in wanted
        if shape in crops.CUTS and not crops.is_whole(shape, photo.size)
    }
    if not rows:
        return
    photos = {cut.photo_id for cut in rows.values()}
    known = Cut.objects.filter(photo__in=photos).values_list("photo_id", "shape", "focus_x", "focus_y")
    for key in known:
        rows.pop(key, None)
    if rows:
        _store(list(rows.values()))


def _store(rows: list[Cut]) -> None:
    """Under the photographs' locks, in one order for everybody, so that a drawing that ends just now sees what is new."""
    with transaction.atomic():
        photos = Photo.objects.filter(pk__in={cut.photo_id for cut in rows}).order_by("pk")
        ids = list(photos.select_for_update(no_key=True).values_list("pk", flat=True))
        Cut.objects.bulk_create(rows, ignore_conflicts=True)
        Photo.objects.filter(pk__in=ids, state=Photo.State.READY).update(state=Photo.State.WAITING)
        for pk in ids:
            # Whatever becomes of the task, what was asked for stands in the database: tasks.sweep() finds it.
            transaction.on_commit(lambda pk=pk: _make(pk), robust=True)


def _make(photo_id: int) -> None:
    from media.tasks import make_renditions  # tasks stand on what stands on this

    make_renditions.enqueue(photo_id)
