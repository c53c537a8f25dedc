"""Copied markup made small before it is parsed: comments, scripts, style sheets and endless attributes go by the megabyte.

Nothing here makes markup safe; that is what the gate is for. It only takes away what no reader of it would ever use, in
time that grows with the length and nothing else, and keeps what a style sheet says of bold words and fonts.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from articles.body import dress, nodes
from newsroom import letters

_OPENS = re.compile(r"<(?:(!--)|(!\[)|(\?)|(style|script|xml|svg|noscript|template)\b)", re.IGNORECASE)
_MARKER_OF_LIST = re.compile(r"<!(?:--)?\[if !supportLists\](?:--)?>", re.IGNORECASE)
_END_OF_MARKER = re.compile(r"<!(?:--)?\[endif\](?:--)?>", re.IGNORECASE)
_MARKER_OR_END = re.compile(f"{_MARKER_OF_LIST.pattern}|{_END_OF_MARKER.pattern}", re.IGNORECASE)
_FOREIGN = re.compile(
    r"</?[A-Za-z][\w.-]*:[\w.-]+(?:\s[^<>\"']{0,200})?/?>"
)  # <o:p>, <st1:place w:st="on"> by its parts
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"\s+([A-Za-z_][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_BARE = re.compile(r"<span\s*>([^<>]*)</span\s*>", re.IGNORECASE)
_EMPTY = re.compile(r"<span\b[^<>]*></span\s*>", re.IGNORECASE)
_LONG = 40  # shorter tags cost more to look into than they bring
_SHEET = 400_000  # letters of style sheets that are looked into

_SAYING = frozenset(
    "font-weight font-style vertical-align display mso-hide mso-list mso-element mso-outline-level".split()
)


@dataclass(frozen=True)
class Source:
    """Markup without its dress, and the style sheets that came with it."""

    html: str
    sheet: str


def undressed(html: str) -> Source:
    """The same words and elements in less markup.

    The marker that Word draws before an item of a list comes out as `<span style="mso-list:Ignore">`.
    """
    sheets: list[str] = []
    html = _without_hidden(_with_markers(html), sheets)
    html = _BARE.sub(r"\1", _EMPTY.sub("", _TAG.sub(_thin, _FOREIGN.sub("", html))))
    return Source(html, "\n".join(sheets)[:_SHEET])


def _with_markers(html: str) -> str:
    """Word brackets what stands in for a list's own marker with a comment; here it gets an element."""
    if not _MARKER_OF_LIST.search(html):
        return html
    opened = False

    def mark(found: re.Match) -> str:
        nonlocal opened
        if _MARKER_OF_LIST.fullmatch(found[0]):
            was, opened = opened, True
            return "" if was else '<span style="mso-list:Ignore">'
        was, opened = opened, False
        return "</span>" if was else ""

    return _MARKER_OR_END.sub(mark, html)


_CLOSES = {
    "!--": re.compile("--!?>"),
    "![": re.compile(">"),
    "?": re.compile(">"),
    **{tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in "style script xml svg noscript template".split()},
}


def _without_hidden(html: str, sheets: list[str]) -> str:
    """Comments, scripts and the like taken out whole. What never ends is left to the parser."""
    kept, at, endless = [], 0, set()
    while found := _OPENS.search(html, at):
        kept.append(html[at : found.start()])
        kind = (found[1] or found[2] or found[3] or found[4]).lower()
        if kind == "!--" and html.startswith((">", "->"), found.end()):
            end = html.index(">", found.end()) + 1
        else:
            closed = None if kind in endless else _CLOSES[kind].search(html, found.end())
            end = closed.end() if closed else 0
        if not end:
            endless.add(kind)
            kept.append(found[0])
        elif kind == "style":
            sheets.append(html[html.find(">", found.end()) + 1 : closed.start()])
        at = end or found.end()
    kept.append(html[at:])
    return "".join(kept)


def _thin(found: re.Match) -> str:
    """A tag without the attributes that nobody reads."""
    tag = found[0]
    if len(tag) < _LONG or tag.count('"') % 2 or tag.count("'") % 2:
        return tag
    return _ATTRIBUTE.sub(_attribute, tag)


def _attribute(found: re.Match) -> str:
    name = found[1].lower()
    value = next((value for value in found.groups()[1:] if value is not None), "")
    if name not in nodes.KEPT_ATTRIBUTES:
        return ""
    if name == "style":
        value = _saying(value)
        return f' style="{value}"' if value else ""
    if name in ("src", "srcset") and value.lstrip()[:5].lower() == "data:":
        return f' {name}="data:"'
    return found[0]


@lru_cache(maxsize=2048)
def _saying(style: str) -> str:
    """Of a style attribute, what says something of the words; a font of today only that it is one."""
    said = dress.declarations(style)
    kept = [f"{name}:{value}" for name, value in said.items() if name in _SAYING]
    if font := dress.family(said):
        kept.append(f"font-family:{font if letters.encoding_of(font) else '-'}")
    return ";".join(kept).replace('"', "'")
