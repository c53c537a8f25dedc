"""Captions and credits as newspapers print them: the credit at a caption's end told from the caption; and words for blind
readers that say nothing of their own. Pure.

Forms: section "Newsroom vocabulary and credits" of the standards; by far the commonest is ` - Ảnh: TÊN.`
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsroom.text import clean_line, fold, tag_key

_ROLE_OF_LABEL = {
    "photo": "ảnh|hình|hình ảnh|ảnh minh hoạ|ảnh (minh hoạ)|ảnh tư liệu|ảnh chụp màn hình|ảnh chụp|ảnh cắt từ clip"
    "|nguồn ảnh|photo|photos|picture|pictures|photo by|photos by|photo courtesy of|file photo",
    "graphics": "đồ hoạ|infographic|infographics|graphic|graphics|graphic by|graphics by",
    "illustration": "minh hoạ|tranh|hoạ sĩ|illustration|illustrations|illustration by|illustrations by",
    "video": "video|clip|video by",
    "source": "nguồn|source",
}
_ROLES = {label: role for role, labels in _ROLE_OF_LABEL.items() for label in labels.split("|")}
_WORDS = r"(?:{})".format(
    "|".join(
        r"\s*".join(re.escape(part) for part in label.split()).replace(r"hoạ", "(?:hoạ|họa)").replace(r"\s*", r"\s+")
        for label in sorted(_ROLES, key=len, reverse=True)
    )
)
_LABEL = re.compile(rf"(?:(?P<by>{_WORDS}(?<=by|of)\s)|(?P<label>{_WORDS})\s*:)\s*", re.IGNORECASE)
_UNLABELLED = re.compile(
    r"(?:^|[-–—,;|.(]\s*)"
    r"(?P<credit>(?:ảnh (?:tư liệu|minh (?:hoạ|họa)|chụp màn hình|cắt từ (?:video )?clip|CTV|NVCC|TL)|file photo)"
    r"(?:\s[^.,;:()]{1,40})?)\s*\)?\.?$",
    re.IGNORECASE,
)
_FURTHER_LABEL = re.compile(rf"\s*[-–—;|,/]\s*{_LABEL.pattern}", re.IGNORECASE)
_LONGEST_TAIL = 250
_JOINTS = " \t\u00a0-–—,;|"
_SUPPLIED = re.compile(
    r"(?:^|\s)"
    r"(?:cung cấp|chụp lại|cắt từ|từ (?:video )?clip|chụp màn hình|chụp|tư liệu|lưu trữ|sưu tầm|internet|facebook|zalo"
    r"|báo|nhân vật|bạn đọc|gia đình|người dân|công an|camera|vệ tinh|archive|courtesy|handout|supplied)(?:\s|$)",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"(?:Báo|Đài|Bộ|Sở|Cục|Tổng cục|Ban|Viện|Trung tâm|Công an|Cảnh sát|Công ty|Bệnh viện|Trường|Quân khu|Quân đội"
    r"|Bộ đội|Ủy ban|Uỷ ban|UBND|Cơ quan|Chính phủ|Hội|Thành đoàn|Sân bay|Nhà hát|Bảo tàng|Cổng)\s"
)
_INITIALS_WITH_STOP = re.compile(r"(?:^|[\s/(,])(?:[^\W\d_]{1,2}\.\s?){2,}$")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,6}(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Caption:
    """A caption as it prints: its words, and who made the picture, if it says so.

    role    what the credit is for: photo, graphics, illustration, video or source; photo where nobody is named
    """

    text: str
    credit: str | None = None
    role: str = "photo"


def split_credit(caption: str) -> Caption:
    """The caption without its credit, and the credit as written, without label and full stop.

    Every word stands in one of the two, or was the label. What only looks alike (`Trong ảnh: …`, `Clip: <what
    happens>`) stays in the caption: a credit lost is seen and mended, a sentence printed as a name is not.
    """
    line = clean_line(caption)
    for label in _labels_from_the_first(line):
        found = _tail(line, label)
        if found:
            return found
    if bare := _UNLABELLED.search(line):
        return Caption(_without_joint(line[: bare.start("credit")]), without_stop(bare["credit"]))
    return Caption(line)


def split_tail(caption: str) -> Caption:
    """As split_credit(), and the words keep their own spaces and lines: only the tail goes."""
    split = split_credit(caption)
    if not split.credit or not split.text:
        return Caption(caption)
    as_written = re.match(r"\s+".join(map(re.escape, split.text.split())), caption)
    return Caption(as_written.group() if as_written else split.text, split.credit, split.role)


def without_stop(s: str) -> str:
    """The words without the stop of the line (`.`, `./.`); the stop of initials belongs to the name: `C.T.V.`"""
    s = re.sub(r"\s*\./\.$", "", s.strip())
    if s.endswith(".") and not s.endswith("..") and not _INITIALS_WITH_STOP.search(s):
        s = s[:-1]
    return s.rstrip(_JOINTS)


def is_domain(s: str) -> bool:
    """Whether this is the address of a site, written as a source: `chinhphu.vn`, `Zing.vn`."""
    return bool(_DOMAIN.fullmatch(s)) and s.rpartition(".")[2].split("/")[0].islower()


def printed_credit(credit: str, role: str = "photo", language: str = "vi") -> str:
    """The credit with its label, as it stands under a picture: `Ảnh: ĐỨC ANH`, `Photo: AFP`.

    A credit that carries a label of its own (`Ảnh tư liệu`, `Nguồn: X - Đồ hoạ: Y`) prints as it is.
    """
    if not credit or ":" in credit or fold(credit).startswith(("anh ", "file photo", "photo ")):
        return credit
    vietnamese = {"graphics": "Đồ hoạ", "illustration": "Minh hoạ", "video": "Video", "source": "Nguồn"}
    english = {"graphics": "Graphics", "illustration": "Illustration", "video": "Video", "source": "Source"}
    label = vietnamese.get(role, "Ảnh") if language.startswith("vi") else english.get(role, "Photo")
    return f"{label}: {credit}"


def _labels_from_the_first(line: str) -> list[re.Match]:
    """The labels that may begin a tail: marked off by a sign, capitalised, or glued to the word before (`NinhẢnh:`)."""
    labels = _LABEL.finditer(line, max(0, len(line) - _LONGEST_TAIL))
    return [label for label in labels if _may_begin_a_tail(line, label.start())]


def _may_begin_a_tail(line: str, at: int) -> bool:
    before = line[:at]
    if not before.strip(_JOINTS + "(.") or before.rstrip(" ")[-1] in "-–—,;|(.:/":
        return True
    return line[at].isupper() and (before[-1] == " " or before[-1].isalpha())


def _tail(line: str, label: re.Match) -> Caption | None:
    """What a credit from this label to the end of the line gives, or None where the rest is no credit."""
    before, rest = line[: label.start()], line[label.end() :]
    opened = re.search(r"\(\s*$", before)
    if opened:
        before, rest = before[: opened.start()], re.sub(r"\)\s*\.?$", "", rest)
    credit = without_stop(rest)
    further = list(_FURTHER_LABEL.finditer(credit))
    starts, ends = [0, *(label.end() for label in further)], [*(label.start() for label in further), len(credit)]
    if not all(_is_credit(credit[start:end]) for start, end in zip(starts, ends, strict=True)):
        return None
    if further:
        credit = f"{label[0]}{credit}"
    return Caption(_without_joint(before), credit, _role_of((further or [label])[-1]))


def _role_of(label: re.Match) -> str:
    return _ROLES[tag_key(label["label"] or label["by"])]


def _is_credit(s: str) -> bool:
    """Whether the words after a label name somebody: capitalised words, a body, a site, or who supplied it."""
    words = s.split()
    if not words or len(words) > 12 or len(s) > 100 or re.search(r"[!?:“”]|\w{3}\. \w", s):
        return False
    if is_domain(s) or _SUPPLIED.search(s) or _BODIES.match(s):
        return True
    letters = [word.strip("()/&+'\"") for word in words]
    capital = [word for word in letters if word[:1].isupper() or not word[:1].isalpha()]
    return s[0].isalnum() and not s[0].islower() and 2 * len(capital) > len(letters)


def _without_joint(before: str) -> str:
    """The caption without what joined the credit to it; its own full stop stays (`sạt lở. Ảnh: X`)."""
    before = re.sub(r"(?:\s[-–—]|[-–—])\s*\.?\s*$", "", before.rstrip())
    return before.rstrip(_JOINTS + "(") if before.strip(_JOINTS + "(.") else ""


# ---- words for blind readers ---------------------------------------------------------------------------------------

_ALMOST_WHOLE = 0.8  # share of the words (or of a name's letters) from which on the rest says nothing of its own
_MOST_WORDS = 300  # that are compared
_EMPTY_WORDS = frozenset("anh buc tam chup hinh ve photo picture image a an the of".split())  # folded
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|tiff?|hei[cf])$", re.IGNORECASE)
_CAMERA_NAME = re.compile(r"(?:img|dsc[fn]?|pxl|dji|gopr|vid|mvi|p|screenshot|received|image|photo)\d{3,}", re.ASCII)


def alt_fault(alt: str, caption: str, file_name: str = "") -> str:
    """What words for blind readers only repeat: "caption", "file name", or "" where they say something of their own.

    A caption is read out as well, so saying it again helps nobody. Capitals, marks and punctuation do not count, nor do a few
    words around what is repeated, nor that it is a picture. No words at all are no fault here: they may be meant.
    """
    words = _bare_words(_SUFFIX.sub("", alt.strip()))
    words = [word for word in words if word not in _EMPTY_WORDS] or words
    if words and _repeats(words, _bare_words(caption)):
        return "caption"
    return "file name" if _is_file_name(alt.strip(), "".join(words), file_name) else ""


def _is_file_name(alt: str, letters: str, file_name: str) -> bool:
    """Whether this is a file's name: any one word with a suffix, as cameras count, or this very file's."""
    if _CAMERA_NAME.fullmatch(letters) or (_SUFFIX.search(alt) and len(alt.split()) == 1):
        return True
    stem = "".join(_bare_words(_SUFFIX.sub("", file_name)))
    shorter, longer = sorted((stem, letters), key=len)
    return bool(shorter) and shorter in longer and len(shorter) >= _ALMOST_WHOLE * len(longer)


def _bare_words(s: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(clean_line(s)))[:_MOST_WORDS]


def _repeats(words: list[str], others: list[str]) -> bool:
    """Whether almost all of these words stand among the others, in their order."""
    same = SequenceMatcher(None, others, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) >= _ALMOST_WHOLE * len(words)
