"""A caption or credit corrected in the library: which stories have it by themselves, and how the others get it."""

import pytest
from django.utils import timezone, translation

from articles import workflow
from articles.body.figures import figures
from articles.models import Article, Event, PublishedArticle, Revision
from media.models import Correction, Photo
from tests import given
from tests.articles.desk import opened, page_of
from tests.articles.test_photo_uses import figure, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def correct(client, user, photo, on_commit, **words):
    """The photograph's form saved with other words; the answer, followed."""
    address = f"/admin/media/photo/{photo.pk}/change/"
    fields = opened(signed_in(client, user), address, "photo_form")
    with on_commit(execute=True):
        return client.post(address, {**fields, **words}, follow=True)


def push(client, page, on_commit, *stories, **typed):
    address = page.request["PATH_INFO"]
    fields = opened(client, address, "carry-own")
    for name in [name for name in fields if name.startswith("story-")]:
        del fields[name]
    chosen = {f"story-{story.pk}": "1" for story in stories}
    with on_commit(execute=True):
        return client.post(address, {**fields, **chosen, **typed}, follow=True)


def a_writer(section):
    """Somebody who may place anybody's pictures."""
    return given.a_user("section", sections=[section])


def live(story):
    return PublishedArticle.objects.get(pk=story.pk)


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_stories_that_inherit_change_by_themselves_and_their_history_says_so(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ sớm", body=figure(photo))
    answer = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    said = page_of(answer)
    assert "These have it by themselves" in said and "Chợ sớm" in said
    assert "<del>An</del><ins>Bình</ins>" in said
    assert "Bà Bình ở chợ." in live(story).body
    event = Event.objects.get(act="picture_words")
    assert (event.article_id, event.photo_id, event.by_id) == (story.pk, photo.pk, chief.pk)
    assert event.data == {"caption": ["Bà An ở chợ.", "Bà Bình ở chợ."]}
    history = page_of(client.get(f"/admin/articles/article/{story.pk}/history/"))
    assert "Words of a picture changed" in history and "Bà Bình ở chợ." in history


def test_a_story_with_its_own_words_gets_the_same_change_where_it_is_chosen(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    one = given.a_published_article("Một", body=figure(photo, "Sáng nay bà An bán cá."))
    two = given.a_published_article("Hai", body=figure(photo, "Bà An nói."))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    assert "Bà An bán cá" not in page_of(page).split("<textarea")[1]
    push(client, page, on_commit, one, note="Nhầm tên", facts="1")
    assert "Sáng nay bà Bình bán cá." in live(one).body
    assert "Bà An nói." in live(two).body  # nobody chose it
    event = Event.objects.get(act="picture")
    assert (event.article_id, event.note, event.data["facts"]) == (one.pk, "Nhầm tên", True)
    assert Revision.objects.get(pk=event.revision_id) == live(one).revision
    assert live(one).changed
    again = page_of(client.get(page.request["PATH_INFO"]))
    assert "It has the correction." in again


def test_what_was_typed_since_stays_in_the_working_copy(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ sớm", body=figure(photo, "Bà An bán cá."))
    given.edited(story, by=chief, headline="Chưa ai được đọc", body=figure(photo, "Bà An bán cá.") + "<p>Nháp.</p>")
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    push(client, page, on_commit, story)
    row, working = live(story), Article.objects.get(pk=story.pk)
    assert row.headline == "Chợ sớm" and "Nháp" not in row.body and "Bà Bình bán cá." in row.body
    assert working.headline == "Chưa ai được đọc" and "Nháp" in working.body and "Bà Bình bán cá." in working.body
    newest = working.revisions.first()
    assert newest != row.revision and newest.words()["headline"] == "Chưa ai được đọc"


def test_what_is_scheduled_goes_out_with_the_correction(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_story_in_review("Hẹn giờ", body=figure(photo, "Bà An bán cá."))
    workflow.perform("schedule", story, by=chief, at=timezone.now() + timezone.timedelta(hours=1))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    push(client, page, on_commit, story)
    story.refresh_from_db()
    assert story.state == "scheduled" and story.publish_at
    workflow.perform("release", story, by=workflow.CLOCK, now=timezone.now() + timezone.timedelta(hours=2))
    assert "Bà Bình bán cá." in live(story).body


def test_a_draft_and_a_lead_get_it_too(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    draft = given.a_draft("Nháp", lead_photo=photo, lead_caption="Bà An bán cá")
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    push(client, page, on_commit, draft)
    draft.refresh_from_db()
    assert draft.lead_caption == "Bà Bình bán cá" and draft.state == "draft"


def test_words_that_the_correction_fits_nowhere_are_typed_by_a_person(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ", body=figure(photo, "Chợ sớm."))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    assert "fits nowhere by itself" in page_of(page)
    assert f"story-{story.pk}" not in opened(client, page.request["PATH_INFO"], "carry-own")  # not ticked
    push(client, page, on_commit, story, **{f"caption-{story.pk}": "Bà Bình và <chợ> sớm."})
    caption = figures(live(story).revision.words()["body"])[0].caption
    assert caption == "Bà Bình và &lt;chợ&gt; sớm."


def test_a_correction_of_facts_needs_its_note(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ", body=figure(photo, "Bà An."))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    answer = push(client, page, on_commit, story, facts="1", **{f"caption-{story.pk}": "Bà Bình đây."})
    said = page_of(answer)
    assert "Nothing was changed." in said and "Bà Bình đây." in said and "Bà An." in live(story).body


def test_where_somebody_may_not_correct_the_storys_editors_are_asked_on_today(client, on_commit):
    photographer, section = given.a_user("photographer"), given.a_section("Thời sự")
    editor, stranger = given.a_user("section", sections=[section]), given.a_user("section")
    photo = given.a_photo("Bà An ở chợ.", by=photographer)
    story = given.a_published_article("Chợ sớm", body=figure(photo, "Bà An bán cá."), by=a_writer(section))
    page = correct(client, photographer, photo, on_commit, caption="Bà Bình ở chợ.")
    assert "Ask its editors" in page_of(page)
    answer = push(client, page, on_commit, story, note="Tên bà là Bình")
    assert "The editors of “Chợ sớm” are asked." in page_of(answer) and "Bà An bán cá." in live(story).body
    rows = [row for row in signed_in(client, editor).get("/admin/").context["rows"] if row.reason == "Tên bà là Bình"]
    assert [row.headline for row in rows] == ["Chợ sớm"]
    assert not [row for row in signed_in(client, stranger).get("/admin/").context["rows"] if row.headline == "Chợ sớm"]
    page = signed_in(client, editor).get(rows[0].url)
    push(client, page, on_commit, story)
    assert "Bà Bình bán cá." in live(story).body
    assert not [row for row in client.get("/admin/").context["rows"] if row.reason == "Tên bà là Bình"]


def test_an_editor_may_leave_a_story_as_it_is(client, on_commit):
    photographer, chief = given.a_user("photographer"), given.a_user("chief")
    photo = given.a_photo("Bà An ở chợ.", by=photographer)
    story = given.a_published_article("Chợ sớm", body=figure(photo, "Bà An bán cá."), by=a_writer(given.a_section()))
    page = correct(client, photographer, photo, on_commit, caption="Bà Bình ở chợ.")
    push(client, page, on_commit, story, note="Xin sửa")
    address = page.request["PATH_INFO"]
    assert "It keeps its own words" in page_of(signed_in(client, chief).get(address))
    client.post(address, {"leave": story.pk})
    assert "Bà An bán cá." in live(story).body
    assert not [row for row in client.get("/admin/").context["rows"] if row.reason == "Xin sửa"]


def test_two_people_press_and_it_is_done_once(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ", body=figure(photo, "Bà An."))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    address, typed = page.request["PATH_INFO"], {f"story-{story.pk}": "1", f"caption-{story.pk}": "Bà Bình."}
    client.post(address, typed)
    client.post(address, {**typed, f"caption-{story.pk}": "Lần nữa."})
    assert "Bà Bình." in live(story).body and Event.objects.filter(act="picture").count() == 1


def test_words_of_a_photograph_that_no_story_shows_are_saved_without_a_step_more(client, on_commit):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    answer = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    assert answer.redirect_chain[-1][0].endswith("/admin/media/photo/") and not Correction.objects.exists()
    assert Photo.objects.get(pk=photo.pk).caption == "Bà Bình ở chợ."


@pytest.mark.parametrize(
    "posted", [{}, {"story-x": "1"}, {"story-99999999999999999999999": "1"}, {"leave": "0"}, {"story-0": "1"}]
)
def test_bad_input_is_a_sentence_and_changes_nothing(client, on_commit, posted):
    photo, chief = given.a_photo("Bà An ở chợ."), given.a_user("chief")
    story = given.a_published_article("Chợ", body=figure(photo, "Bà An."))
    page = correct(client, chief, photo, on_commit, caption="Bà Bình ở chợ.")
    before = live(story).body
    answer = client.post(page.request["PATH_INFO"], posted, follow=True)
    assert answer.status_code == 200 and live(story).body == before


def test_a_credit_corrected_under_a_thumbnail_stands_in_the_history_of_its_stories(client, on_commit):
    photo, chief = given.a_photo("Chợ", "Minh Khue"), given.a_user("chief")
    story = given.a_published_article("Chợ sớm", body=figure(photo))
    signed_in(client, chief)
    with on_commit(execute=True):
        client.post(f"/admin/media/photo/{photo.pk}/words/", {"credit": "Minh Khuê"})
    assert Event.objects.get(act="picture_words").data == {"credit": ["Minh Khue", "Minh Khuê"]}
    assert "Minh Khuê" in live(story).body


def test_a_caption_corrected_on_the_contact_sheet_stands_there_too(client, on_commit):
    photo, unused, chief = given.a_photo("Chợ An"), given.a_photo("Chợ An"), given.a_user("chief")
    story = given.a_published_article("Chợ sớm", body=figure(photo))
    write = {"photos": [photo.pk, unused.pk], "field": "caption", "how": "replace", "find": "An", "text": "Bình"}
    signed_in(client, chief)
    with on_commit(execute=True):
        answer = client.post("/admin/media/photo/frames/", {"writes": [write]}, content_type="application/json")
    assert answer.status_code == 200 and "Chợ Bình" in live(story).body
    assert Event.objects.get(act="picture_words").data == {"caption": ["Chợ An", "Chợ Bình"]}
    assert Correction.objects.get().photo == photo
