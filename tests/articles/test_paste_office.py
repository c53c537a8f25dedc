"""Text copied out of word processors, spreadsheets and mail: the words and what they are, without the dress."""

import re
import time
from html.parser import HTMLParser

import pytest
from django.utils import translation

from articles.body import pasted
from articles.body.clean import clean
from articles.body.deskform import from_desk, to_desk

from .body_documents import TEST_DATA

FOLDER = TEST_DATA / "paste-office"
INPUTS = sorted(FOLDER.glob("*input*"))
needs_clipboards = pytest.mark.skipif(not INPUTS, reason="the clipboards of word processors are not in NEWSROOM_TEST_DATA")


def read(html):
    with translation.override("en"):
        return pasted.read(html)


def body(html):
    return read(html).html


class Letters(HTMLParser):
    """Every letter with what it is: bold, slanted, where it links, how deep in lists of which kind, in a table's cell."""

    _HEADS = {"h1", "h2", "h3", "h4", "h5", "h6", "th"}

    def __init__(self, html):
        super().__init__()
        self.found, self._open = [], []
        html = re.sub(r"(?s)<!--.*?-->|<!\[[^>]*>|<style.*?</style>|<head.*?</head>|<xml.*?</xml>", "", html)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in {"br", "img", "meta", "hr", "link", "col"}:
            said = dict(attrs)
            plain = tag == "b" and "font-weight:normal" in (said.get("style") or "")
            self._open.append(("span" if plain else tag, said.get("href")))

    def handle_endtag(self, tag):
        at = next((at for at in reversed(range(len(self._open))) if self._open[at][0] in {tag, "span"}), None)
        if at is not None:
            del self._open[at]

    def handle_data(self, words):
        tags = [tag for tag, _href in self._open]
        head = bool(self._HEADS & set(tags)) and "li" not in tags
        said = (
            not head and bool({"b", "strong"} & set(tags)),
            bool({"i", "em"} & set(tags)),
            next((href for _tag, href in reversed(self._open) if href), None),
            [tag for tag in tags if tag in {"ul", "ol"}][:3],
            bool({"td", "th"} & set(tags)),
        )
        self.found += [(letter, *said) for letter in words if not letter.isspace()]


def words(html):
    """The words in order: a border of blocks parts them, a border of marks does not."""
    html = re.sub(r"(?s)<!--.*?-->|<!\[[^>]*>|<style.*?</style>|<head.*?</head>|<xml.*?</xml>", "", html)
    html = re.sub(r"</?(?:b|i|u|s|a|em|strong|span|sub|sup|font|o:p)\b[^>]*>", "", html)
    html = re.sub(r"<[^>]*>", " ", html)
    return html.replace("&nbsp;", " ").replace("\xa0", " ").split()


def normalized_of(file):
    """The normalized form of an input, perhaps made from another browser's; None where there is none."""
    name = file.name.replace("__input", "__normalized")
    found = (FOLDER / possible for possible in (name, name.replace(".safari", "")))
    return next((path.read_text(encoding="utf-8") for path in found if path.exists()), None)


@needs_clipboards
@pytest.mark.parametrize("file", INPUTS, ids=lambda file: file.stem)
def test_a_clipboard_keeps_words_bold_links_lists_and_tables(file):
    came = file.read_text(encoding="utf-8")
    pasted_body, expected = body(came), normalized_of(file) or came
    assert words(pasted_body) == words(expected)
    assert Letters(pasted_body).found == Letters(expected).found
    assert clean(pasted_body) == pasted_body
    assert from_desk(to_desk(pasted_body)) == pasted_body
    assert not re.search(r"style|class|mso|Mso|</?o:|<span|lang=|<img|file:|data:", pasted_body)


@needs_clipboards
def test_levels_of_lists_are_those_of_the_model():
    for case in ("list__nested__input.word2016.html", "paste-from-google-docs__lists__nested-ordered-lists__input.html"):
        model = (FOLDER / case.replace("__input", "__model")).read_text()
        wanted = [
            (said, min(int(indent) + 1, 3)) for indent, said in re.findall(r'listIndent="(\d)"[^>]*>([^<]*)<', model)
        ]
        found = Letters(body((FOLDER / case).read_text(encoding="utf-8"))).found
        by_letter = [(letter, len(kinds)) for letter, _b, _i, _href, kinds, _cell in found]
        assert by_letter == [(letter, level) for said, level in wanted for letter in said]


@needs_clipboards
def test_items_of_headings_are_items_of_a_list():
    for browser in ("", "safari."):
        made = body((FOLDER / f"list__heading3-styled__input.{browser}word2016.html").read_text(encoding="utf-8"))
        assert made.startswith("<ul><li>H<strong>2 1</strong></li><li><em>H</em>2") and made.count("<li>") == 2


@needs_clipboards
def test_a_picture_on_the_senders_machine_is_told_and_not_linked():
    for file in FOLDER.glob("image*input*"):
        came = read(file.read_text(encoding="utf-8"))
        assert came.html == ""
        assert came.warnings == ["1 picture could not come along: drop its file into the text."]


WORD = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>'
SHEETS = "<google-sheets-html-origin>"
IGNORED = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span></span><![endif]>"
CASES = [
    ("weights, slants and raised words of spans stay",
     '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">Đậm</span>'
     '<span style="font-weight:400;font-style:italic"> nghiêng</span>'
     '<span style="font-size:0.6em;vertical-align:super">2</span></p></b>',
     "<p><strong>Đậm</strong> <em>nghiêng</em><sup>2</sup></p>"),
    ("a link through the page of a program leads where it should",
     WORD + '<p><a href="https://www.google.com/url?q=https://a.vn/x?b%3D1&amp;sa=D">a</a> '
     '<a href="https://eur.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.vn%2F&amp;data=1">b</a></p>',
     '<p><a href="https://a.vn/x?b=1">a</a> <a href="https://b.vn/">b</a></p>'),
    ("tracked deletions, hidden words and remarks were no part of the text",
     WORD + '<p class=MsoNormal>Giữ <del cite="mailto:x">xóa</del><ins cite="mailto:x">thêm</ins>'
     "<span style='display:none;mso-hide:all'>ẩn</span><span class=MsoCommentReference>"
     "<a class=msocomanchor href=\"#_msocom_1\">[T1]</a></span></p>"
     "<div style='mso-element:comment-list'><p class=MsoCommentText>lời bình</p></div>",
     "<p>Giữ thêm</p>"),
    ("what a page strikes through stays", "<p>Giá <del>100</del> 90</p>", "<p>Giá 100 90</p>"),
    ("soft hyphens go, a line break in the source is a space",
     WORD + "<p class=MsoNormal>một\nhai, tuyết đ&shy;ối</p>", "<p>một hai, tuyết đối</p>"),
    ("footnotes of Word are text",
     WORD + "<p class=MsoNormal>Câu<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\"><span "
     "class=MsoFootnoteReference><![if !supportFootnotes]><span>[1]</span><![endif]></span></a> sau.</p>"
     "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr width=\"33%\"><![endif]>"
     "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href=\"#_ftnref1\"><span>[1]</span></a> "
     "Nguồn: ban quản lý.</p></div></div>",
     "<p>Câu[1] sau.</p><p>[1] Nguồn: ban quản lý.</p>"),
    ("footnotes of LibreOffice are text",
     '<meta name="generator" content="LibreOffice 7.3"/><p>Câu<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1'
     '</sup></a> sau.</p><div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Nguồn.</p></div>',
     "<p>Câu[1] sau.</p><p>[1] Nguồn.</p>"),
    ("titles, headings by level, roles and quotes are what they are called",
     WORD + "<p class=MsoTitle>Tên bài</p><p class=MsoHeading7>Bảy</p><p style='mso-outline-level:2'>Hai</p>"
     '<p role="heading" aria-level="3">Ba</p><p class=MsoQuote>Lời</p><p class=MsoIntenseQuote>Lời nữa</p>',
     "<h2>Tên bài</h2><h3>Bảy</h3><h2>Hai</h2><h3>Ba</h3><blockquote><p>Lời</p><p>Lời nữa</p></blockquote>"),
    ("the number of a heading is a word of it",
     WORD + f"<h1 style='mso-list:l0 level1 lfo1'>{IGNORED.format('1.2')}Bối cảnh</h1>", "<h2>1.2 Bối cảnh</h2>"),
    ("items that a mail program robbed of their styles are items",
     WORD + f'<p class="MsoListParagraph">{IGNORED.format("·").replace("mso-list:Ignore", "font-family:Symbol")}Một</p>'
     f'<p class="MsoListParagraph">{IGNORED.format("·").replace("mso-list:Ignore", "font-family:Symbol")}Hai</p>',
     "<ul><li>Một</li><li>Hai</li></ul>"),
    ("a paragraph of the list's style goes on with the item",
     WORD + f"<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'>{IGNORED.format('a)')}Một</p>"
     "<p class=MsoListParagraphCxSpMiddle>và nữa</p>"
     f"<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>{IGNORED.format('b)')}Hai</p>",
     "<ol><li>Một<br>và nữa</li><li>Hai</li></ol>"),
    ("Word in the browser nests by level and ends paragraphs with a mark of its own",
     '<div class="OutlineElement SCXW1"><p class="Paragraph SCXW1"><span data-contrast="auto">Đoạn</span><span '
     'class="EOP" data-ccp-props="{}">&nbsp;</span></p></div><div class="ListContainerWrapper"><ul><li data-aria-level="1">'
     '<p>Một</p></li></ul></div><div class="ListContainerWrapper"><ol><li data-aria-level="2"><p>Hai</p></li></ol></div>',
     "<p>Đoạn</p><ul><li>Một<ol><li>Hai</li></ol></li></ul>"),
    ("cells of Excel: bold by class, merged, empty",
     '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><style><!--td{font-weight:400}.xl65{font-weight:700}--></style>'
     "<table><!--StartFragment--><col width=64><tr><td class=xl65>Năm</td><td class=xl65>Tấn</td></tr>"
     "<tr><td>2024</td><td></td></tr><tr><td colspan=2>Gộp</td></tr><!--EndFragment--></table>",
     "<table><tr><th>Năm</th><th>Tấn</th></tr><tr><td>2024</td><td></td></tr><tr><td>Gộp</td><td></td></tr></table>"),
    ("a cell that reaches down leaves its place below",
     SHEETS + "<table><tr><td rowspan=2>A</td><td>1</td></tr><tr><td>2</td></tr></table>",
     "<table><tr><td>A</td><td>1</td></tr><tr><td></td><td>2</td></tr></table>"),
    ("one column of cells is a table, one cell is words",
     SHEETS + "<table><tr><td>A</td></tr><tr><td>B</td></tr></table><p>—</p><table><tr><td>C</td></tr></table>",
     "<table><tr><td>A</td></tr><tr><td>B</td></tr></table><p>—</p><p>C</p>"),
    ("a first row is a head only over rows that are none",
     SHEETS + "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td><b>C</b></td><td><b>D</b></td></tr></table>",
     "<table><tr><td><strong>A</strong></td><td><strong>B</strong></td></tr>"
     "<tr><td><strong>C</strong></td><td><strong>D</strong></td></tr></table>"),
    ("the head of a table is its head",
     WORD + "<table><thead><tr><td>A</td><td>B</td></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
     "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"),
    ("a picture takes the caption below, one that counts readers is none",
     WORD + '<p><img src="https://lh3.example/x"></p><p class=MsoCaption>Chợ sớm. Ảnh: LÊ LAN</p>'
     '<img width="1" height="1" src="https://t.example/o.gif"><p>Chữ</p>',
     '<figure data-photo="" data-place="center" data-credit="LÊ LAN"><figcaption>Chợ sớm.</figcaption></figure><p>Chữ</p>'),
    ("figures of ours pass with ids and captions, whatever they say",
     '<p>a</p><figure data-photo="9000000000000000001"><figcaption>Xem thêm</figcaption></figure>'
     '<figure data-photo="7" data-place="wide" data-alt=""></figure><p><em>nghiêng</em></p>',
     '<p>a</p><figure data-photo="9000000000000000001" data-place="center"><figcaption>Xem thêm</figcaption></figure>'
     '<figure data-photo="7" data-place="wide" data-alt=""></figure><p><em>nghiêng</em></p>'),
    ("words of a document are never furniture", WORD + "<p class=MsoNormal>Xem thêm</p>", "<p>Xem thêm</p>"),
    ("a mail's lines are paragraphs",
     '<div dir="ltr">Chào<div><br></div><div><b>Đoạn</b> hai</div></div>', "<p>Chào</p><p><strong>Đoạn</strong> hai</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("came", "stored"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_dress_means(came, stored):
    made = body(came)
    assert made == stored
    assert clean(made) == made


def test_pictures_inside_the_markup_are_told_by_their_number():
    came = read(WORD + '<p>Chữ<img src="data:image/png;base64,AAAA"><img src="cid:1"><img src="blob:https://a/b"></p>')
    assert (came.html, came.warnings) == (
        "<p>Chữ</p>",
        ["3 pictures could not come along: drop their files into the text."],
    )
    lazy = read('<p><img src="data:image/gif;base64,R0" data-src="https://a.vn/1.jpg"></p>')
    assert lazy.html == '<figure data-photo="" data-place="center"></figure>'


STORY = [f"Đoạn số {number} của một bài dài vừa phải, có vài câu như mọi bài khác." for number in range(200)]


def in_dress(dress):
    return WORD + "".join(f"<p class=MsoNormal>{dress}{line}<o:p></o:p></p>" for line in STORY)


HEAVY = {
    "comments": WORD + f"<!--{'x' * 5_000_000}-->" + in_dress(""),
    "styles": in_dress(f"<style>{'p{color:red}' * 2_000}</style>"),
    "xml in comments": in_dress(f"<!--[if gte mso 9]><xml>{'<w:a/>' * 4_000}</xml><![endif]-->"),
    "spans": in_dress("".join(f"<span lang=EN-US style='font-size:11.0pt;mso-bidi-font-size:{n}pt;line-height:107%;"
                              "font-family:\"Arial\",sans-serif'></span>" for n in range(190))),
    "data": in_dress(f'<img src="data:image/png;base64,{"A" * 25_000}">'),
    "drawings": in_dress("<svg>" + "<path d='M0'/>" * 2_000 + "</svg>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEAVY)
def test_five_megabytes_of_dress_leave_the_words_of_the_story(kind):
    html = HEAVY[kind]
    assert len(html) > 4_500_000
    started = time.process_time()
    made = body(html)
    assert time.process_time() - started < 2
    assert made == "".join(f"<p>{line}</p>" for line in STORY)


@pytest.mark.parametrize(
    "html",
    ["<!--" * 300_000, "<style>" * 200_000, "<iframe src=a>" * 70_000, "<iframe " * 70_000, "<![" * 400_000,
     "<span style='" * 70_000, "<o:p " * 70_000, "{" * 1_000_000, f"<style>{'{' * 1_000_000}</style>a",
     "<p " + "a='" * 500_000, "<!--[if !supportLists]-->" * 70_000, "<ul><li>" * 1_000, "<table><tr><td>" * 1_000],
    ids=["comments", "styles", "frames", "half frames", "declarations", "quotes", "foreign", "braces", "style braces",
         "attributes", "markers", "lists", "tables"],
)  # fmt: skip
def test_markup_that_never_ends_is_read_or_refused_at_once(html):
    started = time.process_time()
    try:
        made = body("<p>chữ</p>" + html)
    except pasted.gate.BodyRefused:
        made = "<p>chữ</p>"
    assert time.process_time() - started < 3
    assert "chữ" in made


def test_a_thousand_lists_in_each_other_keep_every_item():
    made = body("".join(f"<ul><li>mục{n}" for n in range(1000)))
    assert re.findall(r"mục(\d+)(?=<)", made) == [str(n) for n in range(1000)]
