"""Parts of a photograph are hidden in every picture made of it, in the pixels, and what was public before is gone."""

import io

import pytest
from PIL import Image, ImageChops

from articles.models import PublishedArticle
from media import ingest, masks, renditions, storing, tasks
from media.models import Photo, Receipt, Rendition, Version
from tests import given
from tests.media.test_cuts import drawn

pytestmark = pytest.mark.django_db
FACE = (300, 100, 420, 240)  # of 900 × 600: a chequered square that nothing else looks like


def with_a_face():
    image = Image.new("RGB", (900, 600), (0, 105, 122))
    chequers = Image.effect_noise((FACE[2] - FACE[0], FACE[3] - FACE[1]), 120).convert("RGB")
    image.paste(chequers, FACE[:2])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def contrast(data, box=FACE, size=(900, 600)):
    """How much neighbouring pixels of this part differ; data: a picture's bytes, whatever its size."""
    with Image.open(io.BytesIO(data)) as image:
        part = image.convert("L").resize(size).crop(box)
    low, high = ImageChops.difference(part, ImageChops.offset(part, 2, 0)).crop((8, 8, 100, 120)).getextrema()
    return high - low


@pytest.fixture
def chief():
    return given.a_user("chief")


@pytest.fixture
def photo():
    return drawn(ingest.add_photo(io.BytesIO(with_a_face()), name="a.jpg", caption="Cầu.", credit="An Hạ").photo)


def sent(photo, *lines):
    """A form's lines: (form, how, left, top, width, height), sides in hundredths."""
    data = {"series": Photo.objects.get(pk=photo.pk).series}
    for index, name in enumerate(("form", "how", "left", "top", "width", "height")):
        data[f"mask-{name}"] = [line[index] for line in lines]
    return data


def page_of(photo):
    return f"/admin/media/photo/{photo.pk}/masks/"


WHOLE_FACE = ("box", "coarse", "33", "16", "14.2", "25")


def masked(client, photo, chief, django_capture_on_commit_callbacks, *lines):
    client.force_login(chief)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page_of(photo), sent(photo, *(lines or [WHOLE_FACE])), follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return Photo.objects.with_pictures().get(pk=photo.pk)


def stored(row):
    with storing.renditions().open(row.file) as file:
        return file.read()


@pytest.mark.parametrize("how", masks.HOW)
@pytest.mark.parametrize("form", masks.FORMS)
def test_what_is_hidden_is_gone_from_every_file(client, photo, chief, form, how, django_capture_on_commit_callbacks):
    assert all(contrast(stored(row)) > 60 for row in photo.renditions.filter(shape="original", width__gte=640))
    line = (form, how, "28", "8", "24", "40")
    now = masked(client, photo, chief, django_capture_on_commit_callbacks, line)
    now = drawn(now)
    files = [row for row in now.renditions.all() if row.shape == "original" and row.width >= 640]
    assert {row.format for row in files} == {"jpeg", "webp"}
    assert all(contrast(stored(row)) < 40 for row in files)


def test_avif_files_are_masked_too(client, photo, chief, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(tasks, "WORTH_IT", 1000)
    now = drawn(masked(client, photo, chief, django_capture_on_commit_callbacks))
    Photo.objects.update(avif_due=True, begun_at=None)
    tasks.lighten(now.pk)
    files = list(Rendition.objects.filter(format="avif", shape="original", width__gte=640))
    assert files and all(contrast(stored(row)) < 60 for row in files)


def test_no_more_than_a_few_averages_are_left():
    image = Image.effect_noise((400, 300), 120).convert("RGB")
    for how, most in (("coarse", renditions.BLOCKS**2), ("cover", 1)):
        picture = image.copy()
        renditions.hide(picture, [{"form": "box", "how": how, "at": [0.25, 0.25, 0.5, 0.5]}])
        assert len(picture.crop((100, 75, 300, 225)).getcolors(1 << 20)) <= most
        outside = ImageChops.difference(picture, image)
        assert outside.getbbox() == (100, 75, 300, 225)


def test_what_readers_had_answers_410_and_the_masked_one_stands_there_at_once(
    client, photo, chief, django_capture_on_commit_callbacks
):
    story = given.a_published_article(
        body=f'<p>Cầu.</p><figure data-photo="{photo.pk}" data-place="center"></figure>', lead_photo=photo, chief=chief
    )
    old = [row.address for row in photo.renditions.all()]
    files = [row.file for row in photo.renditions.all()]
    now = masked(client, photo, chief, django_capture_on_commit_callbacks)
    assert {client.get(address).status_code for address in old} == {410}
    assert not any(storing.renditions().exists(name) for name in files)
    live = PublishedArticle.objects.get(pk=story.pk)
    (first,) = now.renditions.all()
    assert first.address in live.body and not any(address in live.body for address in old)
    assert contrast(client.get(first.address).content) < 40
    drawn(now)
    assert Receipt.objects.get().act == "masked"
    assert sorted(Receipt.objects.get().public_files) == sorted(old)


def test_the_desk_sees_it_masked_and_the_original_is_untouched(
    client, photo, chief, django_capture_on_commit_callbacks
):
    masked(client, photo, chief, django_capture_on_commit_callbacks)
    thumb = b"".join(client.get(f"/admin/media/photo/{photo.pk}/thumb/960/").streaming_content)
    assert contrast(thumb) < 40
    original = b"".join(client.get(f"/admin/media/photo/{photo.pk}/original/").streaming_content)
    assert contrast(original) > 60
    look = client.get(f"/admin/media/photo/{photo.pk}/look/")
    assert contrast(look.content) > 60 and "no-store" in look["Cache-Control"]
    assert "1 part is hidden" in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()


def test_who_may_not_have_the_original_neither_masks_nor_looks(client, photo):
    reporter = given.a_user("reporter")
    given.a_draft(body=f'<figure data-photo="{photo.pk}" data-place="center"></figure>')
    client.force_login(reporter)
    for address in (page_of(photo), f"/admin/media/photo/{photo.pk}/look/"):
        assert client.get(address).status_code == 403
    assert client.post(page_of(photo), sent(photo, WHOLE_FACE)).status_code == 403
    assert Photo.objects.get().masks == []


def test_taking_a_mask_away_gives_other_addresses_again(client, photo, chief, django_capture_on_commit_callbacks):
    first = {row.key for row in photo.renditions.all()}
    second = {
        row.key for row in drawn(masked(client, photo, chief, django_capture_on_commit_callbacks)).renditions.all()
    }
    client.post(page_of(photo), sent(photo))
    third = {row.key for row in drawn(Photo.objects.get()).renditions.all()}
    assert not first & second and not first & third and not second & third
    assert Photo.objects.get().masks == []


def test_pictures_drawn_before_the_mask_do_not_come_back(
    client, photo, chief, monkeypatch, django_capture_on_commit_callbacks
):
    keep = ingest.keep_renditions

    def masked_meanwhile(held, made):
        rows = keep(held, made)
        monkeypatch.undo()
        masked(client, photo, chief, django_capture_on_commit_callbacks)
        return rows

    asked = Photo.objects.get()
    asked.focus_x = 0.1
    asked.save()
    monkeypatch.setattr(ingest, "keep_renditions", masked_meanwhile)
    tasks.develop(photo.pk)
    monkeypatch.undo()
    now = drawn(Photo.objects.get())
    for row in now.renditions.filter(shape="original", width__gte=640):
        assert contrast(stored(row)) < 40
    assert {row.cut.partition(":")[0] for row in now.renditions.all()} == {"1.1"}


def test_a_mask_voids_a_second_persons_agreement(client, photo, chief, django_capture_on_commit_callbacks):
    from media import sensitive

    sensitive.flag(photo, ["minor"], by=given.a_user("photographer"))
    sensitive.agree(photo, by=chief, version=Photo.objects.get().version)
    now = masked(client, photo, chief, django_capture_on_commit_callbacks)
    assert now.second_look_due


@pytest.mark.parametrize(
    "line",
    [
        ("star", "coarse", "1", "1", "5", "5"),
        ("box", "gone", "1", "1", "5", "5"),
        ("box", "blur", "x", "1", "5", "5"),
        ("box", "blur", "nan", "1", "5", "5"),
        ("box", "blur", "inf", "1", "5", "5"),
        ("box", "blur", "-1", "1", "5", "5"),
        ("box", "blur", "1", "", "5", "5"),
        ("box", "blur", "1", "1", "500", "5"),
    ],
)
def test_what_is_no_part_is_said_and_what_was_typed_stays(client, photo, chief, line):
    client.force_login(chief)
    answer = client.post(page_of(photo), sent(photo, line))
    words = answer.content.decode()
    assert answer.status_code == 200 and "four numbers from 0 to 100" in words and f'value="{line[4]}"' in words
    assert Photo.objects.get().masks == []


def test_two_people_who_hide_at_once_do_not_overwrite_each_other(
    client, photo, chief, django_capture_on_commit_callbacks
):
    before = sent(photo, ("ellipse", "blur", "1", "1", "5", "5"))
    masked(client, photo, chief, django_capture_on_commit_callbacks)
    answer = client.post(page_of(photo), before)
    assert "meanwhile" in answer.content.decode() and len(Photo.objects.get().masks) == 1


def test_too_many_parts_are_refused(client, photo, chief):
    client.force_login(chief)
    lines = [("box", "blur", "1", "1", "5", "5")] * (masks.MOST + 1)
    assert "at most" in client.post(page_of(photo), sent(photo, *lines)).content.decode()


def test_a_part_beyond_the_edge_ends_at_it():
    assert masks.read([{"form": "box", "how": "blur", "at": [0.9, 0.9, 0.5, 0.5]}])[0]["at"] == [0.9, 0.9, 0.1, 0.1]
    (thin,) = masks.read([{"form": "box", "how": "blur", "at": [1, 1, 0, 0]}])
    assert thin["at"] == [0.995, 0.995, 0.005, 0.005]


# ---- a newer file takes its place ----


def test_what_is_flagged_and_hidden_holds_for_the_newer_file_too(
    client, photo, chief, django_capture_on_commit_callbacks
):
    from media import sensitive

    masked(client, photo, chief, django_capture_on_commit_callbacks)
    sensitive.flag(photo, ["minor"], by=given.a_user("photographer"), note="Bên trái")
    newer = drawn(given.a_photo(size=(1800, 1200)))
    client.post(f"/admin/media/photo/{newer.pk}/replace/{photo.pk}/", {"kind": "replaces"})
    now = Photo.objects.get(pk=newer.pk)
    assert now.masks == Photo.objects.get(pk=photo.pk).masks and now.series == 1
    assert now.sensitive == ["minor"] and now.second_look_due and now.sensitive_note == "Bên trái"


def test_a_newer_file_of_another_shape_is_hidden_by_hand_first(
    client, photo, chief, django_capture_on_commit_callbacks
):
    masked(client, photo, chief, django_capture_on_commit_callbacks)
    newer = given.a_photo(size=(700, 700))
    answer = client.post(f"/admin/media/photo/{newer.pk}/replace/{photo.pk}/", {"kind": "replaces"}, follow=True)
    assert "hide them there first" in answer.content.decode()
    assert not Version.objects.exists()
