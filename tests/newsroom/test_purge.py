"""A cache in front is told by key what changed: once it is true, and again until it has heard."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django_tasks_db.models import DBTaskResult

from articles import workflow
from newsroom import purge
from tests import given


@pytest.fixture
def cache():
    """A cache that keeps what it was told; `answers` are the status codes it gives, then 200."""

    class Heard(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.heard.append(self.headers["Surrogate-Key"].split())
            self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Heard)
    server.heard, server.answers = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def in_front(cache, settings):
    settings.PURGE_URL = f"http://127.0.0.1:{cache.server_port}/"
    return cache


@pytest.mark.django_db(transaction=True)
def test_publishing_names_the_story_its_section_and_the_front(in_front):
    article = given.a_published_article()
    waiting = DBTaskResult.objects.get()
    purge.purge.call(**waiting.args_kwargs["kwargs"])
    (keys,) = in_front.heard
    assert {"front", f"article-{article.pk}", f"section-{article.section_id}"} <= set(keys)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_an_act_that_was_refused(in_front):
    article = given.a_draft()
    with pytest.raises(workflow.Refused):
        workflow.perform("publish", article, by=given.a_user("chief"))
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_cache_that_was_busy_is_told_again_later(in_front):
    in_front.answers = [503]
    purge.purge.call(keys=["front"], attempt=1)
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["kwargs"] == {"keys": ["front"], "attempt": 2} and again.run_after is not None
    purge.purge.call(**again.args_kwargs["kwargs"])
    assert in_front.heard == [["front"], ["front"]]


@pytest.mark.django_db
def test_it_gives_up_after_a_while_and_says_so(in_front, caplog):
    in_front.answers = [503]
    purge.purge.call(keys=["front"], attempt=purge.TRIES)
    assert not DBTaskResult.objects.exists() and "did not take" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_without_a_cache_in_front_nobody_is_told(settings):
    settings.PURGE_URL = ""
    given.a_published_article()
    assert not DBTaskResult.objects.exists()
