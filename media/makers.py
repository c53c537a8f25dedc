"""Whom the names of a photograph's creators mean. People are the floor above's; newsroom/apps.py makes them known."""

from collections.abc import Callable, Sequence

_note: Callable | None = None
_of: Callable | None = None
_press: Callable | None = None


class Refused(Exception):
    """Nothing was linked; the message says why."""


def lend(*, note: Callable, of: Callable, press: Callable) -> None:
    """Say who knows people.

    note    (photographs): their creators or credit are new or have changed
    of      (user, photograph) to [{"name", "person", "url", "proposed": [{"name", "press"}], "create", "undo"}]: each name,
            whom it means, who may be meant, and the values of the buttons this person may press; "" where there is none
    press   (user, photograph, value) to a sentence that says what was done; raises Refused
    """
    global _note, _of, _press
    _note, _of, _press = note, of, press


def noted(photos: Sequence) -> None:
    if _note:
        _note(photos)


def of(user, photo) -> list[dict]:
    return _of(user, photo) if _of else []


def press(user, photo, value: str) -> str:
    if _press is None:
        raise Refused("Nobody knows people here.")
    return _press(user, photo, value)
