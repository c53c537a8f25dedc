"""What changed between two wordings, word by word; and the same change carried into a third. Pure."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_PARTS = re.compile(r"\w+|[^\w\s]|\s+")


def diff(before: str, after: str) -> list[tuple[str, str]]:
    """[(SAME, GONE or NEW, words)] in reading order: without NEW they give `before`, without GONE `after`."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    found: list[tuple[str, str]] = []
    for kind, old_at, old_end, new_at, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((SAME, "".join(old[old_at:old_end])))
            continue
        if old_end > old_at:
            found.append((GONE, "".join(old[old_at:old_end])))
        if new_end > new_at:
            found.append((NEW, "".join(new[new_at:new_end])))
    return _joined(found)


def _joined(found):
    """Changes that only a space parts are one change: a name of three words is replaced whole."""
    joined: list[list[str]] = []  # [same, gone, new] runs
    for at, (kind, words) in enumerate(found):
        between = kind == SAME and not words.strip() and 0 < at < len(found) - 1
        if kind == SAME and not between:
            joined.append([words, "", ""])
            continue
        if not joined or (joined[-1][0] and not between):
            joined.append(["", "", ""])
        if kind != NEW:
            joined[-1][1] += words
        if kind != GONE:
            joined[-1][2] += words
    return [
        (kind, words) for same, gone, new in joined for kind, words in ((SAME, same), (GONE, gone), (NEW, new)) if words
    ]


def carried(before: str, after: str, own: str) -> str | None:
    """The other wording with the same change: what went there goes here too, and what came there comes here.

    None where that cannot be told: what went does not stand in it exactly once, or something came without anything going.
    """
    if own == before:
        return after
    gone, result = "", own
    for kind, words in [*diff(before, after), (SAME, "")]:
        if kind == GONE:
            gone = words.strip()
        if kind == NEW and not gone:
            return None
        if not gone or kind == GONE:
            continue
        new = words.strip() if kind == NEW else ""
        found = list(re.finditer(rf"(?<!\w){re.escape(gone)}(?!\w)", result))
        if len(found) != 1:
            return None
        start, end = found[0].span()
        if not new and result[start - 1 : start] == " ":
            start -= 1
        result = result[:start] + new + result[end:]
        gone = ""
    return result if result != own else None
