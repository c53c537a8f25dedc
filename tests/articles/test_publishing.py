"""What readers get of a story and its pictures, and when: released photographs are those that public stories show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from articles import publishing, workflow
from articles.models import Figure, PublishedArticle, PublishedPhoto, Section
from articles.signals import articles_changed
from media.models import Photo, ReleasedPhoto
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def with_figures(*photos, words="<p>Cầu đã thông xe.</p>", inside=""):
    return words + "".join(
        f'<figure data-photo="{photo.pk}" data-place="center"{inside[0] if inside else ""}>'
        f"{inside[1] if inside else ''}</figure>"
        for photo in photos
    )


def on_commit():
    return TestCase.captureOnCommitCallbacks(execute=True)


def released():
    return set(ReleasedPhoto.objects.values_list("photo_id", flat=True))


def statements(asked):
    """What was asked of the database, but for the beginning and the end of transactions."""
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def withdraw(photo):
    with on_commit():
        photo = Photo.objects.get(pk=photo.pk)
        photo.withdrawn_at = timezone.now()
        photo.save(update_fields=["withdrawn_at"])


class TestPhotographs:
    def test_a_photograph_is_readers_while_a_public_story_shows_it(self):
        photo, chief = given.a_photo(), given.a_user("chief")
        article = given.a_published_article(body=with_figures(photo))
        assert released() == {photo.pk}
        workflow.perform("withdraw", article, by=chief, note="Sai.")
        assert released() == set()
        workflow.perform("republish", article, by=chief, note="Đúng.")
        assert released() == {photo.pk}

    def test_a_photograph_that_two_stories_show_stays_while_one_does(self):
        photo, chief = given.a_photo(), given.a_user("chief")
        first = given.a_published_article(body=with_figures(photo))
        second = given.a_published_article(body=with_figures(photo))
        given.edited(first, by=chief, body="<p>Không ảnh.</p>")
        workflow.perform("update", first, by=chief)
        assert released() == {photo.pk}
        workflow.perform("withdraw", second, by=chief, note="Sai.")
        assert released() == set()

    def test_a_caption_that_only_the_story_has_goes_out_with_the_picture(self):
        photo = given.a_photo(caption="", credit="")
        body = with_figures(photo, inside=(' data-credit="Thu Hà"', "<figcaption>Nhịp giữa.</figcaption>"))
        given.a_published_article(body=body)
        row = ReleasedPhoto.objects.get()
        assert (row.caption, row.credit) == ("Nhịp giữa.", "Thu Hà")
        live = PublishedArticle.objects.get()
        assert (live.lead["caption"], live.lead["credit"]) == ("Nhịp giữa.", "Thu Hà")
        assert "Thu Hà" in live.body

    def test_a_picture_that_lost_its_caption_before_its_hour_stays_in(self, time_machine):
        photo, chief = given.a_photo(), given.a_user("chief")
        article = given.a_story_in_review(body=with_figures(photo))
        at = timezone.now() + timedelta(hours=1)
        workflow.perform("schedule", article, by=chief, at=at)
        Photo.objects.update(caption="")
        time_machine.move_to(at)
        workflow.perform("release", article, by=workflow.CLOCK)
        assert released() == set()
        assert "<figure" not in PublishedArticle.objects.get().body
        assert not PublishedPhoto.objects.exists()

    def test_a_withdrawn_photograph_leaves_its_live_stories_at_once(self):
        photo, other = given.a_photo("Cầu đỏ."), given.a_photo("Cầu xanh.")
        given.a_published_article(body=with_figures(photo, other), lead_photo=photo)
        withdraw(photo)
        row = PublishedArticle.objects.get()
        assert "Cầu đỏ" not in row.body and "Cầu xanh" in row.body
        assert row.lead["caption"] == "Cầu xanh."
        assert released() == {other.pk}
        assert not row.changed

    def test_a_photograph_given_back_returns_to_its_live_stories(self):
        photo = given.a_photo("Cầu đỏ.")
        given.a_published_article(body=with_figures(photo))
        withdraw(photo)
        with on_commit():
            photo = Photo.objects.get(pk=photo.pk)
            photo.withdrawn_at = None
            photo.save()
        assert "Cầu đỏ" in PublishedArticle.objects.get().body
        assert released() == {photo.pk}

    def test_a_corrected_caption_is_on_the_page_and_the_story_counts_as_published(self):
        photo = given.a_photo("Cầu đỏ.")
        article = given.a_published_article(body=with_figures(photo))
        with on_commit():
            photo = Photo.objects.get(pk=photo.pk)
            photo.caption = "Cầu sơn xanh."
            photo.save(update_fields=["caption"])
        assert "Cầu sơn xanh." in PublishedArticle.objects.get().body
        assert ReleasedPhoto.objects.get().caption == "Cầu sơn xanh."
        assert not publishing.differs_from_live(article)
        with pytest.raises(workflow.Refused, match="already"):
            workflow.perform("update", article, by=given.a_user("chief"))

    def test_a_story_with_a_withdrawn_photograph_goes_out_again_without_it(self):
        photo, chief = given.a_photo(), given.a_user("chief")
        article = given.a_published_article(body=with_figures(photo))
        withdraw(photo)
        given.edited(article, by=chief, headline="Tít mới")
        with pytest.raises(workflow.Refused, match="withdrawn"):
            workflow.perform("update", article, by=chief)
        given.edited(article, by=chief, body="<p>Cầu đã thông xe.</p>")
        workflow.perform("update", article, by=chief)
        assert PublishedArticle.objects.get().headline == "Tít mới"
        assert not Figure.objects.filter(where="live").exists()


class TestKeys:
    @pytest.fixture
    def told(self):
        keys = []

        def hear(*, keys: list, heard=keys, **_others):
            heard.append(set(keys))

        articles_changed.connect(hear)
        yield keys
        articles_changed.disconnect(hear)

    def test_the_pages_that_a_story_left_are_purged_too(self, told):
        chief, photo = given.a_user("chief"), given.a_photo()
        article = given.a_published_article(tags=["Cầu"], credit_line="Tin: Thu Hà", body=with_figures(photo))
        row = PublishedArticle.objects.get()
        left = {
            f"tag-{row.tags.get().tag_id}", f"person-{row.bylines.get().contributor_id}",
            f"section-{row.section_id}", f"photo-{photo.pk}",
        }  # fmt: skip
        given.edited(
            article,
            by=chief,
            tags=["Đường"],
            credit_line="Tin: Văn Nam",
            section=given.a_section("Thể thao"),
            body="<p>Chữ.</p>",
        )
        with on_commit():
            workflow.perform("update", article, by=chief)
        assert left <= told[-1]
        row.refresh_from_db()
        assert f"tag-{row.tags.get().tag_id}" in told[-1]
        with on_commit():
            workflow.perform("withdraw", article, by=chief, note="Sai.")
        assert f"tag-{article.tags.get().pk}" in told[-1]


class TestSections:
    def test_a_section_that_moves_takes_its_public_stories_along(self):
        article = given.a_published_article(section=given.a_section("Đô thị"))
        section = Section.objects.get(pk=article.section_id)
        section.parent = given.a_section("Thời sự")
        section.save()
        assert PublishedArticle.objects.get().top_section == section.parent


def test_publishing_a_story_with_three_pictures_stays_within_its_budget():
    photos = [given.a_photo() for _ in range(3)]
    chief = given.a_user("chief")
    article = given.a_story_in_review(body=with_figures(*photos), tags=["Cầu", "Đường"], lead_photo=photos[0])
    with CaptureQueriesContext(connection) as asked, on_commit():
        workflow.perform("publish", article, by=chief, standing=3)
    assert len(statements(asked)) <= 28, "\n".join(statements(asked))
    given.edited(article, by=chief, headline="Tít mới")
    with CaptureQueriesContext(connection) as asked, on_commit():
        workflow.perform("update", article, by=chief)
    assert len(statements(asked)) <= 39, "\n".join(statements(asked))


def test_the_press_of_the_button_that_publishes_three_pictures_stays_within_its_budget(client):
    """PERFORMANCE, budget 9: the whole request."""
    photos = [given.a_photo() for _ in range(3)]
    article = given.a_story_in_review(body=with_figures(*photos), tags=["Cầu"], lead_photo=photos[0])
    client.force_login(given.a_user("chief"))
    page = reverse("admin:articles_article_act", args=[article.pk, "publish"])
    client.get(page)
    with CaptureQueriesContext(connection) as asked, on_commit():
        answer = client.post(page, {"version": article.version, "standing": 2})
    assert answer.status_code == 302 and PublishedArticle.objects.exists()
    assert len(statements(asked)) <= 40, "\n".join(statements(asked))
