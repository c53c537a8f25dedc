"""A crop and its focal point belong to one use of a photograph: readers get that cut there, and nowhere else."""

import io
import re

import pytest

from articles import publishing
from articles.models import PublishedArticle
from media import ingest, tasks
from media.models import Cut, Photo
from tests import given
from tests.media.test_cuts import BLUE, RED, banded, colours_at_the_edges

pytestmark = pytest.mark.django_db


def figure(photo, said):
    return f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center" {said}></figure>'


def picture_in(client, article):
    """The bytes of the picture that readers get in a story."""
    page = client.get(PublishedArticle.objects.get(pk=article.pk).get_absolute_url()).content.decode()
    return client.get(re.search(r'<figure.*?<img src="([^"]+)"', page, re.DOTALL)[1]).content


@pytest.fixture
def photo():
    added = ingest.add_photo(io.BytesIO(banded()), name="a.jpg", caption="Chợ", credit="An Hạ")
    tasks.develop(added.photo.pk)
    return added.photo


def test_readers_get_the_cut_around_the_point_of_this_use_and_other_stories_the_plain_one(
    client, photo, django_capture_on_commit_callbacks
):
    plain = given.a_published_article("Chợ thường", body=figure(photo, 'data-crop="3x2"'))
    story = given.a_published_article("Chợ nổi", body=figure(photo, 'data-crop="3x2" data-focus="0.1,0.1"'))
    assert colours_at_the_edges(picture_in(client, story)) == [BLUE, BLUE], "until it is drawn, the plain cut stands"
    before = PublishedArticle.objects.get(pk=plain.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.develop(photo.pk)
    assert colours_at_the_edges(picture_in(client, story)) == [RED, BLUE]
    assert colours_at_the_edges(picture_in(client, plain)) == [BLUE, BLUE]
    after = PublishedArticle.objects.get(pk=plain.pk)
    assert (after.body, after.lead, after.updated_at) == (before.body, before.lead, before.updated_at)
    assert "3x2@" not in str(PublishedArticle.objects.get(pk=story.pk).lead)


def test_a_saved_working_copy_has_its_cuts_made_and_typing_on_asks_for_none_again(photo):
    article = given.a_draft(body=figure(photo, 'data-crop="16x9" data-focus="0.25,0.50"'))
    assert [cut.name for cut in Cut.objects.all()] == ["16x9@0.25,0.5"]
    assert Photo.objects.get().state == Photo.State.WAITING
    tasks.develop(photo.pk)
    given.edited(article, headline="Tít khác")
    assert Photo.objects.get().state == Photo.State.READY and Cut.objects.count() == 1


@pytest.mark.parametrize("said", ['data-focus="0.1,0.1"', 'data-crop="3x2"', 'data-crop="5x4" data-focus="0.1,0.1"'])
def test_a_figure_without_both_asks_for_nothing(client, photo, said):
    article = given.a_published_article(body=figure(photo, said))
    assert not Cut.objects.exists() and picture_in(client, article)


def test_a_waiting_figure_keeps_its_crop_and_asks_once_it_has_its_photograph(photo):
    waiting = '<figure data-photo="" data-place="center" data-crop="3x2" data-focus="0.1,0.1"></figure>'
    article = given.a_draft(body=waiting)
    assert not Cut.objects.exists()
    given.edited(article, body=article.body.replace('data-photo=""', f'data-photo="{photo.pk}"'))
    assert Cut.objects.get().name == "3x2@0.1,0.1"


def test_a_preview_shows_the_cut_before_readers_can(client, photo):
    chief = given.a_user("chief")
    article = given.a_draft(body=figure(photo, 'data-crop="3x2" data-focus="0.1,0.1"'))
    tasks.develop(photo.pk)
    client.force_login(chief)
    page = client.get(f"/admin/articles/article/{article.pk}/preview/page/").content.decode()
    address = re.search(r'<figure.*?<img src="([^"]+)"', page, re.DOTALL)[1].replace("&amp;", "&")
    assert colours_at_the_edges(b"".join(client.get(address).streaming_content)) == [RED, BLUE]


def test_a_story_that_is_drawn_again_keeps_its_cut(client, photo):
    story = given.a_published_article("Chợ nổi", body=figure(photo, 'data-crop="3x2" data-focus="0.1,0.1"'))
    tasks.develop(photo.pk)
    publishing.redraw([story.pk])
    assert colours_at_the_edges(picture_in(client, story)) == [RED, BLUE]
