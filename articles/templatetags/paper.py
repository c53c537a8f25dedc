"""What the templates of the paper say: dates, the tone device, pictures, structured data."""

import json
from functools import lru_cache

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from articles.body.render import reading_minutes
from articles.reading import dates, drawing
from newsroom.text import without_tones

register = template.Library()

register.filter("long_day", dates.long_day)
register.filter("long_moment", dates.long_moment)
register.filter("clock", dates.clock)
register.filter("minutes", reading_minutes)
register.simple_tag(drawing.picture)
register.simple_tag(drawing.made)
register.simple_tag(drawing.mark)
register.simple_tag(drawing.moment)
register.simple_tag(drawing.teaser)
register.simple_tag(drawing.teasers)
register.simple_tag(drawing.lines)
PLACES = ["front", "article"]  # of the context, whether they are there: where the reader is


@register.simple_tag
def today():
    return timezone.localdate()


@register.filter
def iso(at):
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter
def changed_moment(article):
    return dates.changed_moment(article.first_published_at, article.updated_at)


@register.simple_tag
@lru_cache(maxsize=256)  # the names of sections and tags, on page after page
def tone(words):
    """The masthead's device: the words in the accent, and over them the same letters without tone marks in ink."""
    return format_html('<span class="tone" data-plain="{}">{}</span>', without_tones(words), words)


@register.simple_tag(takes_context=True)
def kept_part(context, template):
    """A part of the page that knows the masthead and what stands under it, and nothing of the story or list: drawn once
    for each section, day and language as long as the masthead is kept (names.read)."""
    masthead = context.get("masthead")
    kept = masthead.drawn if masthead else {}
    current = context.get("current")
    key = (template, get_language(), timezone.localdate(), current and current.pk, *map(bool, map(context.get, PLACES)))
    if key not in kept:
        kept[key] = context.template.engine.get_template(template).render(context)
    return kept[key]


class Json:
    """A value as JSON that may stand in a script element: what could end it is escaped, as json_script does."""

    ESCAPES = [(letter, f"\\u{ord(letter):04X}") for letter in "><&\u2028\u2029"]

    def __init__(self, value):
        self.text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))

    def __html__(self):
        escaped = self.text
        for letter, escape in self.ESCAPES:
            escaped = escaped.replace(letter, escape)
        return escaped


@register.simple_tag
def linked_data(value):
    """Structured data: a block of data, which no browser executes."""
    return format_html('<script type="application/ld+json">{}</script>', Json(value)) if value else ""
