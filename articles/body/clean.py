"""The gate: whatever HTML comes, what is stored is the strict subset of `schema` and nothing else.

Two walls. The allow-list cleaner (nh3, fed from the schema) parses as browsers do and lets only known elements and
checked attributes through; then the tree is built anew by the grammar and written in the one way it is spelled.
"""

import re
from functools import lru_cache
from unicodedata import combining

import nh3
from django.utils.translation import gettext_lazy as _

from articles.body import schema, tree
from articles.body.blocks import write
from newsroom import text

LARGEST = 2_000_000  # letters; a long feature with everything has 60,000
_MOST_TAGS = 80_000
_DEEPEST = 4_000  # parsers grow slow with the square of the depth
_LONGEST_TAG = 100_000  # and of the attributes of one tag
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_LONG_TAG = re.compile(rf"<[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*'){{{_LONGEST_TAG // 10},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OVERLAY = "\u0338"
_AFTER_TAG = re.compile(r">([^\w<]+)")
_END_IMPLIED = schema.names("p li dt dd tr td th br hr img input meta link wbr source col option")


_TOO_LONG = _(
    "This text has %(letters)d characters; a story can have %(most)d. "
    "Split it into several stories; nothing was stored."
)
_TANGLED = _(
    "The markup of this text is too tangled to be read in one way only. Paste it as plain text; nothing was stored."
)


class BodyRefused(ValueError):
    """This body cannot be stored. The message tells the writer why and that nothing was stored."""


@lru_cache(maxsize=4)  # one save asks the same of the same text several times: form, pre_save, the database's gate
def clean(html: str) -> str:
    """Any HTML → the same words in the strict subset. Cleaning twice changes nothing.

    Raises BodyRefused if it is too large or too tangled to be a story.
    """
    if _SURROGATE.search(html):
        html = text.clean(html)  # half a letter is nothing that a parser could take
    check_size(html)
    for _attempt in range(4):
        cleaned = _clean_once(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    raise BodyRefused(_TANGLED)


def _clean_once(html: str) -> str:
    """One pass. The letters are cleaned when nh3 has decoded all entities: decoding can undo NFC."""
    allowed = _CLEANER.clean(html)
    if _OVERLAY in allowed:
        allowed = _AFTER_TAG.sub(_without_overlay, allowed)
    return write(tree.parse(text.clean(allowed)))


def _without_overlay(found: re.Match) -> str:
    """Composed, ">" and a stroke through it are one letter, and a tag would lose its end."""
    marks = next((at for at, letter in enumerate(found[1]) if not combining(letter)), len(found[1]))
    return ">" + found[1][:marks].replace(_OVERLAY, "") + found[1][marks:]


def check_size(html: str) -> None:
    """Raises BodyRefused where reading this would take longer than any story deserves."""
    if len(html) > LARGEST:
        raise BodyRefused(_TOO_LONG % {"letters": len(html), "most": LARGEST})
    tags = html.count("<")
    if tags > _MOST_TAGS or (tags > _DEEPEST and _depth(html) > _DEEPEST) or _has_endless_tag(html):
        raise BodyRefused(_TANGLED)


def _depth(html: str) -> int:
    """At most how deep the elements are nested, taking every tag that needs an end as waiting for its own."""
    opened: dict[str, int] = {}
    depth = deepest = 0
    for end, tag in _TAG.findall(html):
        tag = tag.lower()
        if tag in _END_IMPLIED:
            continue
        if not end:
            opened[tag] = opened.get(tag, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened.get(tag):
            opened[tag] -= 1
            depth -= 1
    return deepest


def _has_endless_tag(html: str) -> bool:
    """Whether one tag carries thousands of attributes. Long addresses in quotes are no harm."""
    if len(html) < _LONGEST_TAG:
        return False
    return any(len(_QUOTED.sub("", found[0])) > _LONGEST_TAG // 10 for found in _LONG_TAG.finditer(html))


def _checked_attribute(tag: str, attribute: str, value: str) -> str | None:
    check = schema.ATTRIBUTES.get(tag, {}).get(attribute)
    return check(value) if check else None


_CLEANER = nh3.Cleaner(
    tags=set(schema.TAGS | schema.WRAPPERS | schema.ALIASES.keys()),
    clean_content_tags=set(schema.REMOVED),
    attributes={tag: set(checks) for tag, checks in schema.ATTRIBUTES.items()},
    attribute_filter=_checked_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
