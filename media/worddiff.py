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

    What only came is put between the two words that it stands between. None where the place cannot be told: what went, or
    the two words, do not stand in the other wording exactly once.
    """
    if own == before:
        return after
    parts, result = diff(before, after), own
    for at, (kind, words) in enumerate(parts):
        if kind == SAME or (kind == NEW and at and parts[at - 1][0] == GONE):
            continue
        if kind == GONE:
            gone = words.strip()
            new = parts[at + 1][1].strip() if parts[at + 1 : at + 2] and parts[at + 1][0] == NEW else ""
        else:
            left, right = _last_word(parts, at), _first_word(parts, at)
            if not (left and right):
                return None
            gone, new = left + right, left + words + right
        replaced = _replaced(result, gone, new)
        if replaced is None:
            return None
        result = replaced
    return result if result != own else None


def _last_word(parts, at):
    """The last word before this part, with what stands behind it; "" where there is none."""
    found = re.search(r"\w+\W*$", parts[at - 1][1]) if at else None
    return found[0] if found else ""


def _first_word(parts, at):
    found = re.match(r"\W*\w+", parts[at + 1][1]) if at + 1 < len(parts) else None
    return found[0] if found else ""


def _replaced(text, gone, new):
    found = list(re.finditer(rf"(?<!\w){re.escape(gone)}(?!\w)", text)) if gone else []
    if len(found) != 1:
        return None
    start, end = found[0].span()
    if not new and text[start - 1 : start] == " ":
        start -= 1
    return text[:start] + new + text[end:]
