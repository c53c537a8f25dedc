"""The lines of the desk's text form as HTML; see `deskform`."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from articles.body import deskwords, embeds, residue
from articles.body.desksigns import (
    BRACKETS,
    CITE,
    CREDIT_LABELS,
    HEAD,
    ITEM,
    MEANS,
    NUMBERED_THING,
    RULE,
    SEPARATOR,
    unguarded,
)
from newsroom import text

SPACE = deskwords.SPACE
_DEEPEST = 4  # quotes and boxes in each other


class Reader:
    """Lines in, HTML out. Each method reads one thing from the place it stands at, or says that it is not there."""

    def __init__(self, lines: list[str], depth: int = 0):
        self._lines = [line.rstrip(SPACE) for line in lines]
        self._depth = depth
        self._at = 0
        self._words_until = 0  # before this line no list starts: those there are words
        self._html: list[str] = []
        self._words: list[str] = []  # lines of the paragraph that is being read

    def html(self) -> str:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            bare = line.strip(SPACE)
            if not bare:
                self._end_paragraph()
                self._at += 1
            elif not self._thing(line, bare):
                self._words.append(unguarded(bare))
                self._at += 1
        self._end_paragraph()
        return "".join(self._html)

    def _ahead(self) -> Iterator[str]:
        """The lines from here on."""
        for at in range(self._at, len(self._lines)):
            yield self._lines[at].strip(SPACE)

    def _end_paragraph(self) -> None:
        if self._words:
            words, self._words = self._words, []
            typed = "\n".join(words)
            self._html.append(f"<p>{deskwords.read(typed)}</p>")

    def _put(self, html: str, lines: int = 1) -> bool:
        self._end_paragraph()
        self._html.append(html)
        self._at += lines
        return True

    def _thing(self, line: str, bare: str) -> bool:
        if found := HEAD.fullmatch(bare):
            tag = "h2" if len(found[1]) < 3 else "h3"
            return self._put(f"<{tag}>{deskwords.read(found[2])}</{tag}>")
        if RULE.fullmatch(bare):
            return self._put("<hr>")
        if bare.startswith(">"):
            return self._quote(">>" if bare.startswith(">>") else ">")
        if bare.startswith("|"):
            return self._table("")
        if bare.startswith("[") and self._bracket(bare):
            return True
        if found := residue.marker(line):
            return self._marked_figure(line[found.end() :].strip(SPACE))
        if embed := embeds.element_from_url(bare):
            return self._put(embed)
        return self._at >= self._words_until and ITEM.match(line) is not None and self._list()

    # -- quotes and boxes --

    def _quote(self, sign: str) -> bool:
        lines = []
        for bare in self._ahead():
            if not bare.startswith(sign) or (sign == ">" and bare.startswith(">>")):
                break
            lines.append(bare.removeprefix(sign).removeprefix(" "))
        count = len(lines)
        cite = ""
        if count > 1 and (found := CITE.fullmatch(lines[-1])):
            cite = f"<cite>{deskwords.read(found[1])}</cite>"
            lines.pop()
        mark = " data-pull" if sign == ">>" else ""
        return self._put(f"<blockquote{mark}>{self._inner(lines)}{cite}</blockquote>", count)

    def _inner(self, lines: list[str]) -> str:
        if self._depth < _DEEPEST:
            return Reader(lines, self._depth + 1).html()
        return "".join(f"<p>{deskwords.read(line)}</p>" for line in lines)

    def _fenced(self, kind: str) -> bool:
        """A box or gallery, up to the line that ends it or to the end of the text."""
        end = next(
            (at for at in range(self._at + 1, len(self._lines)) if _meaning(self._lines[at])[0] == f"end {kind}"),
            len(self._lines),
        )
        inner = self._inner(self._lines[self._at + 1 : end])
        tag = "aside data-box" if kind == "box" else "div data-gallery"
        return self._put(f"<{tag}>{inner}</{tag.split()[0]}>", end + 1 - self._at)

    # -- brackets --

    def _bracket(self, bare: str) -> bool:
        meaning, number, said = _meaning(bare)
        if meaning in ("box", "gallery"):
            return self._fenced(meaning)
        if meaning in ("end box", "end gallery"):
            return self._put("")
        if meaning == "waiting" or (meaning == "photo" and number):
            return self._put(_figure(number, said))
        words = said[1:].strip(SPACE)
        if meaning == "card":
            found = NUMBERED_THING.fullmatch(words)
            number = number or (found[2] if found and MEANS.get(text.fold(found[1])) == "card" else "")
            return bool(number) and self._put(f'<aside data-article="{number}"></aside>')
        below = self._lines[self._at + 1].strip(SPACE) if self._at + 1 < len(self._lines) else ""
        if meaning == "table" and words and below.startswith("|"):
            self._end_paragraph()
            self._at += 1
            return self._table(words)
        return False

    def _marked_figure(self, caption: str) -> bool:
        """A toolbar's residue: the caption follows it, on its line or on the next."""
        lines = 1
        if not caption and self._at + 1 < len(self._lines):
            below = self._lines[self._at + 1]
            if 0 < len(below.strip(SPACE)) <= residue.LONGEST_CAPTION and not residue.marker(below):
                caption, lines = below.strip(SPACE), 2
        return self._put(residue.waiting_figure(caption), lines)

    # -- tables --

    def _table(self, caption: str) -> bool:
        rows = []
        for bare in self._ahead():
            if not bare.startswith("|"):
                break
            rows.append(_cells(bare))
        count = len(rows)
        heads = len(rows) > 1 and all(SEPARATOR.fullmatch(cell) for cell in rows[1])
        if heads:
            del rows[1]
        html = [f"<caption>{deskwords.read(caption)}</caption>" if caption else ""]
        for number, row in enumerate(rows):
            html.append("<tr>" + "".join(_cell(cell, head=heads and number == 0) for cell in row) + "</tr>")
        return self._put(f"<table>{''.join(html)}</table>", count)

    # -- lists --

    def _list(self) -> bool:
        """Items in a row, with their further lines; False if these are no list but lines of words."""
        items: list[_Item] = []
        at = self._at
        while at < len(self._lines):
            line = self._lines[at]
            if found := ITEM.fullmatch(line):
                number = int(found[4]) if found[4] else None
                items.append(_Item(len(found[1]), number, "•" in (found[2], found[3]), [unguarded(found[5])]))
            elif line.startswith("  ") and line.strip(SPACE):
                items[-1].lines.append(unguarded(line.strip(SPACE)))
            else:
                break
            at += 1
        if (len(items) < 2 and not items[0].marked) or not _counts_up(items):
            self._words_until = at
            return False
        return self._put(_nested(items), at - self._at)


@dataclass
class _Item:
    """An item of a list as typed; number is None in a list without. marked: with the dot that makes a list of one."""

    indent: int
    number: int | None
    marked: bool
    lines: list[str]

    @property
    def tag(self) -> str:
        return "ul" if self.number is None else "ol"


def _meaning(line: str) -> tuple[str, str, str]:
    """A line in brackets → what it stands for, its number, and the rest from the colon or bar on; "" for words."""
    found = BRACKETS.fullmatch(line.strip(SPACE))
    if not found:
        return "", "", ""
    name = text.fold(found[1].strip(SPACE))
    numbered = NUMBERED_THING.fullmatch(name) if name not in MEANS else None
    if numbered:
        return MEANS.get(numbered[1], ""), numbered[2], found[2]
    return MEANS.get(name, ""), "", found[2]


def _figure(number: str, said: str) -> str:
    """The figure of a photo's number, with what stands after it: `: caption | place | …`."""
    first, *parts = [part.strip(SPACE) for part in deskwords.split(said, "|")]
    captions = [first[1:].strip(SPACE)] if first.startswith(":") else []
    attributes = {"data-photo": number}
    for part in parts:
        name, value = _said_of_figure(part)
        if name:
            attributes[name] = value
        elif part:
            captions.append(part)
    caption = " | ".join(words for words in captions if words)
    words = "" if MEANS.get(text.fold(caption)) == "no caption" else deskwords.read(caption)
    below = f"<figcaption>{words}</figcaption>" if caption else ""
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<figure{written}>{below}</figure>"


def _said_of_figure(part: str) -> tuple[str, str]:
    """One part of a picture's line → attribute and value; ("", "") if it is words."""
    name, colon, value = part.partition(":")
    name, value = text.fold(name.strip(SPACE)), value.strip(SPACE)
    if colon and MEANS.get(name) == "alt":
        return "data-alt", "" if MEANS.get(text.fold(value)) == "caption says it" else deskwords.plain(value)
    if colon and name in CREDIT_LABELS:
        return "data-credit", deskwords.plain(value)
    place = MEANS.get(text.fold(part))
    if place in ("left", "center", "right", "wide"):
        return "data-place", place
    word, _space, value = part.partition(" ")
    meaning = MEANS.get(text.fold(word))
    return (f"data-{meaning}", value.strip(SPACE)) if meaning in ("crop", "focus") else ("", "")


def _cells(line: str) -> list[str]:
    cells = deskwords.split(line[1:], "|")
    if len(cells) > 1 and not cells[-1].strip(SPACE):
        cells.pop()
    return [cell.strip(SPACE) for cell in cells]


def _cell(typed: str, head: bool) -> str:
    if typed == "=" or typed.startswith("= "):
        typed, head = typed[1:], True
    tag = "th" if head else "td"
    return f"<{tag}>{deskwords.read(typed, cell=True)}</{tag}>"


def _counts_up(items: list[_Item]) -> bool:
    """Whether the numbers on the outermost level run 1, 2, 3: otherwise they are words that a list would change."""
    expected = 1
    for item in items:
        if item.indent > items[0].indent:
            continue
        if item.number not in (None, expected):
            return False
        expected = 1 if item.number is None else expected + 1
    return True


def _nested(items: list[_Item]) -> str:
    """Items by their indents, as lists in each other."""
    html: list[str] = []
    levels: list[tuple[int, str]] = []
    for item in items:
        while levels and (item.indent < levels[-1][0] or (item.indent == levels[-1][0] and item.tag != levels[-1][1])):
            html.append(f"</li></{levels.pop()[1]}>")
        if levels and item.indent == levels[-1][0]:
            html.append("</li>")
        else:
            html.append(f"<{item.tag}>")
            levels.append((item.indent, item.tag))
        html.append("<li>" + deskwords.read("\n".join(item.lines)))
    html += [f"</li></{tag}>" for _indent, tag in reversed(levels)]
    return "".join(html)
