"""RSS 2.0 for the paper, a section, a tag and a contributor: whole texts, every author, pictures with their credit.

Source: RSS 2.0 with the content, media and dc modules. A feed takes two queries: its stories, and their names.
"""

import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from articles.body import render
from articles.models import PublishedArticle, PublishedByline, PublishedTag
from articles.reading import lists, names
from articles.structured import absolute
from media import sources

STORIES = 20
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss/"
DC = "http://purl.org/dc/elements/1.1/"
# XML 1.0 cannot hold these in any form, and one of them would cost readers the whole feed.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CleanGenerator(SimplerXMLGenerator):
    """Writes XML that is well-formed whatever a story holds."""

    def characters(self, content):
        super().characters(NOT_XML.sub("", content))

    def startElement(self, name, attrs):
        super().startElement(name, {key: NOT_XML.sub("", str(value)) for key, value in attrs.items()})


class PaperFeed(Rss201rev2Feed):
    """Django's RSS with whole texts, pictures and one dc:creator an author."""

    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": CONTENT, "xmlns:media": MEDIA, "xmlns:dc": DC}

    def write(self, outfile, encoding):
        handler = CleanGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["lead"]:
            _add_picture(handler, item["lead"], item["language"])
        handler.addQuickElement("content:encoded", item["content"])


def _add_picture(handler, lead, language):
    cut = lead["shapes"].get("16x9") or lead["shapes"]["original"]
    width, height, address = (cut["jpeg"] or cut["webp"])[-1]
    kind = "image/jpeg" if cut["jpeg"] else "image/webp"
    attributes = {"url": absolute(address), "type": kind, "medium": "image", "width": width, "height": height}
    handler.startElement("media:content", attributes)
    with translation.override(language):
        words = sources.said_before(lead.get("source_type", ""), lead["caption"])
    handler.addQuickElement("media:description", words, {"type": "plain"})
    if lead["credit"]:
        handler.addQuickElement("media:credit", lead["credit"], {"role": "photographer"})
    handler.endElement("media:content")


def site(request):
    articles = _newest(PublishedArticle.objects.all())
    return _answer(articles, "/", lambda found: (found.masthead.paper.name, found.masthead.paper.motto, "front"))


def section(request, slug):
    """A section's stories, with those of its parts."""
    public = PublishedArticle.objects
    found = lists.read(
        bodies=True,
        top=lists.newest(public.filter(top_section__slug=slug), STORIES),
        part=lists.newest(public.filter(section__slug=slug), STORIES),
    )

    def about(names_found):
        owner = names_found.masthead.by_slug.get(slug)
        if owner is None:
            raise Http404(f"no section {slug}")
        return owner.name, owner.description, f"section-{owner.pk}"

    return _answer(found["top"] or found["part"], f"/{slug}/", about)


def tag(request, slug):
    articles = _newest(PublishedTag.objects.filter(tag__slug=slug)) or _nothing("tag", slug)

    def about(found):
        owner = next(tag for tag in found.tags[articles[0].pk] if tag.slug == slug)
        return owner.name, "", f"tag-{owner.tag}"

    return _answer(articles, f"/tag/{slug}/", about)


def author(request, slug):
    articles = _newest(PublishedByline.objects.filter(contributor__slug=slug)) or _nothing("author", slug)

    def about(found):
        owner = next(person for person in found.bylines[articles[0].pk] if person.slug == slug)
        return owner.display_name, "", f"person-{owner.contributor}"

    return _answer(articles, f"/author/{slug}/", about)


def _newest(rows):
    return lists.read(bodies=True, stories=lists.newest(rows, STORIES))["stories"]


def _nothing(kind, slug):
    raise Http404(f"no public story of {kind} {slug}")


def _answer(articles, address, about):
    """The feed as a response. about: what gives (name, description, surrogate key) from the names that were found."""
    found = names.read([article.pk for article in articles])
    name, description, key = about(found)
    found.masthead.place(articles)
    paper = found.masthead.paper.name
    feed = PaperFeed(
        title=name if name == paper else f"{name} – {paper}",
        link=absolute(address),
        description=description or paper,
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(address + "feed.xml"),
    )
    for article in articles:
        feed.add_item(**_item(article, found))
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    response["Surrogate-Key"] = f"paper {key}"
    return response


def _item(article, found):
    address = absolute(article.get_absolute_url())
    return {
        "title": article.headline,
        "link": address,
        "description": article.standfirst,
        "unique_id": f"{settings.SITE_URL}/#article-{article.pk}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(article.first_published_at),
        "updateddate": timezone.localtime(article.updated_at),
        "categories": [article.section.name, *(tag.name for tag in found.tags.get(article.pk, []))],
        "creators": [person.name for person in found.people(article.pk)],
        "lead": article.lead,
        "language": article.language,
        "content": render.feed_html(article.body, settings.SITE_URL),
    }
