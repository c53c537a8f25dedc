"""Where sent photographs may go at once: stories. What those are, the floor above knows; newsroom/apps.py makes it known."""

from collections.abc import Callable, Sequence

from media.models import Photo


class Refused(Exception):
    """The photographs were not put into the story; the message says why. They are in the library all the same."""


_find: Callable | None = None
_give: Callable | None = None


def lend(*, find: Callable, give: Callable) -> None:
    """Say who knows stories.

    find   (user, typed, id of one story or None) to [{"id", "label", "note"}]: where this person may bring pictures
    give   (user, story id, photographs) to a sentence that says what was done; raises Refused
    """
    global _find, _give
    _find, _give = find, give


def find(user, typed: str, only: int | None = None) -> list[dict]:
    return _find(user, typed, only) if _find else []


def give(user, story_id: int, photos: Sequence[Photo]) -> str:
    if _give is None:
        raise Refused("There are no stories here.")
    return _give(user, story_id, photos)
