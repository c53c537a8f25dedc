"""Taking a photograph from everywhere at once, and giving it back. Where it stands, the floor above knows.

A story that is published at the same moment is published before, and loses the picture here, or waits for our locks
and finds the photograph withdrawn: readers never keep it. newsroom/apps.py lends what stories know.
"""

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media import release, rights, storing
from media.models import Photo, Receipt, ReleasedShape, Rendition, WithdrawnShape
from media.signals import tell_of_changes

log = logging.getLogger(__name__)
TRIES = 5  # times that stories may be published with it between our look and our lock


class Refused(Exception):
    """Nothing was done to the photograph; the message says why."""


class _Overtaken(Exception):
    """A story went public with it before it was locked: look again."""


@dataclass
class Place:
    """Something that shows a photograph.

    kind     live, scheduled, draft or portrait
    id       of the story, or of the contributor
    title    headline or name; known: whether whoever asked may read it
    section  its name, empty where there is none
    url      its page at the desk; public_url: for readers, empty where they have none
    where    where in it: lead, text, card
    """

    kind: str
    id: int
    title: str
    section: str = ""
    url: str = ""
    public_url: str = ""
    where: list[str] = field(default_factory=list)
    known: bool = True

    @property
    def where_said(self) -> str:
        words = {"lead": _("lead picture"), "text": _("in the text"), "card": _("link card")}
        return ", ".join(words[code] for code in self.where)

    @property
    def mark(self) -> dict:
        """The kind as the desk draws states: colour, sign and word."""
        sign, word = {
            "live": ("disc", _("live")),
            "scheduled": ("clock", _("scheduled")),
            "draft": ("ring", _("not yet out")),
            "portrait": ("tick", _("portrait")),
        }[self.kind]
        return {"key": "draft" if self.kind == "portrait" else self.kind, "sign": sign, "word": word}


@dataclass(frozen=True)
class Stories:
    """What is asked of the floor above.

    find     (photo id, user or None) to [Place], live ones first; without a user all of them, by name
    hold     (photo id) to the ids of live stories with it, locked together with the photographs they show
    live     (photo id) to those ids as they are now
    redraw   (photo id, ids of stories held) draws them again without what readers may not have, and purges the caches
    record   (act, photo, by, note, places) writes the log of the photograph and of each story
    """

    find: Callable
    hold: Callable
    live: Callable
    redraw: Callable
    record: Callable


_stories: Stories | None = None


def lend(stories: Stories) -> None:
    global _stories
    _stories = stories


def places(photo: Photo, user=None) -> list[Place]:
    """Everything that shows it. With a user, what they may not know of stands there without its title."""
    return _stories.find(photo.pk, user) if _stories else []


def may_withdraw(user, photo: Photo) -> bool:
    return photo.withdrawn_at is None and user.has_perm("photo.withdraw", photo)


def may_restore(user, photo: Photo) -> bool:
    """An editor; what readers never had, also whoever took it back themselves."""
    if photo.withdrawn_at is None or not user.has_perm("photo.withdraw", photo):
        return False
    if rights.as_editor(user, "photo.withdraw"):
        return True
    taken = photo.receipts.filter(act=Receipt.Act.WITHDRAWN).first()
    return taken is not None and taken.by_id == user.pk and not taken.public_files


def withdraw(photo: Photo, *, by, reason: str, note: str = "") -> Receipt:
    """Take it from readers, from every story and from the desk's pictures; its original and its words stay.

    Raises Refused where it is withdrawn already.
    """
    if reason not in Receipt.Reason.values:
        raise Refused(_("Choose why it is withdrawn. Nothing was done."))

    def act(held: Photo, stories: list[int]) -> Receipt:
        if held.withdrawn_at is not None:
            raise Refused(_("It has been withdrawn already. Nothing was done again."))
        if by is not None and not may_withdraw(by, held):  # readers got it while this person looked at it
            raise Refused(_("Readers have it now, so an editor has to withdraw it. Nothing was done."))
        uses = places(held)
        Photo.objects.filter(pk=held.pk).update(withdrawn_at=timezone.now(), begun_at=None, avif_due=False)
        files = take_back(held, stories)
        receipt = write_receipt(Receipt.Act.WITHDRAWN, held, by=by, reason=reason, note=note, uses=uses, files=files)
        record("picture_withdrawn", held, by, _said(receipt), uses)
        return receipt

    return held_still(photo, act)


def restore(photo: Photo, *, by, note: str = "") -> Receipt:
    """Give it back to the desk and to the stories that still show it, under addresses that nobody has seen.

    Raises Refused where it is not withdrawn.
    """

    def act(held: Photo, stories: list[int]) -> Receipt:
        if held.withdrawn_at is None:
            raise Refused(_("It is not withdrawn. Nothing was done."))
        fresh = {"withdrawn_at": None, "state": Photo.State.WAITING, "begun_at": None, "attempts": 0, "failure": ""}
        Photo.objects.filter(pk=held.pk).update(**fresh)
        uses = places(held)
        receipt = write_receipt(Receipt.Act.RESTORED, held, by=by, note=note, uses=uses)
        record("picture_restored", held, by, note, uses)
        tell_of_changes(held.pk, needs_pictures=True)
        return receipt

    return held_still(photo, act)


def held_still(photo: Photo, act: Callable):
    """Do this in one transaction, the photograph and the live stories with it locked; what act(photo, stories) returns."""
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                stories = _stories.hold(photo.pk) if _stories else []
                held = Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
                if _stories and set(_stories.live(photo.pk)) - set(stories):
                    raise _Overtaken
                return act(held, stories)
        except _Overtaken:
            continue
    raise Refused(_("Stories with it are being published at this moment. Try again; nothing was done."))


def take_back(photo: Photo, stories: list[int], instead: Callable[[], list[Rendition]] | None = None) -> list[dict]:
    """Take every file made of it so far from everybody: [{address, public}]. For held_still().

    The addresses answer 410 from the commit on and never lead to a picture again; the bytes go after it.

    instead   makes the files that stand in from now on, unsaved rows of the new series
    """
    rows = list(photo.renditions.all())
    keys = {row.key for row in rows}
    released = ReleasedShape.objects.filter(photo=photo.pk)
    public = {name for names in released.values_list("names", flat=True) for name in names}
    once = set(WithdrawnShape.objects.filter(key__in=keys).values_list("key", flat=True))
    keys |= set(released.values_list("key", flat=True))
    Rendition.objects.filter(pk__in=[row.pk for row in rows]).delete()
    photo.series += 1
    Photo.objects.filter(pk=photo.pk).update(series=photo.series)
    if instead is not None:
        Rendition.objects.bulk_create(instead())
    if _stories:
        _stories.redraw(photo.pk, stories)
    _bury(photo, keys)
    stored = [row.file for row in rows]
    transaction.on_commit(lambda: forget_files(stored), robust=True)
    return [{"address": row.address, "public": str(row) in public or row.key in once} for row in rows]


def hide(photo: Photo, stories: list[int]) -> None:
    """Take it from readers while its files stay: what was public answers 410 until it is let out again. For held_still()."""
    if _stories:
        _stories.redraw(photo.pk, stories)
    release.retract([photo.pk])


def forget_files(stored: list[str]) -> None:
    """Delete these files of renditions. Rows and addresses are gone already: what fails here is only said."""
    storage = storing.renditions()
    for name in stored:
        try:
            storage.delete(name)
        except OSError:
            log.exception("Rendition %s could not be deleted; no address leads to it.", name)


def _bury(photo: Photo, keys: set[str]) -> None:
    """Old keys answer 410; where no file of another series was let out meanwhile, the photograph's page goes too."""
    ReleasedShape.objects.filter(key__in=keys).delete()
    if not ReleasedShape.objects.filter(photo=photo.pk).exists():
        release.retract([photo.pk])
    WithdrawnShape.objects.bulk_create([WithdrawnShape(key=key) for key in sorted(keys)], ignore_conflicts=True)


def write_receipt(act, photo: Photo, *, by, uses: list[Place], reason="", note="", files=()) -> Receipt:
    words = {
        "name": photo.original_name,
        "sha256": photo.sha256,
        "caption": photo.caption,
        "credit": photo.credit_line,
    }
    return Receipt.objects.create(
        photo=photo,
        act=act,
        by=by,
        by_name=(by.get_full_name() or by.get_username()) if by else "",
        reason=reason,
        note=note,
        words=words,
        uses=[dataclasses.asdict(use) for use in uses],
        files=list(files),
    )


def _said(receipt: Receipt) -> str:
    return f"{receipt.get_reason_display()}: {receipt.note}" if receipt.note else receipt.get_reason_display()


def record(act: str, photo: Photo, by, note: str, uses: list[Place]) -> None:
    if _stories:
        _stories.record(act, photo, by, note, uses)
