"""The whole life of a story, through the one door that every act takes."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from articles import clock, drafting, publishing, workflow
from articles.models import Article, Event, Figure, PublishedArticle, Revision, Tombstone
from articles.models.article import Standing, State
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(act, article, **kwargs):
    with pytest.raises(workflow.Refused) as refusal:
        workflow.perform(act, article, **kwargs)
    return str(refusal.value)


class TestTheWayToThePage:
    def test_a_reporter_sends_and_an_editor_publishes(self):
        reporter, chief = given.a_user("reporter"), given.a_user("chief")
        article = given.a_draft("Cầu mới thông xe", by=reporter)
        workflow.perform("submit", article, by=reporter)
        assert article.state == State.IN_REVIEW
        workflow.perform("publish", article, by=chief, standing=Standing.LEAD)
        row = PublishedArticle.objects.get()
        assert (row.headline, row.standing, row.credit_line) == (
            "Cầu mới thông xe",
            Standing.LEAD,
            "Tin, ảnh: Minh Khuê",
        )
        assert "thông xe sáng nay" in row.body
        assert [byline.name for byline in row.bylines.all()] == ["Minh Khuê", "Minh Khuê"]

    def test_each_act_is_in_the_log_with_who_from_what_to_what_and_why(self):
        reporter, chief = given.a_user("reporter"), given.a_user("chief")
        article = given.a_story_in_review(by=reporter)
        workflow.perform("return", article, by=chief, note="Thiếu ý kiến người dân.")
        event = Event.objects.first()
        assert (event.by_name, event.act, event.from_state, event.to_state) == (
            chief.username,
            "return",
            "in_review",
            "draft",
        )
        assert event.note == "Thiếu ý kiến người dân."
        assert article.returned and article.state_note == "Thiếu ý kiến người dân."

    def test_sending_again_ends_the_mark_of_a_returned_story(self):
        reporter, chief = given.a_user("reporter"), given.a_user("chief")
        article = given.a_story_in_review(by=reporter)
        workflow.perform("return", article, by=chief, note="Sửa tít.")
        workflow.perform("submit", article, by=reporter)
        assert not article.returned

    def test_a_reporter_takes_back_what_nobody_has_published(self):
        reporter = given.a_user("reporter")
        article = given.a_story_in_review(by=reporter)
        workflow.perform("recall", article, by=reporter)
        assert article.state == State.DRAFT

    @pytest.mark.parametrize("missing", ["headline", "section", "credit_line"])
    def test_what_is_missing_blocks_and_is_named(self, missing):
        article = given.a_story_in_review()
        given.edited(article, by=given.a_user("chief"), **{missing: None if missing == "section" else ""})
        words = {"headline": "headline", "section": "section", "credit_line": "credit line"}[missing]
        assert words in refused("publish", article, by=given.a_user("chief"))
        assert not PublishedArticle.objects.exists()

    def test_a_waiting_figure_does_not_block_and_readers_do_not_see_it(self):
        body = '<p>Trước.</p><figure data-photo="" data-place="center"><figcaption>Bản vẽ đê.</figcaption></figure>'
        article = given.a_published_article(body=body)
        assert "Bản vẽ" not in PublishedArticle.objects.get().body
        assert Figure.objects.filter(article=article, where="working", photo=None).count() == 1

    def test_an_unfitting_act_says_how_the_story_stands(self):
        article = given.a_draft()
        assert "draft" in refused("publish", article, by=given.a_user("chief"))

    def test_a_stale_page_does_nothing(self):
        article = given.a_story_in_review()
        seen = article.version
        given.edited(article, by=given.a_user("chief"), headline="Tít khác")
        assert "changed" in refused("publish", article, by=given.a_user("chief"), expect_version=seen)

    def test_nobody_publishes_their_own_text_alone(self):
        chief = given.a_user("chief")
        article = given.a_story_in_review(by=chief)
        assert "own text" in refused("publish", article, by=chief)


class TestReadersAndTheWorkingCopy:
    def test_an_edit_to_a_published_story_waits_for_the_next_publish(self):
        chief = given.a_user("chief")
        article = given.a_published_article("Bridge closed")
        given.edited(article, by=chief, headline="Bridge closed by xylocarps")
        assert PublishedArticle.objects.get().headline == "Bridge closed"
        workflow.perform("update", article, by=chief)
        row = PublishedArticle.objects.get()
        assert row.headline == "Bridge closed by xylocarps"
        assert row.changed and row.first_published_at == article.first_published_at

    def test_publishing_the_same_text_twice_is_refused(self):
        article = given.a_published_article()
        assert "already" in refused("update", article, by=given.a_user("chief"))

    def test_only_the_place_on_the_front_may_change_without_a_new_text(self):
        article = given.a_published_article()
        workflow.perform("update", article, by=given.a_user("chief"), standing=Standing.LEAD)
        row = PublishedArticle.objects.get()
        assert row.standing == Standing.LEAD and not row.changed

    def test_a_withdrawn_story_leaves_a_tombstone_and_nothing_else(self):
        article = given.a_published_article(tags=["Cầu đường"])
        workflow.perform("withdraw", article, by=given.a_user("chief"), note="Sai tên nhân vật.")
        assert not PublishedArticle.objects.exists()
        assert Tombstone.objects.filter(pk=article.pk).exists()
        assert not Figure.objects.filter(where="live").exists()

    def test_a_story_brought_back_keeps_its_first_hour(self):
        chief = given.a_user("chief")
        article = given.a_published_article()
        first = article.first_published_at
        workflow.perform("withdraw", article, by=chief, note="Kiểm tra lại.")
        workflow.perform("republish", article, by=chief, note="Đã kiểm tra.")
        assert PublishedArticle.objects.get().first_published_at == first
        assert not Tombstone.objects.exists()

    def test_an_older_version_comes_back_as_a_new_one(self):
        reporter = given.a_user("reporter")
        article = given.a_draft("Tít đầu", by=reporter, tags=["Cầu đường"])
        first = article.revisions.get()
        given.edited(article, by=reporter, headline="Tít sau", tags=["Giao thông"], credit_line="Tin: Thu Hà")
        workflow.perform("restore", article, by=reporter, revision=first)
        assert article.headline == "Tít đầu"
        assert [tag.name for tag in article.tags.all()] == ["Cầu đường"]
        assert [revision.number for revision in article.revisions.all()] == [3, 2, 1]


class TestTheHour:
    def schedule(self, article, hours=1, **kwargs):
        at = timezone.now() + timedelta(hours=hours)
        workflow.perform("schedule", article, by=given.a_user("chief"), at=at, **kwargs)
        return at

    def test_nothing_goes_out_before_its_hour(self):
        article = given.a_story_in_review()
        at = self.schedule(article)
        assert clock.publish_due(at - timedelta(seconds=1)) == []
        assert "not come" in refused("release", article, by=workflow.CLOCK)
        assert not PublishedArticle.objects.exists()

    def test_what_goes_out_is_the_text_that_was_approved_for_that_hour(self, time_machine):
        article = given.a_story_in_review("Tít đã duyệt")
        at = self.schedule(article)
        given.edited(article, by=given.a_user("chief"), headline="Tít gõ thêm sau đó")
        time_machine.move_to(at)
        assert clock.publish_due() == [(article.pk, None)]
        assert PublishedArticle.objects.get().headline == "Tít đã duyệt"
        assert Event.objects.first().by_name == "clock"
        assert clock.publish_due() == []

    def test_a_story_taken_off_the_clock_stays_in(self, time_machine):
        article = given.a_story_in_review()
        at = self.schedule(article)
        workflow.perform("unschedule", article, by=given.a_user("chief"))
        assert article.state == State.IN_REVIEW and article.publish_at is None
        time_machine.move_to(at + timedelta(hours=2))
        assert clock.publish_due() == []

    def test_an_hour_that_has_passed_is_refused(self):
        article = given.a_story_in_review()
        past = timezone.now() - timedelta(minutes=1)
        assert "passed" in refused("schedule", article, by=given.a_user("chief"), at=past)

    def test_a_story_that_fails_holds_up_no_other(self, time_machine, monkeypatch):
        broken, sound = given.a_story_in_review("Hỏng"), given.a_story_in_review("Lành")
        self.schedule(broken)
        at = self.schedule(sound)
        write = publishing.go_live

        def fail_on_one(article, revision, **asked):
            if article.pk == broken.pk:
                raise RuntimeError("a fault of ours")
            write(article, revision, **asked)

        monkeypatch.setattr(publishing, "go_live", fail_on_one)
        time_machine.move_to(at + timedelta(seconds=1))
        held_back, out = clock.publish_due()
        assert held_back[0] == broken.pk and held_back[1]
        assert out == (sound.pk, None)
        assert Article.objects.get(pk=broken.pk).state == State.SCHEDULED

    def test_while_it_waits_it_is_neither_recalled_nor_returned(self):
        reporter = given.a_user("reporter")
        article = given.a_story_in_review(by=reporter)
        self.schedule(article)
        assert "scheduled" in refused("recall", article, by=reporter)
        assert "scheduled" in refused("return", article, by=given.a_user("chief"), note="Sửa.")

    def test_an_older_version_brought_back_waits_for_nobody_and_goes_out_with_nothing(self, time_machine):
        """What was approved for the hour goes out; the version brought back is the working copy."""
        article, chief = given.a_story_in_review("Tít đầu"), given.a_user("chief")
        first = article.revisions.get()
        given.edited(article, by=chief, headline="Tít đã duyệt")
        at = self.schedule(article)
        workflow.perform("restore", article, by=chief, revision=first)
        time_machine.move_to(at)
        clock.publish_due()
        assert PublishedArticle.objects.get().headline == "Tít đã duyệt"
        assert Article.objects.get().headline == "Tít đầu"

    def test_only_the_clock_releases(self):
        article = given.a_story_in_review()
        self.schedule(article)
        assert "clock" in refused("release", article, by=given.a_user("chief"))


class TestSaving:
    def test_two_people_saving_over_each_other_the_second_is_told(self):
        article = given.a_draft("Tít đầu")
        mine, theirs = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
        opened = article.version
        theirs.headline = "Tít của người kia"
        drafting.save(theirs, by=given.a_user("chief"), base_version=opened)
        mine.headline = "Tít của tôi"
        with pytest.raises(drafting.Conflict) as conflict:
            drafting.save(mine, by=article.created_by, base_version=opened)
        assert conflict.value.theirs.headline == "Tít của người kia"
        assert mine.headline == "Tít của tôi"
        assert Article.objects.get().headline == "Tít của người kia"

    def test_saving_an_unchanged_story_makes_no_new_version(self):
        article = given.a_draft()
        given.edited(article)
        assert Revision.objects.count() == 1

    def test_a_form_cannot_carry_a_state_in(self):
        article = given.a_draft()
        article.state = State.LIVE
        drafting.save(article, by=article.created_by, base_version=article.version)
        assert Article.objects.get().state == State.DRAFT

    def test_one_subject_is_one_tag(self):
        given.a_draft(tags=["Đà Nẵng", "đà nẵng", "Đà Nẵng", "Da Nang"])
        assert [tag.name for tag in Article.objects.get().tags.all()] == ["Đà Nẵng"]

    def test_a_known_name_links_whatever_its_capitals_and_a_look_alike_is_nobody(self):
        first = given.a_draft(credit_line="Tin, ảnh: Minh Khuê").bylines.first().contributor
        assert given.a_draft(credit_line="Tin, ảnh: MINH KHUÊ").bylines.first().contributor == first
        assert not given.a_draft(credit_line="Tin, ảnh: Minh Khuế").bylines.exists()


def test_the_log_refuses_to_be_changed():
    given.a_story_in_review()
    for change in ("UPDATE articles_event SET note = 'x'", "DELETE FROM articles_event"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert not Event.objects.filter(note="x").exists()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_put_a_story_out_once(time_machine):
    article = given.a_story_in_review()
    at = timezone.now() + timedelta(hours=1)
    workflow.perform("schedule", article, by=given.a_user("chief"), at=at)
    time_machine.move_to(at + timedelta(seconds=1))
    start, results = threading.Barrier(2), []

    def tick():
        start.wait()
        try:
            results.extend(clock.publish_due())
        finally:
            connection.close()

    clocks = [threading.Thread(target=tick) for _ in range(2)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    assert results == [(article.pk, None)]
    assert Event.objects.filter(act="release").count() == 1


def test_what_one_person_alone_put_live_is_marked_in_the_log(settings):
    settings.SINGLE_EDITOR = True
    chief = given.a_user("chief")
    article = given.a_story_in_review(by=chief)
    workflow.perform("publish", article, by=chief)
    assert Event.objects.first().data == {"single_editor": True}
    other = given.a_published_article("Tin khác", chief=chief)
    assert Event.objects.filter(article_id=other.pk, act="publish").get().data == {}
