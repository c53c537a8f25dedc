"""Photographs that look the same: found however they were saved, told to who sends them, shown beside each other."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import given as whatever
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from media import ingest, likeness
from media.models import Likeness, Photo
from tests import given
from tests.media import shots


def a_scene(number, size=(1200, 800)):
    """A picture unlike those of other numbers."""
    image = Image.new("RGB", size, (number * 37 % 256, 90, 200))
    draw = ImageDraw.Draw(image)
    for step in range(14):
        x, y = (number * 131 + step * step * 53) % size[0], (number * 71 + step * 149) % size[1]
        draw.ellipse(
            (x, y, x + 60 + 23 * step, y + 50 + 17 * step),
            fill=((step * 67 + number * 29) % 256, step * 17, 255 - step * 18),
        )
    return image.filter(ImageFilter.GaussianBlur(2))


def saved(image, format="JPEG", **how):
    file = io.BytesIO()
    image.save(file, format, **how)
    return file.getvalue()


def sent(client, data, name="a.jpg"):
    answer = client.post(
        "/admin/media/photo/upload/", {"file": SimpleUploadedFile(name, data)}, headers={"accept": "application/json"}
    )
    return json.loads(answer.content)


CHANGES = {
    "smaller": lambda image: image.resize((600, 400)),
    "saved again": lambda image: Image.open(io.BytesIO(saved(image, quality=40))),
    "as PNG": lambda image: Image.open(io.BytesIO(saved(image, "PNG"))),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.2),
    "sharpened": lambda image: image.filter(ImageFilter.UnsharpMask(2, 120)),
    "grey": lambda image: image.convert("L"),
    "a little cropped": lambda image: image.crop((6, 4, 1194, 796)),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again_however_it_was_saved(change):
    for number in range(12):
        image = a_scene(number)
        apart = likeness.distance(likeness.fingerprint(image), likeness.fingerprint(CHANGES[change](image)))
        assert apart <= likeness.NEAR, (number, apart)


def test_other_pictures_are_far_apart():
    prints = [likeness.fingerprint(a_scene(number)) for number in range(40)]
    near = [(i, j) for i in range(40) for j in range(i) if likeness.distance(prints[i], prints[j]) <= likeness.NEAR]
    assert near == []


def test_an_empty_picture_looks_like_nothing():
    assert likeness.fingerprint(Image.new("RGB", (300, 200), "white")) is None
    assert likeness.fingerprint(Image.new("L", (1, 1))) is None


@pytest.mark.django_db
@whatever(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_the_quarters_find_whatever_is_near(bits, changed):
    other = bits
    for place in changed:
        other ^= 1 << place
    assert likeness.distance(bits, other) == len(changed)
    assert any(
        mine in likeness.near(theirs) for mine, theirs in zip(likeness.bands(bits), likeness.bands(other), strict=True)
    )


@pytest.mark.django_db
def test_who_sends_a_picture_that_is_here_from_elsewhere_is_told_and_one_burst_is_no_news(client):
    agency, photographer = given.a_user("chief"), given.a_user("photographer")
    client.force_login(agency)
    first = sent(client, saved(a_scene(1)))
    assert first["alike"] is None
    again = sent(client, saved(a_scene(1).resize((900, 600))))
    assert again["alike"] is None and Photo.objects.count() == 2  # the same person's own burst
    client.force_login(given.a_user("section"))
    told = sent(client, saved(ImageEnhance.Brightness(a_scene(1)).enhance(1.1)))
    assert told["alike"]["page"] in (
        f"/admin/media/photo/{first['id']}/change/",
        f"/admin/media/photo/{again['id']}/change/",
    )
    client.force_login(photographer)  # who may not see it is not told of it
    assert sent(client, saved(a_scene(1), quality=60))["alike"] is None


@pytest.mark.django_db
def test_the_page_of_a_photograph_shows_what_looks_like_it_and_leads_to_them_in_the_grid(
    client, django_assert_max_num_queries
):
    chief = given.a_user("chief")
    one, other, stranger = (
        ingest.add_photo(io.BytesIO(data), name=f"{name}.jpg", by=chief, caption=name).photo
        for name, data in [
            ("one", saved(a_scene(1))),
            ("two", saved(a_scene(1), quality=50)),
            ("three", saved(a_scene(2))),
        ]
    )
    client.force_login(chief)
    page = client.get(f"/admin/media/photo/{one.pk}/change/").content.decode()
    assert f"/admin/media/photo/{other.pk}/change/" in page and f"/admin/media/photo/{stranger.pk}/change/" not in page
    grid = client.get(f"/admin/media/photo/?like={one.pk}").content.decode()
    assert f"/admin/media/photo/{other.pk}/change/" in grid
    assert f"/admin/media/photo/{stranger.pk}/change/" not in grid
    for odd in ("x", "0", "9" * 30, "-1"):
        assert client.get(f"/admin/media/photo/?like={odd}").status_code in (200, 302)


@pytest.mark.django_db
def test_the_grid_does_not_name_a_photograph_that_one_may_not_see(client):
    photo = ingest.add_photo(
        io.BytesIO(saved(a_scene(1))), name="one.jpg", by=given.a_user("chief"), caption="Kín"
    ).photo
    client.force_login(given.a_user("reporter"))
    assert "Kín" not in client.get(f"/admin/media/photo/?like={photo.pk}").content.decode()


@pytest.mark.django_db
def test_the_command_takes_the_fingerprints_of_older_photographs_once(capsys):
    photo = ingest.add_photo(io.BytesIO(saved(a_scene(3))), name="a.jpg").photo
    empty = ingest.add_photo(io.BytesIO(shots.jpeg()), name="b.jpg").photo
    before = Likeness.objects.get(photo=photo).bits
    Likeness.objects.all().delete()
    call_command("fingerprint_photos")
    assert likeness.distance(Likeness.objects.get(photo=photo).bits, before) <= 2
    assert Likeness.objects.filter(photo=empty).count() <= 1
    call_command("fingerprint_photos")
    assert "0 fingerprints taken" in capsys.readouterr().out.splitlines()[-1]
