"""A photograph is withdrawn from everywhere at once: pages, addresses, files; a receipt says so, and an editor gives it back."""

import io
import re

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles import workflow
from articles.models import Article, Event, PublishedArticle
from media import ingest, release, sensitive, storing, tasks, withdrawal
from media.models import Photo, Receipt, ReleasedPhoto, ReleasedShape, Rendition, WithdrawnShape
from tests import given
from tests.media.shots import jpeg
from tests.media.test_cuts import drawn

pytestmark = pytest.mark.django_db
ANY_FILE = re.compile(r"/i/[0-9a-f]{32}-[0-9]+\.(?:webp|jpg|avif)")


@pytest.fixture
def chief():
    return given.a_user("chief")


@pytest.fixture
def photo():
    return drawn(given.a_photo("Em bé trên cầu.", "Minh Khuê", size=(900, 600)))


def figure(photo):
    return f'<p>Cầu đã thông xe.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'


@pytest.fixture
def live(photo, chief):
    return given.a_published_article(body=figure(photo), lead_photo=photo, chief=chief)


def addresses(photo):
    return [row.address for row in photo.renditions.all()]


def withdraw(photo, by, django_capture_on_commit_callbacks, **asked):
    with django_capture_on_commit_callbacks(execute=True):
        return withdrawal.withdraw(photo, by=by, **({"reason": "privacy"} | asked))


def test_no_public_address_shows_it_any_more(photo, live, chief, client, django_capture_on_commit_callbacks):
    page, files = PublishedArticle.objects.get(pk=live.pk).get_absolute_url(), addresses(photo)
    pages = [
        page,
        f"/photo/{photo.pk}/",
        "/",
        f"{page.rsplit('/', 2)[0]}/",
        "/feed.xml",
        "/sitemap.xml",
        "/search/?q=em+bé",
    ]
    assert all(client.get(address).status_code == 200 for address in files)
    assert any(name in client.get(page).content.decode() for name in files)
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    for address in files:
        assert client.get(address).status_code == 410, address
    for address in pages:
        answer = client.get(address, follow=True)
        words = b"".join(answer) if answer.streaming else answer.content
        shown = set(ANY_FILE.findall(words.decode()))
        assert not shown & set(files), address
        assert "Em bé trên cầu" not in words.decode() or address.startswith("/search"), address
    assert client.get(f"/photo/{photo.pk}/").status_code in (404, 410)
    assert client.get(page).status_code == 200
    assert "Em bé trên cầu" not in client.get("/search/?q=em+bé").content.decode()


def test_its_files_are_deleted_and_its_original_stays(photo, live, chief, django_capture_on_commit_callbacks):
    stored = [row.file for row in photo.renditions.all()]
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    assert not any(storing.renditions().exists(name) for name in stored)
    assert storing.originals().exists(photo.original)
    assert not Rendition.objects.exists() and not ReleasedPhoto.objects.exists() and not ReleasedShape.objects.exists()


def test_the_receipt_names_who_why_each_use_and_each_address(
    photo, live, chief, client, django_capture_on_commit_callbacks
):
    draft = given.a_draft("Bài sau", body=figure(photo))
    files = addresses(photo)
    client.force_login(chief)
    page = f"/admin/media/photo/{photo.pk}/withdraw/"
    asked = client.get(page).content.decode()
    assert "Cầu mới thông xe" in asked and "Bài sau" in asked and "1 live story" in asked
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, {"reason": "legal", "note": "Toà án yêu cầu."}, follow=True)
    words = answer.content.decode()
    assert "Toà án yêu cầu." in words and chief.username in words and "A legal demand" in words
    assert "was drawn again without it" in words and "Bài sau" in words
    assert all(address in words for address in files)
    (receipt,) = Receipt.objects.all()
    text = client.get(f"/admin/media/photo/{photo.pk}/receipt/{receipt.pk}/text/")
    assert text["Content-Disposition"].startswith("attachment") and files[0] in text.content.decode()
    assert {use["id"] for use in receipt.uses} == {live.pk, draft.pk}
    told = Event.objects.filter(act="picture_withdrawn", article_id=draft.pk).get()
    assert "Toà án yêu cầu." in told.note and told.by_id == chief.pk


def test_a_receipt_cannot_be_changed(photo, chief, django_capture_on_commit_callbacks):
    receipt = withdraw(photo, chief, django_capture_on_commit_callbacks)
    receipt.note = "Khác"
    with pytest.raises(DatabaseError), transaction.atomic():
        receipt.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        receipt.delete()


def test_the_people_of_drafts_and_scheduled_stories_are_told(photo, chief, client, django_capture_on_commit_callbacks):
    writer = given.a_user("reporter")
    draft = given.a_draft("Bài sau", body=figure(photo), by=writer)
    review = given.a_story_in_review("Bài hẹn", body=figure(photo))
    workflow.perform("schedule", review, by=chief, at=timezone.now() + timezone.timedelta(hours=1))
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    client.force_login(writer)
    words = client.get("/admin/").content.decode()
    assert "Bài sau" in words and "was withdrawn" in words and "Bài hẹn" not in words
    client.force_login(chief)
    words = client.get("/admin/").content.decode()
    assert "Bài sau" in words and "Bài hẹn" in words
    client.force_login(writer)
    assert "1 picture was withdrawn" in client.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()


def test_a_scheduled_story_goes_out_without_it(photo, chief, time_machine, django_capture_on_commit_callbacks):
    review = given.a_story_in_review("Bài hẹn", body=figure(photo))
    at = timezone.now() + timezone.timedelta(hours=1)
    workflow.perform("schedule", review, by=chief, at=at)
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    time_machine.move_to(at + timezone.timedelta(seconds=1))
    workflow.perform("release", Article.objects.get(pk=review.pk), by=workflow.CLOCK)
    assert "<img" not in PublishedArticle.objects.get(pk=review.pk).body
    assert not ReleasedPhoto.objects.exists()


def test_a_portrait_is_taken_from_the_contributors_page(photo, live, chief, client, django_capture_on_commit_callbacks):
    person = given_contributor(photo)
    assert any(name in client.get(person.get_absolute_url()).content.decode() for name in addresses(photo))
    files = set(addresses(photo))
    receipt = withdraw(photo, chief, django_capture_on_commit_callbacks)
    assert not files & set(ANY_FILE.findall(client.get(person.get_absolute_url()).content.decode()))
    assert "portrait" in {use["kind"] for use in receipt.uses}


def given_contributor(photo):
    from articles.models import Contributor

    person = Contributor.objects.get(name="Minh Khuê")
    person.portrait = photo
    person.save()
    return person


def test_pictures_that_are_being_drawn_do_not_come_back(
    photo, live, chief, monkeypatch, django_capture_on_commit_callbacks
):
    keep = ingest.keep_renditions

    def withdrawn_meanwhile(held, made):
        rows = keep(held, made)
        withdraw(held, chief, django_capture_on_commit_callbacks)
        return rows

    asked = Photo.objects.get(pk=photo.pk)
    asked.focus_x = 0.2
    asked.save()
    monkeypatch.setattr(ingest, "keep_renditions", withdrawn_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.develop(photo.pk)
    assert not Rendition.objects.exists() and not ReleasedPhoto.objects.exists()
    folder = storing.renditions().path("")
    assert not [path for path in __import__("pathlib").Path(folder).rglob("*") if path.is_file()]


def test_the_purge_reaches_the_files_in_shared_caches(photo, live, chief, client, django_capture_on_commit_callbacks):
    from articles.signals import articles_changed

    header = client.get(addresses(photo)[0])["Surrogate-Key"]
    told = []
    articles_changed.connect(listener := lambda keys, **_others: told.extend(keys), weak=False)
    try:
        withdraw(photo, chief, django_capture_on_commit_callbacks)
    finally:
        articles_changed.disconnect(listener)
    assert header in told and f"article-{live.pk}" in told and f"photo-{photo.pk}" in told


def test_nobody_places_or_downloads_a_withdrawn_one(chief, client, django_capture_on_commit_callbacks):
    photographer = given.a_user("photographer")
    photo = given.a_photo(by=photographer)
    withdraw(photo, photographer, django_capture_on_commit_callbacks)
    client.force_login(photographer)
    assert client.get(f"/admin/media/photo/{photo.pk}/original/").status_code == 403
    assert client.get(f"/admin/media/photo/{photo.pk}/look/").status_code == 403
    assert client.get("/admin/media/photo/pick/").json()["photos"] == []
    client.force_login(chief)
    assert client.get(f"/admin/media/photo/{photo.pk}/original/").status_code == 200


# ---- who may ----


@pytest.mark.parametrize(
    ("role", "own", "released", "status"),
    [
        ("reporter", True, False, 200),
        ("reporter", True, True, 403),
        ("reporter", False, False, 403),
        ("photographer", True, False, 200),
        ("photographer", True, True, 403),
        ("section", False, True, 200),
        ("chief", False, True, 200),
        ("admin", False, False, 403),
    ],
)
def test_ones_own_only_until_readers_have_it(client, role, own, released, status):
    user = given.a_user(role, sections=[given.a_section()] if role == "section" else ())
    photo = given.a_photo(by=user if own else None)
    if released:
        release.release([photo.pk])
    client.force_login(user)
    page = f"/admin/media/photo/{photo.pk}/withdraw/"
    assert client.get(page).status_code == status
    client.post(page, {"reason": "wrong"})
    assert (Photo.objects.get().withdrawn_at is not None) == (status == 200)


def test_a_reason_is_asked_for_and_twice_is_once(photo, chief, client):
    client.force_login(chief)
    page = f"/admin/media/photo/{photo.pk}/withdraw/"
    answer = client.post(page, {"reason": "", "note": "Vì sao"})
    assert answer.status_code == 200 and "Choose why" in answer.content.decode() and "Vì sao" in answer.content.decode()
    client.post(page, {"reason": "wrong"})
    client.post(page, {"reason": "wrong"})
    assert Receipt.objects.count() == 1


# ---- giving it back ----


def test_given_back_it_has_new_addresses_and_the_old_ones_stay_gone(
    photo, live, chief, client, django_capture_on_commit_callbacks
):
    old = addresses(photo)
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    client.force_login(chief)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/media/photo/{photo.pk}/restore-withdrawn/", {"note": "Nhầm"})
    with django_capture_on_commit_callbacks(execute=True):
        back = drawn(Photo.objects.get())
    new = addresses(back)
    assert new and not set(new) & set(old)
    page = client.get(PublishedArticle.objects.get().get_absolute_url()).content.decode()
    assert set(ANY_FILE.findall(page)) <= set(new) and ANY_FILE.search(page)
    assert {client.get(address).status_code for address in old} == {410}
    assert {client.get(address).status_code for address in new} == {200}
    assert [receipt.act for receipt in Receipt.objects.all()] == ["restored", "withdrawn"]
    assert WithdrawnShape.objects.exists()


def test_what_readers_had_only_an_editor_gives_back(client, chief, django_capture_on_commit_callbacks):
    photographer = given.a_user("photographer")
    own, public = given.a_photo(by=photographer), given.a_photo(by=photographer)
    withdraw(own, photographer, django_capture_on_commit_callbacks)
    release.release([public.pk])
    withdraw(public, chief, django_capture_on_commit_callbacks)
    client.force_login(photographer)
    for photo, status in ((own, 302), (public, 403)):
        assert client.post(f"/admin/media/photo/{photo.pk}/restore-withdrawn/").status_code == status
    assert Photo.objects.get(pk=own.pk).withdrawn_at is None and Photo.objects.get(pk=public.pk).withdrawn_at


def test_a_stranger_reads_no_receipt_and_a_photographer_no_title_that_is_not_theirs(
    client, django_capture_on_commit_callbacks
):
    photographer = given.a_user("photographer")
    photo = given.a_photo(by=photographer)
    given.a_draft("Chuyện kín", body=figure(photo), by=given.a_user("chief"))
    receipt = withdraw(photo, photographer, django_capture_on_commit_callbacks)
    address = f"/admin/media/photo/{photo.pk}/receipt/{receipt.pk}/"
    client.force_login(photographer)
    words = client.get(address).content.decode() + client.get(f"{address}text/").content.decode()
    assert "Chuyện kín" not in words and "not yours to see" in words
    client.force_login(given.a_user("reporter"))
    assert client.get(address).status_code == 404


def test_the_same_bytes_sent_again_stay_withdrawn(chief, django_capture_on_commit_callbacks):
    data = jpeg()
    photo = ingest.add_photo(io.BytesIO(data), name="a.jpg", caption="Chợ", credit="An Hạ").photo
    withdraw(photo, chief, django_capture_on_commit_callbacks)
    again = ingest.add_photo(io.BytesIO(data), name="b.jpg")
    assert again.known and "withdrawn" in again.warnings[0] and not Rendition.objects.exists()


def test_what_readers_had_before_it_was_flagged_counts_as_public(
    photo, live, chief, client, django_capture_on_commit_callbacks
):
    sensitive.flag(photo, ["minor"], by=chief)
    client.force_login(chief)
    assert "answers “gone” (410)" in client.get(f"/admin/media/photo/{photo.pk}/withdraw/").content.decode()
    files = addresses(photo)
    receipt = withdraw(photo, chief, django_capture_on_commit_callbacks)
    assert sorted(receipt.public_files) == sorted(files)


def test_a_receipt_is_read_in_the_language_of_whoever_reads_it(
    photo, live, chief, client, django_capture_on_commit_callbacks
):
    receipt = withdraw(photo, chief, django_capture_on_commit_callbacks)
    assert receipt.uses[0]["where"] == ["lead", "text"]
    client.force_login(chief)
    words = client.get(f"/admin/media/photo/{photo.pk}/receipt/{receipt.pk}/").content.decode()
    assert "lead picture, in the text" in words
