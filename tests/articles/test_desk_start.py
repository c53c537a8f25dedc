"""The rail by role, and the start page: what needs somebody, and the day of the paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import workflow
from articles.admin import start
from articles.models import Article, Contributor, DeskSettings, Standing
from tests import given

pytestmark = pytest.mark.django_db

WAITING = (
    '<p>Chợ mở từ ba giờ sáng.</p><figure data-photo="" data-place="center"><figcaption>Chợ sớm</figcaption></figure>'
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def today(client, user):
    """The start page of somebody whose desk speaks English."""
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "en"})
    client.force_login(user)
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer


def heads(answer):
    return [row.headline for row in answer.context["rows"]]


class TestTheRail:
    RAILS = {
        "reporter": ["Today", "My stories", "Photographs", "New from text", "Help"],
        "section": ["Today", "Stories", "Front", "Photographs", "New from text", "Help"],
        "chief": ["Today", "Stories", "Front", "Photographs", "New from text", "Help"],
        "photographer": ["Today", "Upload", "My photographs", "Help"],
        "admin": ["Today", "Accounts", "The paper", "Log", "Settings", "Help"],
    }

    @pytest.mark.parametrize("role", RAILS)
    def test_has_at_most_six_entries_chosen_by_role(self, client, role):
        rail = today(client, given.a_user(role)).context["rail"]
        assert [entry.word for entry in rail] == self.RAILS[role]
        assert [entry.word for entry in rail if entry.current] == ["Today"]

    @pytest.mark.parametrize("role", RAILS)
    def test_leads_only_to_pages_that_open(self, client, role):
        for entry in today(client, given.a_user(role)).context["rail"]:
            assert client.get(entry.url, follow=True).status_code == 200, entry.url

    def test_offers_writing_to_those_who_write(self, client):
        for role, writes in [("reporter", True), ("section", True), ("photographer", False), ("admin", False)]:
            assert bool(today(client, given.a_user(role)).context["write_url"]) == writes

    def test_the_list_of_models_is_nowhere(self, client):
        client.force_login(given.a_user("reporter"))
        assert client.get("/admin/articles/")["Location"] == "/admin/settings/"
        assert client.get("/admin/settings/").status_code == 403


def test_with_nothing_to_do_there_is_one_sentence_and_one_button(client):
    answer = today(client, given.a_user("reporter"))
    assert heads(answer) == []
    assert "nothing needs you" in answer.context["title"]
    assert answer.content.decode().count('<div class="nothing">') == 1


def test_a_returned_story_stands_first_with_the_senders_words(client):
    section = given.a_section()
    reporter, editor = given.a_user("reporter"), given.a_user("section", sections=[section])
    returned = given.a_story_in_review("Thiếu nguồn", by=reporter, section=section)
    given.a_draft("Đang viết dở", by=reporter, section=section)
    workflow.perform("return", returned, by=editor, note="Gọi lại cho phường.")
    rows = today(client, reporter).context["rows"]
    assert [row.headline for row in rows] == ["Thiếu nguồn", "Đang viết dở"]
    assert (rows[0].mark.key, rows[0].reason, rows[0].said_by) == ("returned", "Gọi lại cho phường.", editor.username)
    assert rows[0].step.word == "Mend"


def test_the_headline_counts_what_stands_below_it(client):
    reporter = given.a_user("reporter")
    for number in range(4):
        given.a_draft(f"Bài {number}", by=reporter)
    answer = today(client, reporter)
    assert answer.context["title"].endswith("four things need you")
    assert timezone.localtime().strftime("%d-%m") in answer.context["title"]


def test_an_editor_is_shown_what_others_sent_to_their_sections_and_not_their_own(client):
    mine, other = given.a_section("Kinh tế"), given.a_section("Thể thao")
    editor = given.a_user("section", sections=[mine])
    given.a_story_in_review("Giá cà phê", section=mine)
    given.a_story_in_review("Bán kết", section=other)
    given.a_story_in_review("Bài của chính tôi", section=mine, by=editor)
    assert heads(today(client, editor)) == ["Giá cà phê"]


def test_a_story_credited_to_an_editor_does_not_wait_for_that_editor(client):
    section = given.a_section()
    editor = given.a_user("section", sections=[section])
    Contributor.objects.create(name="Minh Khuê", account=editor)
    given.a_story_in_review("Bài ký tên tôi", section=section)
    assert heads(today(client, editor)) == []


def test_where_one_editor_does_everything_their_own_stories_wait_for_them_too(client, settings):
    settings.SINGLE_EDITOR = True
    chief = given.a_user("chief")
    given.a_story_in_review("Bài của chính tôi", by=chief)
    assert heads(today(client, chief)) == ["Bài của chính tôi"]


def test_a_story_without_a_section_is_in_every_editors_tray(client):
    given.edited(given.a_draft("Tin chưa có chỗ"), section=None)
    editor = given.a_user("section", sections=[given.a_section()])
    row = today(client, editor).context["rows"][0]
    assert (row.headline, row.step.word) == ("Tin chưa có chỗ", "Choose a section")


def test_a_story_past_its_hour_is_late_and_first(client):
    chief = given.a_user("chief")
    late = given.a_story_in_review("Trễ giờ")
    given.a_story_in_review("Chờ duyệt")
    workflow.perform("schedule", late, by=chief, at=timezone.now() + timedelta(hours=1))
    Article.objects.filter(pk=late.pk).update(publish_at=timezone.now() - timedelta(minutes=5))
    rows = today(client, chief).context["rows"]
    assert [row.headline for row in rows] == ["Trễ giờ", "Chờ duyệt"]
    assert rows[0].mark.word == "late"


def test_where_there_is_more_than_fits_the_most_urgent_is_kept(client, monkeypatch):
    monkeypatch.setattr(start, "MOST", 3)
    chief = given.a_user("chief")
    late = given.a_story_in_review("Trễ giờ")
    workflow.perform("schedule", late, by=chief, at=timezone.now() + timedelta(hours=1))
    Article.objects.filter(pk=late.pk).update(publish_at=timezone.now() - timedelta(minutes=5))
    given.a_story_in_review("Chờ lâu nhất")
    for number in range(5):
        given.a_draft(f"Nháp {number}", by=chief)
    answer = today(client, chief)
    assert heads(answer) == ["Trễ giờ", "Chờ lâu nhất", "Nháp 4"]
    assert answer.context["more"]


def test_a_story_that_waits_for_pictures_says_how_many(client):
    reporter = given.a_user("reporter")
    given.a_draft("Chợ sớm", by=reporter, body=WAITING)
    row = today(client, reporter).context["rows"][0]
    assert (row.reason, row.step.word) == ("1 picture is still to come.", "Add pictures")


def test_a_photographer_is_shown_the_stories_that_still_wait_for_their_pictures(client):
    photographer = given.a_user("photographer")
    Contributor.objects.create(name="Đông Phong", account=photographer)
    given.a_draft("Chợ sớm", body=WAITING, credit_line="Bài: Lê Mộc - Ảnh: Đông Phong")
    given.a_draft("Chợ khác", body=WAITING)
    assert heads(today(client, photographer)) == ["Chợ sớm"]


def test_pictures_without_caption_or_credit_are_one_row(client):
    photographer = given.a_user("photographer")
    given.a_photo(by=photographer)
    for _one in range(2):
        given.a_photo("", "", by=photographer)
    given.a_photo("", "", by=given.a_user("photographer"))
    rows = today(client, photographer).context["rows"]
    assert len(rows) == 1
    assert rows[0].headline.startswith("2 of your pictures")
    assert client.get(rows[0].url).status_code == 200


def test_the_day_stands_by_the_hour_around_now(client):
    chief = given.a_user("chief")
    given.a_published_article("Đăng sáng nay", chief=chief)
    soon = given.a_story_in_review("Ra ngày mai")
    workflow.perform("schedule", soon, by=chief, at=timezone.now() + timedelta(days=1))
    answer = today(client, chief)
    assert [line.headline for line in answer.context["done"]] == ["Đăng sáng nay"]
    assert [line.headline for line in answer.context["later"]] == ["Ra ngày mai"]


def test_a_reporter_is_not_shown_what_others_have_scheduled(client):
    chief, other = given.a_user("chief"), given.a_user("reporter")
    story = given.a_story_in_review("Bí mật")
    workflow.perform("schedule", story, by=chief, at=timezone.now() + timedelta(days=1))
    assert "Bí mật" not in today(client, other).content.decode()


def test_an_administrator_is_shown_no_draft(client):
    given.edited(given.a_draft("Bản nháp"), section=None)
    given.a_story_in_review("Chờ duyệt")
    answer = today(client, given.a_user("admin"))
    assert heads(answer) == []
    assert "Bản nháp" not in answer.content.decode()


@pytest.mark.parametrize("role", ["reporter", "section", "chief", "photographer", "admin"])
def test_the_start_page_asks_few_questions_however_much_there_is(client, role):
    section = given.a_section()
    user = given.a_user(role, sections=[section] if role == "section" else [])
    chief = given.a_user("chief")

    writer = user if role in {"reporter", "section", "chief"} else given.a_user("reporter")

    def fill(several):
        for number in range(several):
            given.a_draft(f"Nháp {number}", by=writer, body=WAITING)
            given.a_story_in_review(f"Chờ {number}", section=section, lead_photo=given.a_photo())
            given.a_published_article(f"Đăng {number}", section=section, chief=chief, standing=Standing.NORMAL)

    def asked():
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    fill(1)
    few = asked()
    fill(4)
    many = asked()
    # Beyond the sixteen of the page: pictures that came, corrections asked, rights that ended, end soon, or before an hour,
    # pictures withdrawn, those that need a second look, and corrections proposed.
    assert many <= few and many <= 25, (few, many)


class TestTheTry:
    def test_is_offered_to_the_demos_reporter_with_its_files(self, client, settings):
        settings.DEMO = True
        answer = today(client, given.a_user("reporter"))
        names = answer.context["try_it"]
        assert names[0].endswith(".txt") and sum(name.endswith(".jpg") for name in names) == 3
        fetched = client.get(f"/admin/try/{names[1]}")
        assert fetched.status_code == 200 and b"".join(fetched.streaming_content).startswith(b"\xff\xd8")

    def test_is_offered_to_nobody_else(self, client, settings):
        settings.DEMO = True
        for role in ("section", "chief", "photographer", "admin"):
            assert today(client, given.a_user(role)).context["try_it"] == []
        settings.DEMO = False
        assert today(client, given.a_user("reporter")).context["try_it"] == []

    def test_gives_out_no_other_file(self, client, settings):
        settings.DEMO = True
        client.force_login(given.a_user("reporter"))
        assert client.get("/admin/try/..%2Fsections.json").status_code in {400, 404}
        assert client.get("/admin/try/sections.json").status_code == 404
