"""The same questions to both engines: this table is run on whichever database the tests run on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import fulltext

pytestmark = pytest.mark.django_db

DOCUMENTS = {
    1: ("Đường phố Đà Nẵng", "Người dân đi bộ trên đường ven biển, TP.HCM cũng vậy."),
    2: ("Giá đường tăng", "Đường kính trắng tăng 5% trong tháng 11."),
    3: ("Đương đầu với bão số 9", "Bão đổ bộ vào Quảng Ngãi lúc 7h30."),
    4: ("Báo xuân", "Tòa soạn làm báo Tết; hoà bình, thủy điện."),
    5: ("U23 Việt Nam thắng 3-1", "Trận đấu diễn ra trên sân Mỹ Đình, 24/7."),
    6: ("Da Nang by night", "A walk along the Han river."),
    7: ("Biển và nắng", "Nẵng nắng, một từ Đà khác nằm cách xa."),
}


@pytest.fixture
def stories(db):
    fulltext.create("trial")
    for number, (title, text) in DOCUMENTS.items():
        fulltext.put("trial", number, title, text)
    yield
    fulltext.drop("trial")


def found(typed, **kwargs):
    return [hit.number for hit in fulltext.find("trial", fulltext.Query.parse(typed), limit=20, **kwargs)]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("da nang", [6, 1, 7]),  # unmarked finds all: titles first, adjacent words first, scattered ones last
        ("Đà Nẵng", [1, 7, 6]),  # marks typed on purpose: exact ones first, scattered exact before unmarked
        ("duong", [3, 2, 1]),
        ("đường", [2, 1, 3]),
        ("DUONG PHO", [1]),
        ('"ven biển"', [1]),
        ('"ven bien"', [1]),
        ('"biển ven"', []),
        ("bao", [4, 3]),
        ("bão", [3, 4]),
        ("viet nam", [5]),
        ("u23", [5]),
        ("tp.hcm", [1]),
        ("24/7", [5]),
        ("hòa bình", [4]),
        ("thuỷ điện", [4]),
        ("nguoi dan duong", [1]),
        ("không có từ này", []),
        ("", []),
        ("   ", []),
        ("???", []),
    ],
)
def test_both_engines_find_the_same_in_the_same_order(stories, typed, numbers):
    assert found(typed) == numbers


@pytest.mark.parametrize(
    "hostile",
    ['"', '""', "NEAR(a b)", "te: x", "a* OR b", "(((", "-x", "{te} : y", "AND", "NOT", "'; DROP TABLE x; --", "\x00", "%", "_",
     "đ" * 20_000, "a " * 5_000, "\ud800", "“Đà Nẵng", "^ngày", "col:val", "🙂", "ﷺ"],
)  # fmt: skip
def test_any_text_is_a_question(stories, hostile):
    assert isinstance(found(hostile), list)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(max_size=60))
def test_no_text_at_all_breaks_a_search(stories, typed):
    assert len(found(typed)) == len(set(found(typed)))


def test_going_on_from_any_hit_repeats_and_leaves_out_nothing(stories):
    whole = fulltext.find("trial", fulltext.Query.parse("đường"), limit=20)
    for place, hit in enumerate(whole):
        assert fulltext.find("trial", fulltext.Query.parse("đường"), limit=20, after=hit) == whole[place + 1 :]


def test_a_word_and_its_removal(stories):
    fulltext.remove("trial", 1)
    assert found("ven biển") == []
    fulltext.put("trial", 2, "Giá gạo", "Gạo thơm")
    assert found("đường kính") == []


def test_a_phrase_does_not_run_from_the_title_into_the_text(stories):
    assert found('"tăng đường"') == []
