"""Lists of stories that go on by key: newest first, cut after a page, continued with `?before=`.

A list is a queryset of PublishedArticle, PublishedTag or PublishedByline: all three carry article and
first_published_at and an index in that order, so that every page of every list is one short index walk.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db.models import CharField, Q, TextField, Value
from django.db.models.functions import Cast

from articles.models import PublishedArticle
from articles.reading.prepared import Prepared

PAGE = 20
LATEST = 8
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What lists show of a story; a column more costs every page its time.
SHOWN = [
    "article", "section", "top_section", "language", "kind", "slug", "kicker", "headline", "short_headline", "standfirst",
    "credit_line", "lead", "standing", "first_published_at", "updated_at",
]  # fmt: skip
KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


class Listed:
    """A published row as lists show it, light: a front page looks at two hundred. names.place gives it its sections."""

    __slots__ = (
        "part", "pk", "section_id", "top_section_id", "language", "slug", "kicker", "headline", "short_headline",
        "standfirst", "credit_line", "lead_text", "first_published_at", "section", "top_section",
    )  # fmt: skip

    def __init__(self, *columns):
        for name, value in zip(self.__slots__, columns, strict=False):  # the sections come later
            setattr(self, name, value)

    @property
    def lead(self):
        return _read_picture(self.lead_text) if self.lead_text else None

    list_headline = PublishedArticle.list_headline
    get_absolute_url = PublishedArticle.get_absolute_url

    @property
    def article_id(self):
        return self.pk


COLUMNS = len(Listed.__slots__) - 2


@lru_cache(maxsize=400)
def _read_picture(text):
    """The same pictures stand on page after page, and nothing changes what it is given here."""
    return json.loads(text)


@dataclass(frozen=True)
class Key:
    """A place in a list: what stands after it is older."""

    at: datetime
    article: int

    def __str__(self):
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.article}"

    @classmethod
    def of(cls, article):
        return cls(article.first_published_at, article.pk)

    @classmethod
    def read(cls, typed):
        """The key in `?before=`, or None for the first page: also where it is no key at all."""
        found = KEY.fullmatch(typed or "")
        if not found:
            return None
        try:
            return cls(EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
        except OverflowError:
            return None


@dataclass
class Page:
    """One page of a list.

    older    the key under which the list goes on, None at its end
    newer    the key of the page before this one, "" where that is the first, None on the first page
    """

    articles: list = field(default_factory=list)
    older: Key | None = None
    newer: Key | str | None = None


def newest(rows, count, before=None):
    """The first rows of a list, or those after a key; each story once, also where a person is credited twice in it."""
    if before is not None:
        same_hour = Q(first_published_at=before.at, article_id__lt=before.article)
        rows = rows.filter(Q(first_published_at__lt=before.at) | same_hour)
    return _once(rows.order_by("-first_published_at", "-article_id"))[:count]


def _once(rows):
    """The ids of a list; a person credited twice in a story has two rows of it there."""
    ids = rows.values("article_id")
    return ids if rows.model is PublishedArticle else ids.distinct()


def read(*, bodies=False, **lists):
    """Several cut lists in one query, each part walking its own index: {name: [articles], newest first}.

    bodies   with the whole texts, which lists do without
    """
    return _sorted_out(_union(lists, PublishedArticle.objects.only(*SHOWN, *(["body"] if bodies else []))))


def prepared(make):
    """As read(), for lists that a page always asks for: make(**values) gives {name: rows}, see prepared.Prepared. The
    stories are Listed."""

    def listed(**values):
        with_text = PublishedArticle.objects.annotate(lead_text=Cast("lead", TextField()))
        return _union(make(**values), with_text, lambda rows: rows.values_list(*Listed.__slots__[:COLUMNS]))

    ask = Prepared(listed)
    return lambda **values: _sorted_out(Listed(*row) for row in ask(**values))


def _union(lists, public, shape=lambda rows: rows):
    """SQLite takes no LIMIT inside a UNION, so each part is wrapped into a choice of ids."""
    parts = [
        shape(public.filter(pk__in=rows).annotate(part=Value(name, output_field=CharField())))
        for name, rows in lists.items()
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _sorted_out(rows):
    found = defaultdict(list)
    for article in rows:
        found[article.part].append(article)
    for articles in found.values():
        articles.sort(key=lambda article: (article.first_published_at, article.pk), reverse=True)
    return found


def read_page(rows, before, **others):
    """One page of a list, and other cut lists beside it, in one query: Page, {name: [articles]}."""
    found = read(**_page_lists(rows, before), **others)
    return _cut(found, before), found


def prepared_page(rows_of):
    """As read_page() with the latest stories beside it, prepared: rows_of(owner) gives the list of whom it belongs to."""

    def make(owner, at, article):
        return _page_lists(rows_of(owner), Key(at, article) if at else None) | {"latest": latest()}

    ask = prepared(make)

    def page(owner, before):
        found = ask(owner=owner, at=before and before.at, article=before and before.article)
        return _cut(found, before), found

    return page


def _page_lists(rows, before):
    lists = {"page": newest(rows, PAGE + 1, before)}
    if before is not None:
        lists["newer"] = _above(rows, before)
    return lists


def _cut(found, before):
    page = Page(found["page"][:PAGE])
    if len(found["page"]) > PAGE:
        page.older = Key.of(page.articles[-1])
    if before is not None:
        page.newer = Key.of(found["newer"][0]) if found["newer"] else ""
    return page


def _above(rows, before):
    """The row a page's length above this page: the page before it begins after that row. None where it is the first."""
    same_hour = Q(first_published_at=before.at, article_id__gte=before.article)
    upwards = rows.filter(Q(first_published_at__gt=before.at) | same_hour).order_by("first_published_at", "article_id")
    return _once(upwards)[PAGE : PAGE + 1]


def oldest(rows, count):
    """The last rows of a list."""
    return _once(rows.order_by("first_published_at", "article_id"))[:count]


def latest(count=LATEST):
    return newest(PublishedArticle.objects.all(), count)


def chosen(ids):
    """These stories, as far as they are public."""
    return PublishedArticle.objects.filter(pk__in=ids).values("article_id")
