"""Files as stories: Word documents with their pictures, pages, plain text; what is none says what to do."""

import io
import zipfile

import pytest
from django.utils import translation

from articles.body.figures import figures
from articles.importers.document import is_document, read_document, read_html, read_text
from articles.importers.text import import_file
from articles.models import Article
from articles.wire import NotText
from media.models import Photo
from tests import given

from .documents import docx, link, paragraph, parts, run, table, zipped

pytestmark = pytest.mark.django_db
WHOLE = [
    paragraph("Phiên chợ sớm", style="Title"),
    paragraph("Từ ", run("ba giờ", bold=True), run(" sáng", italic=True), run("", note=1), " đã ", link("đông"), "."),
    paragraph(run("", picture=1)),
    paragraph("Ghe cập bến. Ảnh: LÊ LAN", style="Caption"),
    paragraph("Hàng cá", style="Heading1"),
    paragraph("Cá nục", item=(0, 1)),
    paragraph("Cá thu", item=(1, 2)),
    table([paragraph(run("Năm", bold=True)), paragraph(run("Tấn", bold=True))], [paragraph("2024"), paragraph("12")]),
    paragraph("Người mua đứng thành hàng.", style="Quote"),
    paragraph("Chợ tan khi mặt trời lên."),
    paragraph("Bài: HOÀNG YẾN - Ảnh: LÊ LAN"),
]


@pytest.fixture
def reporter():
    return given.a_user("reporter")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_a_word_document_keeps_words_structure_notes_and_pictures(reporter):
    came = read_document(docx(*WHOLE, pictures=[given.jpeg()], notes=["Theo ban quản lý."]), "Chợ.docx", reporter)
    photo = Photo.objects.get()
    assert came.html == (
        "<h2>Phiên chợ sớm</h2>"
        '<p>Từ <strong>ba giờ</strong><em> sáng</em>[1] đã <a href="https://example.vn/a">đông</a>.</p>'
        f'<figure data-photo="{photo.pk}" data-place="center" data-credit="LÊ LAN">'
        "<figcaption>Ghe cập bến.</figcaption></figure>"
        "<h2>Hàng cá</h2><ul><li>Cá nục<ol><li>Cá thu</li></ol></li></ul>"
        "<table><tr><th>Năm</th><th>Tấn</th></tr><tr><td>2024</td><td>12</td></tr></table>"
        "<blockquote><p>Người mua đứng thành hàng.</p></blockquote><p>Chợ tan khi mặt trời lên.</p>"
        "<p>Bài: HOÀNG YẾN - Ảnh: LÊ LAN</p><p>[1] Theo ban quản lý.</p>"
    ).replace("<em> sáng</em>", " <em>sáng</em>")
    assert (came.headline, came.story.credit_line) == ("Phiên chợ sớm", "Bài: HOÀNG YẾN - Ảnh: LÊ LAN")
    assert "HOÀNG YẾN" not in came.story.body_html() and "[1] Theo ban quản lý." in came.story.body_html()
    assert (came.photos, came.remarks, came.converted) == ([photo], [], None)
    assert (photo.uploaded_by, photo.caption, photo.credit_line) == (reporter, "Ghe cập bến.", "LÊ LAN")


def test_a_picture_that_cannot_be_taken_is_named_and_its_place_waits(reporter):
    came = read_document(docx(*WHOLE, pictures=[b"\x01\0\0\0 EMF"], notes=["Nguồn."]), "Chợ.docx", reporter)
    assert [figure.photo for figure in figures(came.html)] == [None]
    assert len(came.remarks) == 1 and "Chợ-1.emf" in came.remarks[0]
    assert came.photos == [] and not Photo.objects.exists()


def test_a_picture_that_is_not_in_the_file_is_named(reporter):
    entries = parts(*WHOLE, pictures=[given.jpeg()], notes=["Nguồn."])
    del entries["word/media/image1.jpeg"]
    came = read_document(zipped(entries), "Chợ.docx", reporter)
    assert came.remarks == ["“Chợ-1.jpeg” is not inside the document. Drop its file into the text."]


def test_who_may_not_upload_gets_the_words_alone():
    came = read_document(docx(*WHOLE, pictures=[given.jpeg()], notes=["N."]), "Chợ.docx", pictures=False)
    assert "<figure" not in came.html and "<p>Ghe cập bến.</p>" in came.html
    assert came.remarks == ["You may not upload pictures: only the words of “Chợ.docx” came along."]
    assert not Photo.objects.exists()


def test_old_fonts_of_a_document_are_told_by_runs_and_styles():
    came = read_document(
        docx(
            paragraph("ViÖt Nam ", run("hµ néi", font=".VnTimeH"), run(" café", font="Arial")),
            paragraph("Tr\xadêng §¹i häc"),
            default_font=".VnTime",
        ),
        "cu.docx",
    )
    assert came.html.startswith("<p>ViÖt Nam hµ néi café</p>")
    assert came.converted.html == "<p>Việt Nam HÀ NỘI café</p><p>Trường Đại học</p>"


def bomb():
    entries = parts(paragraph("a"))
    entries["word/document.xml"] = entries["word/document.xml"].replace("<w:body>", "<w:body>" + " " * 11_000_000)
    return zipped(entries)


def encrypted_entry():
    data = bytearray(docx(paragraph("a")))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def with_entities():
    entries = parts(paragraph("a"))
    entries["word/document.xml"] = (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + entries["word/document.xml"]
    )
    return zipped(entries)


def crowded():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        for number in range(5_000):
            package.writestr(f"a{number}", "")
    return packed.getvalue()


def hidden_bomb():
    """The words in a part that does not look like one by its name."""
    entries = parts(paragraph("a"))
    entries["word/x.bin"] = entries.pop("word/document.xml").replace("<w:body>", "<w:body>" + " " * 11_000_000)
    entries["_rels/.rels"] = entries["_rels/.rels"].replace("word/document.xml", "word/x.bin")
    return zipped(entries)


REFUSED = [
    ("cut off", lambda: docx(paragraph("a"))[:400], "a.docx", "damaged"),
    ("a zip of something else", lambda: zipped({"mimetype": "application/vnd.oasis"}), "a.odt", "damaged"),
    ("broken inside", lambda: zipped(parts(paragraph("a")) | {"word/document.xml": "<w:document>"}), "a.docx", "damaged"),
    ("nothing inside", lambda: zipped({"word/document.xml": ""}), "a.docx", "damaged"),
    ("entities", with_entities, "a.docx", "damaged"),
    ("a bomb", bomb, "a.docx", "unpacks to more"),
    ("a bomb by another name", hidden_bomb, "a.docx", "unpacks to more"),
    ("tables without end", lambda: docx("<w:tbl><w:tr><w:tc>" * 900 + "</w:tc></w:tr></w:tbl>" * 900), "a.docx", "damaged"),
    ("too many entries", crowded, "a.docx", "unpacks to more"),
    ("an entry with a password", encrypted_entry, "a.docx", "password"),
    ("a file with a password",
     lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    ("an old document", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 WordDocument", "a.doc", "save it as .docx"),
    ("rich text", lambda: b"{\\rtf1\\ansi a}", "a.rtf", "save it as .docx"),
    ("no document by its name", lambda: b"words", "a.docx", "save it as .docx"),
    ("no words", lambda: docx(paragraph("")), "a.docx", "no text"),
    ("a PDF", lambda: b"%PDF-1.7", "a.txt", "a PDF"),
    ("too large", lambda: b"a" * 64_000_001, "a.docx", "larger than 64 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "name", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_taken_is_refused_in_a_sentence(make, name, says):
    with pytest.raises(NotText, match=says) as refusal:
        read_document(make(), name)
    assert "othing was stored" in str(refusal.value)


def test_a_page_gives_headline_and_standfirst_and_all_its_words():
    page = (
        "<html><head><title>x</title></head><body><h1>Chợ sớm</h1><p class='sapo'>(NLĐO) - Từ 3 giờ.</p>"
        "<p>Một câu.</p><p>Hai câu.</p></body></html>"
    )
    came = read_document(page.encode(), "trang.html")
    assert (came.story.headline, came.story.standfirst) == ("Chợ sớm", "(NLĐO) - Từ 3 giờ.")
    assert came.story.body_html() == "<p>Một câu.</p><p>Hai câu.</p>"
    assert came.html == "<h2>Chợ sớm</h2><p>(NLĐO) - Từ 3 giờ.</p><p>Một câu.</p><p>Hai câu.</p>"


def test_plain_text_keeps_its_lines_and_its_story():
    text = "Chợ sớm\n\nGhe cập bến.\nNgười mua < người bán.\n\nleftcenterrightdel\n\xa0Chợ tan. Ảnh: LAN\n\nBài: HOÀNG YẾN\n"
    came = read_document(text.encode("utf-16"), "bai.txt")
    assert came.html.startswith("<p>Chợ sớm</p><p>Ghe cập bến.</p><p>Người mua &lt; người bán.</p><figure")
    assert (came.story.headline, came.story.credit_line, len(came.story.figures)) == ("Chợ sớm", "Bài: HOÀNG YẾN", 1)
    assert read_text("<p>Nguồn của <b>trang</b></p>").html == "<p>Nguồn của <strong>trang</strong></p>"


def test_a_credit_line_in_the_last_lines_of_a_paragraph_is_found():
    story = read_html("<p>Chợ sớm</p><p>Một câu.</p><p>Hai câu.<br>Bài: HOÀNG YẾN<br>Ảnh: LÊ LAN</p>").story
    assert story.credit_line == "Bài: HOÀNG YẾN - Ảnh: LÊ LAN"
    assert story.body_html() == "<p>Một câu.</p><p>Hai câu.</p>"


def test_a_document_becomes_a_draft_once_with_its_pictures_and_structure():
    data = docx(*WHOLE, pictures=[given.jpeg()], notes=["Theo ban quản lý."])
    made = import_file(data, name="/tmp/Chợ.docx", by=None)
    story = Article.objects.get()
    assert (made.article, story.headline, story.credit_line) == (story, "Phiên chợ sớm", "Bài: HOÀNG YẾN - Ảnh: LÊ LAN")
    assert "<table>" in story.body and "<strong>ba giờ</strong>" in story.body
    assert [figure.photo for figure in figures(story.body)] == [Photo.objects.get().pk]
    assert import_file(data, name="again.docx", by=None).known
    assert (Article.objects.count(), Photo.objects.count()) == (1, 1)


def test_a_page_becomes_a_draft_with_its_standfirst():
    page = b"<!doctype html><h1>Cho som</h1><p class=sapo>Tu 3 gio.</p><p>Mot cau.</p><p>Hai cau.</p>"
    import_file(page, name="trang.htm", by=None)
    story = Article.objects.get()
    assert (story.headline, story.standfirst, story.body) == (
        "Cho som", "Tu 3 gio.", "<p>Mot cau.</p><p>Hai cau.</p>",
    )  # fmt: skip


def test_what_is_a_document_is_told_by_name_or_bytes():
    assert is_document("a.docx", b"") and is_document("a", b"PK\x03\x04") and is_document("a", b"\n<!DOCTYPE html>")
    assert not is_document("a.txt", b"Words") and not is_document("a", b"<- words")
