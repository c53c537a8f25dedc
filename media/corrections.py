"""Words of a photograph corrected while stories show it, and how that reaches them. What stories are, the floor above
knows; newsroom/apps.py makes it known."""

from collections.abc import Callable

from media.models import Correction, Photo
from media.uses import in_use

FIELDS = ("caption", "alt", "credit")
DONE, ASKED, LEFT = "done", "asked", "left"


class Refused(Exception):
    """The story is as it was; the message says why."""


_tell: Callable | None = None
_change: Callable | None = None
_leave: Callable | None = None


def lend(*, tell: Callable, change: Callable, leave: Callable) -> None:
    """Say who knows stories.

    tell     (photo, by=user, before=…, after=…): the stories that inherit get a line in their history
    change   (user, story id, photo, what is asked, note=…, data=…) to (done, sentence); done is False where its editors
             are asked instead. Asked is {"words": {caption, alt}} or {"newer": id of another photograph}. Raises Refused
    leave    (user, story id, photo): its editors keep the story as it is. Raises Refused
    """
    global _tell, _change, _leave
    _tell, _change, _leave = tell, change, leave


def words_of(photo: Photo) -> dict[str, str]:
    """What stories show of a photograph's words, as they may be corrected."""
    return {"caption": photo.caption, "alt": photo.alt, "credit": photo.credit_line}


def keep(photo: Photo, before: dict[str, str], *, by) -> Correction | None:
    """After a person changed a photograph's words: the correction, where something uses it; None where there is none.

    What its maker wrote and somebody else changed is kept, too, before anything uses it: the maker's own desk shows it.

    before   words_of() as they were
    """
    after = words_of(photo)
    changed = [name for name in FIELDS if before[name] != after[name]]
    used = bool(changed) and Photo.objects.filter(in_use(), pk=photo.pk).exists()
    others_words = photo.uploaded_by_id is not None and photo.uploaded_by_id != by.pk and any(map(before.get, changed))
    if not used and not others_words:
        return None
    correction = Correction.objects.create(
        photo=photo,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if used and _tell:
        _tell(photo, by=by, before=correction.before, after=correction.after)
    return correction


def change(user, story_id: int, photo: Photo, asked: dict, *, note: str, data: dict) -> tuple[bool, str]:
    """See lend()."""
    if _change is None:
        raise Refused("There are no stories here.")
    return _change(user, story_id, photo, asked, note=note, data=data)


def leave(user, story_id: int, photo: Photo) -> None:
    """See lend()."""
    if _leave:
        _leave(user, story_id, photo)
