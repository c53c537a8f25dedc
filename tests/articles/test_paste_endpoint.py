"""What the editor sends when something is pasted or dropped, and what it gets back."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from articles.body.clean import clean
from articles.importers import document
from articles.models import Article
from articles.wire import NotText
from media.models import Photo
from tests import given

from .documents import docx, paragraph, run
from .test_body_clean import assert_nothing_runs, attacks, needs_attacks
from .test_letters import MOTTO, TCVN3, typed

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/paste/"
STORY = (
    "<h1>Chợ sớm</h1><p>Một câu của bài.</p><figure><img src='https://a.vn/1.jpg'></figure><p>Hai câu của bài.</p>"
    "<p>Bài: HOÀNG YẾN - Ảnh: LÊ LAN</p>"
)


@pytest.fixture
def at_desk(client):
    client.force_login(given.a_user("reporter"))
    with translation.override("en"):
        yield client


def blob(words, kind="text/html"):
    data = words if isinstance(words, bytes) else words.encode()
    return SimpleUploadedFile("blob", data, content_type=kind)


def sent(client, **parts):
    files = {name: part if isinstance(part, SimpleUploadedFile) else blob(part) for name, part in parts.items()}
    return client.post(PAGE, files, headers={"accept-language": "en"})


def pasted(client, **parts):
    answer = sent(client, **parts)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def refused(client, **parts):
    answer = sent(client, **parts)
    assert answer.status_code == 422
    return json.loads(answer.content)["refused"]


def test_a_piece_of_a_page_comes_back_as_a_body(at_desk):
    assert reverse("admin:articles_article_paste") == PAGE
    assert pasted(at_desk, html="<p class=MsoNormal>Một <b>chữ</b><o:p></o:p></p>", text="Một chữ") == {
        "html": "<p>Một <strong>chữ</strong></p>", "remarks": [], "converted": None, "story": None, "photos": [],
    }  # fmt: skip


def test_a_whole_story_is_offered_in_a_sentence_and_not_forced(at_desk):
    came = pasted(at_desk, html=STORY)
    figure = '<figure data-photo="" data-place="center"></figure>'
    assert came["html"] == (
        f"<h2>Chợ sớm</h2><p>Một câu của bài.</p>{figure}<p>Hai câu của bài.</p><p>Bài: HOÀNG YẾN - Ảnh: LÊ LAN</p>"
    )
    assert came["story"] == {
        "headline": "Chợ sớm",
        "standfirst": None,
        "credit_line": "Bài: HOÀNG YẾN - Ảnh: LÊ LAN",
        "html": f"<p>Một câu của bài.</p>{figure}<p>Hai câu của bài.</p>",
        "figures": 1,
        "says": "This reads like a whole story: a headline, 1 picture, a credit line.",
    }
    assert not Article.objects.exists()


def test_plain_text_with_a_toolbars_residue_is_understood(at_desk):
    text = "Chợ sớm\n\nMột câu.\n\nleftcenterrightdel\n\xa0Chợ tan. Ảnh: LAN\n\nHai câu.\n\nBài: HOÀNG YẾN"
    came = pasted(at_desk, text=text)
    assert came["html"].startswith("<p>Chợ sớm</p><p>Một câu.</p><figure") and "HOÀNG YẾN" in came["html"]
    assert came["story"]["says"] == "This reads like a whole story: a headline, 1 picture, a credit line."
    assert came["story"]["html"].count("<figure") == 1 and "HOÀNG" not in came["story"]["html"]


@pytest.mark.parametrize(
    "html", ["<p>Chỉ một câu.</p>", "<h2>Tít</h2><p>Một câu.</p>", "<p>Một câu.</p><p>Hai câu.</p>"]
)
def test_a_piece_is_not_offered_as_a_story(at_desk, html):
    assert pasted(at_desk, html=html)["story"] is None


def test_old_letters_are_offered_beside_what_came(at_desk):
    came = pasted(at_desk, html=f"<p>{typed(MOTTO, TCVN3)}</p>")
    assert came["html"] != came["converted"]["html"] == f"<p>{MOTTO}</p>"
    assert came["converted"]["encoding"] == "TCVN3"
    assert MOTTO.startswith(came["converted"]["sample"].removesuffix("…"))
    assert pasted(at_desk, text=typed(MOTTO, TCVN3))["converted"]["html"] == f"<p>{MOTTO}</p>"


def test_a_document_brings_its_pictures(at_desk):
    data = docx(paragraph("Chợ"), paragraph(run("", picture=1)), paragraph("Chữ."), pictures=[given.jpeg()])
    came = pasted(at_desk, file=SimpleUploadedFile("cho.docx", data))
    photo = Photo.objects.get()
    assert came["html"] == f'<p>Chợ</p><figure data-photo="{photo.pk}" data-place="center"></figure><p>Chữ.</p>'
    assert [seen["id"] for seen in came["photos"]] == [photo.pk] and came["photos"][0]["thumb"]


def test_figures_of_the_browser_pass_untouched(at_desk):
    figure = '<figure data-photo="9007199254740000001" data-place="left"><figcaption>Xem thêm: <em>chợ</em></figcaption></figure>'
    assert pasted(at_desk, html=f"<p class=MsoNormal>a</p>{figure}<p>b</p>")["html"] == f"<p>a</p>{figure}<p>b</p>"


def test_where_the_markup_holds_no_words_the_text_beside_it_counts(at_desk):
    came = pasted(at_desk, html='<img src="data:image/png;base64,AA">', text="Chữ trong ảnh")
    assert came["html"] == "<p>Chữ trong ảnh</p>"
    assert came["remarks"] == ["1 picture could not come along: drop its file into the text."]


def test_what_cannot_be_taken_is_refused_in_a_sentence(at_desk):
    assert "Copy it again" in refused(at_desk)
    assert "save it as .docx" in refused(at_desk, file=SimpleUploadedFile("a.rtf", b"{\\rtf1 a}"))
    assert "nothing was stored" in refused(at_desk, text="a" * 1_000_001)
    assert "Split it" in refused(at_desk, html=f"<p>{'a' * 2_000_001}</p>")
    assert "larger than 30 MB" in refused(at_desk, html=b"a" * 30_000_001)
    assert at_desk.get(PAGE).status_code == 405


def test_five_megabytes_of_markup_answer_at_once(at_desk):
    line = "<p class=MsoNormal><span style='font-size:11pt;mso-bidi-font-size:10pt;font-family:\"Arial\"'>Một câu.</span></p>"
    html = f"<!--{'x' * 2_000_000}--><style>{'p{a:b}' * 300_000}</style>{line * 9_000}"
    started = time.process_time()
    came = pasted(at_desk, html=html)
    assert time.process_time() - started < 6  # about 1 s on a quiet machine
    assert came["html"] == "<p>Một câu.</p>" * 9_000


@pytest.mark.parametrize(("role", "status"), [("photographer", 403), ("admin", 403), ("section", 200), ("chief", 200)])
def test_who_writes_no_stories_pastes_nothing(client, role, status):
    client.force_login(given.a_user(role, sections=[given.a_section()] if role == "section" else ()))
    assert sent(client, html="<p>a</p>").status_code == status


def test_strangers_are_asked_to_sign_in(client):
    assert sent(client, html="<p>a</p>").status_code == 302


@needs_attacks
def test_no_attack_comes_back(at_desk):
    found = list(attacks())
    for at in range(0, len(found), 40):
        for attack in ("<p>chữ</p>".join(found[at : at + 40]), *found[at : at + 4]):
            for part in ("html", "text"):
                answer = sent(at_desk, **{part: f"<p class=MsoNormal>a</p>{attack}"})
                assert answer.status_code in (200, 422)
                came = json.loads(answer.content)
                for html in (came.get("html", ""), (came.get("story") or {}).get("html", "")):
                    assert_nothing_runs(html)
                    assert clean(html) == html


@needs_attacks
def test_no_attack_comes_back_alone():
    for attack in attacks():
        try:
            came = document.read_html(attack)
        except NotText:
            continue
        for html in (came.html, came.story.body_html()):
            assert_nothing_runs(html)
            assert clean(html) == html
