"""What happens while one types in the editor: input methods, Markdown, right marks, find and replace, counts, help.

In the tables | is the cursor and ~ a blank where no line breaks.
"""

import re
from html import unescape

import pytest

from articles.body.clean import clean
from articles.body.render import reading_minutes, word_count
from articles.models import DeskSettings
from newsroom.text import fold
from tests import given
from tests.browser import ime
from tests.browser.editing import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SET = """html => {
  const { storyEditor } = window;
  storyEditor.set(html);
  const { view } = storyEditor;
  let at = null;
  view.state.doc.descendants((node, pos) => {
    if (at === null && node.isText && node.text.includes("|")) at = pos + node.text.indexOf("|");
  });
  if (at !== null) {
    const tr = view.state.tr.delete(at, at + 1).setMeta("addToHistory", false);
    const kind = view.state.selection.constructor;
    const caret = Object.getPrototypeOf(kind).near ? Object.getPrototypeOf(kind) : kind;
    view.dispatch(tr.setSelection(caret.near(tr.doc.resolve(at))));
  }
  view.focus();
}"""


class Story:
    """A story open in the editor."""

    def __init__(self, page):
        self.page = page
        self.ime = ime.Keyboard(page)

    def set(self, html):
        self.page.evaluate(SET, html.replace("~", "\u00a0"))

    def html(self):
        return self.page.evaluate("window.storyEditor.html()").replace("\u00a0", "~")

    def type(self, text):
        self.page.keyboard.type(text)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def settled(self):
        """An ended composition and a selection made by keys are looked at a moment later."""
        self.page.wait_for_timeout(25)


def open_story(live_server, chromium, language):
    """The form of a story in that language, with the desk in English: (context, page)."""
    user = given.a_user("reporter")
    DeskSettings.objects.create(user=user, language="en")
    article = given.a_draft(by=user, language=language, body="<p>Chữ.</p>")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    enter(context, live_server, user)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror").first.wait_for()
    return context, page


@pytest.fixture
def story(live_server, chromium):
    """story(language) is the editor with an empty story; what it says to the console as an error fails the test."""
    opened, said = [], []

    def open_in(language="vi"):
        context, page = open_story(live_server, chromium, language)
        page.on("pageerror", lambda error: said.append(str(error)))
        opened.append(context)
        return Story(page)

    yield open_in
    for context in opened:
        context.close()
    assert not said


# ---- input methods ---------------------------------------------------------------------------------------------------

WAITING = '<figure data-photo="" data-place="center"><figcaption>{}</figcaption></figure>'
PLACES = {
    "in a paragraph": "<p>Trước | sau</p>",
    "at the end of a paragraph": "<p>Trước |</p>",
    "in an empty paragraph": "<p>|</p>",
    "in an empty paragraph among others": "<p>Trước</p><p>|</p><p>Sau</p>",
    "in a subhead": "<h2>|</h2>",
    "in a caption": WAITING.format("Chợ | sớm"),
    "in a caption with one letter": WAITING.format("|.") + "<p>Sau</p>",
    "in a cell": "<table><tbody><tr><td>|</td><td>2</td></tr></tbody></table>",
    "in an item": "<ul><li>Một</li><li>|</li></ul>",
    "at the end of bold": "<p>a <strong>b |</strong> c</p>",
    "in bold": "<p><strong>b | c</strong></p>",
    "before bold": "<p>a |<strong>b</strong></p>",
    "between bold and italic": "<p><strong>b</strong>|<em>c</em></p>",
    "after a figure": WAITING.format("Chợ") + "<p>|</p>",
    "after a figure, before words": WAITING.format("Chợ") + "<p>| sau</p>",
}


def expected(place, word):
    """The stored body. Between two dresses a letter wears that of its left neighbour."""
    if place == "<p><strong>b</strong>|<em>c</em></p>":
        return f"<p><strong>b{word}</strong><em>c</em></p>"
    return clean(place.replace("|", word))


@pytest.mark.parametrize(("method", "recorded", "play"), ime.METHODS, ids=[name for name, *_ in ime.METHODS])
def test_vietnamese_arrives_as_it_was_typed_wherever_it_is_typed(method, recorded, play, story):
    story = story("vi")
    wrong = []
    words = list(recorded)
    for turn, (name, place) in enumerate(PLACES.items()):
        for word in (words[turn % len(words)], words[(turn + 2) % len(words)]):
            story.set(place)
            play(story.ime, recorded[word])
            story.settled()
            if story.html() != expected(place, word):
                wrong.append((name, word, story.html()))
    assert wrong == []


def test_an_input_method_and_the_rules_for_marks_do_not_disturb_each_other(story):
    story = story("vi")
    seen = {}
    for method, recorded, play in ime.METHODS:
        story.set("<p>|</p>")
        story.type('## "')
        play(story.ime, recorded["người"])
        story.type(' -- "')
        play(story.ime, recorded["đường"])
        story.type('"" 5 km, TP. ')
        play(story.ime, recorded["Đà Nẵng"])
        story.type(" - ")
        play(story.ime, recorded["khuỷu"])
        story.settled()
        seen[method] = story.html()
    assert set(seen.values()) == {"<h2>“người~– “đường”” 5~km, TP.~Đà Nẵng~– khuỷu</h2>"}, seen
    story.set('<p>Anh nói: "|</p>')
    story.ime.give_up("n")
    story.settled()
    assert story.html() == '<p>Anh nói: "</p>'


# ---- Markdown --------------------------------------------------------------------------------------------------------

MARKDOWN = [
    # before, typed, becomes, after one Backspace
    ("<p>|</p>", "## a", "<h2>a</h2>", None),
    ("<p>|</p>", "### a", "<h3>a</h3>", None),
    ("<p>|Chữ</p>", "## ", "<h2>Chữ</h2>", "<p>## Chữ</p>"),
    ("<p>|a<br>b</p>", "## ", "<h2>a b</h2>", "<p>## a<br>b</p>"),
    ("<p>|Chữ</p>", "> ", "<blockquote><p>Chữ</p></blockquote>", "<p>&gt; Chữ</p>"),
    ("<p>|Chữ</p>", ">> ", '<blockquote data-pull=""><p>Chữ</p></blockquote>', "<p>&gt;&gt; Chữ</p>"),
    ("<p>|Chữ</p>", "- ", "<ul><li>Chữ</li></ul>", "<p>- Chữ</p>"),
    ("<p>|Chữ</p>", "* ", "<ul><li>Chữ</li></ul>", "<p>* Chữ</p>"),
    ("<p>|Chữ</p>", "1. ", "<ol><li>Chữ</li></ol>", "<p>1. Chữ</p>"),
    ("<p>|Chữ</p>", "2. ", "<p>2. Chữ</p>", "<p>2.Chữ</p>"),
    ("<p>|Chữ</p>", "[] ", "<p>[] Chữ</p>", "<p>[]Chữ</p>"),
    ("<p>Trên</p><p>|Chữ</p>", "--- ", "<p>Trên</p><hr><p>Chữ</p>", "<p>Trên</p><p>--- Chữ</p>"),
    ("<p>Trên</p><p>|</p>", "---\nChữ", "<p>Trên</p><hr><p>Chữ</p>", None),
    ("<ul><li>Một</li></ul><p>|Hai</p>", "- ", "<ul><li>Một</li><li>Hai</li></ul>", None),
    ("<p>- Ai đó?</p><p>|Tôi.</p>", "- ", "<p>- Ai đó?</p><p>- Tôi.</p>", None),
    ("<p>a |</p>", "**b**", "<p>a <strong>b</strong></p>", "<p>a **b**</p>"),
    ("<p>a |</p>", "**b c** d", "<p>a <strong>b c</strong> d</p>", None),
    ("<p>a |</p>", "*b*", "<p>a <em>b</em></p>", "<p>a *b*</p>"),
    ("<p>|</p>", "2*3*4", "<p>2*3*4</p>", None),
    ("<p>|</p>", "`a` * b *", "<p>`a` * b *</p>", None),
    ("<h2>|</h2>", "**a**", "<h2>**a**</h2>", None),
    ("<h2>|a</h2>", "- ", "<h2>- a</h2>", None),
    ("<h2>|a</h2>", "### ", "<h3>a</h3>", "<h2>### a</h2>"),
    (WAITING.format("|a"), "## ", WAITING.format("## a"), None),
    (WAITING.format("|a"), "- ", WAITING.format("- a"), None),
    ("<table><tbody><tr><td>|a</td></tr></tbody></table>", "1. ", "<table><tbody><tr><td>1. a</td></tr></tbody></table>", None),
    ("<ul><li>|a</li></ul>", "## ", "<ul><li>## a</li></ul>", None),
]  # fmt: skip


def test_markdown_becomes_what_it_means_where_that_may_stand_and_one_backspace_gives_it_back(story):
    story = story("vi")
    wrong = []
    for before, typed, becomes, undone in MARKDOWN:
        story.set(before)
        story.type(typed)
        if story.html() != clean(becomes):
            wrong.append((typed, becomes, story.html()))
        if undone is not None:
            story.press("Backspace")
            if story.html() != clean(undone):
                wrong.append((f"{typed} and Backspace", undone, story.html()))
    assert wrong == []


# ---- right marks -----------------------------------------------------------------------------------------------------

BOTH = [
    # typed, becomes
    ('"a"', "“a”"),
    ('a "b" c', "a “b” c"),
    ('("a")', "(“a”)"),
    ('"a," b', "“a,” b"),
    ('-"a"', "-“a”"),
    ('a: "b-"', "a: “b-”"),
    ("'a'", "‘a’"),
    ("\"'a' b\"", "“‘a’ b”"),
    ("don't", "don’t"),
    ("'90s", "’90s"),
    ("the 1990's", "the 1990’s"),
    ("6'2\"", "6'2\""),
    ('"năm 2024"', "“năm 2024”"),
    ("'tis", "‘tis"),
    ("a...", "a…"),
    ("a....", "a…."),
    ("a -- b", "a~– b"),
    ("a--b", "a–b"),
    ("a---b", "a—b"),
    ("a - b", "a~– b"),
    ("a – b", "a~– b"),
    ("a-b", "a-b"),
    ("2020 - 2024 ", "2020–2024"),
    ("12/5 - 15/5.", "12/5–15/5."),
    ("18h - 20h,", "18h–20h,"),
    ("5% - 7%.", "5%–7%."),
    ("2020-2024", "2020-2024"),
    ("2020--2024", "2020–2024"),
    ("30/4 - ngày", "30/4 - ngày"),
    ("30/4 - ngày ", "30/4~– ngày"),
    ("30/4 -- 15 a", "30/4~– 15 a"),
    ("+-5", "±5"),
    ("+/-5", "±5"),
    ("3 x 4 ", "3~×~4"),
    ("3x4 ", "3x4"),
    ("a x b ", "a x b"),
    ("a -> b", "a -&gt; b"),
    ("(c) 1/2", "(c) 1/2"),
    ("5 km.", "5~km."),
    ("5 km/h ", "5~km/h"),
    ("5,5 m2,", "5,5~m2,"),
    ("5 kmx ", "5 kmx"),
    ("30 °C ", "30~°C"),
    ("5 %", "5%"),
    ("100 USD ", "100~USD"),
    ("Mr. Ba ", "Mr.~Ba"),
    ("TP. HCM.", "TP.~HCM."),
    ("http://a.b/c--d", "http://a.b/c--d"),
    ("a@b.vn's", "a@b.vn's"),
]
TABLE = {
    "vi": [
        *BOTH,
        ("5 triệu đồng,", "5~triệu~đồng,"),
        ("3 tỉ ", "3~tỉ"),
        ("7 giờ ", "7~giờ"),
        ("30 tuổi.", "30~tuổi."),
        ("TP. Hồ Chí Minh", "TP.~Hồ Chí Minh"),
        ("Q. 1,", "Q.~1,"),
        ("P. 5 ", "P.~5"),
        ("TS. Lê ", "TS.~Lê"),
        ("PGS.TS. Lê ", "PGS.TS.~Lê"),
        ("ai. Lê ", "ai. Lê"),
        ("tr. 5 ", "tr.~5"),
        ("5 million ", "5 million"),
    ],
    "en": [
        ('a "b" -- c ', "a “b”~– c"),
        ("5 km.", "5~km."),
        ("'tis true", "’tis true"),
        ("5 million ", "5~million"),
        ("5 p.m.", "5~p.m."),
        ("No. 5 ", "No.~5"),
        ("No. He ", "No. He"),
        ("p. 12,", "p.~12,"),
        ("Prof. Lee ", "Prof.~Lee"),
        ("3 tỉ ", "3 tỉ"),
    ],
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_marks_are_made_right_as_one_types_by_the_table_of_the_storys_language(language, story):
    story = story(language)
    wrong = []
    for typed, becomes in TABLE[language]:
        story.set("<p>|</p>")
        story.type(typed)
        if story.html() != f"<p>{becomes}</p>":
            wrong.append((typed, becomes, story.html()))
    assert wrong == []


def test_one_key_gives_back_what_was_typed_and_undo_goes_on_from_there(story):
    story = story("vi")
    wrong = []
    seen = [('a "', "a “"), ("a'", "a’"), ("a...", "a…"), ("a--", "a–"), ("a - ", "a~–"), ("a+-", "a±"), ("5 %", "5%")]
    for typed, becomes in seen:
        for key in ("Backspace", "Control+z"):
            story.set("<p>|</p>")
            story.type(typed)
            assert story.html() == f"<p>{becomes}</p>"
            story.press(key)
            if story.html() != f"<p>{typed.strip()}</p>":
                wrong.append((typed, key, story.html()))
            story.press("Control+z")
            left = unescape(story.html().removeprefix("<p>").removesuffix("</p>"))
            if left == typed.strip() or not typed.startswith(left):  # how much goes at once depends on how fast it came
                wrong.append((typed, key, "Control+z", story.html()))
    story.set("<p>|</p>")
    story.type("5 km ")
    story.press("Backspace")  # a blank made hard is not seen: the key takes what it seems to take
    story.type(", xa")
    assert story.html() == "<p>5~km, xa</p>"
    story.set("<p>|</p>")
    story.type("5 km ")
    story.press("Control+z")
    story.type("xa")
    assert story.html() == "<p>5 km xa</p>"
    assert wrong == []


def test_marks_are_made_right_in_their_dress_and_in_every_kind_of_line(story):
    story = story("vi")
    story.set("<p><strong>dài 5 km|</strong></p>")
    story.type(' "a"')
    assert story.html() == "<p><strong>dài 5~km “a”</strong></p>"
    story.set(WAITING.format("Chợ |."))
    story.type('"Bà Chiểu"')
    assert story.html() == WAITING.format("Chợ “Bà Chiểu”.")
    story.set("<p>Cầu dài|</p>")
    story.type(" 5 km\nHai")
    assert story.html() == "<p>Cầu dài 5~km</p><p>Hai</p>"


def test_marks_stay_as_typed_where_the_switch_is_off(story):
    story = story("vi")
    story.page.evaluate("localStorage.setItem('editor-typography', 'off')")
    story.set("<p>|</p>")
    story.type('## "a" -- 5 km ')
    assert story.html() == '<h2>"a" -- 5 km</h2>'


def test_a_whole_story_or_what_is_selected_is_made_right_in_one_step(story):
    story = story("vi")
    inherited = '<figure data-photo="1" data-place="center"></figure>'
    before = f"""<h2>"Một"</h2><p>- Ai... <strong>"5 km</strong>" - Ba</p>{inherited}{WAITING.format("'Chợ'")}"""
    story.set(before)
    story.page.evaluate("window.storyEditor.makeTypographic()")
    after = f"<h2>“Một”</h2><p>- Ai… <strong>“5~km</strong>”~– Ba</p>{inherited}{WAITING.format('‘Chợ’')}"
    assert story.html() == after
    story.press("Control+z")
    assert story.html() == clean(before)
    story.set('<p>"Một"</p><p>"Hai"|</p>')
    story.press("Shift+Home")
    story.settled()
    story.page.evaluate("window.storyEditor.makeTypographic()")
    assert story.html() == '<p>"Một"</p><p>“Hai”</p>'


def test_a_blank_where_no_line_breaks_has_a_key(story):
    story = story("vi")
    story.set("<p>Bến|Nghé</p>")
    story.press("Control+Shift+Space")
    assert story.html() == "<p>Bến~Nghé</p>"


# ---- find and replace ------------------------------------------------------------------------------------------------

TEXT = (
    "<h2>Báo Đà Nẵng</h2><p>Một tờ <strong>bao</strong> và cơn bão. Bạo.</p>"
    f"{WAITING.format('Cơn bão')}<table><tbody><tr><td>BÁO</td></tr></tbody></table><p>|Cuối.</p>"
)


def found(story):
    return story.page.locator(".find [role=status]").inner_text()


def test_words_are_found_without_marks_and_the_hit_is_selected_when_the_bar_closes(story):
    story = story("vi")
    page = story.page
    story.set(TEXT)
    story.press("Control+f")
    story.type("bao")
    assert found(story) == "1 of 6"
    assert page.locator(".found").count() == 6
    assert page.locator(".found--here").inner_text() == "Báo"
    story.press("Enter")
    assert found(story) == "2 of 6"
    story.press("Shift+Enter", "Shift+Enter")
    assert found(story) == "6 of 6"
    assert page.locator(".found--here").inner_text() == "BÁO"
    story.press("Escape")
    assert page.locator(".find").is_hidden()
    assert page.locator(".found").count() == 0
    assert page.evaluate("document.getSelection().toString()") == "BÁO"
    assert page.evaluate("document.activeElement.classList.contains('ProseMirror')")


def test_marks_case_and_whole_words_count_when_they_are_ticked(story):
    story = story("vi")
    page = story.page
    story.set("<p>|báo bao Bão bão baodung da Đa ĐÀ</p>")
    story.press("Control+f")
    counted = []
    for wanted, ticks in [
        ("bao", []),
        ("bão", []),
        ("bão", ["Match marks"]),
        ("bão", ["Match marks", "Match case"]),
        ("bao", ["Whole words"]),
        ("đa", []),
        ("đa", ["Match marks"]),
        ("Đa", ["Match case"]),
        ("không", []),
    ]:
        for name in ("Match marks", "Match case", "Whole words"):
            page.get_by_label(name).set_checked(name in ticks)
        page.get_by_label("Find", exact=True).fill(wanted)
        counted.append((found(story).split(" of ")[-1], page.locator(".found").count()))
    assert counted == [("5", 5), ("5", 5), ("2", 2), ("1", 1), ("4", 4), ("3", 3), ("1", 1), ("1", 1), ("Not found", 0)]


def test_replacing_keeps_marks_reaches_every_line_and_is_undone_at_once(story):
    story = story("vi")
    page = story.page
    story.set(TEXT)
    before = story.html()
    story.press("Control+h")
    page.get_by_label("Find", exact=True).fill("bao")
    page.get_by_label("Replace with").fill("gió")
    page.get_by_role("button", name="Replace", exact=True).click()
    assert story.html() == before.replace("Báo", "gió", 1)
    page.get_by_role("button", name="Replace all").click()
    after = story.html()
    assert "<strong>gió</strong>" in after
    assert "<figcaption>Cơn gió</figcaption>" in after
    assert "<td>gió</td>" in after
    assert "bao" not in fold(re.sub("<[^>]*>", "", after))
    assert found(story) == "5 places replaced"
    story.press("Escape", "Control+z")
    assert story.html() == before.replace("Báo", "gió", 1)


# ---- counts, outline, help -------------------------------------------------------------------------------------------


def test_the_editor_counts_as_the_server_does(story):
    story = story("vi")
    inherited = '<figure data-photo="1" data-place="center"></figure>'
    bodies = [
        "",
        TEXT.replace("|", ""),
        f"<p>a<br>b  c~d</p>{inherited}{WAITING.format('chợ <em>nổi</em> Ba')}<p>a<strong>b</strong>c</p><hr>",
        "<ul><li>Một hai<ol><li>ba</li></ol></li></ul><blockquote><p>a - b</p><cite>Lê Mộc</cite></blockquote>",
        "<table><caption>Bảng một</caption><tbody><tr><th>a b</th><td>1</td></tr></tbody></table>",
        f"<p>{'chữ ' * 345}</p>",
        f"<p>{'chữ ' * 575}</p>",
    ]
    wrong = []
    for body in bodies:
        story.set(body)
        stored = clean(body.replace("~", "\u00a0"))
        counts = story.page.evaluate("window.storyEditor.counts()")
        words = word_count(stored)
        if (counts["words"], counts["minutes"]) != (words, reading_minutes(words)):
            wrong.append((body[:80], counts, words))
    assert wrong == []
    story.set("<p>Đà Nẵng  mưa</p>")
    assert story.page.evaluate("window.storyEditor.counts()") == {
        "words": 3, "characters": 11, "charactersWithoutSpaces": 9, "minutes": 1,
    }  # fmt: skip


def test_the_length_is_said_below_the_text_as_one_types(story):
    story = story("vi")
    story.set("<p>Một hai ba|</p>")
    story.type(" bốn")
    assert "4 words · 14 characters · 1 min" in story.page.locator(".counts").inner_text()


def test_the_outline_leads_to_each_subhead(story):
    story = story("vi")
    page = story.page
    story.set("<p>|a</p>")
    assert page.locator(".outline__none").text_content() == "No subheads yet: type ## and a blank."
    story.set("<p>|a</p><h2>Một</h2><p>b</p><h3>Hai</h3><p>c</p>")
    buttons = page.locator(".outline button")
    assert buttons.all_text_contents() == ["Một", "Hai"]
    buttons.nth(1).evaluate("button => button.click()")
    story.type("!")
    assert story.html() == "<p>a</p><h2>Một</h2><p>b</p><h3>Hai!</h3><p>c</p>"


def test_the_sheet_of_keys_opens_outside_text_only_and_names_keys_that_there_are(story):
    story = story("vi")
    page = story.page
    story.set("<p>|</p>")
    story.type("a?")
    assert story.html() == "<p>a?</p>"
    assert page.locator("dialog.keys-sheet[open]").count() == 0
    page.evaluate("document.activeElement.blur()")
    story.press("?")
    assert page.locator("dialog.keys-sheet[open]").is_visible()
    named = page.locator("dialog.keys-sheet [data-keys]").evaluate_all("cells => cells.map(cell => cell.dataset.keys)")
    bound = {canonical(keys) for keys in page.evaluate("window.storyEditor.keys")}
    assert len(named) > 15
    assert [keys for keys in named if canonical(keys) not in bound] == []
    story.press("Escape")
    assert page.locator("dialog.keys-sheet[open]").count() == 0


def canonical(keys):
    """Modifiers in any order name one key."""
    *modifiers, key = keys.split("-")
    return frozenset(modifiers), key
