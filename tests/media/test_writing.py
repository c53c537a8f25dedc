"""An original goes out again with the words as the desk corrected them, and nothing else of it has changed."""

import contextlib
import io
import json
import shutil
import subprocess
import types
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from media import ingest
from media.metadata import blocks, exif, iim, merge, reading, writing, xmp
from tests import given as newspaper
from tests.media import shots

CAPTION = "Đoàn tàu Cát Linh – Hà Đông chạy thử sáng 5-3, hành khách chật kín"
NAME = "Nguyễn Thị Minh Khai Hoàng Diệu"
HEADS = [b"\xff\xd8", blocks.PNG, b"RIFF\0\0\0\0WEBP", b"II*\0", b"MM\0*", b"\0\0\0\x1cftypavif"]
AT = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)


def words(**changed):
    said = {
        "caption": CAPTION, "alt": "Đoàn tàu xanh vào ga", "creators": [NAME, "An Hạ"], "credit": "MINH KHUÊ",
        "copyright": "© Sớm Mai", "keywords": ["đường sắt", "tàu điện"], "headline": "Tàu chạy thử", "place_shown": "",
        "taken_from": {}, "sha256": "ab" * 32,
    }  # fmt: skip
    return types.SimpleNamespace(**said | changed)


def read(data):
    return reading.read(blocks.find(data, Image.open(io.BytesIO(data))), "x.jpg")


def saved(format, **save):
    out = io.BytesIO()
    shots.picture((90, 60)).save(out, format, **save)
    return out.getvalue()


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.tobytes()


@pytest.mark.parametrize(
    "original",
    [
        shots.jpeg((90, 60)),
        shots.jpeg((90, 60), iim={120: "cũ", 80: "Ai đó"}, xmp=shots.xmp(caption="cũ")),
        saved("PNG"),
        saved("WEBP", quality=80),
        saved("WEBP", lossless=True),
        saved("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", quality=80),
        saved("TIFF"),
        saved("TIFF", compression="tiff_lzw"),
        saved("AVIF", xmp=b"x"),
    ],
    ids=["jpeg", "jpeg with words", "png", "webp", "lossless", "webp with exif", "tiff", "tiff lzw", "avif"],
)
def test_the_words_are_in_the_copy_and_the_picture_is_the_same(original):
    copy = writing.with_words(original, words(), AT)
    found = read(copy)
    assert pixels(copy) == pixels(original)
    for name in ("caption", "alt", "creators", "credit", "copyright", "keywords", "headline"):
        assert (found.words[name], found.sources[name]) == (getattr(words(), name), "xmp")
    assert found.others == {} and found.remarks == []
    assert writing.identity_of(copy) == "ab" * 32 and writing.identity_of(original) is None


def test_written_twice_there_is_one_packet_and_the_later_words():
    once = writing.with_words(shots.jpeg((90, 60)), words(), AT)
    twice = writing.with_words(once, words(caption="Chú thích mới"), AT)
    assert read(twice).words["caption"] == "Chú thích mới" and CAPTION.encode() not in twice
    assert twice.count(b"http://ns.adobe.com/xap/1.0/\0") == 1 and twice.count(b"Photoshop 3.0\0") == 1


def test_what_the_file_said_beside_stays():
    packet = shots.xmp(caption="cũ").replace(
        b"<dc:creator>", b'<v:Secret xmlns:v="http://example.com/v/">kept</v:Secret><photoshop:Category>S</photoshop:Category><dc:creator>'
    )  # fmt: skip
    original = shots.jpeg((90, 60), iim={120: "cũ", 15: "SPO", 55: "20260305"}, xmp=packet)
    copy = writing.with_words(original, words(), AT)
    said = xmp.properties(blocks.find(copy).xmp)
    assert said["{http://example.com/v/}Secret"] == "kept" and said[xmp.PHOTOSHOP + "Category"] == "S"
    datasets = iim.parse(blocks.find(copy).iim)
    assert (datasets["other"]["2:15"], datasets["date"], datasets["caption"]) == ("SPO", "20260305", CAPTION)


def test_the_agencies_block_is_utf8_says_so_and_is_cut_between_letters():
    copy = writing.with_words(shots.jpeg((90, 60), iim={90: "Huế".encode("cp1258", "replace")}), words(), AT)
    found = blocks.find(copy)
    assert found.iim.startswith(b"\x1c\x01\x5a\x00\x03\x1b%G")
    assert iim.parse(found.iim)["creators"] == ["Nguyễn Thị Minh Khai Hoàng", "An Hạ"]
    assert not iim.was_edited_later(found.iim, found.iim_digest) and len(found.iim_digest) == 16
    assert "creators" not in read(copy).others  # the cut copy is no other wording


def test_datasets_in_another_encoding_are_written_anew():
    old = shots.with_iim(shots.jpeg((90, 60)), {90: "Orléans".encode("cp1252")}, charset=b"")
    assert iim.parse(blocks.find(writing.with_words(old, words(), AT)).iim)["city"] == "Orléans"


def test_exifs_own_copy_is_corrected_where_there_is_one():
    tags = Image.Exif()
    tags[0x010E], tags[0x010F] = "OLYMPUS DIGITAL CAMERA", "Olympus"
    copy = writing.with_words(shots.jpeg((90, 60), exif=tags), words(), AT)
    found = exif.parse(blocks.find(copy).exif)
    assert (found["caption"], found["make"]) == (CAPTION, "Olympus")
    assert "creators" not in found  # nothing is added there


def test_what_a_person_emptied_goes_and_what_nobody_touched_stays():
    original = shots.jpeg((90, 60), iim={120: "cũ", 40: "Không lưu kho"}, xmp=shots.xmp(caption="cũ", credit="TTXVN"))
    copy = writing.with_words(original, words(caption="", credit="", taken_from={"caption": "desk"}), AT)
    found = read(copy)
    assert "caption" not in found.words
    assert (found.words["credit"], found.words["instructions"]) == ("TTXVN", "Không lưu kho")


def test_a_place_that_was_typed_here_goes_along():
    copy = writing.with_words(
        shots.jpeg((90, 60)), words(place_shown="Ga Cát Linh", taken_from={"place_shown": "desk"}), AT
    )
    assert read(copy).places_shown == [{"LocationName": "Ga Cát Linh"}]


def test_a_translation_of_the_caption_stays():
    packet = shots.xmp(caption="cũ").replace(
        b"</rdf:Alt>", '<rdf:li xml:lang="en">Old</rdf:li><rdf:li xml:lang="vi">cũ</rdf:li></rdf:Alt>'.encode()
    )
    copy = writing.with_words(shots.jpeg((90, 60), xmp=packet), words(), AT)
    assert xmp.properties(blocks.find(copy).xmp)[xmp.DC + "description"]["lang"] == {"x-default": CAPTION, "en": "Old"}


@pytest.mark.parametrize(
    "broken", [b"<x:xmpmeta", b"\xff\xfe\x00", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_packet_that_cannot_be_read_is_replaced(broken):
    assert xmp.parse(merge.merged(broken, {"caption": CAPTION}, (), "ab" * 32, AT))["caption"] == CAPTION


def test_an_editor_that_keeps_only_the_documents_id_does_not_lose_the_original():
    packet = merge.merged(b"", {}, (), "ab" * 32, AT)
    kept = packet.replace(b"newsroom:SHA256", b"newsroom:Other")
    assert merge.identity(packet) == merge.identity(kept) == "ab" * 32
    foreign = shots.xmp(caption="x").replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:m="http://ns.adobe.com/xap/1.0/mm/" m:OriginalDocumentID="xmp.did:7" ',
    )
    merged = merge.merged(foreign, {}, (), "ab" * 32, AT)
    assert b"xmp.did:7" in merged and merge.identity(merged) == "ab" * 32


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (saved("GIF"), "kind"),
        (b"", "kind"),
        (b"\xff\xd8", "damaged"),
        (saved("AVIF"), "no place"),
        (saved("PNG")[:60], "damaged"),
        (saved("WEBP")[:30], "damaged"),
        (saved("TIFF")[:6], "damaged"),
    ],
)
def test_where_words_have_no_safe_place_it_says_why(data, why):
    with pytest.raises(writing.CannotWrite, match=why):
        writing.with_words(data, words(), AT)


def test_pictures_that_count_from_where_they_stand_are_not_moved():
    index = b"\xff\xe2" + (2 + 8).to_bytes(2, "big") + b"MPF\0II*\0"
    plain = shots.jpeg((90, 60))
    behind = shots.with_iim(plain, {120: "cũ"})
    segment = behind[2 : len(behind) - len(plain) + 2]
    with pytest.raises(writing.CannotWrite, match="several pictures"):
        writing.with_words(plain[:2] + index + segment + plain[2:], words(), AT)
    copy = writing.with_words(plain[:2] + segment + index + plain[2:], words(), AT)
    assert copy.index(b"Photoshop 3.0") < copy.index(b"MPF\0")


@given(st.text(max_size=60), st.integers(1, 64))
def test_a_cut_never_falls_within_a_letter(text, octets):
    cut = iim.cut(text, octets)
    assert len(cut) <= octets and text.encode("utf-8", "replace").startswith(cut)
    cut.decode()


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=2000)
@given(st.binary(max_size=400), st.sampled_from(HEADS))
def test_of_any_bytes_there_is_a_copy_or_a_reason(rest, head):
    with contextlib.suppress(writing.CannotWrite):
        writing.with_words(head + rest, words(), AT)
    writing.identity_of(head + rest)


@pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="exiftool is not installed (apt install libimage-exiftool-perl)"
)
@pytest.mark.parametrize("folder", ["photos-metadata", "photos-vi-press", "photos-formats"])
def test_another_program_reads_the_same_words_and_finds_no_new_fault(folder, tmp_path):
    path = shots.data(folder)
    if path is None:
        pytest.skip(f"the test data folder {folder} is not here; NEWSROOM_TEST_DATA names it")
    for file in sorted(path.glob("*.*")):
        data = file.read_bytes()
        try:
            copy = writing.with_words(data, words(), AT)
        except writing.CannotWrite:
            continue
        (tmp_path / file.name).write_bytes(copy)
        assert pixels(copy) == pixels(data), file.name
    done = subprocess.run(
        [
            "exiftool",
            "-json",
            "-G1",
            "-struct",
            "-error",
            "-XMP-dc:all",
            "-IPTC:all",
            "-charset",
            "iptc=utf8",
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout)
    assert len(said) >= 9
    for one in said:
        assert not [name for name in one if name.endswith(":Error")], one
        assert one["XMP-dc:Description"] == CAPTION and one["XMP-dc:Creator"] == [NAME, "An Hạ"], one["SourceFile"]
        if one["SourceFile"].endswith(".jpg"):
            assert one["IPTC:Caption-Abstract"] == CAPTION and one["IPTC:CodedCharacterSet"] == "UTF8", one[
                "SourceFile"
            ]


# ---- at the desk ----


@pytest.mark.django_db
def test_a_photographer_downloads_their_original_with_the_desks_words(client):
    photographer = newspaper.a_user("photographer")
    data = shots.jpeg((600, 400), iim={120: "Cau Rong"})
    photo = ingest.add_photo(io.BytesIO(data), name="DSC_7.jpg", by=photographer).photo
    photo.caption, photo.taken_from["caption"] = CAPTION, "desk"
    photo.save()
    client.force_login(photographer)
    assert (
        "Original with corrected words"
        in client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    )
    address = reverse("admin:media_photo_original", args=[photo.pk])
    answer = client.get(f"{address}?words=1")
    copy = b"".join(answer.streaming_content)
    assert 'filename="DSC_7.jpg"' in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert read(copy).words["caption"] == CAPTION and writing.identity_of(copy) == photo.sha256
    assert b"".join(client.get(address).streaming_content) == data
    client.force_login(newspaper.a_user("photographer"))
    assert client.get(f"{address}?words=1").status_code == 403


@pytest.mark.django_db
def test_where_no_words_can_be_written_the_desk_says_why(client):
    chief = newspaper.a_user("chief")
    photo = ingest.add_photo(io.BytesIO(saved("GIF")), name="a.gif", by=chief).photo
    client.force_login(chief)
    answer = client.get(reverse("admin:media_photo_original", args=[photo.pk]) + "?words=1", follow=True)
    assert "A GIF file has no safe place for words. Download the original as it came" in answer.content.decode()
