"""What a file's instructions hold back: an embargo, no archive, use only once, and the like. Pure.

Photographers and agencies write it as they speak, in Vietnamese and English: `Cấm đăng trước 18h ngày 5-3-2026`, `EMBARGOED
UNTIL 0001 GMT 5 MAY`, `NO ARCHIVES, NO SALES`. An hour that cannot be read for certain is no hour: then a person settles it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from newsroom.text import clean, fold

LONGEST = 4000  # letters that are read


@dataclass(frozen=True)
class Hold:
    """One thing that the instructions ask for.

    kind     embargo, check (an embargo whose hour a person has to settle), no archive, once, mandatory credit, editorial only,
             no sales or territory
    words    the words that say so, as written
    until    for an embargo: the moment from which the picture may be used
    blocks   nothing may go out before it is over or settled; the other kinds are for people to keep
    """

    kind: str
    words: str
    until: datetime | None = None

    @property
    def blocks(self) -> bool:
        return self.kind in {"embargo", "check"}


# All patterns are read in folded words: small letters, no marks, đ as d.
_USE = r"(?:dang|phat(?: hanh| song)?|dung|su dung|xuat ban|cong bo|pho bien|dua tin|dua len mang)"
_EMBARGO = re.compile(
    rf"\bembargo|\b(?:cam|khong|chua|dung)(?: duoc)? {_USE}\b.*\b(?:truoc|den|toi)\b"
    rf"|\bchi(?: duoc)? {_USE}\b.*\b(?:sau|tu)\b|\b(?:hoan|giu)(?: lai)?(?: {_USE})? den\b"
    r"|\b(?:not for|no|do not|don't|not to be|must not be) (?:use|publish|publication|release|broadcast|print|run|used"
    r"|published|released|transmission|online use|web use)\w*\b.*\b(?:before|until|till|prior to)\b"
    r"|\b(?:hold|held|strictly)\b.*\b(?:until|till)\b"
    r"|\b(?:for|not before) release (?:at|on|after|from)\b|\brelease (?:after|date)\b|\bnot before\b.*\d"
)
_LIFTED = re.compile(
    r"\b(?:no|without|khong(?: co| bi)?|het) embargo"
    r"|embargo\w* (?:is |has been |was |da )?(?:lifted|over|expired|het|go bo|duoc go)"
    r"|embargo\w*\s*[:=-]\s*(?:none|no|n/?a|khong)\b|embargo (?:da )?het"
)
_PLAIN = {
    "no archive": r"\b(?:no|not for|do not) archiv\w*|\b(?:khong|cam) (?:duoc )?luu (?:tru|kho)|\bno archival use",
    "once": r"\b(?:one|single)[ -](?:time|use)\b(?! zone)|\bone[ -]off use"
    r"|\b(?:dung|dang|su dung) (?:1|mot) lan\b|\bmot lan duy nhat",
    "mandatory credit": r"\bmandatory credit|\bcredit (?:is )?(?:mandatory|required|must)|\bmust (?:be )?credit"
    r"|\b(?:bat buoc|phai|yeu cau|vui long) ghi (?:ro )?(?:nguon|ten|credit|tac gia|ban quyen)|\bghi nguon bat buoc",
    "editorial only": r"\beditorial (?:use )?only|\bfor editorial use|\bno (?:commercial|advertising|ads?)\b"
    r"|\bnot for (?:commercial|advertising|marketing)|\bchi dung cho (?:muc dich )?(?:bao chi|bien tap|tin tuc|thong tin)"
    r"|\b(?:khong|cam) (?:duoc )?(?:dung |su dung )?(?:cho |vao )?(?:muc dich )?(?:quang cao|thuong mai)",
    "no sales": r"\bno (?:re)?sales?\b|\bnot for (?:re)?sale|\bno third[ -]party sales"
    r"|\b(?:khong|cam) (?:duoc )?(?:ban|chuyen nhuong|mua ban)\b",
    "territory": r"\b[a-z][a-z .&]{1,40} out\b(?! of)|\bout\s*:\s*[a-z]|\b(?:no|not for) use in [a-z]|\bnot available in [a-z]"
    r"|\b(?:khong|cam) (?:duoc )?(?:dung|dang|su dung|phat hanh) (?:o|tai|trong) ",
}  # fmt: skip
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _PLAIN.items()}
_STATEMENT = re.compile(r"[\n;|]+|(?<=[^\W\d])(?<!\b[ap]\.m)\.(?=\s|$)|(?<=\d)\.(?=\s+[^\d\s]|\s*$)|!+", re.IGNORECASE)
_PIECE = re.compile(r"[\n;|,!]+|\.(?=\s|$)|\s[-–—/*]+\s")


def read(text: str, zone: tzinfo, today: date | None = None) -> list[Hold]:
    """What these instructions hold back, in their order, one of each kind.

    zone    the paper's own; an hour without another zone is meant in it
    today   where a date has no year it is the one nearest to this day; without today such a date is not certain
    """
    text = clean(text or "")[:LONGEST]
    found = [hold for words in _STATEMENT.split(text) if (hold := _embargo(words, zone, today))]
    for piece in _PIECE.split(text):
        folded = _folded(piece)
        found += [
            Hold(kind, piece.strip()) for kind, pattern in _PATTERNS.items() if _says(kind, pattern, piece, folded)
        ]
    once: dict[str, Hold] = {}
    for hold in found:
        once.setdefault(hold.kind, hold)
    if "embargo" in once and "check" in once:  # one of two could not be read: a person looks at both
        del once["embargo"]
    return list(once.values())


def _says(kind: str, pattern: re.Pattern, piece: str, folded: str) -> bool:
    if not pattern.search(folded):
        return False
    # `CHINA OUT` names a country in capitals; `the fire was put out` names none.
    return kind != "territory" or " out" not in folded or piece.strip().isupper() or "out:" in folded.replace(" ", "")


def _folded(words: str) -> str:
    return " ".join(fold(words).replace("’", "'").split())


def _embargo(words: str, zone: tzinfo, today: date | None) -> Hold | None:
    folded = _folded(words)
    if not _EMBARGO.search(folded) or _LIFTED.search(folded):
        return None
    until = _moment(folded, zone, today)
    return Hold("embargo", words.strip(), until) if until else Hold("check", words.strip())


# ---- hours and days --------------------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    (re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?=t\d|\b)"), "iso"),
    (re.compile(r"\b(?P<d>\d{1,2})\s?(?:thang|th\.?)\s?(?P<m>\d{1,2})(?:\s?(?:nam|,|-|/)?\s?(?P<y>\d{4}))?\b"), "words"),
    (re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m>{_MONTH})\b\.?,?[ -]?(?P<y>\d{{4}})?\b"), "words"),
    (re.compile(rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y>\d{{4}})\b)?"), "words"),
    (re.compile(r"(?<![\d:.])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})\b"), "numbers"),
    (re.compile(r"(?<![\d:.])(?P<d>\d{1,2})[/-](?P<m>\d{1,2})\b(?![:h])"), "numbers"),
)  # fmt: skip
_TIMES = (
    re.compile(r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?\s?(?P<half>[ap])\.?m\b"),
    re.compile(r"(?<![\d/.-])(?P<h>\d{1,2})\s?(?:h|g|gio)\s?(?P<min>\d{2})?\b"),
    re.compile(r"(?<![\d/.-])(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?\b"),
    re.compile(
        r"(?<![\d/.-])(?P<h>[01]\d|2[0-4])(?P<min>[0-5]\d)\s?(?:hrs?|hours|gmt|utc|z|ict|bst|cest|cet|edt|est)\b"
    ),
    re.compile(r"(?<![\d/.-])(?P<h>\d{1,2})\.(?P<min>\d{2})\b(?![/.-]?\d)"),
)
_NAMED_HOURS = {"midnight": 0, "nua dem": 0, "noon": 12, "midday": 12, "giua trua": 12}
_ZONES = {
    "gmt": 0, "utc": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "ict": 7, "wib": 7, "sgt": 8, "hkt": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "est": -5, "edt": -4, "pst": -8, "pdt": -7,
}  # fmt: skip
_ZONE = re.compile(
    r"\b(?:(?:gmt|utc)\s?(?P<shift>[+-]\d{1,2})(?::?(?P<part>\d{2}))?|(?P<name>" + "|".join(_ZONES) + r"))\b"
)
_BARE_ZONE = re.compile(r"(?P<time>:\d{2}(?::\d{2})?)\s?(?P<shift>[+-]\d{2}):?(?P<part>\d{2})\b")
_UNSURE_ZONE = re.compile(r"\b(?:et|ct|pt|eastern|local time|london time|new york time|gio dia phuong)\b")
_AFTER = re.compile(r"\b(?:het|sau|after|end of|through)\b")
_ENGLISH = re.compile(r"\b(?:until|till|before|for|release|use|on|at|prior|publish\w*)\b")


def _moment(folded: str, zone: tzinfo, today: date | None) -> datetime | None:
    """The moment named, if there is exactly one and it is certain."""
    days, rest = _days(folded, today)
    hours = _hours(rest)
    if len(days) != 1 or days[0] is None or len(hours) > 1 or None in hours or _UNSURE_ZONE.search(rest):
        return None
    place = _zone(rest)
    if hours:
        extra, at = hours[0]
        return datetime.combine(days[0] + timedelta(days=extra), at, place or zone)
    late = timedelta(days=1 if _AFTER.search(rest) else 0)
    return datetime.combine(days[0] + late, time(0), place or zone)


def _days(folded: str, today: date | None) -> tuple[list[date | None], str]:
    """Every day named, None for one that is not certain; and the words without them."""
    found: list[date | None] = []
    rest = folded
    for pattern, kind in _DATES:
        for match in pattern.finditer(rest):
            found.append(_day(match.groupdict(), kind, today, is_english=_is_english(folded)))
        rest = pattern.sub(" ", rest)
    return list(dict.fromkeys(found)), rest


def _is_english(folded: str) -> bool:
    return bool(_ENGLISH.search(folded)) and not re.search(rf"\b(?:ngay|truoc|{_USE})\b", folded)


def _day(said: dict, kind: str, today: date | None, *, is_english: bool) -> date | None:
    day = int(said["d"])
    month = _MONTHS.get(said["m"]) or int(said["m"])
    if kind == "numbers" and is_english and day != month and day <= 12 and month <= 12:
        return None  # 05/03: the fifth of March here, the third of May there
    if kind == "numbers" and is_english and month > 12:
        day, month = month, day
    written = said.get("y")
    years = [int(written) + (2000 if len(written) == 2 else 0)] if written else _years(today)
    possible = []
    for year in years:
        try:
            possible.append(date(year, month, day))
        except ValueError:
            continue
    if written or not possible:
        return possible[0] if possible else None
    return min(possible, key=lambda one: abs(one - today)) if today else None


def _years(today: date | None) -> list[int]:
    return [today.year - 1, today.year, today.year + 1] if today else []


def _hours(rest: str) -> list[tuple[int, time] | None]:
    """Every hour named, as (days to add, hour); None for one that does not exist."""
    found: list[tuple[int, time] | None] = []
    bare = _ZONE.sub(lambda match: f" {match['name'] or 'gmt'} ", _BARE_ZONE.sub(r"\g<time> ", rest))
    bare = " ".join(bare.split())
    for pattern in _TIMES:
        for match in pattern.finditer(bare):
            said = match.groupdict()
            hour, minute = int(said["h"]), int(said.get("min") or 0)
            if said.get("half"):
                hour = hour % 12 + (12 if said["half"] == "p" else 0) if 1 <= hour <= 12 else 99
            elif hour < 12 and re.match(r"\s?(?:gio )?(?:chieu|toi)\b", bare[match.end() :]):
                hour += 12
            found.append((hour // 24, time(hour % 24, minute)) if hour < 24 or (hour, minute) == (24, 0) else None)
        bare = pattern.sub(" ", bare)
    found += [(0, time(hour)) for name, hour in _NAMED_HOURS.items() if name in bare]
    return list(dict.fromkeys(found))


def _zone(rest: str) -> tzinfo | None:
    match = _ZONE.search(rest) or _BARE_ZONE.search(rest)
    if match is None:
        return None
    said = match.groupdict()
    if said.get("shift"):
        minutes = int(said["shift"]) * 60 + (1 if said["shift"][0] == "+" else -1) * int(said["part"] or 0)
    else:
        minutes = 60 * _ZONES[said["name"]]
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None
