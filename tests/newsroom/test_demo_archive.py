"""The large archive for measuring has the rows that publishing writes."""

import pytest

from articles import search, workflow
from articles.models import Article, PublishedArticle, RevisionText
from newsroom import demo_archive
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    assert demo_archive.load(60, lambda line: None) == 60


def test_its_stories_are_read_found_and_listed(archive, client):
    story = PublishedArticle.objects.newest_first().first()
    assert client.get(story.get_absolute_url()).status_code == 200
    found = search.search(f'"{story.headline}"').results
    assert story.pk in [result.article.pk for result in found]
    assert client.get(f"/{story.section.slug}/").status_code == 200
    assert client.get(story.tags.first().tag.get_absolute_url()).status_code == 200


def test_asking_for_more_adds_only_what_is_missing(archive):
    assert demo_archive.load(60, lambda line: None) == 0
    assert demo_archive.load(75, lambda line: None) == 15
    assert PublishedArticle.objects.count() == 75


def test_a_story_of_it_can_be_taken_down_and_edited_like_any_other(archive):
    article = Article.objects.order_by("pk").first()
    assert article.bylines.count() >= 1 and article.article_tags.count() == 3
    kept = article.revisions.get().words()
    assert kept["body"] == article.body
    assert RevisionText.digest(kept) == article.revisions.get().text_id
    workflow.perform("withdraw", article, by=given.a_user("chief"), note="Đo xong.")
    assert not PublishedArticle.objects.filter(pk=article.pk).exists()
