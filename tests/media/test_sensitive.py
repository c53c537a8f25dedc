"""A flagged frame goes public only when a second, named person has agreed to what would be seen."""

import pytest
from django.db import DatabaseError, transaction

from articles import workflow
from articles.models import Article, PublishedArticle
from media import release, sensitive
from media.models import Photo, ReleasedPhoto, SignOff
from tests import given

pytestmark = pytest.mark.django_db


def figure(photo):
    return f'<p>Cầu đã thông xe.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'


def page_of(photo):
    return f"/admin/media/photo/{photo.pk}/care/"


def flagged(client, photo, by, *flags, note=""):
    client.force_login(by)
    return client.post(page_of(photo), {"flag": list(flags), "note": note}, follow=True)


def agreed(client, photo, by):
    client.force_login(by)
    return client.post(page_of(photo), {"agree": Photo.objects.get(pk=photo.pk).version}, follow=True)


@pytest.fixture
def photographer():
    return given.a_user("photographer")


@pytest.fixture
def photo(photographer):
    return given.a_photo(by=photographer, size=(700, 467))


@pytest.fixture
def chief():
    return given.a_user("chief")


@pytest.fixture
def editor():
    return given.a_user("section", sections=[given.a_section()])


def faults(story, by):
    with pytest.raises(workflow.Refused) as refused:
        workflow.perform("publish", Article.objects.get(pk=story.pk), by=by)
    return str(refused.value)


def test_flagged_it_does_not_go_public_until_somebody_else_agreed(client, photo, photographer, editor, chief):
    flagged(client, photo, photographer, "minor", "face", note="Cháu bé bên trái")
    assert not Photo.objects.usable().exists()
    assert "agreement" in Photo.objects.get().why_not()
    story = given.a_story_in_review(body=figure(photo), by=given.a_user("chief"))
    said = faults(story, chief)
    assert "a minor, a face to protect" in said and "second person" in said
    assert release.release([photo.pk]) == set()
    assert "You have agreed" in agreed(client, photo, editor).content.decode()
    workflow.perform("publish", Article.objects.get(pk=story.pk), by=chief)
    assert ReleasedPhoto.objects.exists()
    (signed,) = SignOff.objects.all()
    assert (signed.by_name, signed.flags) == (editor.username, ["minor", "face"])
    assert editor.username in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()


def test_neither_who_flagged_it_nor_who_made_it_is_the_second_person(client, photo, photographer, editor, chief):
    flagged(client, photo, editor, "victim")
    assert "You flagged it" in agreed(client, photo, editor).content.decode()
    agreed(client, photo, photographer)
    assert not SignOff.objects.exists()
    own = given.a_photo(by=chief, size=(700, 467))
    flagged(client, own, editor, "victim")
    assert "your own photograph" in agreed(client, own, chief).content.decode()
    assert Photo.objects.filter(second_look_due=True).count() == 2


def test_a_reporter_of_the_story_is_no_second_person(client, photo, editor):
    reporter = given.a_user("reporter")
    given.edited(given.a_draft(by=reporter), by=given.a_user("chief"), body=figure(photo))
    flagged(client, photo, editor, "minor")
    assert "section editor or the chief" in agreed(client, photo, reporter).content.decode()
    assert not SignOff.objects.exists()


def test_who_publishes_is_not_the_only_one_who_agreed(client, photo, photographer, editor, chief):
    flagged(client, photo, photographer, "minor")
    agreed(client, photo, chief)
    story = given.a_story_in_review(body=figure(photo), by=given.a_user("chief"))
    assert "only you have agreed" in faults(story, chief)
    agreed_again = agreed(client, photo, editor)
    assert agreed_again.status_code == 200 and SignOff.objects.count() == 2
    workflow.perform("publish", Article.objects.get(pk=story.pk), by=chief)


def test_a_newsroom_of_one_editor_says_so_in_its_settings(client, photo, chief, settings):
    settings.SINGLE_EDITOR = True
    flagged(client, photo, chief, "minor")
    agreed(client, photo, chief)
    workflow.perform("publish", given.a_story_in_review(body=figure(photo), by=given.a_user("chief")), by=chief)


@pytest.mark.parametrize("change", [{"focus_x": 0.1}, {"hand_crops": {"1x1": [0.1, 0.1, 0.5]}}])
def test_another_cut_voids_the_agreement_and_takes_it_from_readers(
    client, photo, photographer, editor, chief, change, django_capture_on_commit_callbacks
):
    flagged(client, photo, photographer, "minor")
    agreed(client, photo, editor)
    story = given.a_published_article(body=figure(photo), by=given.a_user("chief"), chief=chief)
    assert ReleasedPhoto.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        now = Photo.objects.get()
        for name, value in change.items():
            setattr(now, name, value)
        now.save(update_fields=list(change))
    assert Photo.objects.get().second_look_due
    assert not ReleasedPhoto.objects.exists() and "<img" not in PublishedArticle.objects.get(pk=story.pk).body
    with django_capture_on_commit_callbacks(execute=True):
        agreed(client, photo, editor)
    assert ReleasedPhoto.objects.exists() and "<img" in PublishedArticle.objects.get(pk=story.pk).body


def test_another_flag_voids_it_and_the_note_does_not(client, photo, photographer, editor):
    flagged(client, photo, photographer, "minor")
    agreed(client, photo, editor)
    flagged(client, photo, photographer, "minor", note="Cháu bé bên trái")
    assert not Photo.objects.get().second_look_due
    flagged(client, photo, photographer, "minor", "military")
    assert Photo.objects.get().second_look_due


def test_what_readers_see_leaves_at_once_when_it_is_flagged(client, photo, editor, chief):
    given.a_published_article(body=figure(photo), by=given.a_user("chief"), chief=chief)
    address = photo.renditions.first().address
    assert client.get(address).status_code == 200
    client.force_login(editor)
    assert "Readers see it now" in client.get(page_of(photo)).content.decode()
    flagged(client, photo, editor, "face")
    assert client.get(address).status_code == 410 and client.get(f"/photo/{photo.pk}/").status_code in (404, 410)


def test_to_take_a_flag_away_is_to_agree(client, photo, photographer, editor):
    flagged(client, photo, photographer, "minor", "face")
    answer = flagged(client, photo, photographer, "minor")
    assert "To take a flag away is to agree." in answer.content.decode()
    assert Photo.objects.get().sensitive == ["minor", "face"]
    flagged(client, photo, editor)
    assert Photo.objects.get().sensitive == [] and Photo.objects.usable().exists()


def test_what_changed_while_somebody_looked_is_not_agreed_to(client, photo, photographer, editor):
    flagged(client, photo, photographer, "minor")
    seen = Photo.objects.get().version
    flagged(client, photo, photographer, "minor", "victim")
    client.force_login(editor)
    assert "changed while you looked" in client.post(page_of(photo), {"agree": seen}).content.decode()
    assert not SignOff.objects.exists()


def test_an_agreement_cannot_be_changed(photo, photographer, editor):
    sensitive.flag(photo, ["minor"], by=photographer)
    signed = sensitive.agree(photo, by=editor, version=Photo.objects.get().version)
    signed.note = "Khác"
    with pytest.raises(DatabaseError), transaction.atomic():
        signed.save()


def test_today_asks_the_editors_who_can_be_the_second_one(client, photo, photographer, editor, chief):
    flagged(client, photo, editor, "minor")
    heads = {}
    for user in (editor, chief, photographer):
        client.force_login(user)
        heads[user] = "second pair of eyes" in client.get("/admin/").content.decode()
    assert heads == {editor: False, chief: True, photographer: False}
    client.force_login(chief)
    page = client.get("/admin/media/photo/second/").content.decode()
    assert "1 photograph waits" in page and "A minor" in page
    version = Photo.objects.get().version
    done = client.post(page_of(photo), {"agree": version, "next": "second"}, follow=True)
    assert "No photograph waits" in done.content.decode()
    client.force_login(photographer)
    assert client.get("/admin/media/photo/second/").status_code == 403


def test_a_stranger_neither_sees_nor_flags(client, photo):
    assert flagged(client, photo, given.a_user("reporter"), "minor").status_code == 403
    assert client.get(page_of(photo)).status_code == 403
    assert Photo.objects.get().sensitive == []


def test_an_unknown_flag_is_refused_in_words(client, photo, photographer):
    answer = flagged(client, photo, photographer, "minor", "<b>")
    assert answer.status_code == 200 and "from the list" in answer.content.decode()
    assert Photo.objects.get().sensitive == []


# ---- on the contact sheet ----


def flag_many(client, by, photos, flags):
    client.force_login(by)
    asked = {"photos": [photo.pk for photo in photos], "flags": flags}
    return client.post("/admin/media/photo/flags/", asked, content_type="application/json")


def test_the_sheet_flags_many_and_leaves_what_was_flagged_before(client, photo, photographer, editor):
    other, strangers = given.a_photo(by=photographer, size=(400, 300)), given.a_photo(size=(400, 300))
    flagged(client, photo, photographer, "face", note="Bên trái")
    answer = flag_many(client, photographer, [photo, other, strangers], ["minor"]).json()
    assert answer["said"].startswith("2 frames are flagged") and "1 is not yours" in answer["said"]
    found = {row.pk: row.sensitive for row in Photo.objects.all()}
    assert found == {photo.pk: ["minor", "face"], other.pk: ["minor"], strangers.pk: []}
    assert Photo.objects.get(pk=photo.pk).sensitive_note == "Bên trái"
    (mark,) = [mark for mark in answer["frames"][1]["marks"] if mark["what"] == "care"]
    assert mark["word"] == "Flagged: a minor; a second person has to agree"


@pytest.mark.parametrize("flags", [[], ["nothing"], "minor", None, [["minor"]], {"minor": 1}, 7])
def test_the_sheet_says_what_it_needs(client, photo, photographer, flags):
    answer = flag_many(client, photographer, [photo], flags)
    assert answer.status_code == 422 and "Nothing was flagged" in answer.json()["error"]
    assert Photo.objects.get().sensitive == []
