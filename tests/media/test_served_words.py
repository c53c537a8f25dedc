"""What another program reads in the files that readers get: who made them, on what terms, and nothing else."""

import io
import json
import shutil
import subprocess

import pytest
from PIL import Image

from media import ingest, release, tasks
from media.metadata import embed
from media.models import Photo, Rendition
from tests.media import shots

pytestmark = pytest.mark.django_db
WORDS = {
    "caption": "Cầu Rồng <đêm> & gió", "alt": "Cây cầu vàng bên sông", "creators": ["Minh Khuê", "An Hạ"],
    "credit": "Minh Khuê/Sớm Mai", "copyright": "© Sớm Mai", "usage_terms": "Chỉ đăng trên Sớm Mai",
    "licence_page": "https://example.com/l", "licensor": [{"name": "Sớm Mai", "url": "https://example.com"}],
    "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    "data_mining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
}  # fmt: skip
# As ExifTool names them. 12.57 shows DataMining and the alt text under the names that they have in the packet.
SAID = {
    "XMP-dc:Description": WORDS["caption"], "XMP-iptcCore:AltTextAccessibility": WORDS["alt"],
    "XMP-dc:Creator": WORDS["creators"], "XMP-photoshop:Credit": WORDS["credit"], "XMP-dc:Rights": WORDS["copyright"],
    "XMP-xmpRights:UsageTerms": WORDS["usage_terms"], "XMP-xmpRights:WebStatement": WORDS["licence_page"],
    "XMP-plus:Licensor": [{"LicensorName": "Sớm Mai", "LicensorURL": "https://example.com"}],
    "XMP-iptcExt:DigitalSourceType": WORDS["digital_source_type"], "XMP-plus:DataMining": WORDS["data_mining"],
}  # fmt: skip
# What a file says of its own shape, not of the picture's maker, place or camera.
OF_THE_FILE = {"SourceFile", "ExifTool", "System", "File", "JFIF", "RIFF", "QuickTime", "Meta", "Composite"}


@pytest.fixture
def served(client, tmp_path):
    """A file of each format as readers get it, of a photograph whose original is full of what nobody should learn."""
    tags = Image.Exif()
    tags[0x8825] = {1: "N", 2: (16.0, 3.0, 40.0), 3: "E", 4: (108.0, 13.0, 20.0)}
    tags[0xA431] = "SERIAL-4711"
    tags[0xA430] = "OWNER-4711"
    data = shots.photograph((500, 700), exif=tags, comment=b"COMMENT-4711")
    data = shots.with_iim(data, {92: "PLACE-4711", 120: "cũ"})
    photo = ingest.add_photo(io.BytesIO(data), name="a.jpg").photo
    Photo.objects.update(**WORDS, people=["PEOPLE-4711"], place_created={"City": "PLACE-4711"}, keywords=["KEY-4711"])
    tasks.develop(photo.pk)
    tasks.lighten(photo.pk)
    release.release([photo.pk])
    files = {}
    for row in Rendition.objects.filter(shape__in=("original", "1x1"), width=320):
        files[row.shape, row.format] = tmp_path / str(row)
        files[row.shape, row.format].write_bytes(client.get(row.address).content)
    assert len(files) == 6
    return files


def test_each_format_carries_the_packet_and_not_a_word_of_the_original(served):
    packet = embed.packet(WORDS)
    for (shape, format), file in served.items():
        data = file.read_bytes()
        assert b"4711" not in data, (shape, format)
        picture = Image.open(io.BytesIO(data))
        picture.load()
        assert picture.info["xmp"] == packet, (shape, format)
        assert not {"exif", "icc_profile", "comment", "photoshop"} & set(picture.info) and not picture.getexif()
        assert picture.format.lower() == format and picture.width == 320


def test_an_independent_reader_finds_maker_and_terms_and_nothing_else(served):
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed (Debian: libimage-exiftool-perl)")
    command = ["exiftool", "-json", "-G1", "-a", "-u", "-struct", "-n", *map(str, served.values())]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert len(answer) == len(served)
    for (shape, format), found in zip(served, answer, strict=True):
        said = {name: value for name, value in found.items() if name.partition(":")[0] not in OF_THE_FILE}
        said.pop("XMP-x:XMPToolkit", None)
        assert {name: value for name, value in said.items() if "GPS" in name or "Serial" in name} == {}
        assert said == SAID, (shape, format)
        assert not [name for name in found if name.endswith((":Comment", ":ThumbnailImage", "PreviewImage"))]
        assert "Warning" not in " ".join(found), found


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x20ftypavif", b"\0\0\0\x14ftypavif\0\0\0\0avif\0\0\0\x09meta\0"])
def test_what_is_no_avif_of_ours_is_an_error(data):
    with pytest.raises(ValueError, match="AVIF"):
        embed.into_avif(data, b"<x/>")


def test_words_as_long_as_they_may_be_fit_into_an_avif():
    out = io.BytesIO()
    shots.picture((64, 48)).save(out, "AVIF", xmp=b"-")
    packet = embed.packet({"caption": "ễ" * 19_000, "credit": "x"})
    again = Image.open(io.BytesIO(embed.into_avif(out.getvalue(), packet)))
    assert again.info["xmp"] == packet and again.size == (64, 48)
