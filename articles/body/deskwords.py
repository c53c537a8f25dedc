"""Words in the desk's text form: `**bold**`, `*italic*`, `H_{2}O`, `m^{2}`, `{en: foreign}`, `[words](bài 7)`.

A backslash before a sign takes its meaning away. `read` turns typed words into HTML, `write` runs into typed words.
"""

import re
import string
from collections import Counter
from html import escape

from articles.body import schema
from articles.body.blocks import Run, spelled, start_of_mark
from articles.body.schema import Mark
from newsroom import text

SPACE = " \t\xa0"
_TAKES_BACKSLASH = string.punctuation + "•—–↵"
_SIGNS = re.compile(r"[\\*\[\]{}↵]|[_^]\Z")
_LANGUAGE = r"\{([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}):[ \t]*"
_TOKENS = re.compile(rf"\\[{re.escape(_TAKES_BACKSLASH)}]|\*+|\[|\]\(|[_^]\{{|{_LANGUAGE}|\}}|\n|↵")
_OPEN = {"strong": "**", "em": "*", "sub": "_{", "sup": "^{"}
_CLOSE = {"strong": "**", "em": "*", "sub": "}", "sup": "}", "span": "}"}

# What a link within the paper is called, in the language the desk writes; each is read in either language.
NAMES = {
    "vi": {"article": "bài", "section": "mục", "tag": "thẻ", "person": "người", "photo": "ảnh"},
    "en": {"article": "story", "section": "section", "tag": "tag", "person": "person", "photo": "photo"},
}
_KINDS = {text.fold(name): kind for names in NAMES.values() for kind, name in names.items()}
_KINDS |= {"article": "article", "chuyen muc": "section", "tac gia": "person", "author": "person", "picture": "photo"}
_WITHIN = re.compile(r"\s*(.+?)\s*(?:#\s*)?([0-9]{1,19})\s*")


def protect(words: str, also: str = "") -> str:
    """Words with a backslash before each sign that would mean something, and before those in `also`."""
    words = _SIGNS.sub(r"\\\g<0>", words)
    for sign in also:
        words = words.replace(sign, "\\" + sign)
    return words


def plain(typed: str) -> str:
    """Typed words without the backslashes; for values that hold no marks."""
    return re.sub(rf"\\([{re.escape(_TAKES_BACKSLASH)}])", r"\1", typed)


def split(typed: str, sign: str) -> list[str]:
    """The parts between signs that no backslash protects."""
    parts, at = [], 0
    for found in re.finditer(rf"\\.|{re.escape(sign)}", typed, re.DOTALL):
        if found[0] == sign:
            parts.append(typed[at : found.start()])
            at = found.end()
    return [*parts, typed[at:]]


# ---- writing -------------------------------------------------------------------------------------------------------


def write(runs: list[Run], language: str, also: str = "") -> str:
    """Runs as a person types them; line breaks are line ends."""
    parts = []
    for closed, opened, words in spelled(runs):
        parts += [_end_of(mark, language, also) for mark in closed]
        parts += [_start_of(mark) for mark in opened]
        parts.append(protect(words, also))
    return "".join(parts)


def _start_of(mark: Mark) -> str:
    if mark.tag == "a":
        return "["
    return f"{{{mark.value}: " if mark.tag == "span" else _OPEN[mark.tag]


def _end_of(mark: Mark, language: str, also: str) -> str:
    if mark.tag != "a":
        return _CLOSE[mark.tag]
    if mark.attribute != "href":
        target = f"{NAMES[language][mark.attribute.removeprefix('data-')]} {mark.value}"
    elif _has_pairs(mark.value):
        target = mark.value
    else:
        target = re.sub(r"([()])", r"\\\1", mark.value)
    for sign in also:
        target = target.replace(sign, "\\" + sign)
    return f"]({target})"


def _has_pairs(address: str) -> bool:
    depth = 0
    for sign in re.findall("[()]", address):
        depth += 1 if sign == "(" else -1
        if depth < 0:
            return False
    return depth == 0


# ---- reading -------------------------------------------------------------------------------------------------------


def read(typed: str, *, cell: bool = False) -> str:
    """The HTML of typed words. What is opened and never closed stays as it was typed.

    cell  in a cell of a table ↵ is a line break, since its line may not end
    """
    return _Reader(typed, cell).html()


class _Reader:
    def __init__(self, typed: str, cell: bool):
        self._typed = typed
        self._cell = cell
        self._parts: list[str] = []
        self._open: list[tuple[str, int, str]] = []  # tag, where in the parts it would start, its start tag
        self._opened: Counter[str] = Counter()  # how many of each tag those are

    def html(self) -> str:
        at = 0
        while found := _TOKENS.search(self._typed, at):
            self._say(self._typed[at : found.start()])
            at = self._token(found)
        self._say(self._typed[at:])
        return "".join(self._parts)

    def _say(self, words: str) -> None:
        self._parts.append(escape(words, quote=False))

    def _token(self, found: re.Match) -> int:
        """Act on one sign; where reading goes on."""
        sign = found[0]
        if sign[0] == "\\":
            self._say(sign[1])
        elif sign[0] == "*":
            self._stars(found)
        elif sign == "\n" or (sign == "↵" and self._cell):
            self._parts.append("<br>")
        elif sign == "[":
            self._start("a", "", sign)
        elif sign == "](":
            return self._link(found)
        elif sign[0] in "_^":
            tag = "sub" if sign[0] == "_" else "sup"
            self._start(tag, f"<{tag}>", sign)
        elif sign[0] == "{":
            self._start("span", f'<span lang="{found[1]}">', sign)
        elif sign == "}":
            self._close_innermost({"sub", "sup", "span"}, sign)
        else:
            self._say(sign)
        return found.end()

    def _start(self, tag: str, start_tag: str, typed: str) -> None:
        self._open.append((tag, len(self._parts), start_tag))
        self._opened[tag] += 1
        self._say(typed)

    def _is_open(self, *tags: str) -> bool:
        return any(self._opened[tag] for tag in tags)

    def _close_innermost(self, tags: set[str], typed: str, start_tag: str | None = None) -> None:
        """Close the innermost of these; what was opened inside it and not closed stays as typed."""
        if not self._is_open(*tags):
            self._say(typed)
            return
        while True:
            tag, at, start = self._open.pop()
            self._opened[tag] -= 1
            if tag in tags:
                self._parts[at] = start_tag or start
                self._parts.append(f"</{tag}>")
                return

    def _stars(self, found: re.Match) -> None:
        """A row of asterisks closes what it can, then opens: bold by two, italic by one."""
        before = self._typed[found.start() - 1] if found.start() else " "
        after = self._typed[found.end()] if found.end() < len(self._typed) else " "
        closes, opens = before not in SPACE + "\n", after not in SPACE + "\n"
        left = len(found[0])
        while left:
            innermost = self._open[-1][0] if self._open else ""
            starts_bold = left == 2 and opens and not self._is_open("strong")
            if innermost == "em" and closes and not starts_bold:
                self._close_innermost({"em"}, "*")
                left -= 1
            elif innermost == "strong" and closes and left >= 2:
                self._close_innermost({"strong"}, "**")
                left -= 2
            elif opens and left >= 2 and not self._is_open("strong"):
                self._start("strong", "<strong>", "**")
                left -= 2
            elif opens and not self._is_open("em"):
                self._start("em", "<em>", "*")
                left -= 1
            else:
                self._say("*")
                left -= 1

    def _link(self, found: re.Match) -> int:
        end = self._end_of_target(found.end())
        start_tag = _link(self._typed[found.end() : end]) if end and self._is_open("a") else None
        if start_tag is None:
            self._say(found[0])
            return found.end()
        self._close_innermost({"a"}, "", start_tag)
        return end + 1

    def _end_of_target(self, start: int) -> int | None:
        """Where the bracket stands that closes a link's target."""
        depth = 0
        for sign in re.finditer(r"\\.|[()\n]", self._typed[start : start + 3000]):
            if sign[0] == "\n":
                return None
            if sign[0] == ")" and depth == 0:
                return start + sign.start()
            depth += {"(": 1, ")": -1}.get(sign[0], 0)
        return None


def _link(target: str) -> str | None:
    """The start tag of a link to a typed target: an address, or something of ours by its number."""
    target = plain(target)
    if address := schema.an_address(target):
        return start_of_mark(Mark("a", "href", address))
    found = _WITHIN.fullmatch(target)
    kind = _KINDS.get(text.fold(found[1])) if found else None
    number = schema.an_id(found[2]) if found else None
    return start_of_mark(Mark("a", f"data-{kind}", number)) if kind and number else None
