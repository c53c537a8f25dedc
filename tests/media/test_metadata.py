"""What the photographer wrote is what the desk gets: the rule, the letters, and every photograph of the test data."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from media.management.commands.ingest_photos import NAMES
from media.metadata import blocks, embed, exif, iim, nobody, reading, xmp
from media.metadata.damage import examine
from newsroom.text import clean_line, nfc
from tests.media import shots

EXCEPTIONS = json.loads((Path(__file__).parents[1] / "photo_exceptions.json").read_text())
JUDGED = {
    "caption", "title", "headline", "creator", "creator_job_title", "credit_line", "source", "copyright", "keywords",
    "city", "country", "date_created", "usage_terms", "web_statement", "digital_source_type",
}  # fmt: skip
FOLDERS = ("photos-metadata", "photos-vi-press", "photos-large")


def read(data, name="photo.jpg"):
    try:
        image = Image.open(io.BytesIO(data))
    except OSError:
        image = None
    return reading.read(blocks.find(data, image), name)


def named(found):
    """Words and sources under the trade's names; an IIM date without its hour, which is a dataset of its own."""
    words = {NAMES[name]: value for name, value in found.words.items() if name in NAMES}
    sources = {NAMES[name]: block for name, block in found.sources.items() if name in NAMES}
    if date := found.words.get("date"):
        sources["date_created"] = found.sources["date"]
        words["date_created"] = date.partition(" ")[0] if found.sources["date"] == "iim" else date
    return words, sources


def as_list(value):
    """For comparing: names without case, one and a list of one alike."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [clean_line(str(entry)).casefold() for entry in values]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_photograph_gives_the_words_a_newsroom_should_take(folder):
    path = shots.data(folder)
    if path is None:
        pytest.skip(f"the test data folder {folder} is not here; NEWSROOM_TEST_DATA names it")
    checked, wrong = 0, []
    for entry in json.loads((path / "expected.json").read_text()):
        data = (path / entry["file"]).read_bytes()
        found = read(data, entry["file"])
        words, sources = named(found)
        expected = {name: value for name, value in entry["recommended"].items() if not name.endswith("_from")}
        listed = EXCEPTIONS.get(f"{folder}/{entry['file']}", {})
        for name in sorted({*words, *expected} & JUDGED):
            ours, theirs = words.get(name), expected.get(name)
            same = as_list(ours) == as_list(theirs) and sources.get(name) == entry["recommended"].get(f"{name}_from")
            checked += 1
            if name in listed:
                print(f"{entry['file']:34} {name:14} {listed[name][1]}")
                if same or not holds(listed[name][0], name, ours, theirs, found):
                    wrong.append((entry["file"], name, listed[name], ours, theirs))
            elif not same:
                wrong.append((entry["file"], name, sources.get(name), ours, theirs))
    assert checked >= 5
    assert wrong == []


def holds(kind, name, ours, theirs, found):
    """Whether a listed difference is the difference that its rule makes, and no other."""
    field = {label: ours_name for ours_name, label in NAMES.items()}.get(name, "date")
    whys = [entry["why"] for entry in found.others.get(field, [])]
    match kind:
        case "fallback":
            return theirs is None and ours and found.sources[field] == "exif"
        case "not a person":
            return ours is None and "camera default" in whys
        case "not words":
            return ours is None and bool({"file name", "placeholder"} & set(whys))
        case "damaged":
            return ours is None and found.damaged[field]
        case "split" if name == "caption":
            return clean_line(theirs).startswith(clean_line(ours)) and found.words["credit"] in nfc(theirs)
        case "split":
            return theirs is None and ours
        case "refused":
            return ours is None
    return False


def test_every_exception_is_of_a_file_that_exists():
    for name in EXCEPTIONS:
        folder, _, file = name.partition("/")
        if shots.data(folder) is None:
            pytest.skip("the test data is not here; NEWSROOM_TEST_DATA names it")
        assert (shots.data(folder) / file).exists(), name


# ---- which block wins ----


def test_xmp_stands_before_iim_and_iim_before_exif():
    tags = Image.Exif()
    tags[0x010E] = "from exif"
    tags[0x8298] = "An Ha"
    data = shots.jpeg(iim={120: "from iim", 105: "Tít iim"}, exif=tags, xmp=shots.xmp(caption="from xmp"))
    found = read(data)
    assert (found.words["caption"], found.sources["caption"]) == ("from xmp", "xmp")
    assert (found.words["headline"], found.sources["headline"]) == ("Tít iim", "iim")
    assert (found.words["copyright"], found.sources["copyright"]) == ("An Ha", "exif")


def test_another_good_wording_stays_visible():
    found = read(shots.jpeg(iim={120: "Cầu cũ"}, xmp=shots.xmp(caption="Cầu mới")))
    assert found.others["caption"] == [{"block": "iim", "value": "Cầu cũ", "why": "differs"}]
    assert found.remarks == ["differs"]


def test_a_copy_cut_at_iims_limit_is_no_other_wording():
    name = "Nguyễn Thị Minh Khai Hoàng Diệu"
    found = read(shots.jpeg(iim={80: name.encode()[:31]}, xmp=shots.xmp(caption="a", creators=[name])))
    assert found.words["creators"] == [name]
    assert "creators" not in found.others


@pytest.mark.parametrize(
    "junk",
    [
        "OLYMPUS DIGITAL CAMERA         ",
        "SONY DSC",
        "null",
        "   ",
        ". . . .",
        "……",
        "anhminhhoa",
        "IMG_0042",
        "DSC_1.JPG",
    ],
)
def test_what_nobody_wrote_is_no_caption(junk):
    assert "caption" not in read(shots.jpeg(iim={120: junk})).words


def test_the_files_own_name_is_no_caption():
    data = shots.jpeg(iim={120: "cau-rong-2"})
    assert "caption" not in read(data, "Cau-Rong-2.jpg").words
    assert read(data, "other.jpg").words["caption"] == "cau-rong-2"


@pytest.mark.parametrize("owner", ["kanno 30D", "Canon", "NIKON D750", "user", "Picasa", "HP", "X-T3"])
def test_a_camera_or_a_computer_is_no_person(owner):
    assert nobody.is_camera(owner)


@pytest.mark.parametrize("person", ["Minh Khuê", "TranNgocNam", "GIORGIO PEROTTINO", "T.Mai", "Creator1 (ref2019.1)"])
def test_a_person_is_no_camera(person):
    assert not nobody.is_camera(person)


def test_the_credit_in_a_caption_becomes_the_credit_and_never_overwrites_one():
    found = read(shots.jpeg(iim={120: "Chợ nổi sáng sớm - Ảnh: MINH KHUÊ"}))
    assert (found.words["caption"], found.words["credit"]) == ("Chợ nổi sáng sớm", "MINH KHUÊ")
    found = read(shots.jpeg(iim={120: "Chợ nổi sáng sớm - Ảnh: MINH KHUÊ", 110: "TTXVN"}))
    assert found.words["credit"] == "TTXVN"


def test_an_agencys_restriction_belongs_to_the_terms_not_to_the_caption():
    found = read(shots.jpeg(iim={120: "A goal in Turin. REUTERS/A. B. EDITORIAL USE ONLY. NO RESALES."}))
    assert found.words["caption"] == "A goal in Turin. REUTERS/A. B."
    assert found.words["usage_terms"] == "EDITORIAL USE ONLY. NO RESALES."


# ---- letters ----


def test_iim_without_a_charset_is_utf8_where_that_is_valid_else_windows_1252():
    assert iim.parse(block({120: "Đường phố"}, charset=b"")) == {"caption": "Đường phố"}
    assert iim.parse(block({120: "Café".encode("cp1252")}, charset=b"")) == {"caption": "Café"}
    for escape in (b"\x1b-A", b"\x1b.A", b"\x1b/A"):
        assert iim.parse(block({120: "Café".encode("latin-1")}, charset=escape)) == {"caption": "Café"}


def block(datasets, charset):
    return blocks.find(shots.with_iim(shots.jpeg(), datasets, charset)).iim


def test_letters_cut_to_their_low_byte_are_damaged():
    for true in ("Bị cáo bị dẫn giải về trại giam", "Phó thủ tướng Vũ Đức Đam cho biết"):
        cut = bytes(ord(letter) & 0xFF for letter in true).decode("latin-1")
        assert examine(cut).kind == "low byte", cut
        assert examine(true) is None


@pytest.mark.parametrize(
    "good", ["Nóng 38°C ở Huế", "«Le Monde»", "¿Qué pasa?", "5 £ một chiếc", "Ai? Ở đâu?\nKhi nào?"]
)
def test_signs_beside_words_are_no_damage(good):
    assert examine(good) is None


def test_damaged_words_are_kept_aside_and_the_next_good_block_is_taken():
    cut = bytes(ord(letter) & 0xFF for letter in "Đường sắt đô thị").decode("latin-1")
    found = read(shots.jpeg(iim={120: cut}, xmp=shots.xmp(caption="Đường sắt đô thị")))
    assert found.words["caption"] == "Đường sắt đô thị"
    assert found.damaged["caption"][0]["block"] == "iim"
    assert found.remarks == []
    alone = read(shots.jpeg(iim={120: cut}))
    assert "caption" not in alone.words and alone.remarks == ["damaged"]


def test_words_are_stored_composed():
    import unicodedata

    found = read(shots.jpeg(iim={120: unicodedata.normalize("NFD", "Tiếng Việt")}))
    assert found.words["caption"] == "Tiếng Việt"


# ---- packets ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le"])
def test_a_packet_is_read_in_any_of_its_encodings(encoding):
    mark = "" if encoding == "utf-8" else "\ufeff"
    packet = (mark + shots.xmp(caption="Đèo Hải Vân").decode()).encode(encoding)
    assert xmp.parse(packet)["caption"] == "Đèo Hải Vân"


def test_a_packet_with_a_dtd_is_not_opened():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + shots.xmp(caption="&b;")
    with pytest.raises(xmp.Unreadable):
        xmp.parse(laughs)
    found = read(shots.jpeg(xmp=laughs))
    assert found.words == {} and found.remarks == ["xmp unreadable"]


def test_a_packet_over_several_segments_is_joined():
    guid = b"0123456789ABCDEF0123456789ABCDEF"
    note = shots.xmp(credit="TTXVN").replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="' + guid + b'" ',
    )
    more = shots.xmp(caption="Phần sau " + "dài " * 300)
    data = shots.jpeg(xmp=note)
    parts = [more[:700], more[700:]]
    extra, at = b"", 0
    for part in parts:
        content = blocks.XMP_MORE + guid + len(more).to_bytes(4, "big") + at.to_bytes(4, "big") + part
        extra += b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content
        at += len(part)
    found = read(data[:2] + extra + data[2:])
    assert found.words["caption"].startswith("Phần sau")
    assert found.words["credit"] == "TTXVN"


def test_the_language_taken_is_the_default_else_vietnamese():
    packet = shots.xmp(caption="X").replace(
        b'<rdf:li xml:lang="x-default">X</rdf:li>',
        '<rdf:li xml:lang="en">Bridge</rdf:li><rdf:li xml:lang="vi">Cầu</rdf:li>'.encode(),
    )
    assert xmp.parse(packet)["caption"] == "Cầu"


def test_broken_exif_gives_nothing_and_no_error():
    for broken in (
        b"",
        b"II*\0",
        b"MM\0*\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff" + b"\x0e\x01\x02\0\xff\xff\xff\x7f" * 40,
    ):
        assert exif.parse(broken) == {}


@pytest.mark.parametrize(
    ("written", "year", "day_only"),
    [
        ("2016:03:31", 2016, True),
        ("2017:05:29 17:19:21-04:00", 2017, False),
        ("2020:10:27 13:23:34.6335408", 2020, False),
    ],
)
def test_an_hour_is_read_as_far_as_it_was_written(written, year, day_only):
    moment, only_day = reading.taken_at(written)
    assert (moment.year, only_day) == (year, day_only)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "2016:13:01", "yesterday", ""])
def test_an_hour_that_never_was_is_none(written):
    assert reading.taken_at(written) is None


# ---- what goes out again ----


def test_the_words_that_travel_are_read_back_from_both_formats():
    words = {
        "caption": "Cầu Rồng <đêm> & gió", "alt": "Cây cầu vàng", "creators": ["Minh Khuê", "An Hạ"],
        "credit": "Minh Khuê",
        "copyright": "© Sớm Mai", "usage_terms": "Chỉ đăng trên Sớm Mai", "licence_page": "https://example.com/l",
        "licensor": [{"name": "Sớm Mai", "url": "https://example.com"}],
        "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }  # fmt: skip
    packet = embed.packet(words)
    picture = shots.picture((61, 40))
    for format in ("jpeg", "webp"):
        out = io.BytesIO()
        picture.save(out, format)
        if format == "jpeg":
            data = embed.into_jpeg(out.getvalue(), packet)
        else:
            data = embed.into_webp(out.getvalue(), packet, picture.size)
        found = read(data)
        for name, value in words.items():
            if name == "licensor":
                assert found.licensors == [{"LicensorName": "Sớm Mai", "LicensorURL": "https://example.com"}]
            else:
                assert found.words[name] == value, (format, name)
        again = Image.open(io.BytesIO(data))
        again.load()
        assert again.size == picture.size


def test_words_of_any_length_fit_into_a_picture():
    packet = embed.packet({"caption": "ễ" * 50_000, "creators": ["ễ" * 3000] * 40, "credit": "x" * 9000})
    assert len(packet) < 65_000
    assert xmp.parse(packet)["caption"].startswith("ễễ")
