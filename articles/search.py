"""What readers find, and in which order: adjacent words first, titles before texts, marks as typed before marks left out."""

from dataclasses import dataclass

from articles.body.render import plain_text
from articles.models import PublishedArticle
from newsroom import fulltext, text

INDEX = "stories"
PAGE = 20
SNIPPET = 200


def number_for(article_id, first_published_at):
    """A story's place in the index: its first hour in milliseconds, so that greater means newer; the id parts equal ones."""
    number = int(first_published_at.timestamp() * 1000) * 1024 + article_id % 1024
    while PublishedArticle.objects.filter(number=number).exclude(pk=article_id).exists():
        number += 1
    return number


def index(row, *, captions, names):
    """Put what readers get of a story into the index, or replace it there. names: as printed in the credit line."""
    title = " ".join([row.headline, row.short_headline, row.kicker])
    tags = row.tags.values_list("tag__name", flat=True)
    words = [row.standfirst, row.place, plain_text(row.body), *captions, *names, *tags]
    fulltext.put(INDEX, row.number, title, "\n".join(words))


def forget(row):
    fulltext.remove(INDEX, row.number)


def rebuild():
    """Index everything that is published again; returns how many stories that are."""
    fulltext.clear(INDEX)
    count = 0
    for row in PublishedArticle.objects.order_by("pk").iterator(chunk_size=200):
        names = row.bylines.values_list("name", flat=True)
        index(row, captions=[row.lead["caption"]] if row.lead else [], names=names)
        count += 1
    return count


@dataclass(frozen=True)
class Result:
    article: PublishedArticle
    headline: list
    snippet: list
    """Both as [(text, whether it is a hit)], in order."""


@dataclass(frozen=True)
class Page:
    query: str
    results: list
    next: str
    """The key of the next page for `?before=`, empty where this is the last."""


def search(typed, before=""):
    """One page of stories for what somebody typed; any text is a query, a broken key gives the first page."""
    query = fulltext.Query.parse(typed)
    hits = fulltext.find(INDEX, query, limit=PAGE + 1, after=_read_key(before))
    found = PublishedArticle.objects.filter(number__in=[hit.number for hit in hits[:PAGE]])
    rows = {row.number: row for row in found.select_related("section", "section__parent")}
    results = [_result(rows[hit.number], query) for hit in hits[:PAGE] if hit.number in rows]
    more = len(hits) > PAGE
    return Page(typed, results, f"{hits[PAGE - 1].tier}-{hits[PAGE - 1].number}" if more else "")


def ids(typed, most):
    """The first few stories that search() would find: their ids alone, for pickers."""
    hits = fulltext.find(INDEX, fulltext.Query.parse(typed), limit=most)
    numbers = [hit.number for hit in hits]
    found = dict(PublishedArticle.objects.filter(number__in=numbers).values_list("number", "pk"))
    return [found[number] for number in numbers if number in found]


def _read_key(key):
    tier, dash, number = key.partition("-")
    if dash and tier.isdecimal() and number.isdecimal() and len(number) < 19 and len(tier) < 3:
        return fulltext.Hit(int(tier), int(number))
    return None


def _result(row, query):
    words = query.all_words
    return Result(row, _marked(row.headline, words), _marked(_around(row, words), words))


def _around(row, words):
    """A stretch of the story in which the words stand, else its standfirst or its beginning."""
    whole = plain_text(row.body)
    for candidate in (row.standfirst, whole):
        spans = text.highlight_spans(candidate, words)
        if spans:
            start = max(0, spans[0][0] - SNIPPET // 3)
            start = candidate.rfind(" ", 0, start) + 1 if start else 0
            piece = candidate[start : start + SNIPPET].rsplit(" ", 1)[0]
            return ("… " if start else "") + piece + (" …" if start + SNIPPET < len(candidate) else "")
    return row.standfirst or whole[:SNIPPET]


def _marked(words, query_words):
    pieces, at = [], 0
    for start, end in text.highlight_spans(words, query_words):
        if start > at:
            pieces.append((words[at:start], False))
        pieces.append((words[start:end], True))
        at = end
    return [*pieces, (words[at:], False)] if at < len(words) else pieces
