"""What an attacker posts, asks and sends: fields that no form has, hosts, paths, files; and the answers, whole."""

import io
import itertools
import json
import re
import struct
import zipfile
import zlib

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import signals
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, models
from django.test import Client
from django.test.client import FakePayload

from articles import workflow
from articles.forms.story import StoryForm
from articles.models import Article, Contributor, State
from media import ingest
from media.models import Photo
from newsroom.pagecache import PageCache
from newsroom.staticfiles import StaticFiles
from newsroom.wsgi import InUtf8
from tests import given
from tests.articles.desk import change_url, opened, posted

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/media/photo/upload/"


def extra_columns(thing, form_fields):
    """A value other than its own for every column of a row that its form does not have, under each name it goes by."""
    sent = {}
    for field in thing._meta.concrete_fields:
        if field.name in form_fields:
            continue
        if isinstance(field, models.BooleanField):
            value = "" if getattr(thing, field.attname) else "on"
        elif isinstance(field, models.DateTimeField):
            value = "2001-01-01 00:00:00"
            sent |= {f"{field.name}_0": "2001-01-01", f"{field.name}_1": "00:00:00"}
        elif isinstance(field, models.JSONField):
            value = "[1]"
        else:
            value = "7"
        sent |= {field.name: value, field.attname: value, f"{field.name}-0": value, f"form-0-{field.name}": value}
    return sent


def columns(thing, left_out=()):
    stored = type(thing)._base_manager.get(pk=thing.pk)
    return {field.attname: getattr(stored, field.attname) for field in thing._meta.concrete_fields
            if field.name not in left_out}  # fmt: skip


# forms ---------------------------------------------------------------------------------------------------------------


class TestFieldsThatNoFormHas:
    def test_change_nothing_of_a_story(self, client):
        reporter = given.a_user("reporter")
        story = given.a_draft(by=reporter)
        client.force_login(reporter)
        address = change_url(story)
        fields = opened(client, address)
        sent = extra_columns(story, StoryForm.base_fields) | {"state": "live", "tags_0": "x", "is_superuser": "on"}
        expected = {"updated_at", "updated_by", "version", "search_text", "headline", "slug"}
        before = columns(story, expected)
        answer = posted(client, address, {**sent, **fields}, headline="Tít mới")
        assert answer.status_code == 302
        after = columns(story, expected)
        assert after == before
        assert (Article.objects.get().headline, Article.objects.get().state) == ("Tít mới", State.DRAFT)

    def test_change_nothing_of_a_photograph(self, client):
        photographer = given.a_user("photographer")
        photo = given.a_photo(by=photographer)
        client.force_login(photographer)
        address = f"/admin/media/photo/{photo.pk}/change/"
        page = client.get(address)
        fields = page.context["adminform"].form.fields
        expected = {"caption", "taken_from"}
        before = columns(photo, expected)
        sent = extra_columns(photo, fields) | {
            name: page.context["adminform"].form[name].value() or "" for name in fields
        }
        sent["creators"] = sent["keywords"] = sent["people"] = ""
        answer = client.post(address, sent | {"caption": "Lời mới."})
        assert answer.status_code == 302
        assert columns(photo, expected) == before
        assert Photo.objects.get().caption == "Lời mới."

    def test_change_nothing_of_an_account(self, client):
        admin, reporter = given.a_user("admin"), given.a_user("reporter")
        client.force_login(admin)
        for account in (reporter, admin):
            before = columns(account, {"first_name", "last_login"})
            groups = sorted(account.groups.values_list("name", flat=True))
            sent = extra_columns(account, {"username", "first_name", "email", "is_active"}) | {
                "username": account.username, "first_name": "Tên", "email": "", "is_active": "on", "password1": "x",
                "password2": "x",
                "groups": [1, 2, 3, 4, 5], "user_permissions": [1, 2, 3], "roles": groups if account == reporter else "section",
            }  # fmt: skip
            assert client.post(f"/admin/auth/user/{account.pk}/change/", sent).status_code == 302
            assert columns(account, {"first_name", "last_login"}) == before
            account.refresh_from_db()
            assert sorted(account.groups.values_list("name", flat=True)) == groups
            assert not account.user_permissions.exists()

    @pytest.mark.parametrize("version", ["-1", "999999", str(10**30), "abc", "", "1.5", "0x1", "１"])
    def test_a_forged_version_stores_nothing_and_is_no_error(self, client, version):
        reporter = given.a_user("reporter")
        story = given.a_draft(by=reporter)
        client.force_login(reporter)
        fields = opened(client, change_url(story))
        answer = posted(client, change_url(story), fields, headline="Đè lên", version=version)
        if version != "１":  # a one in other digits is a one
            assert answer.status_code in {409, 422}
            assert Article.objects.get().headline == "Cầu mới thông xe"

    def test_an_act_with_forged_numbers_is_refused_in_words(self, client):
        story = given.a_story_in_review()
        client.force_login(given.a_user("chief"))
        for forged in ({"version": 10**30}, {"version": -1}, {"standing": 10**30}, {"standing": "x"},
                       {"revision": 10**30, "version": 77}, {"revision": "-1"}, {"revision": "1e3"}):  # fmt: skip
            sent = {"version": story.version, "standing": 1, **forged}
            answer = client.post(f"/admin/articles/article/{story.pk}/act/publish/", sent)
            assert Article.objects.get().state == State.IN_REVIEW, forged
            assert answer.status_code < 500

    def test_a_revision_of_another_story_is_not_published_under_this_one(self, client):
        other, story = given.a_draft("Chuyện kín"), given.a_story_in_review()
        client.force_login(given.a_user("chief"))
        sent = {"version": story.version, "standing": 1, "revision": other.revisions.get().pk}
        client.post(f"/admin/articles/article/{story.pk}/act/publish/", sent)
        assert "Chuyện kín" not in Client().get("/").content.decode()
        assert (
            client.get(f"/admin/articles/article/{story.pk}/preview/page/?revision={sent['revision']}").status_code
            == 404
        )
        assert (
            client.post(f"/admin/articles/article/{story.pk}/history/", {"revision": sent["revision"]}).status_code
            == 404
        )


def test_one_administrator_does_not_become_chief_by_way_of_the_chiefs_address(client):
    """A new address and a link for a password would be all it takes: the role that needs two people needs them here too."""
    chief = given.a_user("chief")
    chief.email = "chief@example.org"
    chief.save()
    client.force_login(given.a_user("admin"))
    sent = {"username": chief.username, "first_name": "", "email": "me@example.org", "is_active": "on", "roles": []}
    assert client.post(f"/admin/auth/user/{chief.pk}/change/", sent).status_code == 200
    sent |= {"email": "chief@example.org", "first_name": "Tên"}
    assert client.post(f"/admin/auth/user/{chief.pk}/change/", sent).status_code == 302
    chief.refresh_from_db()
    assert (chief.email, chief.first_name) == ("chief@example.org", "Tên")


JSONS = ["{}", "[]", '{"headline": "x", "version": 1}', "null", "{", "\x00", '{"a":' * 2000]


def test_json_where_a_form_is_meant_is_no_error(client):
    reporter = given.a_user("reporter")
    story = given.a_draft(by=reporter)
    client.force_login(reporter)
    for address in (change_url(story), "/admin/articles/article/add/", "/admin/articles/article/new-from-text/", UPLOAD,
                    f"/admin/articles/article/{story.pk}/act/submit/", "/admin/language/",
                    "/admin/password_change/"):  # fmt: skip
        for body in JSONS:
            assert client.post(address, body, content_type="application/json").status_code < 500, (address, body[:20])
        for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a\x01",
                     "application/x-www-form-urlencoded; a=b", "nonsense", "text/xml"):  # fmt: skip
            assert client.post(address, b"--a\r\nx", content_type=kind).status_code < 500, (address, kind)
    assert Article.objects.get().headline == "Cầu mới thông xe"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example/admin/", "http:///evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "/admin/../../evil", "https:evil.example", "\t//evil.example", "/%09/evil.example",
     "//evil.example/admin/", "/admin/\r\nSet-Cookie: a=b", "http://testserver.evil.example/admin/"],
)  # fmt: skip
def test_no_next_leads_out_of_the_house(client, wanted):
    user = given.a_user("chief")
    for address, sent in (("/admin/login/", {"username": user.username, "password": "a-long-enough-word"}),
                          ("/admin/language/", {"language": "en"})):  # fmt: skip
        answer = client.post(address, {**sent, "next": wanted})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/") and not answer["Location"].startswith(("//", "/\\")), answer[
            "Location"
        ]
        assert "\n" not in answer["Location"] and "a" not in answer.cookies
        client.logout()


# the whole house, as the server runs it ------------------------------------------------------------------------------


class OneEdition:
    """An edition of its own for each test, which lasts as long as the test."""

    numbers = itertools.count(10**12)

    def __init__(self):
        self.number = next(self.numbers)

    def read(self):
        return self.number


@pytest.fixture
def house(tmp_path):
    """house(path, …) asks the callable that the server runs: static files, kept pages, Django. Gives status, headers, body."""
    (tmp_path / "a.css").write_text("a{}")
    whole = InUtf8(StaticFiles(PageCache(WSGIHandler(), OneEdition()), tmp_path, "/static/"))

    def ask(path, method="GET", query="", body=b"", **environ):
        found = []
        given_environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1", "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body), "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, **environ,
        }  # fmt: skip
        answer = whole(given_environ, lambda status, headers, exc_info=None: found.append((status, headers)))
        data = b"".join(answer)
        getattr(answer, "close", bool)()
        return int(found[0][0][:3]), dict(found[0][1]), data

    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)  # the test's own transaction lives in this connection
    yield ask
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def raw(path):
    """A path as the server hands it on: its bytes as latin-1."""
    return path.encode("latin-1") if isinstance(path, bytes) else path.encode().decode("latin-1")


HEADERS = ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
           "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"]  # fmt: skip


def checked(answer, what):
    status, headers, body = answer
    assert status < 500, (what, status)
    for name in HEADERS:
        assert headers.get(name), (what, status, name)
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy and policy.startswith("default-src 'none'"), what
    assert b"Traceback" not in body and b"django" not in body.lower(), what
    return answer


def test_every_kind_of_answer_carries_the_headers(house):
    live = given.a_published_article(lead_photo=given.a_photo())
    gone = given.a_published_article("Đã rút")
    address, old = live.published.get_absolute_url(), gone.published.get_absolute_url()
    workflow.perform("withdraw", gone, by=given.a_user("chief"), note="Sai.")
    front = house("/")
    picture = re.search(rb'(/i/[^" ]+)', house(address)[2])[1].decode()
    etag = front[1]["ETag"]
    chief = Client()
    chief.force_login(given.a_user("reporter"))
    cookie = f"sessionid={chief.cookies['sessionid'].value}"
    for status, asked in {
        200: [("/",), (address,), ("/static/a.css",), (picture,), ("/healthz",), ("/robots.txt",), ("/admin/login/",),
              ("/search/",)],
        301: [(f"/x/y-{live.pk}/",), ("/thoi-su",), ("/admin",)],
        302: [("/admin/",), ("/admin/nothing/",)],
        304: [("/", dict(HTTP_IF_NONE_MATCH=etag)), (picture, dict(HTTP_IF_NONE_MATCH="*"))],
        400: [("/", dict(HTTP_HOST="evil.example")), ("/admin/%", {}), ("/\x00/",), ("/admin/", dict(HTTP_HOST="evil.example"))],
        403: [("/admin/auth/user/", dict(HTTP_COOKIE=cookie)),
              ("/admin/login/", dict(REQUEST_METHOD="POST"))],
        404: [("/none/",), ("/i/none.jpg",), ("/static/none.css",), ("/photo/999/",),
              ("/admin/nothing/", dict(HTTP_COOKIE=cookie))],
        405: [("/", dict(REQUEST_METHOD="POST")), ("/static/a.css", dict(REQUEST_METHOD="POST")),
              ("/i/none.jpg", dict(REQUEST_METHOD="DELETE")),
              ("/admin/media/photo/1/original/", dict(REQUEST_METHOD="PUT", HTTP_COOKIE=cookie, HTTP_X_CSRFTOKEN="")),
              (address, dict(REQUEST_METHOD="TRACE"))],
        410: [(old,)],
        414: [("/" + "a" * 9000,)],
        415: [("/", dict(CONTENT_TYPE="text/plain; charset=hex"))],
    }.items():  # fmt: skip
        for path, *more in asked:
            answer = checked(house(path, **(more[0] if more else {})), (path, more))
            if "PUT" not in str(more):
                assert answer[0] == status, (path, more, answer[0])


def test_too_much_is_told_with_the_headers(house, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": f"csrftoken={'a' * 32}"}
    answer = house("/admin/login/", "POST", body=b"a=" + b"a" * 5000, **form)
    assert checked(answer, "413")[0] == 413


PATHS = ["/i/../", "/i/../admin/", "/i/..%2fadmin/", "/i/%2e%2e/", "/static/../newsroom/settings.py", "/static/..\\..\\x",
         "/static/%2e%2e/%2e%2e/etc/passwd", "//evil.example/", "//admin/", "/admin//", "/admin/../", "/./", "/..;/admin/",
         "/\x00", "/i/\x00.jpg", "/static/\x00", "/admin/\x00", "/a\x7f/", "/" + "é" * 100 + "/", "/thoi-su/\u202ex-1/",
         "/thoi-su/x-1/../../", "/" + "a/" * 900, "/ADMIN/", "/Admin/login/", "/healthz/", "/robots.txt/", "/i/",
         "/i/" + "a" * 4000,
         "/feed.xml/feed.xml", "/tag//", "/author/../", "", "*", "http://evil.example/", "/photo/-1/", "/photo/1e9/", "/\ud7ff/",
         "/thoi-su/" + "9" * 18 + "/", "/x/y-" + "9" * 18 + "/", "/archive/2026/99999999999999999999/1/",
         "/admin/articles/article/" + "9" * 500 + "/change/",
         "/admin/media/photo/" + "9" * 40 + "/thumb/" + "9" * 40 + "/"]  # fmt: skip


def test_no_trick_with_a_path_gets_an_error_or_a_file(house):
    given.a_published_article()
    for path in PATHS:
        for method in ("GET", "HEAD", "POST"):
            status, _headers, body = checked(house(raw(path), method), (method, path))
            assert b"SECRET_KEY" not in body and b"root:" not in body
    for bad in (b"/\xff/", b"/\xc0\xaf/", b"/i/\xed\xa0\x80.jpg", b"/admin/\xff\xfe"):
        assert checked(house(bad.decode("latin-1")), bad)[0] in {302, 400, 404}


QUERIES = ["a" * 4000, "&".join(f"k{n}=1" for n in range(900)), "q=" + "%" * 50, "q=%f0%28%8c%28", "q[]=1", "=",
           "&&&&", "q=%00",
           "before=" + "9" * 3000, "before=2026-01-01T00:00:00Z~" + "9" * 30, "q=" + "(" * 900, "q=" + "%22" * 300,
           "__proto__=1",
           "p=999999999999999999999", "o=-1.-1", "all=", "e=1", "_popup=1&_to_field=password",
           "_changelist_filters=%00"]  # fmt: skip


def test_no_query_gets_an_error_from_a_reader_or_from_the_desk(house):
    given.a_published_article()
    chief = Client()
    chief.force_login(given.a_user("chief"))
    cookie = f"sessionid={chief.cookies['sessionid'].value}"
    desk = ["/admin/", "/admin/articles/article/", "/admin/media/photo/", "/admin/media/photo/pick/", "/admin/auth/user/",
            "/admin/articles/event/", "/admin/articles/article/tags/", "/admin/articles/article/related/",
            "/admin/articles/article/understand/", "/admin/articles/article/add/", "/admin/front/"]  # fmt: skip
    for query in QUERIES:
        for path in ("/", "/search/", "/thoi-su/", "/feed.xml", "/admin/login/", *desk):
            checked(house(path, query=query, HTTP_COOKIE=cookie), (path, query[:60]))


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=hex", "text/plain; charset=nonsense", 'text/plain; charset="utf-16"', "a/b; charset=idna",
             "multipart/form-data; boundary=x; charset=rot13", "a/b; charset*=utf-8''hex", "a/b; CHARSET=zlib"]
)  # fmt: skip
def test_another_alphabet_is_turned_away_in_words(house, kind):
    for path in ("/", "/admin/login/", "/none/", "/i/x.jpg"):
        for method in ("GET", "POST"):
            assert checked(house(path, method, query="q=a", CONTENT_TYPE=kind), (path, kind))[0] == 415


def test_our_own_alphabet_is_no_matter_and_too_many_fields_are_refused_in_words(house):
    given.a_published_article()
    assert house("/", CONTENT_TYPE="text/plain; charset=UTF-8")[0] == 200
    many = "&".join("a" for _ in range(1500))
    assert checked(house("/admin/login/", query=many, CONTENT_TYPE="text/plain; charset=utf-8"), many[:9])[0] in {
        200,
        400,
        413,
    }


LIES = {
    "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "evil.example",
    "HTTP_X_FORWARDED_PORT": "666", "HTTP_X_FORWARDED_PREFIX": "/evil.example", "HTTP_FORWARDED": "host=evil.example",
    "HTTP_X_ORIGINAL_URL": "/admin/evil.example", "HTTP_X_REWRITE_URL": "/evil.example", "HTTP_X_HOST": "evil.example",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_X_REQUEST_ID": "evil.example", "HTTP_REFERER": "https://evil.example/",
    "HTTP_ACCEPT_LANGUAGE": "evil.example", "HTTP_COOKIE": "newsroom_language=evil.example; sessionid=evil.example",
    "HTTP_ACCEPT": "evil.example/" + ",".join("a/b" for _ in range(5000)), "HTTP_RANGE": "bytes=" + ",".join(["0-1"] * 1000),
    "HTTP_IF_NONE_MATCH": ",".join(['"evil.example"'] * 2000), "HTTP_IF_MODIFIED_SINCE": "evil.example",
    "HTTP_ACCEPT_ENCODING": "evil.example;q=evil", "HTTP_USER_AGENT": "evil.example",
}  # fmt: skip


def test_no_header_is_believed_or_said_again(house):
    story = given.a_published_article()
    for path in (
        "/",
        story.published.get_absolute_url(),
        "/feed.xml",
        "/sitemap.xml",
        "/none/",
        "/thoi-su",
        "/admin/",
        "/admin/login/",
    ):
        plain = house(path)
        for name, lie in LIES.items():
            status, headers, body = checked(house(path, **{name: lie}), (path, name))
            assert b"evil.example" not in body and "evil.example" not in str(headers), (path, name)
            if not path.startswith("/admin") and name != "HTTP_IF_NONE_MATCH":
                assert (status, body) == (plain[0], plain[2]), (path, name)
    for host in (
        "evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:80:80",
        "",
        "[::1",
        "a b",
        "127.0.0.1/",
    ):
        for path in ("/", "/admin/login/", "/static/a.css"):
            status, headers, body = checked(house(path, HTTP_HOST=host), (path, host))
            assert b"evil.example" not in body, (path, host)
            assert status == 400 or path.startswith("/static/") or not host, (path, host, status)


# files ---------------------------------------------------------------------------------------------------------------


def png(width, height, data=b"\0" * 100):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def a_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("../../x", "x")
    return out.getvalue()


FAKES = {
    "a.jpg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "b.jpg": b"<!doctype html><script>alert(1)</script>",
    "c.png": b"GIF89a<script>alert(1)</script>",
    "d.png": png(60_000, 60_000),
    "e.png": png(30_000, 30_000, b"\0" * 30_000_000),
    "f.jpg": a_zip(),
    "g.jpg": b"%PDF-1.4",
    "h.gif": b"",
    "i.svg": b"<svg/>",
    "j.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 50,
}


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(client):
    client.force_login(given.a_user("photographer"))
    for name, data in FAKES.items():
        file = SimpleUploadedFile(name, data, content_type="image/jpeg")
        answer = client.post(UPLOAD, {"file": file}, headers={"accept": "application/json"})
        assert answer.status_code == 422 and name in answer.json()["refused"], (name, answer.content)
    assert Photo.objects.count() == 0


NAMES = ["../../../etc/passwd.jpg", "a\r\nSet-Cookie: a=b.jpg", '"><script>alert(1)</script>.jpg', "a" * 5000 + ".jpg",
         "CON.jpg", "\u202egpj.exe", ".htaccess", "a\x00.php", "ảnh\u0301.jpg", "=cmd|' /C calc'!A0.jpg",
         "", "..", "a;b\"c.jpg"]  # fmt: skip


def test_a_hostile_file_name_is_only_a_word(client):
    photographer = given.a_user("photographer")
    client.force_login(photographer)
    for name in NAMES:
        photo = ingest.add_photo(io.BytesIO(given.jpeg()), name=name, by=photographer, caption="x").photo
        assert re.fullmatch(r"[0-9a-f/]+(\.\w+)?", photo.original), photo.original
        answer = client.get(f"/admin/media/photo/{photo.pk}/original/")
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert not re.search(r"[\r\n\0]", answer["Content-Disposition"]) and "a" not in answer.cookies
        for page in (f"/admin/media/photo/{photo.pk}/change/", "/admin/media/photo/", "/admin/media/photo/pick/"):
            assert b"<script>alert" not in client.get(page).content or "pick" in page
    assert json.loads(client.get("/admin/media/photo/pick/").content)["photos"]


# sessions ------------------------------------------------------------------------------------------------------------


def signed_in(role):
    user, client = given.a_user(role), Client()
    client.post("/admin/login/", {"username": user.username, "password": "a-long-enough-word"})
    assert client.get("/admin/").status_code == 200
    return user, client


def refused(client):
    return client.get("/admin/articles/article/").status_code in {302, 403}


class TestSessions:
    def test_signing_out_ends_the_session_also_for_who_copied_it(self):
        _user, client = signed_in("chief")
        thief = Client()
        thief.cookies["sessionid"] = client.cookies["sessionid"].value
        assert not refused(thief)
        assert client.get("/admin/logout/").status_code == 405 and not refused(client)  # no link or picture signs out
        client.post("/admin/logout/")
        assert refused(client) and refused(thief)

    def test_a_session_given_beforehand_is_not_the_one_signed_in(self):
        victim, user = Client(), given.a_user("chief")
        victim.get("/admin/login/")
        session = victim.session
        session["planted"] = "yes"
        session.save()
        planted = victim.cookies["sessionid"].value
        token_before = victim.cookies.get("csrftoken")
        victim.post("/admin/login/", {"username": user.username, "password": "a-long-enough-word"})
        assert victim.cookies["sessionid"].value != planted
        thief = Client()
        thief.cookies["sessionid"] = planted
        assert refused(thief) and SESSION_KEY not in thief.session
        assert not refused(victim)
        assert token_before is None or victim.cookies["csrftoken"].value != token_before.value

    def test_a_role_taken_an_account_closed_or_a_password_changed_counts_at_the_next_request(self):
        for end in (
            lambda user: user.groups.clear(),
            lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
            lambda user: (user.set_password("another-long-word"), user.save()),
        ):
            user, client = signed_in("chief")
            story = given.a_story_in_review()
            end(user)
            assert refused(client)
            client.post(f"/admin/articles/article/{story.pk}/act/publish/", {"version": story.version, "standing": 1})
            assert Article.objects.get(pk=story.pk).state == State.IN_REVIEW

    def test_a_changed_role_opens_no_more_and_no_less(self):
        user, client = signed_in("chief")
        user.groups.set([given.Group.objects.get_or_create(name="reporter")[0]])
        assert client.get("/admin/articles/event/").status_code == 403
        assert client.get("/admin/articles/article/").status_code == 200

    def test_the_cookies_are_out_of_reach_of_scripts_and_of_readers_pages(self):
        _user, client = signed_in("chief")
        for name in ("sessionid", "csrftoken"):
            if name in client.cookies:
                cookie = client.cookies[name]
                assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/"), name

    def test_a_contributor_made_ones_own_is_ones_own_until_it_is_taken(self):
        user, client = signed_in("reporter")
        story = given.a_draft(credit_line="Bài: Minh Khuê")
        person = Contributor.objects.get()
        Contributor.objects.filter(pk=person.pk).update(account=user)
        assert client.get(change_url(story)).status_code == 200
        Contributor.objects.filter(pk=person.pk).update(account=None)
        assert client.get(change_url(story)).status_code == 404
