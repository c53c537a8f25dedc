"""The three walks and the thread through everything, in a real browser against the real server with its page cache."""

import io
import time
import urllib.parse

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.editing import write
from tests.newsroom.serving import ROOT, Served

pytestmark = pytest.mark.browser
PASSWORD = "newsroom-demo"
TRY_IT = ROOT / "newsroom" / "demo_content" / "try_it"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" photoshop:Credit="Trần Đông Phong"
 exif:GPSLatitude="16,3.5N" exif:GPSLongitude="108,13.1E">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Trần Đông Phong</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """The demo newspaper, served as `make run` serves it."""
    served = Served(tmp_path_factory.mktemp("walks"), "--prepare")
    served.patience = 180
    with served:
        yield served


@pytest.fixture
def sit_down(newsroom, chromium):
    """sit_down("reporter") gives that person's browser tab at the desk; sit_down() a reader's."""
    opened = []

    def tab(user=None, **options):
        context = chromium.new_context(base_url=f"http://127.0.0.1:{newsroom.port}", locale="en", **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.wrong = []
        page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "response",
            lambda answer: page.wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )
        if user:
            page.goto("/admin/")
            page.fill("input[name=username]", user)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_selector(".rail")
        return page

    yield tab
    for context in opened:
        context.close()


def press(page, button):
    """Press a button that leads to another page, and be there."""
    with page.expect_navigation():
        page.click(button)


def act(page, name):
    """Press the one button named for an act and, where the act asks something, answer as it stands."""
    press(page, f".story-bar [name=_act][value={name}]")
    if f"/act/{name}/" in page.url:
        press(page, ".act-form button:not([type=button])")


def test_the_photographs_walk(newsroom, sit_down, tmp_path):
    """From the card to the page: words from the file, a place in a story, a clean file for readers, credit and caption."""
    file = tmp_path / "cho-dem.jpg"
    Image.linear_gradient("L").resize((1800, 1200)).convert("RGB").save(
        file, xmp=XMP.format(caption="Chợ đêm bên sông lúc lên đèn.").encode(), exif=_with_position()
    )
    photographer = sit_down("photographer")
    photographer.goto("/admin/media/photo/upload/")
    photographer.set_input_files("#upload-files", file)
    expect(photographer.locator(".upload-item textarea")).to_have_value("Chợ đêm bên sông lúc lên đèn.", timeout=30_000)

    reporter = sit_down("reporter")
    reporter.goto("/admin/articles/article/add/")
    reporter.fill("#id_headline", "Chợ đêm mở lại bên sông")
    write(reporter, "Chợ đêm mở lại từ tối thứ bảy.\nNgười bán quen chỗ cũ.")
    reporter.fill("#id_credit_line", "Tin: Nguyễn Thu Hạ - Ảnh: Trần Đông Phong")
    reporter.select_option("#id_section", label="Đời sống")
    reporter.set_input_files(".editor > input[type=file][multiple]", file)  # the same bytes: no second photograph
    expect(reporter.locator(".ProseMirror figcaption")).to_have_text("Chợ đêm bên sông lúc lên đèn.", timeout=15_000)
    act(reporter, "submit")

    chief = sit_down("chief")
    chief.goto("/admin/articles/article/?state=in_review")
    chief.get_by_role("link", name="Chợ đêm mở lại bên sông").first.click()
    act(chief, "publish")
    press(chief, ".messagelist a")
    figure = chief.locator("figure", has_text="Chợ đêm bên sông lúc lên đèn.").first
    assert "Trần Đông Phong" in figure.inner_text()
    shown = figure.locator("img").evaluate("image => image.currentSrc")
    status, headers, data = newsroom.get(urllib.parse.urlsplit(shown).path)
    assert status == 200 and "immutable" in headers["Cache-Control"]
    assert b"GPS" not in data and "Trần Đông Phong".encode() in data
    assert Image.open(io.BytesIO(data)).getexif() == {}
    assert photographer.wrong == reporter.wrong == []


def _with_position():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 3.0, 30.0), 3: "E", 4: (108.0, 13.0, 6.0)})
    exif[0x010F] = "Máy ảnh"
    return exif


def test_the_keystrokes_walk(newsroom, sit_down):
    """From typing to readers and back: nothing before the act, everything at the next request after it."""
    reader = sit_down()
    reporter, chief = sit_down("reporter"), sit_down("chief")
    reporter.goto("/admin/articles/article/add/")
    reporter.fill("#id_headline", "Bến phà Cồn Sẻ chạy đêm")
    write(reporter, "Từ tối nay, phà Cồn Sẻ chạy đến 23h.\n## Vé không đổi\nGiá vé vẫn là 5.000 đồng.")
    reporter.fill("#id_credit_line", "Tin: Nguyễn Thu Hạ")
    reporter.select_option("#id_section", label="Thời sự · Đô thị")
    reporter.click(".story-bar [name=_save]")
    reporter.wait_for_url("**/change/")
    story = urllib.parse.urlsplit(reporter.url).path
    headline = "Bến phà Cồn Sẻ chạy đêm"
    assert headline not in search(reader, "Cồn Sẻ")
    act(reporter, "submit")
    assert headline not in search(reader, "Cồn Sẻ")

    chief.goto(story)
    act(chief, "publish")
    press(chief, ".messagelist a")
    address = urllib.parse.urlsplit(chief.url).path
    assert reader.goto(address).status == 200
    assert reader.locator("h2", has_text="Vé không đổi").count() == 1
    assert search(reader, "con se")[0] == headline
    assert reader.goto("/").ok and reader.get_by_text("Bến phà Cồn Sẻ").count() > 0

    chief.goto(story)
    chief.fill("#id_headline", "Bến phà Cồn Sẻ chạy đêm đến 23h")
    with chief.expect_response(lambda answer: answer.request.method == "POST"):
        chief.click(".story-bar [name=_save]")
    assert reader.goto(address).ok and reader.locator("h1").inner_text() == "Bến phà Cồn Sẻ chạy đêm"
    chief.goto(story)
    act(chief, "update")
    assert reader.goto(address).ok and reader.locator("h1").inner_text() == "Bến phà Cồn Sẻ chạy đêm đến 23h"

    chief.goto(f"{story}../act/withdraw/")
    chief.fill("#id_note", "Bến phà báo lại giờ khác.")
    press(chief, ".act-form button:not([type=button])")
    assert reader.goto(address).status == 410
    assert headline not in " ".join(search(reader, "con se"))
    assert reporter.wrong == chief.wrong == []


def search(reader, words):
    reader.goto(f"/search/?{urllib.parse.urlencode({'q': words})}")
    return [head.inner_text() for head in reader.locator("main article :is(h2, h3), main li :is(h2, h3)").all()]


def test_the_readers_walk(newsroom, sit_down):
    """From the front page to a story, its tag, its writer, its day, a search; with no cookie and nobody else asked."""
    reader = sit_down(viewport={"width": 360, "height": 640})
    asked = []
    reader.on("request", lambda request: asked.append(urllib.parse.urlsplit(request.url).netloc))
    reader.goto("/")
    reader.locator("main h2 a, main h1 a").first.click()
    reader.wait_for_load_state()
    assert reader.locator("h1").count() == 1
    story = reader.url
    assert reader.locator("script[type='application/ld+json']").count() == 1
    for part in ("/tag/", "/author/"):
        reader.goto(story)
        reader.locator(f"main a[href^='{part}']").first.click()
        reader.wait_for_load_state()
        assert part in reader.url and reader.locator("main a").count() > 0
    found = search(reader, "con song")
    assert found
    assert reader.goto("/khong-co-trang-nay/").status == 404
    assert reader.locator("form[role=search], [role=search]").count() > 0
    assert set(asked) == {f"127.0.0.1:{newsroom.port}"}
    assert reader.context.cookies() == []
    assert [said for said in reader.wrong if "404" not in said] == []
    wider = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0


def test_one_text_and_three_pictures_reach_an_editor_in_three_minutes(newsroom, sit_down):
    """The thread: one drop, two answers, Send; without touching a side panel. Then an editor publishes, a reader reads."""
    reporter = sit_down("reporter")
    began = time.monotonic()
    reporter.goto("/admin/articles/article/new-from-text/")
    text, pictures = next(TRY_IT.glob("*.txt")), sorted(TRY_IT.glob("*.jpg"))
    reporter.set_input_files("#id_files", [text, *pictures])  # a text among the files is read at once
    reporter.wait_for_selector("[name=_create]")
    assert reporter.locator(".shot img").count() == len(pictures) == 3
    reporter.select_option("#id_section", label="Đời sống")
    press(reporter, "[name=_create]")
    act(reporter, "submit")
    assert time.monotonic() - began < 180
    assert reporter.locator(".messagelist .success").count() == 1

    headline = text.read_text(encoding="utf-8-sig").splitlines()[0]
    chief = sit_down("chief")
    chief.goto("/admin/")
    chief.get_by_role("link", name=headline).first.click()
    act(chief, "publish")
    press(chief, ".messagelist a")
    assert chief.locator("h1").inner_text() == headline
    assert chief.locator("main figure").count() == 3
    assert reporter.wrong == chief.wrong == []
