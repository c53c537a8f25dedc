"""Whether a photograph may be used, until when, and why: worked out of terms that people set. Pure, but for the words.

Terms come in groups: the photograph's own, its supplier's, the supplier's contract. One that denies is enough. Where a group
allows only certain times, it must be one of them. What nobody speaks of is allowed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from newsroom.text import fold

WEB, PRINT, ARCHIVE, ALL = "web", "print", "archive", "all"
ALLOW, DENY, ONCE = "allow", "deny", "once"


@dataclass(frozen=True)
class Term:
    """One rule: allow (then and only then), deny, or once (one story may have it, and not again).

    use        web, print, archive or all
    starts_at  the first moment it holds; None: always has
    ends_at    the first moment at which it holds no more; None: never
    """

    rule: str
    use: str = ALL
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= at) and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class State:
    """What may be done with a photograph at a moment.

    kind      usable (without an end), ends (at ends_at), not_yet (from opens_at), denied, unknown (allowed, but nobody has said
              anything of it)
    reason    a sentence for people
    """

    kind: str
    reason: str
    ends_at: datetime | None = None
    opens_at: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.kind in {"usable", "ends", "unknown"}


def state(groups: Iterable[Sequence[Term]], at: datetime, use: str = WEB, *, has_run: bool = False) -> State:
    """The state of a photograph under these terms.

    has_run   it has been before readers, so that what allows one use only allows none any more
    """
    groups = [[term for term in group if term.use in {use, ALL}] for group in groups]
    turns = sorted({turn for group in groups for term in group for turn in (term.starts_at, term.ends_at) if turn})
    ahead = [turn for turn in turns if turn > at]
    against = _against(groups, at, has_run)
    if against is not None:
        opens = next((turn for turn in ahead if _against(groups, turn, has_run) is None), None)
        return State("not_yet" if opens else "denied", _refusal(against, at, opens), opens_at=opens)
    for turn in ahead:
        if last := _against(groups, turn, has_run):
            words = {"when": until(turn), "why": _why(last)}
            return State("ends", _("Can be used until %(when)s: %(why)s.") % words, ends_at=turn)
    if not any(groups):
        return State("unknown", _("No terms are known. It can be used."))
    if any(term.rule == ONCE for group in groups for term in group):
        return State("usable", _("Can be used once."))
    return State("usable", _("Can be used."))


def _against(groups: Sequence[Sequence[Term]], at: datetime, has_run: bool) -> Term | None:
    """The term that forbids it then; of a group whose allowed times do not hold, the one nearest to the moment."""
    for group in groups:
        for term in group:
            if term.holds(at) and (term.rule == DENY or (term.rule == ONCE and has_run)):
                return term
    for group in groups:
        allowing = [term for term in group if term.rule == ALLOW]
        if allowing and not any(term.holds(at) for term in allowing):
            over = [term for term in allowing if term.ends_at and term.ends_at <= at]
            return max(over, key=lambda term: term.ends_at) if over else allowing[0]
    return None


def _refusal(term: Term, at: datetime, opens: datetime | None) -> str:
    if term.rule == ONCE:
        return _("Could be used once, and has been.")
    if opens is not None:
        return _("Cannot be used before %(when)s: %(why)s.") % {"when": said(opens), "why": _why(term)}
    if term.rule == ALLOW and term.ends_at and term.ends_at <= at:
        return _("Cannot be used after %(when)s: %(why)s.") % {"when": through(term.ends_at), "why": _why(term)}
    return _("Cannot be used: %(why)s.") % {"why": _why(term)}


def _why(term: Term) -> str:
    if term.reason:
        return term.reason.rstrip(". ")
    return _("could be used once") if term.rule == ONCE else _("the picture desk has set it so")


def said(moment: datetime) -> str:
    """A moment as people write it: 4-5-2026 for the beginning of a day, 18:00 4-5-2026 otherwise."""
    local = timezone.localtime(moment)
    day = f"{local.day}-{local.month}-{local.year}"
    return day if _is_midnight(moment) else f"{local:%H:%M} {day}"


def through(moment: datetime) -> str:
    """The end of a time, as people write it: its last day, or the hour."""
    return said(moment - timedelta(days=1)) if _is_midnight(moment) else said(moment)


def until(moment: datetime) -> str:
    """The same after the word "until": some languages say there that the last day is meant to its end."""
    last = through(moment)
    return pgettext("the last day", "%(day)s") % {"day": last} if _is_midnight(moment) else last


def _is_midnight(moment: datetime) -> bool:
    local = timezone.localtime(moment)
    return (local.hour, local.minute) == (0, 0)


# ---- licences ----------------------------------------------------------------------------------------------------------

_COMMONS = re.compile(
    r"^https?://(?:www\.)?creativecommons\.org/(?P<kind>licenses|publicdomain)/(?P<parts>[a-z-]+|zero|mark)"
    r"/(?P<version>\d\.\d)(?:/|$)",
    re.IGNORECASE,
)


def licence(page: str) -> tuple[str, str] | None:
    """The name of a Creative Commons licence and the address of its deed; None where the page is another one."""
    match = _COMMONS.match(page.strip())
    if match is None:
        return None
    kind, parts, version = match["kind"].lower(), match["parts"].lower(), match["version"]
    address = f"https://creativecommons.org/{kind}/{parts}/{version}/"
    if kind == "licenses":
        return f"CC {parts.upper()} {version}", address
    return {"zero": (f"CC0 {version}", address), "mark": (_("public domain"), address)}.get(parts)


# ---- suppliers -----------------------------------------------------------------------------------------------------------


def names(words: str, name: str) -> bool:
    """Whether a credit such as `Ảnh: AFP/Getty` names this supplier: as whole words, with or without marks."""
    wanted = _folded(name)
    return bool(wanted.strip()) and wanted in _folded(words)


def _folded(words: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", fold(words))) + " "
