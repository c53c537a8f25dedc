"""A reporter writes a whole story in the editor: types, pastes, drops six pictures, captions, places, quotes, links, embeds;
the browser is killed; it comes back, is asked about, sent, and published as it was shown. NEWSROOM_FILM names a folder that
gets a picture of every step."""

import base64
import os
import signal
import time
from pathlib import Path

import pytest

from articles import workflow
from articles.body.figures import figures, links
from articles.models import Article, DeskSettings, PublishedArticle, State
from tests import given
from tests.browser.editing import VIOLATIONS, enter
from tests.conftest import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal {mso-style-parent:""; margin:0cm}</style></head><body lang=VI style='tab-interval:36.0pt'>
<!--StartFragment--><p class=MsoNormal><b><span lang=VI style='font-family:"Times New Roman"'>Ông Trần Văn Sáu</span></b>,
71 tuổi, đi bộ qua cầu đầu tiên.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·
&nbsp;&nbsp;</span>Dài 1,1 km<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·
&nbsp;&nbsp;</span>Rộng 12 m<o:p></o:p></p><!--EndFragment--></body></html>"""
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(files) => {
  const data = new DataTransfer();
  for (const [name, bytes] of files) {
    data.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], name, { type: "image/jpeg" }));
  }
  const last = [...document.querySelectorAll(".ProseMirror > *")].at(-1);
  const edges = last.getBoundingClientRect();
  const place = { clientX: edges.left + 20, clientY: edges.bottom - 2 };
  for (const kind of ["dragover", "drop"]) {
    last.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true, ...place }));
  }
}"""


class Desk:
    """The reporter's own browser, with a profile on the disk: it can be killed and started again."""

    def __init__(self, chromium, live_server, folder, user):
        self.type, self.live_server, self.folder, self.user = chromium.browser_type, live_server, folder, user
        self.wrong = []
        self.frames = 0

    def start(self, path):
        self.context = self.type.launch_persistent_context(
            str(self.folder), executable_path=CHROMIUM, viewport={"width": 1280, "height": 900}, locale="en-GB",
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"],
        )  # fmt: skip
        enter(self.context, self.live_server, self.user)
        self.page = self.context.pages[0]
        self.page.set_default_timeout(10_000)
        self.page.add_init_script(VIOLATIONS)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if "policy:" in said.text else None)
        self.page.goto(f"{self.live_server.url}{path}")
        return self.page

    def kill(self):
        """SIGKILL to every process of this profile: no goodbye, no last write."""
        mark = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if mark in process.read_bytes():
                    os.kill(int(process.parent.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue
        time.sleep(0.5)

    def film(self, name):
        if folder := os.environ.get("NEWSROOM_FILM"):
            self.frames += 1
            self.page.screenshot(path=str(Path(folder) / f"{self.frames:02d}-{name}.png"))


@pytest.fixture
def reporter():
    user = given.a_user("reporter")
    DeskSettings.objects.create(user=user, language="en")
    return user


@pytest.fixture
def desk(live_server, chromium, tmp_path, reporter):
    desk = Desk(chromium, live_server, tmp_path / "profile", reporter)
    yield desk
    desk.context.close()
    assert desk.wrong == []


def html(page):
    return page.evaluate("window.storyEditor.html()")


def until(page, expression, seconds=15):
    last = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < last, f"never: {expression}"
        page.wait_for_timeout(50)


def at_the_end(page):
    """The cursor in an empty paragraph at the end of the text."""
    page.locator(".ProseMirror").focus()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(60)
    if not page.evaluate("!window.storyEditor.view.state.selection.$from.parent.content.size"):
        page.keyboard.press("Enter")


def test_a_reporter_writes_a_whole_story_and_a_killed_browser_takes_nothing_along(desk, reporter, live_server):
    older = given.a_published_article("Bến phà Cây Dừa ngừng chạy", by=reporter)
    page = desk.start("/admin/articles/article/add/")

    # Types: headline, standfirst, text; marks come right by themselves, a subhead by its sign.
    page.fill("#id_headline", "Cầu Cây Dừa thông xe")
    page.fill("#id_standfirst", "Hai bờ sông chờ nhau ba mươi năm.")
    page.locator(".ProseMirror").click()
    page.keyboard.type('Sáng 24-11, cầu thông xe. "Tôi đợi từ hồi tóc còn xanh", bà Hai nói. ')
    page.keyboard.press("Enter")
    page.keyboard.type("## Người đầu tiên qua cầu")
    page.keyboard.press("Enter")
    assert html(page) == (
        "<p>Sáng 24-11, cầu thông xe. “Tôi đợi từ hồi tóc còn xanh”, bà Hai nói.</p><h2>Người đầu tiên qua cầu</h2>"
    )
    desk.film("typed")

    # Pastes from Word: words, bold and list stay.
    page.evaluate(PASTE, [WORD, "Ông Trần Văn Sáu"])
    until(page, "window.storyEditor.html().includes('Rộng 12')")
    assert "<p><strong>Ông Trần Văn Sáu</strong>, 71 tuổi, đi bộ qua cầu đầu tiên.</p>" in html(page)
    assert html(page).endswith("<ul><li>Dài 1,1 km</li><li>Rộng 12 m</li></ul>")
    desk.film("pasted")

    # Drops six pictures; each has its bar, then stands there.
    at_the_end(page)
    shots = [(f"anh-{number}.jpg", base64.b64encode(given.jpeg()).decode()) for number in range(6)]
    page.evaluate(DROP, shots)
    desk.film("dropped")
    until(page, "document.querySelectorAll('.figure__media img').length === 6")
    assert [figure.photo is not None for figure in figures(html(page))] == [True] * 6

    # Captions two, places one wide, makes the last three a gallery.
    for number, words in enumerate(["Dòng người qua cầu lúc 7h.", "Ông Sáu ở giữa nhịp chính."]):
        page.locator(".ProseMirror figure").nth(number).locator("figcaption").click()
        page.keyboard.type(words)
    page.locator(".ProseMirror figure").nth(0).locator(".figure__media").click()
    page.locator(".figure.is-current .figure__places label", has_text="wide").click()
    desk.film("captioned")
    page.locator(".figure.is-current").get_by_role("button", name="Up", exact=True).click()
    assert html(page).index("Dòng người qua cầu") < html(page).index("<ul>")
    page.locator(".ProseMirror figure").nth(5).locator(".figure__media").click()
    page.locator(".figure.is-current").get_by_role("button", name="Make a gallery").click()
    page.wait_for_selector(".gallery figure")
    assert "<div data-gallery>" in html(page)

    # Quotes, links to an older story, puts in a video by its address.
    at_the_end(page)
    page.keyboard.type("> Nước lên là nghỉ học.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Trước đó, ")
    page.keyboard.press("Control+k")
    page.keyboard.type("ben pha")
    page.get_by_role("option", name="Bến phà Cây Dừa ngừng chạy").wait_for()
    desk.film("link")
    page.keyboard.press("Enter")
    until(page, "window.storyEditor.html().includes('data-article')")
    at_the_end(page)
    page.evaluate(PASTE, ["", "https://youtu.be/dQw4w9WgXcQ"])
    page.wait_for_selector(".ProseMirror .embed")
    page.fill("#id_credit_line", "Bài, ảnh: Lê Mộc")
    page.select_option("#id_section", label=older.section.name)
    desk.film("whole")

    # In the middle of a sentence the browser dies.
    at_the_end(page)
    page.keyboard.type("Đến trưa, xe máy xếp hàng dài hai cây số và vẫn còn", delay=20)
    page.evaluate("document.getElementById('kept').textContent = ''")  # what it says from here on is of these words
    until(page, "/^Kept/.test(document.getElementById('kept')?.textContent ?? '')")
    before = html(page)
    desk.kill()

    # It comes back: what was kept is shown, and asked about. Nothing was saved meanwhile.
    assert Article.objects.filter(headline="Cầu Cây Dừa thông xe").count() == 0
    page = desk.start("/admin/articles/article/add/")
    page.get_by_role("heading", name="not saved").wait_for()
    desk.film("came-back")
    assert html(page) == ""
    page.get_by_role("button", name="Go on with what was kept").click()
    until(page, "window.storyEditor.html() !== ''")
    after = html(page)
    assert after[: len(before) - 40] == before[: len(before) - 40]
    assert page.input_value("#id_headline") == "Cầu Cây Dừa thông xe"
    at_the_end(page)
    page.keyboard.press("Backspace")
    page.keyboard.type(" người đến.")
    desk.film("goes-on")

    # Sends it.
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"{live_server.url}/admin/")
    desk.film("sent")
    story = Article.objects.get(headline="Cầu Cây Dừa thông xe")
    assert story.state == State.IN_REVIEW
    assert len(figures(story.body)) == 6
    assert [(link.kind, link.id) for link in links(story.body)] == [("article", older.pk)]
    assert '<div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div>' in story.body
    assert "<blockquote><p>Nước lên là nghỉ học.</p></blockquote>" in story.body
    assert story.revisions.filter(kind="save").count() == 1  # what was kept on the way filled no history

    # Published by the chief, it reads for readers as it stood in the editor.
    given.edited(story, by=given.a_user("chief"), body=captioned(story.body))
    story.refresh_from_db()
    workflow.perform("publish", story, by=given.a_user("chief"), standing=1)
    page.goto(live_server.url + PublishedArticle.objects.get(pk=story.pk).get_absolute_url())
    assert page.locator(".story__body figure img").count() == 6
    assert page.locator(".story__body .photo--wide, .story__body .photo--center").count() >= 1
    page.get_by_text("Dòng người qua cầu lúc 7h.").wait_for()
    desk.film("read")


def captioned(body):
    """The editor's part: every figure without words gets its caption."""
    from articles.body.figures import changed

    for index, figure in enumerate(figures(body)):
        if not figure.caption:
            body = changed(body, index, caption="Cầu Cây Dừa sáng nay.")
    return body
