"""Every construct of a story's body through the editor, the gate and the database and back: identical, and nothing moves."""

import re

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as of_any
from hypothesis import strategies as st

from articles.body.clean import clean
from articles.body.editorschema import described
from articles.models import Article
from tests import given
from tests.articles.body_documents import bodies
from tests.browser.editor import a_writer, editors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARKS = "bold <strong>đậm <em>và nghiêng</em></strong>, <em>nghiêng</em>, CO<sub>2</sub>, m<sup>2</sup>"
LINKS = (
    '<a href="https://example.vn/a_(b)?c=1&amp;d=2">ngoài</a> <a href="mailto:a@b.vn">thư</a> '
    '<a href="tel:+84123">gọi</a> <a data-article="7">bài</a> <a data-section="2">mục</a> <a data-tag="3">thẻ</a> '
    '<a data-person="4">người</a> <a data-photo="5">ảnh</a> <a data-article="8"><strong>đậm</strong></a>'
)
CONSTRUCTS = {
    "paragraph": f"<p>{MARKS}; {LINKS}</p><p>Dòng một<br>dòng hai &amp; &lt;ba&gt; “bốn” ’năm’ \u00a0</p>",
    "languages": '<p>Tiếng <span lang="en">weekend <em>trip</em></span> và <span lang="zh-Hant">漢字</span></p>',
    "headings": '<h2>Tít <em>nghiêng</em> <a href="https://a.vn/">có liên kết</a></h2><h3>Tít nhỏ</h3>',
    "lists": "<ul><li>Một<br>tiếp</li><li>Hai<ol><li>A<ul><li>Sâu</li></ul></li><li>B</li></ol></li></ul>"
    "<ol><li>Một</li><li><strong>Hai</strong><ul><li>x</li></ul></li></ol>",
    "quote": "<blockquote><p>Lời.</p><ul><li>ý</li></ul><p>Lời nữa.</p><cite>Bà <em>Tư</em></cite></blockquote>",
    "pull": "<blockquote data-pull><p>Lời lớn</p><cite>Ông Năm</cite></blockquote>",
    "box": "<aside data-box><h3>Hộp</h3><p>Chữ</p><ul><li>a</li></ul><blockquote><p>Lời</p></blockquote>"
    '<figure data-photo="21" data-place="left"><figcaption>Trong hộp</figcaption></figure>'
    "<table><tr><th>A</th></tr><tr><td>1</td></tr></table><hr><p>Hết</p></aside>",
    "card": '<aside data-article="9"></aside>',
    "figures": '<figure data-photo="21" data-place="left"></figure>'
    '<figure data-photo="21" data-place="wide"><figcaption></figcaption></figure>'
    '<figure data-photo="22" data-place="right" data-alt="Chợ &quot;sớm&quot;" data-credit="Lê A" data-crop="3x2"'
    ' data-focus="0.5,0.25"><figcaption>Chợ <em>sớm</em></figcaption></figure>'
    '<figure data-photo="22" data-place="center" data-alt=""></figure>'
    '<figure data-photo="" data-place="center"><figcaption>Đang chờ</figcaption></figure>'
    '<figure data-photo="" data-place="center" data-credit="Lê B"></figure>',
    "gallery": '<div data-gallery><figure data-photo="21" data-alt="a"></figure><figure data-photo="">'
    '<figcaption>Hai</figcaption></figure><figure data-photo="22" data-crop="16x9"><figcaption></figcaption></figure></div>',
    "embeds": '<div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div><div data-embed="x" data-ref="a/status/1"></div>',
    "table": "<table><caption>Giá <em>rau</em></caption><tr><th>Chợ</th><th>Giá<br>sỉ</th></tr>"
    "<tr><th>Sớm</th><td>1 <strong>đậm</strong></td></tr><tr><td></td><td>2<br>3</td></tr></table>",
    "rule": "<p>Trước</p><hr><p>Sau</p>",
}
THROUGH = """bodies => bodies.map((html) => {
  window.storyEditor.set(html);
  return window.storyEditor.html();
})"""


@pytest.fixture
def open_story(chromium, live_server):
    with editors(chromium, live_server) as opened:
        yield opened


def test_what_is_written_here_has_every_kind_mark_and_attribute_of_the_schema():
    whole = "".join(CONSTRUCTS.values())
    for kind in described()["kinds"]:
        assert re.search(rf"<{kind['tag']}\b", whole), kind["name"]
        for name in kind["attributes"]:
            assert re.search(rf"<{kind['tag']}[^>]* {name}\b", whole), (kind["name"], name)
    for mark, attributes in described()["marks"].items():
        assert all(f"<{mark} {name}=" in whole for name in attributes) and f"<{mark}" in whole, mark


def test_every_construct_goes_through_editor_gate_and_database_and_comes_back(open_story):
    user = a_writer()
    here = {number: str(given.a_photo(f"Ảnh {number}.", by=user).pk) for number in ("21", "22")}  # others are not taken
    editor = open_story(user)
    for name, html in CONSTRUCTS.items():
        stored = clean(html)
        editor.set(stored)
        assert editor.html() == stored, name
    whole = clean("<p>Đầu</p>".join(CONSTRUCTS.values()))
    whole = re.sub(r'(?<=<figure data-photo=")\d+', lambda number: here[number[0]], whole)
    editor.page.evaluate("html => window.storyEditor.replace(html)", whole)
    assert editor.html() == whole
    assert editor.save().body == whole
    editor.page.reload()
    editor.page.locator("#story-body").wait_for()
    assert editor.html() == whole


@pytest.fixture
def any_story(open_story):
    return open_story()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@of_any(many=st.lists(bodies, min_size=1, max_size=6))
def test_any_stored_body_is_the_same_after_it_was_looked_at(any_story, many):
    for stored, written in zip(many, any_story.page.evaluate(THROUGH, many), strict=True):
        assert written == stored
        assert clean(written) == stored


def figure(photo, inside="", said=""):
    return f'<figure data-photo="{photo}" data-place="center"{said}>{inside}</figure>'


def test_captions_inherited_own_and_empty_on_purpose_stay_what_they_are(open_story):
    user = a_writer()
    photo, bare = given.a_photo("Chợ  sớm\nbên sông.", by=user).pk, given.a_photo("", by=user).pk
    body = (
        figure(photo)
        + figure(photo, "<figcaption>Lời riêng</figcaption>")
        + figure(photo, "<figcaption></figcaption>")
        + figure(photo, said=' data-alt="" data-crop="3x2" data-focus="0.2,0.8"')
        + figure(bare)
        + figure(bare, "<figcaption></figcaption>")
        + f'<div data-gallery><figure data-photo="{photo}"></figure><figure data-photo="{bare}" data-alt="Bến">'
        "<figcaption>Bến</figcaption></figure></div><p>Hết</p>"
    )
    editor = open_story(user, given.a_draft(by=user, body=body))
    assert editor.html() == body == editor.article.body
    captions = [words.strip() for words in editor.page.locator("#story-body figcaption").all_inner_texts()]
    assert captions == ["Chợ sớm bên sông.", "Lời riêng", "", "Chợ sớm bên sông.", "", "", "Chợ sớm bên sông.", "Bến"]
    editor.page.locator("#story-body > p").click()
    editor.press("End")
    editor.page.keyboard.type(" bài")
    assert editor.save().body == body.replace("Hết", "Hết bài")


def test_a_save_moves_nothing(open_story):
    user = a_writer()
    words = "".join(f"<p>Đoạn thứ {number} của một bài dài.</p>" for number in range(60))
    editor = open_story(user, given.a_draft(by=user, body=words + figure(given.a_photo(by=user).pk) + "<p>Cuối</p>"))
    page = editor.page
    page.locator("#story-body > p").nth(30).click()
    page.keyboard.type("xin chào  ")  # two blanks are one when it is stored
    page.keyboard.type("bạn ")
    state = """() => { const { state } = window.storyEditor.view; return [state.selection.anchor, state.selection.head,
      state.doc.nodeSize, Math.round(window.scrollY)] }"""
    before, html = page.evaluate(state), editor.html()
    assert editor.save().body == html
    assert page.evaluate(state) == before
    assert page.evaluate("document.activeElement.id") == "story-body"
    assert not page.evaluate("window.storyForm.isDirty()")
    editor.press("Control+z", "Control+z", "Control+z")
    assert Article.objects.get(pk=editor.article.pk).body == html
    assert "xin chào" not in editor.html()
    assert editor.html() == words + html[html.index("<figure") :]
