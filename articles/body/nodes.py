"""Copied HTML as nodes, as far as its meaning is asked for: elements with their attributes, and words between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import nh3

from articles.body import schema, tree
from newsroom import text

_DEEPEST = 60
_VOID = ("br", "hr", "img")
# Read here for what they say of their words, unknown to the schema.
_SPEAKING = frozenset({"font", "del", "ins", "s", "strike"})


@dataclass(eq=False)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def look(self) -> str:
        return f"{self.attributes.get('class', '')} {self.attributes.get('type', '')}"

    def every(self, tag: str, but_not_in: str = "") -> "Iterator[Node]":
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag:
                    yield child
                if child.tag != but_not_in:
                    yield from child.every(tag, but_not_in)


_ATTRIBUTES = {tag: set(checks) for tag, checks in schema.ATTRIBUTES.items()}
_ATTRIBUTES["a"] |= {"name", "id"}
_LOOSE = nh3.Cleaner(
    tags=set(schema.TAGS | schema.WRAPPERS | schema.ALIASES.keys() | _SPEAKING | {"img"}),
    clean_content_tags=set(schema.REMOVED),
    attributes={
        **_ATTRIBUTES,
        "*": {"class", "type", "style", "id", "role", "aria-level", "data-aria-level"},
        "img": {"src", "srcset", "data-src", "data-original", "width", "height", "data-photo", "data-alt"},
        "font": {"face"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto", "tel", "file", "data", "blob", "cid", "webkit-fake-url"},
    link_rel=None,
)
KEPT_ATTRIBUTES = frozenset().union(
    ("class", "type", "style", "id", "role", "aria-level", "data-aria-level", "src", "srcset", "data-src", "face"),
    ("data-original", "width", "height", "colspan", "rowspan", "name", "href"),
    *schema.ATTRIBUTES.values(),
)


def parsed(html: str) -> "list[Node | str]":
    """The nodes of any HTML; what is nested deeper than any page needs joins what it stands in."""
    root = Node("")
    opened = [root]
    deeper = 0
    for words, end, tag, attributes in tree.tokens(_LOOSE.clean(html)):
        if words:
            opened[-1].children.append(words.replace("\xa0", " "))
        elif tag in _VOID:
            opened[-1].children.append(Node(tag, attributes))
        elif not end:
            if len(opened) > _DEEPEST:
                deeper += 1
                if tag not in schema.MARKS:
                    opened[-1].children.append(Node("br"))  # its words stand apart all the same
                continue
            opened[-1].children.append(Node(tag, attributes))
            opened.append(opened[-1].children[-1])
        elif deeper:
            deeper -= 1
        elif len(opened) > 1:
            opened.pop()
    return root.children


def words_of(node: "Node | str", line_break: str = " ") -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return line_break
    gap = "" if node.tag in schema.MARKS else line_break
    return gap + "".join(words_of(child, line_break) for child in node.children) + gap


def line_of(node: "Node | str") -> str:
    return text.clean_line(words_of(node))


def descendants(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from descendants(child)


def is_all_in(node: "Node | str", tags: tuple[str, ...]) -> bool:
    """Whether every word here stands in an element of these tags. Of nothing, that is so."""
    if isinstance(node, str):
        return not node.strip()
    return node.tag in tags or all(is_all_in(child, tags) for child in node.children)


def rows_of(table: Node) -> Iterator[Node]:
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                yield child
            elif child.tag in ("tbody", "thead", "tfoot"):
                yield from rows_of(child)


def cells_of(row: Node) -> Iterator[Node]:
    return (child for child in row.children if isinstance(child, Node) and child.tag in ("td", "th"))
