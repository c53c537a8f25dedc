"""What old editors' toolbars leave in copied text: the place of a picture, glued out of the labels of its buttons."""

import re

_BUTTONS = r"(?:left\s*)?(?:center\s*)?(?:right\s*)?(?:delete|del|remove|edit)"
_ALONE = re.compile(rf"[\s\xa0]*{_BUTTONS}[\s\xa0]*", re.IGNORECASE)
_AT_START = re.compile(
    r"[\s\xa0]*(?:leftcenterrightdel(?:(?=[\W\d_])|(?-i:(?=[^\W\d_a-z])))"
    r"|(?:left\s*center\s*(?:right\s*)?|(?:left\s*)?center\s*right\s*|left\s*right\s*)(?:delete|del|remove|edit)(?!\w))",
    re.IGNORECASE,
)
LONGEST_CAPTION = 400  # a longer line below is the next paragraph


def marker(line: str) -> re.Match | None:
    """The buttons at the start of a line, where they mark a picture's place; what follows them is its caption."""
    return _ALONE.fullmatch(line) or _AT_START.match(line)
