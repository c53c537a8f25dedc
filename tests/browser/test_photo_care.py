"""Parts of a photograph are hidden in a real browser, by pointer and by keys; a withdrawal ends at its receipt.

NEWSROOM_FILM names a folder that gets a picture of each."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import DeskSettings
from media.models import Photo, Receipt
from tests import given
from tests.browser.test_desk_walk import VIOLATIONS, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture
def chief():
    user = given.a_user("chief")
    DeskSettings.objects.create(user=user, language="en")
    return user


@pytest.fixture
def photo(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
            for name in ("originals", "renditions")
        },
    }
    return given.a_photo(size=(1200, 800))


@pytest.fixture
def at(chromium, live_server, photo, chief):
    """at(page of the photograph, how) opens it; what a script says, or a broken policy, fails the test."""
    contexts, said = [], []

    def opened(path, how=DESKTOP):
        context = chromium.new_context(locale="en-GB", **how)
        contexts.append(context)
        enter(context, live_server, chief)
        page = context.new_page()
        page.add_init_script(VIOLATIONS)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/admin/media/photo/{photo.pk}/{path}/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def film(page, name):
    if os.environ.get("NEWSROOM_FILM"):
        page.screenshot(path=Path(os.environ["NEWSROOM_FILM"]) / f"care-{name}.png")


def drag(page, start, end):
    box = page.locator(".mask-stage").bounding_box()
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=6)
    page.mouse.up()


def sides(page, line=0):
    row = page.locator(".mask-line").nth(line)
    return [float(row.locator(f'[name="mask-{side}"]').input_value()) for side in ("left", "top", "width", "height")]


def test_parts_are_drawn_moved_resized_and_taken_away_with_the_pointer(at):
    page = at("masks")
    assert page.get_by_text("Nothing is hidden yet.").is_visible()
    drag(page, (0.2, 0.2), (0.4, 0.5))
    assert sides(page) == pytest.approx([20, 20, 20, 30], abs=0.6)
    drag(page, (0.3, 0.35), (0.5, 0.35))
    assert sides(page) == pytest.approx([40, 20, 20, 30], abs=0.6)
    drag(page, (0.6, 0.5), (0.7, 0.6))
    assert sides(page) == pytest.approx([40, 20, 30, 40], abs=0.6)
    drag(page, (0.5, 0.3), (1.2, 1.4))
    assert sides(page) == pytest.approx([70, 60, 30, 40], abs=0.6), "it ends at the edge of the frame"
    drag(page, (0.05, 0.05), (0.15, 0.15))
    film(page, "masks-desktop")
    page.get_by_role("button", name="Take away").nth(1).click()
    assert page.locator(".mask-part").count() == 1


def test_parts_are_made_and_changed_with_keys_alone_and_the_focus_stays(at):
    page = at("masks")
    page.get_by_role("button", name="Add a part").focus()
    page.keyboard.press("Enter")
    part = page.get_by_role("button", name="Part 1, oval")
    expect(part).to_be_focused()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert sides(page) == [39, 39, 21, 22]
    expect(part).to_be_focused()
    page.keyboard.press("Delete")
    assert page.locator(".mask-line").count() == 0
    expect(page.get_by_role("button", name="Add a part")).to_be_focused()


def test_what_was_drawn_in_a_hand_is_hidden_for_good(at, photo):
    page = at("masks", PHONE)
    drag(page, (0.25, 0.25), (0.75, 0.75))
    page.locator('[name="mask-how"]').select_option("cover")
    film(page, "masks-phone")
    page.get_by_role("button", name="Hide for good").click()
    expect(page.get_by_text("1 part is hidden in every picture of it.")).to_be_visible()
    (mask,) = Photo.objects.get(pk=photo.pk).masks
    assert (mask["form"], mask["how"]) == ("ellipse", "cover")
    assert mask["at"] == pytest.approx([0.25, 0.25, 0.5, 0.5], abs=0.02)
    film(page, "masked-phone")


@pytest.mark.parametrize("how", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_withdrawal_asks_why_says_where_and_ends_at_its_receipt(at, photo, how, request):
    given.a_published_article(
        "Cầu mới thông xe", body=f'<p>Cầu.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'
    )
    page = at("withdraw", how)
    assert page.get_by_role("link", name="Cầu mới thông xe").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Withdraw everywhere").click()
    assert not Receipt.objects.exists(), "the browser asks for the reason first"
    page.get_by_label("The wrong picture").check()
    page.get_by_label("What happened").fill("Nhầm cây cầu.")
    film(page, f"withdraw-{request.node.callspec.id}")
    page.get_by_role("button", name="Withdraw everywhere").click()
    expect(page.get_by_role("heading", name="Receipt: a photograph withdrawn")).to_be_visible()
    assert page.get_by_text("was drawn again without it").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as text").click()
    assert "Nhầm cây cầu." in Path(download.value.path()).read_text()
    film(page, f"receipt-{request.node.callspec.id}")
