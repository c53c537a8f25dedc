"""Work that waits: drawing the renditions of a photograph that was sent, whose focal point was moved, or of which a use
asks for a cut of its own.

What is still to do is the rows with state "waiting"; sweep() finds those whose task died.
"""

import logging
import tempfile
import time
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from media import crops, ingest, release, storing
from media.darkroom import Failed, darkroom
from media.models import Photo, Rendition
from media.signals import tell_of_changes

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)  # after which work that was begun counts as left behind
MOST_ATTEMPTS = 3
AT_ONCE = 8  # shapes drawn in one go; a story that asks for dozens of cuts must not run into the worker's time limit


@task()
def make_renditions(photo_id: int) -> None:
    """Draw what a photograph still lacks. Done twice it draws nothing twice."""
    develop(photo_id)


def sweep(most: int = 20) -> int:
    """Draw what waits and nobody is drawing; how many photographs were tried. Called now and then beside the tasks."""
    left_behind = timezone.now() - LEASE
    ids = (
        Photo.objects.waiting()
        .filter(Q(begun_at=None, uploaded_at__lt=left_behind) | Q(begun_at__lt=left_behind))
        .order_by("uploaded_at", "id")
        .values_list("pk", flat=True)[:most]
    )
    tried = [develop(photo_id) for photo_id in list(ids)]
    return len(tried)


def keep_sweeping(seconds: float = 60.0) -> None:
    """Sweep for ever, for a thread beside the task worker. What fails is said and tried again."""
    while True:
        time.sleep(seconds)
        close_old_connections()
        try:
            sweep()
        except Exception:
            log.exception("The sweep of waiting photographs failed; it is tried again in %s s.", seconds)
        finally:
            close_old_connections()


def develop(photo_id: int) -> bool:
    """Draw the missing renditions of one photograph, store them, and tell its stories; whether there was work to do."""
    if not _begin(photo_id):
        return False
    photo = Photo.objects.with_pictures().get(pk=photo_id)
    shapes = lacking(photo)[:AT_ONCE]
    if not shapes:
        _finished(photo, shapes)
        return False
    have = [(row.shape, row.format, row.width) for row in photo.renditions.all() if row.cut == photo.cut(row.shape)]
    job = {"do": "draw", "limits": ingest.limits(), "focus": photo.focus, "shapes": shapes, "have": have}
    try:
        with (
            tempfile.TemporaryDirectory(prefix="renditions-") as folder,
            storing.as_path(storing.originals(), photo.original) as path,
        ):
            answer = darkroom.ask(job | {"path": str(path), "folder": folder})
            rows = ingest.keep_renditions(photo, answer["made"])
    except Failed as failure:
        _failed(photo, failure.args[0])
        return True
    with transaction.atomic():
        Rendition.objects.bulk_create(rows, ignore_conflicts=True)
        _finished(photo, shapes)
        release.refresh(photo_id)
        tell_of_changes(photo_id)
    return True


def lacking(photo: Photo) -> list[str]:
    """The shapes of which a rendition is missing, at the focal point as it is now; then the cuts that uses asked for."""
    have = {(row.shape, row.cut, row.width, row.format) for row in photo.renditions.all()}
    shapes = []
    for shape in [*crops.SHAPES, *(cut.name for cut in photo.cuts.order_by("pk"))]:
        if shape != "original" and crops.is_whole(shape, photo.size):
            continue  # the uncut files serve for it
        cut = photo.cut(shape)
        wanted = {
            (shape, cut, width, format)
            for width in crops.widths_for(shape, crops.box_size(shape, photo.size))
            for format in crops.shape_of(shape).formats
        }
        if wanted - have:
            shapes.append(shape)
    return shapes


def _begin(photo_id: int) -> bool:
    """Take the work on, unless another process has it or it is done."""
    now = timezone.now()
    taken = (
        Photo.objects.waiting()
        .filter(pk=photo_id)
        .filter(Q(begun_at=None) | Q(begun_at__lt=now - LEASE))
        .update(begun_at=now, attempts=F("attempts") + 1)
    )
    return taken == 1


def _finished(photo: Photo, drawn: list[str]) -> None:
    """Ready, unless the focal point was moved or cuts are left that uses asked for: then it goes on waiting."""
    with transaction.atomic():
        now = Photo.objects.select_for_update(no_key=True).with_pictures().get(pk=photo.pk)
        more = now.focus != photo.focus or bool(set(lacking(now)) - set(drawn))
        state = Photo.State.WAITING if more else Photo.State.READY
        Photo.objects.filter(pk=photo.pk).update(state=state, begun_at=None, attempts=0, failure="")
        if more:
            transaction.on_commit(lambda: make_renditions.enqueue(photo.pk))


def _failed(photo: Photo, code: str) -> None:
    """Give up after some attempts; before that the sweep tries again, since a busy machine may have been the reason."""
    log.warning("Photograph %s could not be drawn: %s.", photo.pk, code)
    final = photo.attempts >= MOST_ATTEMPTS or code not in ("too long", "too much memory")
    Photo.objects.filter(pk=photo.pk).update(
        state=Photo.State.FAILED if final else Photo.State.WAITING, failure=ingest.why(code)
    )
