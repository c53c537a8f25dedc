"""Work that waits: drawing the renditions of a photograph that was sent, whose focal point was moved, or of which a cut was
drawn or asked for; and, once nothing else waits, the same again as AVIF where that saves bytes.

What is still to do is the rows with state "waiting", then those with avif_due; sweep() finds those whose task died.
"""

import collections
import contextlib
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from media import crops, ingest, release, storing, withdrawal
from media.darkroom import Failed, aside
from media.models import Photo, PhotoQuerySet, Rendition
from media.signals import tell_of_changes

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)  # after which work that was begun counts as left behind
MOST_ATTEMPTS = 3
AT_ONCE = 8  # shapes drawn in one go; a story that asks for dozens of cuts must not run into the worker's time limit
AVIF_AT_ONCE = 2  # the same for the slowest encoder
WORTH_IT = (
    0.95  # of a cut's WebP bytes: where AVIF needs more, the longer page and slower decoding eat up what it saves
)


@task()
def make_renditions(photo_id: int) -> None:
    """Draw what a photograph still lacks. Done twice it draws nothing twice."""
    develop(photo_id)


@task(priority=-50)
def make_avif(photo_id: int) -> None:
    """Try a photograph's pictures as AVIF, after everything that somebody may be waiting for."""
    lighten(photo_id)


def sweep(most: int = 20) -> int:
    """Draw what waits and nobody is drawing; how many photographs were tried. Called now and then beside the tasks.

    The newest come first: after a change that concerns the whole library they do not wait for it.
    """
    waiting = _left_behind(Photo.objects.waiting(), most)
    heavy = _left_behind(Photo.objects.heavy(), most - len(waiting))
    tried = [develop(photo_id) for photo_id in waiting] + [lighten(photo_id) for photo_id in heavy]
    return len(tried)


def _left_behind(photos: PhotoQuerySet, most: int) -> list[int]:
    long_ago = timezone.now() - LEASE
    photos = photos.filter(Q(begun_at=None, uploaded_at__lt=long_ago) | Q(begun_at__lt=long_ago))
    return list(photos.newest_first().values_list("pk", flat=True)[:most])


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
    if not _begin(Photo.objects.waiting(), photo_id):
        return False
    photo = Photo.objects.with_pictures().get(pk=photo_id)
    shapes = lacking(photo)[:AT_ONCE]
    if not shapes:
        _finished(photo, shapes)
        return False
    have = [(row.shape, row.format, row.width) for row in photo.renditions.all() if row.cut == photo.cut(row.shape)]
    try:
        with _drawn(photo, shapes, have=have) as made:
            rows = ingest.keep_renditions(photo, made)
    except Failed as failure:
        _failed(photo, failure.args[0])
        return True
    with transaction.atomic():
        if not _still_wanted(photo, rows):
            return True
        Rendition.objects.bulk_create(rows, ignore_conflicts=True)
        _finished(photo, shapes)
        release.refresh(photo_id)
        tell_of_changes(photo_id)
    return True


def lighten(photo_id: int) -> bool:
    """Try the AVIF files of one photograph; whether there was work to do.

    Kept are those of a cut that together save bytes. However many they are, its stories are told once.
    """
    if not _begin(Photo.objects.heavy(), photo_id):
        return False
    photo = Photo.objects.with_pictures().get(pk=photo_id)
    heavy = _bytes_without_avif(photo)
    rows = []
    try:
        for shapes in _batches(list(heavy), AVIF_AT_ONCE):
            with _drawn(photo, shapes, have=[], later=True) as made:
                rows += ingest.keep_renditions(photo, _worth_it(made, heavy))
    except Failed as failure:
        _not_lighter(photo, failure.args[0])
        return True
    with transaction.atomic():
        if not _still_wanted(photo, rows):
            return True
        Rendition.objects.bulk_create(rows, ignore_conflicts=True)
        _lightened(photo)
        if rows:
            release.refresh(photo_id)
            tell_of_changes(photo_id)
    return True


@contextlib.contextmanager
def _drawn(photo: Photo, shapes: Iterable[str], **how) -> Iterator[list[dict]]:
    """What the worker made of these shapes, while its files are there. Raises Failed. how: of worker.draw."""
    boxes = {shape: photo.box(shape) for shape in shapes}
    with (
        tempfile.TemporaryDirectory(prefix="renditions-") as folder,
        storing.as_path(storing.originals(), photo.original) as path,
    ):
        job = {"do": "draw", "limits": ingest.limits(), "path": str(path), "folder": folder, "boxes": boxes}
        yield aside.ask(job | {"masks": photo.masks} | how)["made"]


def _still_wanted(photo: Photo, rows: list[Rendition]) -> bool:
    """Whether these files may stay, the photograph locked. One withdrawn or masked meanwhile gets none of the old series."""
    now = Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
    if now.withdrawn_at is None and now.series == photo.series:
        return True
    stored = [row.file for row in rows]
    transaction.on_commit(lambda: withdrawal.forget_files(stored), robust=True)
    return False


def _batches(names: list[str], most: int) -> Iterator[list[str]]:
    for start in range(0, len(names), most):
        yield names[start : start + most]


def _bytes_without_avif(photo: Photo) -> dict[str, int]:
    """The cuts that readers get and that may become lighter, with the bytes that their WebP files need together."""
    found = {}
    for shape, rows in photo.current().items():
        formats = {row.format for row in rows}
        is_heavy = crops.shape_of(shape).later and "webp" in formats and "avif" not in formats
        if is_heavy and rows[0].cut == photo.cut(shape):  # else a newer cut is on its way
            found[shape] = sum(row.bytes for row in rows if row.format == "webp")
    return found


def _worth_it(made: list[dict], heavy: dict[str, int]) -> list[dict]:
    """Of the drawn files those of cuts that become lighter. A cut is kept whole, so that a browser finds every width."""
    needed: dict[str, int] = collections.Counter()
    for entry in made:
        needed[entry["shape"]] += entry["bytes"]
    return [entry for entry in made if needed[entry["shape"]] <= heavy[entry["shape"]] * WORTH_IT]


def lacking(photo: Photo) -> list[str]:
    """The shapes of which a rendition is missing, as the cuts are now; then the cuts that uses asked for."""
    have = {(row.shape, row.cut, row.width, row.format) for row in photo.renditions.all()}
    shapes = []
    for shape in [*crops.SHAPES, *(cut.name for cut in photo.cuts.order_by("pk"))]:
        if shape != "original" and crops.is_whole(shape, photo.size, photo.hand_crops):
            continue  # the uncut files serve for it
        cut = photo.cut(shape)
        wanted = {
            (shape, cut, width, format)
            for width in crops.widths_for(shape, crops.size_of(photo.box(shape)))
            for format in crops.shape_of(shape).formats
        }
        if wanted - have:
            shapes.append(shape)
    return shapes


def _begin(photos: PhotoQuerySet, photo_id: int) -> bool:
    """Take the work on, unless another process has it or it is done."""
    now = timezone.now()
    taken = (
        photos.filter(pk=photo_id)
        .filter(Q(begun_at=None) | Q(begun_at__lt=now - LEASE))
        .update(begun_at=now, attempts=F("attempts") + 1)
    )
    return taken == 1


def _finished(photo: Photo, drawn: list[str]) -> None:
    """Ready, unless a cut was moved meanwhile or cuts are left that uses asked for: then it goes on waiting."""
    with transaction.atomic():
        now = Photo.objects.select_for_update(no_key=True).with_pictures().get(pk=photo.pk)
        moved = (now.focus, now.hand_crops) != (photo.focus, photo.hand_crops)
        more = moved or bool(set(lacking(now)) - set(drawn))
        now.state = Photo.State.WAITING if more else Photo.State.READY
        now.avif_due = now.avif_due or bool(drawn)
        rest = {"state": now.state, "avif_due": now.avif_due, "attempts": 0, "failure": ""}
        Photo.objects.filter(pk=photo.pk).update(begun_at=None, **rest)
        _go_on(now)


def _go_on(photo: Photo) -> None:
    """Have done what the row says is still to do, once it stands."""
    if photo.state == Photo.State.WAITING:
        transaction.on_commit(lambda: make_renditions.enqueue(photo.pk))
    elif photo.avif_due:
        transaction.on_commit(lambda: make_avif.enqueue(photo.pk))


def _lightened(photo: Photo) -> None:
    """Nothing more to try; what was asked for meanwhile goes first, and is tried after that."""
    now = Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
    now.avif_due = False
    Photo.objects.filter(pk=photo.pk).update(avif_due=False, begun_at=None, attempts=0)
    _go_on(now)


def _failed(photo: Photo, code: str) -> None:
    """Give up after some attempts; before that the sweep tries again, since a busy machine may have been the reason."""
    log.warning("Photograph %s could not be drawn: %s.", photo.pk, code)
    final = photo.attempts >= MOST_ATTEMPTS or code not in ("too long", "too much memory")
    Photo.objects.filter(pk=photo.pk, series=photo.series).update(
        state=Photo.State.FAILED if final else Photo.State.WAITING, failure=ingest.why(code)
    )


def _not_lighter(photo: Photo, code: str) -> None:
    """The pictures that are there serve on. A busy machine may have been the reason, so the sweep tries again a few times."""
    log.warning("Photograph %s could not be drawn as AVIF: %s.", photo.pk, code)
    Photo.objects.filter(pk=photo.pk).update(avif_due=photo.attempts < MOST_ATTEMPTS)
