"""The field for related stories: a story a line, by its number, its address or a search. Nobody learns a hidden headline."""

import re

from articles import search as readers
from articles.models import PublishedArticle
from articles.permissions import visible_stories

MOST_FOUND = 8
_NUMBER_FIRST = re.compile(r"\s*(\d{1,18})(?=\s|·|$)")
_NUMBER_LAST = re.compile(r"-(\d{1,18})/?\s*$")


def headlines(user, ids):
    """{id: headline} of those stories that this person may know of; of the others as readers have them, if they do."""
    known = dict(visible_stories(user).filter(pk__in=ids).values_list("pk", "headline"))
    public = PublishedArticle.objects.filter(pk__in=set(ids) - set(known)).values_list("pk", "headline")
    return known | dict(public)


def lines(user, ids):
    """The field's text; a story whose headline is not this person's to read stands there as its number."""
    known = headlines(user, ids)
    return "\n".join(line(pk, known[pk]) if pk in known else str(pk) for pk in ids)


def line(pk, headline):
    return f"{pk} · {headline}"


def number_in(typed):
    """The story that a line of the field means, or None where it names none."""
    found = _NUMBER_FIRST.match(typed) or _NUMBER_LAST.search(typed)
    return int(found[1]) if found else None


def search(user, typed):
    """{id: headline} of stories to point to: those this person may know of, and those that readers have."""
    if not typed.strip():
        return {}
    mine = visible_stories(user).exclude(headline="").search(typed).order_by("-pk")[:MOST_FOUND]
    found = dict(mine.values_list("pk", "headline"))
    public = {result.article.pk: result.article.headline for result in readers.search(typed).results}
    known = set(visible_stories(user).filter(pk__in=public).values_list("pk", flat=True))
    found |= {pk: headline for pk, headline in public.items() if pk not in known}
    return dict(sorted(found.items(), reverse=True)[:MOST_FOUND])
