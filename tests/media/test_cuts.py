"""A use of a photograph may ask for a cut around a point of its own: it is drawn beside the plain one, which stays."""

import io

import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from PIL import Image

from media import crops, cuts, ingest, release, tasks
from media.models import Cut, Photo, ReleasedPhoto
from tests import given

pytestmark = pytest.mark.django_db
RED, BLUE, GREEN = (200, 20, 20), (20, 20, 200), (20, 160, 20)


def banded():
    """A wide picture with a red band at its left and a green one at its right: a plain 3:2 cut shows neither."""
    image = Image.new("RGB", (1600, 800), BLUE)
    image.paste(RED, (0, 0, 190, 800))
    image.paste(GREEN, (1410, 0, 1600, 800))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def colours_at_the_edges(data):
    """The bands that show at the left and the right of a picture's bytes."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    middle = image.height // 2
    return [_nearest(image.getpixel((x, middle))) for x in (3, image.width - 4)]


def _nearest(pixel):
    return min((RED, BLUE, GREEN), key=lambda band: sum(abs(a - b) for a, b in zip(band, pixel, strict=True)))


def drawn(photo):
    while tasks.develop(photo.pk):
        pass
    return Photo.objects.with_pictures().get(pk=photo.pk)


@pytest.fixture
def photo():
    added = ingest.add_photo(io.BytesIO(banded()), name="a.jpg", caption="Chợ", credit="An Hạ")
    return drawn(added.photo)


def ask(photo, shape="3x2", focus=(0.1, 0.1)):
    cuts.ask([(photo, shape, focus)])
    return drawn(photo)


def test_a_cut_that_was_asked_for_stands_beside_the_plain_one_and_is_taken_around_its_point(photo, client):
    plain = photo.picture()["shapes"]["3x2"]
    shapes = ask(photo).picture()["shapes"]
    assert shapes["3x2"] == plain
    asked = shapes["3x2@0.1,0.1"]
    assert (asked["width"], asked["height"]) == (plain["width"], plain["height"])
    release.release([photo.pk])
    for name, bands in (("3x2", [BLUE, BLUE]), ("3x2@0.1,0.1", [RED, BLUE])):
        for files in (shapes[name]["jpeg"], shapes[name]["webp"]):
            for _width, _height, address in files:
                assert colours_at_the_edges(client.get(address).content) == bands


def test_a_released_photograph_lists_its_plain_shapes_alone(photo):
    release.release([ask(photo).pk])
    assert set(ReleasedPhoto.objects.get().sources) == set(crops.SHAPES)


def test_asking_twice_draws_once_and_asks_the_database_one_question(photo, django_assert_num_queries):
    first = ask(photo).renditions.count()
    with django_assert_num_queries(1):
        cuts.ask([(photo, "3x2", (0.1, 0.1))] * 3)
    assert Photo.objects.get().state == Photo.State.READY
    assert drawn(photo).renditions.count() == first


@pytest.mark.parametrize(("shape", "focus"), [("card", (0.1, 0.1)), ("original", (0.1, 0.1)), ("5x4", (0.1, 0.1))])
def test_only_the_shapes_of_a_figure_can_be_asked_for(photo, shape, focus):
    cuts.ask([(photo, shape, focus)])
    assert not Cut.objects.exists()


def test_a_frame_that_has_the_shape_already_needs_no_cut():
    whole = given.a_photo(size=(1500, 1000))
    cuts.ask([(whole, "3x2", (0.1, 0.1)), (whole, "16x9", (0.1, 0.1))])
    assert [cut.shape for cut in Cut.objects.all()] == ["16x9"]


def test_the_photographs_own_focal_point_moves_without_the_cuts_of_its_uses(photo):
    asked = ask(photo).picture()["shapes"]["3x2@0.1,0.1"]
    moved = Photo.objects.get()
    moved.focus_x = 0.9
    moved.save()
    waiting = Photo.objects.with_pictures().get().picture()["shapes"]
    assert waiting["3x2"] == photo.picture()["shapes"]["3x2"], "until it is drawn, the older plain cut stands"
    shapes = drawn(photo).picture()["shapes"]
    assert shapes["3x2@0.1,0.1"] == asked and shapes["3x2"] != photo.picture()["shapes"]["3x2"]


def test_a_photograph_of_which_many_cuts_are_asked_is_drawn_a_few_at_a_time(photo):
    cuts.ask([(photo, "3x2", (number / 100, 0.5)) for number in range(tasks.AT_ONCE + 3)])
    assert tasks.develop(photo.pk)
    assert Photo.objects.get().state == Photo.State.WAITING
    assert len(tasks.lacking(Photo.objects.with_pictures().get())) == 3
    assert tasks.develop(photo.pk) and Photo.objects.get().state == Photo.State.READY


def test_a_cut_asked_for_while_the_picture_is_drawn_is_not_forgotten(photo, monkeypatch):
    keep = ingest.keep_renditions

    def asked_meanwhile(photo, made):
        cuts.ask([(photo, "3x2", (0.9, 0.5))])
        return keep(photo, made)

    cuts.ask([(photo, "3x2", (0.1, 0.5))])
    monkeypatch.setattr(ingest, "keep_renditions", asked_meanwhile)
    assert tasks.develop(photo.pk)
    assert Photo.objects.get().state == Photo.State.WAITING
    monkeypatch.undo()
    assert {"3x2@0.1,0.5", "3x2@0.9,0.5"} <= set(drawn(photo).picture()["shapes"])


def test_the_sweep_draws_what_no_task_drew(photo, monkeypatch):
    cuts.ask([(photo, "16x9", (0.1, 0.1))])
    Photo.objects.update(uploaded_at=photo.uploaded_at - 2 * tasks.LEASE)
    assert tasks.sweep() == 1
    assert "16x9@0.1,0.1" in Photo.objects.with_pictures().get().picture()["shapes"]


def test_the_desk_shows_a_cut_that_was_asked_for_and_the_plain_one_until_it_is_made(photo, client):
    client.force_login(given.a_user("chief"))

    def bands(query):
        answer = client.get(f"/admin/media/photo/{photo.pk}/thumb/480/?{query}")
        return colours_at_the_edges(b"".join(answer.streaming_content))

    assert bands("shape=3x2&focus=0.9,0.5") == [BLUE, BLUE]
    ask(photo, focus=(0.9, 0.5))
    assert bands("shape=3x2&focus=0.9,0.5") == [BLUE, GREEN]
    assert bands("shape=3x2&focus=0.90,0.5000") == [BLUE, GREEN]
    for broken in ("", "x", "9,9", "0.9", "0.9,0.5,1", "%00"):
        assert bands(f"shape=3x2&focus={broken}") == [BLUE, BLUE]
    assert bands("focus=0.9,0.5") == [RED, GREEN]


SHARES = st.integers(0, 10_000).map(lambda share: share / 10_000)


@every(SHARES, SHARES)
def test_the_name_of_a_cut_says_its_point_and_fits_its_column(x, y):
    name = crops.named("16x9", (x, y))
    assert crops.focus_of(name) == (x, y) and crops.shape_of(name) is crops.SHAPES["16x9"]
    assert len(name) <= 24
    assert crops.box_for(name, (4000, 1000), (0.5, 0.5)) == crops.box_for("16x9", (4000, 1000), (x, y))


@pytest.mark.parametrize(
    "written", ["", "1.1,0", "0,1.5", "0.12345,0", " 0,0", "0;0", "-0,0", "nan,0", "0,0\n", "٠,٠", None]
)
def test_what_is_no_point_is_none(written):
    assert crops.point(written) is None
