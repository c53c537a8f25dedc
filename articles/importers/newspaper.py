"""A story copied from a newspaper's site: its HTML as headline, standfirst and a body in the strict subset."""

import re
from dataclasses import dataclass, field
from html import unescape

from articles.body import figures as body_figures
from articles.body import pasted
from articles.body.figures import Figure
from newsroom import text

# The mark a paper sets before its standfirst, printed there for its own readers.
_PAPERS = (
    "TTO|TT|TTXVN|NLĐO|NLĐ|TNO|TN|PLO|PL|SGGPO|SGGP|VTC|VTC News|VOV|VTV|HNMO|QĐND|QĐND Online|CAND|ANTĐ|TPO|TP|GDVN"
    "|KTĐT|ĐSPL|BVPL|PNO|VnExpress|VietNamNet|Dân trí|Zing|Infonet|BĐT|VNE|LĐO|LĐ|NDO|ĐĐK"
)
_MARK = re.compile(rf"^(?:\(\s*(?:{_PAPERS})\s*\)|(?:{_PAPERS}))\s*[-–—:]\s*|^\(\s*(?:{_PAPERS})\s*\)\s*")


@dataclass
class Imported:
    """What a page said.

    headline, standfirst  one line each, None where the page has none
    body                  in the strict subset; its pictures wait for their photos
    figures               of the body, in reading order
    warnings              what a person should look at, in their language
    """

    headline: str | None
    standfirst: str | None
    body: str
    figures: list[Figure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_html(html: str, *, headline: str = "", standfirst: str = "") -> Imported:
    """A story's HTML, with headline and standfirst where they came apart (as text or HTML).

    Without them they are looked for in the HTML, as its h1 and its sapo, and taken out of the text.
    Raises BodyRefused if it is too large or too tangled to be a story.
    """
    page = pasted.read(html, whole_page=not (headline or standfirst))
    standfirst = plain(standfirst) or page.standfirst or ""
    return Imported(
        headline=plain(headline) or page.headline,
        standfirst=without_mark(standfirst) or None,
        body=page.html,
        figures=body_figures.figures(page.html),
        warnings=page.warnings,
    )


def plain(html: str) -> str:
    """One line of clean text from what may hold tags and entities."""
    spaced = re.sub(r"</(?:p|div|h[1-6])>|<br\s*/?>", " ", html)
    return text.clean_line(unescape(re.sub(r"</?[A-Za-z][^>]*>", "", spaced)))


def without_mark(standfirst: str) -> str:
    """The standfirst without the mark of the paper it was copied from: `TTO - `, `(NLĐO) - `."""
    return _MARK.sub("", standfirst, count=1)
