"""What nobody should paste or store: the words stay, the dress goes, a sentence says so, and the page never stands still."""

import re
import statistics

import pytest
from django.utils import timezone

from articles.body.clean import clean
from articles.body.figures import figures
from articles.body.render import plain_text
from media.models import Photo
from tests import given
from tests.articles.test_body_clean import assert_nothing_runs, attacks, needs_attacks
from tests.articles.test_paste_office import HEAVY, STORY
from tests.browser.editor import a_writer, editors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = 1000
"""Milliseconds that the page may stand still."""

WATCH = """() => {
  window.longest = 0;
  let last = performance.now();
  window.watching = setInterval(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last - 20);
    last = now;
  }, 20);
}"""


@pytest.fixture
def open_story(chromium, live_server):
    with editors(chromium, live_server) as opened:
        yield opened


@pytest.fixture
def watched(open_story):
    """An editor whose page is asked how long it stood still at most: {what: milliseconds}."""
    editor = open_story()
    editor.page.evaluate(WATCH)
    editor.stood = {}

    def pasted(what, html, text=""):
        made = editor.pasted(html, text)
        editor.page.wait_for_timeout(50)
        editor.stood[what] = editor.page.evaluate("window.longest")
        return made

    editor.watched = pasted
    return editor


def test_megabytes_of_dress_leave_the_words_and_never_hold_the_page_up(watched):
    for kind, html in HEAVY.items():
        if kind != "data":
            assert watched.watched(kind, html, "\n".join(STORY)) == "".join(f"<p>{line}</p>" for line in STORY), kind
    assert max(watched.stood.values()) < LONGEST, watched.stood


ENDLESS = {
    "comments": "<!--" * 300_000, "styles": "<style>" * 200_000, "half frames": "<iframe " * 70_000,
    "declarations": "<![" * 400_000, "quotes": "<span style='" * 70_000, "braces": f"<style>{'{' * 1_000_000}</style>a",
    "attributes": "<p " + "a='" * 500_000, "tables": "<table><tr><td>" * 1_000, "bold": "<b>" * 3_000,
    "with a picture": "<img src='data:x'>" + "<span style='" * 70_000, "styled picture": "data:" + "<style>" * 200_000,
}  # fmt: skip


def test_markup_that_never_ends_holds_nothing_up_and_no_word_before_it_is_lost(watched):
    for kind, html in ENDLESS.items():
        made = watched.watched(kind, f"<p>chữ đầu</p>{html}", "chữ đầu")
        assert "chữ đầu" in plain_text(made), kind
        assert clean(made) == made, kind
    assert max(watched.stood.values()) < LONGEST, watched.stood


def test_a_thousand_lists_in_each_other_keep_every_item(watched):
    made = watched.watched("lists", "".join(f"<ul><li>mục{n}" for n in range(1000)))
    assert re.findall(r"mục(\d+)(?=<)", made) == [str(n) for n in range(1000)]
    assert clean(made) == made
    assert watched.stood["lists"] < LONGEST


def test_too_much_for_one_story_is_told_and_the_story_stays_as_it_was(open_story):
    editor = open_story()
    editor.set("<p>Trước|</p>")
    editor.paste(f"<p>{'<b>x</b> ' * 100_000}</p>", "x " * 100)
    editor.settled()
    assert plain_text(editor.html()).startswith("Trước")
    assert editor.remarks()[0].endswith("Its words were taken as plain text.")


WORDS = {
    "<p>Một</p><script>window.ran = 1</script><style>p{color:red}</style><p onclick='x()' style='color:red'>Hai</p>": [],
    '<p>Một</p><iframe src="https://evil.example/x"></iframe><p>Hai</p>': ["left out"],
    '<p>Một</p><div data-embed="nobody" data-ref="1"></div><object data="x"></object><p>Hai</p>': [],
    '<p>Một</p><img src="data:text/html,x" onerror="window.ran = 1"><p>Hai</p>': [],
    '<p>Một</p><form action="https://evil.example"><input value="x"><button>Hai</button></form>': [],
    '<p>Một</p><p><a href="javascript:window.ran = 1">Hai</a></p>': [],
    "<p>Một</p><svg><script>window.ran = 1</script><style>*{}</style></svg><math><mi>x</mi></math><p>Hai</p>": [],
}


def test_scripts_styles_frames_and_forms_go_and_the_words_stay(open_story):
    editor = open_story()
    for came, remarks in WORDS.items():
        assert editor.pasted(came, "Một\n\nHai") == "<p>Một</p><p>Hai</p>", came
        said = " ".join(editor.remarks())
        assert all(words in said for words in remarks), (came, said)
    assert editor.page.evaluate("window.ran") is None


def test_a_picture_in_the_markup_that_is_none_says_why_and_the_words_stay(open_story):
    editor = open_story()
    editor.pasted('<p>Một</p><p><img src="data:image/png;base64,AAAA"></p><p>Hai</p>', "Một Hai")
    editor.page.locator("#story-body .figure__why--refused").wait_for()
    assert "pasted picture" in editor.page.locator("#story-body .figure__empty").inner_text()
    assert plain_text(editor.html()).split() == ["Một", "Hai"]


def test_a_withdrawn_and_a_deleted_photograph_keep_place_and_words_and_say_so(open_story):
    user = a_writer()
    gone = given.a_photo("Chợ sớm.", by=user)
    body = (
        f'<p>Một</p><figure data-photo="{gone.pk}" data-place="wide"></figure><figure data-photo="{gone.pk}" '
        'data-place="left"><figcaption>Lời riêng</figcaption></figure><p>Hai</p>'
    )
    story = given.a_draft(by=user, body=body)
    Photo.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    editor = open_story(user, story)
    assert editor.html() == body
    shown = editor.page.locator("#story-body figure")
    assert all("withdrawn" in words.lower() for words in shown.all_inner_texts())
    assert "withdrawn" in editor.page.locator("#pictures").inner_text().lower()
    # A number that is nobody's: the place stays, takes another picture, and its words stay.
    editor.set('<p>Một</p><figure data-photo="999999" data-place="wide"><figcaption>Lời riêng</figcaption></figure>')
    editor.page.locator("#story-body .figure--waiting").wait_for()
    assert "Lời riêng" in editor.html()
    saved = editor.save()
    (figure,) = figures(saved.body)
    assert (figure.caption, figure.place) == ("Lời riêng", "wide")
    assert editor.page.locator("#part-before").inner_text().count("picture") >= 1


@needs_attacks
def test_the_attack_corpus_runs_nothing_in_the_editor_stored_or_pasted(open_story, live_server):
    editor = open_story()
    page = editor.page
    asked = []

    def watch(route):
        address = route.request.url
        if address.startswith(f"{live_server.url}/") and "evil" not in address:
            return route.continue_()
        asked.append(address)
        return route.abort()

    page.context.route("**/*", watch)
    page.evaluate("""() => ["alert", "confirm", "prompt", "open", "print"].forEach((name) => {
      window[name] = (...said) => { (window.ran ??= []).push([name, ...said.map(String)]); };
    })""")
    title = page.title()
    corpus = attacks()
    batches = ["".join(f"<p>{one}</p>" for one in corpus[at : at + 36]) for at in range(0, len(corpus), 36)]
    for batch in batches:
        stored = clean(batch)
        page.evaluate("html => window.storyEditor.set(html)", stored)
        assert editor.html() == stored
        pasted = editor.pasted(batch, "chữ")
        assert_nothing_runs(pasted)
        assert clean(pasted) == pasted
    for _press in range(5):
        page.keyboard.press("Tab")
    page.mouse.move(400, 500)
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert asked == []
    assert page.title() == title
    inside = "script, iframe, object, embed, form, svg, math, style, meta, link, base, [onclick], [onerror], [onload]"
    assert page.locator("#story-body").locator(inside).count() == 0


KEYS = """() => {
  window.took = [];
  window.addEventListener("keydown", () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => window.took.push(performance.now() - began);
      drawn.port2.postMessage(0);
    });
  }, true);
}"""


def test_a_key_in_a_story_of_36000_words_is_answered_within_50_milliseconds(open_story):
    words = "".join(f"<p>Đoạn {number}: " + "chữ của một bài rất dài " * 7 + "hết.</p>" for number in range(840))
    assert len(words.split()) > 36_000
    editor = open_story()
    editor.set(words.replace("Đoạn 400:", "Đoạn 400|:"))
    editor.page.evaluate(KEYS)
    for letter in "ba mươi phím gõ vào giữa bài này":
        editor.page.keyboard.type(letter)
        editor.page.wait_for_timeout(20)
    took = editor.page.evaluate("window.took")
    assert len(took) >= 20
    assert statistics.median(took) < 50, took
