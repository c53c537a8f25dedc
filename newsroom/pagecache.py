"""Kept pages: a WSGI callable in front of Django that answers with ready bytes while they are still true.

A page is made from its address and nothing else: what makes it sees no cookie, no header and no query key that is not
in KNOWN_KEYS. It is kept in the memory of each process under the edition (newsroom/edition.py) that was read *before*
it was made, and is given out only while that is still the edition. There is nothing to invalidate and no message
between processes. A page that ages by itself says how long it is good (response.good_until, see security.Headers).

When the edition cannot be read, because the database is gone, pages of the last edition known are given out for an
hour; after that, and for pages not kept, the answer is 503.
"""

import io
import logging
import re
import threading
import time
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from newsroom import edition, security
from newsroom.answers import HOUR, Page, never_shared, plain

log = logging.getLogger(__name__)

NEVER_KEPT = ("/admin/", "/static/", "/i/", "/preview/", "/healthz", "/readyz")
KNOWN_KEYS = (
    # Which query keys mean something where. Searches and lists further back; everywhere else none does.
    (re.compile(r"/search/"), ("q", "before")),
    (re.compile(r"/[^/]+/[^/]+-\d+/|/photo/.*|/.*\.(xml|txt|json)"), ()),
    (re.compile(r"/.*"), ("before",)),
)
LONGEST_KEPT_QUERY = 200  # letters; longer searches are answered, not kept
KEPT = {200, 301, 404, 410}
LARGEST_SHARE = 4  # no page may take more than this part of its store
SECONDS_TO_WAIT_FOR_ANOTHER = 10
SERVERS_OWN = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.version", "wsgi.errors", "wsgi.url_scheme",
               "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once")  # fmt: skip


@lru_cache(maxsize=512)
def known_host(host):
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


class Store:
    """Pages of one edition, up to so many bytes. Those not asked for lately go first."""

    def __init__(self, bytes_allowed):
        self.bytes_allowed = bytes_allowed
        self.pages = {}
        self.weight = 0
        self.lock = threading.Lock()

    def get(self, key):
        page = self.pages.get(key)
        if page is not None:
            page.used = True
        return page

    def put(self, key, page):
        if page.weight * LARGEST_SHARE > self.bytes_allowed:
            return
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.weight += page.weight
            while self.weight > self.bytes_allowed:
                oldest, candidate = next(iter(self.pages.items()))
                self.drop(oldest)
                if candidate.used:  # a second chance, at the young end
                    candidate.used = False
                    self.pages[oldest] = candidate
                    self.weight += candidate.weight

    def drop(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.weight -= page.weight


class Kept:
    """What is kept of one edition. Odd ones have a small store of their own, so that a scan of addresses that are not
    there, or a thousand searches, push no page out."""

    def __init__(self, number, bytes_allowed):
        self.number = number
        self.pages = Store(bytes_allowed)
        self.odd = Store(bytes_allowed // 16)

    def get(self, key):
        page = self.pages.get(key) or self.odd.get(key)
        if page is not None and page.good_until is not None and page.good_until <= time.time():
            return None
        return page

    def put(self, key, page):
        path, query = key
        (self.pages if page.code == 200 and not query else self.odd).put(key, page)


class Flight:
    """A page being made: who comes meanwhile waits for it instead of making it again."""

    __slots__ = ("done", "page")

    def __init__(self):
        self.done = threading.Event()
        self.page = None


class PageCache:
    """application   the WSGI callable that makes pages: Django
    editions      an object whose read() gives the edition, or raises edition.Unknown
    """

    def __init__(self, application, editions, bytes_allowed=None):
        self.application = application
        self.editions = editions
        self.bytes_allowed = settings.PAGE_CACHE_BYTES if bytes_allowed is None else bytes_allowed
        self.kept = Kept(None, self.bytes_allowed)
        self.flights = {}
        self.lock = threading.Lock()
        self.read_at = 0.0
        self.host = urlsplit(settings.SITE_URL).netloc

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"] or "/"
        if len(path) + len(environ.get("QUERY_STRING", "")) > security.LONGEST_ADDRESS:
            return too_long(environ, start_response)
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or path.startswith(NEVER_KEPT)
            or path == "/admin"
            or not known_host(environ.get("HTTP_HOST", ""))
        ):
            return self.application(environ, start_response)
        query = canonical_query(path, environ["QUERY_STRING"]) if environ.get("QUERY_STRING") else ""
        page = self.page((path, query), environ)
        return page.answer(environ, start_response)

    def page(self, key, environ):
        try:
            number = self.editions.read()
        except edition.Unknown:
            return self.without_edition(key)
        self.read_at = time.monotonic()
        kept = self.kept
        if kept.number != number:
            kept = self.kept = Kept(number, self.bytes_allowed)
        return kept.get(key) or self.make_once(key, kept, environ)

    def without_edition(self, key):
        page = self.kept.get(key) if time.monotonic() - self.read_at < HOUR else None
        if page is None:
            return unavailable(key[0])
        return page

    def make_once(self, key, kept, environ):
        """Make the page, or wait for the thread of this process that is making it from the same edition."""
        name = (kept.number, key)
        with self.lock:
            flight = self.flights.get(name)
            first = flight is None
            if first:
                flight = self.flights[name] = Flight()
        if not first:
            if flight.done.wait(SECONDS_TO_WAIT_FOR_ANOTHER) and flight.page is not None:
                return flight.page
            return self.make(key, kept, environ)
        try:
            flight.page = self.make(key, kept, environ)
            return flight.page
        finally:
            with self.lock:
                del self.flights[name]
            flight.done.set()

    def make(self, key, kept, environ):
        page, keep = render(self.application, key, environ, self.host, kept.number)
        if keep:
            page.headers = [pair for pair in page.headers if pair[0] != "X-Request-Id"]
            kept.put(key, page)
        return page


def render(application, key, environ, host, edition=None):
    """(Page, whether it may be kept): what Django answers at this address to somebody of whom it knows nothing."""
    path, query = key
    given = {name: environ[name] for name in SERVERS_OWN if name in environ}
    given |= {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "REMOTE_ADDR": "",
        "wsgi.input": io.BytesIO(),
        "newsroom.good_until": None,
        "newsroom.edition": edition,
    }
    if settings.PUBLIC:
        given["HTTP_X_FORWARDED_PROTO"] = "https"
    try:
        status, headers, body = run(application, given)
    except Exception:  # Django answers its own errors; what comes through is broken beyond that
        log.exception("no page could be made at %s", path)
        words = _("Something went wrong here. Please try again in a moment.")
        return plain("500 Internal Server Error", path, words + "\n"), False
    named = {name.lower(): value for name, value in headers}
    good_until = given["newsroom.good_until"]
    surrogates = []
    if "surrogate-key" in named:
        keys = named["surrogate-key"]
        surrogates = [("Surrogate-Key", keys), ("Cache-Tag", ",".join(keys.split()))]
    page = Page(status, headers, body, good_until=good_until.timestamp() if good_until else None, surrogates=surrogates)
    true_for_all = page.code in KEPT and "no-store" not in named.get("cache-control", "")
    if not true_for_all:
        never_shared(page)
    if "set-cookie" in named:
        log.error("a page for readers tried to set a cookie; it was sent without and not kept: %s", path)
        true_for_all = False
    return page, true_for_all and len(query) <= LONGEST_KEPT_QUERY


def run(application, environ):
    """(status, headers, body) of a WSGI callable."""
    head = []
    answer = application(environ, lambda status, headers, exc_info=None: head.extend((status, headers)))
    try:
        return *head, b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def canonical_query(path, query):
    """The keys that mean something here, each once, in one order; the rest is dropped. NUL is in no search."""
    known = next(keys for pattern, keys in KNOWN_KEYS if pattern.fullmatch(path))
    if not known:
        return ""
    try:
        given = dict(parse_qsl(query, max_num_fields=100, errors="replace"))
    except ValueError:  # a hundred fields: nobody's search
        given = {}
    return urlencode([(name, given[name].replace("\x00", "")) for name in known if given.get(name)])


def too_long(environ, start_response):
    page = plain("414 URI Too Long", "/", _("The address is too long. Start from the front page.") + "\n")
    return page.answer(environ, start_response)


def unavailable(path):
    return plain(
        "503 Service Unavailable",
        path,
        _("The newspaper cannot be read for a moment. Please try again.") + "\n",
        ("Retry-After", "5"),
    )
