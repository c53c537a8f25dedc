"""What is typed and not saved yet outlives browser, tab, server, session and line; its writer is shown it and asked."""

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error

from articles import workflow
from articles.models import Article, Autosave, DeskSettings
from tests import given
from tests.browser.test_desk_walk import enter
from tests.browser.test_story_form import desk, form_of, reporter, saved, until  # noqa: F401
from tests.conftest import CHROMIUM
from tests.newsroom.serving import Served, kill, manage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_NEWSROOM = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from articles.models import DeskSettings
from tests import given
user = given.a_user("reporter")
user.username = "reporter"
user.save()
DeskSettings.objects.create(user=user, language="en")
given.a_draft(by=user, body="<p>Cầu mới.</p>")
"""
MOST_LOST = 5  # seconds of typing
SAVED = "<p>Cầu mới thông xe sáng nay.</p><p>Hai đầu cầu còn thiếu đường.</p>"


def ready(page):
    until(page, "Boolean(window.storyEditor && document.querySelector('[name=tab]').value)")


def opened(page, live_server, path):
    page.goto(f"{live_server.url}/admin/articles/article/{path}")
    ready(page)


def typed_for(page, seconds):
    """Type without a pause. Returns [(moment, words so far)]."""
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    begun, said, log = time.monotonic(), "", []
    while time.monotonic() < begun + seconds:
        word = f" chữ{len(log)}"
        page.keyboard.type(word)
        said += word
        log.append((time.monotonic(), said))
        page.wait_for_timeout(60)
    return log


def typed_before(log, moment):
    return next(said for at, said in reversed(log) if at <= moment - MOST_LOST)


def kept_at_desk(page, *, hurried=True):
    """Wait until the desk has what is typed; hurried: as when the page is put to sleep, instead of after three seconds."""
    if hurried:
        page.evaluate("document.dispatchEvent(new Event('freeze'))")
    until(page, "/^Kept \\d/.test(document.getElementById('kept').textContent)")


def bar(page):
    return page.locator("#kept").inner_text()


def body(page):
    return page.evaluate("window.storyEditor.html()")


def panel(page):
    found = page.locator(".kept-panel")
    found.wait_for()
    return found


def take(page):
    panel(page).get_by_role("button", name="Go on with what was kept").click()


def in_browser(page):
    """How many texts this browser keeps, of whomever."""
    return page.evaluate("""() => new Promise((resolve) => {
      const opened = indexedDB.open("newsroom-desk", 1);
      opened.onsuccess = () => {
        const count = opened.result.transaction("kept").objectStore("kept").count();
        count.onsuccess = () => { opened.result.close(); resolve(count.result); };
      };
    })""")


@pytest.fixture
def story(reporter):  # noqa: F811
    return given.a_draft(by=reporter, body=SAVED)


# whatever dies in mid-sentence ------------------------------------------------------------------------------------------


@pytest.fixture
def own_browser(chromium, live_server, tmp_path):
    """own_browser(user) is (page, end) of a browser with a memory of its own; end() kills it. Called again, it comes back."""
    begun = []

    def begin(user):
        context = chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--no-first-run"], locale="en-GB"
        )
        begun.append(context)
        enter(context, live_server, user)
        return context.new_page(), end

    def end():
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                said = process.read_bytes()
                if str(tmp_path).encode() in said and b"--type=" not in said:
                    kill(int(process.parent.name))

    yield begin
    for context in begun:
        with suppress(Error):
            context.close()


def test_a_killed_browser_loses_at_most_seconds_and_shows_what_it_kept_beside_the_saved_text(
    own_browser, reporter, story, live_server  # noqa: F811
):  # fmt: skip
    page, end = own_browser(reporter)
    page.route("**/keep/", lambda route: route.abort())  # the browser's own memory, without the desk's
    opened(page, live_server, form_of(story))
    log = typed_for(page, MOST_LOST + 1)
    end()
    died = time.monotonic()

    page, _end = own_browser(reporter)
    opened(page, live_server, form_of(story))
    shown = panel(page)
    assert typed_before(log, died) in shown.locator("td").last.inner_text()
    assert shown.get_by_role("heading").inner_text().startswith("Kept ")
    assert "As saved" in shown.inner_text() and "As kept" in shown.inner_text()
    assert body(page) == SAVED  # nothing is put in before the answer
    take(page)
    assert typed_before(log, died) in body(page)
    assert page.locator("#saved").inner_text() == "Not saved yet"
    story.refresh_from_db()
    assert story.body == SAVED


def test_a_browser_that_is_gone_for_good_loses_at_most_seconds(desk, reporter, story):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    log = typed_for(page, MOST_LOST + 1)
    page.context.close()
    died = time.monotonic()
    elsewhere = desk(reporter, form_of(story))
    shown = panel(elsewhere)
    assert "another browser" in shown.inner_text()
    take(elsewhere)
    assert typed_before(log, died) in body(elsewhere)


def test_a_crashed_tab_comes_back_with_what_was_typed(desk, reporter, story, live_server):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    log = typed_for(page, 2)
    page.wait_for_timeout(600)
    with suppress(Error):
        page.goto("chrome://crash")
    again = page.context.new_page()
    opened(again, live_server, form_of(story))
    take(again)
    assert log[-1][1] in body(again)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_killed_server_is_said_and_the_browser_keeps_what_is_typed(chromium, tmp_path):
    made = manage("shell", "-c", A_NEWSROOM, var=tmp_path)
    assert made.returncode == 0, made.stderr
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    with Served(tmp_path) as served:
        address = f"http://127.0.0.1:{served.port}/admin/articles/article/"
        page.goto(f"{address}1/change/")
        page.fill("#id_username", "reporter")
        page.fill("#id_password", "a-long-enough-word")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/change/")
        ready(page)
        typed_for(page, 0.2)
        kept_at_desk(page)
        kill(served.process.pid)
        log = typed_for(page, 1)
        until(page, "document.getElementById('kept').textContent === 'Kept in this browser only: no line'")
        assert page.locator("#saved").inner_text() == "Not saved yet"
        page.close()
    again = Served(tmp_path, "--port", str(served.port))
    again.port = served.port
    with again:
        page = context.new_page()
        page.goto(f"{address}1/change/")
        ready(page)
        take(page)
        assert log[-1][1] in body(page)
        context.close()


def test_a_line_that_is_cut_and_comes_back_brings_everything_to_the_desk(desk, reporter, story):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    page.context.set_offline(True)
    log = typed_for(page, 1)
    until(page, "/no line/.test(document.getElementById('kept').textContent)")
    page.context.set_offline(False)
    kept_at_desk(page, hurried=False)
    assert log[-1][1] in Autosave.objects.get().body


def test_a_session_that_ends_keeps_in_the_browser_and_at_the_desk_after_signing_in_elsewhere(
    desk, reporter, story, live_server  # noqa: F811
):  # fmt: skip
    page = desk(reporter, form_of(story))
    ready(page)
    Session.objects.all().delete()
    log = typed_for(page, 1)
    until(page, "/signed out/.test(document.getElementById('kept').textContent)")
    with page.context.expect_page() as other:
        page.locator("#kept a").click()
    door = other.value
    door.fill("#id_username", reporter.username)
    door.fill("#id_password", "a-long-enough-word")
    door.get_by_role("button", name="Sign in").click()
    door.wait_for_url(f"{live_server.url}/admin/")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    kept_at_desk(page, hurried=False)
    assert log[-1][1] in Autosave.objects.get().body


# coming back --------------------------------------------------------------------------------------------------------------


def left_with(page, story, live_server, *, headline="", words=" và xe tải"):
    """Type, wait until the desk has it, close the tab without a word. Returns a new page of the same story."""
    ready(page)
    if headline:
        page.fill("#id_headline", headline)
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    kept_at_desk(page)
    page.close()
    again = page.context.new_page()
    opened(again, live_server, form_of(story) if story else "add/")
    return again


def test_what_was_kept_is_taken_saved_and_then_kept_no_longer(desk, reporter, story, live_server):  # noqa: F811
    page = left_with(desk(reporter, form_of(story)), story, live_server, headline="Cầu mới, đường cũ")
    shown = panel(page)
    assert page.evaluate("document.activeElement === document.body")  # the question takes no focus
    assert "và xe tải" in shown.locator("ins").last.inner_text()
    assert "Cầu mới, đường cũ" in shown.inner_text()
    take(page)
    assert page.input_value("#id_headline") == "Cầu mới, đường cũ"
    assert page.evaluate("document.activeElement.classList.contains('ProseMirror')")
    page.get_by_role("button", name="Back to the text before").click()
    assert page.input_value("#id_headline") == story.headline
    assert body(page) == SAVED
    page.reload()
    ready(page)
    take(page)
    page.keyboard.press("Control+s")
    saved(page)
    story.refresh_from_db()
    assert story.headline == "Cầu mới, đường cũ"
    assert "nay. và xe tải</p>" in story.body
    until(page, "document.getElementById('kept').textContent === ''")
    page.reload()
    ready(page)
    page.wait_for_timeout(300)
    assert page.locator(".kept-panel").count() == 0
    assert not Autosave.objects.exists()
    assert in_browser(page) == 0


def test_whoever_keeps_the_saved_text_is_not_asked_again_and_whoever_answers_later_is(
    desk, reporter, story, live_server  # noqa: F811
):  # fmt: skip
    page = left_with(desk(reporter, form_of(story)), story, live_server)
    panel(page).get_by_role("button", name="Later").click()
    page.get_by_role("button", name="Show what was kept").click()
    assert page.evaluate("document.activeElement.id") == "kept-title"
    page.keyboard.press("Escape")
    assert page.locator(".kept-panel").count() == 0
    page.reload()
    ready(page)
    panel(page).get_by_role("button", name="Keep the saved text").click()
    page.locator(".kept-panel").wait_for(state="detached")
    page.reload()
    ready(page)
    page.wait_for_timeout(300)
    assert page.locator(".kept-panel").count() == 0
    assert body(page) == SAVED
    assert not Autosave.objects.exists()


def test_typing_on_before_the_answer_writes_over_nothing(desk, reporter, story, live_server):  # noqa: F811
    page = desk(reporter, form_of(story))
    page.on("dialog", lambda dialog: dialog.accept())
    ready(page)
    typed_for(page, 0.5)
    kept_at_desk(page)
    page.reload()  # the same tab
    ready(page)
    panel(page)
    page.fill("#id_headline", "Tít khác")
    kept_at_desk(page)
    assert Autosave.objects.count() == 2
    page.reload()
    ready(page)
    assert panel(page).locator(".kept-others li").count() == 1


def test_what_somebody_saved_meanwhile_is_said(desk, reporter, story, live_server):  # noqa: F811
    chief = given.a_user("chief")
    page = desk(reporter, form_of(story))
    ready(page)
    typed_for(page, 0.5)
    kept_at_desk(page)
    given.edited(Article.objects.get(pk=story.pk), by=chief, body="<p>Chữ của sếp.</p>")
    page.keyboard.type(" nữa")
    kept_at_desk(page)
    notice = page.locator("[data-notice=newer]")
    notice.wait_for()
    assert chief.get_username() in notice.inner_text() or chief.get_full_name() in notice.inner_text()
    page.close()
    again = page.context.new_page()
    opened(again, live_server, form_of(story))
    shown = panel(again)
    assert "saved the story since" in shown.inner_text()
    assert "Chữ của sếp." in shown.inner_text()


def test_a_story_that_was_never_saved_is_found_again_by_its_tab(desk, reporter, live_server):  # noqa: F811
    page = desk(reporter, "add/")
    ready(page)
    page.fill("#id_headline", "Chợ nổi vắng khách")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Sáng nay chỉ còn bảy ghe.")
    kept_at_desk(page)
    page.close()
    again = page.context.new_page()
    opened(again, live_server, f"add/?kept={Autosave.objects.get().tab}")
    until(again, "document.getElementById('id_headline').value === 'Chợ nổi vắng khách'")
    assert body(again) == "<p>Sáng nay chỉ còn bảy ghe.</p>"
    again.keyboard.press("Control+s")
    saved(again)
    story = Article.objects.get()
    assert (story.headline, story.body) == ("Chợ nổi vắng khách", "<p>Sáng nay chỉ còn bảy ghe.</p>")
    until(again, "document.getElementById('kept').textContent === ''")
    assert not Autosave.objects.exists()
    opened(again, live_server, "add/")
    again.wait_for_timeout(300)
    assert again.locator(".kept-panel").count() == 0


def test_a_second_person_at_the_same_browser_is_shown_nothing(desk, reporter, live_server):  # noqa: F811
    page = desk(reporter, "add/")
    ready(page)
    page.fill("#id_headline", "Chuyện riêng")
    kept_at_desk(page)
    page.close()
    other = given.a_user("reporter")
    DeskSettings.objects.create(user=other, language="en")
    page.context.clear_cookies()
    enter(page.context, live_server, other)
    again = page.context.new_page()
    opened(again, live_server, "add/")
    again.wait_for_timeout(400)
    assert in_browser(again) == 1
    assert again.locator(".kept-panel").count() == 0
    assert "Chuyện riêng" not in again.content()


def test_keeping_fills_no_history_and_a_refused_save_keeps_everything(desk, reporter, story):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    before = (story.version, story.revisions.count())
    for word in ("một", "hai"):
        page.locator(".ProseMirror p").first.click()
        page.keyboard.type(word)
        page.evaluate("document.getElementById('kept').textContent = ''")
        kept_at_desk(page)
    page.evaluate("document.getElementById('id_slug').value = 'Ô kìa! '; storyForm.touch()")
    page.route("**/change/", lambda route: route.fulfill(status=422, json={"errors": ["Not saved."], "parts": {}}))
    page.keyboard.press("Control+s")
    page.locator(".said--error").wait_for()
    story.refresh_from_db()
    assert (story.version, story.revisions.count()) == before
    row = Autosave.objects.get()
    assert "một" in row.body and "hai" in row.body
    assert "hai" in body(page)
    assert in_browser(page) == 1


def test_what_was_typed_in_a_story_that_may_not_be_changed_any_more_is_shown_to_copy(
    desk, reporter, story, live_server  # noqa: F811
):  # fmt: skip
    page = desk(reporter, form_of(story))
    ready(page)
    typed_for(page, 0.2)
    kept_at_desk(page)
    page.close()
    workflow.perform("submit", story, by=reporter)
    again = page.context.new_page()
    again.goto(f"{live_server.url}/admin/articles/article/{form_of(story)}")
    shown = panel(again)
    assert "chữ0" in shown.inner_text() and "not yours to change now" in shown.inner_text()
    assert shown.get_by_role("button", name="Go on").count() == 0


def test_a_story_that_is_sent_leaves_nothing_kept_behind(desk, reporter, story, live_server):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    typed_for(page, 0.2)
    kept_at_desk(page)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"{live_server.url}/admin/")
    story.refresh_from_db()
    assert "chữ0" in story.body
    assert not Autosave.objects.exists()
    assert in_browser(page) == 0


# two tabs -------------------------------------------------------------------------------------------------------------------


def test_two_tabs_of_one_story_tell_each_other(desk, reporter, story, live_server):  # noqa: F811
    first = desk(reporter, form_of(story))
    ready(first)
    second = first.context.new_page()
    opened(second, live_server, form_of(story))
    for page in (first, second):
        page.locator("[data-notice=tabs]").wait_for()
    assert first.input_value("[name=tab]") != second.input_value("[name=tab]")
    third = first.context.new_page()
    opened(third, live_server, form_of(given.a_draft("Bài khác", by=reporter)))
    assert third.locator("[data-notice=tabs]").count() == 0
    typed_for(second, 0.3)
    first.fill("#id_headline", "Cầu mới của thẻ đầu")
    first.keyboard.press("Control+s")
    saved(first)
    notice = second.locator("[data-notice=saved]")
    notice.wait_for()
    assert second.locator(".kept-panel").count() == 0
    with second.expect_navigation():
        notice.get_by_role("button", name="Load it").click()
    ready(second)
    assert second.input_value("#id_headline") == "Cầu mới của thẻ đầu"
    assert "chữ0" in panel(second).inner_text()
    second.close()
    first.locator("[data-notice=tabs]").wait_for(state="detached")


def test_a_tab_that_dies_is_no_longer_spoken_of(desk, reporter, story, live_server):  # noqa: F811
    first = desk(reporter, form_of(story))
    ready(first)
    second = first.context.new_page()
    opened(second, live_server, form_of(story))
    first.locator("[data-notice=tabs]").wait_for()
    with suppress(Error):
        second.goto("chrome://crash")
    first.bring_to_front()
    first.locator("[data-notice=tabs]").wait_for(state="detached")


# the page beside the text ---------------------------------------------------------------------------------------------------


def test_the_page_beside_the_text_follows_the_typing_at_each_width(desk, reporter, story):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    page.get_by_role("button", name="Preview", exact=True).click()
    inside = page.frame_locator(".live-room iframe")
    inside.get_by_text("Hai đầu cầu còn thiếu đường.").wait_for()
    typed_for(page, 0.3)
    inside.get_by_text("thiếu đường. chữ0").wait_for()
    frame = page.locator(".live-room iframe")
    for name, width in (("Tablet", 834), ("Desktop", 1280), ("Phone", 360)):
        page.get_by_role("button", name=name, exact=True).click()
        assert frame.evaluate("one => one.contentWindow.innerWidth") == width
        box = page.locator(".live-room").bounding_box()
        assert frame.bounding_box()["width"] <= box["width"] + 1
    page.context.set_offline(True)
    page.keyboard.type(" nữa")
    page.get_by_text("Waiting for the line").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Close", exact=True).click()
    assert page.locator(".live-preview").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Preview"


def test_on_a_phone_the_page_fills_the_screen_and_escape_closes_it(desk, reporter, story):  # noqa: F811
    page = desk(reporter, form_of(story))
    ready(page)
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("button", name="Preview", exact=True).click()
    page.frame_locator(".live-room iframe").get_by_text("Hai đầu cầu còn thiếu đường.").wait_for()
    assert page.locator(".live-preview").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Escape")
    assert page.locator(".live-preview").is_hidden()
