"""The attack corpus in a real browser, as a reader would get it: nothing runs, nothing is fetched."""

import pytest

from articles.body.clean import clean
from articles.body.render import feed_html, fill_slots, render
from tests.articles.test_body_clean import attacks, needs_attacks

pytestmark = pytest.mark.browser

PHOTO = {"shapes": {"original": {"jpeg": [[960, 640, "/i/a-960.jpeg"]]}}}


def page_of(attack):
    words = {"caption": attack, "alt": attack, "credit": attack}
    figure = clean('<figure data-photo="1"></figure>')
    drawn = render(clean(attack) + figure, {1: {**PHOTO, **words}}, language="vi")
    return fill_slots(drawn, {}) + feed_html(drawn, "https://bao.example")


@needs_attacks
def test_no_attack_runs_or_fetches_anything_in_a_readers_browser(chromium):
    heard = []
    html = "<!doctype html><title>bài</title>" + "".join(
        f"<article>{page_of(attack)}</article>" for attack in attacks()
    )
    context = chromium.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: heard.append(str(error)))

    def answer(route):
        address = route.request.url
        if address == "https://bao.example/bai/":
            return route.fulfill(body=html, content_type="text/html; charset=utf-8")
        if not address.startswith("https://bao.example/i/a-960.jpeg"):
            heard.append(address)
        return route.abort()

    page.route("**/*", answer)
    page.goto("https://bao.example/bai/", wait_until="load")
    for _press in range(20):
        page.keyboard.press("Tab")  # focus events
    page.mouse.move(200, 200)
    page.wait_for_timeout(300)
    assert page.url == "https://bao.example/bai/"
    assert page.title() == "bài"
    assert page.locator("script, iframe, object, embed, form, svg, math, style, meta, link, base").count() == 0
    context.close()
    assert heard == []
