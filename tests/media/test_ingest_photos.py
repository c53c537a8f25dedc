"""manage.py ingest_photos: files and folders in, one object a file out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from media.models import Photo
from tests.media import shots

pytestmark = pytest.mark.django_db


def run(*paths):
    out = io.StringIO()
    call_command("ingest_photos", *map(str, paths), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_folder_comes_in_whole_with_the_words_of_its_files(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.jpg").write_bytes(shots.jpeg(iim={120: "Cầu Rồng. Ảnh: An Hạ", 80: "An Hạ", 55: "20260305"}))
    (tmp_path / "b" / "c.png").write_bytes(b"not a picture")
    (tmp_path / ".hidden.jpg").write_bytes(b"x")
    first, second = run(tmp_path)
    assert first["id"] == Photo.objects.get().pk and first["known"] is False and first["warnings"] == []
    assert first["fields"] == {
        "caption": "Cầu Rồng.", "credit_line": "An Hạ", "creator": ["An Hạ"], "date_created": "2026:03:05",
    }  # fmt: skip
    assert set(first["from"].values()) == {"iim"}
    assert "c.png" in second["refused"] and "id" not in second


def test_the_same_folder_twice_makes_no_second_photograph(tmp_path):
    (tmp_path / "a.jpg").write_bytes(shots.jpeg())
    assert [run(tmp_path)[0]["known"], run(tmp_path)[0]["known"]] == [False, True]


def test_a_file_that_is_not_there_is_told_and_the_others_come_in(tmp_path):
    (tmp_path / "a.jpg").write_bytes(shots.jpeg())
    missing, found = run(tmp_path / "none.jpg", tmp_path / "a.jpg")
    assert "none.jpg" in missing["refused"] and found["id"]


def test_without_json_what_needs_a_person_ends_in_an_error(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"no")
    with pytest.raises(CommandError, match="1 not taken"):
        call_command("ingest_photos", str(tmp_path), stdout=io.StringIO(), stderr=io.StringIO())


def test_words_that_lost_their_letters_are_a_warning_and_not_a_caption():
    folder = shots.data("photos-vi-press")
    if folder is None:
        pytest.skip("the test data is not here; NEWSROOM_TEST_DATA names it")
    result = run(folder / "lowbyte-1.jpg")[0]
    assert "caption" not in result["fields"] and "lost letters" in result["warnings"][0]
    (aside,) = result["not_taken"]
    assert (aside["field"], aside["from"], aside["why"]) == ("caption", "iim", "damaged")
    assert aside["repaired"].startswith("Phó thủ tướng [Vi/Vũ]")


def test_of_each_field_the_block_it_came_from_is_named(tmp_path):
    tags = Image.Exif()
    tags[0x8298] = "An Ha"
    data = shots.jpeg(iim={105: "Tít", 120: "Cầu cũ", 101: "Việt Nam"}, exif=tags, xmp=shots.xmp(caption="Cầu mới"))
    (tmp_path / "a.jpg").write_bytes(data)
    result = run(tmp_path)[0]
    assert result["from"] == {
        "caption": "xmp", "headline": "iim", "country": "iim", "location_shown": "iim", "copyright": "exif",
    }  # fmt: skip
    assert result["not_taken"] == [{"field": "caption", "from": "iim", "why": "differs", "value": "Cầu cũ"}]


def test_every_field_of_real_photographs_names_its_block():
    for folder in ("photos-metadata", "photos-vi-press"):
        if shots.data(folder) is None:
            pytest.skip("the test data is not here; NEWSROOM_TEST_DATA names it")
        for result in run(*sorted(shots.data(folder).glob("*.jpg"))):
            assert result["from"].keys() == result["fields"].keys()
            assert set(result["from"].values()) <= {"xmp", "iim", "exif"}, result["file"]
