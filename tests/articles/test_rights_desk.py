"""The desk is told in time: beside the story, on its page of rights, and on Today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import clock, workflow
from articles.models import DeskSettings, EndedPicture, Event, PhotoFallback
from media.models import Lease, Photo, Supplier
from media.terms import ALLOW, DENY
from tests import given
from tests.articles.desk import change_url

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def section():
    return given.a_section()


@pytest.fixture
def editor(client, section):
    user = given.a_user("section", sections=[section])
    DeskSettings.objects.create(user=user, language="en")
    client.force_login(user)
    return user


def a_live_story(*photos, headline="Cầu mới thông xe", **fields):
    body = "<p>Cầu đã thông xe.</p>" + "".join(
        f'<figure data-photo="{photo.pk}" data-place="center"></figure>' for photo in photos
    )
    return given.a_published_article(headline, body=body, **fields)


def until(photo, at):
    return Lease.objects.create(photo=photo, rule=ALLOW, ends_at=at, reason="agency contract")


def page_of(article):
    return change_url(article).replace("/change/", "/rights/")


def reasons(client):
    return {row.headline: (row.reason, row.step.word) for row in client.get("/admin/").context["rows"]}


def test_the_form_says_the_earliest_day(client, editor):
    first, second = given.a_photo("Một."), given.a_photo("Hai.")
    until(first, timezone.now() + 9 * DAY)
    lease = until(second, timezone.now() + 4 * DAY)
    article = a_live_story(first, second)
    rights = client.get(change_url(article)).context["rights"]
    local = timezone.localtime(lease.ends_at)
    assert rights["earliest"] == f"{local:%H:%M} {local.day}-{local.month}-{local.year}"
    assert client.get(change_url(a_live_story(given.a_photo()))).context["rights"] is None


def test_the_form_counts_pictures_that_cannot_be_used_and_warns_of_a_quota(client, editor, section):
    Supplier.objects.create(name="AFP", quota=5, warn_at=1)
    photo, denied = given.a_photo(credit="Nhac / AFP"), given.a_photo()
    Lease.objects.create(photo=denied, rule=DENY, reason="embargo")
    article = given.a_story_in_review(
        body="".join(f'<figure data-photo="{one.pk}" data-place="center"></figure>' for one in (photo, denied))
    )
    page = client.get(change_url(article)).content.decode()
    assert "1 picture cannot be used now" in page and "Cannot be used: embargo." in page
    assert "AFP: with this story 1 of 5 pictures of this month are taken." in page


def test_today_asks_for_a_fallback_a_week_before_and_no_more_once_one_is_chosen(client, editor):
    soon, later, fallback = given.a_photo("Sớm."), given.a_photo("Muộn."), given.a_photo("Xa.")
    until(soon, timezone.now() + 5 * DAY)
    until(later, timezone.now() + 20 * DAY)
    article = a_live_story(soon, headline="Bài sắp hết ảnh")
    a_live_story(later, headline="Bài còn lâu")
    told = reasons(client)
    assert told["Bài sắp hết ảnh"][1] == "Choose a fallback" and "agency contract" in told["Bài sắp hết ảnh"][0]
    assert "Bài còn lâu" not in told
    answer = client.get(page_of(article) + f"?for={soon.pk}&q=xa")
    assert [one["photo"] for one in answer.context["candidates"]] == [fallback]
    assert client.post(page_of(article), {"photo": soon.pk, "fallback": fallback.pk}).status_code == 302
    assert PhotoFallback.objects.get().by == editor
    assert Event.objects.filter(act="fallback", article_id=article.pk, photo_id=soon.pk).exists()
    assert "Bài sắp hết ảnh" not in reasons(client)


def test_the_end_of_a_contract_is_asked_about_too(client, editor):
    Supplier.objects.create(name="AFP", contract_until=timezone.localdate() + 3 * DAY)
    a_live_story(given.a_photo(credit="Nhac / AFP"), headline="Bài hãng tin")
    assert "contract with AFP" in reasons(client)["Bài hãng tin"][0]


def test_a_story_scheduled_past_the_end_is_named(client, editor, section):
    photo, chief = given.a_photo(), given.a_user("chief")
    article = given.a_story_in_review(
        "Bài hẹn giờ", body=f'<figure data-photo="{photo.pk}" data-place="center"></figure>'
    )
    workflow.perform("schedule", article, by=chief, at=timezone.now() + 3 * DAY)
    assert "Bài hẹn giờ" not in reasons(client)
    until(photo, timezone.now() + 2 * DAY)
    assert "may not be shown" in reasons(client)["Bài hẹn giờ"][0]


def test_what_the_clock_did_stands_on_today_until_somebody_has_seen_it(client, editor):
    photo = given.a_photo()
    article = a_live_story(photo, headline="Bài mất ảnh")
    until(photo, timezone.now())
    clock.end_rights(timezone.now())
    assert reasons(client)["Bài mất ảnh"][1] == "Look"
    ended = EndedPicture.objects.get()
    assert "left the story" in client.get(page_of(article)).content.decode()
    client.post(page_of(article), {"seen": ended.pk})
    ended.refresh_from_db()
    assert ended.seen_by == editor and "Bài mất ảnh" not in reasons(client)


def test_a_fallback_that_would_not_do_on_the_day_is_refused_with_the_reason(client, editor):
    photo, short, strange = given.a_photo(), given.a_photo("Ngắn hạn."), given.a_photo("Đã gỡ.")
    until(photo, timezone.now() + 5 * DAY)
    until(short, timezone.now() + 2 * DAY)
    Photo.objects.filter(pk=strange.pk).update(withdrawn_at=timezone.now())
    article = a_live_story(photo)
    for fallback in (short.pk, strange.pk, photo.pk, 999_999, "x"):
        answer = client.post(page_of(article), {"photo": photo.pk, "fallback": fallback}, follow=True)
        assert answer.status_code == 200 and not PhotoFallback.objects.exists()
        assert [one.level_tag for one in answer.context["messages"]] == ["error"]


def test_the_choice_can_be_taken_back(client, editor):
    photo, fallback = given.a_photo(), given.a_photo("Xa.")
    article = a_live_story(photo)
    PhotoFallback.objects.create(article=article, photo=photo, fallback=fallback)
    client.post(page_of(article), {"photo": photo.pk, "without": "1"})
    assert not PhotoFallback.objects.exists()


def test_who_may_not_type_in_the_story_chooses_nothing(client, section):
    reporter = given.a_user("reporter")
    client.force_login(reporter)
    photo, fallback = given.a_photo(), given.a_photo("Xa.")
    article = a_live_story(photo, by=reporter)
    until(photo, timezone.now() + DAY)
    assert client.get(page_of(article)).status_code == 200
    assert client.post(page_of(article), {"photo": photo.pk, "fallback": fallback.pk}).status_code == 403
    assert not PhotoFallback.objects.exists()
