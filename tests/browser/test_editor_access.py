"""The editor for everybody: by a screen reader's names and roles, by keyboard alone, at 400 %, on a phone, in the dark."""

import pytest

from articles.models import DeskSettings
from tests import given
from tests.browser.editor import picture
from tests.browser.test_desk_walk import enter
from tests.newsroom.serving import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = ROOT / "articles" / "editor" / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there; `npm ci` in articles/editor brings it")
RUN = """async (place) => (await axe.run(place, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}))
  .violations.map(({id, nodes}) => `${id}: ${nodes.map((one) => one.html.slice(0, 160)).join(" | ")}`)"""


@pytest.fixture
def story():
    user = given.a_user("reporter")
    DeskSettings.objects.create(user=user, language="en")
    photo = given.a_photo(by=user).pk
    body = (
        f'<p>Một <strong>đậm</strong> và <a href="https://example.vn/">nguồn</a>.</p><h2>Tít</h2><ul><li>a</li></ul>'
        f'<figure data-photo="{photo}" data-place="center"></figure><figure data-photo="" data-place="center"></figure>'
        f'<div data-gallery><figure data-photo="{photo}"></figure></div><table><tr><th>Năm</th></tr><tr><td>1</td></tr></table>'
        '<blockquote><p>Lời.</p><cite>Ai</cite></blockquote><div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div><p>Hết.</p>'
    )
    return given.a_draft(by=user, body=body)


@pytest.fixture
def opened(live_server, chromium, story):
    contexts = []

    def open_page(**how):
        how = {"viewport": {"width": 1280, "height": 900}, **how}
        context = chromium.new_context(locale="en-GB", **how)
        contexts.append(context)
        enter(context, live_server, story.created_by)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
        page.wait_for_selector(".ProseMirror")
        return page

    yield open_page
    for context in contexts:
        context.close()


def found(page, place):
    return page.evaluate(RUN, place)


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_names_roles_and_contrast_finds_nothing_in_the_editor_and_what_it_opens(opened, scheme):
    page = opened(bypass_csp=True, color_scheme=scheme)
    page.add_script_tag(path=str(AXE))
    assert found(page, ".editor") == []
    page.locator(".figure__media").first.click()
    assert found(page, ".editor") == []
    page.locator(".ProseMirror td").click()
    page.wait_for_selector(".table__tools:not([hidden])")
    assert found(page, ".editor") == []
    page.get_by_role("button", name="Insert", exact=True).click()
    assert found(page, ".tools") == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Outline").click()
    page.get_by_role("button", name="Marks").click()
    page.get_by_role("button", name="Find", exact=True).click()
    assert found(page, ".editor__top") == []
    page.keyboard.press("Escape")
    for opens in ("Link", "Picture", "Keys and tricks"):
        page.locator(".ProseMirror > p").last.click()
        page.get_by_role("toolbar", name="Tools for the text").get_by_role("button", name=opens, exact=True).click()
        page.wait_for_selector("dialog[open]")
        page.wait_for_timeout(400)
        assert found(page, "dialog[open]") == [], opens
        page.keyboard.press("Escape")
    page.locator(".figure__media").first.click()
    page.locator(".figure.is-current").get_by_role("button", name="Crop").click()
    assert found(page, "dialog[open]") == []
    page.keyboard.press("Escape")
    assert found(page, "#story") == []


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_in_what_opens_while_one_writes_looks_and_comes_back(opened, scheme):
    page = opened(bypass_csp=True, color_scheme=scheme)
    page.add_script_tag(path=str(AXE))
    tools = page.get_by_role("toolbar", name="Tools for the text")
    for entry in ("Video or post", "Related story", "Gallery"):
        page.locator(".ProseMirror > p").last.click()
        tools.get_by_role("button", name="Insert", exact=True).click()
        page.get_by_role("menuitem", name=entry).click()
        page.wait_for_timeout(400)
        assert found(page, "dialog[open]") == [], entry
        page.keyboard.press("Escape")
    page.locator(".ProseMirror > p").last.click()
    for key in ("End", "Enter", "/"):
        page.keyboard.press(key)
    page.wait_for_selector(".slash:not([hidden])")
    assert found(page, ".slash") == []
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.type("Chữ chưa lưu.")
    page.locator(".live-toggle").click()
    page.wait_for_selector("#live-preview iframe")
    page.wait_for_timeout(400)  # a button's colour takes a moment to change
    assert (
        found(page, {"include": [["#live-preview"]], "exclude": [["iframe"]]}) == []
    )  # the paper's page has its own test
    page.locator(".live-close").click()
    page.evaluate("document.dispatchEvent(new Event('freeze'))")  # kept at once
    page.wait_for_selector("#kept:not(:empty)")
    page.evaluate("window.storyForm.leave()")
    page.evaluate("sessionStorage.clear()")  # as in another tab
    page.reload()
    page.add_script_tag(path=str(AXE))
    page.wait_for_selector(".kept-panel")
    page.wait_for_timeout(300)
    assert found(page, ".kept-panel") == []


def test_the_toolbar_and_its_menu_are_walked_without_a_mouse(opened):
    page = opened()
    page.locator(".ProseMirror > p").last.click()
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.classList.contains('tool')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Bold"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Keys and tricks"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "story-body"
    page.keyboard.press("Alt+F10")
    while page.evaluate("document.activeElement.textContent") != "Insert":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "menuitem"
    page.keyboard.press("r")  # by its first letter
    assert page.evaluate("document.activeElement.textContent").startswith("R")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Insert"


def test_at_four_hundred_per_cent_nothing_scrolls_sideways(opened):
    page = opened(viewport={"width": 320, "height": 640})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.locator(".figure__media").first.click()
    assert page.evaluate(wide) <= 0
    page.locator(".ProseMirror td").click()
    assert page.evaluate(wide) <= 0
    page.keyboard.press("Control+f")
    assert page.evaluate(wide) <= 0


def test_from_a_phones_camera_to_a_figure_in_three_touches(opened):
    page = opened(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    camera = page.get_by_role("toolbar", name="Tools for the text").get_by_role("button", name="Camera", exact=True)
    edges = camera.bounding_box()
    assert edges["x"] >= 0 and edges["x"] + edges["width"] <= 360  # seen without a swipe
    before = page.locator(".ProseMirror figure").count()
    with page.expect_file_chooser() as asked:
        camera.tap()  # the first touch; shutter and "use it" belong to the phone
    name, kind, data = picture("may.jpg")
    asked.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.locator(".ProseMirror figure").nth(before).wait_for()
