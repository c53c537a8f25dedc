"""Readers fetch a picture only while a public story uses it, with its maker and terms inside and nothing else."""

import io

import pytest
from django.db import connection
from PIL import Image

from media import ingest, release, tasks
from media.metadata import blocks, exif, reading
from media.models import Photo, ReleasedPhoto, ReleasedShape, Rendition, WithdrawnShape
from tests.media import shots

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    """A photograph with all its pictures, which lacks nothing."""
    added = ingest.add_photo(
        io.BytesIO(shots.jpeg((1000, 700))),
        name="a.jpg",
        caption="Cầu Rồng",
        credit="Minh Khuê",
        creators=["Minh Khuê"],
    )
    tasks.develop(added.photo.pk)
    return Photo.objects.with_pictures().get(pk=added.photo.pk)


def addresses(photo):
    return [row.address for row in photo.renditions.all()]


def test_no_address_answers_before_a_story_uses_the_photograph(client, photo):
    assert {client.get(address).status_code for address in addresses(photo)} == {404}


def test_every_address_of_a_released_photograph_answers_for_ever(client, photo):
    release.release([photo.pk])
    for row in photo.renditions.all():
        response = client.get(row.address)
        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{row.format}"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert int(response["Content-Length"]) == len(response.content)
        assert not response.cookies
        picture = Image.open(io.BytesIO(response.content))
        picture.load()
        assert picture.size == (row.width, row.height)


def test_the_served_bytes_carry_maker_and_terms_and_nothing_else(client, photo):
    Photo.objects.update(usage_terms="Chỉ Sớm Mai", place_created={"City": "Bí mật"}, people=["Người lạ"])
    release.release([photo.pk])
    for address in addresses(photo):
        data = client.get(address).content
        found = blocks.find(data)
        words = reading.read(found).words
        assert words == {
            "caption": "Cầu Rồng", "credit": "Minh Khuê", "creators": ["Minh Khuê"], "usage_terms": "Chỉ Sớm Mai",
        }  # fmt: skip
        assert exif.parse(found.exif) == {} and found.iim == b""
        assert "Bí mật".encode() not in data and "Người lạ".encode() not in data


def test_a_browser_that_has_the_bytes_is_told_so_until_the_words_change(client, photo):
    release.release([photo.pk])
    address = addresses(photo)[0]
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    release.release([photo.pk], {photo.pk: {"credit": "An Hạ"}})
    changed = client.get(address, headers={"if-none-match": tag})
    assert changed.status_code == 200 and "An Hạ".encode() in changed.content


def test_a_retracted_photograph_answers_410_and_comes_back_when_released_again(client, photo):
    release.release([photo.pk])
    release.retract([photo.pk])
    assert {client.get(address).status_code for address in addresses(photo)} == {410}
    assert not ReleasedPhoto.objects.exists() and not ReleasedShape.objects.exists()
    release.release([photo.pk])
    assert {client.get(address).status_code for address in addresses(photo)} == {200}
    assert not WithdrawnShape.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["x", "../settings.py", "a" * 32 + "-320.jpg", "a" * 32 + "-320.svg", "A" * 32 + "-320.jpg", "%00", "-1.jpg"],
)
def test_an_address_that_names_no_picture_is_not_found(client, name):
    assert client.get(f"/i/{name}").status_code in (400, 404)


def test_another_width_under_a_released_key_is_not_found(client, photo):
    release.release([photo.pk])
    key = ReleasedPhoto.objects.get().key
    assert client.get(f"/i/{key}-321.jpg").status_code == 404


def test_a_story_may_bring_words_of_its_own(photo):
    assert release.release([photo.pk], {photo.pk: {"caption": "Cây cầu trong bài", "alt": ""}}) == {photo.pk}
    assert ReleasedPhoto.objects.get().caption == "Cây cầu trong bài"


@pytest.mark.parametrize("lack", [{"caption": ""}, {"credit": "", "creators": []}])
def test_a_photograph_without_caption_or_credit_does_not_go_out(photo, lack):
    Photo.objects.update(**lack)
    assert release.release([photo.pk]) == set()
    assert not ReleasedPhoto.objects.exists()


def test_a_photograph_without_a_picture_or_withdrawn_does_not_go_out(photo):
    Photo.objects.update(withdrawn_at=photo.uploaded_at)
    assert release.release([photo.pk]) == set()
    Photo.objects.update(withdrawn_at=None)
    Rendition.objects.all().delete()
    assert release.release([photo.pk]) == set()


def test_usable_and_missing_agree(photo):
    cases = [{}, {"caption": ""}, {"credit": "", "creators": []}, {"credit": ""}, {"withdrawn_at": photo.uploaded_at}]
    whole = {"caption": "a", "credit": "b", "creators": ["c"], "withdrawn_at": None}
    for case in cases:
        Photo.objects.update(**whole | case)
        found = Photo.objects.with_pictures().get()
        assert Photo.objects.usable().exists() == (found.why_not() == ""), case


def test_pictures_drawn_later_join_a_photograph_that_is_already_out(client):
    added = ingest.add_photo(io.BytesIO(shots.jpeg((1000, 700))), name="a.jpg", caption="Cầu", credit="An Hạ")
    release.release([added.photo.pk])
    assert len(ReleasedShape.objects.get().names) == 1
    tasks.develop(added.photo.pk)
    photo = Photo.objects.with_pictures().get()
    assert {client.get(address).status_code for address in addresses(photo)} == {200}
    assert ReleasedPhoto.objects.get().sources == photo.picture()["shapes"]


def test_files_of_an_older_focal_point_stay_out_with_their_photograph(client, photo):
    release.release([photo.pk])
    old = addresses(photo)
    moved = Photo.objects.get()
    moved.focus_x = 0.1
    moved.save()
    tasks.develop(photo.pk)
    new = addresses(Photo.objects.with_pictures().get())
    assert set(old) < set(new)
    assert {client.get(address).status_code for address in new} == {200}


def test_a_public_picture_is_served_without_asking_the_desks_tables(client, photo, django_assert_max_num_queries):
    release.release([photo.pk])
    asked = []

    def listen(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), django_assert_max_num_queries(1):
        assert client.get(addresses(photo)[0]).status_code == 200
    assert not any('"media_photo"' in sql or '"media_rendition"' in sql for sql in asked)


def test_releasing_many_costs_as_many_questions_as_releasing_one(photo, django_assert_max_num_queries):
    ids = [photo.pk]
    for _count in range(4):
        added = ingest.add_photo(io.BytesIO(shots.jpeg((400, 300))), name="b.jpg", caption="Chợ", credit="An Hạ")
        ids.append(added.photo.pk)
    with django_assert_max_num_queries(6):
        assert release.release(ids) == set(ids)
    with django_assert_max_num_queries(8):
        release.retract(ids)


def test_words_changed_by_the_desk_are_told_to_the_stories(photo, django_capture_on_commit_callbacks):
    from media.signals import photos_changed

    told = []

    def hear(photo_ids, **_others):
        told.extend(photo_ids)

    photos_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            again = Photo.objects.get()
            again.job_id = "7"
            again.save()
        assert told == []
        with django_capture_on_commit_callbacks(execute=True):
            again.caption = "Cầu Rồng ban đêm"
            again.save(update_fields=["caption"])
        assert told == [photo.pk]
    finally:
        photos_changed.disconnect(hear)
