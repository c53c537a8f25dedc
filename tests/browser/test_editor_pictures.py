"""Pictures in the editor: dropped, filled in, captioned, placed, cut, moved, replaced; the lead, the strip, the library."""

import re

import pytest
from django.utils import timezone

from articles.body.figures import figures
from media.models import Photo
from tests import given
from tests.browser.editor import a_writer, editors, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAITING = '<figure data-photo="" data-place="wide"><figcaption>Chợ sớm lúc 3h</figcaption></figure>'


@pytest.fixture
def open_story(chromium, live_server):
    with editors(chromium, live_server) as opened:
        yield opened


def figure(photo, caption=None, place="center", more=""):
    inside = "" if caption is None else f"<figcaption>{caption}</figcaption>"
    return f'<figure data-photo="{photo}" data-place="{place}"{more}>{inside}</figure>'


def names(editor):
    """The files of the story's figures, in reading order."""
    by_id = dict(Photo.objects.values_list("pk", "original_name"))
    return [by_id.get(figure.photo) for figure in figures(editor.html())]


def remarks_of(shown):
    return " ".join(shown.locator(".figure__remark").all_inner_texts())


# ---- files -----------------------------------------------------------------------------------------------------------


def test_six_files_dropped_at_once_come_each_with_its_progress_and_stand_in_order(open_story):
    editor = open_story()
    page = editor.page
    editor.set("<p>Một</p><p></p>")
    held, holding = [], [True]
    page.route("**/photo/upload/", lambda route: held.append(route) if holding else route.continue_())
    six = [f"{number}.jpg" for number in range(6)]
    editor.drop(*(picture(name) for name in six))
    editor.until("document.querySelectorAll('#story-body progress').length === 6")
    assert page.locator("#story-body .figure__name").all_inner_texts() == six
    assert page.locator("#pictures .strip-shot").count() in (0, 6)  # drawn a moment later
    # One types on meanwhile.
    page.locator("#story-body > p").first.click()
    editor.press("End")
    page.keyboard.type(" và hai")
    holding.clear()
    for route in held:
        route.continue_()
    editor.uploaded()
    assert names(editor) == six
    assert editor.html().startswith("<p>Một và hai</p><figure")
    assert page.locator("#story-body progress").count() == 0
    editor.until("document.querySelectorAll('#pictures .strip-shot img').length === 6")
    # Undo takes the words and then all six, and brings them back with their photographs.
    editor.press("Control+z")
    assert editor.html().startswith("<p>Một</p><figure")
    editor.press("Control+z")
    assert editor.html() == "<p>Một</p>"
    editor.press("Control+Shift+z")
    assert names(editor) == six


def test_after_a_lost_line_the_files_go_on_by_themselves(open_story):
    editor = open_story()
    editor.set("<p>Một</p><p></p>")
    editor.page.context.set_offline(True)
    editor.drop(picture("a.jpg"), picture("b.jpg"))
    editor.until("document.querySelectorAll('#story-body .figure__why').length === 2")
    assert "line was lost" in editor.page.locator("#story-body .figure__why").first.inner_text()
    editor.page.context.set_offline(False)
    editor.uploaded()
    assert names(editor) == ["a.jpg", "b.jpg"]
    assert Photo.objects.count() == 2


def test_a_file_into_a_waiting_figure_keeps_its_place_and_its_words_and_a_refused_one_says_why_by_name(open_story):
    user = a_writer()
    editor = open_story(user, given.a_draft(by=user, body=f"<p>Một</p>{WAITING}<p>Hai</p>"))
    page = editor.page
    assert page.locator("#part-before li.before-open", has_text="picture").count() == 1
    editor.drop(("ghi-chu.jpg", "image/jpeg", b"only words"), on="#story-body .figure__empty", below=False)
    refused = page.locator("#story-body .figure__why--refused")
    refused.wait_for()
    assert "ghi-chu.jpg" in refused.inner_text()
    assert editor.html() == f"<p>Một</p>{WAITING}<p>Hai</p>"
    # Another one onto the same place.
    editor.drop(picture("cho.jpg"), on="#story-body .figure__empty", below=False)
    editor.uploaded()
    photo = Photo.objects.get()
    assert editor.html() == "<p>Một</p>" + figure(photo.pk, "Chợ sớm lúc 3h", "wide") + "<p>Hai</p>"
    saved = editor.save()
    assert figures(saved.body)[0].photo == photo.pk
    # A second one by the button of another place that waits.
    editor.set(f"{WAITING}<p>Hai</p>")
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Choose a file").click()
    asked.value.set_files({"name": "hai.jpg", "mimeType": "image/jpeg", "buffer": picture("hai.jpg")[2]})
    editor.uploaded()
    assert names(editor) == ["hai.jpg"]


# ---- words -----------------------------------------------------------------------------------------------------------


def test_a_caption_is_the_photographs_until_it_is_changed_and_then_says_that_it_differs(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    editor = open_story(user, given.a_draft(by=user, body="<p>Một</p>" + figure(photo) + "<p>Hai</p>"))
    page = editor.page
    shown = editor.figure(0)
    assert shown.locator("figcaption").inner_text() == "Chợ sớm."
    assert shown.locator("cite").inner_text() == "Minh Khuê"
    assert "differs" not in remarks_of(shown)
    in_caption = "window.storyEditor.view.state.selection.$from.parent.type.name === 'figcaption'"
    shown.locator("figcaption").click()
    editor.until(in_caption)
    editor.press("End")
    page.keyboard.type(" Ghe đầu tiên.")
    assert figure(photo, "Chợ sớm. Ghe đầu tiên.") in editor.html()
    assert "differs" in remarks_of(shown)
    shown.get_by_role("button", name="Use its caption").click()
    assert figure(photo) in editor.html()
    assert "differs" not in remarks_of(shown)
    assert shown.locator("figcaption").inner_text() == "Chợ sớm."
    # Emptied on purpose it stays empty; typed back letter by letter it is the photograph's again.
    shown.locator("figcaption").click()
    editor.until(in_caption)
    editor.press("Home", "Shift+End", "Delete")
    assert figure(photo, "") in editor.html()
    page.keyboard.type("Chợ sớm.")
    assert figure(photo) in editor.html()
    # Enter leaves the caption for a paragraph below.
    editor.press("Enter")
    page.keyboard.type("Dưới")
    assert editor.html().endswith("</figure><p>Dưới</p><p>Hai</p>")


def test_words_for_blind_readers_that_repeat_caption_or_file_are_pointed_out(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ cá sớm bên cửa biển.", by=user)
    editor = open_story(user, given.a_draft(by=user, body="<p>Một</p>" + figure(photo.pk) + "<p>Hai</p>"))
    shown = editor.figure(0)
    field = shown.get_by_label("What a blind reader should know")
    assert "No words for blind readers" in remarks_of(shown)
    for words, said in [
        ("Chợ cá sớm bên cửa biển", "only repeat the caption"),
        (photo.original_name.removesuffix(".jpg"), "only the file's name"),
        ("Hai người đàn bà gánh cá", ""),
    ]:
        field.fill(words)
        assert said in remarks_of(shown), words
        assert f'data-alt="{words}"' in editor.html()
    assert remarks_of(shown) == ""
    shown.get_by_label("the caption says it").check()
    assert 'data-alt=""' in editor.html()
    editor.until("document.querySelectorAll('#pictures .strip-shot__lacks').length === 0")


# ---- place, gallery, cut ---------------------------------------------------------------------------------------------


def test_placed_wide_made_a_gallery_and_taken_apart_again(open_story):
    user = a_writer()
    photos = [given.a_photo(f"Ảnh {number}.", by=user).pk for number in range(3)]
    body = "<p>Một</p>" + "".join(map(figure, photos)) + "<p>Hai</p>"
    editor = open_story(user, given.a_draft(by=user, body=body))
    shown = editor.figure(1)
    for place in ("left", "right", "wide"):
        shown.locator(".figure__places label", has_text=place).click()
        assert figure(photos[1], None, place) in editor.html()
        assert f"photo--{place}" in shown.get_attribute("class")
    editor.press("Control+z", "Control+z", "Control+z")
    assert editor.html() == body
    shown.get_by_role("button", name="Make a gallery").click()
    inside = "".join(f'<figure data-photo="{photo}"></figure>' for photo in photos)
    assert editor.html() == f"<p>Một</p><div data-gallery>{inside}</div><p>Hai</p>"
    # More of them: from this device, and one moves with the keys.
    with editor.page.expect_file_chooser() as asked:
        editor.page.get_by_role("button", name="Add files").click()
    asked.value.set_files({"name": "them.jpg", "mimeType": "image/jpeg", "buffer": picture("them.jpg")[2]})
    editor.uploaded()
    assert names(editor)[3] == "them.jpg"
    assert editor.html().count("<figure") == 4 and editor.html().endswith("</figure></div><p>Hai</p>")
    editor.figure(3)
    editor.press("Alt+ArrowUp")
    assert names(editor)[2] == "them.jpg"
    editor.figure(2).get_by_role("button", name="Take out").evaluate("button => button.click()")
    assert editor.html() == f"<p>Một</p><div data-gallery>{inside}</div><p>Hai</p>"
    editor.figure(0).get_by_role("button", name="Undo the gallery").click()
    assert editor.html() == body
    saved = editor.save()
    assert saved.body == body


def test_a_cut_and_its_focal_point_by_pointer_and_by_keys(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ.", by=user).pk
    editor = open_story(user, given.a_draft(by=user, body="<p>Một</p>" + figure(photo) + "<p>Hai</p>"))
    page = editor.page
    shown = editor.figure(0)
    shown.get_by_role("button", name="Crop", exact=True).click()
    box = page.get_by_role("dialog", name="Crop for this story")
    box.locator("label", has_text="16:9").click()
    stage = box.locator(".crop__stage").bounding_box()
    page.mouse.click(stage["x"] + stage["width"] * 0.25, stage["y"] + stage["height"] * 0.75)
    box.get_by_role("button", name="Use this cut").click()
    made = re.search(r'data-crop="16x9" data-focus="([\d.]+),([\d.]+)"', editor.html())
    assert float(made[1]) == pytest.approx(0.25, abs=0.02) and float(made[2]) == pytest.approx(0.75, abs=0.02)
    assert "Cut to 16:9" in remarks_of(shown)
    assert "shape=16x9" in shown.locator("img").get_attribute("src")
    assert editor.save().body == editor.html()

    editor.figure(0).get_by_role("button", name="Crop", exact=True).focus()
    editor.press("Enter")
    assert box.is_visible()
    assert page.evaluate("document.activeElement.value") == "16x9"
    editor.press("ArrowLeft", "Tab")
    assert box.get_by_role("slider", name="across").evaluate("one => one === document.activeElement")
    editor.press("Home", "ArrowRight", "ArrowRight")
    box.get_by_role("button", name="Use this cut").focus()
    editor.press("Enter")
    assert re.search(r'data-crop="3x2" data-focus="0.02,0.7\d"', editor.html()), editor.html()
    editor.figure(0).get_by_role("button", name="Crop", exact=True).click()
    box.locator("label", has_text="as taken").click()
    box.get_by_role("button", name="Use this cut").click()
    assert figure(photo) in editor.html()
    # Escape leaves everything as it is and gives the focus back.
    editor.figure(0).get_by_role("button", name="Crop", exact=True).focus()
    editor.press("Enter")
    assert box.is_visible()
    editor.press("Escape")
    assert box.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Crop"


def test_typing_on_a_selected_figure_goes_below_it(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    editor = open_story(user, given.a_draft(by=user, body="<p>Một</p>" + figure(photo) + "<p>Hai</p>"))
    editor.figure(0)
    editor.page.keyboard.type("Ba")
    assert editor.html() == "<p>Một</p>" + figure(photo) + "<p>Ba</p><p>Hai</p>"


# ---- moving, replacing, the lead -------------------------------------------------------------------------------------


def test_moved_by_keys_and_by_drag_replaced_and_taken_out(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    other = given.a_photo("Bến đò.", by=user).pk
    start = f"<p>Một</p>{figure(photo, 'Lời riêng', 'left')}<p>Hai</p><p>Ba</p>"
    editor = open_story(user, given.a_draft(by=user, body=start), viewport={"width": 1280, "height": 2000})
    page = editor.page
    editor.figure(0)
    editor.press("Alt+ArrowDown")
    assert editor.html() == f"<p>Một</p><p>Hai</p>{figure(photo, 'Lời riêng', 'left')}<p>Ba</p>"
    editor.press("Alt+ArrowUp", "Alt+ArrowUp")
    assert editor.html() == f"{figure(photo, 'Lời riêng', 'left')}<p>Một</p><p>Hai</p><p>Ba</p>"
    media = page.locator("#story-body figure img").bounding_box()
    last = page.locator("#story-body > p").last.bounding_box()
    page.mouse.move(media["x"] + 60, media["y"] + 60)
    page.mouse.down()
    right = last["x"] + last["width"] - 40  # beside the picture, which floats over the paragraphs' left
    page.mouse.move(right, last["y"] + last["height"] - 2, steps=8)
    page.wait_for_timeout(100)
    page.mouse.move(right + 2, last["y"] + last["height"] - 1)
    page.mouse.up()
    assert editor.html() == f"<p>Một</p><p>Hai</p><p>Ba</p>{figure(photo, 'Lời riêng', 'left')}"
    editor.press("Control+z")
    assert editor.html() == f"{figure(photo, 'Lời riêng', 'left')}<p>Một</p><p>Hai</p><p>Ba</p>"

    editor.figure(0).get_by_role("button", name="Replace", exact=True).click()
    page.get_by_label("Search photographs").fill("ben do")
    page.locator(".pick", has_text="Bến đò.").click()
    assert editor.html().startswith(figure(other, "Lời riêng", "left"))
    editor.figure(0).get_by_role("button", name="Take out").click()
    assert editor.html() == "<p>Một</p><p>Hai</p><p>Ba</p>"
    editor.press("Control+z")
    assert editor.html().startswith(figure(other, "Lời riêng", "left"))


def test_a_figure_becomes_the_lead_picture_and_comes_back(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    body = f"<p>Một</p>{figure(photo, 'Lời riêng')}<p>Hai</p>"
    editor = open_story(user, given.a_draft(by=user, body=body))
    page = editor.page
    page.locator("#story-body > p").first.click()
    page.keyboard.type("Chữ chưa lưu. ")
    editor.figure(0).get_by_role("button", name="Make it the lead picture").click()
    page.locator("#part-strip .shot--lead").wait_for()
    editor.until("!window.storyEditor.html().includes('<figure')")
    assert "Chữ chưa lưu." in editor.html()
    assert page.input_value("[name=lead_photo]") == str(photo)
    assert page.input_value("#id_lead_caption") == "Lời riêng"
    assert editor.save().lead_photo_id == photo
    page.get_by_role("button", name="Back into the text").click()
    editor.until("window.storyEditor.html().includes('<figure')")
    assert figure(photo, "Lời riêng") in editor.html()
    saved = editor.save()
    assert (saved.lead_photo_id, len(figures(saved.body))) == (None, 1)


# ---- strip, library, undo --------------------------------------------------------------------------------------------


def test_the_strip_beside_the_text_jumps_to_a_picture(open_story):
    user = a_writer()
    photo = given.a_photo("Chợ sớm.", by=user).pk
    long = "".join(f"<p>Đoạn {number} của bài.</p>" for number in range(80))
    editor = open_story(user, given.a_draft(by=user, body=long + figure(photo) + "<p>Cuối</p>" + WAITING))
    page = editor.page
    shots = page.locator("#pictures .strip-shot")
    assert shots.count() == 2
    assert "Chợ sớm." in shots.first.inner_text()
    assert "still missing" in shots.nth(1).inner_text()
    shots.first.click()
    page.wait_for_timeout(400)
    place = page.locator("#story-body figure").first.bounding_box()
    assert 0 <= place["y"] < 900
    assert "is-current" in page.locator("#story-body figure").first.get_attribute("class")
    editor.press("Delete")
    editor.until("document.querySelectorAll('#pictures .strip-shot').length === 1")


def test_the_library_is_searched_without_marks_and_says_of_what_cannot_be_placed_why(open_story):
    user = a_writer()
    given.a_photo("Bến đò chiều.", by=user)
    given.a_photo("Bến đò không tên.", "", by=user)  # no credit
    others = given.a_photo("Bến đò của người khác.", by=given.a_user("photographer"))
    Photo.objects.filter(pk=others.pk).update(uploaded_at=timezone.now())
    given.a_photo("Chợ.", by=user)
    editor = open_story(user)
    page = editor.page
    editor.set("<p>Một</p><p>|</p>")
    page.get_by_role("toolbar").get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("Search photographs").fill("ben do")
    found = page.locator(".pick")
    editor.until(
        "!!document.querySelector('.pick') && !document.querySelector('.pick-grid').textContent.includes('Chợ.')"
    )
    assert "Bến đò chiều." in found.first.inner_text()
    assert found.first.locator(".pick__why").count() == 0
    assert all(words for words in page.locator(".pick:not(:has(.pick__why))").all_inner_texts())
    closed = found.filter(has_text="không tên")
    assert closed.locator(".pick__why").inner_text()
    assert found.count() >= 2
    found.first.click()
    page.get_by_role("button", name="Put in 1 picture").click()
    assert editor.html() == "<p>Một</p>" + figure(Photo.objects.get(caption="Bến đò chiều.").pk)


def test_undo_reaches_back_across_an_upload_a_kept_draft_and_a_save(open_story):
    editor = open_story()
    page = editor.page
    editor.set("<p>Một|</p>")
    page.keyboard.type(" hai")
    page.wait_for_timeout(600)
    editor.drop(picture("a.jpg"))
    editor.uploaded()
    photo = Photo.objects.get().pk
    page.locator("#story-body > p").first.click()
    editor.press("End")
    page.wait_for_timeout(600)
    page.keyboard.type(" ba")
    editor.until("/Kept/.test(document.getElementById('kept').textContent)")
    page.wait_for_timeout(600)
    page.keyboard.type(" bốn")
    assert editor.save().body == f"<p>Một hai ba bốn</p>{figure(photo)}"
    for html in [
        f"<p>Một hai ba</p>{figure(photo)}", f"<p>Một hai</p>{figure(photo)}", "<p>Một hai</p>", "<p>Một</p>",
    ]:  # fmt: skip
        editor.press("Control+z")
        assert editor.html() == html
    editor.press("Control+y", "Control+y", "Control+y", "Control+y")
    assert editor.html() == f"<p>Một hai ba bốn</p>{figure(photo)}"
