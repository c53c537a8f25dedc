"""HTML of other people's pages, copied into ours: pictures with their captions, boxes and quotes known by their shape.

Newspapers lay out with tables and classes of their own: a picture above its caption is a table of two rows, a box is a
table of one cell. Here they become what they mean; everything else is left to `clean`. No picture of another site is
ever linked: each becomes a figure that waits for its photo, with its caption and credit. HTML of word processors is
told by `office`, and then every word of it stays.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.body import clean as gate
from articles.body import embeds, nodes, office, residue, schema, tree
from articles.body.nodes import Node, cells_of, descendants, is_all_in, line_of, rows_of, words_of
from articles.body.undress import undressed
from newsroom import letters, text

_BLOCK_TAGS = (
    "p div table h1 h2 h3 h4 h5 h6 figure ul ol blockquote article section html body head meta span strong em b i a img"
    " br font center hr aside header main style link"
)
_STARTS_WITH_TAG = re.compile(rf"\s*(?:<!doctype html|<!--|<(?:{'|'.join(_BLOCK_TAGS.split())})[\s/>])", re.IGNORECASE)
_IFRAME = re.compile(
    r"<iframe\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^<>]*>(?:(?:(?!<iframe).){0,300}?</iframe\s*>)?",
    re.IGNORECASE | re.DOTALL,
)

_BOX = re.compile(r"\b(dbox|box|wrapnote|box-?style|note-?box|hop-?thong-?tin)\b", re.IGNORECASE)
_PULL = re.compile(r"\b(trichdan|quote|pull-?quote|blockquote|starquote)\b", re.IGNORECASE)
_NAME_OF_QUOTE = re.compile(r"\b(quote_?author|author|cite)\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"caption|legend|chu-?thich|photocms_caption|desc-?image|image-?desc|note-?img|wp-caption-text", re.IGNORECASE
)
_PICTURE = re.compile(r"tplcaption|desc_image|slide_content|image", re.IGNORECASE)
_SUBHEAD = re.compile(r"\b(ck_inner_title|inner-?title|sub-?title|subhead|tit-?phu|heading)\b", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"\b(sapo|chapo|standfirst|detail-?sapo|article-?sapo|knc-?sapo|lead|description)\b", re.IGNORECASE
)
_FURNITURE_CLASS = re.compile(
    r"related|RelatedNews|NLElementFunc|NLFuncEnter|share|social|adv?-?zone|banner|toolbar", re.IGNORECASE
)
_FURNITURE = {
    "nhap chu thich", "[nhap chu thich]", "bam vao anh de xem", "bam vao anh de xem lon", "click vao anh de xem",
    "xem them", "xem them >>", ">>", "xem them:", "chia se", "chia se bai viet", "</", "tao dong moi",
}  # fmt: skip
_LONGEST_SAMPLE = 80


@dataclass
class Pasted:
    """A page as a body.

    headline, standfirst  taken out of it only where a whole page was asked for
    warnings              what a person should know of it, as sentences
    converted             where its letters are of an old Vietnamese font: the same in letters of today
    """

    html: str
    headline: str | None = None
    standfirst: str | None = None
    warnings: list[str] = field(default_factory=list)
    converted: "Converted | None" = None


@dataclass
class Converted:
    """A page whose old letters were read: the encoding's name, the page, and how it begins."""

    encoding: str
    page: Pasted
    sample: str


def looks_like_html(words: str) -> bool:
    """Whether a text is a piece of a page's source: it starts with a tag that pages start with."""
    return _STARTS_WITH_TAG.match(words) is not None


def read(html: str, *, whole_page: bool = False) -> Pasted:
    """A page's HTML as a body in the strict subset.

    whole_page  take headline and standfirst out of it, where it has them
    Raises BodyRefused if it is too large or too tangled to be a story.
    """
    source = undressed(html)
    program = office.program(html) or office.program(source.html)
    gate.check_size(source.html)
    embedding = _Embedding()
    found = nodes.parsed(_IFRAME.sub(embedding, source.html))

    def page(old_letters=None) -> tuple[Pasted, list[tuple[str, str]]]:
        meaning = office.Meaning(source.sheet, program, old_letters)
        reader = _Reader(whole_page, program)
        body = gate.clean(reader.children(meaning.of(found)))
        warnings = _warnings(body, meaning.pictures_lost, embedding.left_out)
        return Pasted(body, reader.headline, reader.standfirst, warnings), meaning.spoken

    read, spoken = page()
    if old := _OldLetters.of(spoken):
        old.join_parted(found)
        today = page(old)[0]
        read.converted = Converted(old.encoding, today, _sample(today.html))
    return read


class _Embedding:
    """Frames of other sites: known players become embeds, the others go and are counted."""

    def __init__(self):
        self.left_out = 0

    def __call__(self, found: re.Match) -> str:
        address = unescape(found[1] or found[2] or found[3] or "")
        embed = embeds.element_from_url("https:" + address if address.startswith("//") else address)
        self.left_out += not embed
        return embed or " "


def _warnings(body: str, lost: int, frames: int) -> list[str]:
    said = []
    if waiting := body.count('<figure data-photo="" '):
        message = ngettext("%(count)d picture is still missing.", "%(count)d pictures are still missing.", waiting)
        said.append(message % {"count": waiting})
    if lost:
        message = ngettext(
            "%(count)d picture could not come along: drop its file into the text.",
            "%(count)d pictures could not come along: drop their files into the text.",
            lost,
        )
        said.append(message % {"count": lost})
    if frames:
        said.append(_("Something loaded from another site was left out. Only videos and posts we know can be shown."))
    return said


# ---- old letters ---------------------------------------------------------------------------------------------------


class _OldLetters:
    """The old encoding of a page, and its words read by it: those set in its fonts, or all where no font tells."""

    def __init__(self, encoding: str, by_font: bool):
        self.encoding = encoding
        self._by_font = by_font

    @classmethod
    def of(cls, spoken: list[tuple[str, str]]) -> "_OldLetters | None":
        """By the fonts of the words, else by their letters. None for a page of today."""
        by_encoding: dict[str, list[str]] = {}
        for font, words in spoken:
            if encoding := letters.encoding_of(font):
                by_encoding.setdefault(encoding, []).append(words)
        for encoding, words in by_encoding.items():
            if letters.may_be(" ".join(words), encoding):
                return cls(encoding, by_font=True)
        encoding = letters.recognised(" ".join(words for _font, words in spoken))
        return cls(encoding, by_font=False) if encoding else None

    def __call__(self, words: str, font: str) -> str:
        if self._by_font and letters.encoding_of(font) != self.encoding:
            return words
        return letters.converted(words, self.encoding, capitals=letters.shows_capitals(font))

    def join_parted(self, found: list) -> None:
        """A mark that dress parted from its letter goes back to it: in VNI they are two, `Vie<b>ä</b>t`."""
        if self.encoding == letters.VNI:
            _join(found, None)


def _join(children: list, before: tuple[list, int] | None) -> tuple[list, int] | None:
    """before: where the last words of the same line stand. Returns where they stand now."""
    for at, child in enumerate(children):
        if isinstance(child, str):
            marks = len(child) - len(child.lstrip(letters.VNI_MARKS))
            if before and marks and before[0][before[1]][-1:].isalpha():
                before[0][before[1]] += child[:marks]
                children[at] = child[marks:]
            before = (children, at) if children[at] else before
        elif child.tag in schema.MARKS or child.tag in ("b", "i", "font"):
            before = _join(child.children, before)
        else:
            _join(child.children, None)
            before = None
    return before


def _sample(html: str) -> str:
    """How a body begins."""
    line = text.clean_line(" ".join(block.words for root in tree.parse(html[:5_000]) for block in root.every()))
    return line if len(line) <= _LONGEST_SAMPLE else line[: _LONGEST_SAMPLE + 1].rpartition(" ")[0] + "…"


# ---- what it means -------------------------------------------------------------------------------------------------


class _Reader:
    """Nodes → HTML for the gate. program: see office.program; there every word is the story's."""

    def __init__(self, whole_page: bool, program: str):
        self._whole_page = whole_page
        self._program = program
        self._begun = False
        self.headline: str | None = None
        self.standfirst: str | None = None

    def children(self, nodes: "list[Node | str]") -> str:
        """Nodes beside each other; a picture takes the caption that follows it."""
        html = []
        at = 0
        while at < len(nodes):
            node = nodes[at]
            at += 1
            if pictures := _only_pictures(node):
                caption, at = _caption_after(nodes, at)
                html.append(_figures(pictures, caption))
            elif _starts_with_marker(node):
                made, at = _marked(node, nodes, at)
                html.append(made)
            else:
                html.append(self._node(node))
        return "".join(html)

    def _node(self, node: "Node | str") -> str:
        if isinstance(node, str):
            if not self._program and text.fold(node.strip()) in _FURNITURE:
                return ""
            self._begun = self._begun or bool(node.strip())
            return escape(node, quote=False)
        if node.tag == "figure" and "data-photo" in node.attributes:
            return _whole(node)
        if node.tag == "img":
            return _figures([node], "")
        if node.tag == "table":
            return self._table(node)
        if self._is_furniture(node) or self._is_taken(node):
            return ""
        if node.tag in ("figure", "div") and (made := self._picture_with_caption(node)):
            return made
        if node.tag == "p" and _SUBHEAD.search(node.look):
            return f"<h2>{self.children(node.children)}</h2>"
        if node.tag == "div" and _BOX.search(node.look) and not _only_pictures(node):
            return f"<aside data-box>{self.children(node.children)}</aside>"
        return _element(node, self.children(node.children))

    def _is_furniture(self, node: Node) -> bool:
        """Buttons, placeholders and boxes of links around a story, which are nobody's words."""
        if self._program:
            return False
        if _FURNITURE_CLASS.search(node.look):
            return True
        return node.tag in ("p", "div") and text.fold(line_of(node)) in _FURNITURE and not _holds_picture(node)

    def _is_taken(self, node: Node) -> bool:
        """Headline and standfirst of a whole page stand apart from its text."""
        if not self._whole_page:
            return False
        words = line_of(node)
        if node.tag == "h1" and words and self.headline is None and not (self._program and self._begun):
            self.headline = words
            return True
        if _STANDFIRST.search(node.look) and 0 < len(words) < 1000 and self.standfirst is None:
            self.standfirst = words
            return True
        return False

    def _picture_with_caption(self, node: Node) -> str:
        pictures = [] if "data-photo" in node.attributes else list(node.every("img", but_not_in="table"))
        caption = next((inner for inner in descendants(node) if _is_caption(inner)), None)
        if not pictures or caption is None or len(line_of(node)) != len(line_of(caption)):
            return ""
        return _figures(pictures, line_of(caption))

    # -- tables --

    def _table(self, table: Node) -> str:
        rows = [list(cells_of(row)) for row in rows_of(table)]
        rows = [cells for cells in rows if cells]
        if _PULL.search(table.look):
            return self._pull(rows)
        if _BOX.search(table.look):
            return f"<aside data-box>{self._contents(rows)}</aside>"
        if any(True for _img in table.every("img", but_not_in="table")) and (made := self._pictures(table, rows)):
            return made
        if all(len(cells) == 1 for cells in rows) and not (self._program and len(rows) > 1):
            inner = self._contents(rows)
            is_box = len(rows) == 1 and self._program != office.SHEET
            return f"<aside data-box>{inner}</aside>" if is_box else inner
        if any(True for _table in table.every("table")):
            return self._contents(rows)
        return _element(table, "".join(_element(row, self._cells(row)) for row in rows_of(table)))

    def _cells(self, row: Node) -> str:
        return "".join(_element(cell, self.children(cell.children)) for cell in cells_of(row))

    def _contents(self, rows: list[list[Node]]) -> str:
        return "".join(f"<div>{self.children(cell.children)}</div>" for cells in rows for cell in cells)

    def _pull(self, rows: list[list[Node]]) -> str:
        html = []
        for cell in (cell for cells in rows for cell in cells):
            is_name = _NAME_OF_QUOTE.search(cell.look) and html
            inner = self.children(cell.children)
            html.append(f"<cite>{escape(line_of(cell), quote=False)}</cite>" if is_name else f"<div>{inner}</div>")
        return f"<blockquote data-pull>{''.join(html)}</blockquote>"

    def _pictures(self, table: Node, rows: list[list[Node]]) -> str:
        """A table of pictures with words below: each picture with its own, or all with what they share."""
        if not _PICTURE.search(table.look) and any(
            next(cell.every("img"), None) and line_of(cell) for cells in rows for cell in cells
        ):
            return ""
        html: list[str] = []
        waiting: list[list[Node]] = []
        for cells in rows:
            found = [_own_pictures(cell) for cell in cells]
            if any(found):
                if waiting:
                    html.append(_figures([picture for some in waiting for picture in some], ""))
                waiting = [some for some in found if some]
            captions = [(_caption_of(cell), self._blocks_below(cell)) for cell in cells if not _only_pictures(cell)]
            captions = [(words, below) for words, below in captions if words or below]
            if waiting and len(waiting) == len(captions):
                html += [_figures(some, words) for some, (words, _below) in zip(waiting, captions, strict=True)]
            elif waiting and captions:
                html.append(
                    _figures([img for some in waiting for img in some], " ".join(words for words, _b in captions))
                )
            else:
                html += [f"<p>{escape(words, quote=False)}</p>" for words, _below in captions if words]
            if captions:
                waiting = []
            html += [below for _words, below in captions]
        if waiting:
            html.append(_figures([picture for some in waiting for picture in some], ""))
        return "".join(html)

    def _blocks_below(self, cell: Node) -> str:
        """Tables that slipped into a caption's cell: a quote, another picture."""
        return "".join(self._table(inner) for inner in cell.every("table", but_not_in="table"))


def _is_caption(node: "Node | str") -> bool:
    return isinstance(node, Node) and (node.tag == "figcaption" or _CAPTION.search(node.look) is not None)


def _is_all_italic(node: "Node | str") -> bool:
    """A paragraph of nothing but italics, as captions are set where they have no class."""
    if not isinstance(node, Node) or node.tag not in ("p", "div") or not line_of(node):
        return False
    return is_all_in(node, ("em", "i"))


def _only_pictures(node: "Node | str") -> list[Node]:
    """The pictures of a node that holds nothing else."""
    if isinstance(node, str) or node.tag == "table":
        return []
    if node.tag == "img":
        return [node]
    if (
        "data-photo" in node.attributes
        or line_of(node)
        or next(node.every("table"), None)
        or any("data-photo" in inner.attributes for inner in node.every("figure"))
    ):
        return []
    return list(node.every("img"))


def _own_pictures(cell: Node) -> list[Node]:
    return list(cell.every("img", but_not_in="table"))


def _caption_of(cell: Node) -> str:
    return text.clean_line("".join(words_of(child) for child in cell.children if not _holds_table(child)))


def _holds_table(node: "Node | str") -> bool:
    return isinstance(node, Node) and (node.tag == "table" or next(node.every("table"), None) is not None)


def _element(node: Node, inner: str) -> str:
    if node.tag in ("br", "hr"):
        return f"<{node.tag}>"
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in node.attributes.items()
        if name not in ("class", "type", "style")
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


# ---- figures -------------------------------------------------------------------------------------------------------


def _figures(pictures: list[Node], caption: str) -> str:
    """Waiting figures; several with one caption are a gallery whose last picture carries it."""
    last = _figure(caption, pictures[-1])
    if len(pictures) == 1:
        return last
    return f"<div data-gallery>{''.join(_figure('', picture) for picture in pictures[:-1])}{last}</div>"


def _figure(caption: str, picture: Node | None = None) -> str:
    """The figure of a picture, with the caption that was found for it. One of ours keeps what it says of itself."""
    made = residue.waiting_figure("" if text.fold(caption) in _FURNITURE else caption)
    if picture is None or "data-photo" not in picture.attributes:
        return made
    own = "".join(
        f' {name}="{escape(value)}"' for name, value in picture.attributes.items() if name.startswith("data-")
    )
    return made.replace(' data-photo=""', own, 1)


def _whole(node: "Node | str") -> str:
    """A node as it is."""
    return escape(node, quote=False) if isinstance(node, str) else _element(node, "".join(map(_whole, node.children)))


def _caption_after(nodes: "list[Node | str]", at: int) -> tuple[str, int]:
    """The caption below a picture, and where the text goes on."""
    below = at
    while below < len(nodes) and not line_of(nodes[below]) and not _holds_picture(nodes[below]):
        below += 1
    if (
        below < len(nodes)
        and (_is_caption(nodes[below]) or _is_all_italic(nodes[below]))
        and not _holds_picture(nodes[below])
    ):
        return line_of(nodes[below]), below + 1
    return "", at


def _holds_picture(node: "Node | str") -> bool:
    return isinstance(node, Node) and (node.tag == "img" or next(node.every("img"), None) is not None)


def _starts_with_marker(node: "Node | str") -> bool:
    if isinstance(node, Node) and node.tag not in ("p", "div", "span"):
        return False
    return not _holds_picture(node) and not _holds_table(node) and residue.marker(line_of(node)) is not None


def _marked(node: "Node | str", nodes: "list[Node | str]", at: int) -> tuple[str, int]:
    """A figure for a toolbar's residue, whose caption follows in the same block or is the next one."""
    lines = [text.clean_line(line) for line in words_of(node, "\n").split("\n")]
    lines = [line for line in lines if line]
    found = residue.marker(lines[0])
    if found is None:
        return f"<p>{escape(' '.join(lines), quote=False)}</p>", at
    caption = lines[0][found.end() :].strip()
    rest = lines[1:]
    if not caption and rest:
        caption, rest = rest[0], rest[1:]
    elif not caption:
        below = next((place for place in range(at, len(nodes)) if line_of(nodes[place])), None)
        if below is not None and len(line_of(nodes[below])) <= residue.LONGEST_CAPTION and _is_line(nodes[below]):
            caption, at = line_of(nodes[below]), below + 1
    more = "".join(f"<p>{escape(line, quote=False)}</p>" for line in rest)
    return _figure(caption) + more, at


def _is_line(node: "Node | str") -> bool:
    """Words of one paragraph that are no marker themselves."""
    return isinstance(node, str) or (
        node.tag in ("p", "div", "em", "i") and not _holds_picture(node) and not _starts_with_marker(node)
    )
