"""Credit lines: who did what in a story, read from the line as newspapers print it, and printed again. Pure.

The forms are those of real last lines (standards, "Newsroom vocabulary and credits"). What is read is either
certain, or a proposal with remarks for a person; a line that only looks like a credit is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.credit_words import MISTYPED, NEVER_IN_A_NAME, OUTLETS, PARTICLES, PLACES, SURNAMES
from media.wording import is_domain, without_stop
from newsroom.text import clean_line, fold, tag_key


class Role(models.TextChoices):
    """What somebody did for a story, in the order in which newspapers print it."""

    TEXT = "text", gettext_lazy("text")
    PHOTO = "photo", gettext_lazy("photo")
    VIDEO = "video", gettext_lazy("video")
    GRAPHICS = "graphics", gettext_lazy("graphics")
    ILLUSTRATION = "illustration", gettext_lazy("illustration")
    DESIGN = "design", gettext_lazy("design")
    CAMERA = "camera", gettext_lazy("camera")
    VIDEO_EDIT = "video_edit", gettext_lazy("video editing")
    EDITOR = "editor", gettext_lazy("editing")
    TRANSLATOR = "translator", gettext_lazy("translation")
    COMPILER = "compiler", gettext_lazy("compilation")
    MADE_BY = "made_by", gettext_lazy("production")
    DESK = "desk", gettext_lazy("desk")
    SOURCE = "source", gettext_lazy("source")


@dataclass(frozen=True)
class Credit:
    """One person, desk or agency in one role, the name as printed."""

    name: str
    role: str


@dataclass
class Reading:
    """What a credit line says.

    certain   False where a reader would have to guess: the credits are then a proposal for a person
    remarks   what made it uncertain, in words for the desk
    place     where the writer was, if the line says so: `Trọng Giáp (từ Singapore)`
    """

    credits: list[Credit]
    certain: bool = True
    remarks: list[str] = field(default_factory=list)
    place: str | None = None


# ---- the words of credit lines; compared by tag_key, so case and the place of a tone make no difference -------------

_LABELS = {
    Role.TEXT: "tin|bài|tin bài|bài viết|nội dung|lời|ghi|lược ghi|ghi chép|text|story|words|report",
    Role.PHOTO: "ảnh|hình|hình ảnh|chùm ảnh|photo|photos|picture|pictures",
    Role.VIDEO: "video|clip|video clip",
    Role.GRAPHICS: "đồ hoạ|infographic|infographics|graphic|graphics",
    Role.ILLUSTRATION: "minh hoạ|tranh|illustration|illustrations",
    Role.DESIGN: "thiết kế|trình bày|kỹ thuật|mỹ thuật|design",
    Role.CAMERA: "quay phim|camera",
    Role.VIDEO_EDIT: "dựng video|dựng phim|dựng|hậu kỳ|video editing",
    Role.EDITOR: "biên tập|editing|edited|editor",
    Role.TRANSLATOR: "dịch|biên dịch|lược dịch|người dịch|translation|translated",
    Role.COMPILER: "tổng hợp|tổng hợp nội dung|lược thuật|biên soạn|compilation|compiled",
    Role.MADE_BY: "thực hiện|nhóm thực hiện|production|produced",
    Role.DESK: "nhóm|desk",
    Role.SOURCE: "nguồn|nguồn tin|theo|source|sources",
}
_ROLES: dict[str, str] = {word: role for role, words in _LABELS.items() for word in words.split("|")}
_WORD = "(?:{})".format("|".join(sorted(map(re.escape, _ROLES), key=len, reverse=True))).replace("hoạ", "(?:hoạ|họa)")
_AND = r"(?:\s*[,&/+]\s*|\s+(?:và|and)\s+|\s*,\s*and\s+)"
_SOME_WORDS = rf"{_WORD}(?:{_AND}{_WORD})*"
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<colon>(?:^(?:{_WORD}\s*[–-]\s*)+)?{_SOME_WORDS})\s*:|(?P<by>{_SOME_WORDS})\s+by\s|^by\s)\s*",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<=[^\W\d_])(?=(?:Ảnh|ẢNH|Video|VIDEO|Clip|CLIP|Bài|Nguồn|Đồ hoạ|Đồ họa|ĐỒ HOẠ|ĐỒ HỌA|Minh hoạ|Minh họa)\s*:)"
)

_IN_BRACKETS: dict[str, str] = _ROLES | dict.fromkeys(["t/h", "th", "t.h", "t-h"], Role.COMPILER)
_BEHIND_THE_NAME = re.compile(
    r"(?P<who>.+?)\s+(?P<act>ghi|lược ghi|thực hiện|THỰC HIỆN|tổng hợp|TỔNG HỢP|dịch|lược dịch|biên dịch|lược thuật)"
)
_FROM_SOURCE = re.compile(r"(?P<who>.+?)(?:\s*[/,–-]\s*(?i:theo)|\s+(?:theo|THEO))\s+(?P<sources>.+)")
_DESK = re.compile(
    r"(?:nhóm|tổ) (?:pv|phóng viên|ctv|cộng tác viên|tác giả|btv)(?: [^\W\d_]+){0,3}|ban [^\W\d_]+(?: [^\W\d_]+){0,3}"
    r"|pv|btv|ctv|phóng viên|toà soạn|news desk|staff (?:writers?|reporters?)",
)
_TITLE = re.compile(r"(?:PV|CTV|BTV|P\.V|Phóng viên|Nhà báo)\.?:?\s+(?=\w)")
_NAME_WORD = re.compile(r"(?:[^\W\d_]{1,3}\.)+(?:[^\W\d_][\w'’-]*)?|[^\W\d_][\w'’-]*")
_SPLIT_NAMES = re.compile(r"\s*[,;&|/–—]\s*|\s+[-+]\s+|\s+(?:và|VÀ|and)\s+")
_SPLIT_SOURCES = re.compile(r"\s*[,;|/]\s*|\s+[-–—]\s+")
_SPLIT_BRACKETS = re.compile(r"(?<=\))\s*[-–—,;|/]\s*")
_JOINTS = " -–—,;|/"
_LONGEST = 500


class _NoCredit(Exception):
    """The line is something else."""


# ---- reading -------------------------------------------------------------------------------------------------------


def read(line: str) -> Reading | None:
    """Who did what, by this line; None where it is no credit line. Vietnamese and English."""
    line = clean_line(line)
    if not line or len(line) > _LONGEST or line[0] == "*" or line[-1] in "!?:…":
        return None
    reader = _Reader()
    try:
        found = reader.line(without_stop(reader.mended(line)))
    except _NoCredit:
        return None
    return Reading(list(dict.fromkeys(found)), not reader.remarks, reader.remarks, reader.place)


class _Reader:
    """One reading of one line: what it remarks and where it says the writer was."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.place: str | None = None

    def doubt(self, remark: str):
        if remark not in self.remarks:
            self.remarks.append(remark)

    def mended(self, line: str) -> str:
        """The line without residue and with its common faults put right, each of which makes it uncertain."""
        line = re.sub(r"(?:\s*(?:</?|&nbsp;?))+$", "", line)
        parted = _GLUED.sub(" - ", line)
        if parted != line:
            self.doubt(_("A name and the next role stand together without a space."))
        for wrong, right in MISTYPED.items():
            mended = re.sub(rf"(?<!\w){wrong}(?!\w)", right, parted, flags=re.IGNORECASE)
            if mended != parted:
                parted = mended
                self.doubt(_("“%(right)s” is mistyped.") % {"right": right})
        if parted.count("(") == parted.count(")") + 1 and not parted.endswith("("):
            parted += ")"
            self.doubt(_("A bracket is not closed."))
        return parted

    def line(self, line: str) -> list[Credit]:
        """The credits of all segments: `Bài: X - Ảnh: Y`, each with a label, the first perhaps without."""
        labels = [found for found in _LABEL.finditer(line) if _is_outside_brackets(line, found.start())]
        starts = [label.start() for label in labels] + [len(line)]
        found = []
        if (lead := line[: starts[0]].strip()) and lead.strip(_JOINTS):
            if labels and lead[-1] not in _JOINTS:
                self.unparted(line, labels[0])
            found += self.segment(lead.strip(_JOINTS), ())
            if labels and any(credit.role == Role.TEXT for credit in found):
                self.doubt(_("It may be the caption of a picture."))
        for label, end in zip(labels, starts[1:], strict=True):
            content = line[label.end() : end].strip()
            if end < len(line) and content[-1:] not in _JOINTS:
                self.unparted(line, labels[starts.index(end)])
            found += self.segment(content.strip(_JOINTS), _roles_of(label["colon"] or label["by"] or "text"))
        if not found and not self.remarks:
            raise _NoCredit
        return found

    def unparted(self, line: str, label: re.Match):
        """`X Ảnh: Y` may be two credits; `Trong ảnh: Y` is none."""
        if not line[label.start()].isupper() or " " not in line[: label.start()].strip():
            raise _NoCredit
        self.doubt(_("Nothing parts a name from the next role."))

    def segment(self, content: str, roles: tuple[str, ...]) -> list[Credit]:
        """The credits under one label, or of names without one: roles is then empty."""
        content = without_stop(content)
        if not content or ":" in re.sub(r"\([^()]*\)", "", content):
            raise _NoCredit
        if Role.SOURCE in roles:
            return self.sources(content)
        return [credit for part in _SPLIT_BRACKETS.split(content) for credit in self.part(part, roles)]

    def part(self, part: str, roles: tuple[str, ...]) -> list[Credit]:
        """Names with what stands in brackets or words behind them: `X - Y (Theo Z)`, `X ghi`, `X theo Z`."""
        bracketed = re.fullmatch(r"(?P<who>.*?)\s*\((?P<inside>[^()]+)\)", part)
        if bracketed and not bracketed["who"]:
            return self.only_in_brackets(bracketed["inside"].strip())
        if bracketed:
            return self.with_brackets(bracketed["who"].rstrip(_JOINTS), bracketed["inside"].strip(), roles)
        if not roles and (after := re.fullmatch(r"theo\s+(.+)", part, re.IGNORECASE)):
            return self.after_theo(after[1])
        if found := _FROM_SOURCE.fullmatch(part):
            return self.names(found["who"], roles) + self.sources(found["sources"])
        if not roles and (found := _BEHIND_THE_NAME.fullmatch(part)):
            return self.names(found["who"], (_ROLES[tag_key(found["act"])],))
        return self.names(part, roles, bare=True)

    def only_in_brackets(self, inside: str) -> list[Credit]:
        if tag_key(inside) in _IN_BRACKETS:
            self.doubt(_("It is compiled, but by whom is not said."))
            return []
        found = self.line(inside)
        if not _LABEL.match(inside) and not fold(inside).startswith("theo "):
            self.doubt(_("A name stands alone in brackets."))
        return found

    def with_brackets(self, who: str, inside: str, roles: tuple[str, ...]) -> list[Credit]:
        """What the brackets say of the names before them: their role, their sources, their place, or another credit."""
        key = tag_key(inside)
        if key in _IN_BRACKETS or re.fullmatch(_SOME_WORDS, key):
            return self.names(who, (*roles, *([_IN_BRACKETS[key]] if key in _IN_BRACKETS else _roles_of(key))))
        if found := re.fullmatch(r"(?P<act>.+?)\s+(?:từ|theo|from)\s+(?P<sources>.+)", inside, re.IGNORECASE):
            act = _IN_BRACKETS.get(tag_key(found["act"]))
            if act is None:
                raise _NoCredit
            return self.names(who, (*roles, act)) + self.sources(found["sources"])
        if found := re.fullmatch(r"(?:theo|nguồn(?: tin)?|source)\s*:?\s+(?P<sources>.+)", inside, re.IGNORECASE):
            return self.names(who, roles) + self.sources(found["sources"])
        if _LABEL.match(inside):
            others = self.line(inside)
            return self.names(who, roles) + [_as_source_if_outlet(credit) for credit in others]
        if found := re.fullmatch(r"(?:từ|from)\s+(?P<place>.+)", inside):
            self.place = found["place"]
            return self.names(who, roles)
        if key in PLACES:
            self.place = inside
            return self.names(who, roles)
        if all(_is_outlet(part) for part in _SPLIT_SOURCES.split(inside)):
            return self.names(who, roles) + self.sources(inside)
        self.doubt(_("What “(%(inside)s)” means is a guess.") % {"inside": inside})
        return self.names(who, roles) + self.sources(inside)

    def after_theo(self, words: str) -> list[Credit]:
        """`Theo Y` names a source; `Theo X/Y` a writer and the paper, where X is no paper itself."""
        first, slash, rest = words.partition("/")
        first = first.strip()
        if not slash or _is_outlet(first) or not _is_name(first) or not 2 <= len(first.split()) <= 4:
            return self.sources(words)
        if _is_name(rest.strip()) and not _is_outlet(rest.strip()) and "/" not in rest:
            self.doubt(_("Whether “%(name)s” is the writer or a source is a guess.") % {"name": first})
        return [Credit(first, Role.TEXT), *self.sources(rest.strip())]

    def sources(self, words: str) -> list[Credit]:
        return [Credit(self.source(name.strip()), Role.SOURCE) for name in _SPLIT_SOURCES.split(words)]

    def source(self, name: str) -> str:
        words = name.split()
        body = re.match(r"(?:báo|tạp chí|trang|đài|hãng tin)\s+\w", name)
        if not words or len(words) > 8 or len(name) > 70 or re.search(r"[:!?“”\"()]|\w{3}\.\s", name):
            raise _NoCredit
        if not (words[0][0].isupper() or words[0][0].isdigit() or body or is_domain(name)):
            raise _NoCredit
        if tag_key(name) == "tttxvn":
            self.doubt(_("“%(right)s” is mistyped.") % {"right": "TTXVN"})
        return name

    def names(self, words: str, roles: tuple[str, ...], bare: bool = False) -> list[Credit]:
        """One credit per name and role. Without a role: a desk, a source or the writer, by what the name says.

        bare   nothing but the names stands there, so that they must be told from a headline or a last word
        """
        names = [self.name(name.strip(), roles) for part in _SPLIT_NAMES.split(words) for name in self.unhyphened(part)]
        if roles:
            return [Credit(name, role) for name in names for role in dict.fromkeys(roles)]
        found = [Credit(name, _role_of_bare(name)) for name in names]
        if bare:
            self.weigh([credit.name for credit in found if credit.role == Role.TEXT])
        return found

    def unhyphened(self, names: str) -> list[str]:
        """`Hà Nhân-Dung Nhi` is likely two people, `Jean-Pierre Melville` one."""
        parts = names.split("-")
        if len(parts) == 1 or any(len(part.split()) < 2 for part in parts):
            return [names]
        self.doubt(_("Whether “%(names)s” are several people is a guess.") % {"names": names})
        return parts

    def name(self, name: str, roles: tuple[str, ...]) -> str:
        if titled := _TITLE.match(name):
            if _DESK.fullmatch(tag_key(name)):
                return name
            self.doubt(_("“%(title)s” is taken for a title, not a name.") % {"title": titled[0].strip()})
            name = name[titled.end() :]
        if _is_name(name) or _DESK.fullmatch(tag_key(name)) or _is_outlet(name):
            return name
        letters = all(_NAME_WORD.fullmatch(word) for word in name.split())
        if len(roles) > 1 and letters and 0 < len(name.split()) <= 5:
            self.doubt(_("“%(name)s” is not written like a name.") % {"name": name})
            return name
        raise _NoCredit

    def weigh(self, names: list[str]):
        """Bare names may be a last word of the story instead (`HẾT`, `Miền Bắc`): doubt, or no credit at all."""
        for name in names:
            words = tag_key(name).split()
            if tag_key(name) in PLACES or NEVER_IN_A_NAME.intersection(words):
                raise _NoCredit
            if len(words) == 1 and "." not in name:
                self.doubt(_("One word alone may be no name."))
            if len(words) > (3 if name.isupper() else 4) and words[0] not in SURNAMES:
                self.doubt(_("A line of so many words may be no name."))


def _is_outside_brackets(line: str, at: int) -> bool:
    return line.count("(", 0, at) == line.count(")", 0, at)


def _roles_of(words: str) -> tuple[str, ...]:
    """The roles of a label: `Tin, bài và ảnh` → text, photo."""
    found = (_ROLES[tag_key(word[0])] for word in re.finditer(_WORD, words, re.IGNORECASE))
    return tuple(dict.fromkeys(found))


def _is_name(name: str) -> bool:
    """One to five capitalised words or initials, as people's names print."""
    words = name.split()
    if not 1 <= len(words) <= 5 or words[0] in PARTICLES or words[-1] in PARTICLES:
        return False
    return all(word in PARTICLES or (_NAME_WORD.fullmatch(word) and not word[0].islower()) for word in words)


def _is_outlet(name: str) -> bool:
    return tag_key(name) in OUTLETS or is_domain(name)


def is_desk(name: str) -> bool:
    """Whether this names a desk or a calling in place of a person: nhóm PV, CTV, staff reporters."""
    return _DESK.fullmatch(tag_key(name)) is not None


def _role_of_bare(name: str) -> str:
    if _is_outlet(name):
        return Role.SOURCE
    return Role.DESK if is_desk(name) else Role.TEXT


def _as_source_if_outlet(credit: Credit) -> Credit:
    return Credit(credit.name, Role.SOURCE) if _is_outlet(credit.name) else credit


# ---- printing ------------------------------------------------------------------------------------------------------

_PRINTED = {
    "vi": "tin|ảnh|video|đồ hoạ|minh hoạ|thiết kế|quay phim|dựng video|biên tập|biên dịch|tổng hợp|thực hiện"
    "|nhóm|nguồn",
    "en": "text|photos|video|graphics|illustration|design|camera|video editing|editing|translation|compilation"
    "|production|desk|source",
}
_DONE_BY: dict[str, str] = {
    Role.EDITOR: "Edited",
    Role.TRANSLATOR: "Translated",
    Role.COMPILER: "Compiled",
    Role.MADE_BY: "Produced",
}


def write(credits: Iterable[Credit], language: str = "vi", kind: str = "news") -> str:
    """The credit line as it prints. Reading it gives the same credits, up to the grouping of roles.

    kind   what the story is: news and briefs are `Tin`, everything else is `Bài`
    """
    credits = list(dict.fromkeys(credits))
    if not credits:
        return ""
    *short, labelled = _vietnamese(credits, kind) if language.startswith("vi") else _english(credits)
    for form in short:
        reading = read(form)
        if reading and reading.certain and set(reading.credits) == set(credits):
            return form
    return labelled


def _words_of_roles(language: str) -> dict[str, str]:
    return dict(zip(Role, _PRINTED[language].split("|"), strict=True))


def _vietnamese(credits: list[Credit], kind: str) -> list[str]:
    """Ways to print it, the most usual first; the last labels everybody and is always right."""
    words = _words_of_roles("vi")
    if kind not in ("news", "brief"):
        words[Role.TEXT] = "bài"
    sources = ", ".join(credit.name for credit in credits if credit.role == Role.SOURCE)
    groups = _grouped(credit for credit in credits if credit.role != Role.SOURCE)
    labelled = " - ".join(_labelled(_grouped(credits), words))
    if not groups:
        return [f"Theo {sources}", labelled]
    if len(groups) == 1:
        [(roles, names)] = groups.items()
        act = {Role.COMPILER: "Tổng hợp", Role.TRANSLATOR: "Dịch"}.get(Role(roles[0]), "") if len(roles) == 1 else ""
        if not act and roles not in [(Role.TEXT,), (Role.DESK,)]:
            return [labelled]
        said = f"{act} từ {sources}" if act and sources else act or (sources and f"Theo {sources}")
        return [" - ".join(names) + (f" ({said})" if said else ""), labelled]
    desks = groups.pop((Role.DESK,), [])
    return [" - ".join([*desks, *_labelled(groups, words), *([f"Nguồn: {sources}"] if sources else [])]), labelled]


def _english(credits: list[Credit]) -> list[str]:
    """As _vietnamese, in English."""
    words = _words_of_roles("en")
    groups = _grouped(credits)
    first, *others = _labelled(groups, words)
    labelled = "; ".join([first, *(other[0].lower() + other[1:] for other in others)])
    if len(groups) > 1:
        return [labelled]
    [(roles, names)] = groups.items()
    everybody = ", ".join(names)
    if roles == (Role.TEXT,):
        return [f"By {everybody}", labelled]
    if roles == (Role.DESK,):
        return [everybody, labelled]
    if len(roles) == 1 and roles[0] in _DONE_BY:
        return [f"{_DONE_BY[roles[0]]} by {everybody}", labelled]
    if {Role.DESK, Role.SOURCE, *_DONE_BY}.intersection(roles):
        return [labelled]
    return [f"{_listed([words[role] for role in roles])} by {everybody}", labelled]


def _grouped(credits: Iterable[Credit]) -> dict[tuple[str, ...], list[str]]:
    """Names by the roles they share, in the order of roles, then of names."""
    roles_of: dict[str, set[str]] = {}
    for credit in credits:
        roles_of.setdefault(credit.name, set()).add(credit.role)
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, roles in roles_of.items():
        groups.setdefault(tuple(role for role in Role if role in roles), []).append(name)
    order = list(Role)
    return dict(sorted(groups.items(), key=lambda group: [order.index(Role(role)) for role in group[0]]))


def _labelled(groups: dict[tuple[str, ...], list[str]], words: dict[str, str]) -> list[str]:
    """`Tin, ảnh: A, B` for each group, the sources under a label of their own."""
    shares = []
    for roles, names in groups.items():
        shares.append((", ".join(words[role] for role in roles if role != Role.SOURCE), names))
    sources = [name for roles, names in groups.items() if Role.SOURCE in roles for name in names]
    shares.append((words[Role.SOURCE], sources))
    return [f"{_capital(label)}: {', '.join(names)}" for label, names in shares if label and names]


def _listed(words: list[str]) -> str:
    *first, last = words
    return _capital(f"{', '.join(first)} and {last}" if first else last)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# ---- names ---------------------------------------------------------------------------------------------------------


def pieces(line: str, names: Iterable[str]) -> list[tuple[str, str | None]]:
    """The printed line cut where these names stand: (words, the name or None), which joined give the line again."""
    wanted = sorted(set(names) - {""}, key=len, reverse=True)
    if not any(name in line for name in wanted):
        return [(line, None)] if line else []
    if line in wanted:
        return [(line, line)]
    cut = re.split(rf"(?<!\w)({'|'.join(map(re.escape, wanted))})(?!\w)", line)
    return [(words, words if at % 2 else None) for at, words in enumerate(cut) if words]


_SYLLABLE = re.compile(
    r"(?:b|ch?|d|g[hi]?|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x|h)?[aeiouy]{1,3}(?:ch?|m|ngh?|ng|nh?|p|t)?"
)


def display_name(name: str) -> str:
    """A name written in capitals as it reads elsewhere: MINH KHUÊ → Minh Khuê. TTXVN, H.M and AFP stay."""
    if name != name.upper() or tag_key(name) in OUTLETS:
        return name
    alone = len(name.split()) == 1 and "." not in name

    def capitalised(word: re.Match) -> str:
        folded = fold(word[0])
        usual = _SYLLABLE.fullmatch(folded) or (not alone and len(folded) > 3 and set(folded) & set("aeiouy"))
        return word[0][0] + word[0][1:].lower() if usual else word[0]

    return re.sub(r"[^\W\d_]+", capitalised, name)
