"""Credit lines: read as a reader reads them, printed as newspapers print them."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from articles.credits import Credit, Role, display_name, pieces, read, write
from newsroom.text import clean_line

DATA = Path(os.environ.get("NEWSROOM_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
LABELLED = DATA / "vi-credit-lines" / "credit-lines-a.json"
LINES = json.loads(LABELLED.read_text()) if LABELLED.exists() else {"story_credit_lines": [], "not_credits": []}
needs_data = pytest.mark.skipif(not LABELLED.exists(), reason=f"needs {LABELLED}")


def as_read(line):
    reading = read(line)
    return reading and [(credit.name, str(credit.role)) for credit in reading.credits]


@needs_data
class TestRealLines:
    @pytest.mark.parametrize("row", LINES["story_credit_lines"], ids=lambda row: row["line"])
    def test_a_real_line_names_the_people_a_reader_finds_in_it(self, row):
        reading = read(row["line"])
        found = {}
        for credit in reading.credits:
            found.setdefault(str(credit.role), []).append(credit.name)
        assert found.pop("source", []) == row["sources"]
        assert found == row["people"]
        assert reading.place == row.get("place")
        assert reading.certain == (not (row.get("glued") or row.get("typo"))), reading.remarks
        assert bool(reading.remarks) != reading.certain

    @pytest.mark.parametrize("line", LINES["not_credits"])
    def test_a_look_alike_is_nobody(self, line):
        assert read(line) is None


def test_the_labelled_lines_are_all_here():
    if not LABELLED.exists():
        pytest.skip(f"needs {LABELLED}")
    assert len(LINES["story_credit_lines"]) >= 45
    assert len(LINES["not_credits"]) >= 14


@pytest.mark.parametrize(
    "line",
    [
        "Theo đó, mọi việc đã xong.",
        "Theo ông X: …",
        "Theo Bộ Y tế, đến nay cả nước có 3 ca.",
        "Bài 1: Đường dài",
        "Kỳ tới: Nguyễn Huệ",
        "Trong ảnh: Nguyễn Văn A",
        "Clip: Xe tông liên hoàn trên cầu",
        "HẾT",
        "CÒN NỮA",
        "Miền Bắc",
        "TP.HCM",
        "Ảnh: mọi người đều vui. Câu này nằm giữa bài nên không phải dòng tác giả.",
        "Xem thêm: Hà An",
        "",
        "   ",
        "()",
        "Tin, ảnh:",
        "Ảnh: ",
        "- - -",
        "Hà An " * 200,
    ],
)
def test_these_lines_name_nobody(line):
    assert read(line) is None


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("Tin\u00a0,\u00a0ảnh\u00a0: MINH KHUÊ./.", "text MINH KHUÊ, photo MINH KHUÊ"),
        ("TIN, ẢNH: MINH KHUÊ", "text MINH KHUÊ, photo MINH KHUÊ"),
        ("Tin, ảnh, clip: ĐẶNG Ý NHI", "text ĐẶNG Ý NHI, photo ĐẶNG Ý NHI, video ĐẶNG Ý NHI"),
        ("Tin - ảnh: Hà An", "text Hà An, photo Hà An"),
        ("Ảnh, bài: Hà An", "photo Hà An, text Hà An"),
        ("Bài: X | Ảnh: Y | Đồ họa: Z", "text X, photo Y, graphics Z"),
        ("Bài: Hà An; Ảnh: Bích & Chi", "text Hà An, photo Bích, photo Chi"),
        ("Nội dung: X - Minh hoạ: Y", "text X, illustration Y"),
        ("Tổng hợp nội dung: X - Đồ hoạ: Y", "compiler X, graphics Y"),
        ("Dựng video: X", "video_edit X"),
        ("Biên tập: X", "editor X"),
        ("Biên dịch: X", "translator X"),
        ("Hà An tổng hợp", "compiler Hà An"),
        ("HÀ AN THỰC HIỆN", "made_by HÀ AN"),
        ("Lược ghi: Hà An", "text Hà An"),
        ("Hà An (lược dịch từ The Hindu)", "translator Hà An, source The Hindu"),
        ("Hà An (Theo Sohu, TASS)", "text Hà An, source Sohu, source TASS"),
        ("Hà An, theo Sohu", "text Hà An, source Sohu"),
        ("Hà An/Theo Giadinh.vn", "text Hà An, source Giadinh.vn"),
        ("(Theo TTXVN)", "source TTXVN"),
        ("Nguồn: Vietnam+", "source Vietnam+"),
        ("baochinhphu.vn", "source baochinhphu.vn"),
        ("Nhóm PV điều tra", "desk Nhóm PV điều tra"),
        ("Hà An (bài) - Bích Chi (ảnh)", "text Hà An, photo Bích Chi"),
        ("Đ. V", "text Đ. V"),
        ("Kh. X (T/h)", "compiler Kh. X"),
        ("Text and photos by Anna Lee, Minh Khuê", "text Anna Lee, photo Anna Lee, text Minh Khuê, photo Minh Khuê"),
        ("Text: Anna Lee; photos: Minh Khuê", "text Anna Lee, photo Minh Khuê"),
        ("By Ludwig van Aken", "text Ludwig van Aken"),
        ("Source: Reuters", "source Reuters"),
    ],
)
def test_a_line_of_the_trade_is_read_with_certainty(line, credits):
    assert ", ".join(f"{role} {name}" for name, role in as_read(line)) == credits
    assert read(line).certain


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("Tin, ảnh: minh khuê", [("minh khuê", "text"), ("minh khuê", "photo")]),
        ("Tuấn", [("Tuấn", "text")]),
        ("CÂY CẦU MƠ ƯỚC", [("CÂY CẦU MƠ ƯỚC", "text")]),
        ("PV Hà An", [("Hà An", "text")]),
        ("Theo TTTXVN", [("TTTXVN", "source")]),
        ("Hà An Ảnh: Minh Hà", [("Hà An", "text"), ("Minh Hà", "photo")]),
        ("Hà An-Minh Hà", [("Hà An", "text"), ("Minh Hà", "text")]),
        ("Theo Hà An/Minh Hà", [("Hà An", "text"), ("Minh Hà", "source")]),
        ("Hà An (Kinh Bắc)", [("Hà An", "text"), ("Kinh Bắc", "source")]),
        ("(Tổng hợp)", []),
    ],
)
def test_where_a_reader_would_guess_it_is_only_proposed(line, credits):
    reading = read(line)
    assert as_read(line) == credits
    assert not reading.certain and reading.remarks


# ---- what is printed can be read -----------------------------------------------------------------------------------

UPPER = "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴJWZ"
capitalised = st.builds(str.__add__, st.sampled_from(UPPER), st.text(st.sampled_from(UPPER.lower()), max_size=6))
initials = st.lists(st.sampled_from(UPPER), min_size=2, max_size=3).map(".".join)
names = st.one_of(
    st.lists(capitalised, min_size=1, max_size=5).map(" ".join),
    st.lists(capitalised.map(str.upper), min_size=1, max_size=5).map(" ".join),
    initials,
    st.builds("{}.{}".format, st.sampled_from(UPPER), capitalised.map(str.upper)),
    st.sampled_from(["TTXVN", "Vietnam+", "PV", "Nhóm phóng viên", "Ban Thời sự", "Hà Nội", "Đ. V", "Tin Ảnh"]),
)
some_credits = st.lists(st.builds(Credit, names, st.sampled_from(list(Role))), min_size=1, max_size=6, unique=True)


@given(some_credits, st.sampled_from(["vi", "en"]), st.sampled_from(["news", "brief", "feature", "interview"]))
@example([Credit("Hà Nội", "text")], "vi", "news")
@example([Credit("PV", "desk"), Credit("Theo", "source"), Credit("TTXVN", "text")], "vi", "feature")
def test_what_was_printed_reads_as_the_same_credits(credits, language, kind):
    assume(not any(" VÀ " in credit.name or credit.name.startswith(("PV ", "CTV ", "BTV ")) for credit in credits))
    line = write(credits, language, kind)
    assert line == clean_line(line)
    assert set(read(line).credits) == set(credits), line


@pytest.mark.parametrize(
    ("credits", "kind", "vi", "en"),
    [
        ("text A B, photo A B", "news", "Tin, ảnh: A B", "Text and photos by A B"),
        ("text A B, photo A B", "feature", "Bài, ảnh: A B", "Text and photos by A B"),
        ("text A B, photo C D", "feature", "Bài: A B - Ảnh: C D", "Text: A B; photos: C D"),
        ("text A B", "news", "A B", "By A B"),
        ("text A B, text C D", "news", "A B - C D", "By A B, C D"),
        ("compiler A B", "news", "A B (Tổng hợp)", "Compiled by A B"),
        ("source TTXVN", "brief", "Theo TTXVN", "Source: TTXVN"),
        ("text A B, source TTXVN", "news", "A B (Theo TTXVN)", "Text: A B; source: TTXVN"),
        ("desk PV, source TTXVN", "news", "PV (Theo TTXVN)", "Desk: PV; source: TTXVN"),
        ("made_by A B, made_by C D", "feature", "Thực hiện: A B, C D", "Produced by A B, C D"),
        ("text A B, photo A B, video A B", "news", "Tin, ảnh, video: A B", "Text, photos and video by A B"),
        ("text Hà Nội", "news", "Tin: Hà Nội", "By Hà Nội"),
    ],
)
def test_credits_print_as_newspapers_print_them(credits, kind, vi, en):
    credits = [Credit(name, role) for role, _, name in (entry.partition(" ") for entry in credits.split(", "))]
    assert write(credits, "vi", kind) == vi
    assert write(credits, "en", kind) == en


def test_nobody_prints_as_nothing():
    assert write([]) == ""


@given(st.text(max_size=80))
@example("Theo ")
@example("Theo /")
@example("A (theo )")
@example("A (từ )")
@example(" (Ảnh: )")
def test_any_line_is_read_without_stumbling(line):
    reading = read(line)
    assert reading is None or reading.certain != bool(reading.remarks)


@given(st.lists(names, max_size=3), st.text(max_size=10))
def test_the_pieces_of_a_line_are_the_line(some, other):
    line = other.join(some)
    assert "".join(words for words, _ in pieces(line, some)) == line


def test_names_in_a_printed_line_can_be_linked_the_longest_first():
    assert pieces("Tin, ảnh: MINH KHUÊ - KHUÊ", ["KHUÊ", "MINH KHUÊ"]) == [
        ("Tin, ảnh: ", None),
        ("MINH KHUÊ", "MINH KHUÊ"),
        (" - ", None),
        ("KHUÊ", "KHUÊ"),
    ]
    assert pieces("Khuêly", ["Khuê"]) == [("Khuêly", None)]


@pytest.mark.parametrize(
    ("printed", "display"),
    [
        ("MINH KHUÊ", "Minh Khuê"),
        ("ĐẶNG Ý NHI", "Đặng Ý Nhi"),
        ("TRƯỜNG GIANG", "Trường Giang"),
        ("V.DŨNG", "V.Dũng"),
        ("K'HÙNG", "K'Hùng"),
        ("JOHN SMITH", "John Smith"),
        ("TTXVN", "TTXVN"),
        ("AFP", "AFP"),
        ("H.M", "H.M"),
        ("Hà An", "Hà An"),
    ],
)
def test_a_name_in_capitals_reads_elsewhere_as_a_name(printed, display):
    assert display_name(printed) == display
