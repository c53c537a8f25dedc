"""What machines are told about a page: data in the words of schema.org that agree with what is visible."""

from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone, translation

from articles.credits import Role
from articles.models import Contributor, Kind
from media import sources

TYPES = {
    Kind.FEATURE: "ReportageNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
}
OTHER_ROLES = {Role.TRANSLATOR: "translator", Role.EDITOR: "editor"}


def absolute(address):
    """Addresses never come from the Host header."""
    if address.startswith("/") and not address.startswith("//"):
        return settings.SITE_URL + address
    return urljoin(settings.SITE_URL + "/", address)


def graph(*things):
    return {"@context": "https://schema.org", "@graph": [thing for thing in things if thing]}


def publisher(paper):
    return {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#paper"),
        "name": paper.name,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(static("newsroom/logo.png")), "width": 512, "height": 512},
    }


def website(paper):
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": paper.name,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": absolute("/#paper")},
    }


def person(credited):
    kinds = {Contributor.Kind.PERSON: "Person", Contributor.Kind.AGENCY: "Organization"}
    return {
        "@type": kinds.get(credited.kind, "Organization"),
        "name": credited.name,
        "url": absolute(credited.get_absolute_url()),
    }


def image(picture, shape="original"):
    """One cut of a photograph, with the words that stand under it."""
    cut = picture["shapes"].get(shape) or picture["shapes"]["original"]
    address = (cut["jpeg"] or cut["webp"])[-1][2]
    data = {
        "@type": "ImageObject",
        "contentUrl": absolute(address),
        "url": absolute(address),
        "width": cut["width"],
        "height": cut["height"],
        "caption": picture["caption"],
        "creditText": picture["credit"],
        "license": (picture.get("licence") or ["", ""])[1],
        "digitalSourceType": sources.address(picture.get("source_type", "")),
    }
    return {name: value for name, value in data.items() if value}


def card(*pictures, language=None):
    """The picture that other sites show: a JPEG of 1200 by 630, else the largest there is. None without a picture."""
    picture = next((picture for picture in pictures if picture), None)
    if picture is None:
        return None
    cut = picture["shapes"].get("card") or picture["shapes"].get("16x9") or picture["shapes"]["original"]
    width, height, address = (cut["jpeg"] or cut["webp"])[-1]
    with translation.override(language or settings.LANGUAGE_CODE):
        alt = sources.said_before(picture.get("source_type", ""), picture["alt"] or picture["caption"])
    return {"address": absolute(address), "width": width, "height": height, "alt": alt}


def news_article(story):
    article, masthead = story.article, story.masthead
    data = {
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "@id": absolute(article.get_absolute_url()) + "#story",
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "url": absolute(article.get_absolute_url()),
        "headline": article.headline,
        "description": article.seo_description or article.standfirst,
        "inLanguage": article.language,
        "isAccessibleForFree": True,
        "datePublished": moment(article.first_published_at),
        "dateModified": moment(article.updated_at),
        "articleSection": article.section.name,
        "keywords": [tag.name for tag in story.tags],
        "wordCount": article.words,
        "author": [person(credited) for credited in story.writers],
        "publisher": publisher(masthead.paper),
    }
    if article.lead:
        shapes = ["original", "16x9", "4x3", "1x1", "3x2"]
        data["image"] = [image(article.lead, shape) for shape in shapes if shape in article.lead["shapes"]]
    if article.place:
        data["dateline"] = article.place
    for role, name in OTHER_ROLES.items():
        people = [person(credited) for credited in story.bylines if credited.role == role]
        if people:
            data[name] = people
    return {name: value for name, value in data.items() if value not in ("", [])}


def breadcrumb(steps):
    """steps: [(name, address)] from the front to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def profile(contributor):
    kind = "Person" if contributor.kind == Contributor.Kind.PERSON else "Organization"
    about = {"@type": kind, "name": contributor.name, "url": absolute(contributor.get_absolute_url())}
    if contributor.biography:
        about["description"] = contributor.biography
    return {"@type": "ProfilePage", "mainEntity": about}


def released_image(photo):
    """A photograph's own page: the data that the licence badge asks for."""
    about = {"caption": photo.caption, "credit": photo.credit, "source_type": photo.digital_source_type}
    data = image({"shapes": photo.sources, **about})
    data |= {
        "creator": [{"@type": "Person", "name": name} for name in photo.creators],
        "copyrightNotice": photo.copyright,
        "license": photo.licence_page if photo.licence_page.startswith(("http://", "https://")) else "",
        "representativeOfPage": True,
        "mainEntityOfPage": absolute(photo.get_absolute_url()),
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def moment(at):
    """ISO 8601 with the paper's offset."""
    return timezone.localtime(at).isoformat(timespec="seconds")
