"""HTML as a tree of blocks that keeps the grammar of `schema`, whatever came.

Words that stand loose get their paragraph, what may not stand where it came is turned, moved out or dissolved, what is
empty goes, what belongs together is joined; no word is dropped. Nothing here recurses deeper than the grammar allows,
however deep the HTML is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from unicodedata import combining

from articles.body import schema
from articles.body.blocks import Block, Run, shared
from articles.body.schema import KINDS, Kind, Mark
from newsroom import text

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"]*)")?')
_SPACE = " \t\n\r\f\xa0"
_SPACES = re.compile(f"[{_SPACE}]+")
_LISTS = ("list", "numbered")
_NOTHING, _BORDER, _NEXT_ITEM = "nothing", "border", "next item"  # what an element is that opened no place
_OVERLAY = "\u0338"  # would melt with the ">" before it, if somebody normalised the stored HTML


def parse(html: str) -> list[Block]:
    """The blocks of a body, in reading order.

    html  as the allow-list cleaner or `write` spells it: small letters, attributes in double quotes, every other
          sign escaped. What is spelled otherwise is read as words, so it can look odd but never be markup.
    """
    builder = _Builder()
    for words, end, tag, attributes in tokens(html):
        if words:
            builder.read_words(words)
        elif end:
            builder.read_end(tag)
        else:
            builder.read_start(tag, attributes)
    return builder.blocks()


def tokens(html: str) -> Iterator[tuple[str, bool, str, dict[str, str]]]:
    """Words, or else whether it is an end tag, the tag and its attributes; for HTML spelled as for `parse`."""
    at = 0
    for found in _TAG.finditer(html):
        if found.start() > at:
            yield unescape(html[at : found.start()]), False, "", {}
        at = found.end()
        end, tag, attributes = found.groups()
        yield "", bool(end), tag, _attributes(attributes) if attributes else {}
    if at < len(html):
        yield unescape(html[at:]), False, "", {}


@dataclass(slots=True, eq=False)
class _Growing:
    """A block while it is read: runs are lists of pieces with their marks."""

    kind: Kind
    attributes: dict[str, str]
    runs: list[tuple[list[str], tuple[Mark, ...]]] = field(default_factory=list)
    children: "list[_Growing]" = field(default_factory=list)
    singles: "dict[str, _Growing]" = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Frame:
    """A place in the grammar that is open. Its block is made when something comes to stand in it, and made anew
    after something was lifted out of it: so what is empty never comes to be, and what is split keeps its order."""

    kind: Kind
    attributes: dict[str, str]
    parent: "_Frame | None"
    implied: bool = False
    depth: int = 0
    block: _Growing | None = None


class _Builder:
    """Tags and words in, blocks out."""

    def __init__(self):
        self._root = _Frame(schema.BODY, {}, None, block=_Growing(schema.BODY, {}))
        self._frames = [self._root]
        self._elements: list[tuple[str, _Frame | Mark | str]] = []  # every open tag, and what it opened here
        self._marks: dict[str, list[Mark]] = {tag: [] for tag in schema.MARKS}
        self._carried: tuple[Mark, ...] = ()  # the marks of the words to come
        self._owed = ""  # white space that stands between the words before and the words to come, if any come

    # -- tags and words --

    def read_start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._line_break()
            return
        tag = schema.ALIASES.get(tag, tag)
        if tag in schema.MARKS:
            opened = schema.mark_of(tag, attributes) or _NOTHING
            if opened is not _NOTHING:
                self._marks[tag].append(opened)
                self._carry()
        else:
            opened = self._open(tag, attributes)
        if tag != "hr":
            self._elements.append((tag, opened))

    def read_end(self, tag: str) -> None:
        tag = schema.ALIASES.get(tag, tag)
        if not self._elements or self._elements[-1][0] != tag:
            if all(opened != tag for opened, _ in self._elements):
                return
            while self._elements[-1][0] != tag:
                self._end(*self._elements.pop())
        self._end(*self._elements.pop())

    def read_words(self, words: str) -> None:
        words = _SPACES.sub(_one_space, words)
        core = words.strip(_SPACE)
        if not core:
            self._owe(words)
            return
        if words[0] in _SPACE:
            self._owe(words[0])
        self._words(core)
        if words[-1] in _SPACE:
            self._owe(words[-1])

    # -- places --

    def _open(self, tag: str, attributes: dict[str, str]) -> "_Frame | str":
        """An element starts that is no mark: the frame of its block, or what else it is here."""
        known = schema.kind_of(tag, attributes)
        if known is None:
            if tag not in schema.WRAPPERS:
                return _NOTHING
            self._border()
            return _BORDER
        kind, attributes = known
        if kind.name == "cite" and "cite" not in self._container().kind.holds:
            return _NOTHING  # a title among other words
        self._end_implied()
        here = self._frames[-1]
        while kind.name not in here.kind.holds and kind.instead and not here.kind.words:
            kind, attributes = KINDS[kind.instead], {}
        if kind.name not in here.kind.holds and kind.lifted:
            while kind.name not in here.kind.holds:
                here.block, here = None, here.parent
        elif kind.name not in here.kind.holds or not self._may_nest(kind, here):
            return self._dissolve(kind, here)
        self._owed = ""
        frame = _Frame(kind, attributes, here, depth=here.depth + (kind.name in _LISTS))
        if kind.name != "rule":  # nothing ever stands in it, and no end tag comes to close it
            self._frames.append(frame)
        if kind.eager:
            self._block_of(frame)
        return frame

    def _container(self) -> _Frame:
        """The open frame that somebody opened; not the paragraph made for loose words in it."""
        return self._frames[-2] if self._frames[-1].implied else self._frames[-1]

    @staticmethod
    def _may_nest(kind: Kind, here: _Frame) -> bool:
        """A list in an item: not too deep, and only below words of the item's own."""
        return here.kind.name != "item" or (here.depth < schema.LIST_DEPTH and here.block is not None)

    def _dissolve(self, kind: Kind, here: _Frame) -> str:
        """A block that may not stand here leaves its words; items of such a list become items of the list around."""
        if here.kind.name == "item" and kind.name in (*_LISTS, "item"):
            here.block, self._owed = None, ""
            return _NEXT_ITEM
        self._border()
        return _BORDER

    def _end(self, tag: str, opened: "_Frame | Mark | str") -> None:
        if isinstance(opened, Mark):
            self._marks[tag].pop()
            self._carry()
        elif isinstance(opened, _Frame):
            while self._frames.pop() is not opened:
                pass
            self._owed = ""
        elif opened is _NEXT_ITEM:
            self._frames[-1].block, self._owed = None, ""
        elif opened is _BORDER:
            self._border()

    def _end_implied(self) -> None:
        if self._frames[-1].implied:
            self._frames.pop()
            self._owed = ""

    def _border(self) -> None:
        """Where one block ended and the next has no place of its own: a new paragraph, a line, at least a space."""
        self._end_implied()
        self._owe("\n")

    def _line_break(self) -> None:
        here = self._frames[-1]
        if here.kind.name == "paragraph" and self._owed == "\n":
            here.block, self._owed = None, ""  # an empty line parts paragraphs
        else:
            self._owe("\n")

    def _block_of(self, frame: _Frame) -> _Growing:
        if frame.block is None:
            parent = self._block_of(frame.parent)
            frame.block = self._joined(frame.kind, parent)
            if frame.block is None:
                frame.block = _Growing(frame.kind, frame.attributes)
                parent.children.append(frame.block)
                if frame.kind.single:
                    parent.singles[frame.kind.name] = frame.block
        return frame.block

    def _joined(self, kind: Kind, parent: _Growing) -> _Growing | None:
        """The block already there that this one belongs to, if there is one."""
        if kind.single:
            first = parent.singles.get(kind.name)
            if first and first.runs:
                self._owed = " "
            return first
        last = parent.children[-1] if parent.children else None
        return last if last and last.kind is kind and kind.name in (*_LISTS, "rule") else None

    # -- words --

    def _carry(self) -> None:
        """The innermost mark of each kind, from the outside inwards: one order, however they were nested."""
        self._carried = tuple([opened[-1] for opened in self._marks.values() if opened])

    def _owe(self, space: str) -> None:
        here = self._frames[-1]
        if not space or not here.kind.words or here.block is None or not here.block.runs:
            return
        if space == "\n" or self._owed == "\n":
            self._owed = "\n" if here.kind.breaks else " "
        else:
            self._owed = " " if self._owed else space

    def _words(self, words: str) -> None:
        """Words without white space around them."""
        here = self._frames[-1]
        started = here.kind.words and here.block is not None and here.block.runs and not here.block.children
        if started and not self._owed:
            diacritics = _count_combining(words)  # they belong to the letter before, whatever stood between
            if diacritics:
                here.block.runs[-1][0].append(words[:diacritics])
                words = words[diacritics:]
        elif words[0] == _OVERLAY:
            words = words.lstrip(_OVERLAY + _SPACE)
        if words:
            self._append(self._place_for_words(), words)

    def _place_for_words(self) -> _Growing:
        here = self._frames[-1]
        while not here.kind.words:
            while here.kind.loose is None:
                here.block, here = None, here.parent
            here = _Frame(KINDS[here.kind.loose], {}, here, implied=True, depth=here.depth)
            self._frames.append(here)
            self._owed = ""
        if here.block is not None and here.block.children:  # an item's words do not go on after its list
            here.block, self._owed = None, ""
        return self._block_of(here)

    def _append(self, block: _Growing, words: str) -> None:
        marks = self._carried
        if block.kind.without:
            marks = tuple(mark for mark in marks if mark.tag not in block.kind.without)
        if self._owed and block.runs:
            self._append_run(block, self._owed, shared(block.runs[-1][1], marks))
        self._owed = ""
        self._append_run(block, words, marks)

    @staticmethod
    def _append_run(block: _Growing, words: str, marks: tuple[Mark, ...]) -> None:
        if block.runs and block.runs[-1][1] == marks:
            block.runs[-1][0].append(words)
        else:
            block.runs.append(([words], marks))

    # -- the end --

    def blocks(self) -> list[Block]:
        body = _finished(self._root.block)
        return body.children


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) if "&" in value else value for name, value in _ATTRIBUTE.findall(written)}


def _one_space(found: re.Match) -> str:
    return "\xa0" if found[0] == "\xa0" else " "


def _count_combining(words: str) -> int:
    return next((at for at, letter in enumerate(words) if not combining(letter)), len(words))


def _finished(growing: _Growing) -> Block:
    block = Block(
        growing.kind.name,
        growing.attributes,
        [Run(text.nfc("".join(pieces)), marks) for pieces, marks in growing.runs],
        [_finished(child) for child in growing.children],
    )
    settle = _SETTLE.get(block.kind)
    if settle:
        settle(block)
    if block.children:
        block.children = [child for child in block.children if not _is_empty(child)]
    return block


def _is_empty(block: Block) -> bool:
    """Made on the way, but in the end nothing stands in it."""
    if block.kind == "row":
        return not any(cell.runs for cell in block.children)
    return not block.children and not block.runs and not KINDS[block.kind].eager


def _settle_figure(figure: Block) -> None:
    figure.attributes = {"data-place": "center", **figure.attributes}


def _settle_gallery(gallery: Block) -> None:
    for figure in gallery.children:
        figure.attributes.pop("data-place", None)  # pictures of a gallery follow each other


def _settle_quote(quote: Block) -> None:
    cites = [child for child in quote.children if child.kind == "cite"]
    quote.children = [child for child in quote.children if child.kind != "cite"] + cites
    if cites and len(quote.children) == 1:
        cites[0].kind = "paragraph"


def _settle_table(table: Block) -> None:
    table.children.sort(key=lambda child: child.kind != "caption")
    if all(child.kind == "caption" or _is_empty(child) for child in table.children):
        words = [run for child in table.children for run in child.runs]
        table.kind, table.runs, table.children = "paragraph", words, []


_SETTLE = {
    "figure": _settle_figure,
    "gallery": _settle_gallery,
    "quote": _settle_quote,
    "pull": _settle_quote,
    "table": _settle_table,
}
