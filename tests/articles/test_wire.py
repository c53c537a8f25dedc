"""Correspondents' texts: what is understood of them, and that no word is lost."""

import json
import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from articles import wire
from articles.body.clean import clean as clean_body
from newsroom.text import clean, nfc

DATA = Path(os.environ.get("NEWSROOM_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
SAMPLES = sorted((DATA / "wire").glob("*.txt"))
ARTICLES = sorted((DATA / "vi-articles").glob("*"))
LABELS = {"ảnh", "minh", "hoạ", "họa", "đồ", "video", "clip", "nguồn", "photo", "photos", "by", "source"}


@pytest.fixture(autouse=True, scope="module")
def in_english():
    with translation.override("en"):
        yield


def words_of(s):
    return re.findall(r"\w+", re.sub("(?<=[^\\W\\d_])(?=Ảnh:)", " ", nfc(s)))


def assert_no_word_is_lost(text):
    """What is neither a marker nor credit stands in the story, in the order of the text."""
    story = wire.parse(text)
    source = words_of(clean(text))
    kept = words_of(story.headline or "")
    for block in story.blocks:
        kept += words_of(block.text if isinstance(block, wire.Paragraph) else f"{block.caption} {block.credit or ''}")
    rest = iter(source)
    missing = [word for word in kept if not any(word == other for other in rest)]
    assert not missing, f"not in the text, or not in this order: {missing[:5]}"
    lost = Counter(source) - Counter(kept) - Counter(words_of(story.credit_line or ""))
    residue = {word for word in lost if re.fullmatch("(?i)(left|center|right|del|delete|remove|edit)*", word)}
    assert not {word for word in set(lost) - residue if word.lower() not in LABELS}, lost
    return story


@pytest.mark.skipif(not SAMPLES, reason=f"needs {DATA / 'wire'}")
class TestSamples:
    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_a_sample_gives_what_a_person_reads_in_it(self, path):
        expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())
        story = wire.parse(wire.decode(path.read_bytes()))
        assert story.headline == expected["headline"]
        assert len(story.paragraphs) == expected["paragraphs"]
        assert [(figure.after, figure.caption) for figure in story.figures] == [
            (figure["after_paragraph"], figure["caption"]) for figure in expected["figures"]
        ]
        assert [figure.credit for figure in story.figures] == [figure.get("credit") for figure in expected["figures"]]
        people = wire.people(story.reading)
        assert people == [(byline["name"], byline["roles"]) for byline in expected["bylines"]]
        assert all(nfc(block.text) == block.text for block in story.paragraphs)

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_no_word_of_a_sample_is_lost(self, path):
        assert_no_word_is_lost(wire.decode(path.read_bytes()))

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_the_body_of_a_sample_passes_the_gate_unchanged(self, path):
        html = wire.parse(wire.decode(path.read_bytes())).body_html()
        assert clean_body(html) == html


@pytest.mark.skipif(not ARTICLES, reason=f"needs {DATA / 'vi-articles'}")
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_no_word_of_a_newspaper_story_is_lost(path):
    if path.suffix == ".json":
        row = json.loads(path.read_text())
        assert_no_word_is_lost(row["text"])
        story = assert_no_word_is_lost(f"{row['title']}\n\n{row['description']}\n\n{row['text']}")
        assert story.headline or row["title"].endswith((".", ":")), row["title"]
    elif path.suffix == ".txt":
        assert_no_word_is_lost(path.read_text()[:200_000])


lines = st.one_of(
    st.sampled_from(
        [
            "leftcenterrightdel",
            "leftcenterrightdel Ghe cập bến. Ảnh: ĐỨC ANH",
            "LeftCenterRightDel",
            "left center right del",
            "\u00a0Người dân xem bản vẽ.",
            "\u00a0",
            "Ảnh: ĐỨC ANH",
            "Tin, ảnh: MINH KHUÊ",
            "Tin: Hà NhânẢnh: Dương Sơn",
            "MINH KHUÊ",
            "Theo TTXVN",
            "(Còn nữa)",
            "Cầu mới thông xe",
            "Một câu dài hơn đứng ở giữa bài, có chấm hết.",
            "Xong.leftcenterrightdel",
            "Nhớ rẽ left, rồi center, rồi right. Đừng bấm del.",
        ]
    ),
    st.text(st.characters(exclude_characters="ÐðƉ"), max_size=30),
)


@given(st.lists(lines, max_size=10), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
@example(["leftcenterrightdel", "Tin, ảnh: MINH KHUÊ"], "\n")
@example(["Delete"], "\n")
def test_no_word_of_any_text_is_lost(text, line_end):
    story = assert_no_word_is_lost(line_end.join(text))
    assert clean_body(story.body_html()) == clean_body(clean_body(story.body_html()))


def parsed(*text):
    return wire.parse("\n".join(text))


class TestHeadline:
    @pytest.mark.parametrize(
        "text",
        [
            "Một câu đầu có chấm hết.\n\nBài viết.",
            "Dòng đầu không đứng riêng\nBài viết.",
            "Chỉ một dòng",
            "Chỉ một dòng\n\n\n",
            "Dòng dài " * 30 + "\n\nBài viết.",
            "Sáng nay:\n\nBài viết.",
            "leftcenterrightdel\n\nBài viết.",
            "",
        ],
    )
    def test_a_story_without_a_headline_gets_none(self, text):
        assert wire.parse(text).headline is None

    def test_the_desk_is_told_that_it_is_missing(self):
        assert any("headline" in warning for warning in wire.parse("Bài viết.").warnings)

    def test_the_opening_paragraph_stays_a_paragraph(self):
        story = parsed("Cầu mới thông xe", "", "Cầu dài 1,1km.", "", "Hết bài.")
        assert (story.headline, [block.text for block in story.blocks]) == (
            "Cầu mới thông xe",
            ["Cầu dài 1,1km.", "Hết bài."],
        )

    def test_a_question_may_be_a_headline(self):
        assert parsed("Bao giờ có cầu mới?", "", "Sang năm.").headline == "Bao giờ có cầu mới?"


class TestFigures:
    @pytest.mark.parametrize(
        "marker",
        [
            "leftcenterrightdel",
            "LeftCenterRightDel",
            "left center right del",
            "left  center right delete",
            "leftcenterrightdelete",
            "centerrightdel",
            "leftrightremove",
            "LEFTCENTERRIGHTEDIT",
            "rightdel",
            "del",
        ],
    )
    def test_a_toolbars_residue_is_a_picture_and_never_text(self, marker):
        story = parsed("Một.", "", marker, "\u00a0Chú thích.", "", "Hai.")
        assert [figure.caption for figure in story.figures] == ["Chú thích."]
        assert [block.text for block in story.paragraphs] == ["Một.", "Hai."]

    @pytest.mark.parametrize(
        ("text", "figures"),
        [
            ("leftcenterrightdel Chú thích.", ["Chú thích."]),
            ("leftcenterrightdel\u00a0Chú thích.", ["Chú thích."]),
            ("leftcenterrightdelChú thích.", ["Chú thích."]),
            ("leftcenterrightdel\nChú thích.", ["Chú thích."]),
            ("leftcenterrightdel\n\u00a0\nBài.", [""]),
            ("leftcenterrightdel\n\nBài.", [""]),
            ("leftcenterrightdel\n\n\u00a0Chú thích.\nBài.", ["Chú thích."]),
            ("leftcenterrightdelleftcenterrightdel Chú thích.", ["", "Chú thích."]),
            ("Một.leftcenterrightdel\n\u00a0Chú thích.", ["Chú thích."]),
            ("leftcenterrightdel\nleftcenterrightdel\n\u00a0Hai.", ["", "Hai."]),
            ("leftcenterrightdel\n" + "Một đoạn rất dài. " * 40, [""]),
        ],
    )
    def test_where_a_caption_may_stand(self, text, figures):
        assert [figure.caption for figure in wire.parse(f"Mở đầu.\n\n{text}").figures] == figures

    @pytest.mark.parametrize(
        "line",
        [
            "Anh bảo: “Nhớ rẽ left, rồi center, rồi right. Đừng bấm del”.",
            "Del Piero ghi bàn.",
            "Edit lại bản tin.",
            "Remove the cover first.",
            "Center Right party wins",
            "Left center rights groups",
        ],
    )
    def test_words_that_are_words_stay(self, line):
        assert [block.text for block in parsed("Một.", line, "Hai.").blocks] == ["Một.", line, "Hai."]

    def test_a_marker_inside_a_sentence_is_left_and_told(self):
        story = parsed("Chữ leftcenterrightdel nằm giữa câu.")
        assert not story.figures
        assert any("marker" in warning for warning in story.warnings)

    def test_the_credit_of_a_picture_may_stand_below_its_caption(self):
        [figure] = parsed("Một.", "leftcenterrightdel", "\u00a0Ghe về bến.", "Ảnh: ĐỨC ANH", "", "Hai.").figures
        assert (figure.caption, figure.credit) == ("Ghe về bến.", "ĐỨC ANH")

    def test_the_credit_line_below_the_last_picture_is_the_storys(self):
        story = parsed("Một.", "", "leftcenterrightdel", "Tin, ảnh: MINH KHUÊ")
        assert [figure.caption for figure in story.figures] == [""]
        assert story.credit_line == "Tin, ảnh: MINH KHUÊ"

    def test_a_figure_in_the_body_waits_with_its_words(self):
        html = parsed("Một.", "leftcenterrightdel", "\u00a0A & <b>. Ảnh: ĐỨC ANH").body_html()
        assert html == (
            '<p>Một.</p><figure data-photo="" data-place="center" data-credit="ĐỨC ANH">'
            "<figcaption>A &amp; &lt;b&gt;.</figcaption></figure>"
        )

    def test_pictures_stand_in_their_places_and_spare_ones_at_the_end(self):
        story = parsed("Một.", "leftcenterrightdel", "Chú thích.", "", "Hai.")
        assert story.body_html({0: 7}, spare=[9]) == (
            '<p>Một.</p><figure data-photo="7" data-place="center"><figcaption>Chú thích.</figcaption></figure>'
            '<p>Hai.</p><figure data-photo="9" data-place="center"></figure>'
        )


class TestCreditLine:
    @pytest.mark.parametrize(
        ("tail", "credit_line"),
        [
            (["Tin, ảnh: MINH KHUÊ"], "Tin, ảnh: MINH KHUÊ"),
            (["Bài: HOÀNG YẾN", "Ảnh: ĐỨC ANH"], "Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH"),
            (["MINH KHUÊ", "(Còn nữa)"], "MINH KHUÊ"),
            (["MINH KHUÊ", "", "* Tên nhân vật đã được thay đổi."], "MINH KHUÊ"),
            (["(Theo TTXVN)"], "(Theo TTXVN)"),
            (["Kết thúc.", "", "Theo đó, mọi việc đã xong."], None),
        ],
    )
    def test_it_stands_in_the_last_lines(self, tail, credit_line):
        story = parsed("Một câu chuyện.", "", "Còn dài.", "", *tail)
        assert story.credit_line == credit_line
        assert "(Còn nữa)" not in tail or story.paragraphs[-1].text == "(Còn nữa)"

    def test_it_rarely_stands_first(self):
        story = parsed("Tin, ảnh: MINH KHUÊ", "", "Một câu chuyện.", "", "Còn dài.")
        assert (story.headline, story.credit_line) == (None, "Tin, ảnh: MINH KHUÊ")
        assert len(story.paragraphs) == 2

    def test_a_line_in_the_middle_is_none(self):
        assert parsed("Một.", "", "Tin, ảnh: MINH KHUÊ", "", "Hai.").credit_line is None

    def test_a_doubtful_one_is_proposed_and_stays_in_the_text_until_a_person_confirms(self):
        line = "Tin: Hà NhânẢnh: Dương Sơn"
        story = parsed("Một câu chuyện.", "", line)
        assert (story.credit_line, story.proposed_line, story.paragraphs[-1].text) == (None, line, line)
        assert not story.reading.certain and any(line in warning for warning in story.warnings)
        story.accept_proposal()
        assert (story.credit_line, story.proposed_line, len(story.paragraphs)) == (line, None, 1)

    def test_a_caption_at_the_end_names_no_writer(self):
        story = parsed("Một câu chuyện.", "", "Sven Eriksson - Ảnh: REUTERS")
        assert story.credit_line is None


class TestBytes:
    STORY = "Cầu mới thông xe\r\n\r\nĐường về Đà Nẵng, người dân phấn khởi.\r\n\r\nTin, ảnh: MINH KHUÊ"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_every_unicode_file_is_read(self, encoding):
        remarks = []
        assert wire.parse(wire.decode(self.STORY.encode(encoding), remarks)) == wire.parse(self.STORY)
        assert not remarks

    def test_an_old_vietnamese_windows_file_is_read_with_a_remark(self):
        remarks = []
        data = "Đươ\u0300ng vê\u0300 Đa\u0300 Nă\u0303ng, ngươ\u0300i dân phâ\u0301n khơ\u0309i.".encode("cp1258")
        assert clean(wire.decode(data, remarks)) == "Đường về Đà Nẵng, người dân phấn khởi."
        assert "1258" in remarks[0]

    def test_an_old_western_file_is_not_taken_for_vietnamese(self):
        remarks = []
        assert wire.decode("Così fan tutte – naïve café".encode("cp1252"), remarks) == "Così fan tutte – naïve café"
        assert "1252" in remarks[0]

    def test_line_ends_and_composition_make_no_other_story(self):
        for other in (self.STORY.replace("\r\n", "\r"), self.STORY.replace("\r\n", "\n") + "\n\n"):
            assert wire.parse(other) == wire.parse(self.STORY)
            assert wire.fingerprint(other) == wire.fingerprint(self.STORY)
        assert wire.fingerprint(self.STORY) != wire.fingerprint(self.STORY + "!")

    def test_a_file_cut_in_a_letter_is_read_with_a_remark(self):
        remarks = []
        assert wire.decode("Đường về Đà Nẵ".encode()[:-1], remarks) == "Đường về Đà N"
        assert remarks

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "no text"),
            (b"   \n\n", "no text"),
            (b"\x00\x01\x02\x03" * 50, "no text"),
            (b"\x00\x01\x02\x03" * 50 + b"\xff", "cannot be read"),
            (b"\xff\xfe\x00", "cannot be read"),
            (b"\x01\x02\x03abc" * 50, "no text"),
            (b"PK\x03\x04 docx", "Word"),
            (b"\xd0\xcf\x11\xe0 doc", "Word"),
            (b"{\\rtf1\\ansi Story}", "Word"),
            (b"%PDF-1.7", "PDF"),
            (b"\xff\xd8\xff\xe0 jpeg", "picture"),
            (b"<!DOCTYPE html><p>Story", "web page"),
            (b"a" * (wire.LARGEST + 1), "Split it"),
        ],
    )
    def test_what_is_no_text_is_refused_with_what_to_do(self, data, says):
        with pytest.raises(wire.NotText, match=says) as refused:
            wire.decode(data)
        assert "nothing was stored" in str(refused.value)

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data):
        try:
            wire.parse(wire.decode(data))
        except wire.NotText as refused:
            assert "nothing was stored" in str(refused)

    @pytest.mark.parametrize(
        "line", ["ViÖt Nam ®­îc mïa lóa trªn c¸nh ®ång", "Vieät Nam ñöôïc muøa luùa treân caùnh ñoàng"]
    )
    def test_an_old_font_is_noticed(self, line):
        assert any("font" in warning for warning in wire.parse(f"{line} {line}.").warnings)

    def test_french_and_vietnamese_are_no_old_font(self):
        for line in ("L'été à la plage, c'était très agréable où naïveté.", "Đường về Đà Nẵng, người dân phấn khởi."):
            assert not any("font" in warning for warning in wire.parse(line).warnings)


@pytest.mark.parametrize("line", ["Đường.\n", "leftcenterrightdel\n", "leftcenterrightdel", "(\n", "\n", "\u00a0\n"])
def test_the_largest_text_is_read_in_a_moment(line):
    text = line * (wire.LARGEST // len(line))
    start = time.process_time()
    wire.parse(text)
    assert time.process_time() - start < 3, "well under a second on a free machine"
    with pytest.raises(wire.NotText, match="Split it"):
        wire.parse(text + line * 20)
