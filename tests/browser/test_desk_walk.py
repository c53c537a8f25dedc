"""Every kind of page of the desk, in a real browser, as each role: a silent console, nothing wider than a phone."""

import pytest
from django.urls import Resolver404, resolve

from articles import workflow
from articles.models import Contributor, DeskSettings, Tag
from tests import given
from tests.browser.editing import VIOLATIONS, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROLES = ["reporter", "photographer", "section", "chief", "admin"]
LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.href)"


@pytest.fixture
def a_desk_in_use():
    """Something of everything, so that no list is empty. Returns {role: user}."""
    section = given.a_section("Thời sự")
    people = {role: given.a_user(role, sections=[section] if role == "section" else []) for role in ROLES}
    for user in people.values():
        DeskSettings.objects.create(user=user, language="en")
    reporter, chief = people["reporter"], people["chief"]
    Contributor.objects.create(name="Lê Mộc", account=reporter)
    Contributor.objects.create(name="Đông Phong", account=people["photographer"])
    Tag.objects.create(name="Đà Nẵng")
    line = "Bài: Lê Mộc - Ảnh: Đông Phong"
    waiting = '<p>Chữ.</p><figure data-photo="" data-place="center"><figcaption>Chợ sớm</figcaption></figure>'
    photo = given.a_photo(by=reporter)
    given.a_photo("", "", by=people["photographer"])
    given.a_draft("Bản nháp đang viết", by=reporter, section=section, credit_line=line, body=waiting, tags=["Đà Nẵng"])
    back = given.a_story_in_review("Bài bị trả lại", by=reporter, section=section, credit_line=line)
    workflow.perform("return", back, by=chief, note="Gọi lại cho phường.")
    given.a_story_in_review("Bài chờ duyệt", by=reporter, section=section, credit_line=line, lead_photo=photo)
    given.a_published_article(
        "Bài đã đăng", by=reporter, section=section, credit_line=line, chief=chief, lead_photo=photo
    )
    return people


def kind_of(url, live_server):
    """The name of the page's address and its filter, or that there are several: one page of a kind is looked at."""
    path, _mark, query = url.removeprefix(live_server.url).partition("#")[0].partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return path, ""
    filters = {part.partition("=")[0] for part in query.split("&")}
    return match.view_name, filters.pop() if len(filters) == 1 else "several"


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_desk_says_a_word_to_the_console_or_is_wider_than_a_phone(
    role, a_desk_in_use, live_server, chromium
):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    enter(context, live_server, a_desk_in_use[role])
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    said, wide, wrong = [], [], []
    page.on("console", lambda message: said.append((page.url, message.text)))
    page.on("pageerror", lambda error: said.append((page.url, str(error))))
    to_see, seen = [f"{live_server.url}/admin/"], set()
    while to_see:
        url = to_see.pop(0)
        kind = kind_of(url, live_server)
        if kind in seen or not url.startswith(f"{live_server.url}/admin/") or "/original/" in url:
            continue
        seen.add(kind)
        answer = page.goto(url, wait_until="load")
        if answer.status >= 400:
            wrong.append((url, answer.status))
        if page.evaluate("document.documentElement.scrollWidth > 360"):
            wide.append(url)
        to_see += page.evaluate(LINKS)
    context.close()
    assert not wrong
    assert not said
    assert not wide
    assert len(seen) >= 7, seen


def test_the_door_and_its_refusals_say_nothing_to_the_console(a_desk_in_use, live_server, chromium):
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", a_desk_in_use["reporter"].username)
    page.fill("#id_password", "wrong")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".errornote").wait_for()
    page.fill("#id_password", "a-long-enough-word")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/admin/")
    context.close()
    assert not said


def test_the_search_field_the_scheme_and_the_marks_work_from_the_keyboard(a_desk_in_use, live_server, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    enter(context, live_server, a_desk_in_use["chief"])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    page.keyboard.press("/")
    page.keyboard.type("cho duyet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/articles/article/?q=cho+duyet")
    assert page.locator(".row-head").all_inner_texts() == ["Bài chờ duyệt"]

    page.locator(".me summary").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

    page.goto(f"{live_server.url}/admin/articles/article/")
    assert page.get_by_role("button", name="Publish", exact=True).is_hidden()
    page.locator(".mark-all").check()
    assert page.locator(".mark-row:checked").count() == page.locator(".mark-row").count() > 1
    assert page.get_by_role("button", name="Publish", exact=True).is_visible()
    context.close()


def test_what_is_pressed_with_a_finger_is_large_enough(a_desk_in_use, live_server, chromium):
    """24 pixels at least, WCAG 2.2; links inside a line of text are let off."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    enter(context, live_server, a_desk_in_use["chief"])
    page = context.new_page()
    small = {}
    for path in (
        "/admin/",
        "/admin/articles/article/",
        "/admin/front/",
        "/admin/settings/",
        "/admin/articles/section/",
    ):
        page.goto(live_server.url + path)
        small[path] = page.evaluate(
            """Array.from(document.querySelectorAll("a, button, input, select, summary")).filter(one => {
                 const box = one.getBoundingClientRect();
                 const inText = one.matches("p a, .skip-to-content-link");
                 const label = one.closest("label")?.getBoundingClientRect();
                 const height = Math.max(box.height, label ? label.height : 0);
                 return one.offsetParent && one.type !== "hidden" && !inText && box.width > 1 && height < 24;
               }).map(one => one.outerHTML.slice(0, 120))"""
        )
    context.close()
    assert not any(small.values()), small


def test_a_portrait_is_chosen_from_the_pictures_in_a_window_of_their_own(a_desk_in_use, live_server, chromium):
    person = Contributor.objects.get(name="Lê Mộc")
    context = chromium.new_context(locale="en-GB")
    enter(context, live_server, a_desk_in_use["chief"])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/articles/contributor/{person.pk}/change/")
    with page.expect_popup() as opened:
        page.locator("#lookup_id_portrait").click()
    with opened.value.expect_event("close"):
        opened.value.locator(".frame-picture").first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/contributor/")
    context.close()
    person.refresh_from_db()
    assert person.portrait_id is not None
