"""A photograph's cuts are drawn on its page in a real browser: by pointer, keys and sliders, on a desktop and in a hand.

NEWSROOM_FILM names a folder that gets a picture of each."""

import os
from pathlib import Path

import pytest

from articles.models import DeskSettings
from media.models import Photo
from tests import given
from tests.browser.test_desk_walk import VIOLATIONS, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture
def at_the_desk(chromium, live_server, settings, tmp_path):
    """at_the_desk(how) opens the page of a photograph of 1600 × 1000 in a browser of that kind."""
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
            for name in ("originals", "renditions")
        },
    }
    user = given.a_user("chief")
    DeskSettings.objects.create(user=user, language="en")
    photo = given.a_photo(size=(1600, 1000))
    contexts, said = [], []

    def opened(how):
        context = chromium.new_context(locale="en-GB", **how)
        contexts.append(context)
        enter(context, live_server, user)
        page = context.new_page()
        page.add_init_script(VIOLATIONS)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/admin/media/photo/{photo.pk}/change/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def film(page, name):
    if os.environ.get("NEWSROOM_FILM"):
        page.screenshot(path=Path(os.environ["NEWSROOM_FILM"]) / f"crops-{name}.png")


def choose(page, shape):
    page.locator(f'input[name="cut-shape"][value="{shape}"]').check()


def line(page, shape):
    written = page.input_value(f'[data-shape="{shape}"]')
    return [float(share) for share in written.split(",")] if written else []


def place(page, x, y):
    """Where this share of the picture stands on the screen."""
    return page.evaluate(
        """([x, y]) => {
          const stage = document.querySelector(".cut-stage");
          const {width, height} = document.querySelector("[data-cut-desk]").dataset;
          const point = new DOMPoint(x * width, y * height).matrixTransform(stage.getScreenCTM());
          return [point.x, point.y];
        }""",
        [x, y],
    )


def drag(page, start, end):
    page.mouse.move(*place(page, *start))
    page.mouse.down()
    page.mouse.move(*place(page, *[(a + b) / 2 for a, b in zip(start, end, strict=True)]))
    page.mouse.move(*place(page, *end))
    page.mouse.up()


def near(found, wanted):
    return len(found) == len(wanted) and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 0.01


@pytest.mark.parametrize("how", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_cut_is_drawn_by_pointer_and_saved_with_the_form(at_the_desk, how):
    page = at_the_desk(how)
    assert not page.is_visible(".cut-lines"), "the lines are for those without a script"
    choose(page, "1x1")
    page.locator(".cut-stage").scroll_into_view_if_needed()
    assert line(page, "1x1") == [] and "around the focal point" in page.text_content(".cut-said")
    drag(page, (0.5, 0.5), (0.2, 0.5))
    assert near(line(page, "1x1"), [0, 0, 0.625])
    drag(page, (0.625, 1.0), (0.4, 0.64))
    assert near(line(page, "1x1"), [0, 0, 0.4])
    drag(page, (0.2, 0.3), (0.5, 0.5))
    assert near(line(page, "1x1"), [0.3, 0.2, 0.4])
    assert "by hand" in page.text_content(".cut-said").lower()
    film(page, f"drawn-{how['viewport']['width']}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawn = line(page, "1x1")
    page.locator('[name="_save"]').first.click()
    page.wait_for_load_state()
    assert Photo.objects.get().hand_crops == {"1x1": drawn}


def test_a_cut_is_drawn_with_keys_and_sliders_alone_and_taken_back(at_the_desk):
    page = at_the_desk(DESKTOP)
    choose(page, "16x9")
    page.focus(".cut-stage")
    page.keyboard.press("-")
    left, top, wide = line(page, "16x9")
    assert near([wide], [0.98])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert near(line(page, "16x9"), [left + 0.01, max(0, top - 0.05), wide])
    page.keyboard.press("+")
    assert near([line(page, "16x9")[2]], [1.0])
    page.locator("#cut-size").fill("0.5")
    assert near([line(page, "16x9")[2]], [0.5])
    page.locator("#cut-across").fill("0.25")
    assert near(line(page, "16x9")[:1], [0.0])
    choose(page, "4x3")
    assert line(page, "4x3") == [] and line(page, "16x9"), "each shape has its own"
    assert page.locator(".cut-mark:visible").count() == 1
    choose(page, "16x9")
    page.focus(".cut-stage")
    page.keyboard.press("Delete")
    assert line(page, "16x9") == [] and page.locator(".cut-mark:visible").count() == 0
    choose(page, "")
    assert page.is_visible("[data-focus-frame]") and not page.is_visible(".cut-stage")
