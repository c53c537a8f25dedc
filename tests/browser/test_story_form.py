"""A reporter at the story form in a real browser: typing, dropping, captioning, moving, saving, sending; nothing is lost."""

import base64

import pytest
from django.contrib.sessions.models import Session

from articles.body.figures import figures
from articles.models import Article, DeskSettings, State, Tag
from media.models import Photo
from tests import given
from tests.browser.editing import (
    DROP,
    PASTE,
    PICTURES,
    caption,
    form_of,
    html,
    packed,
    press_in_figure,
    put_cursor,
    save,
    saved,
    until,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITING = (
    '<p>Một.</p><figure data-photo="" data-place="center"><figcaption>Chợ sớm lúc 3h</figcaption></figure><p>Hai.</p>'
)


def test_a_reporter_types_drops_three_pictures_captions_moves_and_sends(reporter, desk, live_server):
    page = desk(reporter, "add/")
    page.fill("#id_headline", "Cầu Ba Lân thông xe")
    page.keyboard.press("Enter")
    page.keyboard.type("Hai đầu cầu còn thiếu đường.")
    write(page, "Sáng nay, cầu thông xe.\nBa xe đầu tiên là xe chở rau.")
    page.fill("#id_credit_line", "Tin, ảnh: Lê Mộc")
    page.get_by_text("new name").wait_for()
    page.select_option("#id_section", label="Thời sự")
    page.evaluate(DROP, ["main", packed("mot.jpg", "hai.jpg", "ba.jpg")])
    until(page, f"{PICTURES} === 3")
    save(page)
    saved(page)
    # The one photographer that the line names.
    assert page.locator(".ProseMirror figure cite").all_inner_texts() == ["Lê Mộc"] * 3
    page.locator(".shots .strip-shot").nth(2).wait_for()
    caption(page, 0, "Xe rau qua cầu.")
    page.locator(".figure.is-current .figure__places label", has_text="wide").click()
    caption(page, 1, "Đầu cầu phía đông.")
    press_in_figure(page, 2, "Up")
    caption(page, 1, "Người đi bộ.")
    until(page, "document.querySelectorAll('.strip-shot')[1].textContent.includes('Người đi bộ.')")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(f"{live_server.url}/admin/")
    story = Article.objects.get()
    assert story.state == State.IN_REVIEW
    assert story.headline == "Cầu Ba Lân thông xe"
    assert story.standfirst == "Hai đầu cầu còn thiếu đường."
    shown = figures(story.body)
    assert [figure.caption for figure in shown] == ["Xe rau qua cầu.", "Người đi bộ.", "Đầu cầu phía đông."]
    assert shown[0].place == "wide"


def test_saving_keeps_the_cursor_and_the_scroll_and_says_when(reporter, desk):
    long = "".join(f"<p>Đoạn thứ {number} của một bài dài.</p>" for number in range(80))
    page = desk(reporter, form_of(given.a_draft(by=reporter, body=long)))
    page.locator(".ProseMirror").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("   ")  # what is stored has no blanks at its end
    put_cursor(page, "Đoạn thứ 40", 5)
    page.evaluate("window.scrollTo(0, 1200)")
    save(page)
    saved(page)
    assert html(page) == long
    assert page.evaluate("window.scrollY") == 1200
    page.keyboard.type("XY")
    assert "<p>Đoạn XYthứ 40 " in html(page)
    assert page.locator("#saved").get_attribute("role") == "status"


def test_a_picture_dropped_on_a_waiting_place_fills_it_and_takes_its_words(reporter, desk):
    story = given.a_draft(by=reporter, body=WAITING, credit_line="Bài: Lê Mộc")
    page = desk(reporter, form_of(story))
    page.evaluate(DROP, [".figure--waiting .figure__media", packed("cho.jpg")])
    until(page, f"{PICTURES} === 1")
    save(page)
    saved(page)
    story.refresh_from_db()
    (figure,) = figures(story.body)
    assert figure.photo and figure.caption == "Chợ sớm lúc 3h"


def test_a_pasted_picture_and_a_picked_one_land_below_the_paragraph_of_the_cursor(reporter, desk):
    photo = given.a_photo("Bến đò.", by=reporter)
    story = given.a_draft(by=reporter, body="<p>Một.</p><p>Hai.</p><p>Ba.</p>")
    page = desk(reporter, form_of(story))
    put_cursor(page, "Một", 1)
    page.evaluate(PASTE, packed("dan.jpg")[0])
    until(page, f"{PICTURES} === 1")
    save(page)
    saved(page)
    story.refresh_from_db()
    assert story.body.index("Một") < story.body.index("<figure") < story.body.index("Hai")
    put_cursor(page, "Hai", 1)
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("Search photographs").fill("ben do")
    page.locator(".pick", has_text="Bến đò.").click()
    page.get_by_role("button", name="Put in 1 picture").click()
    until(page, f"{PICTURES} === 2")
    assert page.locator("#saved").inner_text() == "Not saved yet"
    save(page)
    saved(page)
    story.refresh_from_db()
    assert [figure.photo for figure in figures(story.body)][1] == photo.pk
    assert story.body.index("Hai") < story.body.index(f'data-photo="{photo.pk}"') < story.body.index("Ba")


def test_a_file_that_is_no_picture_is_refused_by_name(reporter, desk):
    page = desk(reporter, form_of(given.a_draft(by=reporter)))
    page.evaluate(
        DROP, ["main", [(name, base64.b64encode(b"only words").decode()) for name in ("ghi-chu.jpg", "a.zip")]]
    )
    refused = page.locator(".figure__why--refused")
    refused.wait_for()
    assert "ghi-chu.jpg" in refused.inner_text()
    assert "“a.zip” is neither a picture nor a document." in page.locator(".editor__notes").inner_text()
    assert Photo.objects.count() == 0
    assert page.locator(".ProseMirror figure").count() == page.locator(".figure--waiting").count() == 1


def test_two_people_save_and_both_texts_stand_side_by_side_until_one_is_saved(reporter, desk):
    story = given.a_draft(by=reporter, headline="Cầu mới", body="<p>Chữ đầu.</p>")
    page = desk(reporter, form_of(story))
    write(page, "Chữ của tôi.")
    page.fill("#id_headline", "Cầu của tôi")
    chief = given.a_user("chief")
    given.edited(Article.objects.get(pk=story.pk), by=chief, headline="Cầu của sếp", body="<p>Chữ của sếp.</p>")
    page.keyboard.press("Control+s")
    conflict = page.locator(".conflict")
    conflict.wait_for()
    for words in ("Chữ của tôi.", "Chữ của sếp.", "Cầu của tôi", "Cầu của sếp"):
        assert words in conflict.inner_text()
    assert html(page) == "<p>Chữ của tôi.</p>"
    assert page.locator("#saved").inner_text() == "Not saved yet"
    page.get_by_role("button", name="Save mine").click()
    saved(page)
    assert page.locator(".conflict").count() == 0
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Cầu của tôi", "<p>Chữ của tôi.</p>")
    assert any("Chữ của sếp" in revision.words()["body"] for revision in story.revisions.all())


def test_whoever_was_signed_out_while_typing_signs_in_elsewhere_and_saves(reporter, desk, live_server):
    story = given.a_draft(by=reporter)
    page = desk(reporter, form_of(story))
    write(page, "Chữ gõ sau khi hết phiên.")
    Session.objects.all().delete()
    save(page)
    assert "signed out" in page.locator("#story-notes").inner_text()
    assert html(page) == "<p>Chữ gõ sau khi hết phiên.</p>"
    with page.context.expect_page() as other:
        page.locator("#story-notes a").click()
    door = other.value
    door.fill("#id_username", reporter.username)
    door.fill("#id_password", "a-long-enough-word")
    door.get_by_role("button", name="Sign in").click()
    door.wait_for_url(f"{live_server.url}/admin/")
    page.bring_to_front()
    save(page)  # with the token of before: it is renewed on the way
    saved(page)
    story.refresh_from_db()
    assert story.body == "<p>Chữ gõ sau khi hết phiên.</p>"


def test_a_double_click_on_send_sends_once(reporter, desk, live_server):
    page = desk(reporter, "add/")
    page.fill("#id_headline", "Cầu mới")
    write(page, "Chữ.")
    page.select_option("#id_section", label="Thời sự")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    page.wait_for_url(f"{live_server.url}/admin/")
    story = Article.objects.get()
    assert story.state == State.IN_REVIEW
    assert story.version == 2


def test_a_live_story_says_published_until_something_differs(desk, reporter):
    chief = given.a_user("chief")
    DeskSettings.objects.create(user=chief, language="en")
    story = given.a_published_article(by=reporter, chief=chief)
    page = desk(chief, form_of(story))
    assert page.locator("#bar-main").inner_text() == "Published"
    page.fill("#id_headline", "Cầu mới thông xe sớm")
    assert page.locator("#bar-main").inner_text() == "Publish update"
    page.locator("#bar-main").click()
    page.wait_for_url("**/act/update/")


def test_tags_are_suggested_and_taken_from_the_keyboard_and_an_unmarked_one_is_asked_about(reporter, desk):
    for name in ("báo", "bão", "Đà Nẵng"):
        Tag.objects.create(name=name)
    story = given.a_draft(by=reporter)
    page = desk(reporter, form_of(story))
    page.focus("#id_tags")
    page.keyboard.type("da n")
    page.get_by_role("option", name="Đà Nẵng").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_tags") == "Đà Nẵng, "
    page.keyboard.type("bao")
    page.keyboard.press("Escape")
    save(page)
    asked = page.get_by_label("Which tag is “bao”?")
    asked.wait_for()
    assert page.input_value("#id_tags") == "Đà Nẵng, bao"
    asked.select_option(label="bão")
    save(page)
    saved(page)
    assert {tag.name for tag in story.tags.all()} == {"Đà Nẵng", "bão"}


def test_a_related_story_is_found_by_its_words(reporter, desk):
    other = given.a_published_article("Bến phà Vàm Cống đóng cửa", by=reporter)
    story = given.a_draft("Cầu mới", by=reporter)
    page = desk(reporter, form_of(story))
    page.locator("[data-keep=related] summary").click()
    page.fill("#related-q", "ben pha")
    page.get_by_role("option", name="Bến phà Vàm Cống đóng cửa").wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("#id_related") == f"{other.pk} · Bến phà Vàm Cống đóng cửa"
    save(page)
    saved(page)
    story.refresh_from_db()
    assert story.related == [other.pk]


def test_what_was_typed_while_a_save_was_on_its_way_is_kept_with_what_the_strip_said(reporter, desk):
    photo = given.a_photo("Chú thích cũ.", by=reporter)
    story = given.a_draft(by=reporter, body=f'<p>Một.</p><figure data-photo="{photo.pk}" data-place="center"></figure>')
    page = desk(reporter, form_of(story))
    page.route("**/change/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.locator(".ProseMirror figcaption").click(click_count=3)
    page.keyboard.type("Chú thích mới.")
    page.evaluate("window.storyForm.save({})")
    put_cursor(page, "Một.", 3)
    page.keyboard.type(", hai")
    page.wait_for_timeout(900)
    page.unroute("**/change/")
    save(page)
    saved(page)
    story.refresh_from_db()
    assert "Một, hai." in story.body
    assert figures(story.body)[0].caption == "Chú thích mới."


def test_words_of_a_photograph_that_changed_meanwhile_are_shown_after_a_save(reporter, desk):
    photo = given.a_photo("Chú thích cũ.", by=reporter)
    story = given.a_draft(by=reporter, body=f'<figure data-photo="{photo.pk}" data-place="center"></figure><p>Một.</p>')
    page = desk(reporter, form_of(story))
    Photo.objects.filter(pk=photo.pk).update(caption="Chú thích mới.", credit="Đông Phong")
    put_cursor(page, "Một.", 4)
    page.keyboard.type(" Hai.")
    save(page)
    saved(page)
    until(page, "document.querySelector('.ProseMirror figcaption').textContent === 'Chú thích mới.'")
    assert page.locator(".ProseMirror figure cite").inner_text() == "Đông Phong"
    page.keyboard.type(" Ba.")
    assert html(page) == f'<figure data-photo="{photo.pk}" data-place="center"></figure><p>Một. Hai. Ba.</p>'


def test_the_preview_shows_what_was_typed_and_not_saved_before(reporter, desk):
    story = given.a_draft(by=reporter)
    page = desk(reporter, form_of(story))
    write(page, "Chữ chưa lưu.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="On a page of its own").click()
    page.wait_for_url("**/preview/")
    page.frame_locator("iframe").get_by_text("Chữ chưa lưu.").wait_for()
    page.get_by_role("link", name="Phone").click()
    page.frame_locator("iframe").get_by_text("Chữ chưa lưu.").wait_for()
    assert page.locator("iframe").evaluate("one => one.contentWindow.innerWidth") == 360


def test_on_a_phone_the_bar_covers_nothing_that_is_typed_in(reporter, desk):
    page = desk(reporter, form_of(given.a_draft(by=reporter)))
    page.set_viewport_size({"width": 360, "height": 640})
    for name in ("#id_headline", ".ProseMirror", "#id_credit_line", "#id_section", "#id_tags"):
        page.focus(name)
        page.keyboard.press("End")
        field = page.locator(name).bounding_box()
        bar = page.locator(".story-bar").bounding_box()
        assert min(field["y"] + field["height"], field["y"] + 40) <= bar["y"] + 1, name
    Tag.objects.create(name="Đà Nẵng")
    page.fill("#id_tags", "da n")
    page.get_by_role("option", name="Đà Nẵng").wait_for()
    page.wait_for_timeout(100)
    option = page.get_by_role("option", name="Đà Nẵng").bounding_box()
    assert option["y"] + option["height"] <= page.locator(".story-bar").bounding_box()["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_text_and_its_pictures_dropped_in_one_go_are_read_at_once_and_become_a_draft(reporter, desk):
    page = desk(reporter, "new-from-text/")
    words = "Chợ sớm\n\nGhe cập bến.\n\nleftcenterrightdel\n\u00a0Ghe đầu tiên.\n\nNgười mua chờ.\n\nTin, ảnh: Lê Mộc\n"
    text = ("cho-som.txt", base64.b64encode(words.encode()).decode())
    page.evaluate(DROP, ["main", [text, *packed("mot.jpg", "hai.jpg")]])
    page.locator("#understood").wait_for()
    assert page.input_value("#id_headline") == "Chợ sớm"
    assert page.locator("#understood img").count() == 2  # one in its place, one spare
    page.select_option("#figure-0", label="hai.jpg")
    page.fill("#id_credit_line", "Tin, ảnh: Lê Mộc - Đông Phong")
    page.get_by_text("Đông Phong").first.wait_for()
    page.select_option("#id_section", label="Thời sự")
    page.locator("button[name=_create]").click()
    page.wait_for_url("**/change/")
    story = Article.objects.get()
    first, spare = figures(story.body)
    assert (first.caption, spare.caption) == ("Ghe đầu tiên.", None)
    assert first.photo > spare.photo
    assert page.locator(".before-open").count() == page.locator(".before li").count() - 4
