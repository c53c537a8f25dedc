"""The one schema of a story's body: what may stand in it, where, and with which attributes.

The cleaner's allow-list, the structure it enforces, the stored HTML, the text form of the desk and the pages that
readers get all follow from the two tables here, KINDS (blocks) and MARKS (words inside them). An editor generates
its own schema from them too. Nothing here may ever be svg, math, style, title, textarea, noscript, iframe or
script: every known way around allow-list cleaners needed one of those.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from articles.body import embeds
from media import crops
from newsroom import text

PLACES = ("left", "center", "right", "wide")
LIST_DEPTH = 3
_LARGEST_ID = 2**63 - 1

Check = Callable[[str], str | None]  # a value as it came → as it is stored, or None: leave the attribute out


# ---- values of attributes ------------------------------------------------------------------------------------------


def an_id(value: str) -> str | None:
    """A positive number of ours, written plainly."""
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        return None
    return str(int(value)) if 0 < int(value) <= _LARGEST_ID else None


def a_photo(value: str) -> str:
    """A photo's id; empty for a picture that is still missing, which is also what a broken id means."""
    return an_id(value) or ""


def a_place(value: str) -> str:
    return value if value in PLACES else "center"


def a_line(value: str) -> str:
    return text.clean_line(value)


def a_line_of_words(value: str) -> str | None:
    return text.clean_line(value) or None


def a_crop(value: str) -> str | None:
    """The name of a picture's shape, across and down: 3x2, 16x9."""
    return value if re.fullmatch(r"[1-9][0-9]?x[1-9][0-9]?", value) else None


def a_focus(value: str) -> str | None:
    """The focal point as shares of the upright picture, left to right and top to bottom: 0.5,0.31."""
    return value if crops.point(value) else None


def a_language(value: str) -> str | None:
    """A language tag of BCP 47, as far as its shape goes."""
    return value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value) else None


def an_address(value: str) -> str | None:
    """An outer address as a link may carry it: http, https, mailto or tel, whole, and nothing that browsers mend.

    Browsers read a backslash as a slash, `//host` as an address of the same scheme, and skip tabs and line ends;
    so none of these pass. Names and passwords before the host are refused: they only ever deceive.
    """
    value = text.clean(value).strip().replace(" ", "%20")
    if "\\" in value or len(value) > 2000 or re.search(r"[\s<>\"`]", value):
        return None
    scheme, colon, rest = value.partition(":")
    scheme = scheme.lower()
    if scheme == "mailto":
        return f"mailto:{rest}" if re.fullmatch(r"[^@/]+@[^@/]+", rest) else None
    if scheme == "tel":
        return f"tel:{rest}" if re.fullmatch(r"\+?[0-9().%-]{2,40}", rest) else None
    if scheme not in ("http", "https") or not rest.startswith("//") or rest.startswith("///"):
        return None
    try:
        parts = urlsplit(f"{scheme}:{rest}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    return f"{scheme}:{rest}" if host and "@" not in parts.netloc else None


def present(value: str) -> str:
    """An attribute that says all by being there."""
    return ""


def _an_embed(attributes: Mapping[str, str]) -> bool:
    return embeds.known(attributes.get("data-embed", ""), attributes.get("data-ref", ""))


# ---- blocks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of block.

    key         the attribute that tells it from other kinds with its tag
    attributes  what it may carry, in the order in which it is written
    must        asked of all attributes together
    holds       the kinds that may stand directly in it
    words       whether words may stand directly in it
    breaks      whether those words may hold line breaks
    without     marks that its words do not take, because it already looks so
    instead     the kind it becomes where it may not stand
    lifted      where it may not stand, what holds it is split around it; others dissolve and leave their words
    eager       stands even with nothing in it
    single      a parent has one; a second one's words join the first
    loose       what words become that stand directly in it though it takes none
    """

    name: str
    tag: str
    key: str | None = None
    attributes: Mapping[str, Check] = field(default_factory=dict)
    must: Callable[[Mapping[str, str]], bool] | None = None
    holds: tuple[str, ...] = ()
    words: bool = False
    breaks: bool = False
    without: frozenset[str] = frozenset()
    instead: str | None = None
    lifted: bool = False
    eager: bool = False
    single: bool = False
    loose: str | None = None


_FIGURE = {
    "data-photo": a_photo,
    "data-place": a_place,
    "data-alt": a_line,
    "data-credit": a_line_of_words,
    "data-crop": a_crop,
    "data-focus": a_focus,
}
_BOLD = frozenset({"strong"})
_LISTS = ("list", "numbered")

KINDS = {
    kind.name: kind
    for kind in (
        Kind("paragraph", "p", words=True, breaks=True),
        Kind("heading", "h2", words=True, without=_BOLD, instead="subheading"),
        Kind("subheading", "h3", words=True, without=_BOLD, instead="paragraph"),
        Kind("list", "ul", holds=("item",), loose="item"),
        Kind("numbered", "ol", holds=("item",), loose="item"),
        Kind("item", "li", words=True, breaks=True, holds=_LISTS),
        Kind("pull", "blockquote", key="data-pull", attributes={"data-pull": present}, holds=("paragraph", "cite"),
             loose="paragraph", instead="quote"),
        Kind("quote", "blockquote", holds=("paragraph", *_LISTS, "cite"), loose="paragraph"),
        Kind("cite", "cite", words=True, single=True),
        Kind("box", "aside", key="data-box", attributes={"data-box": present}, loose="paragraph",
             holds=("paragraph", "subheading", *_LISTS, "quote", "figure", "table", "rule")),
        Kind("card", "aside", key="data-article", attributes={"data-article": an_id}, lifted=True, eager=True),
        Kind("figure", "figure", key="data-photo", attributes=_FIGURE, holds=("figcaption",), lifted=True, eager=True,
             loose="figcaption"),
        Kind("figcaption", "figcaption", words=True, eager=True, single=True),
        Kind("gallery", "div", key="data-gallery", attributes={"data-gallery": present}, holds=("figure",)),
        Kind("embed", "div", key="data-embed", attributes={"data-embed": str, "data-ref": str}, must=_an_embed,
             lifted=True, eager=True),
        Kind("table", "table", holds=("caption", "row"), lifted=True),
        Kind("caption", "caption", words=True, single=True),
        Kind("row", "tr", holds=("head cell", "cell")),
        Kind("head cell", "th", words=True, breaks=True, without=_BOLD, eager=True),
        Kind("cell", "td", words=True, breaks=True, eager=True),
        Kind("rule", "hr", lifted=True, eager=True),
    )
}  # fmt: skip
BODY = Kind(
    "body",
    "",
    holds=(
        "paragraph", "heading", "subheading", *_LISTS, "quote", "pull", "box", "card", "figure", "gallery", "embed",
        "table", "rule",
    ),
    loose="paragraph",
)  # fmt: skip


# ---- words ---------------------------------------------------------------------------------------------------------


class Mark(NamedTuple):
    """What a run of words carries: `Mark("strong")`, `Mark("a", "data-article", "7")`, `Mark("span", "lang", "en")`."""

    tag: str
    attribute: str = ""
    value: str = ""


# From the outermost inwards, with the attributes of which exactly one must hold; internal links before outer ones.
LINKS = {
    "data-article": an_id,
    "data-section": an_id,
    "data-tag": an_id,
    "data-person": an_id,
    "data-photo": an_id,
    "href": an_address,
}
MARKS: dict[str, Mapping[str, Check]] = {
    "a": LINKS,
    "span": {"lang": a_language},
    "strong": {},
    "em": {},
    "sub": {},
    "sup": {},
}
MARK_ORDER = {tag: place for place, tag in enumerate(MARKS)}


# ---- what follows from the tables ----------------------------------------------------------------------------------


def names(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Read as what they mean, never stored.
ALIASES = {
    "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em", "menu": "ul", "dir": "ul",
}  # fmt: skip
# Read as the border between two blocks, never stored.
WRAPPERS = names(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form header hgroup "
    "legend main nav pre search section summary tbody tfoot thead"
)
# Removed with all they hold. What is not named anywhere here goes, and leaves its words.
REMOVED = names(
    "applet audio canvas embed frameset head iframe math noembed noframes noscript object plaintext script select "
    "style svg template textarea title video xmp"
)

_BY_TAG: dict[str, list[Kind]] = {}
for _kind in KINDS.values():
    _BY_TAG.setdefault(_kind.tag, []).append(_kind)

TAGS = frozenset(_BY_TAG) | frozenset(MARKS) | {"br"}
ATTRIBUTES: dict[str, dict[str, Check]] = {tag: dict(checks) for tag, checks in MARKS.items() if checks}
for _kind in KINDS.values():
    if _kind.attributes:
        ATTRIBUTES.setdefault(_kind.tag, {}).update(_kind.attributes)


def kind_of(tag: str, attributes: Mapping[str, str]) -> tuple[Kind, dict[str, str]] | None:
    """The kind of block that an element is, with its attributes as they are stored; None if it is none."""
    for kind in _BY_TAG.get(tag, ()):
        if kind.key is not None and kind.key not in attributes:
            continue
        if not kind.attributes:
            return kind, {}
        checked = {
            name: value
            for name, check in kind.attributes.items()
            if name in attributes and (value := check(attributes[name])) is not None
        }
        if (kind.key is None or kind.key in checked) and (kind.must is None or kind.must(checked)):
            return kind, checked
    return None


def mark_of(tag: str, attributes: Mapping[str, str]) -> Mark | None:
    """What an element says about its words; None if nothing that is stored."""
    checks = MARKS[tag]
    if not checks:
        return Mark(tag)
    for name, check in checks.items():
        if name in attributes and (value := check(attributes[name])) is not None:
            return Mark(tag, name, value)
    return None
