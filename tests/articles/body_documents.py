"""Bodies for property tests: any markup a person, an editor or an attacker may send, and stored bodies made of it."""

import os
from pathlib import Path

from hypothesis import strategies as st

from articles.body import schema
from articles.body.clean import clean

TEST_DATA = Path(os.environ.get("NEWSROOM_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")

WORDS = st.one_of(
    st.sampled_from(
        [
            "Đà Nẵng", "hoà bình", " ", "\n", " chữ ", "a", "e\u0301", "\u0301", "\u0338", "\xa0", "\u200b", "*", "**",
            "_", "~", "- gạch đầu dòng", "1. một", "> trích", "## tít", "### tít", "---", "| a | b |", "[hộp]",
            "[ảnh 21: chú thích]", "https://youtu.be/dQw4w9WgXcQ", "[chữ](https://example.vn/)", "\\", "`", "=",
            "— Tên", "leftcenterrightdel", "<b>", "&amp;", "^2^", "+", "x_{2}", "[", "]", "(", ")", "|", "↵", "ᄀ", "ᅡ",
            "😀", "שלום", "{en: word}", "!", "\t",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_ATTRIBUTES = {
    "a": st.sampled_from(
        ['href="https://example.vn/a_(b)?c=1&amp;d=2"', 'data-article="7"', 'data-section="2"', 'data-tag="3"',
         'data-person="4"', 'data-photo="5"', 'href="javascript:x()"', 'href="//evil.example"', 'href="mailto:a@b.vn"',
         'href="tel:+84123"', 'href="https://example.vn/))(("']
    ),
    "span": st.sampled_from(['lang="en"', 'lang="zh-Hant"', ""]),
    "blockquote": st.sampled_from(["", "data-pull"]),
    "aside": st.sampled_from(["data-box", 'data-article="9"', ""]),
    "figure": st.builds(
        " ".join,
        st.lists(
            st.sampled_from(
                ['data-photo="21"', 'data-photo=""', 'data-photo="x"', 'data-place="left"', 'data-place="wide"',
                 'data-alt=""', 'data-alt="Chợ | sớm: [mai]"', 'data-credit="Lê A | B"', 'data-crop="3x2"',
                 'data-focus="0.5,0.25"']
            ),
            max_size=5,
            unique_by=lambda attribute: attribute.split("=")[0],
        ),
    ),
    "div": st.sampled_from(
        ["", "data-gallery", 'data-embed="youtube" data-ref="dQw4w9WgXcQ"', 'data-embed="x" data-ref="a/status/1"',
         'data-embed="nobody" data-ref="1"']
    ),
}  # fmt: skip
_TAGS = sorted(schema.TAGS | {"h1", "b", "section", "font", "script", "tbody"})


def _element(inner):
    def with_tag(tag):
        attributes = _ATTRIBUTES.get(tag, st.just(""))
        if tag in ("br", "hr"):
            return st.just(f"<{tag}>")
        return st.builds(
            lambda attrs, parts: f"<{tag} {attrs}>{''.join(parts)}</{tag}>", attributes, st.lists(inner, max_size=4)
        )

    return st.sampled_from(_TAGS).flatmap(with_tag)


def _table(inner):
    cell = st.builds(lambda tag, words: f"<{tag}>{words}</{tag}>", st.sampled_from(["th", "td"]), inner)
    row = st.builds(lambda cells: f"<tr>{''.join(cells)}</tr>", st.lists(cell, min_size=1, max_size=3))
    caption = st.one_of(st.just(""), st.builds("<caption>{}</caption>".format, inner))
    return st.builds(lambda top, rows: f"<table>{top}{''.join(rows)}</table>", caption, st.lists(row, max_size=3))


def _list(inner):
    item = st.builds("<li>{}{}</li>".format, inner, inner)
    return st.builds(
        lambda tag, items: f"<{tag}>{''.join(items)}</{tag}>", st.sampled_from(["ul", "ol"]), st.lists(item, max_size=3)
    )


_words = WORDS.map(lambda words: words.translate(_ESCAPES))
markup = st.recursive(_words, lambda inner: st.one_of(_element(inner), _table(inner), _list(inner)), max_leaves=25)
any_markup = st.lists(markup, max_size=6).map("".join)
bodies = any_markup.map(clean)
