"""What changed between two captions, and the same change carried into a story's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.worddiff import GONE, NEW, SAME, carried, diff


def test_a_replaced_name_is_one_change():
    assert diff("Ông Nguyễn Văn An nói.", "Ông Trần Thị Bình nói.") == [
        (SAME, "Ông "),
        (GONE, "Nguyễn Văn An"),
        (NEW, "Trần Thị Bình"),
        (SAME, " nói."),
    ]


@given(st.text("ab ,.đ"), st.text("ab ,.đ"))
def test_a_difference_gives_both_wordings_back(before, after):
    found = diff(before, after)
    assert "".join(words for kind, words in found if kind != NEW) == before
    assert "".join(words for kind, words in found if kind != GONE) == after


@pytest.mark.parametrize(
    ("before", "after", "own", "expected"),
    [
        ("Bà An ở chợ.", "Bà Bình ở chợ.", "Sáng nay bà An bán cá.", "Sáng nay bà Bình bán cá."),
        ("Cầu Ba Làn, Huế", "Cầu Ba Lan, Huế", "Xe qua cầu Ba Làn.", "Xe qua cầu Ba Lan."),
        ("Bà An ở chợ.", "Bà Bình ở chợ.", "Chợ sớm.", None),  # what was wrong does not stand there
        ("Bà An.", "Bà Bình.", "An và An.", None),  # it stands there twice
        ("Chợ.", "Chợ nổi.", "Chợ sớm.", None),  # nothing stands behind what came, so its place is not certain
        ("Ông John Pennekamp, 1963", "Ông John D. Pennekamp, 1963", "Vườn John Pennekamp.", "Vườn John D. Pennekamp."),
        ("Bà An ở chợ", "Bà cụ An ở chợ", "An của bà An", None),
        ("Bà An", "Bà Bình", "Bà An", "Bà Bình"),
        ("Ngày 3-5, chợ", "Ngày 4-5, chợ", "Chợ, 3-5", "Chợ, 4-5"),
        ("Bà cụ An", "Bà An", "Ảnh bà cụ An", "Ảnh bà An"),
        ("Bà An.", "Bà Bình.", "Làng Anh Sơn.", None),  # part of a word is another word
        ("A", "B", "", None),
    ],
)
def test_a_change_is_carried_where_its_place_is_certain(before, after, own, expected):
    assert carried(before, after, own) == expected
