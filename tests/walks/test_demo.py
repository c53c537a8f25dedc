"""The demo newspaper, loaded whole, read whole: every public address that a reader can reach from the front page."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, TestCase

from articles.models import Article, Contributor, Event, PublishedArticle, Revision, State, Tag
from media.models import Photo
from newsroom import demo, edition

DESK_TABLES = {
    "articles_article", "articles_revision", "articles_revisiontext", "articles_figure", "articles_byline",
    "articles_articletag", "articles_event", "articles_membership", "articles_desksettings", "media_photo",
    "media_rendition", "auth_user", "django_session",
}  # fmt: skip

pytestmark = pytest.mark.django_db
SEEN = {}  # not in the class: what stands there is copied for every test


def walk():
    """{address: (answer, tables that were read for it)} of everything that is linked, from the front page on."""
    client, found, todo = (
        Client(raise_request_exception=False),
        {},
        ["/", "/feed.xml", "/sitemap.xml", "/search/?q=cau"],
    )
    while todo:
        address = todo.pop()
        if address in found:
            continue
        read = set()

        def note(execute, sql, params, many, context, read=read):
            read.update(re.findall(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?([a-z_]+)"?', sql, re.IGNORECASE))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer = client.get(address)
        found[address] = (answer, read)
        if answer.status_code == 200 and "html" in answer["Content-Type"] and not address.startswith("/search/"):
            todo += linked(address, answer.content.decode())
    return found


def linked(address, page):
    for href in re.findall(r'<(?:a|link)\b[^>]*\shref="([^"]+)"', page):
        target = urldefrag(urljoin(f"http://testserver{address}", unescape(href))).url
        parts = urlsplit(target)
        if parts.netloc in {"testserver", "127.0.0.1:8000"} and not parts.path.startswith(("/admin/", "/static/")):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


class TheDemo(TestCase):
    """Loaded and walked once for all tests."""

    @classmethod
    def setUpTestData(cls):
        SEEN["articles"] = demo.load(lambda line: None)
        SEEN["walk"] = walk()

    def test_the_demo_has_stories_in_every_state(self):
        counted = demo.states(SEEN["articles"])
        assert counted[State.LIVE] >= 45
        assert all(counted[state] for state in (State.DRAFT, State.IN_REVIEW, State.SCHEDULED, State.WITHDRAWN))

    def test_every_name_in_its_credit_lines_is_somebody_known(self):
        files = (demo.CONTENT / "contributors.json").read_text(encoding="utf-8")
        assert [person.name for person in Contributor.objects.all() if person.name not in files] == []

    def test_no_subject_exists_twice(self):
        keys = [tag.folded for tag in Tag.objects.all()]
        twice = {key for key in keys if keys.count(key) > 1}
        assert twice == set()

    def test_loading_it_again_makes_nothing_twice(self):
        def counts():
            return [
                model.objects.count() for model in (Article, Revision, PublishedArticle, Event, Photo, Contributor, Tag)
            ]

        before = counts()
        demo.load(lambda line: None)
        assert counts() == before

    def test_nothing_live_is_dated_in_the_future(self):
        from django.utils import timezone

        assert not PublishedArticle.objects.filter(first_published_at__gt=timezone.now()).exists()

    def test_every_address_that_a_page_links_answers(self):
        wrong = {
            address: answer.status_code for address, (answer, _) in SEEN["walk"].items() if answer.status_code != 200
        }
        assert wrong == {}
        assert len(SEEN["walk"]) > 100

    def test_no_page_reads_a_desk_table(self):
        guilty = {address: read & DESK_TABLES for address, (_, read) in SEEN["walk"].items() if read & DESK_TABLES}
        assert guilty == {}

    def test_every_table_that_a_page_reads_raises_the_edition(self):
        """Else a change there would not be seen until something else changes."""
        read = set().union(*(tables for _, tables in SEEN["walk"].values()))
        search = {name for name in read if name.startswith(("fulltext_", "search_"))}  # written with the published rows
        assert read - search - {edition.TABLE} <= set(edition.public_tables())

    def test_no_page_of_the_walk_sets_a_cookie_or_lacks_the_policy(self):
        for address, (answer, _) in SEEN["walk"].items():
            assert not answer.cookies, address
            assert answer["Content-Security-Policy"].startswith("default-src 'none'"), address

    def test_it_is_never_loaded_into_a_site_that_readers_reach(self):
        with self.settings(PUBLIC=True), pytest.raises(CommandError, match="NEWSROOM_PUBLIC"):
            call_command("demo")
