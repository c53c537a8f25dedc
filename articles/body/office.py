"""HTML of word processors, spreadsheets and mail programs: the structure that its dress stands for.

Word writes an item of a list as a paragraph with a drawn bullet, a heading as a class, a footnote as two bookmarks;
Google Docs writes bold as a weight and wraps all in a <b> that is not bold; spreadsheets write a table of styled cells.
`Meaning` makes elements of all that, for any copied HTML; what only these programs mean by something is read so only
where `program` recognises one.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from articles.body import dress
from articles.body.dress import Look, Sheet
from articles.body.nodes import Node, cells_of, is_all_in, line_of, rows_of
from articles.body.wordlists import Item, continues, drawn_number, items_of, nested

WRITER, SHEET = "writer", "sheet"
_SHEETS = re.compile(
    r"google-sheets-html-origin|data-sheets-|urn:schemas-microsoft-com:office:excel|content=[\"']?Excel\.Sheet"
    r"|body,\s?div,\s?table,\s?thead,\s?tbody,\s?tfoot,\s?tr,\s?th,\s?td,\s?p\s\{",  # LibreOffice Calc
    re.IGNORECASE,
)
_WRITERS = re.compile(
    r"urn:schemas-microsoft-com:office|class=[\"']?Mso[A-Z]|\bmso-[a-z-]+:|docs-internal-guid|data-ccp-|\bSCXW\d|\bOutlineElement\b"
    r"|name=[\"']?generator[\"']?\s+content=[\"']?(?:LibreOffice|OpenOffice|Microsoft Word|Cocoa HTML Writer)",
    re.IGNORECASE,
)

_HEAD = 300_000  # letters in which a program has named itself
_MARKS = frozenset("b strong i em sub sup span font ins s strike u del".split())
_HEADING_CLASS = re.compile(r"\bMsoHeading([1-9])\b")
_QUOTE = re.compile(r"\bMso(?:Intense)?Quote\b")
_COMMENT = re.compile(r"\b(?:msocomanchor|MsoCommentReference|msocomtxt|msocomoff)\b")
_REFERENCE = re.compile(r"#(?:_(?:ftn|edn)|sdfootnote|sdendnote|ftnt|footnote-|endnote-)(\d+|[ivxlcdm]+)(?:sym)?$")
_BACK = re.compile(r"#(?:_(?:ftn|edn)ref|(?:sdfootnote|sdendnote)\d+anc|ftnt_ref|(?:foot|end)note-ref-)(\d*)")
_NOTE_ITEM = re.compile(r"(?:foot|end)note-\d+")
_COMMENT_LINK = re.compile(r"#(?:cmnt|_msocom_)")
_INNER = re.compile(r"(?:file|data|blob|cid|webkit-fake-url|x-apple[\w-]*):|[a-z]:[\\/]", re.IGNORECASE)
_WIDEST = 60  # columns that a merged cell may stand for

Nodes = list["Node | str"]


def program(html: str) -> str:
    """WRITER or SHEET where a word processor, mail program or spreadsheet of theirs wrote this, else ""."""
    html = html[:_HEAD]
    if _SHEETS.search(html):
        return SHEET
    return WRITER if _WRITERS.search(html) else ""


class Meaning:
    """Nodes as they came → nodes that say by their elements what they mean. Words are only dropped where unseen.

    pictures_lost  how many pictures lay on the sender's own machine
    spoken         the words by the font they are set in, in reading order
    """

    def __init__(self, sheet: str, program: str, letters: Callable[[str, str], str] | None = None):
        self._sheet = Sheet(sheet)
        self._program = program
        self._letters = letters
        self.pictures_lost = 0
        self.spoken: list[tuple[str, str]] = []

    def of(self, nodes: Nodes) -> Nodes:
        return self._nodes(nodes, Look())

    # -- blocks beside each other --

    def _nodes(self, nodes: Nodes, look: Look) -> Nodes:
        meant: Nodes = []
        items: list[Item] = []
        for node in nodes:
            if isinstance(node, str):
                if node.strip() or not items:
                    meant += self._finished(items) + self._words(node, look)
                continue
            said = self._sheet.of(node)
            if self._is_unseen(node, said):
                continue
            if found := items_of(node, self._sheet):
                items += [Item(one.level, one.numbered, self._item(one.node, look)) for one in found]
            elif items and continues(node):
                items[-1].content.extend(self._node(node, said, look))
            else:
                meant += self._finished(items) + self._node(node, said, look)
        return _joined_quotes(meant + self._finished(items))

    @staticmethod
    def _finished(items: list[Item]) -> Nodes:
        lists, items[:] = nested(items), []
        return lists

    def _item(self, node: Node, look: Look) -> Nodes:
        """An item's content without its drawn marker."""
        return self._nodes(node.children, dress.looked(node, self._sheet.of(node), look))

    def _node(self, node: Node, said: dict[str, str], around: Look) -> Nodes:
        look = dress.looked(node, said, around)
        if node.tag == "img":
            return self._picture(node)
        if node.tag == "a":
            return self._link(node, look)
        if node.tag in _MARKS:
            return self._mark(node, look)
        if node.tag == "table" and self._program:
            return [self._table(node, look)]
        if node.tag in ("ul", "ol"):
            return self._list(node, look)
        if node.tag == "figure" and "data-photo" in node.attributes:
            return [self._figure(node)]
        if said.get("mso-element") in ("footnote-list", "endnote-list"):
            return [one for one in self._nodes(node.children, look) if not isinstance(one, Node) or one.tag != "hr"]
        tag = self._tag(node, said)
        inner = self._nodes(node.children, look)
        if number := drawn_number(node, self._sheet):
            inner = [*self._words(f"{number} ", look), *inner]
        if tag == "p" and _QUOTE.search(node.look):
            return [Node("blockquote", {"class": "Mso"}, [Node("p", {}, inner)])]
        return [Node(tag, self._attributes(node), inner)]

    def _tag(self, node: Node, said: dict[str, str]) -> str:
        """The element, or the heading that a paragraph's class, role or outline level makes of it."""
        if node.tag not in ("p", "div"):
            return node.tag
        if found := _HEADING_CLASS.search(node.look):
            return f"h{min(int(found[1]), 6)}"
        if "MsoTitle" in node.look.split():
            return "h1"
        level = node.attributes.get("aria-level", "") if node.attributes.get("role") == "heading" else ""
        level = level or said.get("mso-outline-level", "")
        return f"h{min(int(level), 6)}" if level.isdecimal() and 0 < int(level) < 10 else node.tag

    def _attributes(self, node: Node) -> dict[str, str]:
        unwanted = {"style", "id", "role", "aria-level", "data-aria-level", "name"}
        if self._program and "MsoCaption" not in node.look:
            unwanted |= {"class", "type", "lang"}
        return {name: value for name, value in node.attributes.items() if name not in unwanted}

    def _is_unseen(self, node: Node, said: dict[str, str]) -> bool:
        """What the writer did not see as part of the text: markers, tracked deletions, hidden words, remarks."""
        if said.get("mso-list") == "ignore" or (said.get("mso-element") or "").startswith("comment"):
            return True
        if not self._program:
            return False
        if node.tag == "a" and _COMMENT_LINK.search(node.attributes.get("href", "")):
            return True
        return node.tag == "del" or dress.is_hidden(said) or _COMMENT.search(node.look) is not None

    # -- words --

    def _words(self, words: str, look: Look) -> Nodes:
        if look.font or words.strip():
            self.spoken.append((look.font, words))
        if self._letters:
            words = self._letters(words, look.font)
        if not words.strip():
            return [words]
        node: Node | str = words
        for tag, wanted in ((look.raised, look.raised), ("em", look.slanted), ("strong", look.bold)):
            if wanted:
                node = Node(tag, {}, [node])
        return [node]

    def _mark(self, node: Node, look: Look) -> Nodes:
        inner = self._nodes(node.children, look)
        if node.tag == "span" and (attributes := self._attributes(node)):
            return [Node("span", attributes, inner)]
        if node.tag in ("b", "strong", "i", "em") and not self._program and node.look.strip():
            return [Node("span", {"class": node.look.strip()}, inner)]
        return inner

    def _link(self, node: Node, look: Look) -> Nodes:
        address = node.attributes.get("href", "")
        if found := _REFERENCE.search(address):
            number = line_of(node).strip("[] ") or found[1]
            return self._words(f"[{number}]", look._replace(raised=""))
        if found := _BACK.search(address):
            number = line_of(node).strip("[]^ ")
            return self._words(f"[{number}] ", look._replace(raised="")) if number and number != "↑" else []
        attributes = {**self._attributes(node), "href": real_address(address)} if address else self._attributes(node)
        return [Node("a", attributes, self._nodes(node.children, look))]

    # -- pictures --

    def _picture(self, node: Node) -> Nodes:
        said = node.attributes
        if "data-photo" in said:
            return [Node("img", {name: said[name] for name in ("data-photo", "data-alt") if name in said})]
        if said.get("width") in ("0", "1") and said.get("height") in ("0", "1"):
            return []  # it counts who opened a mail
        lazy = any(name in said for name in ("data-src", "data-original", "srcset"))
        if _INNER.match(said.get("src", "").strip()) and not lazy:
            self.pictures_lost += 1
            return []
        return [Node("img", self._attributes(node))]

    def _figure(self, node: Node) -> Node:
        """One of our own, untouched; in a document without a caption it takes the one below, like any picture there."""
        if self._program and not node.children:
            return Node("img", {name: value for name, value in self._attributes(node).items() if name != "class"})
        inner = self._nodes(node.children, Look()) if self._letters else node.children
        return Node(node.tag, self._attributes(node), inner)

    # -- lists and tables --

    def _list(self, node: Node, look: Look) -> Nodes:
        """A list in a list belongs to the item before it; notes at the end of a document are paragraphs."""
        meant: list[Node] = []
        for child in node.children:
            if isinstance(child, str):
                if child.strip():
                    meant.append(Node("li", {}, self._words(child, look)))
                continue
            said = self._sheet.of(child)
            if self._is_unseen(child, said):
                continue
            inner = self._node(child, said, look)
            if child.tag in ("ul", "ol") and meant:
                meant[-1].children += inner
            else:
                meant += [one for one in inner if isinstance(one, Node)]
        ids = [child.attributes.get("id", "") for child in node.children if isinstance(child, Node)]
        if ids and all(_NOTE_ITEM.fullmatch(one) for one in ids):
            return [block for number, one in enumerate(meant, 1) for block in _note(f"[{number}] ", one)]
        return [Node(node.tag, self._attributes(node), meant)]

    def _table(self, node: Node, look: Look) -> Node:
        """A table with its merged cells as the cells they cover, and the cells of its head as such."""
        rows: list[Node] = []
        covered: dict[int, int] = {}  # how many more rows the cell above covers, by column
        heads = {id(row) for part in node.children if _is(part, "thead") for row in rows_of(part)}
        for row in rows_of(node):
            said = self._sheet.of(row)
            if self._is_unseen(row, said):
                continue
            cells = self._cells(row, dress.looked(row, said, look), covered, "th" if id(row) in heads else "")
            rows.append(Node("tr", {}, cells))
        if len(rows) > 1 and _is_head(rows[0], rows[1:]):
            for cell in rows[0].children:
                cell.tag = "th"
        captions = [child for child in node.children if _is(child, "caption")]
        return Node("table", {}, [*(Node("caption", {}, self._nodes(one.children, look)) for one in captions), *rows])

    def _cells(self, row: Node, look: Look, covered: dict[int, int], head: str) -> list[Node]:
        cells: list[Node] = []
        for cell in cells_of(row):
            _cover(cells, covered)
            said = self._sheet.of(cell)
            inner = [] if self._is_unseen(cell, said) else self._nodes(cell.children, dress.looked(cell, said, look))
            below = _number(cell, "rowspan") - 1
            for column in range(_number(cell, "colspan")):
                if below > 0:
                    covered[len(cells)] = below
                cells.append(Node(head or cell.tag, {}, [] if column else inner))
        _cover(cells, covered)
        return cells


def _cover(cells: list[Node], covered: dict[int, int]) -> None:
    """Empty cells where the cells of rows above reach down to this place."""
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append(Node("td"))


def _number(cell: Node, attribute: str) -> int:
    value = cell.attributes.get(attribute, "")
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() and len(value) < 5 else 1


def _is_head(first: Node, others: list[Node]) -> bool:
    """Whether the first row names the columns: words, all bold, over rows that are not."""
    named = [cell for cell in first.children if line_of(cell)]
    if len(named) * 2 <= len(first.children) or not all(is_all_in(cell, ("strong", "b")) for cell in named):
        return False
    if not any(letter.isalpha() for cell in named for letter in line_of(cell)):
        return False
    below = [cell for row in others for cell in row.children if line_of(cell)]
    return any(not is_all_in(cell, ("strong", "b")) for cell in below)


def _note(number: str, item: Node) -> Nodes:
    """A note as its paragraphs, the first of them after its number."""
    blocks = [one for one in item.children if isinstance(one, Node) and one.tag == "p"]
    if not blocks:
        return [Node("p", {}, [number, *item.children])]
    blocks[0].children.insert(0, number)
    return item.children


def _is(node: "Node | str", tag: str) -> bool:
    return isinstance(node, Node) and node.tag == tag


def _joined_quotes(nodes: Nodes) -> Nodes:
    """Paragraphs of a quote's style that follow each other are one quote."""
    joined: Nodes = []
    for node in nodes:
        last = next((one for one in reversed(joined) if not isinstance(one, str) or one.strip()), None)
        if _is(node, "blockquote") and node.attributes.get("class") == "Mso" and _is(last, "blockquote"):
            if last.attributes.get("class") == "Mso":
                last.children += node.children
                continue
        joined.append(node)
    return joined


def real_address(address: str) -> str:
    """Where a link leads that a mail program or Google Docs sends through a page of its own."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return address
    if host.endswith(".safelinks.protection.outlook.com"):
        wanted = parse_qs(parts.query).get("url")
    elif host in ("www.google.com", "google.com") and parts.path == "/url":
        query = parse_qs(parts.query)
        wanted = query.get("q") or query.get("url")
    else:
        wanted = None
    return wanted[0] if wanted else address
