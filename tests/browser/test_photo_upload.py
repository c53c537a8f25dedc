"""A shoot is dropped onto the upload page in a real browser: thumbnails, captions on the way, refusals by name."""

import base64

import pytest
from django.contrib.auth.models import Group, User

from articles.models import DeskSettings
from media.models import Photo
from tests.browser.editing import VIOLATIONS, enter
from tests.media import shots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DROP = """files => {
  const data = new DataTransfer();
  for (const [name, content] of files)
    data.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, {type: "image/jpeg"}));
  const how = {dataTransfer: data, bubbles: true, cancelable: true};
  for (const type of ["dragenter", "dragover", "drop"])
    document.querySelector("h1").dispatchEvent(new DragEvent(type, how));
}"""


@pytest.fixture
def page(chromium, live_server, settings, tmp_path):
    """The upload page as a photographer sees it on a desktop."""
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
            for name in ("originals", "renditions")
        },
    }
    user = User.objects.create_user("photographer", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="photographer")[0])
    DeskSettings.objects.create(user=user, language="en")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    enter(context, live_server, user)
    page = context.new_page()
    page.add_init_script(VIOLATIONS)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{live_server.url}/admin/media/photo/upload/")
    yield page
    context.close()


def wait_for_sum(page, words):
    for _turn in range(120):
        if page.text_content("#upload-sum") == words:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.text_content('#upload-sum')!r} is not {words!r}")


def test_files_dropped_anywhere_come_in_with_their_words_and_refusals_by_name(page):
    same = shots.jpeg(iim={120: "Chợ nổi. Ảnh: AN HẠ"})
    files = [(f"{number}.jpg", shots.jpeg()) for number in range(4)]
    files += [("cho.jpg", same), ("cho-2.jpg", same), ("trang.jpg", b"<html>")]
    page.fill("#same-credit", "Minh Khuê")
    page.evaluate(DROP, [[name, base64.b64encode(data).decode()] for name, data in files])
    assert page.locator(".upload-item img").count() >= 5  # thumbnails are there before any answer is
    wait_for_sum(page, "6 came in · 1 not taken")
    assert Photo.objects.count() == 5
    assert Photo.objects.get(caption="Chợ nổi.").credit == "AN HẠ"
    assert Photo.objects.filter(credit="Minh Khuê").count() == 4
    assert "trang.jpg was not taken" in page.text_content(".upload-item--refused")
    assert "already here" in page.text_content("#upload-list")
    assert [words for words in page.said if "422" not in words] == []


def test_a_caption_typed_while_the_file_is_on_its_way_is_saved_and_not_overwritten(page):
    data = shots.jpeg(iim={120: "Chữ trong tệp"})
    on_their_way = []
    page.route("**/upload/", lambda route: on_their_way.append(route))
    page.evaluate(DROP, [["a.jpg", base64.b64encode(data).decode()]])
    field = page.locator(".upload-item textarea")
    field.fill("Cầu Rồng phun lửa")
    on_their_way.pop().continue_()
    wait_for_sum(page, "1 came in")
    field.blur()
    for _turn in range(50):
        if Photo.objects.get().caption == "Cầu Rồng phun lửa":
            break
        page.wait_for_timeout(100)
    assert Photo.objects.get().caption == "Cầu Rồng phun lửa"
    assert field.input_value() == "Cầu Rồng phun lửa"
    assert "Missing: credit" in page.text_content(".upload-notes")


def test_a_lost_line_is_tried_again_and_makes_no_second_photograph(page):
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/upload/", lose_the_first)
    page.evaluate(DROP, [["a.jpg", base64.b64encode(shots.jpeg()).decode()]])
    wait_for_sum(page, "1 came in")
    assert lost and Photo.objects.count() == 1
