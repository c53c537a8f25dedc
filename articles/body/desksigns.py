"""What stands for what in the desk's text form, by line: shared by its writer and its reader."""

import re

from articles.body import embeds, residue
from newsroom import text

# What the desk writes, by its language. Both are read, with and without marks and capitals.
SAID = {
    "vi": {
        "photo": "ảnh", "waiting": "ảnh còn thiếu", "box": "hộp", "end box": "hết hộp", "gallery": "chùm ảnh",
        "end gallery": "hết chùm ảnh", "table": "bảng", "card": "đọc thêm", "alt": "mô tả", "credit": "Ảnh",
        "crop": "khung", "focus": "tâm", "left": "trái", "center": "giữa", "right": "phải", "wide": "rộng",
        "no caption": "(không chú thích)", "caption says it": "(như chú thích)",
    },
    "en": {
        "photo": "photo", "waiting": "photo missing", "box": "box", "end box": "end box", "gallery": "gallery",
        "end gallery": "end gallery", "table": "table", "card": "read more", "alt": "alt", "credit": "Photo",
        "crop": "crop", "focus": "focus", "left": "left", "center": "center", "right": "right", "wide": "wide",
        "no caption": "(no caption)", "caption says it": "(as caption)",
    },
}  # fmt: skip
MEANS = {text.fold(word): meaning for said in SAID.values() for meaning, word in said.items() if meaning != "credit"}
MEANS |= {
    "hinh": "photo", "picture": "photo", "thieu anh": "waiting", "anh thieu": "waiting", "missing photo": "waiting",
    "xem them": "card", "related": "card", "centre": "center", "can giua": "center", "ben trai": "left",
    "ben phai": "right", "bai": "card", "story": "card", "article": "card",
}  # fmt: skip
CREDIT_LABELS = {"anh", "photo", "credit", "nguon", "nguoi chup", "tac gia"}
NUMBERED_THING = re.compile(r"(.+?)\s*#?([0-9]{1,19})")

BRACKETS = re.compile(r"\[([^:|\]\\]*)((?:[:|](?:\\.|[^\\])*)?)\]")
HEAD = re.compile(r"(#{1,6})[ \t]+(.+)")
RULE = re.compile(r"-{3,}|\*\*\*+|\*( \*){2,}")
ITEM = re.compile(r"([ \t]*)(?:([-•])|(•?)([0-9]{1,9})\.)[ \t]+(.*)")
CITE = re.compile(r"(?:—|--)[ \t]+(.+)")
SEPARATOR = re.compile(r":?-+:?")
_TAG_AT_START = re.compile(r"<[A-Za-z!/]")


def guarded(line: str, of_many: bool, quoted: bool) -> str:
    """A line of words that would be read as something else, with a backslash that says it is words."""
    looks_otherwise = (
        line.startswith((">", "|", "•"))
        or HEAD.match(line)
        or RULE.fullmatch(line)
        or _TAG_AT_START.match(line)
        or (of_many and line.startswith("- "))
        or (quoted and CITE.match(line))
        or residue.marker(line)
        or embeds.embed_from_url(line)
    )
    if looks_otherwise:
        return "\\" + line
    return re.sub(r"^([0-9]{1,9})\.(?=[ \t])", r"\1\\.", line) if of_many else line


def unguarded(line: str) -> str:
    """A line without the backslash that only said that it is words, where no sign follows it."""
    rest = line[1:]
    return rest if line.startswith("\\") and (residue.marker(rest) or embeds.embed_from_url(rest)) else line
