"""The body as the desk edits it where no editor runs: a text that anybody can read, without a tag.

Blank lines make paragraphs; a line end inside one is kept. `## ` and `### ` are heads, two lines of `- ` or `1. ` `2. `
a list (one alone is how dialogue begins; `• ` makes a list of one), `> ` quotes, `>> ` pulls a quote out, `— Tên` names
its speaker, `---` is a rule, `| a | b |` a table, a video's address on its own line the video. In brackets, in
Vietnamese or English, stand the things that are no words:

    [ảnh 21: chú thích | giữa]       [ảnh còn thiếu: chú thích | giữa | Ảnh: TÊN]       [đọc thêm: bài 7]
    [hộp] … [hết hộp]                [chùm ảnh] … [hết chùm ảnh]                        [bảng: tên bảng]

Nothing gets lost: from_desk(to_desk(html)) == html for every stored body.
"""

import re

from django.utils.translation import get_language

from articles.body import pasted, tree
from articles.body.clean import clean
from articles.body.deskreader import Reader
from articles.body.deskwriter import Writer


def to_desk(html: str) -> str:
    """A stored body as the desk edits it, its few words in the language of the desk."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return Writer(language).blocks(tree.parse(html))


def from_desk(typed: str) -> str:
    """What was typed or pasted, as a stored body. Text that starts with tags is read as a page's HTML.

    Raises BodyRefused if it is too long to be a story.
    """
    typed = re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", typed)
    if pasted.looks_like_html(typed):
        return pasted.read(typed).html
    return clean(Reader(typed.split("\n")).html())
