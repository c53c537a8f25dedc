"""The hot folder: any server writes into it; whole files come in, half-written ones are left alone."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from media import hotfolder, ingest
from media.hotfolder import HotFolder
from media.models import Photo
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db


@pytest.fixture
def hot(tmp_path):
    (tmp_path / "hot").mkdir()
    return HotFolder(tmp_path / "hot")


def look(hot, *moments):
    """What became of the files at these seconds: [(name, taken or refused)]."""
    outcomes = [outcome for now in moments for outcome in hot.look(now)]
    return [(path.name, "refused" if isinstance(one, ingest.Refused) else "taken") for path, one in outcomes]


def left(hot):
    return sorted(str(path.relative_to(hot.folder)) for path in hot.folder.rglob("*") if path.is_file())


def test_a_whole_file_comes_in_and_moves_to_taken(hot):
    (hot.folder / "DSC_1.jpg").write_bytes(shots.jpeg(iim={120: "Cầu Rồng. Ảnh: An Hạ"}))
    assert look(hot, 0, 4) == []
    assert look(hot, 5) == [("DSC_1.jpg", "taken")]
    assert left(hot) == ["taken/DSC_1.jpg"] and Photo.objects.get().caption == "Cầu Rồng."
    assert look(hot, 6, 60) == []


def test_a_file_that_still_grows_is_left_alone_until_it_stands_still(hot):
    data, path = shots.jpeg(), hot.folder / "DSC_1.jpg"
    for moment in range(0, 60, 4):
        path.write_bytes(data[: 1000 + moment])
        assert look(hot, moment) == []
    path.write_bytes(data)
    assert look(hot, 60, 64) == [] and look(hot, 65) == [("DSC_1.jpg", "taken")]


def test_a_file_of_one_size_whose_time_still_moves_is_not_whole(hot):
    path = hot.folder / "DSC_1.jpg"
    path.write_bytes(shots.jpeg())
    for moment in (0, 6, 12):
        os.utime(path, (moment, moment))
        assert look(hot, moment) == []
    assert look(hot, 18) == [("DSC_1.jpg", "taken")]


def test_a_file_without_a_byte_waits_long_before_it_is_refused(hot):
    (hot.folder / "DSC_1.jpg").touch()
    assert look(hot, 0, 60, 599) == [] and look(hot, 600) == [("DSC_1.jpg", "refused")]


def test_what_is_no_picture_moves_to_refused_with_the_reason_beside_it(hot):
    (hot.folder / "đêm").mkdir()
    (hot.folder / "đêm" / "trang.jpg").write_bytes(b"<html>")
    assert look(hot, 0, 5) == [("trang.jpg", "refused")]
    assert left(hot) == ["refused/đêm/trang.jpg", "refused/đêm/trang.jpg.txt"]
    assert "trang.jpg was not taken" in (hot.folder / "refused/đêm/trang.jpg.txt").read_text()
    assert not Photo.objects.exists()


def test_names_under_way_hidden_ones_and_links_are_no_files_of_it(hot, tmp_path):
    (tmp_path / "elsewhere.jpg").write_bytes(shots.jpeg())
    for name in (".DSC_1.jpg", "DSC_2.jpg.filepart", "DSC_3.JPG.PART"):
        (hot.folder / name).write_bytes(shots.jpeg())
    (hot.folder / "link.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    assert look(hot, 0, 5, 10) == [] and not Photo.objects.exists()


def test_the_same_name_and_the_same_bytes_again_lose_nothing(hot):
    first, second = shots.jpeg(), shots.jpeg()
    for moment, data in ((0, first), (10, second), (20, second)):
        (hot.folder / "DSC_1.jpg").write_bytes(data)
        assert look(hot, moment, moment + 5) == [("DSC_1.jpg", "taken")]
    assert left(hot) == ["taken/DSC_1-2.jpg", "taken/DSC_1-3.jpg", "taken/DSC_1.jpg"]
    assert Photo.objects.count() == 2


def test_a_folder_named_like_a_photographer_is_theirs(hot):
    photographer = given.a_user("photographer", "dongphong")
    given.a_user("admin", "quantri")
    for name in ("dongphong", "quantri", "nobody"):
        (hot.folder / name).mkdir()
        (hot.folder / name / "a.jpg").write_bytes(shots.jpeg())
    look(hot, 0, 5)
    assert sorted(Photo.objects.values_list("uploaded_by", flat=True), key=bool) == [None, None, photographer.pk]


def test_a_file_that_cannot_be_read_now_stays_and_is_tried_again(hot, monkeypatch):
    (hot.folder / "DSC_1.jpg").write_bytes(shots.jpeg())
    add = ingest.add_photo

    def no_room(*args, **words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ingest, "add_photo", no_room)
    assert look(hot, 0, 5) == [] and left(hot) == ["DSC_1.jpg"]
    monkeypatch.setattr(ingest, "add_photo", add)
    assert look(hot, 9) == [] and look(hot, 10) == [("DSC_1.jpg", "taken")]


def test_the_command_watches_until_it_is_ended_and_tells_each_file(tmp_path, monkeypatch):
    folder, out, looks = tmp_path / "new", io.StringIO(), []

    def wait(_seconds):
        looks.append(1)
        if len(looks) == 1:
            (folder / "DSC_1.jpg").write_bytes(shots.jpeg(iim={120: "Cầu Rồng"}))
        if len(looks) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(hotfolder.time, "sleep", wait)
    monkeypatch.setattr(hotfolder, "STILL", 0.0)
    monkeypatch.setattr(hotfolder, "close_old_connections", lambda: None)  # the test's own must stay open
    call_command("ingest_photos", "--watch", str(folder), "--json", stdout=out)
    assert '"caption": "Cầu Rồng"' in out.getvalue() and "Ended." in out.getvalue()
    assert (folder / "taken" / "DSC_1.jpg").is_file()


def test_files_and_a_watched_folder_are_not_asked_for_at_once(tmp_path):
    for arguments in ([], ["a.jpg", "--watch", str(tmp_path)]):
        with pytest.raises(CommandError, match="--watch"):
            call_command("ingest_photos", *arguments)
