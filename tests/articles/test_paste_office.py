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
