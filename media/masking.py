"""Hiding parts of a photograph: from then on every picture of it, the desk's too, is made without them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from media import crops, ingest, storing, withdrawal
from media.darkroom import Failed, darkroom
from media.models import Photo, Receipt
from media.signals import tell_of_changes
from media.withdrawal import Refused

LOOK = 1600  # pixels wide at most: the frame as it is, for whoever decides what to hide


def may_mask(user, photo: Photo) -> bool:
    """Who may see the frame as it is and write its caption decides what of it others see."""
    if photo.withdrawn_at is not None or photo.deleted_at is not None:
        return False
    return user.has_perm("photo.view_original", photo) and user.has_perm("photo.edit_caption", photo)


def put(photo: Photo, masks: list[dict], *, by) -> Receipt | None:
    """Hide exactly these parts; None where they were hidden already.

    masks   as masks.read() gives them; [] shows the whole frame again

    Files made so far answer 410 at once and are deleted; a first masked picture stands in from the same moment, the
    others follow. A flagged photograph waits for a second person again. Raises Refused.
    """
    if masks == photo.masks:
        return None
    with _one(photo, masks, crops.FIRST_WIDTH) as made:

        def act(held: Photo, stories: list[int]) -> Receipt:
            if held.withdrawn_at is not None:
                raise Refused(_("This photograph has been withdrawn. Nothing was hidden."))
            if held.series != photo.series:
                raise Refused(_("Somebody hid something else meanwhile. Look at it again; nothing of yours was kept."))
            held.masks, held.second_look_due = masks, bool(held.sensitive)
            fresh = {"state": Photo.State.WAITING, "begun_at": None, "attempts": 0, "failure": "", "avif_due": False}
            Photo.objects.filter(pk=held.pk).update(masks=masks, second_look_due=held.second_look_due, **fresh)
            uses = withdrawal.places(held)
            files = withdrawal.take_back(held, stories, lambda: ingest.keep_renditions(held, made))
            receipt = withdrawal.write_receipt(Receipt.Act.MASKED, held, by=by, uses=uses, files=files)
            withdrawal.record("picture_masked", held, by, "", uses)
            tell_of_changes(held.pk, needs_pictures=True)
            return receipt

        return withdrawal.held_still(photo, act)


@contextmanager
def _one(photo: Photo, masks: list[dict], most: int) -> Iterator[list[dict]]:
    """One JPEG of the whole frame, at most so wide, drawn while somebody waits for it. Raises Refused."""
    box = photo.box("original")
    widths = crops.widths_for("original", crops.size_of(box))
    wanted = max((width for width in widths if width <= most), default=widths[0])
    files = {("original", format, width) for format in ("webp", "jpeg") for width in widths}
    spared = [list(file) for file in files - {("original", "jpeg", wanted)}]
    with (
        tempfile.TemporaryDirectory(prefix="masked-") as folder,
        storing.as_path(storing.originals(), photo.original) as path,
    ):
        job = {"do": "draw", "limits": ingest.limits(), "path": str(path), "folder": folder, "boxes": {"original": box}}
        try:
            made = darkroom.ask({**job, "have": spared, "masks": masks})["made"]
        except Failed as failure:
            raise Refused(ingest.why(failure.args[0])) from failure
        yield made


def look(photo: Photo) -> bytes:
    """The whole frame with nothing hidden, as JPEG, at most LOOK wide. For those who may fetch the original."""
    with _one(photo, [], LOOK) as made:
        return Path(made[0]["file"]).read_bytes()
