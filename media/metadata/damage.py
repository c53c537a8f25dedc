"""Text that was damaged on its way into a file: what happened to it, and what can be read out of it again. Pure.

    mojibake          UTF-8 read as Windows-1252, "Ä\\u0090Æ°á»\\u009dng" for "Đường": undone exactly
    TCVN3, VNI, …     letters of a font of the time before Unicode: undone exactly
    low byte          each letter cut to the low byte of its UTF-16 unit, "BË cáo" for "Bị cáo": 0xA1 was ơ or ạ, so a word
                      comes back only where Vietnamese has one such syllable
    question marks, lost letters    nothing comes back

What comes back is a proposal for a person, never taken by itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

from newsroom import letters
from newsroom.text import nfc, without_tones

LONGEST = 20_000  # letters that are looked at
LEAST_OF_A_FONT = 3  # words in a caption's old letters before it is called that

_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]|\ufffd")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¥«°±·¿][^\W\d_]")
_QUESTION_IN_WORD = re.compile(r"[^\W\d_]\?[^\W\d_]")


@dataclass(frozen=True)
class Damage:
    """What happened to a text.

    kind       one of the head of this module
    repaired   the text as far as it can be read again; "" where nothing can
    doubtful   some words of it may be one of two or more: they stand in brackets, [Vi/Vũ]
    """

    kind: str
    repaired: str = ""
    doubtful: bool = False


def examine(text: str) -> Damage | None:
    """What happened to a text on its way; None where nothing did."""
    text = text[:LONGEST]
    if text.isascii() and not _CONTROLS.search(text):
        return Damage("question marks") if _lost_to_question_marks(text) else None
    if undone := _mojibake_undone(text):
        return Damage("mojibake", undone, bool(DOUBT.search(undone) and not DOUBT.search(text)))
    if "\ufffd" in text:
        return Damage("lost letters")
    cut = bool(_CONTROLS.search(text) or _SIGN_IN_WORD.search(text))
    font = letters.recognised(text, LEAST_OF_A_FONT)
    if font and not (cut and _reads_as_low_bytes(text)):
        return Damage(font, letters.converted(text, font))
    if cut:
        if not _reads_as_low_bytes(text):
            return Damage("lost letters")
        repaired = _low_bytes_undone(text)
        return Damage("low byte", repaired, bool(DOUBT.search(repaired)))
    return Damage("question marks") if _lost_to_question_marks(text) else None


DOUBT = re.compile(r"\[[^\W_]+(?:/[^\W_]+)+\]")
"""A word of a repaired text that a person still has to choose: [Vi/Vũ]."""


def _lost_to_question_marks(text: str) -> bool:
    return len(_QUESTION_IN_WORD.findall(text)) > 1 and "://" not in text


# ---- UTF-8 read as Windows-1252 ------------------------------------------------------------------------------------

_LATIN_OF_WINDOWS = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(256) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TAIL = "\x80-\xbf" + "".join(chr(code) for code in _LATIN_OF_WINDOWS if code > 0xFF)
_SEQUENCE = re.compile(f"[\xc2-\xdf][{_TAIL}]|[\xe0-\xef][{_TAIL}]{{2}}")
# Windows-1252 has no letter for these bytes, so some programs dropped them.
_DROPPED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_BROKEN = re.compile(f"[\xc3\xc4\xc5\xc6](?![{_TAIL}])|\xe1[\xba\xbb](?![{_TAIL}])")


def _mojibake_undone(text: str) -> str:
    """The text read as UTF-8 again, as often as it was misread; "" where it was not."""
    undone = text
    for _time in range(3):
        further = _undone_once(undone)
        if not further:
            break
        undone = further
    return undone if undone != text else ""


def _undone_once(text: str) -> str:
    found = _SEQUENCE.findall(text)
    if not found:
        return ""
    bytes_of = text.translate(_LATIN_OF_WINDOWS)
    try:
        whole = bytes_of.encode("latin-1").decode()
        return whole if len(whole) < len(text) else ""
    except UnicodeError:
        pass
    # Letters were lost, or good ones stand beside: sequence by sequence, where enough of them are Vietnamese.
    mended = _SEQUENCE.sub(_as_utf8, text)
    if len(_VIETNAMESE.findall(mended)) - len(_VIETNAMESE.findall(text)) < 2:
        return ""
    return _WORD_WITH_GAPS.sub(_gaps_filled, mended)


_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăđĩũơưĂĐĨŨƠƯàáâãèéêìíòóôõùúý]")
_WORD_WITH_GAPS = re.compile(rf"[^\W\d_]*(?:{_BROKEN.pattern})(?:[^\W\d_]|{_BROKEN.pattern})*")


def _as_utf8(found: re.Match) -> str:
    try:
        return found[0].translate(_LATIN_OF_WINDOWS).encode("latin-1").decode()
    except UnicodeError:
        return found[0]


def _gaps_filled(found: re.Match) -> str:
    """A word whose letters lost their last byte: what it was where Vietnamese has one such syllable, else both."""
    parts = re.split(f"({_BROKEN.pattern})", found[0])
    choices = [[part] if index % 2 == 0 else _could_be(part) for index, part in enumerate(parts)]
    return _only(_written(choices), found[0])


def _could_be(lead: str) -> list[str]:
    """The letters of which only the first byte is left, or the first two."""
    letters_of = []
    for byte in _DROPPED:
        try:
            letter = (lead.encode("latin-1") + bytes([byte])).decode()
        except UnicodeError:
            continue
        if _VIETNAMESE.fullmatch(letter.lower()):
            letters_of.append(letter)
    return letters_of or [lead]


# ---- letters cut to their low byte ---------------------------------------------------------------------------------

_ALL = "ăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
_ALL += _ALL.upper()
_CUT: dict[str, list[str]] = {}
for _letter in _ALL:
    _CUT.setdefault(chr(ord(_letter) & 0xFF), []).append(_letter)
_CUT_LETTERS = "".join(
    letter for letter in _CUT if not letter.isspace() and not letter.isalnum() and letter not in "()"
)
_CUT_WORD = re.compile(rf"(?:[^\W\d_]|[{re.escape(_CUT_LETTERS)}])+")
_KEPT_AS_THEY_ARE = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
_MOST_READINGS = 64
_MOST_UNDONE = 4_000  # letters of one text; more is no caption
_SIGNS = str.maketrans("\x13\x14\x18\x19\x1c\x1d", "–—‘’“”")


def _reads_as_low_bytes(text: str) -> bool:
    """Whether most words with strange letters are Vietnamese under this damage, and few are as they stand."""
    strange = [word for word in _CUT_WORD.findall(text) if not word.isascii() or _CONTROLS.search(word)]
    strange = [word for word in strange if not set(word) <= _KEPT_AS_THEY_ARE | set(_PLAIN)]
    if not strange:
        return False
    good = sum(bool(_readings(word)) for word in strange)
    return good >= 0.7 * len(strange)


_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _low_bytes_undone(text: str) -> str:
    return nfc(_CUT_WORD.sub(lambda found: _word_undone(found[0]), text[:_MOST_UNDONE])).translate(_SIGNS)


def _word_undone(word: str) -> str:
    return _only(_readings(word) or _glued(word), word)


def _glued(word: str) -> list[str]:
    """Two words that stand together without a space, the second with a capital: a caption and its NinhẢnh."""
    return [
        first + second
        for at in range(1, len(word))
        for first in _readings(word[:at])
        for second in _readings(word[at:])
        if first[-1].islower() and second[0].isupper()
    ]


@lru_cache(maxsize=4096)
def _readings(word: str) -> list[str]:
    """The Vietnamese syllables that a cut word may have been."""
    return _written([_uncut(letter) for letter in word]) if len(word) <= _LONGEST_SYLLABLE else []


def _uncut(letter: str) -> list[str]:
    stays = [letter] if letter in _PLAIN or letter in _KEPT_AS_THEY_ARE else []
    return (stays + _CUT.get(letter, [])) or [letter]


# ---- words ---------------------------------------------------------------------------------------------------------

_LONGEST_SYLLABLE = 7  # letters: nghiêng
_SPELT_OTHERWISE = re.compile(
    r"c[eêiy]|k(?!h)[^eêiy]|(?:gh|ngh)[^eêi]|ng[eê]|g[eê]|gua[a-z]"
    r"|(?!(?:[hklmrstv]|th|qu)y$)[^aeouâ]+y$|.*[ăâeoôơuư](?:nh|ch)$",
    re.IGNORECASE,
)
_TONE_ON_THE_LAST = re.compile("[aăâeêoôơư][ũùủúụỳỷỹýỵìỉĩíị]", re.IGNORECASE)


def _written(choices: list[list[str]]) -> list[str]:
    """What Vietnamese writes of the words that these letters make; none where there would be too many."""
    if prod(map(len, choices)) > _MOST_READINGS:
        return []
    return [reading for reading in dict.fromkeys(map("".join, product(*choices))) if _is_written(reading)]


def _only(readings: list[str], word: str) -> str:
    """The one reading; a few of them in brackets for a person; else the word as it stands."""
    if len(readings) == 1:
        return readings[0]
    return f"[{'/'.join(readings)}]" if 1 < len(readings) <= 4 else word


def _is_written(word: str) -> bool:
    """Whether a paper would print this: a syllable as it is spelt, in small letters, in capitals or with a capital first."""
    if not (word.islower() or word.isupper() or word[1:].islower()) or _TONE_ON_THE_LAST.search(word):
        return False
    return letters.is_syllable(word) and not _SPELT_OTHERWISE.match(without_tones(word))
