"""Preview: the working copy or any version exactly as readers will get it, for the desk's eyes only."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, DeskSettings, PublishedArticle
from tests import given

from .desk import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client):
    user = given.a_user("reporter")
    client.force_login(user)
    return user


def page_url(article, revision=None):
    address = reverse("admin:articles_article_preview_page", args=[article.pk])
    return f"{address}?revision={revision.pk}" if revision else address


def frame_url(article, query=""):
    return reverse("admin:articles_article_preview", args=[article.pk]) + query


def words_of(page):
    """The story's words as a reader reads them, without addresses of pictures."""
    story = re.search(r"<article.*?</article>", page, re.S)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", story)).strip()


def test_a_preview_reads_word_for_word_like_the_page_that_is_published_then(client, reporter):
    photo = given.a_photo("Cây cầu sáng nay.", by=reporter)
    body = f'<h2>Tít phụ</h2><p>Đoạn có <strong>chữ đậm</strong>.</p><figure data-photo="{photo.pk}" data-place="wide"></figure>'
    story = given.a_story_in_review(
        by=reporter, body=body, standfirst="Sapo.", tags=["cầu"], lead_photo=given.a_photo(by=reporter)
    )
    shown = client.get(page_url(story))
    assert shown.status_code == 200

    now = timezone.now()
    workflow.perform("publish", story, by=given.a_user("chief"), now=now)
    address = PublishedArticle.objects.get().get_absolute_url()
    live = page_of(client.get(address)).replace(
        f"{settings.SITE_URL}{address}", ""
    )  # printed at the foot of a live story
    assert words_of(page_of(shown)) == words_of(live)


def test_pictures_that_no_reader_may_have_yet_are_shown_from_the_desks_own_addresses(client, reporter):
    photo, lead = given.a_photo("Một", by=reporter), given.a_photo("Hai", by=reporter)
    story = given.a_draft(by=reporter, lead_photo=lead, lead_crop="3x2",
                          body=f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center"></figure>')  # fmt: skip
    page = page_of(client.get(page_url(story)))
    assert "/i/" not in page
    sources = set(re.findall(r"/admin/media/photo/\d+/thumb/\d+/\?shape=\w+", page))
    assert {f"/admin/media/photo/{one.pk}/" for one in (photo, lead)} <= {
        re.match(r"/admin/media/photo/\d+/", one)[0] for one in sources
    }
    for address in sources:
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    client.logout()
    assert client.get(next(iter(sources))).status_code == 302  # to the door


def test_any_version_can_be_looked_at_from_the_history(client, reporter):
    story = given.a_draft("Tít một", by=reporter)
    first = story.revisions.get()
    given.edited(story, headline="Tít hai", body="<p>Chữ hai.</p>")
    history = page_of(client.get(reverse("admin:articles_article_history", args=[story.pk])))
    assert frame_url(story, f"?revision={first.pk}") in history
    frame = page_of(client.get(frame_url(story, f"?revision={first.pk}&width=phone")))
    assert page_url(story, first) in frame and 'width="360"' in frame
    old, new = page_of(client.get(page_url(story, first))), page_of(client.get(page_url(story)))
    assert "Tít một" in old and "Tít hai" not in old
    assert "Tít hai" in new and "Tít một" not in new


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_in_the_frame_speaks_the_readers_language_whatever_the_desk_speaks(client, reporter, language):
    DeskSettings.objects.create(user=reporter, language=language)
    story = given.a_draft(by=reporter)
    assert f'<html lang="{language}"' in page_of(client.get(frame_url(story)))
    assert '<html lang="vi"' in page_of(client.get(page_url(story)))


@pytest.mark.parametrize("lacks", ["headline", "section", "body", "credit_line"])
def test_a_story_that_still_lacks_something_can_be_looked_at(client, reporter, lacks):
    story = given.a_draft(by=reporter)
    empty = None if lacks == "section" else ""
    given.edited(story, **{lacks: empty})
    assert client.get(page_url(story)).status_code == 200


def test_waiting_figures_are_left_out_as_readers_get_it(client, reporter):
    waiting = '<p>Chữ.</p><figure data-photo="" data-place="center"><figcaption>Chợ sớm</figcaption></figure>'
    story = given.a_draft(by=reporter, body=waiting)
    assert "Chợ sớm" not in page_of(client.get(page_url(story)))


def test_a_preview_is_kept_by_nobody_and_stands_only_in_the_desks_frame(client, reporter):
    answer = client.get(page_url(given.a_draft(by=reporter)))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_versions_of_other_stories_and_of_nowhere_are_not_found(client, reporter):
    story, other = given.a_draft(by=reporter), given.a_draft(by=given.a_user("reporter"))
    for asked in (other.revisions.get().pk, 999_999, "x", "9" * 30):
        assert client.get(page_url(story) + f"?revision={asked}").status_code == 404
        assert client.get(frame_url(story, f"?revision={asked}")).status_code == 404
    assert client.get(page_url(other)).status_code == 404


def test_looking_at_a_preview_changes_nothing(client, reporter):
    story = given.a_draft(by=reporter)
    before = Article.objects.values().get(pk=story.pk)
    client.get(page_url(story))
    assert Article.objects.values().get(pk=story.pk) == before
    assert not PublishedArticle.objects.exists()
