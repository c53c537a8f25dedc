"""Lists of the desk: who sees which stories, how they are filtered, what may be done to several at once."""

from datetime import timedelta

import pytest
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.management import call_command
from django.utils import timezone, translation

from articles import workflow
from articles.admin.base import CappedPaginator
from articles.models import (
    Address,
    Article,
    Contributor,
    DeskSettings,
    Event,
    PenName,
    PublishedArticle,
    Section,
    Standing,
    State,
    Tag,
)
from tests import given

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def enter(client, user):
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "en"})
    client.force_login(user)
    return user


def listed(client, query=""):
    answer = client.get(STORIES + query)
    assert answer.status_code == 200
    return [row.headline for row in answer.context["cl"].rows]


def press(client, act, *stories, url=STORIES, **more):
    data = {"action": act, "_selected_action": [story.pk for story in stories], **more}
    return client.post(url, data if "confirmed" in more else {**data, "index": 0}, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


class TestWhoSeesWhich:
    def test_a_reporter_sees_what_they_wrote_or_are_credited_in(self, client):
        reporter = enter(client, given.a_user("reporter"))
        given.a_draft("Của tôi", by=reporter)
        given.a_draft("Của người khác")
        Contributor.objects.create(name="Thu Hạ", account=reporter)
        given.a_draft("Ký tên tôi", credit_line="Bài: Thu Hạ")
        assert listed(client) == ["Ký tên tôi", "Của tôi"]

    def test_a_section_editor_sees_their_sections_their_parts_and_the_tray(self, client):
        news, sport = given.a_section("Thời sự"), given.a_section("Thể thao")
        city = given.a_section("Đô thị", parent=news)
        enter(client, given.a_user("section", sections=[news]))
        for headline, section in [("Phường", news), ("Kẹt xe", city), ("Bán kết", sport)]:
            given.a_draft(headline, section=section)
        given.edited(given.a_draft("Vô gia cư"), section=None)
        assert set(listed(client)) == {"Phường", "Kẹt xe", "Vô gia cư"}

    def test_a_chief_sees_all_and_a_photographer_what_they_are_credited_in(self, client):
        given.a_draft("Một")
        given.a_draft("Hai", credit_line="Bài: Lê Mộc - Ảnh: Đông Phong")
        enter(client, given.a_user("chief"))
        assert listed(client) == ["Hai", "Một"]
        photographer = enter(client, given.a_user("photographer"))
        Contributor.objects.filter(name="Đông Phong").update(account=photographer)
        assert listed(client) == ["Hai"]

    def test_an_administrator_has_no_list_of_stories(self, client):
        enter(client, given.a_user("admin"))
        assert client.get(STORIES).status_code == 403

    def test_a_story_that_one_may_not_know_of_has_neither_form_nor_history(self, client):
        story = given.a_draft("Của người khác")
        enter(client, given.a_user("reporter"))
        for page in ("change", "history", "version/1"):
            assert client.get(f"{STORIES}{story.pk}/{page}/", follow=False).status_code in {302, 404}, page


class TestLookingForStories:
    def test_search_needs_no_marks(self, client):
        enter(client, given.a_user("chief"))
        given.a_draft("Đà Nẵng thông xe cầu mới")
        given.a_draft("Giá cà phê tăng")
        assert listed(client, "?q=da nang CAU") == ["Đà Nẵng thông xe cầu mới"]

    def test_filters_are_words_that_can_be_taken_away_one_by_one(self, client):
        enter(client, given.a_user("chief"))
        news = given.a_section("Thời sự")
        given.a_draft("Nháp", section=news)
        given.a_story_in_review("Chờ", section=news)
        given.a_story_in_review("Chờ nơi khác", section=given.a_section("Thể thao"))
        list_ = client.get(STORIES + f"?state=in_review&section={news.slug}").context["cl"]
        assert [row.headline for row in list_.rows] == ["Chờ"]
        assert [word.word for word in list_.words] == ["State: in review", "Section: Thời sự"]
        assert set(listed(client, list_.words[1].without)) == {"Chờ", "Chờ nơi khác"}

    def test_returned_and_late_are_found_by_these_words(self, client):
        chief = enter(client, given.a_user("chief"))
        back = given.a_story_in_review("Trả lại")
        workflow.perform("return", back, by=chief, note="Thiếu nguồn.")
        late = given.a_story_in_review("Trễ")
        workflow.perform("schedule", late, by=chief, at=timezone.now() + timedelta(hours=1))
        Article.objects.filter(pk=late.pk).update(publish_at=timezone.now() - timedelta(minutes=2))
        assert listed(client, "?state=returned") == ["Trả lại"]
        assert listed(client, "?state=late") == ["Trễ"]

    @pytest.mark.parametrize(
        "query",
        ["?state=nonsense", "?section=nowhere", "?period=ever", "?mine=no", "?p=99999", "?p=-1", "?o=9.9", "?q=%00",
         "?nonsense=1", "?section__id=1%27", "?q=" + "a" * 5000],
    )  # fmt: skip
    def test_a_question_that_makes_no_sense_gets_a_page_all_the_same(self, client, query):
        enter(client, given.a_user("chief"))
        given.a_draft()
        assert client.get(STORIES + query, follow=True).status_code in {200, 400}

    def test_a_list_with_nothing_in_it_says_what_it_is_for_and_has_one_button(self, client):
        enter(client, given.a_user("reporter"))
        empty = client.get(STORIES).context["cl"].empty
        assert empty.sentence and empty.button == "Write" and client.get(empty.url).status_code == 200
        filtered = client.get(STORIES + "?state=live").context["cl"].empty
        assert filtered.url == STORIES

    def test_a_list_counts_no_further_than_two_thousand(self, monkeypatch):
        monkeypatch.setattr(CappedPaginator, "MOST", 3)
        for number in range(5):
            given.a_draft(f"Bài {number}")
        pages = CappedPaginator(Article.objects.order_by("-pk"), 2)
        assert (pages.count, pages.capped, pages.num_pages) == (3, True, 2)

    def test_the_list_asks_no_more_for_more_stories(self, client, django_assert_max_num_queries):
        enter(client, given.a_user("chief"))
        for number in range(12):
            given.a_draft(f"Bài {number}", lead_photo=given.a_photo())
        with django_assert_max_num_queries(22):
            assert len(listed(client)) == 12

    def test_a_live_story_with_newer_words_is_marked_as_being_updated(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_published_article("Cầu mới")
        rows = client.get(STORIES).context["cl"].rows
        assert [row.mark.sign for row in rows] == ["disc"]
        given.edited(story, by=chief, headline="Cầu mới, thêm chi tiết")
        rows = client.get(STORIES).context["cl"].rows
        assert [row.mark.sign for row in rows] == ["half"]


class TestSeveralAtOnce:
    def test_the_buttons_are_the_acts_that_the_role_may_ever_do(self, client):
        given.a_draft()
        offered = {}
        for role in ("reporter", "section", "chief", "photographer"):
            enter(client, given.a_user(role))
            offered[role] = [name for name, _word in client.get(STORIES).context["actions"]]
        assert offered == {
            "reporter": ["submit", "recall"],
            "section": ["submit", "recall", "return", "publish", "withdraw"],
            "chief": ["submit", "recall", "return", "publish", "withdraw"],
            "photographer": [],
        }

    def test_each_story_is_sent_by_itself_and_what_was_refused_is_said_story_by_story(self, client):
        reporter = enter(client, given.a_user("reporter"))
        good, bare = given.a_draft("Đủ", by=reporter), given.a_draft("Thiếu", by=reporter)
        given.edited(bare, section=None)
        answer = press(client, "submit", good, bare)
        good.refresh_from_db(), bare.refresh_from_db()
        assert (good.state, bare.state) == (State.IN_REVIEW, State.DRAFT)
        assert said(answer)[0] == "Send: done for 1 story."
        assert said(answer)[1].startswith("“Thiếu”") and "section" in said(answer)[1]

    def test_an_act_that_needs_a_note_asks_for_it_first(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_published_article("Cầu mới", chief=given.a_user("chief"))
        asked = press(client, "withdraw", story)
        assert asked.templates[0].name == "admin/articles/article/several.html"
        assert PublishedArticle.objects.count() == 1
        without = press(client, "withdraw", story, confirmed=1, note=" ")
        assert without.context["form"].errors and PublishedArticle.objects.count() == 1
        press(client, "withdraw", story, confirmed=1, note="Nguồn tin rút lời.")
        assert PublishedArticle.objects.count() == 0
        event = Event.objects.filter(act="withdraw").get()
        assert (event.by_id, event.note) == (chief.pk, "Nguồn tin rút lời.")

    def test_publishing_several_asks_for_their_place_and_names_what_is_left_out(self, client):
        enter(client, given.a_user("chief"))
        story = given.a_story_in_review(
            "Chợ", body='<p>Chữ.</p><figure data-photo="" data-place="center"><figcaption>Chợ</figcaption></figure>'
        )
        asked = press(client, "publish", story)
        assert "1 picture that is still to come will be left out." in asked.context["rows"][0].reason
        press(client, "publish", story, confirmed=1, standing=Standing.PROMINENT)
        assert PublishedArticle.objects.get().standing == Standing.PROMINENT

    def test_a_story_that_the_act_does_not_fit_is_marked_before_it_is_refused(self, client):
        enter(client, given.a_user("chief"))
        draft, waiting = given.a_draft("Nháp"), given.a_story_in_review("Chờ")
        asked = press(client, "publish", draft, waiting)
        assert [row.reason for row in asked.context["rows"]] == ["This will be refused: the story is draft.", ""]

    def test_nobody_publishes_their_own_text_by_way_of_the_list(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_story_in_review(by=chief)
        answer = press(client, "publish", story, confirmed=1, standing=Standing.NORMAL)
        assert not PublishedArticle.objects.exists()
        assert "own text" in said(answer)[0]

    def test_a_story_that_one_may_not_see_cannot_be_acted_on(self, client):
        enter(client, given.a_user("reporter"))
        story = given.a_draft("Của người khác")
        press(client, "submit", story)
        story.refresh_from_db()
        assert story.state == State.DRAFT

    def test_an_act_that_the_role_does_not_have_is_not_done(self, client):
        reporter = enter(client, given.a_user("reporter"))
        story = given.a_story_in_review(by=reporter)
        press(client, "publish", story, confirmed=1, standing=Standing.NORMAL)
        assert not PublishedArticle.objects.exists()

    def test_nothing_is_ever_deleted_from_a_list(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_draft(by=chief)
        press(client, "delete_selected", story, confirmed=1, post="yes")
        assert Article.objects.filter(pk=story.pk).exists()
        assert client.post(f"{STORIES}{story.pk}/delete/", {"post": "yes"}).status_code == 403


class TestTheHistoryOfAStory:
    def test_tells_acts_with_notes_and_which_version_readers_have(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_story_in_review("Cầu mới")
        workflow.perform("return", story, by=chief, note="Thiếu nguồn.")
        workflow.perform("submit", story, by=story.created_by)
        workflow.perform("publish", story, by=chief)
        lines = client.get(f"{STORIES}{story.pk}/history/").context["lines"]
        assert [line.what for line in lines] == ["Publish", "Send", "Return", "Send"]
        assert [line.live for line in lines] == [True, False, False, False]
        assert lines[2].note == "Thiếu nguồn."

    def test_reads_an_older_version_and_brings_it_back_without_readers_noticing(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_published_article("Cầu mới")
        given.edited(story, by=chief, headline="Cầu rất mới", body="<p>Chữ khác.</p>")
        version = client.get(f"{STORIES}{story.pk}/version/1/")
        assert "Cây cầu dài 1,1km" in version.content.decode()
        first = story.revisions.get(number=1)
        client.post(f"{STORIES}{story.pk}/history/", {"revision": first.pk})
        story.refresh_from_db()
        assert story.headline == "Cầu mới"
        assert PublishedArticle.objects.get().headline == "Cầu mới"
        assert story.revisions.count() == 3

    @pytest.mark.parametrize("revision", ["", "x", "99999", "9" * 40])
    def test_a_version_that_is_not_there_is_not_found(self, client, revision):
        enter(client, given.a_user("chief"))
        story = given.a_draft()
        assert client.post(f"{STORIES}{story.pk}/history/", {"revision": revision}).status_code == 404


class TestTheFront:
    def test_moves_a_live_story_and_publishes_nothing_that_was_typed_since(self, client):
        chief = enter(client, given.a_user("chief"))
        story = given.a_published_article("Cầu mới", standing=Standing.NORMAL)
        given.edited(story, by=chief, headline="Cầu mới, chưa duyệt")
        client.post("/admin/front/", {"story": story.pk, "standing": Standing.LEAD})
        live = PublishedArticle.objects.get()
        assert (live.standing, live.headline) == (Standing.LEAD, "Cầu mới")
        assert Event.objects.filter(act="arrange", article_id=story.pk).exists()
        story.refresh_from_db()
        assert (story.standing, story.headline) == (Standing.LEAD, "Cầu mới, chưa duyệt")

    def test_a_section_editor_moves_the_stories_of_their_sections_only(self, client):
        mine, other = given.a_section("Kinh tế"), given.a_section("Thể thao")
        enter(client, given.a_user("section", sections=[mine]))
        one, two = given.a_published_article("A", section=mine), given.a_published_article("B", section=other)
        for story in (one, two):
            client.post("/admin/front/", {"story": story.pk, "standing": Standing.LEAD})
        standings = dict(PublishedArticle.objects.values_list("headline", "standing"))
        assert standings == {"A": Standing.LEAD, "B": Standing.NORMAL}

    def test_shows_every_story_as_readers_have_it(self, client):
        mine, other = given.a_section("Kinh tế"), given.a_section("Thể thao")
        enter(client, given.a_user("section", sections=[mine]))
        story = given.a_published_article("Bán kết", section=other)
        given.edited(story, by=given.a_user("chief"), headline="Bán kết, chưa ai được biết")
        shown = client.get("/admin/front/").content.decode()
        assert "Bán kết" in shown and "chưa ai được biết" not in shown
        assert PublishedArticle.objects.get().get_absolute_url() in shown

    @pytest.mark.parametrize(
        "data", [{}, {"story": "x"}, {"story": 1, "standing": 99}, {"story": 2**70, "standing": 1}]
    )
    def test_a_place_that_does_not_exist_moves_nothing(self, client, data):
        enter(client, given.a_user("chief"))
        assert client.post("/admin/front/", data, follow=True).status_code in {200, 404}

    def test_is_closed_to_reporters(self, client):
        enter(client, given.a_user("reporter"))
        assert client.get("/admin/front/").status_code == 403


class TestSectionsTagsAndContributors:
    def test_an_address_that_changes_leads_on_to_the_new_one(self, client):
        enter(client, given.a_user("chief"))
        section, tag = given.a_section("Thời sự"), Tag.objects.create(name="Đà Nẵng")
        person = Contributor.objects.create(name="Lê Mộc")
        before = [thing.get_absolute_url() for thing in (section, tag, person)]
        client.post(
            f"/admin/articles/section/{section.pk}/change/",
            {"name": "Thời sự", "slug": "tin-moi", "order": 1, "style": "news", "language": "vi"},
        )
        client.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "Đà Nẵng", "slug": "danang"})
        client.post(
            f"/admin/articles/contributor/{person.pk}/change/",
            {
                "name": "Lê Mộc",
                "slug": "moc",
                "kind": "person",
                "pen_names-TOTAL_FORMS": 0,
                "pen_names-INITIAL_FORMS": 0,
            },
        )
        assert dict(Address.objects.values_list("path", "target")) == dict(
            zip(before, [section.pk, tag.pk, person.pk], strict=True)
        )

    def test_an_address_taken_back_is_live_again_and_no_history(self, client):
        enter(client, given.a_user("chief"))
        section = given.a_section("Thời sự")
        for slug in ("tin-moi", "thoi-su"):
            data = {"name": "Thời sự", "slug": slug, "order": 1, "style": "news", "language": "vi"}
            client.post(f"/admin/articles/section/{section.pk}/change/", data)
        assert list(Address.objects.values_list("path", flat=True)) == ["/tin-moi/"]

    def test_a_section_may_not_take_the_first_word_of_another_address(self, client):
        enter(client, given.a_user("chief"))
        answer = client.post("/admin/articles/section/add/", {"name": "Admin", "slug": "admin", "order": 1,
                                                               "style": "news", "language": "vi"})  # fmt: skip
        assert answer.status_code == 200 and not Section.objects.filter(slug="admin").exists()

    def test_pen_names_stand_with_their_contributor_and_are_found(self, client):
        enter(client, given.a_user("chief"))
        data = {"name": "Nguyễn Thu Hạ", "kind": "person", "slug": "", "pen_names-TOTAL_FORMS": 1,
                "pen_names-INITIAL_FORMS": 0, "pen_names-0-name": "Hạ Vy"}  # fmt: skip
        client.post("/admin/articles/contributor/add/", data)
        assert Contributor.objects.named("hạ vy").name == "Nguyễn Thu Hạ"
        rows = client.get("/admin/articles/contributor/?q=ha vy").context["cl"].rows
        assert [row.headline for row in rows] == ["Nguyễn Thu Hạ"]

    def test_administrators_look_and_the_chief_changes(self, client):
        section = given.a_section()
        page = f"/admin/articles/section/{section.pk}/change/"
        enter(client, given.a_user("admin"))
        assert client.get(page).status_code == 200
        assert client.post(page, {"name": "Khác"}).status_code == 403
        for role in ("reporter", "photographer", "section"):
            enter(client, given.a_user(role))
            assert client.get("/admin/articles/section/").status_code == 403, role

    def test_a_tag_typed_twice_is_refused_with_words_and_no_error_page(self, client):
        enter(client, given.a_user("chief"))
        Tag.objects.create(name="Đà Nẵng")
        answer = client.post("/admin/articles/tag/add/", {"name": "đà nẵng", "slug": ""})
        assert answer.status_code == 200 and answer.context["errors"]
        assert Tag.objects.count() == 1

    @pytest.mark.parametrize("pen_names", [["Hạ Vy", "hạ vy"], ["Đã có"], ["\u200b\u200b"]])
    def test_a_pen_name_that_somebody_has_or_that_is_no_name_is_refused(self, client, pen_names):
        enter(client, given.a_user("chief"))
        PenName.objects.create(contributor=Contributor.objects.create(name="Ai đó"), name="Đã có")
        data = {"name": "Thu Hạ", "kind": "person", "slug": "", "pen_names-INITIAL_FORMS": 0,
                "pen_names-TOTAL_FORMS": len(pen_names)}  # fmt: skip
        data |= {f"pen_names-{number}-name": name for number, name in enumerate(pen_names)}
        answer = client.post("/admin/articles/contributor/add/", data)
        assert answer.status_code == 200 and answer.context["errors"]
        assert not Contributor.objects.filter(name="Thu Hạ").exists()


def test_the_paper_is_one_form_for_chief_and_administrator(client):
    for role in ("chief", "admin"):
        enter(client, given.a_user(role))
        page = client.get("/admin/articles/paper/", follow=True)
        assert page.redirect_chain[-1][0] == "/admin/articles/paper/1/change/"
        client.post("/admin/articles/paper/1/change/", {"name": "Sớm Mai", "owning_body": f"Hội của {role}"})
        assert Event.objects.filter(act="imprint").latest("id").by_name.startswith(role)
    enter(client, given.a_user("section"))
    assert client.get("/admin/articles/paper/1/change/").status_code == 403


class TestTheLog:
    def test_is_read_by_chief_and_administrator_and_changed_by_nobody(self, client):
        given.a_published_article("Cầu mới")
        event = Event.objects.first()
        for role, opens in [("chief", 200), ("admin", 200), ("section", 403), ("reporter", 403)]:
            enter(client, given.a_user(role))
            assert client.get("/admin/articles/event/").status_code == opens, role
        enter(client, given.a_user("admin"))
        page = f"/admin/articles/event/{event.pk}/change/"
        assert client.get(page).status_code == 200
        assert client.post(page, {"note": "anders"}).status_code == 403
        assert client.post(f"/admin/articles/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_tells_an_administrator_no_titles(self, client):
        given.a_story_in_review("Bí mật")
        enter(client, given.a_user("admin"))
        assert "Bí mật" not in client.get("/admin/articles/event/").content.decode()
        enter(client, given.a_user("chief"))
        assert "Bí mật" in client.get("/admin/articles/event/").content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_has_a_guide_for_every_role_in_both_languages(client, language):
    for role in ("reporter", "photographer", "section", "chief", "admin"):
        user = given.a_user(role)
        DeskSettings.objects.create(user=user, language=language)
        client.force_login(user)
        answer = client.get("/admin/help/")
        assert answer.context["guide"] == f"admin/help/{language}/{role}.html"
        assert client.get(f"/admin/help/{role}/").status_code == 200
    assert client.get("/admin/help/nothing/").status_code == 404


def test_day_and_hour_have_a_label_each():
    drawn = AdminSplitDateTime().render("publish_at", None, {"id": "id_publish_at"})
    assert drawn.count("<label>") == 2 and drawn.count("<input") == 2


def test_a_desk_set_up_for_a_single_editor_says_so(client, settings):
    enter(client, given.a_user("chief"))
    assert "single editor" not in client.get("/admin/").content.decode()
    settings.SINGLE_EDITOR = True
    assert "single editor" in client.get("/admin/").content.decode()


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
