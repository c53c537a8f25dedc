"""Where a photograph is used, as its page says it: live, scheduled, draft, portrait, front, and where it once ran."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import publishing, workflow
from articles.models import Article, Contributor, DeskSettings, PictureUse, Standing
from media import tasks, uses
from media.models import Photo
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def figure(photo, caption=None, **said):
    words = "" if caption is None else f"<figcaption>{caption}</figcaption>"
    more = "".join(f' data-{name}="{value}"' for name, value in said.items())
    return f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="wide"{more}>{words}</figure>'


def signed_in(client, user):
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "en"})
    client.force_login(user)
    return client


def page(client, user, photo):
    answer = signed_in(client, user).get(f"/admin/media/photo/{photo.pk}/change/")
    assert answer.status_code == 200
    return answer


def kinds(user, photo):
    return [(use.kind, use.title) for use in uses.of(user, photo)]


def test_live_stories_stand_first_then_scheduled_then_drafts_then_portraits():
    photo, chief = given.a_photo(), given.a_user("chief")
    given.a_draft("Bản nháp", body=figure(photo))
    waiting = given.a_story_in_review("Hẹn giờ", body=figure(photo))
    workflow.perform("schedule", waiting, by=chief, at=timezone.now() + timezone.timedelta(hours=2))
    given.a_published_article("Đã đăng", body=figure(photo))
    Contributor.objects.create(name="Đông Phong", portrait=photo)
    assert kinds(chief, photo) == [
        ("live", "Đã đăng"),
        ("scheduled", "Hẹn giờ"),
        ("draft", "Bản nháp"),
        ("portrait", "Đông Phong"),
    ]


def test_each_use_says_place_shape_own_words_and_since_when(client):
    photo, chief = given.a_photo("Chú thích gốc"), given.a_user("chief")
    given.a_published_article("Riêng", body=figure(photo, "Chú thích riêng", crop="3x2"))
    given.a_published_article("Chung", lead_photo=photo)
    text = page(client, chief, photo).content.decode()
    assert "wide in the text, 3:2" in text and "Own caption:" in text and "Chú thích riêng" in text
    assert "lead picture" in text and "Caption as here." in text
    assert timezone.localtime().strftime("%d-%m-%Y") in text and "seen since" in text


def test_a_story_that_one_may_not_know_is_a_story_of_its_section():
    reporter, stranger = given.a_user("reporter"), given.a_user("reporter")
    photo = given.a_photo(by=reporter)
    given.a_draft("Chuyện kín", by=reporter, body=figure(photo))
    [use] = uses.of(stranger, photo)
    assert (use.title, use.url, use.places) == ("A story of the section Thời sự", "", [])
    [own] = uses.of(reporter, photo)
    assert own.title == "Chuyện kín" and own.url


def test_a_live_story_of_others_is_known_by_what_readers_have():
    photo, stranger = given.a_photo(), given.a_user("reporter")
    story = given.a_published_article("Tít đã đăng", body=figure(photo))
    given.edited(story, by=given.a_user("chief"), headline="Tít đang sửa")
    [use] = uses.of(stranger, photo)
    assert (use.title, use.url, use.mark.word) == ("Tít đã đăng", "", "live")
    assert use.public_url == story.published.get_absolute_url()


def test_a_picture_taken_out_of_a_live_story_ran_from_day_to_day():
    photo, chief = given.a_photo(), given.a_user("chief")
    story = given.a_published_article("Cầu mới", body=figure(photo, "Cầu sáng nay"))
    given.edited(story, by=chief, body="<p>Không ảnh.</p>")
    assert uses.of(chief, photo)[0].notes == ["The text being changed does not show it any more."]
    workflow.perform("update", story, by=chief)
    [use] = uses.of(chief, photo)
    assert use.kind == "past" and use.since and use.until and use.own["caption"] == "Cầu sáng nay"
    assert use.notes == ["The story is still public, without this picture."]


def test_a_story_taken_down_ends_its_pictures_and_brought_back_they_run_again():
    photo, chief = given.a_photo(), given.a_user("chief")
    story = given.a_published_article("Cầu mới", body=figure(photo))
    workflow.perform("withdraw", story, by=chief, note="Sai")
    assert PictureUse.objects.get(photo=photo).ran_until is not None
    workflow.perform("republish", story, by=chief, note="Đúng rồi")
    assert PictureUse.objects.get(photo=photo).ran_until is None


def test_the_record_keeps_the_words_that_readers_have(django_capture_on_commit_callbacks):
    photo = given.a_photo("Chợ nổi", "Minh Khuê")
    given.a_published_article(body=figure(photo))
    photo = Photo.objects.get(pk=photo.pk)
    photo.caption = "Chợ nổi Cái Răng"
    with django_capture_on_commit_callbacks(execute=True):
        photo.save()
    use = PictureUse.objects.get(photo=photo)
    assert (use.caption, use.credit, use.place, use.ran_until) == ("Chợ nổi Cái Răng", "Minh Khuê", "wide", None)


def test_a_picture_on_the_front_says_so():
    photo = given.a_photo()
    tasks.develop(photo.pk)
    given.a_published_article("Dẫn đầu", lead_photo=photo, standing=Standing.LEAD)
    assert "On the front page now, with its picture." in uses.of(given.a_user("chief"), photo)[0].notes


def test_a_photographs_page_costs_the_same_for_one_use_and_for_twenty(client):
    chief = given.a_user("chief")
    photo, busy = given.a_photo(), given.a_photo()
    given.a_published_article(body=figure(photo))
    for number in range(20):
        given.a_published_article(f"Bài {number}", body=figure(busy), chief=chief)
    page(client, chief, photo)
    with CaptureQueriesContext(connection) as one:
        page(client, chief, photo)
    with CaptureQueriesContext(connection) as twenty:
        page(client, chief, busy)
    assert len(twenty) <= len(one), f"{len(one)} queries for one use, {len(twenty)} for twenty"


def test_rerender_fills_the_record_of_what_is_live():
    photo = given.a_photo("Chợ nổi")
    story = given.a_published_article(body=figure(photo))
    PictureUse.objects.update(caption="")
    publishing.redraw([story.pk])
    assert PictureUse.objects.get().caption == "Chợ nổi"


# ---- deleting ----


def delete(client, user, photo):
    return signed_in(client, user).post(f"/admin/media/photo/{photo.pk}/delete/", follow=True)


def deleted(photo):
    photo.refresh_from_db()
    return photo.deleted_at is not None


@pytest.mark.parametrize("how", ["draft", "live", "lead", "social", "portrait", "version"])
def test_a_picture_in_use_is_not_deleted_and_its_page_says_where(client, how):
    photo, chief = given.a_photo(), given.a_user("chief")
    match how:
        case "draft":
            given.a_draft("Cầu mới", body=figure(photo))
        case "live":
            given.a_published_article("Cầu mới", body=figure(photo))
        case "lead":
            given.a_draft("Cầu mới", lead_photo=photo)
        case "social":
            given.a_draft("Cầu mới", social_photo=photo)
        case "portrait":
            Contributor.objects.create(name="Cầu mới", portrait=photo)
        case "version":
            given.edited(given.a_draft("Cầu mới", body=figure(photo)), body="<p>Thôi.</p>")
    answer = delete(client, chief, photo)
    assert not deleted(photo)
    said = answer.content.decode()
    assert "cannot be deleted" in said
    assert ("Cầu mới" in said) == (how != "version")


def test_deleting_hides_and_undo_brings_back(client):
    chief, photo = given.a_user("chief"), given.a_photo("Chợ nổi")
    answer = delete(client, chief, photo)
    said = answer.content.decode()
    assert deleted(photo) and "Undo" in said and f"/{photo.pk}/restore/" in said
    grid = client.get("/admin/media/photo/")
    assert photo not in [entry["photo"] for entry in grid.context["cl"].photos]
    assert client.get("/admin/media/photo/pick/").json()["photos"] == []
    assert "Chợ nổi" in client.get("/admin/media/photo/deleted/").content.decode()
    back = client.post(f"/admin/media/photo/{photo.pk}/restore/", follow=True)
    assert not deleted(photo) and "is in the library again" in back.content.decode()
    assert client.get("/admin/media/photo/deleted/").status_code == 200


def test_what_was_deleted_cannot_be_placed(client):
    reporter = given.a_user("reporter")
    photo = given.a_photo(by=reporter)
    delete(client, given.a_user("chief"), photo)
    with pytest.raises(Exception, match="was deleted"):
        given.a_draft(by=reporter, body=figure(photo))
    assert not Article.objects.exists()


def test_who_may_delete_is_the_tables_to_say(client):
    photographer, other = given.a_user("photographer"), given.a_user("photographer")
    photo = given.a_photo(by=photographer)
    for user in (given.a_user("reporter"), other):
        assert delete(client, user, photo).status_code == 403 and not deleted(photo)
        assert client.post(f"/admin/media/photo/{photo.pk}/restore/").status_code == 403
    assert delete(client, photographer, photo).status_code == 200 and deleted(photo)
    assert User.objects.get(pk=photographer.pk) == photo.deleted_by


def test_deleting_and_bringing_back_stand_in_the_log(client):
    from articles.models import Event

    chief, photo = given.a_user("chief"), given.a_photo()
    delete(client, chief, photo)
    client.post(f"/admin/media/photo/{photo.pk}/restore/")
    assert list(Event.objects.filter(photo_id=photo.pk).order_by("id").values_list("act", "by_id")) == [
        ("photo_deleted", chief.pk),
        ("photo_restored", chief.pk),
    ]


def test_the_same_file_sent_again_brings_its_photograph_back_and_says_so(client):
    import io

    from media import ingest

    chief, data = given.a_user("chief"), given.jpeg()
    photo = ingest.add_photo(io.BytesIO(data), name="a.jpg", by=chief).photo
    delete(client, chief, photo)
    added = ingest.add_photo(io.BytesIO(data), name="b.jpg", by=given.a_user("photographer"))
    assert added.known and added.photo.pk == photo.pk and not deleted(photo)
    assert any("is in the library again" in warning for warning in added.warnings)
