"""Captions: the credit at the end told from the words, nothing lost."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media.wording import Caption, alt_fault, is_domain, printed_credit, split_credit, without_stop
from newsroom.text import clean_line

DATA = Path(os.environ.get("NEWSROOM_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
LABELLED = DATA / "vi-credit-lines" / "credit-lines-a.json"
LINES = json.loads(LABELLED.read_text())["caption_lines"] if LABELLED.exists() else []


@pytest.mark.skipif(not LABELLED.exists(), reason=f"needs {LABELLED}")
@pytest.mark.parametrize("row", LINES or [None], ids=lambda row: row and row["line"])
def test_a_real_caption_parts_where_a_reader_parts_it(row):
    found = split_credit(row["line"])
    assert (found.text, found.credit) == (row["caption"], row["credit"])


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Ngôi nhà - . Ảnh: Hà An", Caption("Ngôi nhà", "Hà An")),
        ("Ngôi nhà. ẢNH: HÀ AN", Caption("Ngôi nhà.", "HÀ AN")),
        ("Ảnh (minh hoạ): Hà An", Caption("", "Hà An")),
        ("Cầu mới - Ảnh: Tư liệu", Caption("Cầu mới", "Tư liệu")),
        ("Cầu mới - Ảnh: X chụp lại.", Caption("Cầu mới", "X chụp lại")),
        ("Ảnh chụp màn hình: Hà An", Caption("", "Hà An")),
        ("Người dân xem. Ảnh chụp màn hình", Caption("Người dân xem.", "Ảnh chụp màn hình")),
        ("Bản đồ - Đồ họa: Tấn Đạt", Caption("Bản đồ", "Tấn Đạt", "graphics")),
        ("Bản đồ - Nguồn: Hà An - Đồ hoạ: Tấn Đạt", Caption("Bản đồ", "Nguồn: Hà An - Đồ hoạ: Tấn Đạt", "graphics")),
        ("Hai cha con (Ảnh: T.H.)", Caption("Hai cha con", "T.H.")),
        ("Flood in the old town. Photo: X, Y", Caption("Flood in the old town.", "X, Y")),
        ("The bridge. Photo by John Smith", Caption("The bridge.", "John Smith")),
        ("Tranh Tết - Minh hoạ: HÀ AN", Caption("Tranh Tết", "HÀ AN", "illustration")),
        ("Mưa lớn - Ảnh: Trung tâm dự báo khí tượng", Caption("Mưa lớn", "Trung tâm dự báo khí tượng")),
    ],
)
def test_a_caption_of_the_trade_parts_from_its_credit(line, caption):
    assert split_credit(line) == caption


@pytest.mark.parametrize(
    "line",
    [
        "Người dân xem bản vẽ tuyến đê mới.",
        "Trong ảnh: Nguyễn Văn A",
        "Bức ảnh: Nguyễn Văn A",
        "Clip: Bị cáo nói lời sau cùng",
        "Ảnh: mọi người đều vui. Câu này nằm giữa bài.",
        "Ảnh 1: Ba mẹ con",
        "Ảnh:",
        "",
    ],
)
def test_a_sentence_is_never_taken_for_a_credit(line):
    assert split_credit(line) == Caption(line)


LABELS = re.compile("(?:(?:nguồn)?ảnh|hình|minhhoạ|đồhoạ|nguồn|photo|photoby|photos|video|clip|source)*")
PARTS = ["Hà An", "ảnh:", "Ảnh:", " - ", "(", ")", ".", "Nguồn:", "cầu", "Đồ hoạ: ", ", ", "T.H.", "/", "Photo by "]
caption_like = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


def letters(s):
    return "".join(re.findall(r"\w", s)).lower()


@given(st.one_of(caption_like, st.text(max_size=60)))
@example("xẢnh: A")
@example("Ảnh: A - Ảnh: B")
def test_every_word_of_a_caption_stands_in_the_words_or_the_credit_or_was_the_label(line):
    found, whole = split_credit(line), letters(clean_line(line))
    words, credit = letters(found.text), letters(found.credit or "")
    assert whole.startswith(words) and whole.endswith(credit)
    assert LABELS.fullmatch(whole[len(words) : len(whole) - len(credit)])


def test_a_caption_of_a_megabyte_is_parted_at_once():
    found = split_credit("Người xem ảnh: " * 60_000 + "- Ảnh: HÀ AN")
    assert found.credit == "HÀ AN"


def test_the_stop_of_initials_belongs_to_the_name():
    assert without_stop("C.T.V.") == "C.T.V."
    assert without_stop("Hà An./.") == "Hà An"
    assert without_stop("Hà An.") == "Hà An"


def test_sites_are_told_from_names():
    assert is_domain("Zing.vn") and is_domain("baochinhphu.vn")
    assert not is_domain("TP.HCM") and not is_domain("H.M") and not is_domain("Hà An")


def test_a_credit_prints_with_its_label_once():
    assert printed_credit("ĐỨC ANH") == "Ảnh: ĐỨC ANH"
    assert printed_credit("AFP", language="en") == "Photo: AFP"
    assert printed_credit("Tấn Đạt", "graphics") == "Đồ hoạ: Tấn Đạt"
    assert printed_credit("Ảnh tư liệu") == "Ảnh tư liệu"
    assert printed_credit("Nguồn: X - Đồ hoạ: Y", "graphics") == "Nguồn: X - Đồ hoạ: Y"
    assert printed_credit("") == ""


CAPTION = "Cầu Rồng phun lửa tối 12-6 trước hàng nghìn người. Ảnh: AN HẠ"


@pytest.mark.parametrize(
    ("alt", "caption", "file_name", "fault"),
    [
        ("", CAPTION, "DSC_1.jpg", ""),
        ("   ", CAPTION, "DSC_1.jpg", ""),
        (CAPTION, CAPTION, "DSC_1.jpg", "caption"),
        ("CAU RONG PHUN LUA, TOI 12/6, TRUOC HANG NGHIN NGUOI", CAPTION, "", "caption"),
        ("Cầu Rồng phun lửa", CAPTION, "", "caption"),
        ("Ảnh chụp cầu Rồng phun lửa.", CAPTION, "", "caption"),
        ("Photo of the Dragon Bridge", "The Dragon Bridge spits fire", "", "caption"),
        ("Cầu Rồng phun lửa tối 12-6 trước nghìn người", CAPTION, "", "caption"),
        ("Cầu Rồng phun lửa", "C\u1ea7u R\u00f4\u0300ng phun lửa", "", "caption"),
        ("Lửa phụt ra từ miệng con rồng bằng thép, khói trắng bay trên sông", CAPTION, "", ""),
        ("Cầu Rồng nhìn từ bờ đông, đầu rồng thép ngẩng cao, dưới là đám đông giơ điện thoại", CAPTION, "", ""),
        ("Ảnh", CAPTION, "", "caption"),
        ("Ảnh", "Pháo hoa", "", ""),
        ("DSC_1234.jpg", "", "DSC_1234.jpg", "file name"),
        ("dsc 1234", "", "DSC_1234.JPG", "file name"),
        ("Ảnh DSC_1234", "", "DSC_1234.JPG", "file name"),
        ("IMG_20260612_101500", CAPTION, "a.jpg", "file name"),
        ("cau-rong-dem.png", CAPTION, "a.jpg", "file name"),
        ("cầu rồng đêm", "Pháo hoa", "Cau-Rong_dem (1).jpeg", "file name"),
        ("Cầu Rồng đêm hội với hàng vạn ngọn đèn", "Pháo hoa", "Cau-Rong-dem.jpeg", ""),
        ("Sông Hàn", "Pháo hoa", "1.jpg", ""),
        ("Sông Hàn năm 2026", "Pháo hoa", ".jpg", ""),
        ("!?", "!?", "!?", ""),
    ],
)
def test_words_for_blind_readers_that_only_repeat_are_told(alt, caption, file_name, fault):
    assert alt_fault(alt, caption, file_name) == fault


@given(st.text(), st.text(), st.text())
def test_whatever_stands_in_alt_and_caption_is_judged(alt, caption, file_name):
    assert alt_fault(alt, caption, file_name) in {"", "caption", "file name"}
    assert alt_fault("", caption, file_name) == ""
