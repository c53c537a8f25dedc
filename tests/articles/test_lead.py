"""The picture a story is shown with: its lead photograph over the text, else its first figure, where it stands."""

import pytest
from django.test import Client

from articles.models import PublishedArticle
from tests import given

pytestmark = pytest.mark.django_db


def page_of(article):
    row = PublishedArticle.objects.get(pk=article.pk)
    return row, Client().get(row.get_absolute_url()).content.decode()


def test_a_story_without_a_lead_photograph_shows_its_first_figure_once_on_its_page_and_in_lists():
    photo = given.a_photo(caption="Nhịp giữa cầu.")
    body = f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'
    row, page = page_of(given.a_published_article(body=body))
    assert row.lead["id"] == photo.pk and row.lead["in_body"]
    assert page.count("Nhịp giữa cầu.</") + page.count("Nhịp giữa cầu. <cite>") == 1
    assert "story__lead" not in page
    assert 'loading="lazy"' not in page.partition("<figure")[2].partition("</figure>")[0]
    address = row.lead["shapes"]["original"]["jpeg"][0][2]
    assert address in Client().get(f"/{row.section.slug}/").content.decode()


def test_a_lead_photograph_stands_over_the_text_with_its_own_caption():
    lead, figure = given.a_photo(caption="Từ trên cao."), given.a_photo(caption="Nhịp giữa cầu.")
    body = f'<p>Chữ.</p><figure data-photo="{figure.pk}" data-place="center"></figure>'
    row, page = page_of(given.a_published_article(body=body, lead_photo=lead, lead_caption="Cầu mới, nhìn từ bờ bắc."))
    assert not row.lead["in_body"] and row.lead["id"] == lead.pk
    assert page.index("Cầu mới, nhìn từ bờ bắc.") < page.index("Chữ.") < page.index("Nhịp giữa cầu.")
    assert "Từ trên cao." not in page
