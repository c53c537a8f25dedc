"""A reporter, and pages of the desk as somebody has them open."""

import pytest

from articles.models import DeskSettings
from tests import given
from tests.browser.editing import VIOLATIONS, enter


@pytest.fixture
def reporter():
    user = given.a_user("reporter")
    DeskSettings.objects.create(user=user, language="en")
    given.a_section("Thời sự")
    return user


@pytest.fixture
def desk(live_server, chromium):
    """desk(user, path) is a page of the desk with that person at it; an error or a broken policy fails the test."""
    opened, said = [], []

    def open_page(user, path, **how):
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", **how)
        opened.append(context)
        enter(context, live_server, user)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.add_init_script(VIOLATIONS)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda one: said.append(one.text) if one.text.startswith("policy:") else None)
        page.goto(f"{live_server.url}/admin/articles/article/{path}")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not said
