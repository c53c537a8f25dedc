"""A person draws the cut of a shape on the photograph itself: it beats the focal point for that shape, and no other."""

import io

import pytest
from PIL import Image

from media import cuts, ingest, release, storing, tasks
from media.admin.forms import SAID
from media.models import Photo
from tests import given
from tests.media.test_cuts import BLUE, GREEN, RED, banded, colours_at_the_edges, drawn
from tests.media.test_desk import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    """A wide picture with a red band at its left and a green one at its right; no cut around the middle shows either."""
    return drawn(ingest.add_photo(io.BytesIO(banded()), name="a.jpg", caption="Chợ", credit="An Hạ").photo)


def cut_by_hand(photo, **crops):
    photo = Photo.objects.get(pk=photo.pk)
    photo.hand_crops = {name.removeprefix("_"): list(box) for name, box in crops.items()}
    photo.save()
    return drawn(photo)


def bands(photo, shape):
    address = photo.picture()["shapes"][shape]["jpeg"][-1][2]
    row = next(row for row in photo.renditions.all() if row.address == address)
    with storing.renditions().open(row.file) as file:
        return colours_at_the_edges(file.read())


def form(photo, **changed):
    fields = {name: getattr(photo, name) for name in ("caption", "credit", "alt", "headline", "focus_x", "focus_y")}
    lines = {f"hand_crops_{shape}": "" for shape in SAID}
    return {**fields, **lines, "creators": "", "keywords": "", "people": "", **changed}


def test_the_drawn_cut_stands_for_its_shape_alone(photo):
    before = photo.picture()["shapes"]
    after = cut_by_hand(photo, _1x1=(0.0, 0.0, 0.3)).picture()["shapes"]
    assert bands(drawn(photo), "1x1") == [RED, BLUE]
    assert (after["1x1"]["width"], after["1x1"]["height"]) == (480, 480)
    assert {name: shape for name, shape in after.items() if name != "1x1"} == {
        name: shape for name, shape in before.items() if name != "1x1"
    }


def test_moving_the_focal_point_leaves_what_was_drawn(photo):
    at_hand = cut_by_hand(photo, _4x3=(0.4, 0.1, 0.6)).picture()["shapes"]["4x3"]
    moved = Photo.objects.get(pk=photo.pk)
    moved.focus_x = 0.0
    moved.save()
    assert drawn(moved).picture()["shapes"]["4x3"] == at_hand
    assert bands(drawn(moved), "4x3") == [BLUE, GREEN] and bands(drawn(moved), "3x2") == [RED, BLUE]


def test_taking_a_drawn_cut_back_brings_the_old_files_back(photo):
    before = photo.picture()["shapes"]
    assert cut_by_hand(photo, _16x9=(0.5, 0.0, 0.5)).picture()["shapes"] != before
    assert cut_by_hand(photo).picture()["shapes"] == before


def test_a_frame_that_has_the_shape_may_still_be_cut_closer():
    photo = drawn(given.a_photo(size=(1500, 1000)))
    assert photo.picture()["shapes"]["3x2"] == photo.picture()["shapes"]["original"]
    asked = Photo.objects.get(pk=photo.pk)
    asked.hand_crops = {"3x2": [0.25, 0.25, 0.5]}
    asked.save()
    waiting = Photo.objects.with_pictures().get(pk=photo.pk).picture()["shapes"]
    assert waiting["3x2"] == waiting["original"], "until it is drawn, the frame stands"
    assert drawn(asked).picture()["shapes"]["3x2"]["width"] == 750


def test_a_use_with_a_point_of_its_own_does_not_get_the_drawn_cut(photo):
    cut_by_hand(photo, _3x2=(0.4, 0.4, 0.3))
    cuts.ask([(photo, "3x2", (1.0, 0.5))])
    now = drawn(photo)
    assert bands(now, "3x2@1,0.5") == [BLUE, GREEN] and bands(now, "3x2") == [BLUE, BLUE]


def test_readers_get_the_drawn_cut_and_what_links_to_the_story_the_drawn_card(photo, client):
    cut_by_hand(photo, card=(0.0, 0.0, 0.8), _1x1=(0.7, 0.0, 0.3))
    release.release([photo.pk])
    now = drawn(photo)
    for shape, seen in (("card", [RED, BLUE]), ("1x1", [BLUE, GREEN])):
        address = now.picture()["shapes"][shape]["jpeg"][-1][2]
        assert colours_at_the_edges(client.get(address).content) == seen


def test_a_cut_drawn_while_the_picture_is_drawn_is_not_forgotten(photo, monkeypatch):
    keep = ingest.keep_renditions

    def drawn_meanwhile(photo, made):
        Photo.objects.update(hand_crops={"16x9": [0.0, 0.0, 0.5]})
        return keep(photo, made)

    asked = Photo.objects.get()
    asked.hand_crops = {"16x9": [0.5, 0.0, 0.5]}
    asked.save()
    monkeypatch.setattr(ingest, "keep_renditions", drawn_meanwhile)
    assert tasks.develop(photo.pk)
    assert Photo.objects.get().state == Photo.State.WAITING
    monkeypatch.undo()
    assert bands(drawn(photo), "16x9") == [RED, BLUE]


# ---- at the desk ----


def test_the_form_draws_and_takes_back_and_the_stories_are_told(photo, client, django_capture_on_commit_callbacks):
    client.force_login(somebody("chief"))
    address = f"/admin/media/photo/{photo.pk}/change/"
    page = client.get(address).content.decode()
    assert 'name="hand_crops_1x1"' in page and "data-cut-desk" in page and "style=" not in page
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, form(photo, hand_crops_1x1=" 0.1, 0, 0.25")).status_code == 302
    now = Photo.objects.get()
    assert now.hand_crops == {"1x1": [0.1, 0.0, 0.25]} and now.state == Photo.State.WAITING
    assert 'value="0.1,0,0.25"' in client.get(address).content.decode()
    client.post(address, form(photo))
    assert Photo.objects.get().hand_crops == {}


@pytest.mark.parametrize("written", ["x", "0.1,0.2", "0.1,0.2,2", "-1,0,0.5", "0.1,0.2,0", "nan,0,1", "0.12345,0,1"])
def test_what_is_no_cut_is_said_and_nothing_is_saved(photo, client, written):
    client.force_login(somebody("chief"))
    answer = client.post(f"/admin/media/photo/{photo.pk}/change/", form(photo, hand_crops_4x3=written, caption="Khác"))
    assert answer.status_code == 200 and "Write left, top and width of the cut 4:3" in answer.content.decode()
    assert Photo.objects.get().caption == "Chợ" and Photo.objects.get().hand_crops == {}


def test_who_may_not_change_the_caption_draws_no_cut(photo, client):
    reporter = somebody("reporter")
    release.release([photo.pk])
    client.force_login(reporter)
    address = f"/admin/media/photo/{photo.pk}/change/"
    page = client.get(address)
    assert "data-cut-desk" not in page.content.decode() and "hand_crops" not in page.content.decode()
    client.post(address, form(photo, hand_crops_1x1="0.1,0,0.25"))
    assert Photo.objects.get().hand_crops == {}


def test_the_storys_editor_learns_what_was_drawn(photo, client):
    cut_by_hand(photo, _1x1=(0.7, 0.0, 0.3))
    client.force_login(somebody("chief"))
    (entry,) = client.get("/admin/media/photo/pick/").json()["photos"]
    assert entry["drawn"] == {"1x1": [0.7, 0.0, 0.3, 0.6]}
    assert entry["shapes"] == ["3x2", "16x9", "4x3", "1x1"]
    shown = client.get(entry["preview"]["1x1"])
    assert Image.open(io.BytesIO(b"".join(shown.streaming_content))).size == (480, 480)


def test_the_storys_editor_offers_every_shape_of_a_figure(client):
    chief = given.a_user("chief")
    client.force_login(chief)
    story = given.a_draft(by=chief)
    page = client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    assert 'data-shapes="3x2 16x9 4x3 1x1"' in page
