"""The one door of every save: what it takes, what it refuses in words, and whose hands may change what."""

import json

import pytest
from django.utils import translation
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from articles import drafting, search, workflow
from articles.models import Article, Contributor, Event, PublishedArticle, Revision
from articles.models.article import State
from media.models import Photo
from newsroom import text
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(article, *, by=None, **fields):
    """What the desk says to a save of these words, by field. The row is as it was."""
    before = Article.objects.filter(pk=article.pk).values().first()
    count = Revision.objects.count()
    with pytest.raises(drafting.Refused) as refusal:
        given.edited(article, by=by, **fields)
    assert Article.objects.filter(pk=article.pk).values().first() == before
    assert Revision.objects.count() == count
    assert all(str(reason).strip() for reason in refusal.value.reasons)
    return set(refusal.value.faults)


def saved(article, *, by=None, **fields):
    given.edited(article, by=by, **fields)
    return Article.objects.get(pk=article.pk)


class TestWhatCannotBeStored:
    @pytest.mark.parametrize(
        ("field", "letters"),
        [("kicker", 81), ("headline", 201), ("short_headline", 121), ("place", 81), ("credit_line", 501), ("seo_title", 121),
         ("seo_description", 321), ("social_title", 121), ("social_description", 321), ("standfirst", 4001),
         ("lead_caption", 4001), ("lead_alt", 2001), ("internal_note", 20_001), ("headline", 2_000_000),
         ("credit_line", 2_000_000)],
    )  # fmt: skip
    def test_a_text_that_is_too_long_is_refused_by_its_name(self, field, letters):
        assert refused(given.a_draft(), **{field: "ữ" * letters}) == {field}

    def test_the_longest_that_fit_do_fit(self):
        article = saved(given.a_draft(), headline="ữ" * 200, kicker="ữ" * 80, credit_line="Tin: " + "ữ" * 495)
        assert len(article.headline) == 200

    def test_an_endless_address_becomes_a_short_one(self):
        assert len(saved(given.a_draft(), slug="a" * 500).slug) <= 120

    def test_a_body_that_the_gate_refuses(self):
        assert refused(given.a_draft(), body="a" * 2_000_001) == {"body"}

    @pytest.mark.parametrize("field", ["language", "kind", "lead_crop"])
    def test_a_choice_that_is_none(self, field):
        assert refused(given.a_draft(), **{field: "x"}) == {field}

    @pytest.mark.parametrize("field", ["section", "lead_photo", "social_photo"])
    @pytest.mark.parametrize("pk", [999, 0, -1, 2**63, 10**30, "7"])
    def test_a_thing_that_is_not_there(self, field, pk):
        assert refused(given.a_draft(), by=given.a_user("chief"), **{f"{field}_id": pk}) == {field}

    @pytest.mark.parametrize("related", [[999], [2**63], ["1"], [True], [None], "1", {"1": 1}, list(range(1, 15))])
    def test_related_stories_that_are_not_there(self, related):
        assert refused(given.a_draft(), related=related) == {"related"}

    def test_tags_that_are_too_long_or_too_many(self):
        article = given.a_draft()
        assert refused(article, tags=["ữ" * 101]) == {"tags"}
        assert refused(article, tags=[f"chữ {number}" for number in range(31)]) == {"tags"}

    def test_a_picture_that_is_not_there_is_waited_for(self):
        """Else the photograph that gets this number one day would stand in the story."""
        body = '<p>Chữ.</p><figure data-photo="4711" data-place="left"><figcaption>Cầu.</figcaption></figure>'
        article = saved(given.a_draft(), body=body + body.replace("4711", str(10**30)))
        assert "4711" not in article.body and article.body.count("Cầu.") == 2
        assert article.figures.filter(where="working", photo=None).count() == 2

    def test_a_withdrawn_photograph_may_stand_in_a_draft_and_not_go_out(self):
        photo = given.a_photo()
        Photo.objects.update(withdrawn_at="2026-01-01T00:00Z")
        article = given.a_story_in_review(lead_photo=photo)
        assert any("withdrawn" in fault for fault in workflow.faults("publish", article))

    def test_control_characters_are_left_out(self):
        dirty = "Cầu\x00 mới\x0b\u200b thông\u202e xe\ud800"
        article = saved(
            given.a_draft(), headline=dirty, standfirst=dirty, body=f"<p>{dirty}</p>", credit_line=dirty, place=dirty,
            lead_caption=dirty, lead_alt=dirty, internal_note=dirty, tags=[dirty], seo_description=dirty,
        )  # fmt: skip
        for value in [*article.revisions.first().words().values(), *(tag.name for tag in article.tags.all())]:
            assert not set(str(value)) & set("\x00\x0b\u200b\u202e\ud800")

    def test_a_note_with_control_characters_is_kept_without_them(self):
        article = given.a_published_article()
        workflow.perform("withdraw", article, by=given.a_user("chief"), note="Sai\x00 tên\ud800.")
        assert article.state_note == Event.objects.first().note == "Sai tên."

    def test_a_refused_save_leaves_what_was_typed_and_can_be_put_right(self):
        article = given.a_draft()
        refused(article, headline="ữ" * 300)
        assert len(article.headline) == 300
        assert saved(article, headline="Ngắn").headline == "Ngắn"


class TestWhoMayChangeWhat:
    @pytest.fixture
    def here(self):
        return given.a_section("Thời sự")

    @pytest.fixture
    def elsewhere(self):
        return given.a_section("Thể thao")

    def story(self, state, **fields):
        reporter = given.a_user("reporter")
        make = {
            "draft": given.a_draft, "in_review": given.a_story_in_review, "live": given.a_published_article,
        }[state]  # fmt: skip
        return make(by=reporter, **fields), reporter

    @pytest.mark.parametrize("state", ["in_review", "live"])
    def test_a_reporter_types_in_drafts_only(self, state):
        article, reporter = self.story(state)
        assert refused(article, by=reporter, headline="Tít khác") == {""}

    def test_a_reporter_types_again_in_what_was_returned(self):
        article, reporter = self.story("in_review")
        workflow.perform("return", article, by=given.a_user("chief"), note="Sửa.")
        assert saved(article, by=reporter, headline="Tít khác", credit_line="Tin: Thu Hà").credit_line == "Tin: Thu Hà"

    def test_somebody_elses_draft_is_not_a_reporters_to_change(self):
        article, _reporter = self.story("draft")
        assert refused(article, by=given.a_user("reporter"), headline="Tít khác") == {""}

    def test_a_draft_in_somebodys_credits_is_theirs_too(self):
        account = given.a_user("reporter")
        Contributor.objects.create(name="Thu Hà", account=account)
        article, _reporter = self.story("draft", credit_line="Tin: Thu Hà")
        assert saved(article, by=account, headline="Tít khác").headline == "Tít khác"

    @pytest.mark.parametrize("role", ["photographer", "admin"])
    def test_who_writes_no_stories_makes_none(self, role):
        with pytest.raises(drafting.Refused):
            given.a_draft(by=given.a_user(role))
        assert not Article.objects.exists()

    def test_a_writer_chooses_the_section_until_the_story_is_sent(self, here, elsewhere):
        article, reporter = self.story("draft", section=here)
        assert saved(article, by=reporter, section=elsewhere).section == elsewhere
        workflow.perform("submit", article, by=reporter)
        workflow.perform("recall", article, by=reporter)
        assert refused(article, by=reporter, section=here) == {"section"}

    def test_an_editor_moves_a_story_between_own_sections_only(self, here, elsewhere):
        both, one = given.a_user("section", sections=[here, elsewhere]), given.a_user("section", sections=[here])
        article, _reporter = self.story("in_review", section=here)
        assert refused(article, by=one, section=elsewhere) == {"section"}
        assert saved(article, by=both, section=elsewhere).section == elsewhere
        assert refused(article, by=one, section=here) == {""}

    def test_an_editor_begins_no_story_in_a_section_of_others(self, here, elsewhere):
        with pytest.raises(drafting.Refused, match="section"):
            given.a_draft(by=given.a_user("section", sections=[here]), section=elsewhere)

    def test_a_version_brought_back_moves_no_story(self, here, elsewhere):
        article, _reporter = self.story("in_review", section=elsewhere)
        first = article.revisions.first()
        saved(article, by=given.a_user("chief"), section=here, headline="Tít khác")
        with pytest.raises(workflow.Refused, match="section"):
            workflow.perform("restore", article, by=given.a_user("section", sections=[here]), revision=first)
        assert Article.objects.get().headline == "Tít khác"

    @pytest.mark.parametrize("state", ["in_review", "live"])
    def test_bringing_a_version_back_is_typing(self, state):
        article, reporter = self.story(state)
        first = article.revisions.last()
        saved(article, by=given.a_user("chief"), headline="Tít khác")
        with pytest.raises(workflow.Refused):
            workflow.perform("restore", article, by=reporter, revision=first)
        assert "restore" not in {one.act for one in workflow.acts_for(reporter, article)}

    def test_commands_may_do_everything(self, here, elsewhere):
        article, _reporter = self.story("live", section=here)
        article.section = elsewhere
        assert drafting.save(article, by=None).article.section == elsewhere


class TestTheAddress:
    def test_it_follows_the_headline_until_the_story_is_public(self):
        article = given.a_draft("Tin mới")
        assert saved(article, headline="Cầu thông xe").slug == "cau-thong-xe"
        article = given.a_published_article("Cầu thông xe")
        assert saved(article, by=given.a_user("chief"), headline="Cầu lại đóng").slug == "cau-thong-xe"
        assert saved(article, by=given.a_user("chief"), slug="").slug == "cau-thong-xe"

    def test_one_that_was_typed_stays(self):
        article = given.a_draft("Tin mới")
        saved(article, slug="Cầu Rồng")
        assert saved(article, headline="Cầu thông xe").slug == "cau-rong"

    def test_an_editor_changes_that_of_a_live_story(self):
        article = given.a_published_article("Cầu thông xe")
        saved(article, by=given.a_user("chief"), slug="cau-rong")
        assert PublishedArticle.objects.get().slug == "cau-thong-xe"
        workflow.perform("update", article, by=given.a_user("chief"))
        assert PublishedArticle.objects.get().slug == "cau-rong"


def naughty(folder):
    return json.loads(next((folder / "naughty-strings").glob("*.json")).read_text(encoding="utf-8"))


def through(words):
    """One string through every field that readers get, to the page's row and the search."""
    photo = Photo.objects.first()
    body = (
        f'<p>{words}</p><figure data-photo="{photo.pk}" data-place="center"><figcaption>{words}</figcaption></figure>'
    )
    try:
        article = given.a_story_in_review(
            (words[:190] + " tin"), body=body, credit_line=f"Tin: Thu Hà - Ảnh: {words}"[:500], tags=[words[:100]],
            standfirst=words[:3000], kicker=words[:80], place=words[:80], lead_photo=photo, lead_caption=words[:3000],
        )  # fmt: skip
    except drafting.Refused as refusal:
        assert set(refusal.faults) <= {"tags", "credit_line", "headline", "body"}
        return None
    workflow.perform("publish", article, by=given.a_user("chief"))
    row = PublishedArticle.objects.get(pk=article.pk)
    assert row.headline == text.clean_line(words[:190] + " tin")
    assert row.credit_line == text.clean_line(f"Tin: Thu Hà - Ảnh: {words}"[:500])
    assert row.lead["caption"] == text.clean_line(words[:3000]) or row.lead["caption"] == photo.caption
    assert "<script" not in row.body.lower() and "\x00" not in row.body
    name = text.clean_line(words[:100])
    assert [text.fold(published.tag.name) for published in row.tags.all()] == ([text.fold(name)] if name else [])
    assert isinstance(search.search(words).results, list)
    return row


def test_naughty_strings_come_out_as_they_went_in(test_data):
    given.a_photo()
    strings = naughty(test_data)
    rows = [through(words) for words in strings]
    assert sum(row is not None for row in rows) > len(strings) * 0.9
    assert search.search("tin").results


@settings(max_examples=30)
@for_all(words=st.text(min_size=1, max_size=120))
def test_any_letters_come_out_as_they_went_in(words):
    if not Photo.objects.exists():
        given.a_photo()
    through(words)


def test_a_story_that_comes_back_with_other_words_needs_another_editor():
    author, other = given.a_user("chief"), given.a_user("chief")
    article = given.a_published_article("Tít đầu", by=author, chief=other)
    workflow.perform("withdraw", article, by=other, note="Sai.")
    assert article.state == State.WITHDRAWN
    given.edited(article, by=author, headline="Tít của riêng tôi")
    with pytest.raises(workflow.Refused, match="own text"):
        workflow.perform("republish", article, by=author, note="Xong.")
    given.edited(article, by=author, headline="Tít đầu")
    workflow.perform("republish", article, by=author, note="Xong.")
    assert PublishedArticle.objects.get().headline == "Tít đầu"
