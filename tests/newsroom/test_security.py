"""What every answer carries, what no reader's page does, and how bad input is met at the door."""

import re

import pytest
from django.conf import settings as site
from django.test import Client, RequestFactory

from newsroom import logs, security
from tests import given

pytestmark = pytest.mark.django_db

POLICY = "Content-Security-Policy"


@pytest.fixture
def published():
    return given.a_published_article()


def addresses(article):
    own = article.published.get_absolute_url()
    return ["/", own, f"/{article.section.slug}/", "/robots.txt", "/healthz", "/readyz", "/not-there/",
            "/search/?q=cau", "/admin/", "/admin/login/", "/admin/not-there/"]  # fmt: skip


def test_every_answer_carries_the_policy_and_its_fellows(client, published):
    for address in addresses(published):
        answer = client.get(address)
        assert "'unsafe" not in answer[POLICY] and "data:" not in answer[POLICY], address
        assert answer[POLICY].startswith("default-src 'none'"), address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=()" in answer["Permissions-Policy"], address
        assert "Strict-Transport-Security" not in answer, address


def test_an_error_of_ours_carries_it_too_and_tells_nothing(published, monkeypatch):
    import newsroom.health

    def broken(*_):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(newsroom.health, "SECONDS_LATE", property(broken))
    (site.VAR / "clock").touch()
    answer = Client(raise_request_exception=False).get("/readyz")
    assert answer.status_code == 500
    assert answer[POLICY] == security.READERS
    assert b"secret of the house" not in answer.content


def test_a_readers_page_sets_no_cookie_and_varies_on_none(client, published):
    client.cookies["newsroom_language"] = "en"
    for address in addresses(published)[:8]:
        answer = client.get(address, headers={"accept-language": "en"})
        assert not answer.cookies, address
        assert "cookie" not in answer.get("Vary", "").lower(), address
        assert "accept-language" not in answer.get("Vary", "").lower(), address


def test_the_desk_is_kept_by_no_cache_and_shows_only_its_own_frames(client):
    client.force_login(given.a_user("chief"))
    answer = client.get("/admin/")
    assert answer["Cache-Control"] == "no-store, private"
    assert "img-src 'self' blob:" in answer[POLICY]
    assert "frame-src 'self'" in answer[POLICY]


def test_the_desk_speaks_the_users_choice_then_the_browsers_language_then_the_sites(client):
    from articles.models import DeskSettings

    def language(**headers):
        answer = client.get("/admin/", follow=True, headers=headers)
        return re.search(rb'<html[^>]* lang="(..)', answer.content)[1].decode()

    assert language() == site.LANGUAGE_CODE == "vi"
    assert language(**{"accept-language": "en-GB,en;q=0.8"}) == "en"
    assert language(**{"accept-language": "fr"}) == "vi"
    user = given.a_user("chief")
    client.force_login(user)
    assert language(**{"accept-language": "en"}) == "en"
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "vi"})
    assert language(**{"accept-language": "en"}) == "vi"


def test_a_readers_page_after_an_english_desk_page_is_in_the_sites_language(client, published):
    client.get("/admin/login/", headers={"accept-language": "en"})
    page = client.get("/", headers={"accept-language": "en"})
    assert re.search(rb'<html[^>]* lang="vi"', page.content)


@pytest.mark.parametrize(
    "address", ["/%00/", "/thoi-su/%00-7/", "/tag/a%0ab/", "/%ff%fe/", "/tag/%c0%af/", "/search/%1b[2J"]
)
def test_an_address_of_bytes_that_mean_nothing_is_a_bad_request_in_our_clothes(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert b"<h1" in answer.content
    assert POLICY in answer


QUERIES = ["q=%00", "q=%ff%fe", "q=" + "a" * 20_000, "before=%00", "before=-1", f"before={10**24}", "q[]=1&q[]=2",
           "q=%22%2A+NEAR%28", "&".join(f"k{n}=1" for n in range(1200))]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/search/", "/", "/thoi-su/"])
def test_no_query_makes_an_error(client, published, path, query):
    assert client.get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace", "options"])
def test_nothing_can_be_written_outside_the_desk(client, published, method):
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_a_page_may_frame_the_embeds_hosts_and_no_other(client, published):
    from articles.body.embeds import FRAME_HOSTS

    policy = client.get("/")[POLICY]
    frames = next(part for part in policy.split("; ") if part.startswith("frame-src"))
    assert frames.split()[1:] == [f"https://{host}" for host in FRAME_HOSTS]


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_larger_than_any_text_is_told_so_in_words(client):
    too_much = "a" * (site.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post("/admin/login/", {"username": too_much})
    assert answer.status_code == 413
    assert POLICY in answer


def test_two_megabytes_of_vietnamese_fit_through_a_form(rf):
    text = "Cây cầu đã thông xe. " * 80_000
    assert len(text.encode()) > 2_000_000
    assert rf.post("/admin/x/", {"body": text}).POST["body"] == text
    from urllib.parse import urlencode

    encoded = urlencode({"body": text})
    request = RequestFactory().post("/admin/x/", encoded, content_type="application/x-www-form-urlencoded")
    assert request.POST["body"] == text


def test_a_stale_form_is_met_with_words_and_no_inline_style():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert answer.status_code == 403
    assert b"style" not in answer.content.replace(b"stylesheet", b"")
    assert b"/admin/" in answer.content


def test_the_log_is_one_object_a_line_and_names_the_request():
    import json
    import logging

    token = logs.request_name.set("abc")
    try:
        record = logging.LogRecord("newsroom", logging.ERROR, "", 0, "two\nlines %s", ("here",), None)
        line = logs.Lines().format(record)
    finally:
        logs.request_name.reset(token)
    assert "\n" not in line
    assert json.loads(line) | {"at": ""} == {
        "at": "",
        "level": "error",
        "from": "newsroom",
        "message": "two\nlines here",
        "request": "abc",
    }
