"""Lists as Word writes them: paragraphs that name their list and level in a style, with a drawn marker before the words."""

import re
from dataclasses import dataclass, field

from articles.body.dress import Sheet
from articles.body.nodes import Node, descendants, words_of

_LEVEL = re.compile(r"\blevel([1-9])\b")
_NUMBERED = re.compile(r"[(\[]?\s*(?:[^\W\d_]+\s)?(?:[^\W_]{0,6}\d|[ivxlcdm]{1,7}[.):]|[^\W\d_]{1,2}[.):])", re.IGNORECASE)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_OF_LIST = re.compile(r"\bMsoList(?:Paragraph|Bullet|Number|Continue)?", re.IGNORECASE)


@dataclass(eq=False)
class Item:
    """An item before its list is built: level counts from 1; content as it is meant."""

    level: int
    numbered: bool
    content: "list[Node | str]" = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """An element that is an item: where in its list it stands, and the node whose content is the item's."""

    level: int
    numbered: bool
    node: Node


def items_of(node: Node, sheet: Sheet) -> list[Found]:
    """The items that an element stands for. None where it is no part of a list, or a list like any other."""
    if node.tag in ("ul", "ol"):
        return _items_of_list(node, sheet) if _says_level(node, sheet) else []
    if node.tag == "div" and "ListContainerWrapper" in node.look.split():
        return [found for child in node.children if isinstance(child, Node) for found in items_of(child, sheet)]
    if node.tag not in ("p", "div", *_HEADINGS):
        return []
    marker = _marker(node, sheet)
    said = _LEVEL.search(sheet.of(node).get("mso-list", ""))
    if marker is None and not (said and _OF_LIST.search(node.look)):
        return []
    if drawn_number(node, sheet):
        return []
    numbered = bool(marker and _NUMBERED.match(marker))
    return [Found(int(said[1]) if said else 1, numbered, node)]


def continues(node: Node) -> bool:
    """Whether a paragraph without a marker goes on with the item before it."""
    return node.tag == "p" and re.search(r"\bMsoList(?:Paragraph|Continue)", node.look) is not None


def drawn_number(node: Node, sheet: Sheet) -> str:
    """The number of a numbered heading, which is a word of it: `2.1`. Empty for everything else."""
    marker = _marker(node, sheet) if node.tag in _HEADINGS else None
    return marker if marker and _NUMBERED.match(marker) else ""


def nested(items: list[Item]) -> "list[Node | str]":
    """Items by their levels, as lists in each other. A level that is skipped is none."""
    lists: list[Node | str] = []
    open_lists: list[tuple[int, Node]] = []
    for item in items:
        while open_lists and item.level < open_lists[-1][0]:
            open_lists.pop()
        tag = "ol" if item.numbered else "ul"
        if open_lists and open_lists[-1][0] == item.level and open_lists[-1][1].tag != tag:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < item.level:
            started = Node(tag)
            holder = open_lists[-1][1].children[-1].children if open_lists else lists
            holder.append(started)
            open_lists.append((item.level, started))
        open_lists[-1][1].children.append(Node("li", {}, item.content))
    return lists


def _marker(node: Node, sheet: Sheet) -> str | None:
    """What is drawn before an item's words; None where nothing is."""
    for inner in descendants(node):
        if inner.tag == "span" and sheet.of(inner).get("mso-list") == "ignore":
            return words_of(inner).strip()
        if inner.tag in ("p", "table", "ul", "ol"):
            return None
    return None


def _says_level(node: Node, sheet: Sheet) -> bool:
    """Whether any item of a list names its level: then the lists around it say nothing of it."""
    for child in node.children:
        if isinstance(child, Node) and (
            (child.tag in ("ul", "ol") and _says_level(child, sheet)) or (child.tag == "li" and _own_level(child, sheet))
        ):
            return True
    return False


def _own_level(item: Node, sheet: Sheet) -> int:
    said = _LEVEL.search(sheet.of(item).get("mso-list", ""))
    level = said[1] if said else item.attributes.get("data-aria-level", "")
    return int(level) if level.isdecimal() and len(level) < 3 else 0


def _items_of_list(node: Node, sheet: Sheet, depth: int = 1) -> list[Found]:
    found: list[Found] = []
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.tag in ("ul", "ol"):
            found += _items_of_list(child, sheet, depth + 1)
        elif child.tag == "li":
            found.append(Found(_own_level(child, sheet) or depth, node.tag == "ol", child))
    return found
