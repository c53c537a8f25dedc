"""The gate of the body: what comes in, what is stored."""

import json
import re
import time
from html import unescape
from html.parser import HTMLParser
from unicodedata import combining, normalize

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.body import blocks, schema, tree
from articles.body.clean import BodyRefused, clean
from newsroom import text

from .body_documents import TEST_DATA, any_markup, bodies

CASES = [
    ("loose words get a paragraph", "Chợ họp sớm", "<p>Chợ họp sớm</p>"),
    ("an empty line parts paragraphs", "<p>a<br><br>b<br>c</p>", "<p>a</p><p>b<br>c</p>"),
    ("empty blocks go", "<p>a</p><p> &nbsp;</p><h2></h2><ul><li></li></ul><p><b> </b></p>", "<p>a</p>"),
    ("white space leaves the marks", "<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
    ("marks stand in one order",
     "<p><i><b>a</b></i><b>b</b></p>", "<p><strong><em>a</em>b</strong></p>"),
    ("a diacritic finds its letter", "<p>Vi<b>ê</b>&#x323;t</p>", "<p>Vi<strong>ệ</strong>t</p>"),
    ("entities are decoded before NFC", "<p>Vi&ecirc;&#777;n</p>", "<p>Viển</p>"),
    ("headings are two levels", "<h1>A</h1><h5>B</h5>", "<h2>A</h2><h3>B</h3>"),
    ("a heading is bold already", "<h2><b>A</b></h2>", "<h2>A</h2>"),
    ("lists side by side are one", "<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("an item takes lines", "<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
    ("an item without words is no level", "<ul><li><ol><li>a</li></ol></li></ul>", "<ul><li>a</li></ul>"),
    ("words after a list in an item are the next item", "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
     "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("a picture parts a quote", '<blockquote>a<figure data-photo="3"></figure>b</blockquote>',
     '<blockquote><p>a</p></blockquote><figure data-photo="3" data-place="center"></figure>'
     "<blockquote><p>b</p></blockquote>"),
    ("a pull quote ends with its name", "<blockquote data-pull><cite>Lan</cite>Tôi về</blockquote>",
     "<blockquote data-pull><p>Tôi về</p><cite>Lan</cite></blockquote>"),
    ("a name alone is no quote's name",
     "<blockquote><cite>Lan</cite></blockquote>", "<blockquote><p>Lan</p></blockquote>"),
    ("a cited title is words", "<p>phim <cite>Mùi đu đủ</cite> hay</p>", "<p>phim Mùi đu đủ hay</p>"),
    ("a box has small heads",
     "<aside data-box><h2>A</h2><p>b</p></aside>", "<aside data-box><h3>A</h3><p>b</p></aside>"),
    ("a broken photo id waits for its photo",
     '<figure data-photo="9e9" data-place="top"><figcaption>A</figcaption></figure>',
     '<figure data-photo="" data-place="center"><figcaption>A</figcaption></figure>'),
    ("an empty caption stays", '<figure data-photo="1"><figcaption></figcaption></figure>',
     '<figure data-photo="1" data-place="center"><figcaption></figcaption></figure>'),
    ("an empty alt stays", '<figure data-photo="1" data-alt=""></figure>',
     '<figure data-photo="1" data-place="center" data-alt=""></figure>'),
    ("pictures of a gallery have no place",
     '<div data-gallery><figure data-photo="1" data-place="left"></figure></div>',
     '<div data-gallery><figure data-photo="1"></figure></div>'),
    ("words in a figure are its caption", '<figure data-photo="1">A<p>b</p></figure>',
     '<figure data-photo="1" data-place="center"><figcaption>A b</figcaption></figure>'),
    ("a table of nothing goes", "<table><tr><td> </td></tr></table><p>a</p>", "<p>a</p>"),
    ("empty cells keep the columns", "<table><tbody><tr><td>a<td><td><b>b</b></table>",
     "<table><tr><td>a</td><td></td><td><strong>b</strong></td></tr></table>"),
    ("an embed of nobody goes", '<div data-embed="evil" data-ref="1"></div><p>a</p>', "<p>a</p>"),
    ("script goes with its words", "<p>a<script>alert(1)</script><style>b{}</style>b</p>", "<p>ab</p>"),
    ("unknown tags leave their words", "<p><font color=red>đỏ</font> <marquee>chạy</marquee></p>", "<p>đỏ chạy</p>"),
    ("an internal link beats an outer one",
     '<a href="https://a.vn/" data-article="7">a</a>', '<p><a data-article="7">a</a></p>'),
    ("foreign words keep their language", '<p><span lang="en" class="x">fair</span> <span>play</span></p>',
     '<p><span lang="en">fair</span> play</p>'),
]  # fmt: skip


@pytest.mark.parametrize(("came", "stored"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_comes_is_stored_as(came, stored):
    assert clean(came) == stored


@pytest.mark.parametrize(
    "address",
    ["//evil.example/x", "\\\\evil.example", "/\\evil", "https:\\\\evil", "http:evil", "https:///evil", "/lien-he/",
     "#a", "javascript:alert(1)", "java\nscript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x",
     "ftp://a/", "https://", "https://vn@evil.example/", "http://[", "https://a:b", "mailto:a", "tel:abc",
     " \x01javascript:x", "blob:https://a", "https://a.vn/\u2028x"],
)  # fmt: skip
def test_a_link_that_could_deceive_leaves_its_words(address):
    assert clean(f'<p><a href="{address}">chữ</a></p>') == "<p>chữ</p>"


@pytest.mark.parametrize(
    "address",
    ["https://example.vn/", "http://example.vn:8080/a?b=c#d", "mailto:toa-soan@example.vn", "tel:+84.28.1234"],
)
def test_an_outer_link_stays(address):
    assert clean(f'<a href="{address}">a</a>') == f'<p><a href="{address}">a</a></p>'


def test_a_thousand_lists_in_each_other_become_three_levels_with_every_item():
    cleaned = clean("".join(f"<ul><li>mục{n}" for n in range(1000)))
    assert re.findall(r"mục(\d+)", cleaned) == [str(n) for n in range(1000)]
    assert cleaned.count("<ul>") == 3


@pytest.mark.parametrize(
    "html",
    ["a" * 2_000_001, "<ul><li>" * 20_000, "<div>" * 20_000, "<b><i></b>" * 60_000,
     "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
     '<p x="1" ' + " ".join(f'a{n}=">"' for n in range(150_000)) + ">"],
    ids=["too long", "lists", "wrappers", "tags", "attributes", "attributes with signs"],
)  # fmt: skip
def test_what_no_story_can_be_is_refused_at_once_and_says_that_nothing_was_stored(html):
    started = time.process_time()
    with translation.override("en"), pytest.raises(BodyRefused, match="nothing was stored"):
        clean(html)
    assert time.process_time() - started < 2


def test_two_megabytes_of_text_are_cleaned_in_a_moment():
    html = "<p>Đoạn văn dài về Đà Nẵng, &ldquo;lời nói&rdquo; và chữ.</p>" * (1_990_000 // 62)
    started = time.process_time()
    assert clean(html).count("<p>") == html.count("<p>")
    assert time.process_time() - started < 8  # about 1.5 s on a quiet machine; this one may be busy


@settings(max_examples=200, deadline=None)
@given(any_markup)
def test_cleaning_twice_changes_nothing(html):
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert blocks.write(tree.parse(cleaned)) == cleaned
    assert text.nfc(cleaned) == cleaned


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | any_markup.map(lambda html: html[: len(html) * 2 // 3]))
def test_anything_at_all_is_cleaned(html):
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert_nothing_runs(cleaned)


@settings(max_examples=200, deadline=None)
@given(bodies)
def test_what_is_stored_keeps_the_grammar(html):
    for block in tree.parse(html):
        assert block.kind in schema.BODY.holds
        assert_keeps_the_grammar(block)


def assert_keeps_the_grammar(block):
    kind = schema.KINDS[block.kind]
    assert kind.words or not block.runs
    assert kind.breaks or "\n" not in block.words
    assert block.runs or block.children or kind.eager
    assert set(block.attributes) <= set(kind.attributes)
    for child in block.children:
        assert child.kind in kind.holds
        assert_keeps_the_grammar(child)


@settings(max_examples=200, deadline=None)
@given(any_markup)
@example("<ul><li>\u0301\u0338</li></ul><p>\u0338\u0301a<b>\u0301\u0338</b></p>")
def test_no_harmless_word_is_lost_or_doubled(html):
    came, stored = _letters(_visible(html)), _letters(re.sub("<[^>]*>", " ", clean(html)))
    assert sorted(came) == sorted(stored)
    if not re.search("<(table|caption|cite|figcaption|tbody|t[rdh])", html):  # those have a place of their own
        assert came == stored


def _visible(html):
    """The words of markup as our strategy writes it: tags closed, scripts gone."""
    return re.sub("<[^>]*>", " ", re.sub(r"<script [^>]*>(.*?)</script>", "", html, flags=re.S))


def _letters(html):
    bare = normalize("NFD", text.clean(unescape(html)))
    return [letter for letter in bare if not letter.isspace() and not combining(letter)]


# ---- attacks -------------------------------------------------------------------------------------------------------


def attacks():
    folder = TEST_DATA / "html-attacks"
    if not folder.is_dir():
        return []
    purify = [case["payload"] for case in json.loads((folder / "dompurify-a.json").read_text())]
    feeds = [case["payload"] for case in json.loads((folder / "feedparser-sanitize-a.json").read_text())]
    lines = (folder / "payloadbox-a.txt").read_text().splitlines()
    return [attack for attack in purify + feeds + lines if attack]


needs_attacks = pytest.mark.skipif(not attacks(), reason="the attack corpus is not in NEWSROOM_TEST_DATA")


class _Inspector(HTMLParser):
    """Says what in a document could run, load or overlay."""

    def __init__(self, tags, attributes):
        super().__init__()
        self.tags, self.attributes, self.faults = tags, attributes, []

    def handle_starttag(self, tag, attrs):
        if tag not in self.tags:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in self.attributes.get(tag, ()):
                self.faults.append(f"<{tag} {name}>")
            if name in ("href", "src", "srcset") and not re.match(r"https?://[^/\\]|mailto:|tel:|/[a-z]", value or ""):
                self.faults.append(f"{name}={value}")

    def handle_decl(self, decl):
        self.faults.append(decl)

    handle_pi = unknown_decl = handle_comment = handle_decl


def assert_nothing_runs(html, tags=schema.TAGS, attributes=schema.ATTRIBUTES):
    inspector = _Inspector(tags, attributes)
    inspector.feed(html)
    inspector.close()
    assert inspector.faults == [], html


@needs_attacks
def test_nothing_of_the_attack_corpus_survives_that_could_run():
    for attack in attacks():
        cleaned = clean(attack)
        assert_nothing_runs(cleaned)
        assert clean(cleaned) == cleaned


@needs_attacks
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_attacks_spliced_into_each_other_do_not_run_either(data):
    some = st.sampled_from(attacks() or [""])
    left, right = data.draw(some), data.draw(some)
    cut = data.draw(st.integers(0, len(left)))
    cleaned = clean(left[:cut] + right + left[cut:])
    assert_nothing_runs(cleaned)
    assert clean(cleaned) == cleaned
