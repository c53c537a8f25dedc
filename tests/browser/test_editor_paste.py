"""What reporters paste and drop: word processors, newspapers, documents, pictures, whole stories, our own pages."""

import html as markup
import json
import re
from unicodedata import normalize

import pytest

from articles.body.clean import clean
from articles.body.figures import figures
from articles.body.render import plain_text
from articles.wire import decode
from media.models import Photo
from tests import given
from tests.articles.documents import docx, paragraph, run
from tests.articles.test_import_newspaper import FILES, needs_pages, words_of_body, words_of_source
from tests.articles.test_letters import MOTTO, TCVN3, VNI, typed
from tests.articles.test_paste_office import INPUTS, WORD, Letters, needs_clipboards, normalized_of, words
from tests.articles.test_wire import SAMPLES, words_of
from tests.browser.editor import a_writer, editors, packed, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_story(chromium, live_server):
    with editors(chromium, live_server) as opened:
        yield opened


def bare(html):
    """A page's words, as the text/plain that browsers put beside its markup."""
    return markup.unescape(re.sub(r"(?s)<(style|head|script|xml).*?</\1>|<[^>]*>", "", html))


# ---- word processors and pages ---------------------------------------------------------------------------------------


@needs_clipboards
def test_every_clipboard_of_a_word_processor_keeps_its_words_in_order(open_story):
    editor = open_story()
    for file in INPUTS:
        came = file.read_text(encoding="utf-8")
        html = editor.pasted(came, bare(came) if not file.name.startswith("image") else "")
        expected = normalized_of(file) or came
        assert words(html) == words(expected), file.name
        assert Letters(html).found == Letters(expected).found, file.name
        assert clean(html) == html, file.name


@needs_pages
def test_every_newspaper_page_keeps_its_words_and_the_places_of_its_pictures(open_story):
    editor = open_story()
    for file in FILES:
        page = json.loads(file.read_text(encoding="utf-8"))
        html = editor.pasted(page["body_html"], bare(page["body_html"]))
        assert words_of_body(html) == words_of_source(page["body_html"]), file.name
        assert len(figures(html)) == page["facts"]["images"], file.name
        assert clean(html) == html, file.name


GONE = "<span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span></span>"
ITEM = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'>" + GONE + "{}</p>"
CASES = {
    "lists of Word are lists": (
        WORD + ITEM.format(1, "·", "Một") + ITEM.format(2, "o", "Sâu") + ITEM.format(1, "·", "Hai"),
        "<ul><li>Một<ul><li>Sâu</li></ul></li><li>Hai</li></ul>",
    ),
    "a table with its head": (
        WORD + "<table><thead><tr><td>A</td><td>B</td></tr></thead><tr><td>1</td><td>2</td></tr></table>",
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
    ),
    "dress is dropped": (
        '<div class="x" style="color:red" onclick="x()"><font face="Arial">Chữ</font> <b>đậm</b></div>',
        "<p>Chữ <strong>đậm</strong></p>",
    ),
    "footnotes are text": (
        '<meta name="generator" content="LibreOffice 7.3"/><p>Câu<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1'
        '</sup></a> sau.</p><div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Nguồn.</p></div>',
        "<p>Câu[1] sau.</p><p>[1] Nguồn.</p>",
    ),
    "letters are composed": (normalize("NFD", "<p>Đường về Nẵng</p>"), "<p>Đường về Nẵng</p>"),
    "a picture elsewhere is a place for one": (
        '<p>Một</p><img src="https://elsewhere.example/1.jpg" alt="x"><p>Hai</p>',
        '<p>Một</p><figure data-photo="" data-place="center"></figure><p>Hai</p>',
    ),
}


def test_structure_stays_and_dress_goes(open_story):
    editor = open_story()
    for name, (came, stored) in CASES.items():
        assert editor.pasted(came, bare(came)) == stored, name
    # Into words that stand there, a paragraph is a piece of theirs.
    editor.set("<p>Trước | sau</p>")
    editor.paste("<p>giữa <i>đây</i></p>", "giữa đây")
    editor.settled()
    assert editor.html() == "<p>Trước giữa <em>đây</em> sau</p>"
    # Where words have one line, they come without dress and in one line.
    for before, after in [
        ("<h2>Tít | sau</h2>", "<h2>Tít a b sau</h2>"),
        ("<table><tr><td>|</td></tr></table>", "<table><tr><td>a b</td></tr></table>"),
        (
            '<figure data-photo="" data-place="center"><figcaption>|.</figcaption></figure>',
            '<figure data-photo="" data-place="center"><figcaption>a b.</figcaption></figure>',
        ),
    ]:
        editor.set(before)
        editor.paste("<p><b>a</b></p><p>b</p>", "a\nb")
        editor.settled()
        assert editor.html() == after
    # And as plain text: no letter has dress, blank lines part paragraphs.
    assert editor.pasted("", normalize("NFD", "Đoạn một\ndòng hai\n\nĐoạn hai <b>x</b>")) == (
        "<p>Đoạn một<br>dòng hai</p><p>Đoạn hai &lt;b&gt;x&lt;/b&gt;</p>"
    )


def test_pasted_with_shift_words_come_without_their_dress(open_story):
    editor = open_story()
    editor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor.page.evaluate(
        """async () => navigator.clipboard.write([new ClipboardItem({
          "text/html": new Blob(["<h2>Một</h2><p><b>hai</b></p>"], { type: "text/html" }),
          "text/plain": new Blob(["Một\\n\\nhai"], { type: "text/plain" }) })])"""
    )
    editor.set("<p></p>")
    editor.press("Control+Shift+v")
    editor.until("window.storyEditor.html() !== ''")
    editor.settled()
    assert editor.html() == "<p>Một</p><p>hai</p>"
    editor.set("<p></p>")
    editor.press("Control+v")
    editor.until("window.storyEditor.html() !== ''")
    editor.settled()
    assert editor.html() == "<h2>Một</h2><p><strong>hai</strong></p>"


def test_where_the_line_is_lost_the_words_arrive_as_plain_text_with_a_remark(open_story):
    editor = open_story()
    editor.page.context.set_offline(True)
    assert editor.pasted("<h2>Tít</h2><p><b>Chữ</b></p>", "Tít\n\nChữ") == "<p>Tít</p><p>Chữ</p>"
    (remark,) = editor.remarks()
    assert "plain text" in remark
    editor.page.context.set_offline(False)
    assert editor.pasted("<h2>Tít</h2><p><b>Chữ</b></p>", "Tít\n\nChữ") == "<h2>Tít</h2><p><strong>Chữ</strong></p>"
    assert editor.remarks() == []
    # One step takes a paste back, however long it was on its way.
    editor.press("Control+z")
    assert editor.html() == ""


# ---- pictures and documents ------------------------------------------------------------------------------------------


def rtf_of(*pictures):
    """The RTF that Word puts beside its markup: each picture in hexadecimal letters, in groups as it writes them."""
    parts = (
        "{\\*\\shppict{\\pict{\\*\\picprop\\shplid1025{\\sp{\\sn shapeType}{\\sv 75}}}\\picscalex100\\picw12700\\pich8467"
        f"\\picwgoal480\\pichgoal320\\jpegblip\\bliptag-1\n{{\\*\\blipuid 0123456789abcdef0123456789abcdef}}{data.hex()}}}}}"
        for data in pictures
    )
    return "{\\rtf1\\ansi " + " text\\par ".join(parts) + "}"


def test_pictures_that_the_clipboard_holds_come_along(open_story):
    editor = open_story()
    (_name, _kind, inside) = packed([picture("a.jpg")])[0]
    html = editor.pasted(f'<p>Một</p><p><img src="data:image/jpeg;base64,{inside}"></p><p>Hai</p>', "Một Hai")
    editor.uploaded()
    first = Photo.objects.get().pk
    assert editor.html() == f'<p>Một</p><figure data-photo="{first}" data-place="center"></figure><p>Hai</p>'
    assert editor.remarks() == []

    # Word's markup only names its pictures; its RTF has them.
    data = [given.jpeg((480, 320)), given.jpeg((480, 320))]
    word = WORD + "".join(f'<p class=MsoNormal>{n}<img src="file:///C:/x/image{n}.jpg"></p>' for n in (1, 2))
    html = editor.pasted(word, "1 2", rtf=rtf_of(*data))
    editor.uploaded()
    html = editor.html()
    assert [figure.photo for figure in figures(html)] == list(
        Photo.objects.exclude(pk=first).order_by("original_name").values_list("pk", flat=True)
    )  # they go up at the same time, and either may arrive first
    assert words(plain_text(html)) == ["1", "2"]
    assert Photo.objects.count() == 3
    # Where there is no RTF, it is said, and no address of the sender's machine stays.
    assert "<figure" not in editor.pasted(word, "1 2")
    assert editor.remarks() == ["2 pictures could not come along: drop their files into the text."]
    # A picture alone, as from a screen.
    editor.pasted(files=[picture("chup.jpg")])
    editor.uploaded()
    assert [figure.photo for figure in figures(editor.html())] == [Photo.objects.latest("pk").pk]


def test_a_document_of_word_dropped_brings_words_and_picture(open_story):
    editor = open_story()
    data = docx(
        paragraph("Chợ sớm", style="Heading1"), paragraph(run("Chữ "), run("đậm", bold=True)),
        paragraph(run("", picture=1)), paragraph("Ghe cập bến.", style="Caption"), paragraph("Hết."),
        pictures=[given.jpeg((480, 320))],
    )  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    editor.set("<p>Trước</p><p></p>")
    editor.drop(("bai.docx", kind, data))
    editor.settled()
    photo = Photo.objects.get().pk
    assert editor.html() == (
        f"<p>Trước</p><h2>Chợ sớm</h2><p>Chữ <strong>đậm</strong></p>"
        f'<figure data-photo="{photo}" data-place="center"></figure><p>Hết.</p>'
    )
    assert editor.page.locator("#story-body figcaption").inner_text() == "Ghe cập bến."
    before = editor.html()
    editor.drop(("hong.docx", kind, b"PK\x03\x04 broken"))
    editor.settled()
    assert "hong.docx" in " ".join(editor.remarks())
    editor.drop(("bang.xlsx", "application/vnd.ms-excel", b"x"))
    assert "bang.xlsx" in " ".join(editor.remarks())
    assert editor.html() == before


# ---- offers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "table"), [("TCVN3", TCVN3), ("VNI", VNI)])
def test_old_letters_are_offered_as_new_ones_and_changed_only_when_a_person_says_so(open_story, encoding, table):
    editor = open_story()
    old = typed(MOTTO, table)
    offer = editor.page.locator(".offer")
    came = editor.pasted(f"<p>{old}</p>", old)
    assert plain_text(came) == plain_text(clean(f"<p>{old}</p>"))
    assert encoding in offer.inner_text() and MOTTO[:20] in offer.inner_text()
    offer.get_by_role("button", name="Leave them as they are").click()
    assert (editor.html(), offer.count()) == (came, 0)
    came = editor.pasted("", old)
    offer.get_by_role("button", name="Convert them").click()
    assert editor.html() == f"<p>{MOTTO}</p>"
    editor.press("Control+z")
    assert editor.html() == came
    # Among words of one's own, these stay.
    editor.set("<p>Trước | sau</p>")
    editor.paste(f"<p>{old}</p>", old)
    offer.get_by_role("button", name="Convert them").click()
    assert editor.html() == f"<p>Trước {MOTTO} sau</p>"


@pytest.mark.skipif(not SAMPLES, reason="the texts of correspondents are not in NEWSROOM_TEST_DATA")
def test_a_story_pasted_whole_is_offered_as_new_from_text_understands_it(open_story):
    user = a_writer()
    editor = open_story(user, given.a_draft("Tít cũ", by=user, body="", credit_line=""))
    offer = editor.page.locator(".offer")
    offered = 0
    for path in SAMPLES:
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        text = decode(path.read_bytes())
        editor.page.evaluate("document.querySelectorAll('.offer').forEach((one) => one.lastElementChild.click())")
        for name in ("headline", "standfirst", "credit_line"):
            editor.page.fill(f"#id_{name}", "")
        came = editor.pasted("", text)
        assert words_of(plain_text(came)) == words_of(text), path.name
        if expected["paragraphs"] < 2:
            continue  # a piece of a story
        offer.first.wait_for()
        offered += 1
        # Left alone, nothing changes.
        if offered == 1:
            offer.get_by_role("button", name="Leave it as pasted").click()
            assert (editor.html(), editor.page.input_value("#id_headline")) == (came, "")
            editor.pasted("", text)
        offer.get_by_role("button", name="Arrange it as a story").click()
        html = editor.html()
        assert editor.page.input_value("#id_headline") == (expected["headline"] or "")
        assert [figure.caption or "" for figure in figures(html)] == [one["caption"] for one in expected["figures"]]
        assert html.count("<p>") == expected["paragraphs"], path.name
        line = editor.page.input_value("#id_credit_line")
        assert all(byline["name"] in line for byline in expected["bylines"]), path.name
        assert editor.page.locator("#story-body .figure--waiting").count() == len(expected["figures"])
        editor.press("Control+z")
        assert editor.html() == came
    assert offered > len(SAMPLES) / 2


# ---- of our own, and of others ---------------------------------------------------------------------------------------


def copied(editor):
    """What Control+C puts on the clipboard for the selection: (html, text)."""
    return editor.page.evaluate("""() => {
      const { view } = window.storyEditor;
      const { dom, text } = view.serializeForClipboard(view.state.selection.content());
      return [dom.innerHTML, text];
    }""")


def test_a_copy_within_the_newsroom_keeps_its_numbers_and_one_from_another_newsroom_its_words(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    body = (
        f'<p>Một <a data-article="7">bài</a></p><figure data-photo="{photo}" data-place="wide"></figure>'
        f'<figure data-photo="{photo}" data-place="center"><figcaption>Lời riêng</figcaption></figure><p>Hai</p>'
    )
    editor = open_story(user, given.a_draft(by=user, body=body))
    editor.page.locator("#story-body > p").first.click()
    editor.press("Control+a")
    html, text = copied(editor)
    assert editor.pasted(html, text) == body
    assert editor.remarks() == []

    other = re.sub('data-site="[^"]*"', 'data-site="0123456789abcdef"', html)
    assert other != html
    assert editor.pasted(other, text) == (
        '<p>Một bài</p><figure data-photo="" data-place="wide"><figcaption>Chợ sớm.</figcaption></figure>'
        '<figure data-photo="" data-place="center"><figcaption>Lời riêng</figcaption></figure><p>Hai</p>'
    )
    assert "another newsroom" in editor.remarks()[0]
    # Whoever takes the key off is a stranger too.
    assert f'data-photo="{photo}"' not in editor.pasted(re.sub(' data-site="[^"]*"', "", html), text)


def test_an_address_of_our_own_becomes_a_link_by_number_and_one_over_marked_words_their_link(open_story, settings):
    settings.SITE_URL = "https://bao.example"
    user = a_writer()
    other = given.a_published_article("Bến phà đóng cửa", by=user)
    address = settings.SITE_URL + other.published.get_absolute_url()
    editor = open_story(user)
    editor.set("<p>Xem |</p>")
    editor.paste("", address)
    editor.until("window.storyEditor.html().includes('data-article')")
    assert editor.html() == f'<p>Xem <a data-article="{other.pk}">{address}</a></p>'
    editor.set("<p>chữ|</p>")
    editor.press("Shift+Home")
    editor.page.wait_for_timeout(50)  # a selection made by keys is heard of a moment later
    editor.paste("", "https://example.vn/a")
    assert editor.html() == '<p><a href="https://example.vn/a">chữ</a></p>'
    editor.set("<p>|</p>")
    editor.paste("", "https://example.vn/a b")
    editor.settled()
    assert editor.html() == "<p>https://example.vn/a b</p>"


def test_the_address_of_a_video_in_an_empty_paragraph_becomes_the_video_and_undo_gives_the_address_back(open_story):
    editor = open_story()
    address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    editor.set("<p>Một</p><p>|</p>")
    editor.paste("", address)
    editor.until("window.storyEditor.html().includes('data-embed')")
    assert editor.html() == '<p>Một</p><div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div>'
    editor.press("Control+z")
    assert editor.html() == f'<p>Một</p><p><a href="{address}">{address}</a></p>'
    # Among words it is a link, and a page of the provider that is no video stays one.
    for place, given_address in [("<p>Xem |</p>", address), ("<p>|</p>", "https://www.youtube.com/about/")]:
        editor.set(place)
        editor.paste("", given_address)
        editor.page.wait_for_timeout(300)
        assert f'<a href="{given_address}">' in editor.html()
