"""The picture grid in a browser: the large view, arrows, a selection by keyboard, two compared, put into a collection."""

import pytest

from articles.models import DeskSettings
from media.models import Collection
from tests import given
from tests.browser.editing import VIOLATIONS, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRID = "/admin/media/photo/"


@pytest.fixture
def page(chromium, live_server, settings, tmp_path):
    """The grid of four photographs, as a chief editor sees it on a desktop."""
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
            for name in ("originals", "renditions")
        },
    }
    user = given.a_user("chief")
    DeskSettings.objects.create(user=user, language="en")
    for caption in ("Một", "Hai", "Ba", "Bốn"):
        given.a_photo(f"{caption} cây cầu.", size=(900, 600))
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    enter(context, live_server, user)
    page = context.new_page()
    page.set_default_timeout(20000)
    page.add_init_script(VIOLATIONS)
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.text.startswith("policy:") else None)
    page.goto(f"{live_server.url}{GRID}")
    yield page
    context.close()
    assert not said


def looked_at(page):
    return page.locator(".look-caption").all_text_contents()


def test_one_looks_selects_compares_and_collects_without_leaving_the_grid(page):
    first = page.locator(".frame-picture").first
    first.focus()
    page.keyboard.press("Space")
    assert looked_at(page) == ["Bốn cây cầu."]
    page.keyboard.press("ArrowRight")
    assert looked_at(page) == ["Ba cây cầu."] and "2 of 4" in page.text_content("[data-where]")
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    assert not page.locator("#look").is_visible()
    assert page.evaluate("document.activeElement.closest('li').textContent").strip().startswith("Select: Ba cây cầu.")
    assert page.text_content("[data-count]") == "1 selected" and not page.locator("[data-compare]").is_visible()

    page.keyboard.press("Shift+ArrowRight")
    assert page.text_content("[data-count]") == "2 selected"
    page.keyboard.press("c")
    assert looked_at(page) == ["Ba cây cầu.", "Hai cây cầu."]
    page.locator(".look-pane").first.click()
    moved = page.evaluate("[...document.querySelectorAll('.look-pane img')].map((image) => image.style.transform)")
    assert moved[0] == moved[1] and "scale(1)" not in moved[0]
    page.keyboard.press("Escape")

    page.locator(".grid-collect summary").click()
    page.fill("#collect-name", "Cầu")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**collection=*")
    collection = Collection.objects.get()
    assert [str(one.photo) for one in collection.members.order_by("order")] == ["Ba cây cầu.", "Hai cây cầu."]
    page.locator(".frame-pick input").nth(1).check()
    page.get_by_role("button", name="Earlier").click()
    page.wait_for_load_state()
    assert page.locator(".frame-caption").all_text_contents() == ["Hai cây cầu.", "Ba cây cầu."]


def test_a_press_shows_it_large_and_its_page_is_one_press_further(page):
    page.locator(".frame-picture").nth(1).click()
    assert looked_at(page) == ["Ba cây cầu."]
    page.get_by_role("link", name="To its page").click()
    page.wait_for_url("**/change/**")
    page.go_back()
    assert page.evaluate("document.activeElement.closest('li')?.id") == page.locator(".frame-card").nth(
        1
    ).get_attribute("id")


def test_names_are_offered_while_one_types_and_empty_fields_stay_out_of_the_address(page):
    page.locator("#changelist-filter summary").click()
    page.locator("#typed-by").press_sequentially("min")
    page.locator("#names-by option[value='Minh Khuê']").wait_for(state="attached")
    page.fill("#typed-by", "minh khue")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**by=minh*")
    assert page.url.endswith("?by=minh+khue") and page.locator(".frame-card").count() == 4
