"""The credit line of a story beside those who made its pictures: what is to be put right, and how the line reads then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import credits
from articles.photo_credits import Makers, is_one, judge, makers

# fmt: off
TABLE = [
    # credit line                        credits under the pictures          the line put right; "": nothing to say
    ("Tin, ảnh: Minh Khuê",              ["Minh Khuê"],                      ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Đức Anh"],                        ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Ảnh: Đức Anh"],                   ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["ĐỨC ANH"],                        ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["(Ảnh: Đức Anh)"],                 ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Duc Anh"],                        ""),
    ("Bài: Minh Khuê - Ảnh: Đ.Anh",      ["Đức Anh"],                        ""),
    ("Bài: Minh Khuê - Ảnh: Hòa Hiệp",   ["Hoà Hiệp"],                       ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Đức Anh", "TTXVN"],               ""),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Đức Anh/TTXVN"],                  ""),
    ("Thực hiện: Minh Khuê, Đức Anh",    ["Đức Anh"],                        ""),
    ("Nhóm phóng viên",                  ["Đức Anh"],                        ""),
    ("Nhóm PV",                          ["Đức Anh", "Hải Đăng"],            ""),
    # agencies, offices, readers and archives are nobody to insist on
    ("Tin: Minh Khuê",                   ["TTXVN"],                          ""),
    ("Tin: Minh Khuê",                   ["Ảnh: CTV"],                       ""),
    ("Tin: Minh Khuê",                   ["NVCC"],                           ""),
    ("Tin: Minh Khuê",                   ["Ảnh: tư liệu"],                   ""),
    ("Tin: Minh Khuê",                   ["Nhân vật cung cấp"],              ""),
    ("Tin: Minh Khuê",                   ["Công an Nghệ An"],                ""),
    ("Tin: Minh Khuê",                   ["Ảnh do gia đình cung cấp"],       ""),
    ("Tin: Minh Khuê",                   ["Reuters", "Getty Images"],        ""),
    ("Tin: Minh Khuê",                   ["vnexpress.net"],                  ""),
    ("Tin: Minh Khuê",                   ["Đức Anh/TTXVN"],                  ""),
    ("Tin: Minh Khuê",                   ["Facebook Nguyễn Văn A"],          ""),
    ("Tin: Minh Khuê - Ảnh: CTV",        ["TTXVN"],                          ""),
    ("Tin: Minh Khuê - Ảnh: tư liệu",    [],                                 ""),
    ("Bài: Minh Khuê - Ảnh: TTXVN",      ["Reuters"],                        ""),
    # made a picture and is not credited
    ("",                                 ["Đức Anh"],                        "Ảnh: Đức Anh"),
    ("Tin: Minh Khuê",                   ["Đức Anh"],                        "Tin: Minh Khuê - Ảnh: Đức Anh"),
    ("Minh Khuê",                        ["Đức Anh"],                        "Tin: Minh Khuê - Ảnh: Đức Anh"),
    ("Minh Khuê",                        ["Minh Khuê"],                      "Tin, ảnh: Minh Khuê"),
    ("Bài: Minh Khuê",                   ["Minh Khuê"],                      "Bài, ảnh: Minh Khuê"),
    ("Bài: Minh Khuê",                   ["MINH KHUÊ"],                      "Bài, ảnh: Minh Khuê"),
    ("Bài: Minh Khuê - Ảnh: Hải Đăng",   ["Hải Đăng", "Đức Anh"],            "Bài: Minh Khuê - Ảnh: Hải Đăng, Đức Anh"),
    ("Bài: Minh Khuê - Ảnh: Hải Đăng",   ["Hải Đăng, Đức Anh"],              "Bài: Minh Khuê - Ảnh: Hải Đăng, Đức Anh"),
    ("Bài: Minh Khuê - Ảnh: TTXVN",      ["TTXVN", "Đức Anh"],               "Bài: Minh Khuê - Ảnh: TTXVN, Đức Anh"),
    ("Tin, ảnh: Minh Khuê",              ["Minh Khuê", "Đức Anh"],           "Tin, ảnh: Minh Khuê - Ảnh: Đức Anh"),
    ("Tin: Minh Khuê - Video: Hải Đăng", ["Đức Anh"],                        "Tin: Minh Khuê - Video: Hải Đăng - Ảnh: Đức Anh"),
    ("Tin: Minh Khuê",                   ["ĐỨC ANH"],                        "Tin: Minh Khuê - Ảnh: Đức Anh"),
    ("Tin: Minh Khuê",                   ["Đức Anh", "Hải Đăng"],            "Tin: Minh Khuê - Ảnh: Đức Anh, Hải Đăng"),
    ("Theo TTXVN",                       ["Đức Anh"],                        "Theo TTXVN - Ảnh: Đức Anh"),
    ("Minh Khuê (Theo TTXVN)",           ["Đức Anh"],                        "Tin: Minh Khuê - Ảnh: Đức Anh - Nguồn: TTXVN"),
    ("Tin: Minh Khuê - Ảnh: Hùng Sơn",   ["Hưng Sơn", "Hùng Sơn"],           "Tin: Minh Khuê - Ảnh: Hùng Sơn, Hưng Sơn"),
    # is credited and has no picture
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    [],                                 "Bài: Minh Khuê"),
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["TTXVN"],                          "Bài: Minh Khuê"),
    ("Tin, ảnh: Minh Khuê",              ["TTXVN"],                          "Tin: Minh Khuê"),
    ("Bài và ảnh: Minh Khuê",            ["TTXVN"],                          "Bài: Minh Khuê"),
    ("Bài: A Lềnh - Ảnh: Đức Anh, Hải Đăng", ["Hải Đăng"],                   "Bài: A Lềnh - Ảnh: Hải Đăng"),
    ("Bài: A Lềnh - Ảnh: Đức Anh, Hải Đăng", ["Đức Anh"],                    "Bài: A Lềnh - Ảnh: Đức Anh"),
    ("Minh Khuê (Ảnh: Đức Anh)",         ["AFP"],                            "Minh Khuê"),
    ("Ảnh: Đức Anh - Bài: Minh Khuê",    ["AFP"],                            "Bài: Minh Khuê"),
    # both
    ("Bài: Minh Khuê - Ảnh: Đức Anh",    ["Hải Đăng"],                       "Bài: Minh Khuê - Ảnh: Hải Đăng"),
    ("Ảnh: Đức Anh",                     ["Hải Đăng"],                       "Ảnh: Hải Đăng"),
    ("Tin, ảnh: Minh Khuê",              ["Hải Đăng"],                       "Tin: Minh Khuê - Ảnh: Hải Đăng"),
    # English
    ("By John Smith",                    ["Mary Jones"],                     "By John Smith; photos by Mary Jones"),
    ("By John Smith",                    ["Photo: Mary Jones/AFP"],          ""),
    ("By John Smith; photos by Mary Jones", ["Mary Jones"],                  ""),
    ("Text: John Smith; photos: Mary Jones", ["Handout"],                    "Text: John Smith"),
    ("Text: John Smith",                 ["Mary Jones"],                     "Text: John Smith; photos: Mary Jones"),
    # what is no credit line cannot be told
    ("Còn nữa, mời bạn đọc đón xem!",    ["Đức Anh"],                        ""),
]
# fmt: on


@pytest.mark.parametrize(("line", "under_pictures", "right"), TABLE)
def test_the_line_names_those_who_made_the_pictures_and_nobody_else(line, under_pictures, right):
    made = makers((credit, []) for credit in under_pictures)
    hint = judge(line, made)
    assert (hint.line if hint else "") == right
    if hint:
        assert judge(hint.line, made) is None


def test_who_is_missing_and_who_is_idle_are_said_apart():
    hint = judge("Bài: Minh Khuê - Ảnh: Đức Anh", makers([("Hải Đăng", [])]))
    assert (hint.missing, hint.idle) == (("Hải Đăng",), ("Đức Anh",))


def test_a_picture_without_a_credit_is_by_whom_its_file_names():
    assert makers([("", ["Đức Anh"])]).by == ["Đức Anh"]
    assert judge("Bài: Minh Khuê", makers([("", ["Đức Anh"])])).missing == ("Đức Anh",)


def test_whoever_took_an_agencys_picture_may_be_credited_and_need_not_be():
    made = makers([("TTXVN", ["Đức Anh"])])
    assert judge("Bài: Minh Khuê", made) is None
    assert judge("Bài: Minh Khuê - Ảnh: Đức Anh", made) is None


def test_while_a_picture_is_to_come_or_names_nobody_the_credited_photographer_may_have_made_it():
    line = "Bài: Minh Khuê - Ảnh: Đức Anh"
    assert judge(line, makers([None])) is None
    assert judge(line, makers([("", [])])) is None
    assert judge(line, makers([None, ("Hải Đăng", [])])).line == "Bài: Minh Khuê - Ảnh: Đức Anh, Hải Đăng"


def test_pen_names_are_one_person_where_somebody_says_so():
    line, made = "Tin: Minh Khuê - Ảnh: H.Đ", makers([("Hoàng Đạo Thuý", [])])
    assert judge(line, made)
    assert judge(line, made, same=lambda a, b: {a, b} == {"H.Đ", "Hoàng Đạo Thuý"}) is None


def test_features_are_written_anew_as_a_story_and_not_as_news():
    assert judge("Minh Khuê", makers([("Đức Anh", [])]), kind="feature").line == "Bài: Minh Khuê - Ảnh: Đức Anh"


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Đức Anh", "đức anh", True), ("Đức Anh", "Duc Anh", True), ("Hùng", "Hưng", False), ("Đ. Anh", "Đức Anh", True),
        ("Đ.Anh", "Đức Bình", False), ("Anh", "Đức Anh", False), ("N.V.A", "Nguyễn Văn An", True),
    ],
)  # fmt: skip
def test_two_ways_to_print_one_name(a, b, one):
    assert is_one(a, b) == is_one(b, a) == one


NAMES = st.sampled_from(["Minh Khuê", "Đức Anh", "Hải Đăng", "Hùng Sơn", "Hưng Sơn", "An Hạ", "TTXVN", "CTV", "A Lềnh"])
CREDITS = st.lists(st.builds(credits.Credit, NAMES, st.sampled_from(list(credits.Role))), max_size=5)
FRAMES = st.lists(
    st.one_of(st.none(), st.tuples(st.one_of(NAMES, st.just("")), st.lists(NAMES, max_size=2))), max_size=5
)


@given(CREDITS, FRAMES, st.sampled_from(["vi", "en"]), st.sampled_from(["news", "feature"]))
def test_put_right_once_nothing_is_left_to_say(credited, frames, language, kind):
    made, line = makers(frames), credits.write(credited, language, kind)
    hint = judge(line, made, language=language, kind=kind)
    if hint:
        assert hint.line != line
        assert judge(hint.line, made, language=language, kind=kind) is None


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_no_line_and_no_credit_is_too_odd(line, under_pictures):
    made = makers((credit, [credit]) for credit in under_pictures)
    hint = judge(line, made)
    assert hint is None or judge(hint.line, made) is None


def test_no_pictures_and_no_line_say_nothing():
    assert judge("", Makers()) is None
