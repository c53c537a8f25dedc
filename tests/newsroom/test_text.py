"""Letters: what is stored, found, sorted and put into addresses."""

import json
import os
import random
import time
from pathlib import Path
from unicodedata import combining, is_normalized, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom import text

DATA = Path(os.environ.get("NEWSROOM_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
VIETNAMESE = text._VOWELS + "bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX"
any_text = st.text(max_size=60)
hard_text = st.text(
    st.one_of(
        st.sampled_from(list(VIETNAMESE + text.TONES + "\u0302\u0306\u031bÐðƉßİſﬁǰΐ각\u1100\u1161\u11a8²½\u00a0")),
        st.characters(),
        st.characters(categories=["Mn", "Me", "Cf", "Cc", "Zs", "Lo"]),
    ),
    max_size=40,
)
vietnamese_text = st.text(st.sampled_from(VIETNAMESE + "    ,.-"), max_size=60)


class TestStoredText:
    @given(hard_text)
    @example("e\u200b\u0301")
    @example("\ud83d\ude00 \ud83d")
    @example("Ða\r\rÐ.")
    def test_cleaning_twice_changes_nothing(self, s):
        assert text.clean(text.clean(s)) == text.clean(s)
        assert text.clean_line(text.clean_line(s)) == text.clean_line(s)

    @given(hard_text)
    def test_what_is_stored_is_nfc_and_can_stand_in_a_feed(self, s):
        stored = text.clean(s)
        assert is_normalized("NFC", stored)
        assert not [c for c in stored if ord(c) < 0x20 and c not in "\t\n"]
        stored.encode("utf-8")

    @given(any_text)
    def test_a_line_is_one_line_without_space_around_it(self, s):
        line = text.clean_line(s)
        assert line == " ".join(line.split())

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("Nguye\u0302\u0303n", "Nguyễn"),
            ("ViÊ\u0323t", "ViỆt"),
            ("một\u2028hai\u2029ba", "một\nhai\nba"),
            ("một\r\nhai\rba", "một\nhai\nba"),
            ("một\x0bhai", "một\nhai"),
            ("a\x00b\x07\u200b\u200e\u202e\u2066\ufeff\u00adc", "abc"),
            ("👩\u200d🔬 می\u200cخواهم", "👩\u200d🔬 می\u200cخواهم"),
            ("lone \ud800 half", "lone  half"),
            ("\ud83d\ude00", "😀"),
            ("giữ\u00a0nguyên\ttab", "giữ\u00a0nguyên\ttab"),
        ],
    )
    def test_letters_come_in_and_are_stored_so(self, typed, stored):
        assert text.clean(typed) == stored

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("Ðà Nẵng", "Đà Nẵng"),
            ("ÐƯỜNG Ðức Ðiện Ðông ðã", "ĐƯỜNG Đức Điện Đông đã"),
            ("Ɖồng Nai", "Đồng Nai"),
            ("Nghị quyết của HÐND", "Nghị quyết của HĐND"),
            ("Tác giả Ð. V", "Tác giả Đ. V"),
            ("Sigurður Þórðarson, BORÐ", "Sigurður Þórðarson, BORÐ"),
            ("the letter Ð.", "the letter Ð."),
        ],
    )
    def test_eth_typed_for_the_vietnamese_letter_is_mended_and_icelanders_keep_theirs(self, typed, stored):
        assert text.clean(typed) == stored

    def test_a_headline_of_two_lines_and_hard_spaces_is_one_line(self):
        assert text.clean_line(" Cầu\u00a0mới \u2028 thông\t\txe\n") == "Cầu mới thông xe"

    def test_entities_are_decoded_before_composing(self):
        assert text.unescape_clean("Vi&ecirc;\u0323t Nam &amp; b&#7841;n") == "Việt Nam & bạn"

    def test_naughty_strings_come_back_whole(self):
        path = DATA / "naughty-strings" / "blns-a.json"
        if not path.exists():
            pytest.skip(f"needs {path}")
        for s in json.loads(path.read_text()):
            kept = [c for c in normalize("NFC", s) if c.isalnum() or combining(c)]
            assert [c for c in text.clean(s) if c.isalnum() or combining(c)] == kept


class TestFolding:
    @given(hard_text)
    def test_folding_twice_changes_nothing(self, s):
        assert text.fold(text.fold(s)) == text.fold(s)

    @given(hard_text)
    def test_composition_makes_no_difference(self, s):
        assert text.fold(normalize("NFD", s)) == text.fold(normalize("NFC", s))

    @given(hard_text)
    @example("Straße")
    @example("한국 Đà")
    @example("x\u0331\u0301y")
    def test_each_folded_letter_points_at_the_letter_it_came_from(self, s):
        folded, offsets = text.fold_with_map(s)
        whole = text.nfc(s)
        assert folded == text.fold(s)
        assert len(offsets) == len(folded) + 1
        assert offsets[-1] == len(whole)
        assert offsets == sorted(offsets)
        for at, letter in enumerate(folded):
            assert letter in text.fold(whole[offsets[at]])

    @given(vietnamese_text)
    def test_vietnamese_keeps_its_length_and_becomes_plain(self, s):
        assert len(text.fold(s)) == len(s)
        assert text.fold(s).isascii()

    @pytest.mark.parametrize(
        ("s", "folded"),
        [
            ("Đường phố ĐÀ NẴNG", "duong pho da nang"),
            ("hoà hòa", "hoa hoa"),
            ("Ðà", "da"),
            ("CO₂ ở Łódź", "co2 o lodz"),
            ("STRASSE Straße", "strasse strasse"),
            ("TP.HCM\u00a024/7", "tp.hcm 24/7"),
        ],
    )
    def test_readers_find_it_typed_plainly(self, s, folded):
        assert text.fold(s) == folded

    def test_a_highlight_lines_up_behind_letters_that_change_length(self):
        s = "Straße 한국, Đường Đà Nẵng; đương"
        found = [s[start:end] for start, end in text.highlight_spans(s, ["duong", "đà nẵng", "strasse"])]
        assert found == ["Straße", "Đường", "Đà Nẵng", "đương"]

    def test_a_highlight_is_a_whole_word(self):
        assert text.highlight_spans("Hoàng hoa", ["hoa"]) == [(6, 9)]
        assert text.highlight_spans("anything", ["", "  "]) == []

    @given(hard_text, st.lists(hard_text, max_size=3))
    def test_highlights_never_overlap(self, s, words):
        last = 0
        for start, end in text.highlight_spans(s, words):
            assert last <= start < end <= len(text.nfc(s))
            last = end

    def test_marks_are_noticed_in_every_form(self):
        assert text.has_marks("đa") and text.has_marks("bão") and text.has_marks("ba\u0303o")
        assert not text.has_marks("da nang 24/7") and not text.has_marks("北京")

    def test_the_masthead_without_its_tones(self):
        assert text.without_tones("Sớm Mai, Đường Phố Ẩm Thực") == "Sơm Mai, Đương Phô Âm Thưc"

    def test_a_long_story_is_folded_in_no_time(self):
        story = "Đường phố Đà Nẵng đông đúc, người mua kẻ bán tấp nập. " * 95
        text.fold(story)
        best = min(_seconds(text.fold, story) for _ in range(5))
        assert best < 0.002, f"{best * 1000:.2f} ms for {len(story)} letters"


class TestSlugs:
    @given(hard_text)
    def test_an_address_is_plain_and_never_empty(self, s):
        words = text.slug(s)
        assert words and words.isascii() and not set(words) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert words == words.strip("-") and len(words) <= 80

    @pytest.mark.parametrize(
        ("s", "expected"),
        [
            ("Đường phố Đà Nẵng đông đúc", "duong-pho-da-nang-dong-duc"),
            ("Ðà Nẵng", "da-nang"),
            ("TP.HCM: 4,2km đê", "tp-hcm-4-2km-de"),
            ("Mayor's “plan” – don’t", "mayors-plan-dont"),
            ("😀 — …", "bai"),
            ("Привет", "bai"),
        ],
    )
    def test_addresses_read_like_the_headline(self, s, expected):
        assert text.slug(s) == expected

    def test_a_long_headline_is_cut_at_a_word(self):
        assert text.slug("Những " * 40, longest=30) == "nhung-nhung-nhung-nhung-nhung"

    def test_the_caller_names_what_stands_for_nothing(self):
        assert text.slug("!!", fallback="tag") == "tag"


class TestTags:
    @given(vietnamese_text)
    def test_case_composition_and_space_make_no_second_tag(self, s):
        key = text.tag_key(s)
        assert text.tag_key(normalize("NFD", s)) == key
        assert text.tag_key(s.upper()) == key
        assert text.tag_key(f"  {s}\u00a0") == key
        assert text.tag_key(key) == key

    @given(hard_text)
    def test_a_key_is_its_own_key(self, s):
        assert text.tag_key(text.tag_key(s)) == text.tag_key(s)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("hoà bình", "Hòa Bình"), ("uỷ ban", "ủy ban"), ("khoẻ", "khỏe"), ("oé", "óe"), ("Thuý", "THÚY")],
    )
    def test_two_spellings_are_one_tag(self, one, other):
        assert text.tag_key(one) == text.tag_key(other)

    @pytest.mark.parametrize(("one", "other"), [("báo", "bão"), ("mùa", "múa"), ("Đà Nẵng", "Da Nang"), ("lúa", "lùa")])
    def test_two_words_are_two_tags(self, one, other):
        assert text.tag_key(one) != text.tag_key(other)


class TestOrder:
    @pytest.mark.parametrize(
        "row",
        [
            "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ b",
            "d da dy đ đa đi e è ê ề g",
            "o ò ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ p",
            "u ù ú ư ừ ứ v",
            "an anh ân bà bão cà chua dưa đá",
        ],
    )
    def test_the_order_of_the_vietnamese_dictionary(self, row):
        words = row.split()
        shuffled = random.Random(7).sample(words, len(words))
        assert sorted(shuffled, key=text.sort_key) == words

    def test_letters_decide_before_tones_and_short_words_come_first(self):
        words = ["an", "àn", "an ba", "ana", "ăn", "Ba", "bà"]
        assert sorted(reversed(words), key=text.sort_key) == words

    def test_people_stand_by_given_name(self):
        people = ["Lê Văn An", "Nguyễn An", "Trần Ân", "Phạm Thị Bích", "Đỗ Dung", "Bùi Đức", "TTXVN"]
        assert sorted(reversed(people), key=text.name_sort_key) == people

    @given(hard_text, hard_text)
    def test_composition_does_not_change_the_order(self, one, other):
        if text.clean_line(one) != text.clean_line(other):
            assert text.sort_key(one) != text.sort_key(other)
        assert text.sort_key(normalize("NFD", one)) == text.sort_key(one)


def _seconds(act, *arguments):
    start = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - start
