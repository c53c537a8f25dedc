"""Vietnamese typed in fonts of the time before Unicode: told by the font or by the letters, and read as what it shows.

Such fonts draw Vietnamese where other fonts draw Western European letters: `ViÖt Nam` in .VnTime, `Vieät Nam` in
VNI-Times. Copied, only the Western letters come along. Pure; both apps stand on it.
"""

import re
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

from newsroom.text import nfc

TCVN3, VNI, VISCII = "TCVN3", "VNI", "VISCII"
FONTS = {TCVN3: "TCVN3 (.VnTime)", VNI: "VNI (VNI-Times)", VISCII: "VISCII"}
"""The encodings as people know them, by a font of each."""

_LETTERS = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
# Each letter's place in the font, in the order of _LETTERS. TCVN3 draws capitals with tones in fonts of their own.
_IN_TCVN3 = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ"
_CAPITALS_IN_TCVN3 = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
_IN_VISCII = (
    "áàäãÕå¡¢ÆÇ£â¤¥¦ç§ðéèë¨©êª«¬\xad®íìïî¸óòöõ÷ô¯°±²µ½¾¶·ÞþúùüûøßÑ×ØæñýÏÖÛÜ"  # as Latin-1
    "ÁÀÄÃ\x80Å\x81\x82\x02\x05\x83Â\x84\x85\x86\x06\x87ÐÉÈË\x88\x89Ê\x8a\x8b\x8c\x8d\x8eÍÌ\x9bÎ\x98ÓÒ\x99\xa0\x9aÔ"
    "\x8f\x90\x91\x92\x93´\x95\x96\x97³\x94ÚÙ\x9c\x9d\x9e¿º»¼ÿ¹Ý\x9f\x14\x19\x1e"
)
# VNI draws most letters as a plain one and a mark behind it; these stand alone.
_ALONE_IN_VNI = dict(zip("đíìỉĩịơưỵ", "ñíìæóòôöî", strict=True))
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_MARKS_IN_VNI = [
    *[(letter, "", mark, tone) for letter, (mark, tone) in product("aeouôöy", zip("ùøûõï", _TONES, strict=True))],
    *[(letter, "\u0302", mark, tone) for letter, (mark, tone) in product("aeo", zip("âáàåãä", ("", *_TONES), strict=True))],
    *[("a", "\u0306", mark, tone) for mark, tone in zip("êéèúüë", ("", *_TONES), strict=True)],
]  # fmt: skip

_OF_UNICODE = re.compile("[\u1ea0-\u1ef9ăđĩũơưĂĐĨŨƠƯ]")
_FONTS = {
    TCVN3: re.compile(r"\.vn[a-z0-9]", re.IGNORECASE),
    VNI: re.compile(r"vni[-_ ]", re.IGNORECASE),
    VISCII: re.compile(r"viscii|vi (?:times|arial)", re.IGNORECASE),
}
_CAPITALS_FONT = re.compile(r"(?i:\.vn).*H")


@dataclass(frozen=True)
class _Encoding:
    """What stands in such a text → the letter it shows; and a pattern that finds all of them, the longest first."""

    shown: dict[str, str]
    pattern: re.Pattern


def _encoding(shown: dict[str, str]) -> _Encoding:
    return _Encoding(shown, re.compile("|".join(re.escape(typed) for typed in sorted(shown, key=len, reverse=True))))


def _of_tcvn3() -> _Encoding:
    shown = dict(zip(_IN_TCVN3, _LETTERS, strict=True))
    return _encoding(shown | {typed: letter for letter, typed in _CAPITALS_IN_TCVN3.items()})


def _of_viscii() -> _Encoding:
    shown = dict(zip(_IN_VISCII, _LETTERS + _LETTERS.upper(), strict=True))
    shown.pop("\xa0")  # by now a space that does not break
    for typed in [letter for letter in shown if "\x80" <= letter < "\xa0"]:
        windows = typed.encode("latin-1").decode("cp1252", "replace")
        if windows != "\ufffd":
            shown[windows] = shown[typed]
    return _encoding(shown)


def _of_vni() -> _Encoding:
    plain = {"ô": "ơ", "ö": "ư"}
    shown = {typed: letter for letter, typed in _ALONE_IN_VNI.items()}
    for letter, shape, mark, tone in _MARKS_IN_VNI:
        shown[letter + mark] = nfc(plain.get(letter, letter) + shape + tone)
    capitals = {typed.upper(): letter.upper() for typed, letter in shown.items()}
    mixed = {typed[0].upper() + typed[1]: letter.upper() for typed, letter in shown.items() if len(typed) == 2}
    return _encoding({**shown, **mixed, **capitals})


_ENCODINGS = {TCVN3: _of_tcvn3(), VNI: _of_vni(), VISCII: _of_viscii()}
VNI_MARKS = "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"
"""What may stand behind a letter in VNI, and belongs to it wherever the words are cut."""


# ---- by the font ---------------------------------------------------------------------------------------------------


def encoding_of(font: str) -> str | None:
    """The encoding of a font by its name: .VnTime is TCVN3, VNI-Times is VNI. None for fonts of today."""
    font = font.strip(" \t\"'")
    return next((encoding for encoding, names in _FONTS.items() if names.match(font)), None)


def shows_capitals(font: str) -> bool:
    """Whether a font of TCVN3 draws small letters as capitals: .VnTimeH, .VnArialH."""
    return _CAPITALS_FONT.fullmatch(font.strip(" \t\"'")) is not None


def may_be(text: str, encoding: str) -> bool:
    """Whether a text that is set in such a font needs converting: people set such fonts for letters of today too."""
    return not _OF_UNICODE.search(text) and _ENCODINGS[encoding].pattern.search(text) is not None


# ---- by the letters ------------------------------------------------------------------------------------------------

_WORD = re.compile("[A-Za-z\xa1-\xff\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u0192\u02c6\u2020\u2021\u20ac\u2122]+")
_PLAIN_LETTER = re.compile("[A-Za-z]")
_VALID = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:iêu|yêu|ươi|ươu|uôi|oai|oay|oeo|uây|uya|uyê|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|ua|uâ|ui|uê"
    r"|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_LEAST = 4  # such words before anything is said of a text


def recognised(text: str, least: int = _LEAST) -> str | None:
    """The encoding whose letters these look like, by the syllables they make; None for text of today.

    In such a text most words with strange letters make a Vietnamese syllable when converted and none as they stand.
    least   such words that are needed before anything is said
    """
    words = _WORD.findall(text[:20_000])
    strange = [word for word in words if not word.isascii() and _PLAIN_LETTER.search(word)]
    if len(strange) < least or len(strange) * 5 < len(words) or _speaks_unicode(text[:20_000], len(strange)):
        return None
    as_it_stands = sum(map(_is_syllable, strange)) / len(strange)
    shares = {encoding: _share_of_syllables(strange, encoding) for encoding in _ENCODINGS}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= max(0.75, as_it_stands + 0.4) else None


def _speaks_unicode(text: str, strange: int) -> bool:
    return len(_OF_UNICODE.findall(text)) * 4 > strange


def _share_of_syllables(words: list[str], encoding: str) -> float:
    read = [converted(word, encoding) for word in words]
    good = {word for word in read if _is_syllable(word)}
    return sum(word in good for word in read) / len(read) if len(good) >= 3 else 0


def _is_syllable(word: str) -> bool:
    """Whether this is a Vietnamese syllable with a mark."""
    return not word.isascii() and is_syllable(word)


def is_syllable(word: str) -> bool:
    """Whether Vietnamese is so written: known parts, one tone at most, a stopped end only with the two tones it takes."""
    apart = normalize("NFD", word.lower())
    tones = [letter for letter in apart if letter in _TONES]
    if len(tones) > 1:
        return False
    toneless = nfc("".join(letter for letter in apart if letter not in _TONES))
    if not _VALID.fullmatch(toneless):
        return False
    return not toneless.endswith(("c", "ch", "p", "t")) or (bool(tones) and tones[0] in "\u0301\u0323")


# ---- conversion ----------------------------------------------------------------------------------------------------


def converted(text: str, encoding: str, *, capitals: bool = False) -> str:
    """What the text shows in a font of that encoding, in Unicode, NFC.

    capitals  the font draws small letters as capitals (see shows_capitals)
    """
    known = _ENCODINGS[encoding]
    text = nfc(known.pattern.sub(lambda found: known.shown[found[0]], text))
    return text.upper() if capitals else text
