"""“New from text”: a drop of a text and its pictures is read, put right by a person, and becomes a draft, once."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.body.figures import figures
from articles.body.render import plain_text
from articles.models import Article, Contributor, DeskSettings
from articles.wire import decode, parse
from media.models import Photo
from tests import given

from .desk import Fields, page_of
from .documents import docx, paragraph, run

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/new-from-text/"
STORY = """Phiên chợ sớm bên cửa biển

Từ 3 giờ sáng, bến cá đã sáng đèn.

leftcenterrightdel
\u00a0Ghe cập bến. Ảnh: ĐỨC ANH

Người mua đứng thành hàng.

leftcenterrightdel
\u00a0Chợ tan khi mặt trời lên.

Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH
"""


@pytest.fixture
def reporter():
    return given.a_user("reporter")


@pytest.fixture
def at_desk(client, reporter):
    client.force_login(reporter)
    return client


def jpeg(name):
    return SimpleUploadedFile(name, given.jpeg(), content_type="image/jpeg")


def text_file(words, name="bai.txt", encoding="utf-8"):
    data = words if isinstance(words, bytes) else words.encode(encoding)
    return SimpleUploadedFile(name, data, content_type="text/plain")


def read(client, text="", *files):
    """The page that shows what was understood of a drop."""
    return client.post(PAGE, {"text": text, "files": list(files), "_read": "1"})


def fields_of(answer):
    """What the page of what was understood would send; the pictures' ids stand several times."""
    assert answer.status_code == 200
    found = Fields(page_of(answer), "understood").found
    found["photos"] = [str(photo.pk) for photo in answer.context["photos"]]
    return found


def made(client, fields, **put_right):
    return client.post(PAGE, {**fields, "_create": "1", **put_right})


def test_a_text_and_its_pictures_become_a_draft_with_people_and_places(at_desk, reporter):
    section = given.a_section()
    answer = read(at_desk, "", text_file(STORY), jpeg("mot.jpg"), jpeg("hai.jpg"), jpeg("du.jpg"))
    assert not Article.objects.exists()
    page = page_of(answer)
    assert (
        "Phiên chợ sớm bên cửa biển" in page and "leftcenterrightdel" in page
    )  # what was understood, beside the original
    created = made(at_desk, fields_of(answer), section=section.pk)
    story = Article.objects.get()
    assert created.status_code == 302 and created.url == reverse("admin:articles_article_change", args=[story.pk])
    assert (story.headline, story.section, story.created_by) == ("Phiên chợ sớm bên cửa biển", section, reporter)
    assert story.credit_line == "Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH"
    assert {row.contributor.name for row in story.bylines.all()} == {"Hoàng Yến", "Đức Anh"}
    shown = figures(story.body)
    assert [bool(figure.photo) for figure in shown] == [True, True, True]
    assert [figure.caption for figure in shown[:2]] == ["Ghe cập bến.", "Chợ tan khi mặt trời lên."]
    first = Photo.objects.get(pk=shown[0].photo)
    assert (first.caption, first.credit_line.casefold()) == ("Ghe cập bến.", "đức anh")
    assert story.body.rstrip().endswith("</figure>")  # the spare one


def test_everything_that_was_understood_can_be_put_right(at_desk):
    known = Contributor.objects.create(name="Hoàng Yên")
    one, two = given.a_photo("Một", by=None), given.a_photo("Hai", by=None)
    Photo.objects.update(uploaded_by=given.User.objects.get())
    answer = at_desk.post(PAGE, {"text": STORY, "photos": [one.pk, two.pk], "_read": "1"})
    fields = fields_of(answer)
    assert (fields["figure-0"], fields["figure-1"]) == (str(one.pk), str(two.pk))
    made(at_desk, fields, headline="Chợ sớm", credit_line="Bài: Hoang Yen", **{
        "figure-0": str(two.pk), "figure-1": "", "who-Hoang Yen": str(known.pk),
    })  # fmt: skip
    story = Article.objects.get()
    assert (story.headline, story.credit_line) == ("Chợ sớm", "Bài: Hoang Yen")
    assert story.bylines.get().contributor == known
    assert [figure.photo for figure in figures(story.body)] == [two.pk, None, one.pk]


def test_a_picture_whose_caption_is_that_of_a_place_stands_there_whatever_its_turn(at_desk, reporter):
    late = given.a_photo("Chợ tan khi mặt trời lên.", by=reporter)
    early = given.a_photo("Khác hẳn.", by=reporter)
    fields = fields_of(at_desk.post(PAGE, {"text": STORY, "photos": [late.pk, early.pk], "_read": "1"}))
    assert (fields["figure-0"], fields["figure-1"]) == (str(early.pk), str(late.pk))


def test_a_doubtful_line_is_proposed_and_stays_text_when_it_is_emptied(at_desk):
    answer = read(at_desk, "Chợ sớm\n\nGhe cập bến lúc ba giờ sáng.\n\nMinh")
    assert answer.context["doubtful"] and 'class="needs"' in page_of(answer)
    fields = fields_of(answer)
    assert fields["credit_line"] == "Minh"
    made(at_desk, fields, credit_line="")
    story = Article.objects.get()
    assert story.body.endswith("<p>Minh</p>") and story.credit_line == ""


def test_a_doubtful_line_that_a_person_confirms_leaves_the_text(at_desk):
    fields = fields_of(read(at_desk, "Chợ sớm\n\nGhe cập bến lúc ba giờ sáng.\n\nMinh"))
    made(at_desk, fields, **{"who-Minh": "new"})
    story = Article.objects.get()
    assert (story.credit_line, story.body) == ("Minh", "<p>Ghe cập bến lúc ba giờ sáng.</p>")
    assert story.bylines.get().contributor.name == "Minh"


def test_the_same_text_twice_makes_one_story_and_says_so(at_desk):
    made(at_desk, fields_of(read(at_desk, STORY)))
    story = Article.objects.get()
    again = read(at_desk, STORY.replace("\n", "\r\n"))
    assert again.context["known"] == (True, story)
    answer = made(at_desk, fields_of(again))
    assert Article.objects.count() == 1
    assert answer.url == reverse("admin:articles_article_change", args=[story.pk])


def test_another_persons_story_of_the_same_text_is_named_to_nobody(at_desk, client):
    made(at_desk, fields_of(read(at_desk, STORY)), headline="Tít riêng của tôi")
    client.force_login(given.a_user("reporter"))
    answer = read(client, STORY)
    assert answer.context["known"] == (True, None) and "Tít riêng của tôi" not in page_of(answer)
    assert made(client, fields_of(answer)).url == PAGE
    assert Article.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_texts_in_old_and_wide_encodings_are_read(at_desk, encoding):
    words = STORY
    if encoding == "cp1258":  # which writes tones as letters of their own
        words = "".join(_for_1258(letter) for letter in STORY)
    answer = read(at_desk, "", text_file(words, encoding=encoding))
    assert answer.context["story"].headline == "Phiên chợ sớm bên cửa biển"
    made(at_desk, fields_of(answer))
    assert "Người mua đứng thành hàng." in Article.objects.get().body


def _for_1258(letter):
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        base = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in tones))
        return rest + "".join(tones)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bai.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
        ("bai.txt", b"\x00\x01\x02\x03" * 200),
        ("bai.docx", b"PK\x03\x04" + b"x" * 300),
        ("bai.pdf", b"%PDF-1.4\n" + b"x" * 300),
        ("trong.txt", b""),
    ],
)
def test_a_file_that_holds_no_text_is_refused_by_name(at_desk, name, data):
    answer = at_desk.post(PAGE, {"files": [SimpleUploadedFile(name, data)], "_read": "1"})
    assert answer.status_code == 422
    assert name in page_of(answer) or not data
    assert not Article.objects.exists()


def test_a_picture_that_is_none_is_refused_by_name_and_the_text_is_read(at_desk):
    answer = read(at_desk, STORY, SimpleUploadedFile("gia.jpg", b"no picture", content_type="image/jpeg"))
    assert answer.status_code == 200
    assert "gia.jpg" in page_of(answer)
    assert not Photo.objects.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_story_without_a_headline_is_clearly_marked_and_none_is_made_up(at_desk, reporter, language):
    DeskSettings.objects.create(user=reporter, language=language)
    answer = read(at_desk, "Từ 3 giờ sáng, bến cá đã sáng đèn.\n\nNgười mua đứng thành hàng.\n\nTin, ảnh: Lê Mộc")
    assert answer.context["story"].headline is None
    assert 'class="needs"' in page_of(answer)
    made(at_desk, fields_of(answer))
    story = Article.objects.get()
    assert story.headline == ""
    assert 'class="before-open"' in page_of(at_desk.get(reverse("admin:articles_article_change", args=[story.pk])))


def test_nothing_pasted_too_much_and_two_texts_are_answered_kindly(at_desk):
    assert read(at_desk, "   ").status_code == 422
    assert read(at_desk, "ă" * 1_000_100).status_code == 422
    answer = read(at_desk, "", text_file(STORY, "mot.txt"), text_file("Bài hai.\n\nChữ.", "hai.txt"))
    assert answer.status_code == 200 and "hai.txt" in page_of(answer)
    assert made(at_desk, {"source": "", "name": ""}).status_code == 422
    assert not Article.objects.exists()


def test_broken_answers_break_nothing(at_desk):
    fields = fields_of(read(at_desk, STORY))
    for wrong in ({"figure-0": "99999999"}, {"figure-0": "x"}, {"photos": ["x", "9" * 30, "424242"]}, {"section": "x"},
                  {"who-HOÀNG YẾN": "abc"}, {"headline": "dài " * 90}, {"credit_line": "dài " * 300},
                  {"headline": "Cầu\x00"}):  # fmt: skip
        assert made(at_desk, fields, **wrong).status_code in {302, 422}, wrong


def test_photographers_and_administrators_bring_no_texts(client):
    for role in ("photographer", "admin"):
        client.force_login(given.a_user(role))
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"text": STORY, "_read": "1"}).status_code == 403


def test_the_whole_folder_of_correspondents_texts_goes_through_the_page(at_desk, test_data):
    files = sorted((test_data / "wire").glob("*.txt"))
    assert files
    for file in files:
        answer = read(at_desk, "", text_file(file.read_bytes(), file.name))
        assert answer.status_code == 200, file.name
        made(at_desk, fields_of(answer))
        story = Article.objects.order_by("-pk").first()
        expected = parse(decode(file.read_bytes()))
        words = plain_text(story.body)
        for one in expected.paragraphs:
            assert unicodedata.normalize("NFC", one.text) in words, (file.name, one.text)
        assert story.headline == (expected.headline or "")
        assert len(figures(story.body)) == len(expected.figures)
    assert Article.objects.count() == len(files)


def word_file(*blocks, name="bai.docx", **how):
    return SimpleUploadedFile(name, docx(*blocks, **how))


def test_a_word_document_becomes_a_draft_with_its_pictures_and_structure(at_desk, reporter):
    document = word_file(
        paragraph("Phiên chợ sớm", style="Title"),
        paragraph("Từ ", run("ba giờ", bold=True), " sáng, bến cá đã sáng đèn."),
        paragraph(run("", picture=1)),
        paragraph("Ghe cập bến. Ảnh: ĐỨC ANH", style="Caption"),
        paragraph("Cá nục", item=(0, 1)),
        paragraph("Chợ tan khi mặt trời lên."),
        paragraph("Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH"),
        pictures=[given.jpeg()],
    )
    answer = read(at_desk, "", document)
    fields = fields_of(answer)
    photo = Photo.objects.get()
    assert (fields["headline"], fields["figure-0"]) == ("Phiên chợ sớm", str(photo.pk))
    assert answer.context["spare"] == [] and not Article.objects.exists()
    made(at_desk, fields, headline="Chợ sớm")
    story = Article.objects.get()
    assert (story.headline, story.credit_line) == ("Chợ sớm", "Bài: HOÀNG YẾN - Ảnh: ĐỨC ANH")
    assert story.body == (
        "<p>Từ <strong>ba giờ</strong> sáng, bến cá đã sáng đèn.</p>"
        f'<figure data-photo="{photo.pk}" data-place="center" data-credit="ĐỨC ANH">'
        "<figcaption>Ghe cập bến.</figcaption></figure>"
        "<ul><li>Cá nục</li></ul><p>Chợ tan khi mặt trời lên.</p>"
    )
    again = read(at_desk, "", word_file(paragraph("Phiên chợ sớm"), name="khac.docx"))
    assert again.context["known"] == (False, None)


def test_the_picture_of_a_document_may_be_left_out(at_desk):
    document = word_file(
        paragraph("Chợ"), paragraph("Một câu."), paragraph(run("", picture=1)), pictures=[given.jpeg()]
    )
    made(at_desk, fields_of(read(at_desk, "", document)), **{"figure-0": "", "photos": []})
    assert [figure.photo for figure in figures(Article.objects.get().body)] == [None]


def test_a_page_becomes_a_draft_with_its_standfirst(at_desk):
    page = text_file("<html><h1>Chợ sớm</h1><p class=sapo>Từ 3 giờ.</p><p>Một câu.</p><p>Hai câu.</p></html>", "a.html")
    made(at_desk, fields_of(read(at_desk, "", page)), standfirst="Từ 3 giờ sáng.")
    story = Article.objects.get()
    assert (story.headline, story.standfirst, story.body) == (
        "Chợ sớm", "Từ 3 giờ sáng.", "<p>Một câu.</p><p>Hai câu.</p>",
    )  # fmt: skip


def test_a_document_names_no_photograph_that_its_sender_may_not_place(at_desk):
    photo = given.a_photo("Của người khác", by=given.a_user("photographer"))
    fields = fields_of(read(at_desk, "", word_file(paragraph("Chợ"), paragraph("Một câu."))))
    fields["source"] += f'<figure data-photo="{photo.pk}"></figure>'
    answer = made(at_desk, fields)
    assert answer.status_code == 422 and not Article.objects.exists()


def test_old_letters_are_converted_when_a_person_asks(at_desk):
    line = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, ®éc lËp - tù do - h¹nh phóc."
    for answer in (
        read(at_desk, f"Chî sím\n\n{line}"),
        read(at_desk, "", word_file(paragraph("Chî sím"), paragraph(line))),
    ):
        assert answer.context["old_font"] == "TCVN3 (.VnTime)" and "Céng hoµ" in page_of(answer)
        fields = fields_of(answer)
        converted = at_desk.post(PAGE, {**fields, "_convert": "1"})
        assert converted.context["old_font"] is None
        assert fields_of(converted)["headline"] == "Chợ sớm" and "Cộng hoà xã hội" in page_of(converted)
