"""Newspaper pages copied into the desk: pictures, captions, boxes and words, against real pages and their facts."""

import json
import re
from html import unescape
from unicodedata import normalize

import pytest

from articles.body.clean import clean
from articles.body.deskform import from_desk, to_desk
from articles.body.render import plain_text
from articles.importers.newspaper import read_html

from .body_documents import TEST_DATA
from .test_body_clean import assert_nothing_runs, attacks, needs_attacks

FOLDER = TEST_DATA / "paste-vi-newspaper"
FILES = sorted(FOLDER.glob("article-*.json"))
needs_pages = pytest.mark.skipif(not FILES, reason="the newspaper pages are not in NEWSROOM_TEST_DATA")
LABELS = {"ảnh", "đồ", "họa", "hoạ", "tư", "liệu"}


def words(line):
    line = normalize("NFC", re.sub("[\u200b\u00ad\u2028\u200e\u200f\ufeff]", "", line)).replace("\u2028", " ")
    return [word for word in re.findall(r"[^\W_]+", line.lower()) if word not in LABELS]


def words_of_source(html):
    joined = re.sub(r"</?(?:strong|em|span|a|b|i)\b[^>]*>", "", html)
    return words(unescape(re.sub("<[^>]*>", " ", joined)))


def words_of_body(html):
    """The words readers get, each picture's credit after its caption."""
    told = re.sub(
        r'<figure data-photo="" data-place="center"(?: data-credit="([^"]*)")?>(.*?)</figure>',
        lambda found: f"<p>{found[2]} {found[1] or ''}</p>",
        html,
    )
    return words(plain_text(told))


@needs_pages
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_real_page_keeps_every_word_and_picture(file):
    page = json.loads(file.read_text())
    story = read_html(page["body_html"], headline=page["title"], standfirst=page["sapo_html"])
    assert len(story.figures) == page["facts"]["images"]
    assert all(figure.photo is None for figure in story.figures)
    assert sum(bool(figure.caption or figure.credit) for figure in story.figures) == page["facts"]["captions"]
    assert "<table" not in story.body
    assert words_of_body(story.body) == words_of_source(page["body_html"])
    assert clean(story.body) == story.body
    assert from_desk(to_desk(story.body)) == story.body
    assert story.headline == " ".join(words_as_printed(page["title"]))
    assert not re.match(r"T?T?TO? -|TT -", story.standfirst)
    for text in (story.headline, story.standfirst, story.body):
        assert text == normalize("NFC", text)
        assert not re.search("[\u200b\u2028\u00a0]", text)


def words_as_printed(title):
    return normalize("NFC", unescape(title)).replace("\u200b", "").replace("\u2028", " ").split()


@needs_pages
def test_captions_stand_apart_from_their_credits():
    credits = set()
    for file in FILES:
        story = read_html(json.loads(file.read_text())["body_html"], headline="x")
        credits |= {figure.credit for figure in story.figures}
        for figure in story.figures:
            assert not re.search(r"Ảnh\s*:", figure.caption or "")
    assert {"N.K", "T.Phùng", "Tuấn Anh", "Chí Quốc", "wp", "all-free-photos", "Trân Duy", "Ảnh tư liệu"} <= credits


@needs_pages
def test_every_subhead_is_a_head():
    pages = [json.loads(file.read_text())["body_html"] for file in FILES]
    bodies = [read_html(page, headline="x").body for page in pages]
    assert sum(len(re.findall("<h[23]>", body)) for body in bodies) == sum(
        page.count("ck_inner_title") for page in pages
    )


@needs_pages
def test_boxes_and_quotes_are_known_by_their_shape():
    def body(number):
        return read_html(json.loads((FOLDER / f"article-{number}.json").read_text())["body_html"], headline="x").body

    assert "<blockquote data-pull><p>Muốn nuôi dưỡng nguồn thu" in body(130)
    assert "<cite>TS VŨ ĐÌNH ÁNH</cite></blockquote>" in body(130)
    assert "<aside data-box><h3>Chưa có kế hoạch tăng thuế bảo vệ môi trường</h3>" in body(130)
    assert '<aside data-box><figure data-photo="" data-place="center" data-credit="C.V.Kình"></figure>' in body(132)


CASES = [
    ("a paragraph of a picture takes the italic line below",
     '<p class="body-image"><img src="https://a.vn/1.jpg"/></p>'
     '<p class="body-text"><em>Chợ sớm - Ảnh: Lê Lan</em></p><p>Chữ.</p>',
     '<figure data-photo="" data-place="center" data-credit="Lê Lan"><figcaption>Chợ sớm</figcaption></figure>'
     "<p>Chữ.</p>"),
    ("a figure keeps its caption",
     '<figure class="image"><img src="a.jpg"><figcaption>Chợ sớm</figcaption></figure>',
     '<figure data-photo="" data-place="center"><figcaption>Chợ sớm</figcaption></figure>'),
    ("a sortable block of the large dailies",
     '<div class="VCSortableInPreviewMode" type="Photo"><div><img src="a.jpg" alt="Tít - Ảnh 1."></div>'
     '<div class="PhotoCMS_Caption"><p>[nhập chú thích]</p></div></div><p>Chữ</p>',
     '<figure data-photo="" data-place="center"></figure><p>Chữ</p>'),
    ("two pictures with a caption each in one table",
     '<table><tr><td><img src="a"></td><td><img src="b"></td></tr><tr><td>Trái</td><td>Phải</td></tr></table>',
     '<figure data-photo="" data-place="center"><figcaption>Trái</figcaption></figure>'
     '<figure data-photo="" data-place="center"><figcaption>Phải</figcaption></figure>'),
    ("two pictures with one caption are a gallery",
     '<table class="tplCaption"><tr><td><img src="a"><img src="b"></td></tr><tr><td>Chung</td></tr></table>',
     '<div data-gallery><figure data-photo=""></figure>'
     '<figure data-photo=""><figcaption>Chung</figcaption></figure></div>'),
    ("a table of figures stays a table",
     "<table><tr><td>Năm</td><td>Tấn</td></tr><tr><td>2024</td><td>12</td></tr></table>",
     "<table><tr><td>Năm</td><td>Tấn</td></tr><tr><td>2024</td><td>12</td></tr></table>"),
    ("a toolbar's residue in a page",
     "<p>Một</p><p>leftcenterrightdel</p><p>&nbsp;Chợ sớm. Ảnh: LÊ LAN</p><p>Hai</p>",
     '<p>Một</p><figure data-photo="" data-place="center" data-credit="LÊ LAN">'
     "<figcaption>Chợ sớm.</figcaption></figure>"
     "<p>Hai</p>"),
    ("residue and caption in one paragraph",
     "<p>leftcenterrightdel<br>Chợ sớm<br>Chữ</p>",
     '<figure data-photo="" data-place="center"><figcaption>Chợ sớm</figcaption></figure><p>Chữ</p>'),
    ("a video of a known site becomes an embed, another frame goes",
     '<p>a</p><iframe width="1" src="//www.youtube.com/embed/dQw4w9WgXcQ"></iframe><iframe src="https://evil.example"></iframe>',
     '<p>a</p><div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div>'),
    ("furniture of the page goes",
     "<p>Chữ</p><p>Xem thêm &gt;&gt;</p>"
     "<div class='RelatedNewsBox'><a href='https://a.vn/'>Tin khác</a></div><p>&lt;/</p>",
     "<p>Chữ</p>"),
    ("our own figures keep their photo",
     '<p>a</p><figure data-photo="21" data-place="left"><figcaption>B</figcaption></figure>',
     '<p>a</p><figure data-photo="21" data-place="left"><figcaption>B</figcaption></figure>'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "stored"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_page_means(html, stored):
    assert read_html(html).body == stored


def test_headline_and_standfirst_are_taken_out_of_a_whole_page():
    story = read_html("<h1>Chợ <b>sớm</b></h1><p class='sapo'>(NLĐO) - Từ 3 giờ sáng.</p><p>Chữ.</p>")
    assert (story.headline, story.standfirst, story.body) == ("Chợ sớm", "Từ 3 giờ sáng.", "<p>Chữ.</p>")
    bare = read_html("<p>Chữ.</p>")
    assert (bare.headline, bare.standfirst, bare.warnings) == (None, None, [])


def test_a_thousand_tables_in_each_other_are_no_harm():
    story = read_html("<table><tr><td>a" * 1000 + "<p>cuối</p>")
    assert "cuối" in story.body
    assert clean(story.body) == story.body


@needs_attacks
def test_an_attack_inside_a_page_runs_nothing():
    for attack in attacks():
        picture = f"<table><tr><td><img src='a'>{attack}</td></tr><tr><td>{attack}</td></tr></table>"
        for html in (attack, picture):
            story = read_html(html, headline=attack, standfirst=attack)
            assert_nothing_runs(story.body)
            assert clean(story.body) == story.body
