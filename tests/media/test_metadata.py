"""What the photographer wrote is what the desk gets: the rule, the letters, and every photograph of the test data."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
    """Prints a table: each expected field of each file, where ours came from, and by which rule it differs."""
    path = shots.data(folder)
    if path is None:
        pytest.skip(f"the test data folder {folder} is not here; NEWSROOM_TEST_DATA names it")
    entries = json.loads((path / "expected.json").read_text())
    rows = [row for entry in entries for row in judged(folder, entry, (path / entry["file"]).read_bytes())]
    print(f"{'file':34} {'field':20} {'from':5} verdict")
    for row in rows:
        print(f"{row['file']:34} {row['field']:20} {row['from']:5} {row['verdict']}")
    unknown = {name for entry in entries for name in entry["recommended"] if not name.endswith("_from")} - JUDGED
    assert unknown == set(), "expected fields that nothing here looks at"
    assert len(rows) >= 5 and [row for row in rows if row["wrong"]] == []
    visited = {(row["file"], row["field"]) for row in rows}
    listed = {
        (name.partition("/")[2], field)
        for name in EXCEPTIONS
        if name.startswith(folder + "/")
        for field in EXCEPTIONS[name]
    }
    assert listed - visited == set(), "exceptions of fields that neither we nor the expected file have"


def judged(folder, entry, data):
    """One row a field that the file is expected to have, or that we took."""
    found = read(data, entry["file"])
    words, sources = named(found)
    expected = {name: value for name, value in entry["recommended"].items() if not name.endswith("_from")}
    listed = EXCEPTIONS.get(f"{folder}/{entry['file']}", {})
    for name in sorted({*words, *expected} & JUDGED):
        ours, theirs = words.get(name), expected.get(name)
        same = as_list(ours) == as_list(theirs) and sources.get(name) == entry["recommended"].get(f"{name}_from")
        excused = name in listed and not same and bool(holds(listed[name][0], name, ours, theirs, found))
        yield {
            "file": entry["file"],
            "field": name,
            "from": sources.get(name, "-"),
            "verdict": "as expected"
            if same
            else listed[name][1]
            if excused
            else f"WRONG: {ours!r}, expected {theirs!r}",
            "wrong": not excused if name in listed else not same,
        }


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


@pytest.mark.parametrize(
    ("true", "damaged", "kind"),
    [
        ("Đường phố Huế", "Đường phố Huế".encode().decode("latin-1"), "mojibake"),
        ("Đường phố Huế", "Đường phố Huế".encode().decode("latin-1").encode().decode("latin-1"), "mojibake"),
        (
            "“Xin chào” Huế – Đà Nẵng",
            "â€œXin chÃ oâ€\x9d Huáº¿ â€“ Ä\x90Ã\xa0 Náºµng".replace("Ã o", "Ã\xa0o"),
            "mojibake",
        ),
        ("Việt Nam đất nước mến yêu", "ViÖt Nam ®Êt n­íc mÕn yªu", "TCVN3"),
        ("Việt Nam đất nước mến yêu", "Vieät Nam ñaát nöôùc meán yeâu", "VNI"),
    ],
)
def test_what_can_be_undone_is_undone_exactly(true, damaged, kind):
    found = examine(damaged)
    assert (found.kind, found.repaired, found.doubtful) == (kind, true, False)


def test_letters_that_a_program_dropped_come_back_where_there_is_one_choice():
    dropped = "Đường phố Hà Nội, người dân lội nước".encode().decode("cp1252", "ignore")
    assert examine(dropped).repaired == "Đường phố Hà Nội, người dân lội nước"


def test_half_letters_come_back_where_vietnamese_has_one_such_word_and_else_a_person_chooses():
    cut = "".join(chr(ord(letter) & 0xFF) for letter in "Bị cáo bị dẫn giải về trại giam. Quảng NinhẢnh: ĐỨC TIẾN")
    found = examine(cut)
    assert found.kind == "low byte" and found.doubtful
    assert found.repaired == "Bị cáo bị dẫn giải về [trơi/trại] giam. Quảng NinhẢnh: ĐỨC TIẾN"


@pytest.mark.parametrize("lost", ["M?t xe c?ng bi?n xanh", "Đường ph\ufffd Huế"])
def test_what_is_lost_for_good_is_damaged_without_a_proposal(lost):
    assert examine(lost).repaired == ""


@pytest.mark.parametrize(
    "line",
    [
        "Le président de la République a été accueilli à l'hôtel, où les invités étaient déjà arrivés",
        "Übermäßig große Straßen für Gäste aus Köln",
        "Señor José Núñez y María Ángeles, ¿qué pasa?",
        "São Paulo não é a capital; Brasília é",
        "Sveinbjörn Þórðarson á Íslandi",
        "Ångström, Malmö och Göteborg får två år på sig",
        "Kraków, Łódź i Gdańsk",
        "Nguyễn Thị Minh Khai (trái) và Đặng Thùy Trâm",
        "38°C, 5 £, 10 µm, ½ giá",
        "https://example.com/?a=1&b=?c?d",
    ],
)
def test_a_sentence_of_any_language_is_not_damaged(line):
    assert examine(line) is None


def test_real_articles_are_not_damaged():
    folder = shots.data("vi-articles")
    if folder is None:
        pytest.skip("the test data folder vi-articles is not here; NEWSROOM_TEST_DATA names it")
    lines = [line for file in folder.glob("*.*") for line in nfc(file.read_text()).splitlines()]
    assert len(lines) > 1000
    assert [line for line in lines if examine(line) and "\ufffd" not in line] == []


def test_utf8_that_was_cut_within_its_last_letter_loses_that_letter_alone():
    cut = "Đường phố Huế".encode()[:-1]
    for charset in (b"", b"\x1b%G"):
        assert iim.parse(block({120: cut}, charset=charset)) == {"caption": "Đường phố Hu"}
    assert iim.parse(block({120: b"Caf\xe9"}, charset=b"")) == {"caption": "Café"}  # no letter says that it is UTF-8


@pytest.mark.parametrize(
    "name",
    ["kanno 30D", "PC", "Canon EOS 5D", "SAMSUNG", "picasa"],
)
def test_a_cameras_name_is_kept_aside_as_a_proposal(name):
    found = read(shots.jpeg(iim={80: name}))
    assert "creators" not in found.words
    assert found.others["creators"] == [{"block": "iim", "value": name, "why": "camera default"}]


def test_a_sentence_in_the_title_is_proposed_for_a_missing_caption():
    title = "Dự án đường sắt đô thị chậm tiến độ"
    packet = shots.xmp().replace(
        b"<dc:creator>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator>'.encode(),
    )
    found = read(shots.jpeg(xmp=packet))
    assert "caption" not in found.words
    assert found.others["caption"] == [{"block": "xmp", "value": title, "why": "title"}]


# ---- packets ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le"])
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


# ---- everything a packet may hold ----

FULL = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:r="http://ns.adobe.com/xap/1.0/rights/"
 photoshop:Headline="Tít" photoshop:City="Huế" photoshop:State="Thừa Thiên" c:CountryCode="VNM" c:Location="Phường 1">
<c:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Cây cầu</rdf:li></rdf:Alt></c:AltTextAccessibility>
<c:ExtDescrAccessibility><rdf:Alt><rdf:li xml:lang="vi">Dài</rdf:li></rdf:Alt></c:ExtDescrAccessibility>
<c:CreatorContactInfo rdf:parseType="Resource"><c:CiEmailWork>an@example.com</c:CiEmailWork></c:CreatorContactInfo>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Sớm Mai</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>cầu</rdf:li><rdf:li>Huế</rdf:li></rdf:Bag></dc:subject>
<dc:title rdf:parseType="Resource"><rdf:value>Tên việc</rdf:value><plus:Note>x</plus:Note></dc:title>
<e:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource"><e:City>Huế</e:City><e:LocationId><rdf:Bag><rdf:li>id:1</rdf:li>
</rdf:Bag></e:LocationId><e:LocationName><rdf:Alt><rdf:li xml:lang="x-default">Cầu Trường Tiền</rdf:li></rdf:Alt></e:LocationName>
</rdf:li><rdf:li e:City="Đà Nẵng" e:CountryName="Việt Nam"/></rdf:Bag></e:LocationShown>
<e:LocationCreated rdf:parseType="Resource"><e:City>Lăng Cô</e:City></e:LocationCreated>
<e:PersonInImageWDetails><rdf:Bag><rdf:li><rdf:Description><e:PersonName><rdf:Alt><rdf:li xml:lang="x-default">Lê Lan</rdf:li>
</rdf:Alt></e:PersonName></rdf:Description></rdf:li></rdf:Bag></e:PersonInImageWDetails>
<e:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>
<e:AISystemUsed>Máy vẽ</e:AISystemUsed><e:AIPromptInformation>cầu</e:AIPromptInformation>
<e:AISystemVersionUsed>2</e:AISystemVersionUsed><e:AIPromptWriterName>An</e:AIPromptWriterName>
<e:Event><rdf:Alt><rdf:li xml:lang="x-default">Lễ hội</rdf:li></rdf:Alt></e:Event>
<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED</plus:DataMining>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>A</plus:LicensorName>
<plus:LicensorURL>https://example.com/a</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>
<r:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Chỉ dùng một lần</rdf:li></rdf:Alt></r:UsageTerms>
<r:WebStatement>https://example.com/l</r:WebStatement><photoshop:Category>S</photoshop:Category>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_every_field_of_the_standard_is_read():
    found = read(shots.jpeg(xmp=FULL.encode()))
    words = found.words
    assert (words["alt"], words["long_description"], words["headline"]) == ("Cây cầu", "Dài", "Tít")
    assert (words["object_name"], words["copyright"], words["keywords"]) == ("Tên việc", "© Sớm Mai", ["cầu", "Huế"])
    assert (words["people"], words["event"], words["country_code"]) == (["Lê Lan"], "Lễ hội", "VNM")
    assert found.places_shown == [
        {"City": "Huế", "LocationId": "id:1", "LocationName": "Cầu Trường Tiền"},
        {"City": "Đà Nẵng", "CountryName": "Việt Nam"},
    ]
    assert found.places_created == [{"City": "Lăng Cô"}]
    assert found.licensors == [{"LicensorName": "A", "LicensorURL": "https://example.com/a"}]
    assert words["digital_source_type"].endswith("/trainedAlgorithmicMedia") and words["data_mining"].endswith(
        "/DMI-PROHIBITED"
    )
    assert (words["usage_terms"], words["licence_page"]) == ("Chỉ dùng một lần", "https://example.com/l")
    raw = found.raw["xmp"]
    assert (raw["ai_system"], raw["ai_system_version"], raw["ai_prompt"], raw["ai_prompt_writer"]) == (
        "Máy vẽ",
        "2",
        "cầu",
        "An",
    )
    assert raw["other"] == {"photoshop:Category": "S"}  # no address of the creator among them


def test_letters_that_xml_forbids_do_not_cost_the_packet():
    packet = shots.xmp(caption="\x10°Ýng sÑt", credit="AN HẠ").replace(b"\x10", b"&#x10;")
    for data in (packet, packet.replace(b"&#x10;", b"\x10")):
        found = read(shots.jpeg(xmp=data))
        assert found.words == {"credit": "AN HẠ"}
        assert found.damaged["caption"][0]["value"] == "\x10°Ýng sÑt"


def test_a_missing_part_of_a_long_packet_is_told_and_the_rest_is_read():
    note = shots.xmp(credit="TTXVN").replace(
        b"<rdf:Description ", b'<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="0123" '
    )
    found = read(shots.jpeg(xmp=note))
    assert (found.words["credit"], found.remarks) == ("TTXVN", ["xmp cut off"])


def test_a_packet_as_deep_as_a_well_is_refused_and_the_other_blocks_are_read():
    deep = shots.xmp(caption="x").replace(b"<dc:creator>", b"<b>" * 9_000 + b"</b>" * 9_000 + b"<dc:creator>")
    found = read(shots.jpeg(iim={120: "Cầu"}, xmp=deep))
    assert found.words["caption"] in ("Cầu", "x")


def extension(guid, whole, at, part):
    content = blocks.XMP_MORE + guid + len(whole).to_bytes(4, "big") + at.to_bytes(4, "big") + part
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content


def test_the_parts_of_a_long_packet_come_in_any_order_and_one_that_is_missing_costs_only_the_long_part():
    guid, more = b"0123456789ABCDEF0123456789ABCDEF", shots.xmp(caption="Phần sau " + "dài " * 300)
    note = shots.xmp(credit="TTXVN").replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="' + guid + b'" ',
    )
    data = shots.jpeg(xmp=note)
    parts = [extension(guid, more, at, more[at : at + 500]) for at in range(0, len(more), 500)]
    assert read(data[:2] + b"".join(reversed(parts)) + data[2:]).words["caption"].startswith("Phần sau")
    for missing in range(len(parts)):
        found = read(data[:2] + b"".join(parts[:missing] + parts[missing + 1 :]) + data[2:])
        assert (found.words.get("caption"), found.words["credit"], found.remarks) == (None, "TTXVN", ["xmp cut off"])


def test_a_block_for_agencies_may_go_over_several_segments_and_hold_long_datasets():
    whole = blocks.find(shots.with_iim(shots.jpeg(), {80: "An Hạ"})).iim
    long = ("dài " * 9000).encode()
    whole += b"\x1c\x02\x78\x80\x04" + len(long).to_bytes(4, "big") + long + b"\0" + b"\x1c\x02\x69\0\x04Cau "
    resource = b"8BIM\x04\x04\0\0" + len(whole).to_bytes(4, "big") + whole + b"\0" * (len(whole) % 2)
    data, segments = shots.jpeg(), b""
    for at in range(0, len(resource), 20_000):
        content = blocks.PHOTOSHOP + resource[at : at + 20_000]
        segments += b"\xff\xed" + (len(content) + 2).to_bytes(2, "big") + content
    found = read(data[:2] + segments + data[2:])
    assert found.words["caption"].startswith("dài dài") and found.words["creators"] == ["An Hạ"]
    assert found.words["headline"] == "Cau"


@pytest.mark.parametrize(
    ("digest", "later"), [("right", "differs"), ("wrong", "iim edited later"), ("none", "differs")]
)
def test_the_digest_tells_whether_agencies_words_were_changed_last(digest, later):
    import hashlib

    from media.metadata import containers

    datasets = blocks.find(shots.with_iim(shots.jpeg(), {120: "Cầu cũ"})).iim
    sums = {"right": hashlib.md5(datasets).digest(), "wrong": hashlib.md5(b"before").digest()}
    wanted = {0x0404: datasets} | ({0x0425: sums[digest]} if digest in sums else {})
    content = blocks.PHOTOSHOP + containers.with_resources(b"", wanted)
    data = shots.jpeg(xmp=shots.xmp(caption="Cầu mới"))
    segment = b"\xff\xed" + (len(content) + 2).to_bytes(2, "big") + content
    assert read(data[:2] + segment + data[2:]).remarks == [later]


# ---- other containers ----


def png(*chunks):
    import struct
    import zlib

    out = io.BytesIO()
    shots.picture((30, 20)).save(out, "PNG")
    data = out.getvalue()
    made = b"".join(
        struct.pack(">I", len(text)) + kind + text + struct.pack(">I", zlib.crc32(kind + text)) for kind, text in chunks
    )
    return data[:33] + made + data[33:]


def profile(name, block):
    digits = block.hex()
    return f"Raw profile type {name}\0\n{name}\n{len(block):8}\n{digits}\n".encode()


def test_packets_are_found_wherever_a_png_keeps_them():
    import zlib

    packet = shots.xmp(caption="Cầu")
    keyword = b"XML:com.adobe.xmp\0"
    datasets = blocks.find(shots.with_iim(shots.jpeg(), {120: "Cầu"})).iim
    resource = b"8BIM\x04\x04\0\0" + len(datasets).to_bytes(4, "big") + datasets
    for data, block in (
        (png((b"iTXt", keyword + b"\0\0\0\0" + packet)), "xmp"),
        (png((b"iTXt", keyword + b"\1\0\0\0" + zlib.compress(packet))), "xmp"),
        (png((b"zTXt", keyword + b"\0" + zlib.compress(packet))), "xmp"),
        (png((b"tEXt", profile("xmp", packet))), "xmp"),
        (png((b"tEXt", profile("iptc", resource))), "iim"),
    ):
        found = read(data)
        assert (found.words["caption"], found.sources["caption"]) == ("Cầu", block)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "AVIF", "GIF"])
def test_every_format_gives_its_packet(format):
    out, packet = io.BytesIO(), shots.xmp(caption="Cầu Trường Tiền")
    if format == "GIF":
        shots.picture((30, 20)).save(out, "GIF")
        data = out.getvalue()
        trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
        data = data[:-1] + b"\x21\xff\x0bXMP DataXMP" + packet + trailer + data[-1:]
    elif format == "TIFF":
        shots.picture((30, 20)).save(out, "TIFF", tiffinfo={700: packet})
        data = out.getvalue()
    elif format == "PNG":
        data = png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))
    else:
        shots.picture((30, 20)).save(out, format, xmp=packet)
        data = out.getvalue()
    found = read(data)
    assert (found.words["caption"], found.sources["caption"]) == ("Cầu Trường Tiền", "xmp")


@pytest.mark.parametrize(("type", "swapped"), [(7, False), (1, False), (4, False), (4, True)])
def test_a_tiff_gives_its_datasets_also_where_they_are_declared_as_numbers(type, swapped):
    datasets = blocks.find(shots.with_iim(shots.jpeg(), {120: "Cầu", 80: "An"})).iim
    datasets += b"\0" * (-len(datasets) % 4)
    out = io.BytesIO()
    shots.picture((30, 20)).save(out, "TIFF", tiffinfo={33723: datasets})
    data = bytearray(out.getvalue())
    place = data.index((33723).to_bytes(2, "little"), int.from_bytes(data[4:8], "little"))
    start = int.from_bytes(data[place + 8 : place + 12], "little")
    assert data[start : start + len(datasets)] == datasets
    data[place + 2 : place + 8] = type.to_bytes(2, "little") + (len(datasets) // (4 if type == 4 else 1)).to_bytes(
        4, "little"
    )
    if swapped:
        data[start : start + len(datasets)] = b"".join(datasets[at : at + 4][::-1] for at in range(0, len(datasets), 4))
    assert reading.read(blocks.find(bytes(data))).words == {"caption": "Cầu", "creators": ["An"]}


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "AVIF", "JPEG"])
def test_every_format_gives_its_exif(format):
    tags = Image.Exif()
    tags[0x010E], tags[0x8298] = "Cầu Trường Tiền".encode(), "An Hạ".encode()
    out = io.BytesIO()
    shots.picture((30, 20)).save(out, format, exif=tags)
    found = read(out.getvalue())
    assert (found.words["caption"], found.sources["caption"]) == ("Cầu Trường Tiền", "exif")
    assert found.words["copyright"] == "An Hạ"


def test_exif_of_today_names_title_and_photographer_and_where_the_camera_stood_is_not_read():
    tags = Image.Exif()
    deeper = tags.get_ifd(0x8769)
    deeper[0x9003], deeper[0x9011], deeper[0x9291] = "2026:03:05 07:04:00", "+07:00", "25"
    deeper[0xA436], deeper[0xA437] = "Cầu".encode(), "An Hạ".encode()
    tags[0x013B] = "Minh Khuê; Lan".encode()
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", (16.0, 27.0, 50.0)
    found = read(shots.jpeg(exif=tags))
    assert (found.words["date"], found.words["object_name"]) == ("2026:03:05 07:04:00+07:00", "Cầu")
    assert found.words["creators"] == ["Minh Khuê", "Lan", "An Hạ"]
    assert found.raw["exif"]["position"] is True and "27" not in json.dumps(found.raw)


# ---- any bytes ----


@settings(max_examples=200, deadline=2000)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"II*\0\x08\0\0\0", b"\x1c\x02\x78", b"<x>", b"\xff\xfe<\0", b"8BIM\x04\x04"]),
)
def test_no_bytes_stop_a_reader(rest, head):
    data = head + rest
    exif.parse(data), iim.parse(data), blocks.photoshop(data)
    with contextlib.suppress(xmp.Unreadable):
        xmp.parse(data, data)
    reading.read(blocks.Blocks(exif=data, xmp=data, xmp_more=data, iim=data, iim_digest=data[:16]))


@settings(max_examples=200, deadline=2000)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a"]),
)
def test_no_file_stops_the_search_for_blocks(rest, head):
    blocks.find(head + rest)


@settings(max_examples=200, deadline=2000)
@given(st.text(max_size=200) | st.text("BËbðcáo¡°±«»£\x10\x11ÄÃÆ ề?.", max_size=200))
def test_no_text_stops_the_look_for_damage(text):
    found = examine(text)
    assert found is None or found.repaired == "" or found.kind


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
