"""The body as the desk edits it where no editor runs: a text that anybody can read, without a tag.

Blank lines make paragraphs; a line end inside one is kept. `## ` and `### ` are heads, two lines of `- ` or `1. ` `2. `
a list (one alone is how dialogue begins; `• ` makes a list of one), `> ` quotes, `>> ` pulls a quote out, `— Tên` names
its speaker, `---` is a rule, `| a | b |` a table, a video's address on its own line the video. In brackets, in
Vietnamese or English, stand the things that are no words:

    [ảnh 21: chú thích | giữa]       [ảnh còn thiếu: chú thích | giữa | Ảnh: TÊN]       [đọc thêm: bài 7]
    [hộp] … [hết hộp]                [chùm ảnh] … [hết chùm ảnh]                        [bảng: tên bảng]

Nothing gets lost: from_desk(to_desk(html)) == html for every stored body.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.translation import get_language

from articles.body import deskwords, embeds, pasted, residue, tree
from articles.body.clean import clean
from articles.body.tree import Block
from newsroom import text

SPACE = deskwords.SPACE

# What the desk writes, by its language. Both are read, with and without marks and capitals.
_SAID = {
    "vi": {
        "photo": "ảnh", "waiting": "ảnh còn thiếu", "box": "hộp", "end box": "hết hộp", "gallery": "chùm ảnh",
        "end gallery": "hết chùm ảnh", "table": "bảng", "card": "đọc thêm", "alt": "mô tả", "credit": "Ảnh",
        "crop": "khung", "focus": "tâm", "left": "trái", "center": "giữa", "right": "phải", "wide": "rộng",
        "no caption": "(không chú thích)", "caption says it": "(như chú thích)",
    },
    "en": {
        "photo": "photo", "waiting": "photo missing", "box": "box", "end box": "end box", "gallery": "gallery",
        "end gallery": "end gallery", "table": "table", "card": "read more", "alt": "alt", "credit": "Photo",
        "crop": "crop", "focus": "focus", "left": "left", "center": "center", "right": "right", "wide": "wide",
        "no caption": "(no caption)", "caption says it": "(as caption)",
    },
}  # fmt: skip
_MEANS = {text.fold(word): meaning for said in _SAID.values() for meaning, word in said.items() if meaning != "credit"}
_MEANS |= {
    "hinh": "photo", "picture": "photo", "thieu anh": "waiting", "anh thieu": "waiting", "missing photo": "waiting",
    "xem them": "card", "related": "card", "centre": "center", "can giua": "center", "ben trai": "left",
    "ben phai": "right", "bai": "card", "story": "card", "article": "card",
}  # fmt: skip
_CREDIT_LABELS = {"anh", "photo", "credit", "nguon", "nguoi chup", "tac gia"}
_NUMBERED_THING = re.compile(r"(.+?)\s*#?([0-9]{1,19})")

_BRACKETS = re.compile(r"\[([^:|\]\\]*)((?:[:|](?:\\.|[^\\])*)?)\]")
_HEAD = re.compile(r"(#{1,6})[ \t]+(.+)")
_RULE = re.compile(r"-{3,}|\*\*\*+|\*( \*){2,}")
_ITEM = re.compile(r"([ \t]*)(?:([-•])|(•?)([0-9]{1,9})\.)[ \t]+(.*)")
_CITE = re.compile(r"(?:—|--)[ \t]+(.+)")
_SEPARATOR = re.compile(r":?-+:?")
_TAG_AT_START = re.compile(r"<[A-Za-z!/]")
_DEEPEST = 4


# ---- writing -------------------------------------------------------------------------------------------------------


def to_desk(html: str) -> str:
    """A stored body as the desk edits it, its few words in the language of the desk."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return _Writer(language).blocks(tree.parse(html))


class _Writer:
    def __init__(self, language: str):
        self._language = language
        self._said = _SAID[language]

    def blocks(self, blocks: list[Block], quoted: bool = False) -> str:
        return "\n\n".join(self._block(block, quoted) for block in blocks)

    def _block(self, block: Block, quoted: bool) -> str:
        match block.kind:
            case "paragraph":
                return "\n".join(self._lines(block, quoted))
            case "heading":
                return "## " + self._words(block)
            case "subheading":
                return "### " + self._words(block)
            case "list" | "numbered":
                return self._list(block, quoted)
            case "quote":
                return self._quote(block, ">")
            case "pull":
                return self._quote(block, ">>")
            case "box" | "gallery" as kind:
                return f"[{self._said[kind]}]\n{self.blocks(block.children)}\n[{self._said[f'end {kind}']}]"
            case "figure":
                return self._figure(block)
            case "card":
                story = deskwords.NAMES[self._language]["article"]
                return f"[{self._said['card']}: {story} {block.attributes['data-article']}]"
            case "embed":
                return embeds.PROVIDERS[block.attributes["data-embed"]].page(block.attributes["data-ref"])
            case "table":
                return self._table(block)
            case _:
                return "---"

    def _words(self, block: Block, also: str = "") -> str:
        return deskwords.write(block.runs, self._language, also)

    def _lines(self, block: Block, quoted: bool) -> list[str]:
        lines = self._words(block).split("\n")
        return [_guarded(line, of_many=len(lines) > 1, quoted=quoted) for line in lines]

    def _list(self, block: Block, quoted: bool) -> str:
        lines = self._items(block, "", quoted)
        alone = sum(1 for item in block.every() if item.kind == "item") == 1
        if alone:
            lines[0] = lines[0].replace("-", "•", 1) if block.kind == "list" else "•" + lines[0]
        return "\n".join(lines)

    def _items(self, block: Block, indent: str, quoted: bool) -> list[str]:
        lines = []
        for number, item in enumerate(block.children, 1):
            first, *more = self._lines(item, quoted)
            lines.append(f"{indent}- {first}" if block.kind == "list" else f"{indent}{number}. {first}")
            lines += [f"{indent}  {line}" for line in more]
            for inner in item.children:
                lines += self._items(inner, indent + "  ", quoted)
        return lines

    def _quote(self, block: Block, sign: str) -> str:
        cites = [child for child in block.children if child.kind == "cite"]
        inner = self.blocks([child for child in block.children if child.kind != "cite"], quoted=True).split("\n")
        inner += ["— " + self._words(cite) for cite in cites]
        return "\n".join(f"{sign} {line}".rstrip(" ") for line in inner)

    def _figure(self, block: Block) -> str:
        said = block.attributes
        start = f"{self._said['photo']} {said['data-photo']}" if said["data-photo"] else self._said["waiting"]
        if block.children:
            start += f": {self._first_sign_kept(self._words(block.children[0], '|')) or self._said['no caption']}"
        parts = [start]
        if "data-place" in said:
            parts.append(self._said[said["data-place"]])
        if "data-alt" in said:
            alt = self._first_sign_kept(deskwords.protect(said["data-alt"], "|"))
            parts.append(f"{self._said['alt']}: {alt or self._said['caption says it']}")
        if "data-credit" in said:
            parts.append(f"{self._said['credit']}: {deskwords.protect(said['data-credit'], '|')}")
        for name in ("crop", "focus"):
            if f"data-{name}" in said:
                parts.append(f"{self._said[name]} {said[f'data-{name}']}")
        return f"[{' | '.join(parts)}]"

    @staticmethod
    def _first_sign_kept(words: str) -> str:
        """Words that start with a bracket are no remark like (no caption)."""
        return "\\" + words if words.startswith("(") else words

    def _table(self, block: Block) -> str:
        lines = [
            f"[{self._said['table']}: {self._words(child)}]" for child in block.children if child.kind == "caption"
        ]
        rows = [child for child in block.children if child.kind == "row"]
        heads = [[cell.kind == "head cell" for cell in row.children] for row in rows]
        under_heads = all(heads[0]) and not any(any(row) for row in heads[1:])
        for row in rows:
            lines.append("".join(f"| {self._cell(cell, under_heads)} " for cell in row.children) + "|")
            if under_heads and row is rows[0]:
                lines.append("|" + " --- |" * len(row.children))
        return "\n".join(lines)

    def _cell(self, cell: Block, under_heads: bool) -> str:
        words = self._words(cell, "|").replace("\n", " ↵ ")
        if words.startswith("=") or _SEPARATOR.fullmatch(words):
            words = "\\" + words
        return f"= {words}".rstrip(" ") if cell.kind == "head cell" and not under_heads else words


def _guarded(line: str, of_many: bool, quoted: bool) -> str:
    """A line of words that would be read as something else, with a backslash that says it is words."""
    looks_otherwise = (
        line.startswith((">", "|", "•"))
        or _HEAD.match(line)
        or _RULE.fullmatch(line)
        or _TAG_AT_START.match(line)
        or (of_many and line.startswith("- "))
        or (quoted and _CITE.match(line))
        or residue.marker(line)
        or embeds.embed_from_url(line)
    )
    if looks_otherwise:
        return "\\" + line
    return re.sub(r"^([0-9]{1,9})\.(?=[ \t])", r"\1\\.", line) if of_many else line


# ---- reading -------------------------------------------------------------------------------------------------------


def from_desk(typed: str) -> str:
    """What was typed or pasted, as a stored body. Text that starts with tags is read as a page's HTML.

    Raises BodyRefused if it is too long to be a story.
    """
    typed = re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", typed)
    if pasted.looks_like_html(typed):
        return pasted.read(typed).html
    return clean(_Reader(typed.split("\n")).html())


class _Reader:
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
                self._words.append(_unguarded(bare))
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
        if found := _HEAD.fullmatch(bare):
            tag = "h2" if len(found[1]) < 3 else "h3"
            return self._put(f"<{tag}>{deskwords.read(found[2])}</{tag}>")
        if _RULE.fullmatch(bare):
            return self._put("<hr>")
        if bare.startswith(">"):
            return self._quote(">>" if bare.startswith(">>") else ">")
        if bare.startswith("|"):
            return self._table("")
        if bare.startswith("[") and self._bracket(bare):
            return True
        if found := residue.marker(line):
            return self._marked_figure(line[found.end() :].strip(SPACE))
        if embed := embeds.embed_from_url(bare):
            return self._put(f'<div data-embed="{embed[0]}" data-ref="{escape(embed[1])}"></div>')
        return self._at >= self._words_until and _ITEM.match(line) is not None and self._list()

    # -- quotes and boxes --

    def _quote(self, sign: str) -> bool:
        lines = []
        for bare in self._ahead():
            if not bare.startswith(sign) or (sign == ">" and bare.startswith(">>")):
                break
            lines.append(bare.removeprefix(sign).removeprefix(" "))
        count = len(lines)
        cite = ""
        if count > 1 and (found := _CITE.fullmatch(lines[-1])):
            cite = f"<cite>{deskwords.read(found[1])}</cite>"
            lines.pop()
        mark = " data-pull" if sign == ">>" else ""
        return self._put(f"<blockquote{mark}>{self._inner(lines)}{cite}</blockquote>", count)

    def _inner(self, lines: list[str]) -> str:
        if self._depth < _DEEPEST:
            return _Reader(lines, self._depth + 1).html()
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
            found = _NUMBERED_THING.fullmatch(words)
            number = number or (found[2] if found and _MEANS.get(text.fold(found[1])) == "card" else "")
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
        heads = len(rows) > 1 and all(_SEPARATOR.fullmatch(cell) for cell in rows[1])
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
            if found := _ITEM.fullmatch(line):
                number = int(found[4]) if found[4] else None
                items.append(_Item(len(found[1]), number, "•" in (found[2], found[3]), [_unguarded(found[5])]))
            elif line.startswith("  ") and line.strip(SPACE):
                items[-1].lines.append(_unguarded(line.strip(SPACE)))
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


def _unguarded(line: str) -> str:
    """A line without the backslash that only said that it is words, where no sign follows it."""
    rest = line[1:]
    return rest if line.startswith("\\") and (residue.marker(rest) or embeds.embed_from_url(rest)) else line


def _meaning(line: str) -> tuple[str, str, str]:
    """A line in brackets → what it stands for, its number, and the rest from the colon or bar on; "" for words."""
    found = _BRACKETS.fullmatch(line.strip(SPACE))
    if not found:
        return "", "", ""
    name = text.fold(found[1].strip(SPACE))
    numbered = _NUMBERED_THING.fullmatch(name) if name not in _MEANS else None
    if numbered:
        return _MEANS.get(numbered[1], ""), numbered[2], found[2]
    return _MEANS.get(name, ""), "", found[2]


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
    words = "" if _MEANS.get(text.fold(caption)) == "no caption" else deskwords.read(caption)
    below = f"<figcaption>{words}</figcaption>" if caption else ""
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<figure{written}>{below}</figure>"


def _said_of_figure(part: str) -> tuple[str, str]:
    """One part of a picture's line → attribute and value; ("", "") if it is words."""
    name, colon, value = part.partition(":")
    name, value = text.fold(name.strip(SPACE)), value.strip(SPACE)
    if colon and _MEANS.get(name) == "alt":
        return "data-alt", "" if _MEANS.get(text.fold(value)) == "caption says it" else deskwords.plain(value)
    if colon and name in _CREDIT_LABELS:
        return "data-credit", deskwords.plain(value)
    place = _MEANS.get(text.fold(part))
    if place in ("left", "center", "right", "wide"):
        return "data-place", place
    word, _space, value = part.partition(" ")
    meaning = _MEANS.get(text.fold(word))
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
