"""HTML of other people's pages, copied into ours: pictures with their captions, boxes and quotes known by their shape.

Newspapers lay out with tables and classes of their own: a picture above its caption is a table of two rows, a box is a
table of one cell. Here they become what they mean; everything else is left to `clean`. No picture of another site is
ever linked: each becomes a figure that waits for its photo, with its caption and credit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.body import clean as gate
from articles.body import embeds, residue, schema, tree
from newsroom import text

_BLOCK_TAGS = (
    "p div table h1 h2 h3 h4 h5 h6 figure ul ol blockquote article section html body head meta span strong em b i a img"
    " br font center hr aside header main style link"
)
_STARTS_WITH_TAG = re.compile(rf"\s*(?:<!doctype html|<!--|<(?:{'|'.join(_BLOCK_TAGS.split())})[\s/>])", re.IGNORECASE)
_IFRAME = re.compile(
    r"<iframe\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>(?:.*?</iframe>)?", re.IGNORECASE | re.DOTALL
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
_DEEPEST = 60


@dataclass
class Pasted:
    """A page as a body. headline and standfirst are taken out of it only where a whole page was asked for."""

    html: str
    headline: str | None = None
    standfirst: str | None = None
    warnings: list[str] = field(default_factory=list)


def looks_like_html(words: str) -> bool:
    """Whether a text is a piece of a page's source: it starts with a tag that pages start with."""
    return _STARTS_WITH_TAG.match(words) is not None


def read(html: str, *, whole_page: bool = False) -> Pasted:
    """A page's HTML as a body in the strict subset.

    whole_page  take headline and standfirst out of it, where it has them
    Raises BodyRefused if it is too large or too tangled to be a story.
    """
    gate.check_size(html)
    reader = _Reader(whole_page)
    html = _IFRAME.sub(reader.embed, html)
    body = gate.clean(reader.children(_parsed(_LOOSE.clean(html))))
    return Pasted(body, reader.headline, reader.standfirst, reader.warnings(body))


# ---- a page as nodes -----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: "list[_Node | str]" = field(default_factory=list)

    @property
    def look(self) -> str:
        return f"{self.attributes.get('class', '')} {self.attributes.get('type', '')}"

    def every(self, tag: str, but_not_in: str = "") -> "Iterator[_Node]":
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag == tag:
                    yield child
                if child.tag != but_not_in:
                    yield from child.every(tag, but_not_in)


_LOOSE = nh3.Cleaner(
    tags=set(schema.TAGS | schema.WRAPPERS | schema.ALIASES.keys() | {"img"}),
    clean_content_tags=set(schema.REMOVED),
    attributes={
        "*": {"class", "type"},
        "img": {"src"},
        **{tag: set(checks) for tag, checks in schema.ATTRIBUTES.items()},
    },
    link_rel=None,
)


def _parsed(html: str) -> "list[_Node | str]":
    """The nodes of what nh3 wrote; what is nested deeper than any page needs joins what it stands in."""
    root = _Node("", {})
    opened = [root]
    deeper = 0
    for words, end, tag, attributes in tree.tokens(html):
        if words:
            opened[-1].children.append(words.replace("\xa0", " "))
        elif tag in ("br", "hr", "img"):
            opened[-1].children.append(_Node(tag, attributes))
        elif not end:
            if len(opened) > _DEEPEST:
                deeper += 1
                continue
            opened[-1].children.append(_Node(tag, attributes))
            opened.append(opened[-1].children[-1])
        elif deeper:
            deeper -= 1
        elif len(opened) > 1:
            opened.pop()
    return root.children


def _words_of(node: "_Node | str", line_break: str = " ") -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return line_break
    gap = "" if node.tag in schema.MARKS else line_break
    return gap + "".join(_words_of(child, line_break) for child in node.children) + gap


def _line_of(node: "_Node | str") -> str:
    return text.clean_line(_words_of(node))


# ---- what it means -------------------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, whole_page: bool):
        self._whole_page = whole_page
        self.headline: str | None = None
        self.standfirst: str | None = None
        self._frames_left_out = 0

    def warnings(self, body: str) -> list[str]:
        waiting = body.count('<figure data-photo="" ')
        said = []
        if waiting:
            message = ngettext("%(count)d picture is still missing.", "%(count)d pictures are still missing.", waiting)
            said.append(message % {"count": waiting})
        if self._frames_left_out:
            said.append(
                _("Something loaded from another site was left out. Only videos and posts we know can be shown.")
            )
        return said

    def embed(self, found: re.Match) -> str:
        address = unescape(found[1] or found[2] or found[3] or "")
        embed = embeds.embed_from_url("https:" + address if address.startswith("//") else address)
        if embed is None:
            self._frames_left_out += 1
            return " "
        return f'<div data-embed="{embed[0]}" data-ref="{escape(embed[1])}"></div>'

    def children(self, nodes: "list[_Node | str]") -> str:
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

    def _node(self, node: "_Node | str") -> str:
        if isinstance(node, str):
            return "" if text.fold(node.strip()) in _FURNITURE else escape(node, quote=False)
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

    @staticmethod
    def _is_furniture(node: _Node) -> bool:
        """Buttons, placeholders and boxes of links around a story, which are nobody's words."""
        if _FURNITURE_CLASS.search(node.look):
            return True
        return node.tag in ("p", "div") and text.fold(_line_of(node)) in _FURNITURE and not _holds_picture(node)

    def _is_taken(self, node: _Node) -> bool:
        """Headline and standfirst of a whole page stand apart from its text."""
        if not self._whole_page:
            return False
        words = _line_of(node)
        if node.tag == "h1" and words and self.headline is None:
            self.headline = words
            return True
        if _STANDFIRST.search(node.look) and 0 < len(words) < 1000 and self.standfirst is None:
            self.standfirst = words
            return True
        return False

    def _picture_with_caption(self, node: _Node) -> str:
        pictures = [] if "data-photo" in node.attributes else list(node.every("img", but_not_in="table"))
        caption = next((inner for inner in _descendants(node) if _is_caption(inner)), None)
        if not pictures or caption is None or len(_line_of(node)) != len(_line_of(caption)):
            return ""
        return _figures(pictures, _line_of(caption))

    # -- tables --

    def _table(self, table: _Node) -> str:
        rows = [list(_cells_of(row)) for row in _rows_of(table)]
        rows = [cells for cells in rows if cells]
        if _PULL.search(table.look):
            return self._pull(rows)
        if _BOX.search(table.look):
            return f"<aside data-box>{self._contents(rows)}</aside>"
        if any(True for _img in table.every("img", but_not_in="table")) and (made := self._pictures(table, rows)):
            return made
        if all(len(cells) == 1 for cells in rows):
            inner = self._contents(rows)
            return f"<aside data-box>{inner}</aside>" if len(rows) == 1 else inner
        if any(True for _table in table.every("table")):
            return self._contents(rows)
        return _element(table, "".join(_element(row, self._cells(row)) for row in _rows_of(table)))

    def _cells(self, row: _Node) -> str:
        return "".join(_element(cell, self.children(cell.children)) for cell in _cells_of(row))

    def _contents(self, rows: list[list[_Node]]) -> str:
        return "".join(f"<div>{self.children(cell.children)}</div>" for cells in rows for cell in cells)

    def _pull(self, rows: list[list[_Node]]) -> str:
        html = []
        for cell in (cell for cells in rows for cell in cells):
            is_name = _NAME_OF_QUOTE.search(cell.look) and html
            inner = self.children(cell.children)
            html.append(f"<cite>{escape(_line_of(cell), quote=False)}</cite>" if is_name else f"<div>{inner}</div>")
        return f"<blockquote data-pull>{''.join(html)}</blockquote>"

    def _pictures(self, table: _Node, rows: list[list[_Node]]) -> str:
        """A table of pictures with words below: each picture with its own, or all with what they share."""
        if not _PICTURE.search(table.look) and any(
            next(cell.every("img"), None) and _line_of(cell) for cells in rows for cell in cells
        ):
            return ""
        html: list[str] = []
        waiting: list[list[_Node]] = []
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

    def _blocks_below(self, cell: _Node) -> str:
        """Tables that slipped into a caption's cell: a quote, another picture."""
        return "".join(self._table(inner) for inner in cell.every("table", but_not_in="table"))


def _descendants(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if isinstance(child, _Node):
            yield child
            yield from _descendants(child)


def _is_caption(node: "_Node | str") -> bool:
    return isinstance(node, _Node) and (node.tag == "figcaption" or _CAPTION.search(node.look) is not None)


def _is_all_italic(node: "_Node | str") -> bool:
    """A paragraph of nothing but italics, as captions are set where they have no class."""
    if not isinstance(node, _Node) or node.tag not in ("p", "div"):
        return False
    told = [child for child in node.children if _line_of(child)]
    return len(told) == 1 and isinstance(told[0], _Node) and told[0].tag in ("em", "i")


def _only_pictures(node: "_Node | str") -> list[_Node]:
    """The pictures of a node that holds nothing else."""
    if isinstance(node, str) or node.tag == "table" or "data-photo" in node.attributes:
        return []
    if node.tag == "img":
        return [node]
    if (
        _line_of(node)
        or next(node.every("table"), None)
        or any("data-photo" in inner.attributes for inner in node.every("figure"))
    ):
        return []
    return list(node.every("img"))


def _own_pictures(cell: _Node) -> list[_Node]:
    return list(cell.every("img", but_not_in="table"))


def _caption_of(cell: _Node) -> str:
    return text.clean_line("".join(_words_of(child) for child in cell.children if not _holds_table(child)))


def _holds_table(node: "_Node | str") -> bool:
    return isinstance(node, _Node) and (node.tag == "table" or next(node.every("table"), None) is not None)


def _rows_of(table: _Node) -> Iterator[_Node]:
    for child in table.children:
        if isinstance(child, _Node):
            if child.tag == "tr":
                yield child
            elif child.tag in ("tbody", "thead", "tfoot"):
                yield from _rows_of(child)


def _cells_of(row: _Node) -> Iterator[_Node]:
    return (child for child in row.children if isinstance(child, _Node) and child.tag in ("td", "th"))


def _element(node: _Node, inner: str) -> str:
    if node.tag in ("br", "hr"):
        return f"<{node.tag}>"
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in node.attributes.items() if name not in ("class", "type")
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


# ---- figures -------------------------------------------------------------------------------------------------------


def _figures(pictures: list[_Node], caption: str) -> str:
    """Waiting figures; several with one caption are a gallery whose last picture carries it."""
    last = _figure(caption)
    if len(pictures) == 1:
        return last
    return f"<div data-gallery>{_figure('') * (len(pictures) - 1)}{last}</div>"


def _figure(caption: str) -> str:
    return residue.waiting_figure("" if text.fold(caption) in _FURNITURE else caption)


def _caption_after(nodes: "list[_Node | str]", at: int) -> tuple[str, int]:
    """The caption below a picture, and where the text goes on."""
    below = at
    while below < len(nodes) and not _line_of(nodes[below]) and not _holds_picture(nodes[below]):
        below += 1
    if (
        below < len(nodes)
        and (_is_caption(nodes[below]) or _is_all_italic(nodes[below]))
        and not _holds_picture(nodes[below])
    ):
        return _line_of(nodes[below]), below + 1
    return "", at


def _holds_picture(node: "_Node | str") -> bool:
    return isinstance(node, _Node) and (node.tag == "img" or next(node.every("img"), None) is not None)


def _starts_with_marker(node: "_Node | str") -> bool:
    if isinstance(node, _Node) and node.tag not in ("p", "div", "span"):
        return False
    return not _holds_picture(node) and not _holds_table(node) and residue.marker(_line_of(node)) is not None


def _marked(node: "_Node | str", nodes: "list[_Node | str]", at: int) -> tuple[str, int]:
    """A figure for a toolbar's residue, whose caption follows in the same block or is the next one."""
    lines = [text.clean_line(line) for line in _words_of(node, "\n").split("\n")]
    lines = [line for line in lines if line]
    found = residue.marker(lines[0])
    if found is None:
        return f"<p>{escape(' '.join(lines), quote=False)}</p>", at
    caption = lines[0][found.end() :].strip()
    rest = lines[1:]
    if not caption and rest:
        caption, rest = rest[0], rest[1:]
    elif not caption:
        below = next((place for place in range(at, len(nodes)) if _line_of(nodes[place])), None)
        if below is not None and len(_line_of(nodes[below])) <= residue.LONGEST_CAPTION and _is_line(nodes[below]):
            caption, at = _line_of(nodes[below]), below + 1
    more = "".join(f"<p>{escape(line, quote=False)}</p>" for line in rest)
    return _figure(caption) + more, at


def _is_line(node: "_Node | str") -> bool:
    """Words of one paragraph that are no marker themselves."""
    return isinstance(node, str) or (
        node.tag in ("p", "div", "em", "i") and not _holds_picture(node) and not _starts_with_marker(node)
    )
