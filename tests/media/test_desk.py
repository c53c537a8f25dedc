"""The picture desk: upload, words typed under a thumbnail, the grid, the picker; and who may do which."""

import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media import ingest, tasks
from media.models import Photo
from tests.media import shots

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/media/photo/upload/"


def somebody(role, name=None):
    user = User.objects.create_user(name or role, password="a-long-enough-word", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def sign_in(client):
    def as_role(role):
        client.force_login(User.objects.filter(username=role).first() or somebody(role))
        return client

    return as_role


def photo_of(user, **words):
    return ingest.add_photo(io.BytesIO(shots.jpeg((800, 533))), name="DSC_1.jpg", by=user, **words).photo


def file(data=None, name="cho-noi.jpg"):
    return SimpleUploadedFile(name, shots.jpeg() if data is None else data, content_type="image/jpeg")


def send(client, data=None, name="cho-noi.jpg", **fields):
    return client.post(UPLOAD, {"file": file(data, name), **fields}, headers={"accept": "application/json"})


# ---- upload ----


def test_a_photographer_uploads_and_gets_thumbnail_words_and_what_is_missing(sign_in):
    client = sign_in("photographer")
    answer = send(client, shots.jpeg(iim={120: "Chợ nổi. Ảnh: An Hạ"})).json()
    assert (answer["caption"], answer["credit"], answer["known"], answer["missing"]) == ("Chợ nổi.", "An Hạ", False, [])
    assert client.get(answer["thumb"])["Content-Type"] == "image/jpeg"
    assert Photo.objects.get().uploaded_by.username == "photographer"


def test_the_same_file_sent_again_says_so_and_makes_no_second_photograph(sign_in):
    client = sign_in("photographer")
    data = shots.jpeg()
    first, second = send(client, data).json(), send(client, data).json()
    assert (first["known"], second["known"], first["id"]) == (False, True, second["id"])


def test_a_file_that_is_no_picture_is_refused_by_name(sign_in):
    response = send(sign_in("reporter"), b"<html>", "Ảnh.jpg")
    assert response.status_code == 422 and "Ảnh.jpg" in response.json()["refused"]
    assert not Photo.objects.exists()


def test_an_upload_without_a_file_is_a_refusal_and_no_error(sign_in):
    assert sign_in("reporter").post(UPLOAD, headers={"accept": "application/json"}).status_code == 422


def test_the_same_words_for_all_fill_only_what_a_file_leaves_open(sign_in):
    client = sign_in("photographer")
    answer = send(client, shots.jpeg(iim={120: "Chợ nổi"}), caption="Cả loạt", credit="An Hạ").json()
    assert (answer["caption"], answer["credit"]) == ("Chợ nổi", "An Hạ")


def test_without_a_script_many_files_go_in_one_form(sign_in):
    client = sign_in("photographer")
    files = [file(name="a.jpg"), file(name="b.jpg"), file(b"no", "c.jpg")]
    page = client.post(UPLOAD, {"files": files, "credit": "An Hạ"}, follow=True)
    assert Photo.objects.filter(credit="An Hạ").count() == 2
    text = page.content.decode()
    assert "2 photographs came in." in text and "c.jpg was not taken" in text


def test_the_upload_page_works_without_a_script_and_offers_a_phones_camera(sign_in):
    page = sign_in("photographer").get(UPLOAD).content.decode()
    assert 'name="files" multiple' in page and "capture=" in page and "<button" in page
    assert "style=" not in page and "onclick" not in page


@pytest.mark.parametrize(
    ("role", "status"), [("reporter", 200), ("photographer", 200), ("section", 200), ("admin", 403)]
)
def test_who_may_upload_is_the_tables_to_say(sign_in, role, status):
    assert sign_in(role).get(UPLOAD).status_code == status


@pytest.mark.parametrize("path", ["upload/", "pick/", "", "1/change/", "1/original/", "1/thumb/480/", "1/words/"])
def test_a_stranger_reaches_no_address_of_the_desk(client, path):
    photo = photo_of(None)
    address = f"/admin/media/photo/{path}".replace("/1/", f"/{photo.pk}/")
    response = client.get(address)
    assert response.status_code == 302 and "/login/" in response["Location"]


# ---- words under a thumbnail ----


def test_a_caption_is_saved_as_it_is_left_and_says_what_still_lacks(sign_in):
    client = sign_in("photographer")
    photo = photo_of(User.objects.get(username="photographer"))
    answer = client.post(f"/admin/media/photo/{photo.pk}/words/", {"caption": " Cầu Rồng\0 đêm "}).json()
    assert answer["saved"] and answer["missing"] == ["credit"]
    photo.refresh_from_db()
    assert (photo.caption, photo.taken_from["caption"]) == ("Cầu Rồng đêm", "desk")


def test_the_words_of_anothers_photograph_are_not_ones_own_to_change(sign_in):
    photo = photo_of(somebody("photographer", "other"), caption="Cầu")
    response = sign_in("photographer").post(f"/admin/media/photo/{photo.pk}/words/", {"caption": "Khác"})
    assert response.status_code == 403 and "Nothing was saved" in response.json()["error"]
    photo.refresh_from_db()
    assert photo.caption == "Cầu"


def test_a_caption_beyond_all_measure_is_told_and_not_cut(sign_in):
    client = sign_in("section")
    photo = photo_of(None, caption="Cầu")
    assert client.post(f"/admin/media/photo/{photo.pk}/words/", {"caption": "x" * 4000}).status_code == 422
    photo.refresh_from_db()
    assert photo.caption == "Cầu"


# ---- seeing ----


def test_the_original_goes_to_its_photographer_and_to_editors_only(sign_in):
    data = shots.jpeg()
    photo = ingest.add_photo(io.BytesIO(data), name="Cầu.jpg", by=somebody("photographer")).photo
    address = f"/admin/media/photo/{photo.pk}/original/"
    for role, status in (("photographer", 200), ("section", 200), ("chief", 200), ("reporter", 403), ("admin", 403)):
        assert sign_in(role).get(address).status_code == status, role
    response = sign_in("chief").get(address)
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].startswith("attachment") and "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/octet-stream"


def test_a_thumbnail_of_what_is_not_out_yet_is_for_those_who_may_see_it(sign_in):
    photo = photo_of(somebody("reporter"))
    address = f"/admin/media/photo/{photo.pk}/thumb/480/"
    for role, status in (("reporter", 200), ("section", 200), ("photographer", 403), ("admin", 403)):
        assert sign_in(role).get(address).status_code == status, role


def test_the_grid_shows_whole_frames_with_words_and_what_is_missing(sign_in):
    somebody("photographer")
    photo_of(None, caption="Cầu Rồng phun lửa", credit="An Hạ")
    photo_of(None)
    page = sign_in("chief").get("/admin/media/photo/").content.decode()
    assert "Cầu Rồng phun lửa" in page and "An Hạ" in page
    assert "Still missing: caption, credit." in page
    assert "style=" not in page and "<style" not in page


def test_the_grid_is_searched_without_marks_and_filtered(sign_in):
    mine = somebody("chief")
    photo_of(mine, caption="Cầu Rồng", credit="An Hạ")
    photo_of(None, caption="Chợ nổi", credit="An Hạ")
    photo_of(None)

    def found(query):
        return len(sign_in("chief").get(f"/admin/media/photo/?{query}").context["cl"].photos)

    counts = {"q=cau+rong": 1, "mine=yes": 1, "missing=words": 1, "missing=caption": 1, "used=no": 3}
    assert {query: found(query) for query in counts} == counts
    assert found("missing=nonsense") == 3
    assert found("used=live") == 0


def test_somebody_sees_their_own_photographs_and_not_anothers(sign_in):
    photo_of(somebody("photographer"), caption="Của mình")
    photo_of(None, caption="Của người khác")
    page = sign_in("photographer").get("/admin/media/photo/").content.decode()
    assert "Của mình" in page and "Của người khác" not in page
    page = sign_in("photographer").get("/admin/media/photo/pick/").json()
    assert [entry["caption"] for entry in page["photos"]] == ["Của mình"]


def test_a_page_of_the_grid_costs_the_same_however_many_photographs(sign_in, django_assert_max_num_queries):
    client = sign_in("chief")
    for _count in range(6):
        photo_of(None, caption="Cầu")
    with django_assert_max_num_queries(25):
        client.get("/admin/media/photo/")


# ---- the form ----


def form_data(photo, **changes):
    page_fields = {
        name: getattr(photo, name)
        for name in ("caption", "alt", "credit", "headline", "place_shown", "city", "province", "country", "copyright",
                     "source", "usage_terms", "licence_page", "instructions", "digital_source_type", "long_description",
                     "focus_x", "focus_y")
    }  # fmt: skip
    lists = {name: ", ".join(getattr(photo, name)) for name in ("creators", "keywords", "people")}
    return page_fields | lists | changes


def test_an_editor_sees_what_the_file_said_and_writes_words_and_focus(sign_in):
    data = shots.jpeg((1200, 800), iim={120: "Cầu cũ"}, xmp=shots.xmp(caption="Cầu mới"))
    photo = ingest.add_photo(io.BytesIO(data), name="a.jpg").photo
    client = sign_in("section")
    address = reverse("admin:media_photo_change", args=[photo.pk])
    page = client.get(address).content.decode()
    assert "What the file said" in page and "Cầu cũ" in page and "Cầu mới" in page and 'id="id_focus_x"' in page
    client.post(address, form_data(photo, caption="Cầu Rồng", creators="An Hạ; Minh Khuê", focus_x="0.25"))
    photo.refresh_from_db()
    assert (photo.caption, photo.creators, photo.focus_x) == ("Cầu Rồng", ["An Hạ", "Minh Khuê"], 0.25)
    assert (photo.state, photo.taken_from["caption"]) == ("waiting", "desk")


def test_a_focal_point_outside_the_picture_is_told_in_the_form(sign_in):
    photo = photo_of(None)
    address = reverse("admin:media_photo_change", args=[photo.pk])
    for focus in ("1.5", "-1", "NaN", "1e400", "x"):
        response = sign_in("section").post(address, form_data(photo, focus_x=focus))
        assert response.status_code == 200 and response.context["errors"]
    photo.refresh_from_db()
    assert photo.focus_x == 0.5


def test_a_reporter_writes_the_caption_but_not_the_rights_of_their_own_photograph(sign_in):
    photo = photo_of(somebody("reporter"), caption="Cầu")
    address = reverse("admin:media_photo_change", args=[photo.pk])
    client = sign_in("reporter")
    client.post(address, form_data(photo, caption="Cầu Rồng", usage_terms="Ai cũng dùng được"))
    photo.refresh_from_db()
    assert (photo.caption, photo.usage_terms) == ("Cầu Rồng", "")


def test_damaged_words_stand_in_the_form_beside_what_was_taken(sign_in):
    cut = bytes(ord(letter) & 0xFF for letter in "Đường sắt đô thị").decode("latin-1")
    photo = ingest.add_photo(io.BytesIO(shots.jpeg(iim={120: cut})), name="a.jpg").photo
    page = sign_in("chief").get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    assert "reading-damaged" in page and "damaged" in page


@pytest.mark.parametrize("pk", ["999", "0", "99999999999999999999999", "x"])
def test_a_photograph_that_is_not_there_is_no_error(sign_in, pk):
    assert sign_in("chief").get(f"/admin/media/photo/{pk}/change/").status_code in (302, 404)


# ---- the picker ----


def test_the_picker_tells_what_may_be_placed_and_why_not(sign_in):
    photo_of(None, caption="Cầu Rồng", credit="An Hạ")
    photo_of(None, caption="Chợ nổi")
    found = sign_in("section").get("/admin/media/photo/pick/").json()["photos"]
    assert [entry["usable"] for entry in found] == [True, False]
    assert found[1]["why"] == "Still missing: credit."
    assert found[0]["thumb"] and found[0]["width"] == 480
    assert len(sign_in("section").get("/admin/media/photo/pick/?q=cau").json()["photos"]) == 1


def test_the_picker_goes_on_by_key(sign_in, monkeypatch):
    from media.admin import desk

    monkeypatch.setattr(desk, "PICKED", 2)
    for number in range(5):
        photo_of(None, caption=f"Ảnh {number}")
    client, seen, before = sign_in("chief"), [], ""
    while True:
        answer = client.get("/admin/media/photo/pick/", {"before": before}).json()
        seen += [entry["caption"] for entry in answer["photos"]]
        before = answer["older"]
        if not before:
            break
    assert seen == [f"Ảnh {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "query", ["before=x", "before=2026-99-99~1", "before=~", "q=%00", "q=" + "a" * 3000, "before=2020-01-01~9"]
)
def test_the_picker_answers_whatever_it_is_asked(sign_in, query):
    assert sign_in("chief").get(f"/admin/media/photo/pick/?{query}").status_code in (200, 400)


def test_a_photographs_own_page_shows_its_picture_at_every_width(sign_in):
    photo = photo_of(None)
    tasks.develop(photo.pk)
    client = sign_in("chief")
    for width in (1, 320, 640, 9999):
        response = client.get(f"/admin/media/photo/{photo.pk}/thumb/{width}/")
        assert response.status_code == 200 and b"".join(response.streaming_content)[:2] == b"\xff\xd8"
