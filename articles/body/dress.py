"""What dress says of words: bold, slanted, raised, hidden, set in which font; by element, style attribute and class."""

import re
from functools import lru_cache
from typing import NamedTuple

from articles.body.nodes import Node

_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
_SHORTHAND = re.compile(r"\d[\w.%/]*\s+(\S.*)")
_BOLD, _SLANTED = frozenset({"b", "strong"}), frozenset({"i", "em"})
_RAISED = {"sub": "sub", "super": "sup", "sup": "sup"}
# Where vertical-align is layout, or only moves what the element has raised already.
_OWN_ALIGNMENT = frozenset({"td", "th", "tr", "tbody", "thead", "table", "img", "sub", "sup"})


class Look(NamedTuple):
    """How words look: raised is sub, sup or empty; font the first one named."""

    bold: bool = False
    slanted: bool = False
    raised: str = ""
    font: str = ""


class Sheet:
    """The rules of style sheets that name an element, a class, or an element of a class."""

    def __init__(self, css: str):
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        css = css.replace("<!--", " ").replace("-->", " ")
        for rule in css.split("}"):
            selectors, _brace, style = rule.rpartition("{")
            said = declarations(style)
            for selector in selectors.split(","):
                found = _SELECTOR.fullmatch(selector.strip())
                if found and found[0] and said:
                    self._rules.setdefault((found[1] or "", found[2] or ""), {}).update(said)

    def of(self, node: Node) -> dict[str, str]:
        """What is declared for an element, by name; the style attribute before the class before the element."""
        own = declarations(node.attributes["style"]) if "style" in node.attributes else {}
        if not self._rules:
            return own
        said = dict(self._rules.get((node.tag, ""), {}))
        for name in node.attributes.get("class", "").split():
            said |= self._rules.get(("", name), {})
            said |= self._rules.get((node.tag, name), {})
        return said | own


@lru_cache(maxsize=4096)
def declarations(style: str) -> dict[str, str]:
    """A style's declarations by name, both in small letters but for the names of fonts."""
    found = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            name = name.strip().lower()
            found[name] = value.strip() if "font" in name else value.strip().lower()
    return found


def looked(node: Node, said: dict[str, str], around: Look) -> Look:
    """How words in an element look, by what is declared for it and how words around it look."""
    bold = True if node.tag in _BOLD else around.bold
    slanted = True if node.tag in _SLANTED else around.slanted
    raised = _RAISED.get(node.tag, around.raised)
    font = node.attributes.get("face", "") or around.font
    if "font-weight" in said:
        bold = _is_bold(said["font-weight"].lower(), around.bold)
    if "font-style" in said:
        slanted = said["font-style"].lower() in ("italic", "oblique")
    if "vertical-align" in said and node.tag not in _OWN_ALIGNMENT:
        raised = _RAISED.get(said["vertical-align"], "")
    return Look(bold, slanted, raised, family(said) or font)


def family(said: dict[str, str]) -> str:
    """The first font that is named; empty where none is."""
    named = said.get("font-family") or said.get("mso-ascii-font-family")
    if not named and (found := _SHORTHAND.search(said.get("font", ""))):
        named = found[1]
    return named.partition(",")[0].strip(" \"'") if named else ""


def is_hidden(said: dict[str, str]) -> bool:
    return said.get("display") == "none" or said.get("mso-hide") == "all"


def _is_bold(weight: str, around: bool) -> bool:
    if weight in ("bold", "bolder"):
        return True
    if weight in ("normal", "lighter"):
        return False
    return int(weight) >= 600 if weight.isdecimal() else around
