"""The fields of the story form as somebody typed them, without asking whether they are right: what is kept before a save."""

import re
from copy import copy

from articles.body.render import plain_text
from articles.forms import related
from newsroom import text

COLUMNS = (
    "headline standfirst credit_line kicker short_headline kind language place slug lead_caption lead_alt lead_crop"
    " seo_title seo_description social_title social_description asked_words internal_note"
).split()
"""Columns of an article that the form has under their own names."""

REFERENCES = {"section": "section_id", "lead_photo": "lead_photo_id", "social_photo": "social_photo_id"}
ALT_IN_CAPTION = "lead_alt_in_caption"
_NAMES = {*COLUMNS, *REFERENCES, "tags", "related", ALT_IN_CAPTION}
_ANSWERS = ("who-", "tag-")
FIRST_WORDS = 70
_NAME = re.compile(r"[0-9a-f]{32}")


def fields_of(data):
    """{name: [values]} of a post, for every field that holds something of the story but its text."""
    return {name: data.getlist(name) for name in data if name in _NAMES or name.startswith(_ANSWERS)}


def name_in(data, field):
    """The name of a browser tab or of a story without a number, 32 hexadecimal letters; empty where it is none."""
    name = data.get(field, "")
    return name if _NAME.fullmatch(name) else ""


def tag_names(typed):
    """The names in a line of tags."""
    names = [text.clean_line(name) for name in re.split(r"[,;\n]", typed)]
    return [name for name in names if name]


def article_of(article, fields, body):
    """A copy of the article that says what was typed, for looking at: it may hold what can never be stored."""
    typed = copy(article)
    typed.body = body
    for name in COLUMNS:
        if name in fields:
            setattr(typed, name, text.clean(_last(fields, name)).strip())
    for name, column in REFERENCES.items():
        if name in fields:
            setattr(typed, column, number(_last(fields, name)))
    return typed


def number(typed):
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def headline_of(row):
    """What a kept row is called: its headline, else its first words; empty where it has neither."""
    headline = text.clean_line(_last(row.fields, "headline"))
    if headline:
        return headline[:200]
    words = text.clean_line(plain_text(row.body))
    return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def is_saved(row, article):
    """Whether a kept row says nothing but what the article (or an empty form) says. Asks for the tags last."""
    return (
        row.body == article.body
        and all(_same_column(row, article, name) for name in COLUMNS if name in row.fields)
        and all(
            str(getattr(article, column) or "") == _said(row, name)
            for name, column in REFERENCES.items()
            if name in row.fields
        )
        and _same_alt(row, article)
        and _same_related(row, article)
        and _same_tags(row, article)
    )


def _last(fields, name):
    values = fields.get(name) or [""]
    return values[-1]


def _said(row, name):
    return text.clean(_last(row.fields, name)).strip()


def _same_column(row, article, name):
    said, value = _said(row, name), getattr(article, name)
    follows = name == "slug" and not said  # an address left empty is made of the headline
    return follows or said == text.clean("" if value is None else str(value)).strip()


def _same_alt(row, article):
    return "lead_alt" not in row.fields or (ALT_IN_CAPTION in row.fields) == (article.lead_alt == "")


def _same_related(row, article):
    if "related" not in row.fields:
        return True
    lines = [line for line in _last(row.fields, "related").splitlines() if line.strip()]
    return [related.number_in(line) for line in lines] == article.related


def _same_tags(row, article):
    if "tags" not in row.fields:
        return True
    return tag_names(_last(row.fields, "tags")) == ([tag.name for tag in article.tags.all()] if article.pk else [])
