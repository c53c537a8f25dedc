"""What the instructions of a file hold back, as photographers and agencies write it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from media import instructions

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 2, 20)

# words, and the moment from which the picture may be used, in UTC; "check": a person has to settle it
EMBARGOES = [
    ("Cấm đăng trước 18h00 ngày 5-3-2026", "2026-03-05 11:00"),
    ("CẤM ĐĂNG TRƯỚC 18H NGÀY 5/3/2026", "2026-03-05 11:00"),
    ("Không đăng trước 6 giờ ngày 5.3.2026", "2026-03-04 23:00"),
    ("Không sử dụng trước 7g30 ngày 5-3", "2026-03-05 00:30"),
    ("Không được đăng trước ngày 5 tháng 3 năm 2026", "2026-03-04 17:00"),
    ("Chỉ được đăng sau 20h ngày 5/3/2026", "2026-03-05 13:00"),
    ("Chỉ đăng sau ngày 5-3-2026", "2026-03-05 17:00"),
    ("Cấm đăng đến hết ngày 5-3-2026", "2026-03-05 17:00"),
    ("Chưa được đăng trước 0h ngày 31/12/2026", "2026-12-30 17:00"),
    ("Embargo đến 17:00 ngày 5-3-2026", "2026-03-05 10:00"),
    ("EMBARGO 5-3-2026, 17 giờ", "2026-03-05 10:00"),
    ("Hoãn đăng đến 9h 5/3/2026", "2026-03-05 02:00"),
    ("Không đăng trước 6 giờ chiều ngày 5-3-2026", "2026-03-05 11:00"),
    ("Không phát hành trước 24h ngày 5-3-2026", "2026-03-05 17:00"),
    ("không dùng trước 31-12", "2025-12-30 17:00"),
    ("EMBARGOED UNTIL 18:00 GMT 5 MAY 2026", "2026-05-05 18:00"),
    ("EMBARGOED UNTIL 0001 GMT TUESDAY MAY 5, 2026", "2026-05-05 00:01"),
    ("Embargoed until 6pm on 5 May 2026", "2026-05-05 11:00"),
    ("Embargoed until 6.30 p.m. BST, 5th of May 2026", "2026-05-05 17:30"),
    ("NOT FOR PUBLICATION BEFORE 00:01 UTC+2, 2026-05-05", "2026-05-04 22:01"),
    ("NO USE UNTIL 5 MAY 2026", "2026-05-04 17:00"),
    ("No use before May 5", "2026-05-04 17:00"),
    ("Do not publish before 2026-05-05T10:00 +07:00", "2026-05-05 03:00"),
    ("Strictly embargoed till midnight GMT on 5 May 2026", "2026-05-05 00:00"),
    ("Hold for release until noon, 5 May 2026", "2026-05-05 05:00"),
    ("Not to be released until after 5 May 2026", "2026-05-05 17:00"),
    ("Embargoed until 25/12/2026", "2026-12-24 17:00"),
    ("Embargoed until 12/25/2026", "2026-12-24 17:00"),
    ("Embargoed until 05/03/2026", "check"),
    ("EMBARGOED", "check"),
    ("Embargo!", "check"),
    ("Embargoed until 18:00", "check"),
    ("Embargoed until the minister has spoken", "check"),
    ("Cấm đăng trước khi Thủ tướng phát biểu", "check"),
    ("Cấm đăng trước 18h ngày 31-2-2026", "check"),
    ("Cấm đăng trước 25h ngày 5-3-2026", "check"),
    ("Embargoed until 18:00 or 19:00 on 5 May 2026", "check"),
    ("Embargo 5 May 2026 in print, 6 May 2026 online", "check"),
    ("Embargoed until 6pm ET 5 May 2026", "check"),
]
FREE = [
    "", "Ảnh chụp trước khi cầu thông xe", "Embargo lifted", "No embargo", "Embargo: none", "Embargo đã hết",
    "Không có embargo", "US embargo lifted after 60 years", "Trước 1975", "Xin ghi chú", "Crop left", "Gửi chị Hà duyệt",
    "The fire was put out", "Held at the stadium", "Photo taken before the match, 5 May 2026", "Tin phát 5-3-2026",
]  # fmt: skip
PLAIN = [
    ("NO ARCHIVES", ["no archive"]),
    ("No archiving.", ["no archive"]),
    ("Không lưu trữ", ["no archive"]),
    ("Ảnh không được lưu kho", ["no archive"]),
    ("ONE TIME USE ONLY", ["once"]),
    ("single use", ["once"]),
    ("Chỉ dùng một lần", ["once"]),
    ("Chỉ đăng 1 lần", ["once"]),
    ("MANDATORY CREDIT: AFP / ĐỨC ANH", ["mandatory credit"]),
    ("Bắt buộc ghi nguồn TTXVN", ["mandatory credit"]),
    ("Phải ghi rõ tên tác giả", ["mandatory credit"]),
    ("EDITORIAL USE ONLY", ["editorial only"]),
    ("No commercial use", ["editorial only"]),
    ("Không dùng cho quảng cáo", ["editorial only"]),
    ("NO SALES", ["no sales"]),
    ("Không bán lại", ["no sales"]),
    ("CHINA OUT", ["territory"]),
    ("Not available in Germany", ["territory"]),
    ("RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT 'AFP PHOTO' - NO MARKETING - NO ARCHIVES",
     ["mandatory credit", "no archive"]),
    ("AUSTRIA OUT, SWITZERLAND OUT, NO SALES, NO ARCHIVES", ["territory", "no sales", "no archive"]),
    ("Cấm đăng trước 18h ngày 5-3-2026; không lưu trữ; chỉ dùng một lần", ["embargo", "no archive", "once"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "until"), EMBARGOES, ids=[words for words, _ in EMBARGOES])
def test_an_embargo_ends_at_the_hour_that_is_written_or_a_person_settles_it(words, until):
    (hold,) = [hold for hold in instructions.read(words, HERE, TODAY) if hold.blocks]
    if until == "check":
        assert (hold.kind, hold.until) == ("check", None)
    else:
        assert hold.kind == "embargo"
        assert hold.until == datetime.fromisoformat(f"{until}+00:00"), hold.until
    assert hold.words.rstrip("!") == words.rstrip("!")


@pytest.mark.parametrize("words", FREE)
def test_words_that_only_look_alike_hold_nothing_back(words):
    assert instructions.read(words, HERE, TODAY) == []


@pytest.mark.parametrize(("words", "kinds"), PLAIN, ids=[words for words, _ in PLAIN])
def test_what_else_is_asked_for_is_told(words, kinds):
    assert [hold.kind for hold in instructions.read(words, HERE, TODAY)] == kinds


def test_a_day_without_a_year_is_not_guessed_where_nobody_says_what_day_it_is():
    (hold,) = instructions.read("Không đăng trước 6h ngày 5-3", HERE)
    assert hold.kind == "check"


@whatever(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    for hold in instructions.read(f"Embargo {text}", HERE, TODAY):
        assert hold.kind == "embargo" or hold.until is None
