"""What holds for every public address: which tables it reads, how often, and what it says to a browser."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.articles.newspaper import a_newspaper

pytestmark = pytest.mark.django_db

DESK_TABLES = re.compile(
    r'"(articles_(article|articletag|byline|event|figure|membership|desksettings|revision|revisiontext|autosave)'
    r'|auth_\w+|django_session|media_photo|media_rendition)"'
)
BUDGETS = [  # queries of an uncached page
    (r"/", 2),
    (r"/(?!search)[^/.]+/", 2),
    (r"/(?!feed|sitemap|news-sitemap|robots|search)[^.]*", 3),
    (r".*feed\.xml", 2),
    (r"/search/.*", 4),
    (r".*", 4),
]
WHEN_NOTHING_IS_THERE = 5


@pytest.fixture
def paper():
    return a_newspaper()


def test_no_public_address_asks_a_table_of_the_desk(paper):
    asked = []

    def watch(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    for address, status in paper.addresses().items():
        asked.clear()
        with connection.execute_wrapper(watch):
            response = Client().get(address)
        assert response.status_code == status, address
        assert not [sql for sql in asked if DESK_TABLES.search(sql)], address


def test_the_watch_on_the_desk_s_tables_would_see_a_draft_read_through_a_public_row(paper):
    from articles.models import PublishedArticle

    with CaptureQueriesContext(connection) as queries:
        assert PublishedArticle.objects.first().article.headline
    assert DESK_TABLES.search(queries.captured_queries[-1]["sql"])


def test_every_page_keeps_its_budget_of_queries(paper):
    for address, status in paper.addresses().items():
        budget = next(count for pattern, count in BUDGETS if re.fullmatch(pattern, address))
        allowed = budget if status == 200 else WHEN_NOTHING_IS_THERE
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == status
        assert len(queries) <= allowed, (address, [query["sql"][:120] for query in queries])


def test_pages_further_back_in_a_list_keep_the_budget_too(paper):
    from articles.models import PublishedArticle
    from articles.reading.lists import Key
    from tests.articles.newspaper import many_published

    rows = many_published(paper.section, 30)
    key = Key.of(PublishedArticle.objects.get(pk=rows[25].pk))
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(f"/{paper.section.slug}/?before={key}").status_code == 200
    assert len(queries) <= 2


def test_no_page_for_readers_sets_a_cookie(paper):
    for address in paper.addresses():
        assert not Client().get(address).cookies, address


def test_pages_that_print_today_s_date_say_until_when_they_are_good(paper):
    from articles.reading import dates

    for address in ("/", paper.section.get_absolute_url(), "/khong-co-trang-nay/"):
        assert Client().get(address).good_until == dates.next_midnight()


class Outline(HTMLParser):
    """What a page is made of: headings in order, landmarks, and whatever a strict policy would refuse."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.tags, self.refused, self.images, self.ids = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.images.append(given)
        if "id" in given:
            self.ids.append(given["id"])
        inline_script = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        if inline_script or tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.refused.append((tag, given))


def pages_of(paper):
    for address in paper.addresses():
        response = Client().get(address)
        if response["Content-Type"].startswith("text/html"):
            yield address, response.content.decode()


def test_every_page_has_one_h1_no_skipped_level_and_its_landmarks(paper):
    for address, html in pages_of(paper):
        outline = Outline(html)
        assert outline.headings.count(1) == 1, address
        steps = [later - earlier for earlier, later in zip(outline.headings, outline.headings[1:], strict=False)]
        assert max(steps, default=0) <= 1, (address, outline.headings)
        assert {"header", "main", "footer", "nav"} <= set(outline.tags), address
        assert len(outline.ids) == len(set(outline.ids)), address


def test_nothing_on_a_page_needs_an_exception_from_the_policy(paper):
    for address, html in pages_of(paper):
        assert not Outline(html).refused, address


def test_every_picture_has_its_size_and_an_alt_and_only_the_first_does_not_wait(paper):
    for address, html in pages_of(paper):
        images = Outline(html).images
        assert all("alt" in image and image["width"] and image["height"] for image in images), address
        assert sum("loading" not in image for image in images) <= 1, address


def test_every_page_names_the_paper_and_who_owns_it(paper):
    for address, html in pages_of(paper):
        assert "Sớm Mai" in html and "Hội Đọc Báo" in html and "Phan Quốc Lữ" in html, address


def test_the_error_page_is_drawn_without_the_database(django_assert_num_queries):
    from django.test import RequestFactory

    from articles import views

    with django_assert_num_queries(0):
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "nameplate" in response.content.decode()
