"""Letters: text cleaned, folded, sorted and turned into addresses. Pure; both apps stand on it.

Vietnamese decides the details. đ does not decompose in any Unicode form, tones may be typed as letters of
their own, hoà and hòa are two spellings of one word, and the alphabet is not the order of code points.
Stored text is NFC and clean (`clean`, `clean_line`); everything else here derives keys from it.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, is_normalized, normalize

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the Vietnamese dictionary
_VOWELS = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴ"
)

# What has no place in stored text. XML 1.0 forbids most of it; the rest is invisible or turns the line around.
_UNWANTED = dict.fromkeys(
    [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F]
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF]
)
# Line ends by other names; a vertical tab is what Word copies for Shift+Enter, so dropping it would join two words.
_UNWANTED.update(dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n"))
_SURROGATE = re.compile("[\ud800-\udfff]")

_ETH = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ"}
_SYLLABLE_WITH_ETH = re.compile(rf"(?<!\w)[ÐƉð](?=[{_VOWELS}]{{1,3}}(?:[Cc][Hh]?|[Mm]|[Nn][GgHh]?|[Pp]|[Tt])?(?!\w))")
_SHORTHAND_WITH_ETH = re.compile(r"(?<!\w)(?=\w*[ÐƉ])[BCDĐGHKLMNPQRSTVXÐƉ]{2,8}(?!\w)|(?<!\w)[ÐƉ](?=\.)")
_ONLY_VIETNAMESE = re.compile("[ăâđơưĂÂĐƠƯ\u1ea0-\u1ef9]")


# ---- stored text ---------------------------------------------------------------------------------------------------


def nfc(s: str) -> str:
    """The text in Unicode's composed form, in which everything is stored and compared."""
    return s if s.isascii() or is_normalized("NFC", s) else normalize("NFC", s)


def clean(s: str) -> str:
    """Text of many lines as it is stored: NFC, one kind of line end, no control or invisible characters.

    U+200C and U+200D stay (emoji and other scripts need them), so do tabs and no-break spaces. Lone halves of
    surrogate pairs go, whole pairs become their character. Ð typed for Đ is mended inside Vietnamese words.
    Nothing that can be seen is dropped. Cleaning twice changes nothing.
    """
    if _SURROGATE.search(s):
        s = s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    s = nfc(s.replace("\r\n", "\n").translate(_UNWANTED))
    return s if s.isascii() else _without_eth(s)


def clean_line(s: str) -> str:
    """Text of one line as it is stored: a headline, a name, a tag. Every run of white space is one plain space."""
    return " ".join(clean(s).split())


def unescape_clean(s: str) -> str:
    """Cleaned text of something that may carry HTML entities: decoded first, since decoding can undo NFC."""
    return clean(html.unescape(s))


def _without_eth(s: str) -> str:
    """Ð (Icelandic eth) and Ɖ look like Đ and are typed for it: `Ðà Nẵng`, `HÐND`. Icelandic words keep theirs."""
    if not any(letter in s for letter in _ETH):
        return s
    s = _SYLLABLE_WITH_ETH.sub(lambda found: _ETH[found[0]], s)
    if _ONLY_VIETNAMESE.search(s):
        s = _SHORTHAND_WITH_ETH.sub(lambda found: "".join(_ETH.get(letter, letter) for letter in found[0]), s)
    return s


# ---- folding -------------------------------------------------------------------------------------------------------

# Letters with a stroke or of two in one do not decompose; readers type the plain ones.
_PLAIN = dict(zip("đðɖøłħŧı", "dddolhti", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
_KEPT = 8192  # letters a folding table remembers: more than a newspaper uses, few enough for hostile text


class _Folding(dict):
    """Code point → folded letters, worked out when first met. For str.translate."""

    def __missing__(self, code: int) -> str:
        folded = _folded_letter(chr(code))
        if len(self) < _KEPT:
            self[code] = folded
        return folded


def _folded_letter(letter: str) -> str:
    """One character without case and marks: usually one letter, none for a mark, two for ß, three for some Hangul."""
    if letter == "\xa0":
        return " "
    bare = "".join(c for c in normalize("NFD", normalize("NFD", letter).casefold()) if not _is_mark(c))
    bare = "".join(_PLAIN.get(c, c) for c in bare)
    plain = normalize("NFKD", bare)
    if len(bare) == 1 == len(plain) and plain.isalnum() and ord(plain) < 0x250:
        return plain.casefold()  # ², ₂ and full-width letters are the digit and letter they stand for
    return bare


def _is_mark(c: str) -> bool:
    return combining(c) != 0 or "\ufe00" <= c <= "\ufe0f"


_FOLDING = _Folding()


def fold(s: str) -> str:
    """The text as it is compared in searching: no case, no marks, d for đ. Folding twice changes nothing."""
    return s.lower() if s.isascii() else nfc(s).translate(_FOLDING)


def fold_with_map(s: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the index in nfc(s) of the letter it came from.

    One more entry, len(nfc(s)), ends the list: what folded[a:b] matched is nfc(s)[offsets[a]:offsets[b]].
    """
    text = nfc(s)
    folded = fold(text)
    if all(len(_FOLDING[ord(letter)]) == 1 for letter in set(text)):
        return folded, list(range(len(text) + 1))
    offsets = [at for at, letter in enumerate(text) for _ in _FOLDING[ord(letter)]]
    return folded, [*offsets, len(text)]


def highlight_spans(s: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where whole words of nfc(s) fold as one of these words or phrases do: (start, end), in order, apart.

    words   single words or phrases, as typed
    """
    wanted = sorted({" ".join(fold(word).split()) for word in words} - {""}, key=len, reverse=True)
    if not wanted:
        return []
    folded, offsets = fold_with_map(s)
    any_of = "|".join(r"\s+".join(map(re.escape, word.split())) for word in wanted)
    found = re.finditer(rf"(?<!\w)(?:{any_of})(?!\w)", folded)
    return [(offsets[match.start()], offsets[match.end()]) for match in found]


def has_marks(s: str) -> bool:
    """Whether someone took the trouble to type marks: then the marked wording is what they mean."""
    return not s.isascii() and any(c in "đĐ" or _is_mark(c) for c in normalize("NFD", s))


def without_tones(s: str) -> str:
    """The letters without the five tone marks: Sớm Mai → Sơm Mai. As long as nfc(s) in Vietnamese text."""
    return normalize("NFC", "".join(c for c in normalize("NFD", s) if c not in TONES))


# ---- keys ----------------------------------------------------------------------------------------------------------


def slug(s: str, fallback: str = "bai", longest: int = 80) -> str:
    """Words for an address: Đường phố Đà Nẵng → duong-pho-da-nang. Only a–z, 0–9 and hyphens, never empty.

    Cut at a whole word where it would be longer than `longest`. Not unique: addresses also carry an id.
    """
    words = re.sub(r"[^a-z0-9]+", "-", re.sub("['’‘`]", "", fold(clean_line(s)))).strip("-")
    if len(words) > longest:
        words = words[: longest + 1].rpartition("-")[0] or words[:longest]
    return words.strip("-") or fallback


_TONE_MOVED = {
    first + second: plain + normalize("NFC", second + tone)
    for plain, seconds in {"o": "ae", "u": "y"}.items()
    for second in seconds
    for tone in TONES
    for first in [normalize("NFC", plain + tone)]
}
_TONE_ON_THE_FIRST = re.compile("|".join(_TONE_MOVED))


def tag_key(s: str) -> str:
    """What makes two wordings one tag: equal but for case, composition, spaces and the place of the tone (hòa, hoà)."""
    key = nfc(nfc(clean_line(s).casefold()).casefold())
    return _TONE_ON_THE_FIRST.sub(lambda found: _TONE_MOVED[found[0]], key)


_LETTER_AFTER = {"\u0306": "~", "\u0302": "~", "\u031b": "~~"}  # breve, circumflex, horn
_TONE_RANK = {tone: str(rank) for rank, tone in enumerate(TONES, 1)}


def sort_key(s: str) -> str:
    """A string whose order of code points is Vietnamese order: a à ả ã á ạ ă … â … d đ e ê … o ô ơ … u ư.

    Letters decide before tones, tones before case; punctuation only parts words. In a database column it wants
    the collation "C" (SQLite: BINARY).
    """
    text = clean_line(s)
    return f"{_letters_then_tones(text)}\t{text.swapcase()}"


def name_sort_key(s: str) -> str:
    """sort_key for people: by given name, which stands last, then by the full name."""
    name = clean_line(s)
    given = name.rpartition(" ")[2]
    return f"{_letters_then_tones(given)}\t{sort_key(name)}"


def _letters_then_tones(text: str) -> str:
    """Letters of the Vietnamese alphabet with "~" behind those that follow their plain one; a tab; a digit per tone."""
    rows = [_sorted_letter(letter) for letter in text]
    letters = " ".join("".join(letter for letter, _ in rows).split())
    tones = "".join(tone for _, tone in rows).rstrip("0")
    return f"{letters}\t{tones}"


@lru_cache(maxsize=_KEPT)
def _sorted_letter(letter: str) -> tuple[str, str]:
    if not letter.isalnum():
        return ("" if _is_mark(letter) else " "), ""
    parts = normalize("NFD", letter)
    base = fold(letter)
    if letter in "đĐ":
        return "d~", "0"
    if parts[0] in "aA" and "\u0302" in parts:
        after = "~~"  # ă before â
    else:
        after = max((_LETTER_AFTER.get(mark, "") for mark in parts[1:]), default="") if parts[0].isascii() else ""
    tone = next((_TONE_RANK[mark] for mark in parts if mark in _TONE_RANK), "0")
    return base + after, tone
