"""What is typed and not saved yet: kept beside the working copy for its writer alone, shown again, gone with a save."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from articles import keeping, workflow
from articles.models import Article, Autosave, Contributor, DeskSettings, Event, Figure, Revision, Tag
from newsroom.models import Edition
from tests import given

from .desk import Fields, change_url, opened, page_of, posted

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
KEEP = "/admin/articles/article/keep/"
DROP = "/admin/articles/article/keep/drop/"
PAGE = "/admin/articles/article/keep/page/"
TAB, OTHER_TAB = "a" * 32, "b" * 32
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def reporter():
    user = given.a_user("reporter")
    DeskSettings.objects.create(user=user, language="en")
    return user


@pytest.fixture
def at_desk(client, reporter):
    client.force_login(reporter)
    return client


def typing(client, story=None, *, tab=TAB, fields=None, **typed):
    """What the script sends after a pause: the form as it stands, its tab and its story."""
    fields = fields or opened(client, change_url(story) if story else ADD)
    return posted(client, KEEP, fields, tab=tab, article=story.pk if story else "", **typed)


def kept_of(client, address):
    """What the page of the form tells its script."""
    page = page_of(client.get(address))
    return json.loads(re.search(r'<script id="kept-data" type="application/json">(.*?)</script>', page, re.S)[1])


def today(client):
    return client.get("/admin/").context["rows"]


# keeping --------------------------------------------------------------------------------------------------------------


def test_what_is_kept_never_reaches_readers_nor_the_history(at_desk, reporter, client):
    story = given.a_published_article("Cầu mới", by=reporter)
    draft = given.a_draft(by=reporter)
    chief = given.a_user("chief")
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Revision, Figure, Event, Edition)]
    assert typing(at_desk, draft, html="<p>Chưa ai được đọc.</p>", headline="Tít kín").status_code == 200
    client.force_login(chief)
    assert typing(client, story, html="<p>Chưa ai được đọc.</p>", headline="Tít kín").status_code == 200
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (Article, Revision, Figure, Event, Edition)
    ]
    assert "Chưa ai" not in page_of(client.get(story.published.get_absolute_url()))
    history = page_of(client.get(reverse("admin:articles_article_history", args=[story.pk])))
    assert "Tít kín" not in history


def test_the_answer_says_when_it_was_kept_and_what_is_still_missing_of_what_was_typed(at_desk, reporter):
    story = given.a_draft(by=reporter)
    said = typing(at_desk, story, html="<p>Chữ.</p>", headline="", credit_line="Bài: Dang The Anh").json()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", said["kept"]) and said["newer"] is None
    assert abs(timezone.datetime.fromisoformat(said["at"]) - timezone.now()) < timedelta(minutes=1)
    assert re.search(r'before-open"><a href="#id_headline"', said["before"])
    assert re.search(r'before-done"><a href="#id_credit_line"', said["before"])
    Contributor.objects.create(name="Đặng Thế Anh")
    assert "Who is “Dang The Anh”?" in typing(at_desk, story, credit_line="Bài: Dang The Anh").json()["before"]
    waiting = '<figure data-photo="" data-place="center"></figure>'
    assert "1 picture is still missing" in typing(at_desk, story, html=waiting).json()["before"]


def test_a_tab_keeps_one_row_a_story_and_the_last_words_count(at_desk, reporter):
    story, other = given.a_draft(by=reporter), given.a_draft(by=reporter)
    for words in ("Một", "Hai"):
        typing(at_desk, story, html=f"<p>{words}</p>")
    typing(at_desk, story, tab=OTHER_TAB, html="<p>Ba</p>")
    typing(at_desk, other, html="<p>Bốn</p>")
    fields = opened(at_desk, ADD)
    for words in ("Năm", "Sáu"):
        typing(at_desk, fields=fields, html=f"<p>{words}</p>")
    typing(at_desk, html="<p>Bảy</p>")  # another new story in the same tab
    bodies = sorted(Autosave.objects.values_list("body", flat=True))
    assert bodies == ["<p>Ba</p>", "<p>Bảy</p>", "<p>Bốn</p>", "<p>Hai</p>", "<p>Sáu</p>"]


@pytest.mark.parametrize("new", [True, False])
def test_the_database_holds_one_row_a_tab_and_story(reporter, new):
    told = {"key": "c" * 32} if new else {"article": given.a_draft(by=reporter)}
    Autosave.objects.create(user=reporter, tab=TAB, **told)
    Autosave.objects.create(user=reporter, tab=OTHER_TAB, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Autosave.objects.create(user=reporter, tab=TAB, **told)


def test_words_are_kept_as_typed_and_dress_is_not(at_desk, reporter):
    story = given.a_draft(by=reporter)
    typing(at_desk, story, html='<p onclick="x()">Chữ <b>đậm</b></p><script>x</script>', headline="  tít  dở ",
           section="không phải số", tags="a, b", kicker="dài " * 100, asked_words="x", csrfmiddlewaretoken="x")  # fmt: skip
    row = Autosave.objects.get()
    assert row.body == "<p>Chữ <strong>đậm</strong></p>"
    assert row.fields["headline"] == ["  tít  dở "] and row.fields["kicker"] == ["dài " * 100]
    assert row.fields["section"] == ["không phải số"]
    assert not {"csrfmiddlewaretoken", "html", "text", "version", "key", "tab", "article"} & set(row.fields)


def test_without_the_editor_the_plain_text_is_kept_with_what_the_strip_says(at_desk, reporter):
    photo = given.a_photo("Của ảnh", by=reporter)
    story = given.a_draft(by=reporter, body=f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center"></figure>')
    fields = opened(at_desk, change_url(story))
    assert "html" not in fields
    typing(at_desk, story, fields=fields, **{f"fig-p{photo.pk}-1-caption": "Gõ\x00 dở"})
    assert "<figcaption>Gõ dở</figcaption>" in Autosave.objects.get().body


@pytest.mark.parametrize(
    "typed",
    [{"html": "ă" * 1_000_001}, {"html": "<i>" * 4500}, {"internal_note": "ă" * 1_000_001}],
    ids=["long", "tangled", "long note"],
)
def test_what_can_never_be_stored_is_refused_with_a_sentence(at_desk, reporter, typed):
    story = given.a_draft(by=reporter)
    typing(at_desk, story, html="<p>Vẫn giữ.</p>")
    answer = typing(at_desk, story, **typed)
    assert answer.status_code == 422 and len(answer.json()["refused"]) > 20
    assert Autosave.objects.get().body == "<p>Vẫn giữ.</p>"


def test_a_question_without_a_tab_or_a_story_is_told_so(at_desk):
    fields = opened(at_desk, ADD)
    for wrong in ({"tab": "x"}, {"tab": ""}, {"key": ""}, {"key": "../" * 10}):
        answer = posted(at_desk, KEEP, fields, **{"tab": TAB, **wrong})
        assert answer.status_code == 400 and answer.json()["refused"]
    assert at_desk.get(KEEP).status_code == at_desk.get(DROP).status_code == 405
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 18, "9" * 30])
def test_a_forged_version_is_no_error(at_desk, reporter, version):
    story = given.a_draft(by=reporter)
    assert typing(at_desk, story, html="<p>Gõ.</p>", version=version).status_code == 200
    assert Autosave.objects.get().base_version in {0, story.version}


def test_keeping_asks_few_questions(at_desk, reporter):
    photos = [given.a_photo(by=reporter) for _one in range(3)]
    body = "".join(f'<figure data-photo="{photo.pk}" data-place="center"></figure>' for photo in photos)
    line = "Bài: Lê Mộc, Nguyễn Thu Hạ, Hoàng Yến - Ảnh: Đông Phong, Minh Khuê"
    story = given.a_draft(by=reporter, body=body, credit_line=line, tags=["một", "hai"])
    fields = opened(at_desk, change_url(story))
    for words in ("Lần đầu", "Lần sau"):
        with CaptureQueriesContext(connection) as queries:
            assert typing(at_desk, story, fields=fields, html=f"<p>{words}</p>{body}").status_code == 200
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        assert typing(at_desk, fields={**fields, "key": "c" * 32, "version": "0"}, html="<p>x</p>").status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]


def test_what_lay_for_two_months_goes_when_something_new_is_kept(at_desk, reporter):
    other = given.a_user("reporter")
    for user in (reporter, other):
        keeping.keep(user, TAB, None, "c" * 32, base_version=0, fields={}, html="<p>Cũ</p>",
                     now=timezone.now() - timedelta(days=61))  # fmt: skip
    typing(at_desk, html="<p>Mới</p>")
    assert set(Autosave.objects.values_list("user", "body")) == {(reporter.pk, "<p>Mới</p>"), (other.pk, "<p>Cũ</p>")}


# who ------------------------------------------------------------------------------------------------------------------


def test_somebody_elses_kept_words_are_nobodys_business(at_desk, reporter, client):
    story = given.a_draft("Tít", by=reporter)
    typing(at_desk, story, html="<p>Lời riêng.</p>", headline="Tít riêng")
    new = opened(at_desk, ADD)
    typing(at_desk, fields=new, html="<p>Lời riêng.</p>", headline="Tít riêng")
    for role in ("chief", "reporter", "admin"):
        client.force_login(given.a_user(role))
        assert "riêng" not in page_of(client.get("/admin/"))
        for address in (ADD, change_url(story)):
            answer = client.get(address)
            assert answer.status_code in {403, 404} or kept_of(client, address) == []
        for asked in ({"article": story.pk}, {"key": new["key"]}):
            assert client.get(PAGE, {"tab": TAB, **asked}).status_code == 404
            assert client.post(DROP, {"tab": TAB, **asked}).status_code == 204
    assert Autosave.objects.filter(user=reporter).count() == 2


def test_who_may_not_change_a_story_keeps_nothing_of_it_here_and_is_told_that_nothing_is_lost(
    at_desk, reporter, client
):
    fields = opened(at_desk, change_url(story := given.a_draft(by=reporter)))
    workflow.perform("submit", story, by=reporter)
    answer = typing(at_desk, story, fields=fields, html="<p>Gõ tiếp.</p>")
    assert answer.status_code == 403 and "kept in this browser" in answer.json()["refused"]
    foreign = given.a_draft(by=given.a_user("reporter"))
    for number in (foreign.pk, 999_999, "9" * 30, "x"):
        answer = posted(at_desk, KEEP, fields, tab=TAB, article=number)
        assert answer.status_code == 403
    for role in ("photographer", "admin"):
        client.force_login(given.a_user(role))
        assert posted(client, KEEP, {}, tab=TAB, key="c" * 32, html="<p>x</p>").status_code == 403
    assert not Autosave.objects.exists()


def test_a_photographs_words_are_not_learned_by_typing_its_number(at_desk, reporter):
    hidden = given.a_photo("Chú thích kín", by=given.a_user("photographer"))
    mine = given.a_photo("Chú thích của tôi", by=reporter)
    story = given.a_draft(by=reporter)
    body = "".join(f'<figure data-photo="{pk}" data-place="center"></figure>' for pk in (hidden.pk, mine.pk, 2**62))
    said = typing(at_desk, story, html=f"<p>Chữ.</p>{body}", lead_photo=hidden.pk).json()
    assert "2 pictures are still missing" in said["before"]
    page = page_of(at_desk.get(PAGE, {"tab": TAB, "article": story.pk}))
    assert "Chú thích kín" not in page and "Chú thích của tôi" in page


# saving ---------------------------------------------------------------------------------------------------------------


def test_a_save_forgets_what_was_kept(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = opened(at_desk, change_url(story))
    typing(at_desk, story, fields=fields, html="<p>Gõ.</p>")
    typing(at_desk, story, tab=OTHER_TAB, fields=fields, html="<p>Thẻ khác.</p>")
    assert posted(at_desk, change_url(story), fields, tab=TAB, html="<p>Gõ.</p>").status_code == 302
    assert Autosave.objects.get().tab == OTHER_TAB


def test_the_first_save_of_a_story_forgets_what_was_kept_under_its_key(at_desk):
    fields = opened(at_desk, ADD)
    for tab in (TAB, OTHER_TAB):
        typing(at_desk, tab=tab, fields=fields, html="<p>Gõ.</p>", headline="Tít")
    typing(at_desk, html="<p>Một bài mới khác.</p>")
    # Without JavaScript no tab has a name.
    assert posted(at_desk, ADD, fields, headline="Tít", text="Gõ.").status_code == 302
    assert Autosave.objects.get().body == "<p>Một bài mới khác.</p>"


def test_what_comes_after_the_first_save_under_the_old_key_belongs_to_the_story_that_was_made(at_desk):
    """The line broke before the browser heard that its story was saved."""
    fields = opened(at_desk, ADD)
    posted(at_desk, ADD, fields, tab=TAB, headline="Tít", html="<p>Gõ.</p>")
    story = Article.objects.get()
    said = typing(at_desk, fields=fields, headline="Tít", html="<p>Gõ tiếp.</p>").json()
    assert said["newer"]["version"] == 1
    (kept,) = kept_of(at_desk, change_url(story))
    assert kept["html"] == "<p>Gõ tiếp.</p>" and kept_of(at_desk, ADD) == []
    typing(at_desk, fields=fields, headline="Tít", html="<p>Gõ.</p>")
    assert kept_of(at_desk, change_url(story)) == []


@pytest.mark.parametrize("how", ["refused", "conflict", "step"])
def test_a_refused_save_keeps_everything(at_desk, reporter, how):
    story = given.a_draft(by=reporter)
    fields = opened(at_desk, change_url(story))
    typing(at_desk, story, fields=fields, html="<p>Gõ.</p>", headline="Tít gõ")
    if how == "conflict":
        given.edited(Article.objects.get(pk=story.pk), by=given.a_user("chief"), headline="Tít của sếp")
    more = {"refused": {"kicker": "dài " * 100}, "step": {"_step": "1"}, "conflict": {}}[how]
    answer = posted(at_desk, change_url(story), fields, tab=TAB, html="<p>Gõ.</p>", headline="Tít gõ", **more)
    assert answer.status_code == {"refused": 422, "conflict": 409, "step": 200}[how]
    row = Autosave.objects.get()
    assert (row.body, row.fields["headline"]) == ("<p>Gõ.</p>", ["Tít gõ"])
    if how != "step":
        assert Fields(page_of(answer)).found["tab"] == TAB


def test_somebody_who_saved_meanwhile_is_told_of_while_one_types(at_desk, reporter):
    story = given.a_draft(by=reporter)
    fields = opened(at_desk, change_url(story))
    chief = given.a_user("chief")
    given.edited(Article.objects.get(pk=story.pk), by=chief, headline="Tít của sếp")
    newer = typing(at_desk, story, fields=fields, html="<p>Gõ.</p>").json()["newer"]
    assert (newer["version"], newer["by"]) == (2, chief.username)
    workflow.perform("submit", story, by=reporter)
    client_of_chief = at_desk
    client_of_chief.force_login(chief)
    newer = typing(client_of_chief, story, fields=fields, html="<p>Gõ.</p>").json()["newer"]
    assert (newer["version"], newer["by"]) == (3, reporter.username)


def test_dropping_forgets_one_tab_of_one_story(at_desk, reporter):
    story, new = given.a_draft(by=reporter), opened(at_desk, ADD)
    for tab in (TAB, OTHER_TAB):
        typing(at_desk, story, tab=tab, html="<p>Gõ.</p>")
        typing(at_desk, fields=new, tab=tab, html="<p>Gõ.</p>")
    assert at_desk.post(DROP, {"tab": TAB, "article": story.pk}).status_code == 204
    assert at_desk.post(DROP, {"tab": OTHER_TAB, "article": "", "key": new["key"]}).status_code == 204
    left = set(Autosave.objects.values_list("tab", "article"))
    assert left == {(OTHER_TAB, story.pk), (TAB, None)}
    for wrong in ({}, {"tab": "x"}, {"tab": TAB, "article": "x"}, {"tab": TAB, "article": "9" * 40}):
        assert at_desk.post(DROP, wrong).status_code == 204
    assert Autosave.objects.count() == 2


# coming back ----------------------------------------------------------------------------------------------------------


def test_coming_back_shows_what_was_kept_and_when(at_desk, reporter):
    story = given.a_draft("Tít", by=reporter)
    typing(at_desk, story, html="<p>Gõ dở </script>.</p>", headline="Tít gõ dở", tags="một")
    (kept,) = kept_of(at_desk, change_url(story))
    assert kept["tab"] == TAB and kept["html"] == "<p>Gõ dở .</p>" and kept["version"] == 1
    assert kept["fields"]["headline"] == ["Tít gõ dở"] and kept["fields"]["tags"] == ["một"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", kept["clock"]) and kept["at"]
    assert (kept["stale"], kept["by"]) == (False, "")
    chief = given.a_user("chief")
    given.edited(Article.objects.get(pk=story.pk), by=chief, headline="Tít của sếp")
    Autosave.objects.update(at=timezone.now() - timedelta(days=2))
    typing(at_desk, story, tab=OTHER_TAB, html="<p>Thẻ khác.</p>")
    newest, older = kept_of(at_desk, change_url(story))
    assert (newest["tab"], newest["stale"]) == (OTHER_TAB, False)
    assert (older["stale"], older["by"]) == (True, chief.username)
    assert re.fullmatch(r"\d\d-\d\d \d\d:\d\d:\d\d", older["clock"])
    assert kept_of(at_desk, ADD) == []


def test_what_was_kept_of_new_stories_is_shown_where_one_begins_a_story(at_desk, reporter):
    fields = opened(at_desk, ADD)
    typing(at_desk, fields=fields, html="<p>Gõ.</p>", headline="Tít")
    (kept,) = kept_of(at_desk, ADD)
    assert (kept["key"], kept["html"], kept["headline"]) == (fields["key"], "<p>Gõ.</p>", "Tít")
    assert kept_of(at_desk, change_url(given.a_draft(by=reporter))) == []


@pytest.mark.parametrize("new", [True, False])
def test_what_says_nothing_else_than_what_is_saved_is_not_shown_and_goes(at_desk, reporter, new):
    related = given.a_published_article("Bến phà đóng cửa")
    story = None if new else given.a_draft(
        by=reporter, tags=["cầu", "Đà Nẵng"], standfirst="Hai dòng,\nxuống dòng.", asked_words=300, related=[related.pk],
        lead_photo=given.a_photo(by=reporter), lead_alt="",
    )  # fmt: skip
    address = change_url(story) if story else ADD
    fields = opened(at_desk, address)
    html = story.body if story else ""
    typing(at_desk, story, fields=fields, html=html, standfirst=fields["standfirst"].replace("\n", "\r\n"))
    assert Autosave.objects.count() == 1
    assert not [row for row in today(at_desk) if "not saved" in row.reason]
    assert kept_of(at_desk, address) == [] and not Autosave.objects.exists()
    changes = {"tags": "x", "headline": "Khác", "related": "", "lead_alt_in_caption": None, "section": "999"}
    for name, value in changes.items():
        if new and name in {"related", "lead_alt_in_caption"}:
            continue
        typing(at_desk, story, fields=fields, html=html, **{name: value})
        assert len(kept_of(at_desk, address)) == 1, name


# the page that follows the typing -------------------------------------------------------------------------------------


def test_the_page_that_follows_the_typing_is_the_readers_page_of_what_was_typed(at_desk, reporter):
    lead, photo = given.a_photo("Ảnh mở đầu", by=reporter), given.a_photo("Trong bài", by=reporter)
    Tag.objects.create(name="Đà Nẵng")
    story = given.a_draft("Tít cũ", by=reporter, standfirst="Sapo cũ.")
    body = f'<h2>Tít phụ mới</h2><p>Chữ mới.</p><figure data-photo="{photo.pk}" data-place="wide"></figure>'
    typing(at_desk, story, html=body, headline="Tít mới", standfirst="Sapo mới.", lead_photo=lead.pk, tags="da nang, thẻ mới",
           credit_line="Bài: Hoàng Yến", kicker="dài " * 100, section="999")  # fmt: skip
    answer = at_desk.get(PAGE, {"tab": TAB, "article": story.pk, "key": ""})
    page = page_of(answer)
    for words in ("Tít mới", "Sapo mới.", "Tít phụ mới", "Chữ mới.", "Hoàng Yến", "Đà Nẵng", "thẻ mới", "Trong bài"):
        assert words in page
    assert "Tít cũ" not in page and "Sapo cũ" not in page and '<html lang="vi"' in page
    assert f"/admin/media/photo/{photo.pk}/thumb/" in page and f"/admin/media/photo/{lead.pk}/thumb/" in page
    assert answer["X-Frame-Options"] == "SAMEORIGIN" and answer["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer["Cache-Control"]
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Tít cũ", 1) and not Tag.objects.filter(name="thẻ mới").exists()


def test_a_story_that_was_never_saved_can_be_looked_at_too(at_desk):
    fields = opened(at_desk, ADD)
    typing(at_desk, fields=fields, html="<p>Câu đầu.</p>", tags="thẻ mới", credit_line="Bài: Hoàng Yến")
    answer = at_desk.get(PAGE, {"tab": TAB, "article": "", "key": fields["key"]})
    assert answer.status_code == 200
    assert "Câu đầu." in page_of(answer) and "Hoàng Yến" in page_of(answer)
    assert not Article.objects.exists() and not Contributor.objects.exists()
    for wrong in ({}, {"tab": TAB}, {"tab": OTHER_TAB, "key": fields["key"]}, {"tab": TAB, "article": "x"},
                  {"tab": TAB, "article": 999_999, "key": fields["key"]}):  # fmt: skip
        assert at_desk.get(PAGE, wrong).status_code == 404


# the start page -------------------------------------------------------------------------------------------------------


def test_what_was_never_saved_stands_on_the_start_page_with_the_way_back(at_desk, reporter):
    typing(
        at_desk,
        fields=opened(at_desk, ADD),
        html="<p>Chợ nổi họp từ ba giờ sáng, ghe nối ghe dọc bến sông dài cả cây số đường.</p>",
    )
    story = given.a_draft("Tít cũ", by=reporter)
    typing(at_desk, story, html="<p>Gõ.</p>", headline="Tít đang gõ")
    given.a_draft("Nháp khác", by=reporter)
    rows = today(at_desk)
    assert [row.headline for row in rows] == [
        "Tít đang gõ", "Chợ nổi họp từ ba giờ sáng, ghe nối ghe dọc bến sông dài cả cây số…", "Nháp khác",
    ]  # fmt: skip
    assert [row.step.url for row in rows[:2]] == [change_url(story), f"{ADD}?kept={TAB}"]
    assert all(row.step.word == "Go on writing" for row in rows)
    assert all("not saved" in row.reason for row in rows[:2]) and rows[2].reason == ""
    assert at_desk.get(rows[1].step.url).status_code == 200


def test_a_story_that_needs_somebody_for_another_reason_too_stands_there_once(at_desk, reporter):
    section = given.a_section()
    story = given.a_story_in_review("Thiếu nguồn", by=reporter, section=section)
    workflow.perform("return", story, by=given.a_user("section", sections=[section]), note="Gọi lại.")
    typing(at_desk, story, html="<p>Gõ.</p>")
    (row,) = today(at_desk)
    assert row.reason == "Gọi lại." and "not saved" in row.facts[-1]


def test_a_story_that_is_not_theirs_to_see_any_more_is_not_named(at_desk, reporter):
    writer = given.a_user("reporter")
    Contributor.objects.create(name="Hoàng Yến", account=reporter)
    story = given.a_draft("Chung tay", by=writer, credit_line="Bài: Hoàng Yến")
    typing(at_desk, story, html="<p>Gõ.</p>")
    assert len(today(at_desk)) == 1
    given.edited(Article.objects.get(pk=story.pk), by=writer, credit_line="Bài: Người khác")
    assert today(at_desk) == []


def test_the_start_page_asks_one_question_more_at_most(at_desk, reporter):
    stories = [given.a_draft(f"Nháp {number}", by=reporter) for number in range(4)]

    def asked():
        with CaptureQueriesContext(connection) as queries:
            today(at_desk)
        return [query["sql"] for query in queries]

    without = asked()
    assert sum("autosave" in sql for sql in without) == 1
    for story in stories:
        typing(at_desk, story, html="<p>Gõ.</p>")
    assert len(asked()) == len(without)


# the length that was asked for ----------------------------------------------------------------------------------------


def test_the_length_that_was_asked_for_is_kept_with_the_story_and_is_no_word_of_it(at_desk, reporter):
    story = given.a_draft(by=reporter)
    first = story.revisions.get()
    assert posted(at_desk, change_url(story), opened(at_desk, change_url(story)), asked_words="800").status_code == 302
    story.refresh_from_db()
    assert (story.asked_words, story.revisions.count()) == (800, 1)
    assert opened(at_desk, change_url(story))["asked_words"] == "800"
    given.edited(story, headline="Tít hai")
    workflow.perform("restore", story, by=reporter, revision=first)
    story.refresh_from_db()
    assert (story.headline, story.asked_words) == ("Cầu mới thông xe", 800)
    posted(at_desk, change_url(story), opened(at_desk, change_url(story)), asked_words="")
    story.refresh_from_db()
    assert story.asked_words is None


@pytest.mark.parametrize("typed", ["0", "-3", "100001", "nhiều", "1.5", "9" * 40])
def test_a_length_that_is_none_is_refused_in_one_sentence(at_desk, reporter, typed):
    story = given.a_draft(by=reporter)
    fields = {**opened(at_desk, change_url(story)), "asked_words": typed}
    with translation.override("en"):
        (said,) = at_desk.post(change_url(story), fields, **JSON).json()["errors"]
    assert "from 1 to 100,000" in said
    assert typed in page_of(at_desk.post(change_url(story), fields))
