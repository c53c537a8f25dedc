"""Whatever the desk does in whatever order, what readers get and what the desk believes agree."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles import drafting, publishing, rewording, search, workflow
from articles.body.figures import figures
from articles.models import Article, Event, Figure, PictureUse, PublishedArticle, PublishedPhoto, Revision, Tombstone
from articles.models.article import State
from media.models import Photo, ReleasedPhoto, ReleasedShape
from tests import given

pytestmark = pytest.mark.django_db

STORIES, PHOTOS = 2, 3
WORDS = ["Cầu", "Đường", "Chợ"]
story = st.integers(0, STORIES - 1)
photo = st.integers(0, PHOTOS - 1)


class Desk(RuleBasedStateMachine):
    """Two stories, three photographs, a chief editor who reads and one who types."""

    staff = None

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.typist, self.chief = self.staff["typist"], self.staff["chief"]
        self.photos = list(Photo.objects.order_by("pk"))
        self.stories = [given.a_draft(f"Tin {number}", by=self.typist) for number in range(STORIES)]
        workflow.perform("submit", self.stories[0], by=self.typist)
        workflow.perform("publish", self.stories[0], by=self.chief)
        self.acts, self.before, self.now = 0, Event.objects.count(), timezone.now()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(
        which=story,
        word=st.sampled_from(WORDS),
        shown=st.lists(photo, max_size=3),
        lead=st.none() | photo,
        own=st.booleans(),
    )
    def save(self, which, word, shown, lead, own):
        caption = f"<figcaption>Riêng {word}.</figcaption>" if own else ""
        body = f"<p>{word} mới.</p>" + "".join(
            f'<figure data-photo="{self.photos[one].pk}" data-place="center">{caption}</figure>' for one in shown
        )
        article = Article.objects.get(pk=self.stories[which].pk)
        article.headline, article.body = f"{word} {which}", body
        article.lead_photo_id = None if lead is None else self.photos[lead].pk
        drafting.save(article, by=self.chief, tags=[word])

    @rule(
        which=story,
        act=st.sampled_from(sorted(set(workflow.ACTS) - {"release"})),
        hours=st.integers(1, 3),
        version=st.integers(0, 5),
    )
    def act(self, which, act, hours, version):
        article = self.stories[which]
        revisions = list(Revision.objects.filter(article=article).order_by("pk"))
        asked = {
            "note": "Vì vậy.",
            "at": self.now + timedelta(hours=hours) if act == "schedule" else None,
            "revision": revisions[version % len(revisions)] if act == "restore" else None,
            "standing": hours - 1,
            "change": self.a_change(version, hours) if act == "picture" else None,
        }
        self.perform(act, article, by=self.chief, **asked)

    def a_change(self, number, other):
        photos = [photo.pk for photo in self.photos]
        one, two = photos[number % len(photos)], photos[other % len(photos)]
        if number % 2:
            return rewording.another_file(one, two)
        return rewording.own_words(one, {"caption": f"Sửa {self.acts}."})

    @rule(hours=st.integers(1, 4))
    def the_clock_ticks(self, hours):
        self.now += timedelta(hours=hours)
        for article in Article.objects.due(self.now):
            self.perform("release", article, by=workflow.CLOCK)
        assert not Article.objects.due(self.now).exists()

    @rule(
        which=photo,
        change=st.sampled_from(["withdraw", "give back", "caption", "no caption", "no credit", "credit"]),
    )
    def a_photograph_changes(self, which, change):
        with TestCase.captureOnCommitCallbacks(execute=True):
            row = Photo.objects.get(pk=self.photos[which].pk)
            if change in {"withdraw", "give back"}:
                row.withdrawn_at = timezone.now() if change == "withdraw" else None
            elif "credit" in change:
                row.credit, row.creators = ("", []) if change == "no credit" else ("Thu Hà", [])
            else:
                row.caption = "" if change == "no caption" else f"Chú thích {self.acts}."
            row.save()

    def perform(self, act, article, **asked):
        try:
            workflow.perform(act, Article.objects.get(pk=article.pk), now=self.now, **asked)
        except workflow.Refused:
            return
        self.acts += 1

    @invariant()
    def each_act_is_one_line_of_the_log(self):
        assert Event.objects.count() == self.before + self.acts

    @invariant()
    def a_row_is_there_exactly_while_a_story_is_public(self):
        states = dict(Article.objects.values_list("pk", "state"))
        assert set(PublishedArticle.objects.values_list("pk", flat=True)) == {
            pk for pk in states if states[pk] == State.LIVE
        }
        assert set(Tombstone.objects.values_list("pk", flat=True)) == {
            pk for pk in states if states[pk] == State.WITHDRAWN
        }
        assert set(Article.objects.exclude(scheduled_revision=None).values_list("pk", flat=True)) == {
            pk for pk in states if states[pk] == State.SCHEDULED
        }

    @invariant()
    def the_record_says_which_photographs_readers_see_now(self):
        running = PictureUse.objects.filter(ran_until=None).exclude(ran_from=None)
        assert set(running.values_list("article", "photo")) == set(
            PublishedPhoto.objects.values_list("article", "photo")
        )

    @invariant()
    def readers_have_exactly_the_photographs_that_public_stories_show(self):
        shown = set(PublishedPhoto.objects.values_list("article", "photo"))
        assert {pk for _article, pk in shown} == set(ReleasedPhoto.objects.values_list("pk", flat=True))
        assert set(ReleasedShape.objects.values_list("photo", flat=True)) == {pk for _article, pk in shown}
        assert not Photo.objects.filter(pk__in=[pk for _article, pk in shown]).exclude(withdrawn_at=None).exists()
        for row in PublishedArticle.objects.select_related("revision__text"):
            kept = row.revision.words()
            mine = {pk for article, pk in shown if article == row.pk}
            drawn = [figure.photo for figure in figures(kept["body"]) if figure.photo in mine]
            assert row.body.count("<img") == len(drawn)
            assert mine == set(publishing.pictures_of(publishing.photos_in(kept))) & mine
            assert (row.lead or {}).get("id") in {*mine, None}

    @invariant()
    def what_readers_see_of_a_photograph_is_what_the_desk_says_of_it(self):
        for row in ReleasedPhoto.objects.select_related("photo"):
            assert row.caption == (row.photo.caption or row.caption)
            assert row.caption and row.credit

    @invariant()
    def figure_rows_are_those_of_their_texts(self):
        for article in Article.objects.select_related("scheduled_revision", "published__revision"):
            live = getattr(article, "published", None)
            texts = {
                Figure.Where.WORKING: drafting.words(article),
                Figure.Where.SCHEDULED: article.scheduled_revision and article.scheduled_revision.words(),
                Figure.Where.LIVE: live and live.revision.words(),
            }
            for where, kept in texts.items():
                rows = list(
                    Figure.objects.filter(article=article, where=where, lead=False).values_list("photo", flat=True)
                )
                assert rows == ([figure.photo for figure in figures(kept["body"])] if kept else [])

    @invariant()
    def search_finds_exactly_the_published_rows(self):
        with connection.cursor() as cursor:
            number = "rowid" if connection.vendor == "sqlite" else "number"
            cursor.execute(f"SELECT {number} FROM fulltext_stories")
            indexed = {row[0] for row in cursor.fetchall()}
        assert indexed == set(PublishedArticle.objects.values_list("number", flat=True))
        for word in WORDS:
            found = {result.article.pk for result in search.search(word).results}
            rows = PublishedArticle.objects.filter(headline__startswith=word)
            assert found >= {row.pk for row in rows}


def test_whatever_the_desk_does_readers_and_desk_agree():
    Desk.staff = {"typist": given.a_user("reporter"), "chief": given.a_user("chief")}
    for _number in range(PHOTOS):
        given.a_photo()
    run_state_machine_as_test(Desk, settings=settings(max_examples=15, stateful_step_count=20))
