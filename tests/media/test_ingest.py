"""A photograph comes in: untouched, with its words and its first picture, or refused by name with nothing kept."""

import hashlib
import io
import json
import os

import pytest
from django.db import connection
from PIL import Image, ImageCms

from media import ingest, storing, tasks
from media.darkroom import Darkroom, Failed
from media.models import Photo, Rendition
from tests.media import shots

pytestmark = pytest.mark.django_db


def add(data, name="photo.jpg", **words):
    return ingest.add_photo(io.BytesIO(data), name=name, **words)


def kept(folder):
    """Every file in the storages of this test."""
    return [path for path in folder.rglob("*") if path.is_file() and path.parent != folder]


# ---- coming in ----


def test_an_original_is_kept_byte_for_byte_under_its_own_sum(files_apart):
    data = shots.jpeg()
    photo = add(data).photo
    with storing.originals().open(photo.original) as file:
        assert file.read() == data
    assert photo.sha256 == hashlib.sha256(data).hexdigest() and photo.sha256 in photo.original


def test_the_first_picture_is_there_with_the_answer():
    photo = add(shots.jpeg((3000, 2000))).photo
    row = photo.renditions.get()
    assert (row.shape, row.format, row.width, row.height) == ("original", "jpeg", 960, 640)
    with storing.renditions().open(row.file) as file:
        assert Image.open(file).size == (960, 640)
    assert photo.state == Photo.State.WAITING


def test_a_small_photograph_gets_its_own_width():
    assert add(shots.jpeg((200, 133))).photo.renditions.get().width == 200


def test_the_same_bytes_are_one_photograph(files_apart):
    data = shots.jpeg()
    first = add(data, "a.jpg")
    files = kept(files_apart)
    second = add(data, "b.jpg")
    assert (first.known, second.known) == (False, True)
    assert first.photo.pk == second.photo.pk
    assert Photo.objects.count() == 1 and kept(files_apart) == files


def test_words_in_the_file_are_taken_and_given_words_fill_only_what_is_open():
    data = shots.jpeg(iim={120: "Chợ nổi Cái Răng. Ảnh: MINH KHUÊ", 25: ["chợ nổi", "Cần Thơ"], 90: "Cần Thơ"})
    photo = add(data, caption="Khác", headline="Chợ nổi").photo
    assert photo.caption == "Chợ nổi Cái Răng."
    assert photo.credit == "MINH KHUÊ"
    assert photo.headline == "Chợ nổi"
    assert photo.keywords == ["chợ nổi", "Cần Thơ"]
    assert photo.place_shown == "Cần Thơ"
    assert (photo.taken_from["caption"], photo.taken_from["headline"]) == ("iim", "desk")
    again = add(data, alt="Ghe thuyền trên sông", caption="Khác nữa").photo
    assert (again.alt, again.caption) == ("Ghe thuyền trên sông", "Chợ nổi Cái Răng.")


def test_a_photograph_is_found_without_marks_by_every_word():
    add(shots.jpeg(iim={120: "Cầu Rồng phun lửa", 80: "Minh Khuê"}))
    add(shots.jpeg(), "IMG_4711.JPG")
    assert Photo.objects.search("cau RONG").count() == 1
    assert Photo.objects.search("khue phun").count() == 1
    assert Photo.objects.search("4711").count() == 1
    assert Photo.objects.search("cầu vồng").count() == 0


def test_a_name_is_shown_but_never_a_path():
    for sent, shown in (
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Ảnh\\a\u202egpj.jpg", "agpj.jpg"),
        ("\0\n", "A file"),
    ):
        assert add(shots.jpeg(), sent).photo.original_name.startswith(shown[:6]) or not sent.strip("\0\n")


def test_where_the_camera_stood_is_known_but_never_in_a_picture():
    tags = Image.Exif()
    tags[0x8825] = {1: "N", 2: (16.0, 3.0, 40.0), 3: "E", 4: (108.0, 13.0, 20.0)}
    tags[0xA431] = "SERIAL-4711"
    photo = add(shots.jpeg(exif=tags, comment=b"secret comment")).photo
    assert photo.place_created
    tasks.develop(photo.pk)
    for row in photo.renditions.all():
        with storing.renditions().open(row.file) as file:
            data = file.read()
        assert b"SERIAL" not in data and b"secret" not in data and b"Exif" not in data and b"EXIF" not in data
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif() and not {"icc_profile", "comment", "exif", "xmp"} & set(picture.info)


# ---- refusals ----


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"<html><script>alert(1)</script>", "web page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf  <svg onload=alert(1)>", "SVG"),
        (b"BM" + bytes(60), "BMP"),
        (b"8BPS" + bytes(60), "Photoshop"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04" + bytes(60), "archive"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video"),
        (shots.jpeg()[:2000], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(files_apart, data, word):
    with pytest.raises(ingest.Refused, match=word) as refusal:
        add(data, "Ảnh chợ.jpg")
    assert "Ảnh chợ.jpg" in str(refusal.value)
    assert kept(files_apart) == [] and not Photo.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_decoded(monkeypatch, files_apart):
    data = shots.jpeg()
    monkeypatch.setattr(ingest, "MOST_BYTES", len(data) - 1)
    with pytest.raises(ingest.Refused, match="larger"):
        add(data)
    monkeypatch.setattr(ingest, "MOST_BYTES", len(data))
    assert add(data).photo.bytes == len(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(ingest, "MOST_PIXELS", 100 * 100)
    with pytest.raises(ingest.Refused, match="too many pixels"):
        add(shots.jpeg((101, 100)))
    assert add(shots.jpeg((100, 100))).photo


def test_a_preview_out_of_a_cameras_raw_file_is_not_taken_for_the_picture():
    out = io.BytesIO()
    shots.picture((160, 120)).save(out, "TIFF", tiffinfo={254: 1})
    with pytest.raises(ingest.Refused, match="raw"):
        add(out.getvalue(), "DSC_0001.NEF")


# ---- colours ----


def first_picture(data):
    with storing.renditions().open(add(data).photo.renditions.get().file) as file:
        return Image.open(file).convert("RGB").copy()


def encoded(image, format, **how):
    out = io.BytesIO()
    image.save(out, format, **how)
    return out.getvalue()


def test_an_embedded_profile_is_followed_into_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    grey = Image.new("RGB", (64, 64), (200, 30, 30))
    plain = first_picture(encoded(grey, "PNG"))
    same = first_picture(encoded(grey, "PNG", icc_profile=lab.tobytes(), compress_level=1))
    assert max(abs(a - b) for a, b in zip(plain.getpixel((9, 9)), same.getpixel((9, 9)), strict=True)) < 6


def test_what_is_transparent_stands_on_paper():
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert min(first_picture(encoded(image, "PNG")).getpixel((30, 30))) > 245


def test_ink_and_sixteen_bits_keep_their_tones():
    assert max(first_picture(encoded(Image.new("CMYK", (64, 64), (0, 0, 0, 255)), "TIFF")).getpixel((30, 30))) < 60
    sixteen = Image.new("I;16", (64, 64), 0x8000)
    assert 110 < first_picture(encoded(sixteen, "PNG")).getpixel((30, 30))[0] < 145


# ---- the rest of the pictures ----


def test_the_task_draws_every_width_that_the_pixels_allow_and_no_wider():
    photo = add(shots.jpeg((3000, 2200))).photo
    assert tasks.develop(photo.pk)
    picture = Photo.objects.with_pictures().get(pk=photo.pk).picture()
    assert [width for width, _h, _url in picture["shapes"]["original"]["webp"]] == [
        320,
        480,
        640,
        960,
        1280,
        1600,
        2400,
    ]
    assert [width for width, _h, _url in picture["shapes"]["3x2"]["jpeg"]] == [320, 480, 640, 960, 1280, 1600]
    assert picture["shapes"]["16x9"]["height"] == 900
    assert (picture["shapes"]["card"]["width"], picture["shapes"]["card"]["height"]) == (1200, 630)
    json.dumps(picture)
    for row in Rendition.objects.all():
        with storing.renditions().open(row.file) as file:
            data = file.read()
        assert len(data) == row.bytes and Image.open(io.BytesIO(data)).size == (row.width, row.height)
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY


def test_drawing_twice_draws_nothing_twice():
    photo = add(shots.jpeg()).photo
    tasks.develop(photo.pk)
    rows = set(Rendition.objects.values_list("pk", flat=True))
    Photo.objects.update(state=Photo.State.WAITING)
    assert not tasks.develop(photo.pk)
    assert set(Rendition.objects.values_list("pk", flat=True)) == rows


def test_a_moved_focal_point_gives_the_cuts_new_names_and_keeps_the_uncut():
    photo = add(shots.jpeg((1600, 1600))).photo
    tasks.develop(photo.pk)
    before = Photo.objects.with_pictures().get(pk=photo.pk).picture()
    photo = Photo.objects.get(pk=photo.pk)
    photo.focus_x, photo.focus_y = 0.2, 0.1
    photo.save()
    assert photo.state == Photo.State.WAITING
    assert Photo.objects.with_pictures().get(pk=photo.pk).picture() == before  # the older cut stands until then
    tasks.develop(photo.pk)
    after = Photo.objects.with_pictures().get(pk=photo.pk).picture()
    assert after["shapes"]["original"] == before["shapes"]["original"]
    assert after["shapes"]["16x9"]["jpeg"] != before["shapes"]["16x9"]["jpeg"]


def test_the_cut_follows_the_focal_point():
    photo = add(shots.jpeg((1600, 1600))).photo
    Photo.objects.update(focus_y=0.0)
    tasks.develop(photo.pk)
    row = Rendition.objects.get(shape="16x9", format="jpeg", width=320)
    with storing.renditions().open(row.file) as file:
        top = Image.open(file).convert("RGB").getpixel((200, 5))
    assert max(top) < 60  # the dark bar that marks the top of every test picture


def test_a_sweep_finds_what_a_dead_worker_left(monkeypatch):
    photo = add(shots.jpeg()).photo
    assert tasks.sweep() == 0  # the task has its time first
    Photo.objects.update(begun_at=photo.uploaded_at - 2 * tasks.LEASE)
    assert tasks.sweep() == 1
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY


def test_a_photograph_whose_original_will_not_decode_is_marked_with_the_reason():
    photo = add(shots.jpeg()).photo
    storing.originals().delete(photo.original)
    with storing.originals().open(photo.original, "wb") as file:
        file.write(b"\xff\xd8\xff\xe0 nothing")
    tasks.develop(photo.pk)
    photo.refresh_from_db()
    assert photo.state == Photo.State.FAILED and photo.failure


def test_the_rest_is_a_task_once_the_photograph_stands(django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        photo = add(shots.jpeg()).photo
    task = DBTaskResult.objects.get()
    assert task.task_path == "media.tasks.make_renditions" and task.args_kwargs["args"] == [photo.pk]


# ---- the worker process ----


def test_a_worker_that_takes_too_long_is_replaced(tmp_path):
    room = Darkroom(["sh", "-c", "read line; sleep 60"])
    with pytest.raises(Failed, match="too long"):
        room.ask({"do": "inspect"}, seconds=-19.5)
    assert room._process is None
    room.close()


def test_a_worker_that_dies_costs_only_its_own_job(tmp_path):
    room = Darkroom(["sh", "-c", "read line; exit 9"])
    with pytest.raises(Failed, match="too much memory"):
        room.ask({"do": "inspect"})
    room.command = Darkroom().command
    path = tmp_path / "good.jpg"
    path.write_bytes(shots.jpeg())
    job = {"do": "inspect", "path": str(path), "name": "x", "folder": str(tmp_path)}
    answer = room.ask(job | {"limits": ingest.limits()})
    assert answer["width"] == 1200
    room.close()


def test_a_worker_has_no_secret_and_little_memory(tmp_path):
    room = Darkroom()
    path = tmp_path / "good.jpg"
    path.write_bytes(shots.jpeg())
    job = {"do": "inspect", "path": str(path), "name": "x", "folder": str(tmp_path)}
    room.ask(job | {"limits": ingest.limits()})
    process = f"/proc/{room._process.pid}"
    if not os.path.exists(f"{process}/limits"):
        pytest.skip("limits of a process are only shown on Linux")
    with open(f"{process}/limits") as file:
        line = next(line for line in file if line.startswith("Max address space"))
    assert str(1 << 30) in line
    with open(f"{process}/environ", "rb") as file:
        names = {entry.partition(b"=")[0] for entry in file.read().split(b"\0") if entry}
    assert names <= {b"PATH", b"LANG", b"MALLOC_ARENA_MAX", b"LC_CTYPE"}
    room.close()


def test_lists_by_key_use_an_index():
    add(shots.jpeg())
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's query plan")
    plan = Photo.objects.newest_first()[:40].explain()
    assert "photo_newest" in plan and "TEMP B-TREE" not in plan


def test_a_full_disk_keeps_nothing_of_the_file_and_says_so(files_apart, monkeypatch, client):
    from django.contrib.auth.models import Group, User
    from django.core.files.uploadedfile import SimpleUploadedFile

    user = User.objects.create_user("photographer", is_staff=True)
    user.groups.add(Group.objects.create(name="photographer"))
    client.force_login(user)
    whole = storing.keep

    def no_room_for_renditions(storage, key, source):
        if "-" in key:
            raise OSError(28, "No space left on device")
        whole(storage, key, source)

    monkeypatch.setattr(storing, "keep", no_room_for_renditions)
    response = client.post(
        "/admin/media/photo/upload/",
        {"file": SimpleUploadedFile("a.jpg", shots.jpeg())},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 507 and "no room" in response.json()["refused"]
    assert kept(files_apart) == [] and not Photo.objects.exists()


def test_a_file_is_stored_whole_or_not_at_all(files_apart, tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.write_bytes(b"x" * 100)

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(storing.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        storing.keep(storing.originals(), "ab/abc", source)
    assert kept(files_apart) == []


def test_a_picture_as_thin_as_a_pole_is_drawn_no_higher_than_a_format_can_hold():
    out = io.BytesIO()
    Image.new("RGB", (3, 30_000), (9, 99, 9)).save(out, "PNG")
    photo = add(out.getvalue(), "pole.png").photo
    tasks.develop(photo.pk)
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
