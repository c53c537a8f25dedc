"""A newer file of a photograph we have: found by what is in it, compared by a person, put in its place story by story."""

import io
from datetime import datetime

import pytest
from django.utils import timezone, translation

from articles.body.figures import figures
from articles.models import Article, DeskSettings, Event, PublishedArticle
from media import ingest, lineage, versions
from media.models import FileMark, Photo, ReleasedPhoto, Version
from tests import given
from tests.articles.desk import page_of
from tests.media import shots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def packet(**ids):
    said = " ".join(f'xmpMM:{name}="{value}"' for name, value in ids.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" {said}/></rdf:RDF></x:xmpmeta>'
    ).encode()


def sent(by, xmp=b"", name="DSC_0021.jpg", size=(1200, 800), **words):
    save = {"xmp": xmp} if xmp else {}
    return ingest.add_photo(io.BytesIO(shots.jpeg(size, **save)), name=name, by=by, **words)


def signed_in(client, user):
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "en"})
    client.force_login(user)
    return client


def figure(photo, caption=None):
    words = "" if caption is None else f"<figcaption>{caption}</figcaption>"
    return f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="wide">{words}</figure>'


def a_pair(by, **words):
    """An older file with its words, and a newer one that an editing program saved from it."""
    older = sent(by, packet(DocumentID="xmp.did:0a1b2c3d"), caption="Chợ nổi.", credit="Minh Khuê").photo
    newer = sent(by, packet(DocumentID="xmp.did:99887766", OriginalDocumentID="xmp.did:0a1b2c3d"), "moi.jpg", **words)
    return older, newer


def compare(newer, older):
    return f"/admin/media/photo/{newer.pk}/replace/{older.pk}/"


def live(story):
    return PublishedArticle.objects.get(pk=story.pk)


# ---- what tells them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (packet(DocumentID="xmp.did:1234"), ["xmp.did:1234"]),
        (b"<xmpMM:OriginalDocumentID>xmp.did:55667788</xmpMM:OriginalDocumentID>", ["xmp.did:55667788"]),
        (b'<xmpMM:DerivedFrom stRef:documentID="adobe:docid:photoshop:1"/>', ["adobe:docid:photoshop:1"]),
        (packet(InstanceID="xmp.iid:123456789"), []),  # changes with each save, so it tells nothing
        (f'newsroom:SHA256="{"ab" * 32}"'.encode(), ["newsroom:sha256:" + "ab" * 32]),
        (packet(DocumentID="xmp.did:1234").decode().encode("utf-16-le"), ["xmp.did:1234"]),
        (b"DocumentID=''", []),
        (b"", []),
    ],
)
def test_the_ids_that_later_versions_keep_are_read(written, expected):
    assert lineage.ids(written) == expected


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("DSC_0021.JPG", "dsc_0021"),
        ("DSC_0021-Edit.jpg", "dsc_0021"),
        ("DSC_0021-Edit-2.tif", "dsc_0021-edit-2"),
        ("DSC_0021 (1).jpg", "dsc_0021"),
        ("DSC_0021-2.jpg", "dsc_0021"),
        ("DSC_1.jpg", "dsc_1"),
        ("Chợ nổi_sửa.jpg", "cho noi"),
        (".jpg", ""),
    ],
)
def test_a_files_name_without_what_editing_added(name, stem):
    assert lineage.stem_of(name) == stem


def test_name_second_and_maker_tell_only_together():
    at = datetime(2026, 5, 3, 8, 15, 2, tzinfo=timezone.get_current_timezone())
    assert lineage.shot("DSC_0021-Edit.jpg", at, ["Minh Khuê"]) == lineage.shot("dsc_0021.tif", at, ["MINH KHUÊ"])
    assert lineage.shot("DSC_0021.jpg", None, ["Minh Khuê"]) == lineage.shot("DSC_0021.jpg", at, []) == ""


def test_a_retouched_file_proposes_itself(client):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    [pair] = versions.pairs(chief, added.photo)
    assert (pair.older, pair.newer, pair.certain) == (older, added.photo, True)
    assert any("looks like a newer file of “DSC_0021.jpg”" in said for said in added.warnings)
    page = page_of(signed_in(client, chief).get(f"/admin/media/photo/{added.photo.pk}/change/"))
    assert "This looks like a newer file of “DSC_0021.jpg”." in page and compare(added.photo, older) in page
    assert "What looks like a newer file of it came" in page_of(client.get(f"/admin/media/photo/{older.pk}/change/"))


def test_a_file_that_we_gave_out_comes_back_as_a_newer_file_of_its_original():
    chief = given.a_user("chief")
    older = sent(chief).photo
    mark = packet(OriginalDocumentID=f"newsroom:sha256:{older.sha256}")
    newer = sent(chief, mark, "từ-kho.jpg").photo
    assert [(pair.older, pair.certain) for pair in versions.pairs(chief, newer)] == [(older, True)]
    assert [pair.newer for pair in versions.pairs(chief, older)] == [newer]


def test_an_id_that_a_template_gave_to_a_whole_shoot_tells_nothing():
    chief = given.a_user("chief")
    for number in range(versions.COMMON + 2):
        last = sent(chief, packet(DocumentID="xmp.did:template"), f"{number}.jpg", (300, 200)).photo
    assert versions.pairs(chief, last) == []


def test_what_somebody_may_not_see_is_not_proposed_to_them():
    one, other = given.a_user("photographer"), given.a_user("photographer")
    sent(one, packet(DocumentID="xmp.did:0a1b2c3d"))
    newer = sent(other, packet(OriginalDocumentID="xmp.did:0a1b2c3d"), "b.jpg").photo
    assert versions.pairs(other, newer) == []


# ---- in its place ----------------------------------------------------------------------------------------------------


def test_the_newer_file_takes_the_place_in_the_ticked_stories_and_nowhere_else(client, on_commit):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    newer = added.photo
    one = given.a_published_article(
        "Một", body=figure(older, "Riêng"), by=given.a_user("section", sections=[given.a_section()])
    )
    two = given.a_published_article("Hai", lead_photo=older, by=one.created_by)
    page = page_of(signed_in(client, chief).get(compare(newer, older)))
    assert "Một" in page and "Hai" in page and 'name="story-' in page and "checked" not in page.split("use-list")[1]
    assert figures(live(one).revision.words()["body"])[0].photo == older.pk  # never by itself
    with on_commit(execute=True):
        client.post(compare(newer, older), {"kind": "replaces", f"story-{one.pk}": "1"})
    [shown] = figures(live(one).revision.words()["body"])
    assert (shown.photo, shown.caption, shown.place) == (newer.pk, "Riêng", "wide")
    assert live(two).lead["id"] == older.pk
    newer.refresh_from_db()
    assert (newer.caption, newer.credit) == ("Chợ nổi.", "Minh Khuê")  # it said nothing itself
    assert set(ReleasedPhoto.objects.values_list("pk", flat=True)) == {older.pk, newer.pk}
    assert Event.objects.filter(act="picture", article_id=one.pk).exists()
    with on_commit(execute=True):
        client.post(compare(newer, older), {"kind": "replaces", f"story-{two.pk}": "1"})
    assert live(two).lead["id"] == newer.pk
    assert set(ReleasedPhoto.objects.values_list("pk", flat=True)) == {newer.pk}


def test_cuts_are_shown_over_the_newer_file_and_carry_over_where_the_frame_is_the_same(client, on_commit):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    Photo.objects.filter(pk=older.pk).update(hand_crops={"1x1": [0.1, 0.2, 0.5]}, focus_x=0.3)
    page = page_of(signed_in(client, chief).get(compare(added.photo, older)))
    assert "<rect" in page and "Take over the cuts" in page
    with on_commit(execute=False):
        client.post(compare(added.photo, older), {"kind": "replaces", "cuts": "1"})
    newer = Photo.objects.get(pk=added.photo.pk)
    assert (newer.hand_crops, newer.focus_x, newer.state) == ({"1x1": [0.1, 0.2, 0.5]}, 0.3, "waiting")


def test_cuts_of_another_frame_are_not_carried(client):
    chief = given.a_user("chief")
    older = sent(chief, packet(DocumentID="xmp.did:0a1b2c3d"), caption="Chợ.", credit="K").photo
    newer = sent(chief, packet(OriginalDocumentID="xmp.did:0a1b2c3d"), "b.jpg", (800, 1200)).photo
    Photo.objects.filter(pk=older.pk).update(hand_crops={"1x1": [0.1, 0.2, 0.5]})
    page = page_of(signed_in(client, chief).get(compare(newer, older)))
    assert "<rect" not in page and "The frame is another one" in page
    client.post(compare(newer, older), {"kind": "replaces", "cuts": "1"})
    assert Photo.objects.get(pk=newer.pk).hand_crops == {}


def test_the_older_says_see_newer_and_the_picker_offers_the_newer_first(client):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    signed_in(client, chief).post(compare(added.photo, older), {"kind": "replaces"})
    page = page_of(client.get(f"/admin/media/photo/{older.pk}/change/"))
    assert "A newer file has taken its place." in page and f"/{added.photo.pk}/change/" in page
    assert "It took the place of" in page_of(client.get(f"/admin/media/photo/{added.photo.pk}/change/"))
    given.a_photo()
    assert [entry["id"] for entry in client.get("/admin/media/photo/pick/").json()["photos"]][-1] == older.pk
    assert versions.replaced_by(older) == added.photo


@pytest.mark.parametrize("kind", ["beside", "unrelated"])
def test_what_a_person_parted_is_not_proposed_again(client, kind):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    signed_in(client, chief).post(compare(added.photo, older), {"kind": kind})
    assert versions.pairs(chief, added.photo) == [] and versions.replaced_by(older) is None
    assert Version.objects.get().kind == kind


def test_editors_of_the_stories_find_a_newer_file_on_today(client, on_commit):
    section = given.a_section("Thời sự")
    editor, photographer = given.a_user("section", sections=[section]), given.a_user("photographer")
    older = sent(photographer, packet(DocumentID="xmp.did:0a1b2c3d"), caption="Chợ.", credit="K").photo
    story = given.a_published_article("Chợ sớm", body=figure(older), by=editor)
    newer = sent(photographer, packet(OriginalDocumentID="xmp.did:0a1b2c3d"), "b.jpg").photo
    [row] = [row for row in signed_in(client, editor).get("/admin/").context["rows"] if row.headline == "Chợ sớm"]
    assert row.url == compare(newer, older) and "newer file" in row.reason
    with on_commit(execute=True):
        client.post(row.url, {"kind": "replaces", f"story-{story.pk}": "1"})
    assert figures(live(story).revision.words()["body"])[0].photo == newer.pk
    assert not [row for row in client.get("/admin/").context["rows"] if row.headline == "Chợ sớm"]


def test_a_photographers_newer_file_is_asked_of_the_editors_of_a_live_story(client, on_commit):
    photographer, section = given.a_user("photographer"), given.a_section()
    older, added = a_pair(photographer)
    story = given.a_published_article("Chợ", body=figure(older), by=given.a_user("section", sections=[section]))
    signed_in(client, photographer)
    with on_commit(execute=True):
        answer = client.post(compare(added.photo, older), {"kind": "replaces", f"story-{story.pk}": "1"}, follow=True)
    assert "The editors of “Chợ” are asked." in page_of(answer)
    assert figures(live(story).revision.words()["body"])[0].photo == older.pk


def test_a_newer_file_that_readers_cannot_get_takes_no_place(client):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    story = given.a_draft("Nháp", body=figure(older), by=given.a_user("section", sections=[given.a_section()]))
    Photo.objects.filter(pk=added.photo.pk).update(withdrawn_at=timezone.now())
    answer = signed_in(client, chief).post(
        compare(added.photo, older), {"kind": "replaces", f"story-{story.pk}": "1"}, follow=True
    )
    assert "Readers cannot get the newer file yet" in page_of(answer)
    assert figures(Article.objects.get(pk=story.pk).body)[0].photo == older.pk


def test_who_may_not_see_both_compares_nothing(client):
    one, other = given.a_user("photographer"), given.a_user("photographer")
    older, newer = given.a_photo(by=one), given.a_photo(by=other)
    assert signed_in(client, other).get(compare(newer, older)).status_code == 403
    assert client.post(compare(newer, older), {"kind": "replaces"}).status_code == 403
    assert client.get(compare(newer, newer)).status_code == 403 and not Version.objects.exists()


@pytest.mark.parametrize(
    "posted", [{}, {"kind": "x"}, {"leave": "x"}, {"leave": "9" * 30}, {"kind": "replaces", "story-0": "1"}]
)
def test_bad_input_is_a_sentence(client, posted):
    chief = given.a_user("chief")
    older, added = a_pair(chief)
    assert signed_in(client, chief).post(compare(added.photo, older), posted, follow=True).status_code == 200


def test_marks_are_kept_once_and_go_with_nobody():
    chief = given.a_user("chief")
    photo = sent(chief, packet(DocumentID="xmp.did:0a1b2c3d", OriginalDocumentID="xmp.did:0a1b2c3d")).photo
    assert list(FileMark.objects.filter(photo=photo).values_list("value", flat=True)) == ["xmp.did:0a1b2c3d"]
