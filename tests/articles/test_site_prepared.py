"""Questions whose SQL is written once, and the masthead that is made once an edition."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from articles import views
from articles.models import Paper, PublishedArticle, Section
from articles.reading import lists, names
from articles.reading.prepared import LIST_STEP, Prepared
from tests.articles.newspaper import a_newspaper, many_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return a_newspaper()


def test_a_prepared_question_answers_for_the_values_it_is_asked_with(paper):
    rows = many_published(paper.section, 6)
    before = Prepared(lambda section, at: PublishedArticle.objects.filter(section=section, first_published_at__lt=at))
    for row in rows[2:4]:
        asked = {"section": paper.section.pk, "at": row.first_published_at}
        expected = PublishedArticle.objects.filter(section=paper.section, first_published_at__lt=row.first_published_at)
        assert {found.pk for found in before(**asked)} == {found.pk for found in expected}
    assert before(section=0, at=rows[0].first_published_at) == []


def test_the_sql_is_written_once_and_a_row_is_whole(paper):
    written = []

    def make(article):
        written.append(article)
        return PublishedArticle.objects.filter(pk=article)

    ask = Prepared(make)
    for story in paper.stories[:2]:
        expected = PublishedArticle.objects.get(pk=story.pk)
        (found,) = ask(article=story.pk)
        assert {field.attname: getattr(found, field.attname) for field in PublishedArticle._meta.concrete_fields} == {
            field.attname: getattr(expected, field.attname) for field in PublishedArticle._meta.concrete_fields
        }
    assert len(written) == 1


def test_lists_of_any_length_find_what_is_in_them_and_nothing_else(paper):
    rows = many_published(paper.section, LIST_STEP + 3)
    ask = Prepared(lambda ids: PublishedArticle.objects.filter(pk__in=ids))
    for count in (0, 1, LIST_STEP, LIST_STEP + 1):
        wanted = [row.pk for row in rows[:count]]
        assert sorted(found.pk for found in ask(ids=wanted)) == sorted(wanted)


def test_a_value_that_does_not_reach_the_sql_is_an_error_and_not_a_wrong_page(paper):
    ask = Prepared(lambda section, article: PublishedArticle.objects.filter(section=section))
    with pytest.raises(LookupError, match="article"):
        ask(section=paper.section.pk, article=1)


def test_a_prepared_list_is_the_list_that_was_prepared(paper):
    rows = many_published(paper.section, 45)
    key = lists.Key.of(PublishedArticle.objects.get(pk=rows[25].pk))
    page_of = lists.prepared_page(lambda owner: PublishedArticle.objects.filter(section=owner))
    for before in (None, key):
        page, _beside = page_of(paper.section.pk, before)
        expected, _found = lists.read_page(PublishedArticle.objects.filter(section=paper.section), before)
        assert [story.pk for story in page.articles] == [story.pk for story in expected.articles]
        assert [story.lead for story in page.articles] == [story.lead for story in expected.articles]
        assert (page.older, page.newer) == (expected.older, expected.newer)


def test_the_masthead_is_made_once_an_edition_and_again_for_the_next(paper):
    names.masthead(edition=11)
    Paper.objects.filter(pk=1).update(motto="Another motto")
    Section.objects.filter(pk=paper.section.pk).update(name="Renamed")
    with CaptureQueriesContext(connection) as queries:
        kept = names.masthead(edition=11)
    assert len(queries) == 0
    assert kept.by_id[paper.section.pk].name != "Renamed"
    assert names.masthead(edition=12).by_id[paper.section.pk].name == "Renamed"


def test_without_an_edition_nothing_of_the_masthead_is_kept(paper):
    names.masthead(edition=21)
    Section.objects.filter(pk=paper.section.pk).update(name="Renamed")
    assert names.masthead().by_id[paper.section.pk].name == "Renamed"
    assert b"Renamed" in views.front_page(RequestFactory().get("/")).content


def test_a_page_of_the_next_edition_wears_no_part_of_the_last(paper):
    def front(edition):
        return views.front_page(RequestFactory().get("/", **{"newsroom.edition": edition})).content.decode()

    assert front(31).count("Renamed") == 0
    Section.objects.filter(pk=paper.section.pk).update(name="Renamed")
    above, _main, below = front(32).partition("<main")
    footer = below.partition("</main>")[2]
    assert "Renamed" in above
    assert "Renamed" in footer


def test_an_article_of_a_kept_masthead_asks_three_questions_and_a_front_one(paper):
    story = PublishedArticle.objects.select_related("section").get(pk=paper.stories[0].pk)
    request = RequestFactory().get(story.get_absolute_url(), **{"newsroom.edition": 41})
    names.masthead(edition=41)
    for asked, most in (
        (lambda: views.article_page(request, story.section.slug, story.slug, story.pk), 3),
        (lambda: views.section_page(request, paper.section.slug), 1),
        (lambda: views.front_page(request), 1),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert asked().status_code == 200
        assert len(queries) <= most
