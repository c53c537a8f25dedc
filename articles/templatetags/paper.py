"""What the templates of the paper say: dates, the tone device, pictures, structured data."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.html import format_html

from articles.body.render import reading_minutes
from articles.reading import dates
from newsroom.text import without_tones

register = template.Library()

register.filter("long_day", dates.long_day)
register.filter("long_moment", dates.long_moment)
register.filter("clock", dates.clock)
register.filter("minutes", reading_minutes)


@register.simple_tag
def today():
    return timezone.localdate()


@register.simple_tag
def moment(at):
    """The hour or the day of a story in a list."""
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(), dates.short_moment(at))


@register.filter
def iso(at):
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter
def changed_moment(article):
    return dates.changed_moment(article.first_published_at, article.updated_at)


@register.simple_tag
def tone(words):
    """The masthead's device: the words in the accent, and over them the same letters without tone marks in ink."""
    return format_html('<span class="tone" data-plain="{}">{}</span>', without_tones(words), words)


@register.inclusion_tag("articles/_picture.html")
def picture(photo, shape="original", sizes="100vw", alt=None, eager=False):
    """A photograph in real widths. Takes what media.Photo.picture() gives.

    shape   "3x2", "16x9" or "original"; where a cut has no files, the uncut picture stands in
    sizes   how wide the page shows it, in the words of the HTML attribute
    alt     "" for a teaser, whose head says it; None takes the photograph's own
    eager   the one picture that must not wait
    """
    shapes = photo["shapes"]
    cut = shapes.get(shape) or shapes["original"]
    fallback = cut["jpeg"] or cut["webp"]
    return {
        "webp": _srcset(cut["webp"]) if cut["jpeg"] else "",
        "srcset": _srcset(fallback),
        "src": _middle(fallback)[2],
        "width": cut["width"],
        "height": cut["height"],
        "sizes": sizes,
        "alt": photo["alt"] if alt is None else alt,
        "eager": eager,
    }


def _srcset(files):
    return ", ".join(f"{address} {width}w" for width, _height, address in files)


def _middle(files):
    """For browsers that know no srcset: the file nearest to 960 pixels."""
    return min(files, key=lambda file: abs(file[0] - 960))


class Json:
    """A value as JSON that may stand in a script element: what could end it is escaped, as json_script does."""

    ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

    def __init__(self, value):
        self.text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))

    def __html__(self):
        return self.text.translate(self.ESCAPES)


@register.simple_tag
def linked_data(value):
    """Structured data: a block of data, which no browser executes."""
    return format_html('<script type="application/ld+json">{}</script>', Json(value)) if value else ""
