"""The story form by plain posts: what a save stores, what it refuses, and that nothing typed is ever lost."""

import json
import re
import unicodedata
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import workflow
from articles.body.figures import figures
from articles.models import Article, Contributor, DeskSettings, Revision, State, Tag
from media.models import Photo
from tests import given

from .desk import Fields, change_url, opened, page_of, posted

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
JSON = {"HTTP_ACCEPT": "application/json"}
WAITING = '<figure data-photo="" data-place="center"><figcaption>{}</figcaption></figure>'


@pytest.fixture
def reporter():
    return given.a_user("reporter")


@pytest.fixture
def at_desk(client, reporter):
    """The client with the reporter signed in."""
    client.force_login(reporter)
    return client


def placed(photo, words="", place="center"):
    return f'<figure data-photo="{photo.pk}" data-place="{place}">{words}</figure>'


def jpeg(name="anh.jpg"):
    return SimpleUploadedFile(name, given.jpeg(), content_type="image/jpeg")


# typing -------------------------------------------------------------------------------------------------------------


def test_a_new_story_is_typed_without_a_tag_and_kept_as_a_draft_of_its_writer(at_desk, reporter):
    section = given.a_section()
    fields = opened(at_desk, ADD)
    answer = posted(
        at_desk, ADD, fields, headline="Cầu mới", text="Đoạn một.\n\n## Tít phụ\n\nĐoạn hai.", section=section.pk,
        credit_line="Bài: Lê Mộc - Ảnh: Đông Phong", tags="Đà Nẵng, cầu đường",
    )  # fmt: skip
    story = Article.objects.get()
    assert answer.status_code == 302 and answer.url == change_url(story)
    assert story.body == "<p>Đoạn một.</p><h2>Tít phụ</h2><p>Đoạn hai.</p>"
    assert (story.state, story.created_by, story.section) == (State.DRAFT, reporter, section)
    assert [row.name for row in story.bylines.all()] == ["Lê Mộc", "Đông Phong"]
    assert {tag.name for tag in story.tags.all()} == {"Đà Nẵng", "cầu đường"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_speaks_the_persons_language_and_a_saved_form_says_nothing_new(at_desk, reporter, language):
    DeskSettings.objects.create(user=reporter, language=language)
    photo = given.a_photo(by=reporter)
    story = given.a_draft(by=reporter, tags=["cầu"], body=f"<p>Chữ.</p>{placed(photo)}{WAITING.format('Chợ')}")
    page = page_of(at_desk.get(change_url(story)))
    assert f'<html lang="{language}"' in page
    before = story.revisions.count()
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)))
    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.revisions.count() == before  # opening and saving changes no word
    assert figures(story.body)[0].caption is None  # inherited captions stay inherited


def test_eight_things_are_open_to_a_reporter_and_the_rest_is_closed(at_desk, reporter):
    page = page_of(at_desk.get(ADD))
    for anchor in ("id_headline", "id_standfirst", "id_text", "id_credit_line", "part-before", "pictures", "id_section",
                   "id_tags"):  # fmt: skip
        assert f'id="{anchor}"' in page
    closed = page.partition('class="side-closed"')[2]
    for name in ("kicker", "slug", "related", "internal_note", "language", "social_photo"):
        assert f'id="id_{name}"' in closed
    assert "<details" in closed and " open" not in closed.partition("story-bar")[0]


def test_text_in_decomposed_letters_is_stored_composed(at_desk, reporter):
    story = given.a_draft(by=reporter)
    loose = unicodedata.normalize("NFD", "Đường phố Đà Nẵng")
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), headline=loose, text=loose, credit_line=loose,
           tags=loose)  # fmt: skip
    story.refresh_from_db()
    assert story.headline == story.credit_line == "Đường phố Đà Nẵng"
    assert story.body == "<p>Đường phố Đà Nẵng</p>"
    assert [tag.name for tag in story.tags.all()] == ["Đường phố Đà Nẵng"]


def test_a_name_chosen_once_stays_chosen(at_desk, reporter):
    one = Contributor.objects.create(name="Đặng Thế Anh")
    Contributor.objects.create(name="Đăng Thế Ánh")
    story = given.a_draft(by=reporter, credit_line="Bài: Dang The Anh")
    assert story.bylines.count() == 0
    fields = opened(at_desk, change_url(story))
    assert "who-Dang The Anh" in fields
    posted(at_desk, change_url(story), fields, **{"who-Dang The Anh": one.pk})
    assert story.bylines.get().contributor == one
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), headline="Một tít khác")
    assert story.bylines.get().contributor == one


# pictures -----------------------------------------------------------------------------------------------------------


def test_pictures_sent_with_the_form_fill_waiting_places_and_the_rest_lands_at_the_end(at_desk, reporter):
    story = given.a_draft(
        by=reporter, body=f"<p>Một.</p>{WAITING.format('Chợ sớm')}<p>Hai.</p>", credit_line="Ảnh: Lê Mộc"
    )
    fields = opened(at_desk, change_url(story))
    answer = at_desk.post(change_url(story), {**fields, "pictures": [jpeg("a.jpg"), jpeg("b.jpg")]})
    assert answer.status_code == 302
    story.refresh_from_db()
    first, second = figures(story.body)
    assert first.caption == "Chợ sớm" and first.photo and second.photo
    assert Photo.objects.get(pk=first.photo).caption == "Chợ sớm"
    assert Photo.objects.get(pk=first.photo).credit_line == "Lê Mộc"
    assert story.body.endswith("</figure>")


def test_the_strip_writes_caption_alt_and_place_into_the_text(at_desk, reporter):
    photo = given.a_photo("Chú thích của ảnh.", by=reporter)
    story = given.a_draft(by=reporter, body=f"<p>Chữ.</p>{placed(photo)}")
    key = f"fig-p{photo.pk}-1"
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), **{
        f"{key}-caption": "Chỉ cho bài này.", f"{key}-place": "wide", f"{key}-alt-in-caption": "1",
    })  # fmt: skip
    story.refresh_from_db()
    (figure,) = figures(story.body)
    assert (figure.caption, figure.place, figure.alt) == ("Chỉ cho bài này.", "wide", "")
    photo.refresh_from_db()
    assert photo.caption == "Chú thích của ảnh."
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), **{
        f"{key}-caption": "Chú thích của ảnh.", f"{key}-alt-in-caption": None, f"{key}-alt": "Một cây cầu.",
    })  # fmt: skip
    story.refresh_from_db()
    (figure,) = figures(story.body)
    assert (figure.caption, figure.alt) == (None, "Một cây cầu.")


def test_what_the_strip_says_of_a_waiting_picture_stays_with_it_when_the_text_loses_another(at_desk, reporter):
    story = given.a_draft(by=reporter, body=f"<p>Chữ.</p>{WAITING.format('Một')}{WAITING.format('Hai')}")
    fields = opened(at_desk, change_url(story))
    kept = [block for block in fields["text"].split("\n\n") if "Một" not in block]
    posted(at_desk, change_url(story), fields, text="\n\n".join(kept), **{"fig-w-2-place": "right"})
    story.refresh_from_db()
    assert [(figure.caption, figure.place) for figure in figures(story.body)] == [("Hai", "right")]


def test_a_step_in_the_strip_is_shown_and_not_stored(at_desk, reporter):
    one, two = given.a_photo("Một", by=reporter), given.a_photo("Hai", by=reporter)
    story = given.a_draft(by=reporter, body=placed(one) + placed(two))
    fields = opened(at_desk, change_url(story))
    answer = at_desk.post(change_url(story), {**fields, "_step": "1", "_do": f"down:p{one.pk}-1"}, **JSON)
    said = answer.json()
    assert not said["stored"]
    assert said["text"].index(f" {two.pk}") < said["text"].index(f" {one.pk}")
    assert said["parts"]["strip"].index(f"shot-p{two.pk}-1") < said["parts"]["strip"].index(f"shot-p{one.pk}-1")
    story.refresh_from_db()
    assert story.body == placed(one) + placed(two)


def test_a_picture_made_the_lead_leaves_the_text_with_its_words_and_comes_back_with_them(at_desk, reporter):
    photo = given.a_photo("Của ảnh", by=reporter)
    body = f"<p>Chữ.</p>{placed(photo, '<figcaption>Của bài</figcaption>')}"
    story = given.a_draft(by=reporter, body=body)
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), _do=f"lead:p{photo.pk}-1")
    story.refresh_from_db()
    assert (story.lead_photo, story.lead_caption, story.body) == (photo, "Của bài", "<p>Chữ.</p>")
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), _do="nolead")
    story.refresh_from_db()
    assert (story.lead_photo, story.lead_caption) == (None, None)
    assert story.body == placed(photo, "<figcaption>Của bài</figcaption>") + "<p>Chữ.</p>"


def test_the_lead_pictures_tick_stays_ticked(at_desk, reporter):
    story = given.a_draft(by=reporter, lead_photo=given.a_photo(by=reporter), lead_alt="")
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), headline="Một tít khác")
    story.refresh_from_db()
    assert story.lead_alt == ""


def test_a_photograph_of_others_is_not_placed_by_typing_its_number(at_desk, reporter):
    photo = given.a_photo(by=given.a_user("photographer"), credit="Ai đó")
    story = given.a_draft(by=reporter)
    for how in ({"text": f"Chữ mới.\n\n[ảnh {photo.pk}]"}, {"lead_photo": photo.pk}, {"social_photo": photo.pk}):
        answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), **how)
        assert answer.status_code == 422
        assert str(next(iter(how.values()))) in page_of(answer)
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), placed=photo.pk)
    story.refresh_from_db()
    assert not figures(story.body) and story.lead_photo is None and story.social_photo is None


def test_a_withdrawn_photograph_is_named_and_a_deleted_one_waits_again(at_desk, reporter):
    photo = given.a_photo(by=reporter)
    story = given.a_draft(by=reporter, body=f"<p>Chữ.</p>{placed(photo)}")
    Photo.objects.filter(pk=photo.pk).update(withdrawn_at=story.updated_at)
    page = page_of(at_desk.get(change_url(story)))
    assert 'class="needs"' in page
    assert posted(at_desk, change_url(story), opened(at_desk, change_url(story))).status_code == 302
    answer = posted(
        at_desk, change_url(story), opened(at_desk, change_url(story)), text="Chữ.\n\n[ảnh 999999: Chú thích]"
    )
    assert answer.status_code == 302
    story.refresh_from_db()
    assert [(figure.photo, figure.caption) for figure in figures(story.body)] == [(None, "Chú thích")]


def test_a_file_that_is_no_picture_is_refused_by_name_and_the_text_is_saved(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fake = SimpleUploadedFile("hop-dong.jpg", b"%PDF-1.4 no picture", content_type="image/jpeg")
    fields = {**opened(at_desk, change_url(story)), "text": "Chữ mới.", "pictures": fake}
    answer = at_desk.post(change_url(story), fields, follow=True)
    assert "hop-dong.jpg" in page_of(answer)
    story.refresh_from_db()
    assert story.body == "<p>Chữ mới.</p>"
    assert Photo.objects.count() == 0


# the text as the editor sends it -----------------------------------------------------------------------------------------


def hidden(page):
    """What the editor finds in the field that waits for it."""
    (field,) = re.findall(r'<input[^>]*name="html"[^>]*>', page)
    assert " disabled" in field
    return unescape(re.search(r'value="([^"]*)"', field)[1])


def test_the_page_holds_the_text_for_the_editor_too_and_sends_it_only_when_the_editor_runs(at_desk, reporter):
    body = f'<p>Chữ “đây” &amp; <a href="https://a.example/?b=1&amp;c=2">kia</a>.</p>{WAITING.format("Chợ")}'
    story = given.a_draft(by=reporter, body=body)
    page = page_of(at_desk.get(change_url(story)))
    assert hidden(page) == story.body
    assert "html" not in Fields(page).found


def test_a_text_of_the_editor_is_stored_as_it_is_and_the_plain_one_beside_it_is_ignored(at_desk, reporter):
    story = given.a_draft(by=reporter)
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), text="Chữ cũ.",
                    html='<p style="color: red">Chữ <b>mới</b>.</p><script>x</script><h2>Tít phụ</h2>')  # fmt: skip
    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.body == "<p>Chữ <strong>mới</strong>.</p><h2>Tít phụ</h2>"
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), html="")
    story.refresh_from_db()
    assert story.body == ""


def test_an_unchanged_text_of_the_editor_is_no_new_version(at_desk, reporter):
    photo = given.a_photo("Của ảnh", by=reporter)
    story = given.a_draft(by=reporter, body=f"<p>Một<br>hai.</p>{placed(photo)}{WAITING.format('Chợ')}")
    page = page_of(at_desk.get(change_url(story)))
    answer = posted(at_desk, change_url(story), Fields(page).found, html=hidden(page), text=None)
    story.refresh_from_db()
    assert (answer.status_code, story.revisions.count()) == (302, 1)


def test_the_strip_changes_nothing_in_a_text_of_the_editor(at_desk, reporter):
    photo = given.a_photo("Của ảnh", by=reporter)
    story = given.a_draft(by=reporter, body=f"<p>Chữ.</p>{placed(photo)}")
    body = placed(photo, "<figcaption>Gõ trong bài</figcaption>", "left")
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), html=body,
           **{f"fig-p{photo.pk}-1-caption": "Gõ trong dải", f"fig-p{photo.pk}-1-place": "wide"})  # fmt: skip
    story.refresh_from_db()
    assert story.body == body


def test_an_answer_to_the_script_carries_the_stored_text_for_the_editor(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = {**opened(at_desk, change_url(story)), "html": "<p>Chữ <i>mới</i>.</p>"}
    said = at_desk.post(change_url(story), fields, **JSON).json()
    assert (said["html"], said["text"]) == ("<p>Chữ <em>mới</em>.</p>", "Chữ *mới*.")


def test_an_answer_to_the_script_says_which_credit_the_credit_line_gave_its_pictures(at_desk, reporter):
    photo = given.a_photo(credit="", by=reporter)
    story = given.a_draft(by=reporter, body=placed(photo), credit_line="Bài: An Hạ")
    fields = opened(at_desk, change_url(story)) | {"html": story.body, "credit_line": "Bài: An Hạ - Ảnh: Lê Mộc"}
    said = at_desk.post(change_url(story), fields, **JSON).json()
    assert said["photos"][str(photo.pk)]["credit"] == "Lê Mộc"


@pytest.mark.parametrize(
    "html", ["<p>ă</p>" * 130_000, "<i>" * 4500, "<p>Chữ ở lại.</p>"], ids=["too long", "too tangled", "good"]
)
def test_a_refused_text_of_the_editor_comes_back_for_the_editor_and_for_the_plain_field(at_desk, reporter, html):
    story = given.a_draft(by=reporter)
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), html=html, kicker="dài " * 100)
    assert answer.status_code == 422
    page = page_of(answer)
    assert hidden(page) == html
    text = Fields(page).found["text"]
    assert text == ("Chữ ở lại." if "Chữ" in html else html)
    story.refresh_from_db()
    assert story.body == "<p>Cây cầu dài 1,1km đã thông xe sáng nay.</p>"


def test_a_refused_plain_text_comes_back_for_the_editor_too(at_desk, reporter):
    story = given.a_draft(by=reporter)
    typed = "## Tít phụ\n\n\nĐoạn *một*."
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), text=typed, kicker="dài " * 100)
    page = page_of(answer)
    assert hidden(page) == "<h2>Tít phụ</h2><p>Đoạn <em>một</em>.</p>"
    assert Fields(page).found["text"].replace("\r\n", "\n") == typed  # letter for letter


def test_a_plain_text_that_cannot_be_stored_keeps_its_words_for_the_editor(at_desk, reporter):
    story = given.a_draft(by=reporter)
    typed = "a <b & c\n\n" + "ă" * 1_000_000
    page = page_of(posted(at_desk, change_url(story), opened(at_desk, change_url(story)), text=typed))
    assert hidden(page).startswith("<p>a &lt;b &amp; c</p>") and hidden(page).count("ă") == 1_000_000


def test_a_tab_that_has_no_proper_name_keeps_nobody_from_saving(at_desk, reporter):
    story = given.a_draft(by=reporter)
    for tab in ("", "x" * 500, "é" * 32, "0" * 32):
        answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), tab=tab)
        assert answer.status_code == 302


# what is refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"section": "999999"},
        {"section": "x"},
        {"text": "a " * 1_050_000},
        {"headline": "dài " * 100},
        {"kicker": "dài " * 100},
        {"slug": "d" * 400},
        {"tags": "dài " * 60},
        {"tags": ", ".join(f"thẻ {number}" for number in range(40))},
        {"related": "không phải bài"},
        {"related": "99999999"},
        {"version": "không phải số"},
        {"kind": "không có"},
        {"language": "xx"},
        {"lead_photo": "9" * 30},
        {"social_photo": "12345678"},
        {"standfirst": "dài " * 2000},
    ],
    ids=lambda typed: f"{next(iter(typed))}={next(iter(typed.values()))[:12]}",
)
def test_what_cannot_be_stored_comes_back_with_everything_that_was_typed(at_desk, reporter, typed):
    story = given.a_draft("Tít cũ", by=reporter)
    before = (story.version, story.revisions.count())
    answer = posted(
        at_desk, change_url(story), opened(at_desk, change_url(story)), **{"standfirst": "Sapo vừa gõ.", **typed}
    )
    assert answer.status_code == 422
    page = page_of(answer)
    assert 'role="alert"' in page
    assert "Sapo vừa gõ." in page or "standfirst" in typed
    name, value = next(iter(typed.items()))
    if name not in {"section", "kind", "language"}:
        assert value[:60].strip() in page
    story.refresh_from_db()
    assert (story.version, story.revisions.count()) == before


def test_a_fault_names_its_field_once(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = opened(at_desk, change_url(story))
    for typed in ({"tags": "dài " * 60}, {"headline": "dài " * 100}, {"section": "999"}):
        (said,) = at_desk.post(change_url(story), {**fields, **typed}, **JSON).json()["errors"]
        assert said.count(f"{said.partition(':')[0]}:") == 1, said


def test_two_megabytes_of_text_get_a_clear_answer(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = {**opened(at_desk, change_url(story)), "text": "ă" * 1_050_000}
    answer = at_desk.post(change_url(story), fields, **JSON)
    assert answer.status_code == 422
    assert "1,050,000" in answer.json()["errors"][0] or "1.050.000" in answer.json()["errors"][0]


def test_unknown_fields_and_control_characters_do_no_harm(at_desk, reporter):
    story = given.a_draft(by=reporter)
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), state="live", created_by="1",
                    version_2="x", headline="Cầu\x00 m\x07ới", text="Chữ\x00 \x1bđây.", **{"fig-p9-1-caption": "x"})  # fmt: skip
    assert answer.status_code == 302
    story.refresh_from_db()
    assert (story.state, story.headline, story.body) == (State.DRAFT, "Cầu mới", "<p>Chữ đây.</p>")


def test_an_unmarked_tag_that_could_mean_several_is_asked_about_and_nothing_is_lost(at_desk, reporter):
    tags = {name: Tag.objects.create(name=name) for name in ("báo", "bão")}
    story = given.a_draft(by=reporter)
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), tags="bao", headline="Tít mới")
    assert answer.status_code == 422
    page = page_of(answer)
    assert 'name="tag-bao"' in page and "Tít mới" in page
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), tags="bao", **{"tag-bao": tags["bão"].pk})
    assert [tag.name for tag in story.tags.all()] == ["bão"]


def test_naughty_strings_go_through_every_field(at_desk, reporter, test_data):
    strings = json.loads((test_data / "naughty-strings" / "blns-a.json").read_text(encoding="utf-8"))
    photo = given.a_photo(by=reporter)
    story = given.a_draft(by=reporter, body=f"<p>Chữ.</p>{placed(photo)}")
    fields = opened(at_desk, change_url(story))
    for string in (one[:60] for one in strings):
        story.refresh_from_db(fields=["version"])
        answer = posted(at_desk, change_url(story), fields, **{
            "headline": string, "standfirst": string, "credit_line": string, "kicker": string, "place": string,
            "seo_title": string, "internal_note": string, "slug": string, "text": f"{string}\n\n[ảnh {photo.pk}]",
            f"fig-p{photo.pk}-1-caption": string, f"fig-p{photo.pk}-1-alt": string, "tags": string,
            "version": story.version,
        })  # fmt: skip
        assert answer.status_code in {302, 422}, string
        if answer.status_code == 422:
            assert 'role="alert"' in page_of(answer)
    assert at_desk.get(change_url(story)).status_code == 200


# two people, two presses, other states ----------------------------------------------------------------------------------


def test_the_second_of_two_who_save_sees_both_texts_and_then_saves(at_desk, reporter, client):
    story = given.a_draft("Tít", by=reporter, body="<p>Chữ.</p>")
    fields = opened(at_desk, change_url(story))
    given.edited(Article.objects.get(pk=story.pk), by=given.a_user("chief"), headline="Tít của sếp", body="<p>Sếp.</p>")
    answer = posted(at_desk, change_url(story), fields, headline="Tít của tôi", text="Tôi.")
    assert answer.status_code == 409
    page = page_of(answer)
    assert all(words in page for words in ("Tít của sếp", "Sếp.", "Tít của tôi", "Tôi."))
    story.refresh_from_db()
    assert story.headline == "Tít của sếp"
    again = posted(at_desk, change_url(story), Fields(page).found)
    assert again.status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Tít của tôi", "<p>Tôi.</p>")
    assert "Tít của sếp" in [revision.words()["headline"] for revision in Revision.objects.filter(article=story)]


def test_of_two_who_write_in_the_editor_the_second_sees_both_texts_and_then_saves(at_desk, reporter):
    story = given.a_draft("Tít", by=reporter, body="<p>Chữ.</p>")
    fields = opened(at_desk, change_url(story))
    given.edited(Article.objects.get(pk=story.pk), by=given.a_user("chief"), body="<p>Sếp.</p>")
    answer = posted(at_desk, change_url(story), fields, html="<p>Tôi <b>gõ</b>.</p>")
    assert answer.status_code == 409
    page = page_of(answer)
    assert "Sếp." in page and "Tôi **gõ**." in page
    assert hidden(page) == "<p>Tôi <strong>gõ</strong>.</p>"
    again = posted(at_desk, change_url(story), Fields(page).found, html=hidden(page))
    assert again.status_code == 302
    story.refresh_from_db()
    assert story.body == "<p>Tôi <strong>gõ</strong>.</p>"


def test_a_stale_form_of_a_story_that_was_sent_meanwhile_loses_no_word(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = opened(at_desk, change_url(story))
    workflow.perform("submit", story, by=reporter)
    answer = posted(at_desk, change_url(story), fields, text="Một đoạn gõ trong thẻ cũ.")
    assert answer.status_code == 409
    assert "Một đoạn gõ trong thẻ cũ." in page_of(answer)
    story.refresh_from_db()
    assert "thẻ cũ" not in story.body


def test_pressing_send_twice_sends_once_and_says_so(at_desk):
    fields = opened(at_desk, ADD)
    typed = {"headline": "Cầu mới", "text": "Chữ.", "section": given.a_section().pk, "_act": "submit"}
    assert posted(at_desk, ADD, fields, **typed).url == reverse("admin:index")
    answer = posted(at_desk, ADD, fields, **typed)
    assert answer.status_code == 302 and answer.url == reverse("admin:index")
    story = Article.objects.get()
    assert (story.state, story.version) == (State.IN_REVIEW, 2)


def test_pressing_save_twice_on_a_new_story_makes_one_story(at_desk):
    fields = opened(at_desk, ADD)
    for _press in range(2):
        assert posted(at_desk, ADD, fields, headline="Cầu mới", text="Chữ.").status_code == 302
    assert Article.objects.count() == 1


def test_sending_what_lacks_its_section_saves_the_text_and_says_what_is_missing(at_desk):
    fields = opened(at_desk, ADD)
    answer = posted(at_desk, ADD, fields, headline="Cầu mới", text="Chữ.", _act="submit")
    story = Article.objects.get()
    assert answer.url == change_url(story) and story.state == State.DRAFT
    assert 'class="error"' in page_of(at_desk.get(answer.url))


# who may ----------------------------------------------------------------------------------------------------------------


def test_nobody_reads_or_writes_a_story_that_is_not_theirs(client):
    story = given.a_draft(by=given.a_user("reporter"))
    foreign = given.a_section("Thể thao")
    for user in (given.a_user("reporter"), given.a_user("photographer"), given.a_user("admin"),
                 given.a_user("section", sections=[foreign])):  # fmt: skip
        client.force_login(user)
        for answer in (client.get(change_url(story)), client.post(change_url(story), {"headline": "x", "version": "1"}),
                       client.get(reverse("admin:articles_article_preview", args=[story.pk])),
                       client.get(reverse("admin:articles_article_preview_page", args=[story.pk])),
                       client.get(reverse("admin:articles_article_act", args=[story.pk, "submit"]))):  # fmt: skip
            assert answer.status_code in {403, 404}, (user, answer.request["PATH_INFO"])
    story.refresh_from_db()
    assert story.headline == "Cầu mới thông xe"


def test_photographers_and_administrators_write_no_stories(client):
    for role in ("photographer", "admin"):
        client.force_login(given.a_user(role))
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, {"headline": "x", "version": "0"}).status_code == 403
    assert not Article.objects.exists()


def test_a_reporter_reads_the_story_that_is_live_and_cannot_type_in_it(at_desk, reporter):
    story = given.a_published_article(by=reporter)
    page = page_of(at_desk.get(change_url(story)))
    assert "readonly" in page and 'name="_save"' not in page
    answer = posted(at_desk, change_url(story), opened(at_desk, change_url(story)), headline="Tít lén sửa")
    assert answer.status_code in {409, 422}
    assert "Tít lén sửa" in page_of(answer)
    story.refresh_from_db()
    assert story.headline == "Cầu mới thông xe"


def test_suggestions_find_what_a_person_may_know_of(at_desk, reporter):
    Tag.objects.create(name="Đà Nẵng")
    live = given.a_published_article("Bến phà đóng cửa", by=given.a_user("reporter"))
    secret = given.a_draft("Bến phà bí mật", by=given.a_user("reporter"))
    tags = at_desk.get(reverse("admin:articles_article_tags"), {"q": "da n"}).json()["found"]
    assert [one["value"] for one in tags] == ["Đà Nẵng"]
    found = at_desk.get(reverse("admin:articles_article_related"), {"q": "ben pha"}).json()["found"]
    assert [one["value"] for one in found] == [f"{live.pk} · Bến phà đóng cửa"]
    assert secret.headline not in str(found)
    story = given.a_draft(by=reporter)
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)),
           related=f"{found[0]['value']}\nhttps://paper.example/thoi-su/ben-pha-{live.pk}/")  # fmt: skip
    story.refresh_from_db()
    assert story.related == [live.pk]


def test_an_answer_that_is_none_is_no_answer(at_desk):
    understand = reverse("admin:articles_article_understand")
    Contributor.objects.create(name="Đặng Thế Anh")
    page = page_of(at_desk.get(understand, {"line": "Bài: Dang The Anh", "who-Dang The Anh": "abc"}))
    assert 'name="who-Dang The Anh"' in page
    assert at_desk.get(understand, {"line": "Bài: " + "a" * 3000}).status_code == 200


# the credit line beside the pictures ----------------------------------------------------------------------------------


def with_pictures(reporter, line, *credits, **fields):
    photos = [given.a_photo(credit=credit, by=reporter, size=(1200 + at, 800)) for at, credit in enumerate(credits)]
    body = "<p>Chữ.</p>" + "".join(placed(photo) for photo in photos)
    return given.a_draft(by=reporter, credit_line=line, body=body, **fields)


def hint_in(page):
    found = re.search(r'<p class="credit-hint">(.*?)</p>', page, re.S)
    return found and unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).split("  ")[0].strip()


def test_the_form_says_who_made_a_picture_and_is_not_credited_and_one_press_puts_it_right(at_desk, reporter):
    story = with_pictures(reporter, "Tin: Lê Mộc", "Đức Anh", "TTXVN")
    page = page_of(at_desk.get(change_url(story)))
    assert "Đức Anh" in hint_in(page) and "TTXVN" not in hint_in(page)
    right = unescape(re.search(r'data-credit-line="([^"]*)"', page)[1])
    assert right == "Tin: Lê Mộc - Ảnh: Đức Anh"
    posted(at_desk, change_url(story), Fields(page).found, credit_line=right)
    assert hint_in(page_of(at_desk.get(change_url(story)))) is None


def test_the_form_says_who_is_credited_for_pictures_and_made_none(at_desk, reporter):
    story = with_pictures(reporter, "Tin: Lê Mộc - Ảnh: Hải Đăng", "TTXVN")
    assert "Hải Đăng" in hint_in(page_of(at_desk.get(change_url(story))))


def test_a_pen_name_is_the_person(at_desk, reporter):
    person = Contributor.objects.create(name="Hoàng Đạo Thuý")
    person.pen_names.create(name="Hải Âu")
    story = with_pictures(reporter, "Tin: Lê Mộc - Ảnh: Hải Âu", "Hoàng Đạo Thuý")
    assert hint_in(page_of(at_desk.get(change_url(story)))) is None


def test_while_the_line_is_typed_it_is_read_beside_the_pictures_of_the_page(at_desk, reporter):
    story = with_pictures(reporter, "Tin: Lê Mộc", "Đức Anh")
    page = page_of(at_desk.get(change_url(story)))
    made = unescape(re.search(r'data-made="([^"]*)"', page)[1])
    understand = reverse("admin:articles_article_understand")
    typed = {"made": made, "language": "vi", "kind": "news"}
    assert hint_in(page_of(at_desk.get(understand, typed | {"line": "Tin: Lê Mộc"})))
    assert hint_in(page_of(at_desk.get(understand, typed | {"line": "Tin: Lê Mộc - Ảnh: Đức Anh"}))) is None
    assert "data-made" in page_of(at_desk.get(understand, typed | {"line": "Tin: Lê Mộc"}))
    for odd in ("[", "[1]", '{"by": 3}', '{"by": [{}]}', "null", '"x"'):
        assert at_desk.get(understand, typed | {"made": odd, "line": "Tin: Lê Mộc"}).status_code == 200


def test_taking_a_picture_out_in_the_strip_changes_what_is_said(at_desk, reporter):
    story = with_pictures(reporter, "Tin: Lê Mộc", "Đức Anh")
    fields = opened(at_desk, change_url(story))
    key = f"p{figures(story.body)[0].photo}-1"
    answer = posted(at_desk, change_url(story), fields, _do=f"remove:{key}", _step="1", **JSON).json()
    assert hint_in(answer["parts"]["understood"]) is None
