"""One story as its page shows it: the row, its names, and what to read after it."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext

from articles import credits
from articles.body import render
from articles.credits import Role
from articles.models import Kind, PublishedArticle
from articles.reading import lists, names

RELATED = 3
WIDE_PIXELS = 1040
WRITING = {Role.TEXT, Role.COMPILER, Role.MADE_BY}


@dataclass
class Story:
    """A published row with everything its page needs. A preview makes one of a revision that no reader has seen.

    body      the rendered text with its links filled in, safe
    bylines   who is credited with what, in the order printed: names.Credited
    line      the credit line in pieces: [(words, address or None)]
    related   up to three stories
    next      the story to read after this one in its section, or None
    """

    article: PublishedArticle
    masthead: names.Masthead
    body: str = ""
    bylines: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    line: list = field(default_factory=list)
    related: list = field(default_factory=list)
    next: PublishedArticle | None = None

    @property
    def shape(self):
        """Which cut of the lead picture stands over the story."""
        crop = self.article.lead.get("crop", "original")
        return crop if crop in self.article.lead["shapes"] else "original"

    @property
    def lead_credit(self):
        """The credit of the lead picture in pieces, as `line`: its maker may be one of those credited."""
        addresses = {credited.name: credited.get_absolute_url() for credited in self.bylines}
        pieces = [
            (words, addresses.get(name)) for words, name in credits.pieces(self.article.lead["credit"], addresses)
        ]
        licence = self.article.lead.get("licence")
        return [*pieces, (" / ", None), tuple(licence)] if licence else pieces

    @property
    def lead_place(self):
        """Wide where the picture has the pixels for it; a tall one, and that of a brief, stands in the measure."""
        cut = self.article.lead["shapes"][self.shape]
        if cut["height"] > cut["width"]:
            return "center photo--tall"
        wide = cut["width"] >= WIDE_PIXELS and self.article.kind != Kind.BRIEF
        return "wide" if wide else "center"

    @property
    def lead_sizes(self):
        # A phone's screen has more pixels than eyes: nine tenths of its width save a step, and a third of the bytes.
        if self.lead_place == "wide":
            return "(min-width: 69em) 65rem, (min-width: 48em) 100vw, 88vw"
        return "(min-width: 48em) 40rem, 88vw"

    @property
    def names_above(self):
        """Whether the writers stand over the text too; the credit line ends every story."""
        return self.article.kind in (Kind.FEATURE, Kind.INTERVIEW, Kind.OPINION)

    @property
    def paper_language(self):
        """The paper's language, where the story is in another: what the page says of it is marked with it."""
        return self.masthead.language if self.article.language != self.masthead.language else ""

    @property
    def locale(self):
        return names.LOCALES.get(self.article.language, self.article.language)

    @property
    def card_title(self):
        return self.article.social_title or self.article.headline

    @property
    def card_description(self):
        article = self.article
        return article.social_description or article.seo_description or article.standfirst

    @property
    def report_address(self):
        """A mail to the corrections desk that says which story is meant."""
        subject = gettext("Mistake in: %(headline)s") % {"headline": self.article.headline}
        body = f"{settings.SITE_URL}{self.article.get_absolute_url()}\n\n"
        words = urlencode({"subject": subject, "body": body}, quote_via=quote)
        return f"mailto:{self.masthead.corrections_email}?{words}"

    @property
    def writers(self):
        """Who wrote it, each once: those credited with text, else everybody credited."""
        writers = [credited for credited in self.bylines if credited.role in WRITING] or self.bylines
        return list({credited.contributor: credited for credited in writers}.values())


def read(article, edition=None):
    """The page of a published row, in two queries; the row itself was the first."""
    links = render.slots(article.body)
    found = names.read([article.pk], links=links, edition=edition)
    found.masthead.place([article])
    story = tell(article, found)
    around = _around(
        article=article.pk, at=article.first_published_at, section=article.section_id, top=article.top_section_id,
        related=article.related[:RELATED],
    )  # fmt: skip
    for stories in around.values():
        found.masthead.place(stories)
    _what_next(story, around)
    return story


def tell(article, found):
    """A row with the names it prints: without a query, so a preview may bring both from elsewhere."""
    bylines = found.bylines.get(article.pk, [])
    addresses = {credited.name: credited.get_absolute_url() for credited in bylines}
    return Story(
        article=article,
        masthead=found.masthead,
        body=render.fill_slots(article.body, found.targets),
        bylines=bylines,
        tags=found.tags.get(article.pk, []),
        line=[(words, addresses.get(name)) for words, name in credits.pieces(article.credit_line, list(addresses))],
    )


@lists.prepared
def _around(article, at, section, top, related):
    of_section = PublishedArticle.objects.filter(section=section)
    of_top = PublishedArticle.objects.filter(top_section=top)
    return {
        "by_hand": lists.chosen(related),
        "section": lists.newest(of_section.exclude(pk=article), RELATED + 2),
        "paper": lists.newest(of_top.exclude(pk=article), RELATED + 2),
        "next": lists.newest(of_section, 1, before=lists.Key(at, article)),
    }


def _what_next(story, around):
    """Related stories as chosen by hand, filled up from the same section; no story twice."""
    order = {pk: place for place, pk in enumerate(story.article.related)}
    by_hand = sorted(around["by_hand"], key=lambda related: order[related.pk])
    story.next = next((following for following in around["next"] if following.pk not in order), None)
    shown = {story.article.pk} | ({story.next.pk} if story.next else set())
    for candidate in by_hand + around["section"] + around["paper"]:
        if candidate.pk not in shown and len(story.related) < RELATED:
            shown.add(candidate.pk)
            story.related.append(candidate)
