"""What readers get of a body."""

import re

import pytest
from hypothesis import given, settings

from articles.body import embeds, render, schema
from articles.body.clean import clean
from articles.body.render import Target

from .body_documents import any_markup, bodies
from .test_body_clean import assert_nothing_runs, attacks, needs_attacks


def photo(pk, width=2400, height=1600, formats=("webp", "jpeg"), **words):
    """Photo.picture() of a photograph with files of these widths."""
    widths = [wide for wide in (320, 640, 960, 1280, 1600, 2400) if wide <= width] or [width]
    files = {
        name: [[wide, round(wide * height / width), f"/i/{pk}abc-{wide}.{name}"] for wide in widths]
        if name in formats
        else []
        for name in ("webp", "jpeg")
    }
    shape = {"width": widths[-1], "height": files[formats[0]][-1][1] if formats else 0, **files}
    said = {"caption": f"Chú thích {pk}", "alt": f"Mô tả {pk}", "credit": f"Người chụp {pk}", **words}
    return {"id": pk, "width": width, "height": height, "colour": "#808080", "shapes": {"original": shape}, **said}


PUBLIC_TAGS = schema.names(
    "p h2 h3 ul ol li strong em sub sup br hr span table caption thead tbody tr th td blockquote cite aside figure"
    " picture source img figcaption div a button"
)
PUBLIC_ATTRIBUTES = {
    "a": {"href", "data-slot", "class"}, "span": {"lang"}, "figure": {"class"}, "p": {"class"}, "td": {"class"},
    "source": {"type", "srcset", "sizes"}, "img": {"src", "width", "height", "alt", "loading", "decoding"},
    "div": {"class", "role", "tabindex", "aria-label", "data-provider", "data-frame", "data-title"}, "th": {"scope"},
    "aside": {"class", "aria-label", "data-slot"}, "blockquote": {"class"}, "button": {"class", "type", "hidden"},
}  # fmt: skip


def drawn(html, **photos):
    return render.render(clean(html), {int(name[1:]): found for name, found in photos.items()}, language="vi")


FIGURE = '<figure data-photo="1"></figure>'


def test_a_picture_stands_with_its_words_and_real_widths():
    html = drawn('<figure data-photo="1" data-place="wide"></figure>', p1=photo(1))
    assert html.startswith(
        '<figure class="photo photo--wide"><picture><source type="image/webp" srcset="/i/1abc-320.webp 320w, '
    )
    assert '<source type="image/jpeg" srcset="/i/1abc-320.jpeg 320w, ' in html
    assert 'src="/i/1abc-960.jpeg" width="2400" height="1600" alt="Mô tả 1" loading="lazy"' in html
    assert "<figcaption>Chú thích 1 <cite>Người chụp 1</cite></figcaption></figure>" in html


def test_the_first_picture_is_loaded_at_once_where_it_stands_high():
    html = render.render(clean(FIGURE * 2), {1: photo(1)}, language="vi", eager=True)
    assert html.count('loading="lazy"') == 1
    assert html.index('loading="lazy"') > html.index("</figure>")


@pytest.mark.parametrize(
    ("figure", "below"),
    [
        (FIGURE, "Chú thích 1 <cite>Người chụp 1</cite>"),
        ('<figure data-photo="1"><figcaption>Riêng <em>bài</em></figcaption></figure>',
         "Riêng <em>bài</em> <cite>Người chụp 1</cite>"),
        ('<figure data-photo="1"><figcaption></figcaption></figure>', "<cite>Người chụp 1</cite>"),
        ('<figure data-photo="1" data-credit="Người khác"></figure>', "Chú thích 1 <cite>Người chụp 1</cite>"),
    ],
    ids=["inherited", "the story's own", "none on purpose", "the photo's credit is the one that counts"],
)  # fmt: skip
def test_the_caption_is_the_storys_else_the_photos(figure, below):
    assert re.search("<figcaption>(.*)</figcaption>", drawn(figure, p1=photo(1)))[1] == below


def test_a_photo_without_credit_has_the_one_that_came_with_the_text():
    figure = '<figure data-photo="1" data-credit="Lê Lan"></figure>'
    assert "<cite>Lê Lan</cite>" in drawn(figure, p1=photo(1, credit=""))


def test_words_for_a_blind_reader_are_the_figures_else_the_photos_else_none():
    assert 'alt="Mô tả 1"' in drawn(FIGURE, p1=photo(1))
    assert 'alt=""' in drawn('<figure data-photo="1" data-alt=""></figure>', p1=photo(1))
    assert 'alt="&quot;Ghe&quot; &lt;b&gt;"' in drawn(
        '<figure data-photo="1" data-alt=\'"Ghe" <b>\'></figure>', p1=photo(1)
    )
    assert 'alt=""' in drawn(FIGURE, p1=photo(1, alt=""))


def test_no_picture_is_shown_wider_than_its_pixels():
    small = drawn('<figure data-photo="1" data-place="wide"></figure>', p1=photo(1, 500, 300))
    assert 'class="photo photo--center photo--small"' in small
    assert 'sizes="(min-width: 320px) 320px, 100vw"' in small, "the widest file there is"
    assert 'class="photo photo--center"' in drawn(
        '<figure data-photo="1" data-place="wide"></figure>', p1=photo(1, 960, 600)
    )


def test_a_picture_taller_than_wide_says_so():
    html = drawn(FIGURE, p1=photo(1, 1600, 2400))
    assert 'class="photo photo--center photo--tall"' in html
    assert 'sizes="(min-width: 30em) 30rem, 100vw"' in html


def test_one_format_is_enough_and_none_leaves_the_figure_out():
    assert 'type="image/jpeg"' not in drawn(FIGURE, p1=photo(1, formats=("webp",)))
    assert 'src="/i/1abc-960.webp"' in drawn(FIGURE, p1=photo(1, formats=("webp",)))
    assert drawn(FIGURE, p1={**photo(1), "shapes": {}}) == ""
    assert drawn(FIGURE) == ""
    assert drawn('<figure data-photo=""><figcaption>Sắp có</figcaption></figure>') == ""
    assert drawn(f"<div data-gallery>{FIGURE}</div>") == ""


def test_links_of_ours_are_slots_until_the_page_is_made():
    html = drawn(
        '<p>Xem <a data-article="7">bài <b>ấy</b></a>, <a href="https://a.vn/">ngoài</a>.</p>'
        '<aside data-article="9"></aside>'
    )
    assert render.slots(html) == {("article", 7), ("article", 9)}
    targets = {("article", 7): Target("/a/b-7/"), ("article", 9): Target("/a/c-9/", 'Tít "hay" & <lạ>')}
    filled = render.fill_slots(html, targets)
    assert '<p>Xem <a href="/a/b-7/">bài <strong>ấy</strong></a>, <a href="https://a.vn/">ngoài</a>.</p>' in filled
    assert '<a href="/a/c-9/">Tít &quot;hay&quot; &amp; &lt;lạ&gt;</a></aside>' in filled


def test_a_story_taken_down_stands_nowhere():
    html = drawn('<p>Xem <a data-article="7">bài ấy</a>.</p><aside data-article="7"></aside>')
    assert render.fill_slots(html, {}) == "<p>Xem bài ấy.</p>"


def test_no_author_can_write_a_slot():
    forged = (
        '<p>&lt;a data-slot="article:7"&gt;x&lt;/a&gt; data-slot="article:8"</p><p><a data-slot="article:9">x</a></p>'
    )
    assert render.slots(drawn(forged)) == set()


def test_an_embed_says_what_will_load_from_whom_and_works_as_a_link():
    html = drawn('<div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div>')
    assert 'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in html
    assert '<a class="embed__link" href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">' in html
    assert "YouTube" in render.re.sub("<[^>]*>", "", html)
    assert "<iframe" not in html
    assert render.plain_text(html) == ""


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s", ("youtube", "dQw4w9WgXcQ")),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", ("youtube", "dQw4w9WgXcQ")),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
        ("https://vimeo.com/76979871", ("vimeo", "76979871")),
        ("https://www.facebook.com/baodientu/posts/pfbid0abc", ("facebook", "baodientu/posts/pfbid0abc")),
        ("https://www.facebook.com/watch/?v=1234567890", ("facebook", "watch/1234567890")),
        (
            "https://www.tiktok.com/@bao.sang/video/7301234567890123456",
            ("tiktok", "@bao.sang/video/7301234567890123456"),
        ),
        ("https://twitter.com/ai_do/status/123?s=20", ("x", "ai_do/status/123")),
        ("https://www.instagram.com/p/Cabc_-12/", ("instagram", "p/Cabc_-12")),
        ("https://soundcloud.com/nguoi-hat/bai-hat", ("soundcloud", "nguoi-hat/bai-hat")),
        ("https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk", ("spotify", "episode/4rOoJ6Egrf8K2IrywzwOMk")),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ("javascript:alert(1)", None),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://example.vn/", None),
        ("http://[", None),
    ],
)
def test_an_address_as_copied_from_the_browser_is_understood(address, found):
    assert embeds.embed_from_url(address) == found
    if found:
        provider, ref = found
        assert embeds.embed_from_url(embeds.PROVIDERS[provider].page(ref)) == found
        assert embeds.PROVIDERS[provider].frame(ref).startswith(f"https://{embeds.PROVIDERS[provider].frame_host}/")


def test_a_table_has_heads_and_numbers_on_the_right():
    html = drawn(
        "<table><caption>Giá</caption><tr><th>Xăng</th><th>Đồng/lít</th></tr>"
        "<tr><th>RON 95</th><td>21.500</td></tr></table>"
    )
    assert '<thead><tr><th scope="col">Xăng</th>' in html
    assert '<th scope="row">RON 95</th><td class="number">21.500</td>' in html
    assert 'aria-label="Giá"' in html


def test_feeds_get_whole_addresses_and_plain_links():
    html = drawn(
        '<p>srcset="/x" <a data-article="7">a</a></p>' + FIGURE + '<div data-embed="x" data-ref="a/status/1"></div>',
        p1=photo(1),
    )
    feed = render.feed_html(render.fill_slots(html, {("article", 7): Target("/a/b-7/")}), "https://bao.example")
    assert '<p>srcset="/x" <a href="https://bao.example/a/b-7/">a</a></p>' in feed
    assert 'srcset="https://bao.example/i/1abc-320.webp 320w, https://bao.example/i/1abc-640.webp 640w' in feed
    assert 'src="https://bao.example/i/1abc-960.jpeg"' in feed
    assert '<p><a class="embed__link" href="https://x.com/a/status/1">' in feed
    assert "<button" not in feed
    assert '="/' not in feed.replace('srcset="/x"', "")


def test_plain_text_is_what_is_read_aloud():
    html = '<h2>Tít</h2><p>Một<br>hai <strong>b</strong>a &amp; <a data-article="7">bốn</a></p><ul><li>năm</li></ul>'
    assert render.plain_text(html) == "Tít\nMột\nhai ba & bốn\nnăm"
    assert render.word_count(html) == 7
    assert render.reading_minutes(0) == 1
    assert render.reading_minutes(2300) == 10


@settings(max_examples=150, deadline=None)
@given(any_markup)
def test_what_is_rendered_is_as_safe_as_what_is_stored(html):
    rendered = render.render(clean(html), {21: photo(21)}, language="vi")
    assert_nothing_runs(rendered, PUBLIC_TAGS, PUBLIC_ATTRIBUTES)


@needs_attacks
def test_the_attack_corpus_rendered_runs_nothing():
    for attack in attacks():
        words = clean(attack)
        rendered = render.render(words, {1: photo(1, caption=attack, alt=attack, credit=attack)}, language="vi")
        rendered += render.render(
            clean(FIGURE), {1: photo(1, caption=attack, alt=attack, credit=attack)}, language="en"
        )
        filled = render.fill_slots(rendered, {})
        assert_nothing_runs(filled, PUBLIC_TAGS, PUBLIC_ATTRIBUTES)
        assert_nothing_runs(render.feed_html(rendered, "https://bao.example"), PUBLIC_TAGS, PUBLIC_ATTRIBUTES)


@settings(max_examples=100, deadline=None)
@given(bodies)
def test_readers_get_every_word_of_a_story_once(html):
    without_pictures = re.sub(r"<figure .*?</figure>", "", html, flags=re.S)
    assert render.plain_text(render.fill_slots(drawn(without_pictures), {})) == render.plain_text(without_pictures)
