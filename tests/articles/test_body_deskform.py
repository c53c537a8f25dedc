"""The text form of the desk: what a reporter reads and types, and that nothing gets lost on the way."""

import json
import time
from html import escape

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.body.clean import BodyRefused, clean
from articles.body.deskform import from_desk, to_desk
from articles.body.render import plain_text
from newsroom import text

from .body_documents import TEST_DATA, WORDS, bodies
from .test_body_clean import assert_nothing_runs, attacks, needs_attacks

STORY = """\
Sáng sớm, **chợ cá** đã *đông người*.
Ghe về từ hai giờ.

## Hai giờ sáng

[ảnh 21: Ghe cập bến | trái | mô tả: (như chú thích)]

- Cá thu
- Mực
  tươi
  1. mực ống
  2. mực lá

1. Một
2. Hai

> Năm nay được mùa.
>
> Ai cũng mừng.
> — Bà Lan, xã Hòa Liên

>> Không ai nói thách
>> — Ông Tư

[hộp]
### Giá cá

| Loại | Giá |
| --- | --- |
| Cá thu | 200.000 |
[hết hộp]

[chùm ảnh]
[ảnh 22]

[ảnh còn thiếu: Chợ \\| tan | Ảnh: ĐỨC ANH]
[hết chùm ảnh]

[bảng: Nước]
| = Sông | H_{2}O |
| dài | 5km^{2} ↵ hay hơn |

---

[đọc thêm: bài 7]

https://www.youtube.com/watch?v=dQw4w9WgXcQ

Xem [bài trước](bài 7), [trang này](https://example.vn/a_(b)) và {en: fair play}."""

HTML = (
    "<p>Sáng sớm, <strong>chợ cá</strong> đã <em>đông người</em>.<br>Ghe về từ hai giờ.</p><h2>Hai giờ sáng</h2>"
    '<figure data-photo="21" data-place="left" data-alt=""><figcaption>Ghe cập bến</figcaption></figure>'
    "<ul><li>Cá thu</li><li>Mực<br>tươi<ol><li>mực ống</li><li>mực lá</li></ol></li></ul>"
    "<ol><li>Một</li><li>Hai</li></ol>"
    "<blockquote><p>Năm nay được mùa.</p><p>Ai cũng mừng.</p><cite>Bà Lan, xã Hòa Liên</cite></blockquote>"
    "<blockquote data-pull><p>Không ai nói thách</p><cite>Ông Tư</cite></blockquote>"
    "<aside data-box><h3>Giá cá</h3><table><tr><th>Loại</th><th>Giá</th></tr>"
    "<tr><td>Cá thu</td><td>200.000</td></tr></table>"
    '</aside><div data-gallery><figure data-photo="22"></figure><figure data-photo="" data-credit="ĐỨC ANH">'
    "<figcaption>Chợ | tan</figcaption></figure></div>"
    "<table><caption>Nước</caption><tr><th>Sông</th><td>H<sub>2</sub>O</td></tr>"
    "<tr><td>dài</td><td>5km<sup>2</sup><br>hay hơn</td></tr></table><hr>"
    '<aside data-article="7"></aside><div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div>'
    '<p>Xem <a data-article="7">bài trước</a>, <a href="https://example.vn/a_(b)">trang này</a> và '
    '<span lang="en">fair play</span>.</p>'
)


def test_a_reporter_types_a_story_without_a_tag():
    assert from_desk(STORY) == HTML


def test_a_stored_story_reads_as_it_was_typed():
    with translation.override("vi"):
        assert to_desk(HTML) == STORY


def test_the_desk_in_english_writes_and_reads_english_words():
    with translation.override("en"):
        typed = to_desk(HTML)
    assert "[photo 21: Ghe cập bến | left | alt: (as caption)]" in typed
    assert "[read more: story 7]" in typed
    assert from_desk(typed) == HTML


@settings(max_examples=200, deadline=None)
@given(bodies, st.sampled_from(["vi", "en"]))
@example(HTML, "vi")
@example("<p>- Anh đi đâu?<br>- Tôi về.</p><ul><li>một</li></ul><ol><li>một</li></ol>", "vi")
@example(
    "<p>https://youtu.be/dQw4w9WgXcQ</p><p>del</p><ul><li>del</li><li>edit<br>leftcenterrightdel x</li></ul>", "vi"
)
@example("<p><strong>a<em>b</em></strong><em>c</em><strong>d</strong><em>e</em></p>", "vi")
@example('<p><a data-article="7">ảnh 21: x</a> y]</p><p>_<span lang="en">a</span></p>', "en")
@example("<blockquote><p>— không phải tên</p><p>a<br>— b</p></blockquote><blockquote><p>c</p></blockquote>", "vi")
@example('<p><em><span lang="en">word</span> Đà Nẵng</em></p>', "vi")
@example("<table><tr><td>=</td><th>= a</th></tr><tr><td>---</td><td></td></tr><tr><th></th></tr></table>", "vi")
@example("<p>\u3000a\u3000<br>\u3000</p><h2># a</h2><p>1. a<br>2. b</p><p>1. a</p><p>• a</p><p>•1. a</p>", "vi")
def test_nothing_gets_lost_between_the_stored_body_and_the_text_form(html, language):
    html = clean(html)
    with translation.override(language):
        typed = to_desk(html)
    assert from_desk(typed) == html
    assert from_desk(typed.replace("\n", "\r\n")) == html, "browsers send line ends in two letters"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map("".join), min_size=1, max_size=4))
def test_words_that_look_like_signs_stay_words(lines):
    escaped = "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines)
    for html in (f"<p>{escaped}</p>", f"<ul><li>{escaped}</li></ul>", f"<blockquote><p>{escaped}</p></blockquote>",
                 f'<figure data-photo="1"><figcaption>{escaped}</figcaption></figure>',
                 f"<table><tr><td>{escaped}</td><th>a</th></tr></table>"):  # fmt: skip
        stored = clean(html)
        assert from_desk(to_desk(stored)) == stored


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=12).map("".join) | st.lists(WORDS, max_size=12).map("\n".join))
def test_whatever_is_typed_is_stored_clean_and_comes_back(typed):
    stored = from_desk(typed)
    assert clean(stored) == stored
    assert from_desk(to_desk(stored)) == stored
    assert_nothing_runs(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("- Anh đi đâu đấy?\n\n- Tôi về.", "<p>- Anh đi đâu đấy?</p><p>- Tôi về.</p>"),
        ("3. Nội dung thứ ba", "<p>3. Nội dung thứ ba</p>"),
        ("1. Một\n\n2. Hai", "<p>1. Một</p><p>2. Hai</p>"),
        ("* Bài viết thể hiện quan điểm riêng", "<p>* Bài viết thể hiện quan điểm riêng</p>"),
        ("5 * 3 * 2 = 30", "<p>5 * 3 * 2 = 30</p>"),
        ("khoảng ~5 và a_b_c", "<p>khoảng ~5 và a_b_c</p>"),
        ("[sic] và [theo TTXVN]", "<p>[sic] và [theo TTXVN]</p>"),
        ("[hộp", "<p>[hộp</p>"),
        ("**chưa đóng", "<p>**chưa đóng</p>"),
        ("C:\\Users\\a", "<p>C:\\Users\\a</p>"),
        ("xem [đây](javascript:alert(1))", "<p>xem [đây](javascript:alert(1))</p>"),
        ("a < b > c <script>", "<p>a &lt; b &gt; c &lt;script&gt;</p>"),
        ("#hashtag #2", "<p>#hashtag #2</p>"),
        ("Chiều 5.4.\nHết.", "<p>Chiều 5.4.<br>Hết.</p>"),
    ],
)
def test_prose_as_newspapers_write_it_is_no_markup(typed, stored):
    assert from_desk(typed) == stored
    assert from_desk(to_desk(stored)) == stored


@pytest.mark.parametrize(
    "line",
    ["[ảnh 21: Chợ sớm | phải]", "[Ảnh 21: Chợ sớm | bên phải]", "[anh 21: Chợ sớm|phai]",
     "[photo 21: Chợ sớm | right]",
     "[PHOTO #21: Chợ sớm | Right]", "[hình 21: Chợ sớm | phải]"],
)  # fmt: skip
def test_a_pictures_line_is_understood_as_people_type_it(line):
    assert from_desk(line) == '<figure data-photo="21" data-place="right"><figcaption>Chợ sớm</figcaption></figure>'


def test_a_pictures_line_says_what_is_inherited_and_what_is_none_on_purpose():
    assert from_desk("[ảnh 21]") == '<figure data-photo="21" data-place="center"></figure>'
    assert from_desk("[ảnh 21: | rộng]") == '<figure data-photo="21" data-place="wide"></figure>'
    none = '<figure data-photo="21" data-place="center"><figcaption></figcaption></figure>'
    assert from_desk("[ảnh 21: (không chú thích)]") == none
    with translation.override("vi"):
        assert to_desk(none) == "[ảnh 21: (không chú thích) | giữa]"
        all_said = 'data-place="left" data-alt="Ghe" data-crop="3x2" data-focus="0.5,0.2"'
        typed = to_desk(f'<figure data-photo="" {all_said}></figure>')
    assert typed == "[ảnh còn thiếu | trái | mô tả: Ghe | khung 3x2 | tâm 0.5,0.2]"


@pytest.mark.parametrize(
    ("typed", "caption"),
    [
        ("leftcenterrightdel\n\u00a0Người dân xem. Ảnh: MINH KHUÊ", "Người dân xem."),
        ("leftcenterrightdel Người dân xem - Ảnh: MINH KHUÊ", "Người dân xem"),
        ("Left Center Right Del\nNgười dân xem. (Ảnh: MINH KHUÊ)", "Người dân xem."),
    ],
)
def test_a_toolbars_residue_is_the_place_of_a_picture(typed, caption):
    assert from_desk(f"Một.\n\n{typed}\n\nHai.") == (
        '<p>Một.</p><figure data-photo="" data-place="center" data-credit="MINH KHUÊ">'
        f"<figcaption>{caption}</figcaption></figure><p>Hai.</p>"
    )


def test_pasted_html_is_read_as_html_and_html_in_words_is_words():
    assert from_desk("<p>Một <b>hai</b></p>\n\n<p>ba</p>") == "<p>Một <strong>hai</strong></p><p>ba</p>"
    assert from_desk("Thẻ <b>đậm</b> viết thế này") == "<p>Thẻ &lt;b&gt;đậm&lt;/b&gt; viết thế này</p>"
    stored = clean("<p>&lt;p&gt; là thẻ</p>")
    assert from_desk(to_desk(stored)) == stored


def test_endless_nesting_is_no_harm():
    started = time.process_time()
    for typed in ("> " * 5000 + "a", "[hộp]\n" * 5000, "**" * 50_000, "[" * 50_000, "{en: " * 20_000, "2. a\n" * 20_000,
                  "> a\n\n" * 20_000, "\n".join(" " * (n % 200) + "- a" for n in range(5000))):  # fmt: skip
        stored = from_desk(typed)
        assert clean(stored) == stored
    assert time.process_time() - started < 20  # about 2 s on a quiet machine


def test_what_is_too_long_is_refused():
    with pytest.raises(BodyRefused):
        from_desk("a" * 2_000_001)


@needs_attacks
def test_an_attack_typed_or_pasted_into_the_text_runs_nothing():
    for attack in attacks():
        stored = from_desk(attack)
        assert_nothing_runs(stored)
        assert from_desk(to_desk(stored)) == stored


NAUGHTY = TEST_DATA / "naughty-strings" / "blns-a.json"


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="the naughty strings are not in NEWSROOM_TEST_DATA")
def test_naughty_strings_come_back_as_they_went_in():
    for string in json.loads(NAUGHTY.read_text()):
        expected = " ".join(text.clean(string).replace("\xa0", " ").split())
        stored = clean(f"<p>{escape(string, quote=False)}</p>")
        assert " ".join(plain_text(stored).replace("\xa0", " ").split()) == expected.lstrip("\u0338")
        assert from_desk(to_desk(stored)) == stored
        assert_nothing_runs(from_desk(string))
