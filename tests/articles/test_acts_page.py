"""The page of one act: what it asks, what it refuses and why, and that one press does it once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, DeskSettings, Event, PublishedArticle, Standing, State
from tests import given

from .desk import Fields, change_url, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = given.a_user("chief")
    client.force_login(user)
    return user


def act_url(article, act):
    return reverse("admin:articles_article_act", args=[article.pk, act])


def asked(client, article, act):
    answer = client.get(act_url(article, act))
    assert answer.status_code == 200
    return Fields(page_of(answer), "act-form").found


def test_publishing_asks_for_the_place_and_links_to_the_page_as_readers_get_it(client, chief):
    story = given.a_story_in_review()
    fields = asked(client, story, "publish")
    assert fields["standing"] == str(Standing.NORMAL.value)
    answer = client.post(act_url(story, "publish"), {**fields, "standing": Standing.LEAD.value}, follow=True)
    row = PublishedArticle.objects.get()
    assert row.standing == Standing.LEAD
    assert f'href="{row.get_absolute_url()}"' in page_of(answer)
    assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("act", "start"),
    [("return", "review"), ("publish", "review"), ("schedule", "review"), ("recall", "review"), ("withdraw", "live"),
     ("update", "live"), ("arrange", "live")],
)  # fmt: skip
def test_every_act_has_a_page_with_its_own_word_on_the_button(client, chief, act, start, language):
    DeskSettings.objects.create(user=chief, language=language)
    story = given.a_story_in_review() if start == "review" else given.a_published_article()
    if act == "update":
        given.edited(story, by=chief, headline="Cầu mới thông xe sớm hơn")
    page = page_of(client.get(act_url(story, act)))
    assert f'<html lang="{language}"' in page
    assert '<form method="post" class="act-form"' in page, re.findall(r'errornote">(.*?)</', page, re.S)
    assert re.search(r"<button class=\"button\">[^<]+</button>", page)


def test_the_button_says_how_many_pictures_readers_will_not_see(client, chief):
    DeskSettings.objects.create(user=chief, language="en")
    waiting = '<p>Chữ.</p><figure data-photo="" data-place="center"><figcaption>Chợ</figcaption></figure>'
    story = given.a_story_in_review(body=waiting)
    assert "Publish without 1 picture" in page_of(client.get(act_url(story, "publish")))


def test_what_blocks_publishing_is_said_before_anybody_presses(client, chief):
    story = given.a_story_in_review(credit_line="")
    page = page_of(client.get(act_url(story, "publish")))
    assert 'class="errornote"' in page and "act-form" not in page
    answer = client.post(act_url(story, "publish"), {"standing": "1", "version": story.version})
    assert answer.status_code == 200
    story.refresh_from_db()
    assert story.state == State.IN_REVIEW and not PublishedArticle.objects.exists()


def test_sending_back_needs_a_reason_and_the_writer_reads_it(client, chief):
    reporter = given.a_user("reporter")
    story = given.a_story_in_review(by=reporter)
    fields = asked(client, story, "return")
    answer = client.post(act_url(story, "return"), {**fields, "note": "  "})
    assert answer.status_code == 422
    client.post(act_url(story, "return"), {**fields, "note": "Gọi lại cho phường."})
    story.refresh_from_db()
    assert story.state == State.DRAFT and story.returned
    client.force_login(reporter)
    assert "Gọi lại cho phường." in page_of(client.get(change_url(story)))


def test_an_hour_that_has_passed_or_does_not_exist_is_asked_for_again(client, chief):
    story = given.a_story_in_review()
    fields = asked(client, story, "schedule")
    yesterday = timezone.localtime() - timedelta(days=1)
    for day, hour in (
        (yesterday.date().isoformat(), "07:00"),
        ("2026-02-31", "07:00"),
        ("", "07:00"),
        ("2027-01-01", "25:00"),
    ):
        answer = client.post(act_url(story, "schedule"), {**fields, "day": day, "hour": hour})
        assert answer.status_code in {200, 422}, (day, hour)
        story.refresh_from_db()
        assert story.state == State.IN_REVIEW
    tomorrow = timezone.localtime() + timedelta(days=1)
    answer = client.post(
        act_url(story, "schedule"), {**fields, "day": tomorrow.date().isoformat(), "hour": "06:30"}, follow=True
    )
    story.refresh_from_db()
    assert story.state == State.SCHEDULED and timezone.localtime(story.publish_at).strftime("%H:%M") == "06:30"
    assert "06:30" in page_of(answer)


def test_a_second_press_does_nothing_and_says_so_kindly(client, chief):
    story = given.a_story_in_review()
    fields = asked(client, story, "publish")
    client.post(act_url(story, "publish"), fields)
    answer = client.post(act_url(story, "publish"), fields, follow=True)
    page = page_of(answer)
    assert answer.status_code == 200 and 'class="info"' in page and 'class="error"' not in page
    assert Event.objects.filter(article_id=story.pk, act="publish").count() == 1


def test_an_act_on_a_text_that_somebody_changed_meanwhile_is_not_done(client, chief):
    story = given.a_story_in_review()
    fields = asked(client, story, "publish")
    given.edited(Article.objects.get(pk=story.pk), by=given.a_user("chief"), headline="Tít khác")
    answer = client.post(act_url(story, "publish"), fields)
    assert 'class="error"' in page_of(answer)
    assert not PublishedArticle.objects.exists()


def test_an_act_that_does_not_fit_the_state_says_what_the_state_is(client, chief):
    story = given.a_draft()
    page = page_of(client.get(act_url(story, "withdraw")))
    assert 'class="errornote"' in page and "act-form" not in page


def test_nobody_publishes_their_own_text_alone(client):
    chief = given.a_user("chief")
    client.force_login(chief)
    story = given.a_story_in_review(by=chief)
    assert client.get(act_url(story, "publish")).status_code == 403
    assert client.post(act_url(story, "publish"), {"standing": "1", "version": story.version}).status_code == 403
    assert not PublishedArticle.objects.exists()


def test_reporters_do_what_is_theirs_and_nothing_else(client):
    reporter = given.a_user("reporter")
    client.force_login(reporter)
    story = given.a_story_in_review(by=reporter)
    for act in ("publish", "return", "schedule"):
        assert (
            client.post(act_url(story, act), {"version": story.version, "note": "x", "standing": "1"}).status_code
            == 403
        )
    assert client.get(act_url(story, "recall")).status_code == 200
    client.post(act_url(story, "recall"), asked(client, story, "recall"))
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_the_clocks_act_and_unknown_ones_have_no_page(client, chief):
    story = given.a_story_in_review()
    for act in ("release", "explode"):
        assert client.get(act_url(story, act)).status_code == 404


def test_a_story_taken_down_is_brought_back_with_a_reason(client, chief):
    story = given.a_published_article(chief=chief)
    client.post(act_url(story, "withdraw"), {**asked(client, story, "withdraw"), "note": "Sai số liệu."})
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    client.post(act_url(story, "republish"), {**asked(client, story, "republish"), "note": "Đã kiểm lại."})
    story.refresh_from_db()
    assert story.state == State.LIVE
    assert [event.act for event in Event.objects.filter(article_id=story.pk)][:2] == ["republish", "withdraw"]
