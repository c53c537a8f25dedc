"""Pictures in copied text, which wait for their photos: where one stood, and whose it is.

Old editors' toolbars leave the place of a picture, glued out of the labels of its buttons (left, center, right, del).
"""

import re
from html import escape

from media.wording import split_credit
from newsroom import text

_BUTTONS = r"(?:left\s*)?(?:center\s*)?(?:right\s*)?(?:delete|del|remove|edit)"
_ALONE = re.compile(rf"[\s\xa0]*{_BUTTONS}[\s\xa0]*", re.IGNORECASE)
_AT_START = re.compile(
    r"[\s\xa0]*(?:leftcenterrightdel(?:(?=[\W\d_])|(?-i:(?=[^\W\d_a-z])))"
    r"|(?:left\s*center\s*(?:right\s*)?|(?:left\s*)?center\s*right\s*|left\s*right\s*)(?:delete|del|remove|edit)(?!\w))",
    re.IGNORECASE,
)
# After a dash and a label even small letters are a name: `- Ảnh: wiki`, `- Ảnh: all-free-photos`.
_CREDIT_AFTER_DASH = re.compile(
    r"(?P<text>.*\S)\s*[-–—]\s*(?:Ảnh|Photo)\s*:\s*(?P<credit>[^\s:;]+(?: [^\s:;]+){0,3}?)\.?", re.I
)
LONGEST_CAPTION = 400  # a longer line below is the next paragraph


def marker(line: str) -> re.Match | None:
    """The buttons at the start of a line, where they mark a picture's place; what follows them is its caption."""
    return _ALONE.fullmatch(line) or _AT_START.match(line)


def waiting_figure(caption: str) -> str:
    """The HTML of a figure that waits for its photo. caption is plain text and may end with a credit."""
    caption = text.clean_line(caption)
    found = split_credit(caption)
    words, credit = found.text, found.credit
    if not credit and (dashed := _CREDIT_AFTER_DASH.fullmatch(caption)):
        words, credit = dashed["text"], dashed["credit"]
    said = f' data-credit="{escape(credit)}"' if credit else ""
    below = f"<figcaption>{escape(words, quote=False)}</figcaption>" if words else ""
    return f'<figure data-photo=""{said}>{below}</figure>'
