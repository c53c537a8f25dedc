"""Whether a story's credit line names those who made its pictures. Pure; a hint for a person, never a rule.

Agencies, desks and what a reader or an office handed in are nobody to insist on; who is named under a picture in any way
has a picture there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from articles import credits
from articles.credit_words import HANDED_IN, OUTLETS
from articles.credits import Credit, Role
from media.wording import is_domain
from newsroom.text import clean_line, fold, has_marks, tag_key

MOST = 30  # names of each kind that are looked at


@dataclass
class Makers:
    """Who made the pictures of a story.

    by      people whose work it is, as printed, each once, in the order of the pictures
    known   others who are named with a picture: who stood behind the camera of an agency's, the agency itself
    open    some picture is still to come or names nobody yet: whoever is credited may have made it
    """

    by: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    open: bool = False


@dataclass(frozen=True)
class Hint:
    """What a credit line says wrongly of the pictures.

    missing   who made pictures of the story and is not credited
    idle      who is credited for pictures and made none of them
    line      the credit line that says it rightly
    """

    missing: tuple[str, ...]
    idle: tuple[str, ...]
    line: str


def makers(frames: Iterable[tuple[str, Iterable[str]] | None]) -> Makers:
    """Who made these pictures: of each its credit as printed and its creators; None for one that is still to come."""
    found = Makers()
    for frame in frames:
        credit, creators = frame or ("", ())
        names = _names(credit) if credit.strip() else [name for one in creators for name in _names(one)]
        if not credit.strip() and not names:
            found.open = True
        handed = any(_is_nobody(name) for name in names)
        for name in names:
            people = found.known if handed else found.by
            if name not in people and len(people) < MOST:
                people.append(name)
        found.known += [name for name in creators if name not in found.known][: MOST - len(found.known)]
    return found


def judge(
    line: str, made: Makers, *, language: str = "vi", kind: str = "news", same: Callable | None = None
) -> Hint | None:
    """What is to be put right in a credit line; None where nothing is, or where that cannot be told.

    same   (name, name) to whether both are one person, beside what their letters say: pen names
    """
    line = clean_line(line)
    reading = credits.read(line)
    if line and reading is None:
        return None
    now = reading.credits if reading else []

    def alike(a, b):
        return is_one(a, b) or bool(same and same(a, b))

    missing = _missing(now, made, alike)
    idle = [] if made.open else _idle(now, made, alike)
    if not missing and not idle:
        return None
    wanted = [one for one in now if not (one.role == Role.PHOTO and one.name in idle)]
    shorter = _without(line, now, wanted) if idle else line
    rightly = [*wanted, *(Credit(name, Role.PHOTO) for name in missing)]
    anew = credits.write(rightly, language, kind)
    proposal = shorter
    if missing and shorter is not None:
        proposal = _first(_longer(shorter, wanted, missing, anew), rightly, not shorter or _certain(shorter))
    if proposal is None:
        proposal = anew
    return Hint(tuple(missing), tuple(idle), proposal) if _says(proposal, rightly) else None


def is_one(a: str, b: str) -> bool:
    """Whether two printed names are one person's: but for case, marks left out of one of them, or words as initials."""
    if tag_key(a) == tag_key(b):
        return True
    if fold(a) == fold(b):
        return not (has_marks(a) and has_marks(b))
    mine, yours = (re.split(r"[.\s]+", tag_key(name).strip(".")) for name in (a, b))
    initials = any("." in name for name in (a, b)) and len(mine) == len(yours)
    return initials and all(
        x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in zip(mine, yours, strict=True)
    )


# ---- who ------------------------------------------------------------------------------------------------------------


def _missing(now, made, alike):
    if any(one.role == Role.DESK for one in now):
        return []  # the desk as a whole has signed it
    credited = [one.name for one in now if one.role in (Role.PHOTO, Role.MADE_BY)]
    found: list[str] = []
    for name in made.by:
        if not any(alike(name, other) for other in [*credited, *found]):
            found.append(next((one.name for one in now if alike(one.name, name)), credits.display_name(name)))
    return found


def _idle(now, made, alike):
    named = [*made.by, *made.known]
    photographers = dict.fromkeys(one.name for one in now if one.role == Role.PHOTO and not _is_nobody(one.name))
    return [name for name in photographers if not any(alike(name, other) for other in named)]


def _names(credit: str) -> list[str]:
    """The names in a credit as it stands under a picture: `Ảnh: Đức Anh/TTXVN`; empty where it names nobody by name."""
    words = _LABEL.sub("", clean_line(credit).strip("()[] .")).strip()
    if not words or _is_nobody(words):
        return [words] if words else []
    reading = credits.read(f"Ảnh: {words}")
    if reading is None:
        return [words] if is_domain(words) else []
    return [one.name for one in reading.credits]


def _is_nobody(name: str) -> bool:
    """No person to insist on: a paper, an agency, a desk, an office, or words for pictures that were handed in."""
    key = tag_key(name)
    if key in OUTLETS or is_domain(name) or credits.is_desk(name) or re.fullmatch(r"[A-Z0-9+&]{2,5}", name):
        return True
    return any(re.match(rf"{re.escape(words)}(?!\w)", key) for words in HANDED_IN)


# ---- the line put right: the smallest change that reads as it should, else the line written anew ---------------------

_PHOTO = r"(?:chùm ảnh|hình ảnh|ảnh|hình|photos?|pictures?)"
_LABEL = re.compile(rf"^{_PHOTO}\s*(?::|\s(?:by|courtesy of)\s)\s*", re.IGNORECASE)
_SEGMENT = re.compile(rf"(?<!\w){_PHOTO}(?:\s*:|\s+by\s)\s*(?P<names>[^:()]+?)(?=\s*(?:[-–—;(]|$))", re.IGNORECASE)
_JOINED = re.compile(rf"(?P<first>\w[\w ]*?)(?:\s*[,&/+]\s*|\s+(?:và|and)\s+){_PHOTO}(?=\s*:|\s+by\s)", re.IGNORECASE)
_ONLY_TEXT = re.compile(r"(?P<label>(?:tin,? bài|tin|bài|text|story|words)(?=\s*:))", re.IGNORECASE)


def _says(line: str, wanted: list[Credit]) -> bool:
    reading = credits.read(line)
    return set(reading.credits if reading else ()) == set(wanted) and (reading is not None or not line)


def _first(proposals: Iterable[str], wanted: list[Credit], certain: bool) -> str | None:
    for line in proposals:
        if _says(line, wanted) and (not line or not certain or credits.read(line).certain):
            return line
    return None


def _without(line: str, now: list[Credit], wanted: list[Credit]) -> str | None:
    gone = [one.name for one in now if one not in wanted]
    return _first(_shorter(line, gone), wanted, _certain(line))


def _shorter(line: str, gone: list[str]) -> Iterator[str]:
    left = line
    for name in gone:
        who = rf"(?<!\w){re.escape(name)}(?!\w)"
        left = re.sub(rf"{who}\s*(?:[,&/]|và|and)\s+|\s*(?:[,&/]|\s(?:và|and))\s*{who}", "", left, count=1)
    yield left
    yield re.sub(rf"\s*[-–—,;.]\s*{_SEGMENT.pattern}", "", line, flags=re.IGNORECASE)
    yield re.sub(rf"{_SEGMENT.pattern}\s*[-–—;,]\s*", "", line, flags=re.IGNORECASE)
    yield re.sub(rf"\s*\({_PHOTO}(?:\s*:|\s+by\s)[^()]*\)", "", line, flags=re.IGNORECASE)
    yield _JOINED.sub(lambda found: found["first"], line)
    yield ""


def _longer(line: str, now: list[Credit], missing: list[str], anew: str) -> Iterator[str]:
    names, english = ", ".join(missing), bool(re.search(r"\bby\b", line, re.IGNORECASE))
    writers = [one.name for one in now if one.role == Role.TEXT]
    if not line:
        yield f"Ảnh: {names}"
        return
    if writers == missing and {one.role for one in now} <= {Role.TEXT, Role.SOURCE}:
        yield _ONLY_TEXT.sub(lambda found: f"{found['label']}, {'photos' if english else 'ảnh'}", line, count=1)
        yield anew
    if (found := _SEGMENT.search(line)) and not _JOINED.search(line):
        yield f"{line[: found.end('names')]}, {names}{line[found.end('names') :]}"
    stem = line.rstrip(" .")
    if english:
        yield f"{stem}; photos by {names}"
        yield f"{stem}; photos: {names}"
    elif re.match(r"(?:text|story|words|photos?|by)\b", line, re.IGNORECASE):
        yield f"{stem}; photos: {names}"
    yield f"{stem} - Ảnh: {names}"


def _certain(line: str) -> bool:
    reading = credits.read(line)
    return reading is not None and reading.certain
