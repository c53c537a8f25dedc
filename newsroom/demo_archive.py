"""A large archive for measuring: stories of made-up words in the shape of real ones, as if published over ten years.

Written in bulk, past the workflow, but to the same rows: article, revision, published row with bylines and tags,
search. Words are Vietnamese syllables by Zipf's law, so that some stand everywhere and most are rare. The same seed
gives the same archive.
"""

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from django.db import connection, transaction
from django.utils import timezone

from articles.body.render import RENDERER, render
from articles.drafting import PLAIN, REFERENCES
from articles.models import (
    Article,
    ArticleTag,
    Byline,
    Contributor,
    PublishedArticle,
    PublishedByline,
    PublishedTag,
    Revision,
    RevisionText,
    Section,
    Standing,
    State,
    Tag,
)
from articles.search import INDEX
from newsroom import demo, fulltext, text

BATCH = 1000
STORIES_A_BODY = (
    40  # neighbours share one text, each under its own headline: drawing and folding is not what is measured
)
YEARS = 10
TAGS, PEOPLE = 500, 200
WORDS_A_PARAGRAPH, PARAGRAPHS = 55, 5
BIG_SECTION_SHARE = 0.5  # one section holds more than half of most archives
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Quang", "Thu", "Bảo", "Gia", "Đức", "Hồng"]
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Uyên",
]


@dataclass(frozen=True)
class Vocabulary:
    """Syllables with their weights, most frequent first."""

    words: list
    weights: list

    def line(self, chance, count):
        return " ".join(chance.choices(self.words, cum_weights=self.weights, k=count))


def read_vocabulary():
    found = {}
    for story in demo.read_stories():
        for word in re.findall(r"[^\W\d_]+", re.sub(r"<[^>]+>", " ", story.body).lower()):
            found[word] = found.get(word, 0) + 1
    words = sorted(found, key=lambda word: (-found[word], word))
    return Vocabulary(words, list(accumulate(1 / rank for rank in range(1, len(words) + 1))))


def load(count, say, *, seed=1):
    """Add stories until the archive has count. Returns how many were added."""
    demo.make_sections()
    have = Article.objects.filter(source_hash__startswith="archive ").count()
    if have >= count:
        return 0
    chance = random.Random(f"{seed} {have}")
    vocabulary = read_vocabulary()
    cast = Cast(people(chance), tags(chance, vocabulary), list(Section.objects.select_related("parent").order_by("id")))
    now = timezone.now()
    step = timedelta(days=365 * YEARS) / count
    for first in range(have, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        hours = [now - timedelta(hours=1) - step * (count - number) for number in numbers]
        bodies = [Body.make(chance, vocabulary) for _ in range(BATCH // STORIES_A_BODY)]
        drafts = [
            Draft.make(number, at, chance, vocabulary, cast, bodies[i // STORIES_A_BODY])
            for i, (number, at) in enumerate(zip(numbers, hours, strict=True))
        ]
        with transaction.atomic():
            write(drafts)
        if (first + BATCH) % (BATCH * 10) == 0:
            say(f"  {first + BATCH} stories")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return count - have


@dataclass(frozen=True)
class Cast:
    people: list
    tags: list
    sections: list

    def section(self, chance):
        return self.sections[0] if chance.random() < BIG_SECTION_SHARE else chance.choice(self.sections)


def people(chance):
    known = list(Contributor.objects.filter(biography="archive").order_by("id"))
    names = sorted({f"{a} {b} {c}" for a in FAMILY for b in MIDDLE for c in GIVEN})
    for name in chance.sample(names, PEOPLE)[: max(0, PEOPLE - len(known))]:
        known.append(Contributor.objects.create(name=name, biography="archive"))
    return known


def tags(chance, vocabulary):
    known = list(Tag.objects.filter(description="archive").order_by("id"))
    while len(known) < TAGS:
        name = vocabulary.line(chance, 3)
        if not Tag.objects.filter(key=text.tag_key(name)).exists():
            known.append(Tag.objects.create(name=name, description="archive"))
    return known


@dataclass(frozen=True)
class Body:
    """One text in the forms that its stories need: stored, drawn, and cut into words for search."""

    html: str
    drawn: str
    exact: str
    folded: str

    @classmethod
    def make(cls, chance, vocabulary):
        paragraphs = [vocabulary.line(chance, WORDS_A_PARAGRAPH).capitalize() + "." for _ in range(PARAGRAPHS)]
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        words = " ".join(paragraphs)
        drawn = render(html, {}, language="vi")
        return cls(html, drawn, fulltext.exact_words(words), fulltext.folded_words(words))


@dataclass(frozen=True)
class Draft:
    """One story before it has ids."""

    article: Article
    body: Body
    people: list
    tags: list

    @classmethod
    def make(cls, number, at, chance, vocabulary, cast, body):
        headline = vocabulary.line(chance, 9).capitalize()[:200]
        section, names = cast.section(chance), chance.sample(cast.people, chance.choice((1, 1, 2)))
        article = Article(
            source_hash=f"archive {number}",
            state=State.LIVE,
            state_at=at,
            created_at=at,
            updated_at=at,
            first_published_at=at,
            version=1,
            section=section,
            language=section.language,
            headline=headline,
            slug=text.slug(headline)[:120].strip("-"),
            standfirst=vocabulary.line(chance, 30).capitalize() + ".",
            credit_line=", ".join(person.name for person in names),
            standing=Standing.NORMAL,
            body=body.html,
            search_text=text.fold(headline),
        )
        return cls(article, body, names, chance.sample(cast.tags, 3))


def write(drafts):
    """All rows of a batch, each table in one statement."""
    articles = Article.objects.bulk_create([draft.article for draft in drafts])
    texts = [kept_text(draft) for draft in drafts]
    RevisionText.objects.bulk_create(texts, ignore_conflicts=True)
    revisions = Revision.objects.bulk_create(
        Revision(article=article, number=1, kind=Revision.Kind.PUBLISH, at=article.created_at, text_id=kept.pk)
        for article, kept in zip(articles, texts, strict=True)
    )
    rows = PublishedArticle.objects.bulk_create(
        published(draft, revision) for draft, revision in zip(drafts, revisions, strict=True)
    )
    each_person = [
        (row, draft, i, p) for row, draft in zip(rows, drafts, strict=True) for i, p in enumerate(draft.people)
    ]
    each_tag = [(row, i, tag) for row, draft in zip(rows, drafts, strict=True) for i, tag in enumerate(draft.tags)]
    PublishedByline.objects.bulk_create(
        PublishedByline(
            article=row,
            contributor=person,
            role="text",
            order=i,
            name=person.name,
            first_published_at=row.first_published_at,
        )
        for row, _draft, i, person in each_person
    )
    PublishedTag.objects.bulk_create(
        PublishedTag(article=row, tag=tag, order=i, first_published_at=row.first_published_at)
        for row, i, tag in each_tag
    )
    copy_to_the_desk(rows[0].pk, rows[-1].pk)
    for row, draft in zip(rows, drafts, strict=True):
        title, names = (
            row.headline,
            " ".join([person.name for person in draft.people] + [tag.name for tag in draft.tags]),
        )
        own = f"{row.standfirst} {names}"
        exact, folded = fulltext.exact_words, fulltext.folded_words
        fulltext.put_words(
            INDEX,
            row.number,
            exact(title),
            f"{exact(own)} {draft.body.exact}",
            folded(title),
            f"{folded(own)} {draft.body.folded}",
        )


def copy_to_the_desk(first, last):
    """The desk's own bylines and tags are the published ones: copied by the database, article ids first to last."""
    byline = 'article_id, contributor_id, role, "order", name'
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Byline._meta.db_table} ({byline}) SELECT {byline} FROM {PublishedByline._meta.db_table} "
            "WHERE article_id BETWEEN %s AND %s",
            [first, last],
        )
        cursor.execute(
            f"INSERT INTO {ArticleTag._meta.db_table} (content_object_id, tag_id) "
            f"SELECT article_id, tag_id FROM {PublishedTag._meta.db_table} WHERE article_id BETWEEN %s AND %s",
            [first, last],
        )


def kept_text(draft):
    article = draft.article
    kept = {name: getattr(article, name) for name in (*PLAIN, *REFERENCES)}
    kept["bylines"] = [[person.pk, "text", person.name] for person in draft.people]
    kept["tags"] = [tag.pk for tag in draft.tags]
    kept["photos"] = {}
    return RevisionText.of(kept)


def published(draft, revision):
    article = draft.article
    at = article.first_published_at
    return PublishedArticle(
        article=article,
        revision=revision,
        section=article.section,
        top_section=article.section.top,
        language=article.language,
        kind=article.kind,
        slug=article.slug or "bai",
        headline=article.headline,
        standfirst=article.standfirst,
        credit_line=article.credit_line,
        standing=article.standing,
        number=int(at.timestamp() * 1000) * 1024 + article.pk % 1024,
        words=WORDS_A_PARAGRAPH * PARAGRAPHS,
        first_published_at=at,
        updated_at=at,
        rendered_by=RENDERER,
        body=draft.body.drawn,
    )
