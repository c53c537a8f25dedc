"""What the file leaves to a person: two wordings side by side, damaged words beside what can be read of them."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from media import ingest
from media.admin import sheet
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db


def a_photo(data, by=None, name="DSC_1.jpg"):
    return ingest.add_photo(io.BytesIO(data), name=name, by=by).photo


def page(client, photo):
    return client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()


def buttons(html, name="_take"):
    return re.findall(rf'name="{name}" value="([^"]+)"', html)


def form(photo, **more):
    """What the form would post as it stands."""
    fields = {
        name: ", ".join(value) if isinstance(value := getattr(photo, name), list) else value
        for name in (
            "caption", "alt", "credit", "creators", "headline", "people", "place_shown", "event", "city", "province", "country",
            "keywords", "copyright", "source", "usage_terms", "licence_page", "instructions", "digital_source_type",
            "long_description", "focus_x", "focus_y",
        )
    }  # fmt: skip
    return fields | more


def press(client, photo, **more):
    answer = client.post(reverse("admin:media_photo_change", args=[photo.pk]), form(photo, **more), follow=True)
    photo.refresh_from_db()
    return answer.content.decode()


@pytest.fixture
def editor(client):
    user = given.a_user("section", sections=[given.a_section()])
    client.force_login(user)
    return user


TWO = {"iim": {120: "Cầu Rồng đóng cửa"}, "xmp": shots.xmp(caption="Cầu Rồng mở cửa", credit="AN HẠ")}


def test_two_wordings_are_shown_with_their_blocks_and_one_press_takes_the_other(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    html = page(client, photo)
    assert "The file says two things" in html and "Cầu Rồng đóng cửa" in html
    said = press(client, photo, _take=buttons(html)[0])
    assert "Taken from the file" in said
    assert (photo.caption, photo.taken_from["caption"]) == ("Cầu Rồng đóng cửa", "iim")


def test_a_press_is_taken_back_by_another(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    html = press(client, photo, _take=buttons(page(client, photo))[0])
    assert "Stood before" in html
    press(client, photo, _take=buttons(html)[0])
    assert (photo.caption, photo.taken_from["caption"]) == ("Cầu Rồng mở cửa", "xmp")


def test_what_was_typed_beside_a_press_is_saved_with_it(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    press(client, photo, _take=buttons(page(client, photo))[0], headline="Cầu")
    assert (photo.headline, photo.caption, photo.taken_from["headline"]) == ("Cầu", "Cầu Rồng đóng cửa", "desk")


def test_a_wording_taken_for_a_published_picture_leads_to_its_stories(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    figure = f'<figure data-photo="{photo.pk}" data-place="center"></figure>'
    given.a_published_article(body=f"<p>Cầu.</p>{figure}", section=given.a_section())
    said = press(client, photo, _take=buttons(page(client, photo))[0])
    assert "words are corrected." in said and "Cầu Rồng đóng cửa" in said


def test_keeping_what_was_taken_ends_the_question(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    html = press(client, photo, _keep=buttons(page(client, photo), "_keep")[0])
    assert "The file says two things" not in html
    assert (
        photo.caption == "Cầu Rồng mở cửa" and "Cầu Rồng đóng cửa" in html
    )  # still in the table of what the file said


def test_a_wording_that_was_taken_meanwhile_is_told_and_the_rest_is_saved(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    old = buttons(page(client, photo))[0]
    press(client, photo, _take=old)
    said = press(client, photo, _take=old, headline="Cầu")
    assert "not offered any more" in said
    assert (photo.caption, photo.headline) == ("Cầu Rồng đóng cửa", "Cầu")


def test_a_caption_that_differs_by_its_credit_alone_is_no_other_wording():
    whole = {120: "Cầu Rồng mở cửa - Ảnh: AN HẠ"}
    photo = a_photo(shots.jpeg(iim=whole, xmp=shots.xmp(caption="Cầu Rồng mở cửa", credit="An Hạ")))
    assert "caption" not in photo.others


def test_misread_letters_are_shown_raw_beside_what_they_say_and_one_press_takes_that(client, editor):
    misread = "Đường phố Huế sau mưa - Ảnh: ĐỨC ANH".encode().decode("latin-1")
    photo = a_photo(shots.jpeg(iim={120: misread.encode()}))
    assert photo.caption == "" and photo.why_not()
    html = page(client, photo)
    assert "Words in the file need you" in html and "Ä\u0090Æ°á»\u009dng" not in html
    assert ">Đường phố Huế sau mưa - Ảnh: ĐỨC ANH</textarea>" in html
    press(client, photo, _take=buttons(html)[0])
    assert (photo.caption, photo.credit, photo.taken_from["caption"]) == ("Đường phố Huế sau mưa", "ĐỨC ANH", "iim")
    assert photo.taken_from["credit"] == "iim"
    assert photo.damaged["caption"][0]["value"] == misread  # kept as it came


def test_old_fonts_are_read(client, editor):
    photo = a_photo(shots.jpeg(iim={120: "§­êng s¾t ®« thÞ ë Hµ Néi chËm tiÕn ®é"}))
    html = page(client, photo)
    press(client, photo, _take=buttons(html)[0])
    assert photo.caption == "Đường sắt đô thị ở Hà Nội chậm tiến độ"


def test_half_letters_come_back_word_by_word_and_a_person_chooses_the_rest(client, editor):
    cut = "".join(chr(ord(letter) & 0xFF) for letter in "Phó thủ tướng Vũ Đức Đam cho biết các trường đại học")
    photo = a_photo(shots.jpeg(iim={120: cut.encode()}))
    html = page(client, photo)
    assert "Phó thủ tướng [Vi/Vũ]" in html
    button = buttons(html)[0]
    said = press(client, photo, _take=button)
    assert "Choose one word in each pair of brackets" in said and photo.caption == ""
    chosen = "Phó thủ tướng Vũ Đức Đam cho biết các trường đại học"
    press(client, photo, _take=button, **{f"_repaired-{button}": chosen})
    assert photo.caption == chosen


def test_a_cameras_own_name_is_proposed_and_never_taken(client, editor):
    photo = a_photo(shots.jpeg(iim={80: "kanno 30D"}))
    assert photo.creators == []
    html = page(client, photo)
    assert "Perhaps a camera" in html
    press(client, photo, _take=buttons(html)[0])
    assert photo.creators == ["kanno 30D"]


def test_it_is_said_where_the_agencies_words_are_the_newer(client, editor):
    folder = shots.data("photos-metadata")
    if folder is None:
        pytest.skip("the test data is not here; NEWSROOM_TEST_DATA names it")
    photo = a_photo((folder / "demo-iim-and-xmp.jpg").read_bytes())
    assert "they may be the newer" in page(client, photo)


def test_one_wording_in_two_blocks_is_offered_once(client, editor):
    tags = Image.Exif()
    tags[0x010E] = "Cau Rong dong cua"
    photo = a_photo(shots.jpeg(iim={120: "Cau Rong dong cua"}, xmp=shots.xmp(caption="Cầu Rồng mở cửa"), exif=tags))
    html = page(client, photo)
    assert len(buttons(html)) == 1 and "IPTC (IIM), EXIF" in html
    press(client, photo, _take=buttons(html)[0])
    assert [entry["why"] for entry in photo.others["caption"]] == ["replaced"]


def test_the_contact_sheet_says_which_photographs_wait_for_a_choice(client, editor):
    photo = a_photo(shots.jpeg(**TWO))
    assert "file" in [mark["what"] for mark in sheet.marks(photo)]
    press(client, photo, _keep="caption")
    assert "file" not in [mark["what"] for mark in sheet.marks(photo)]


def test_who_may_not_change_a_word_is_offered_none(client):
    writer = given.a_user("reporter")
    photo = a_photo(shots.jpeg(iim={116: "© An Hạ"}, xmp=shots.xmp(caption="Cầu")), by=given.a_user("photographer"))
    photo.others = {"caption": [{"block": "iim", "value": "Cầu cũ", "why": "differs"}]}
    photo.save()
    client.force_login(writer)
    answer = client.get(reverse("admin:media_photo_change", args=[photo.pk]))
    assert answer.status_code != 200 or not buttons(answer.content.decode())


def test_what_has_no_field_is_kept_and_shown(client, editor):
    photo = a_photo(shots.jpeg(iim={120: "Cầu", 15: "SPO"}))
    assert photo.raw["iim"]["other"] == {"2:15": "SPO"}
    assert "SPO" in page(client, photo)
