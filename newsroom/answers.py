"""An answer as bytes, ready in each form that a browser may ask for, with its tag and what caches may do with it."""

import gzip
import hashlib
import re
import time
from functools import lru_cache

import brotli
from django.conf import settings

from newsroom import security

HOUR = 3600
SHARED_SECONDS = 300  # how long a cache that we can purge may keep a page
UNPURGED_SECONDS = 1  # and one that we cannot
COMPRESSIBLE = re.compile(
    r"text/|application/(json|feed\+json|ld\+json|xml|rss\+xml|atom\+xml|manifest\+json|javascript)"
)
NOT_PASSED_ON = {
    "set-cookie",
    "vary",
    "cache-control",
    "etag",
    "content-length",
    "surrogate-key",
    "cache-tag",
    "expires",
}
ABOUT_THE_BODY = {"Content-Length", "Content-Type", "Content-Encoding"}


class Page:
    """One answer, ready in each form. Compressed when first asked for that way."""

    __slots__ = ("body", "compressible", "etag", "forms", "good_until", "headers", "status", "used", "weight")

    def __init__(self, status, headers, body, *, good_until=None, surrogates=()):
        self.status = status
        self.body = body
        self.good_until = good_until
        self.used = False
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        self.compressible = len(body) > 200 and COMPRESSIBLE.match(kind) is not None
        self.etag = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.headers = [(name, value) for name, value in headers if name.lower() not in NOT_PASSED_ON]
        self.headers.append(("Vary", "Accept-Encoding"))
        if settings.PURGE_URL:
            self.headers += surrogates
        self.forms = {}
        self.weight = len(body) * (2 if self.compressible else 1) + 1024

    @property
    def code(self):
        return int(self.status[:3])

    def form(self, encoding):
        """(bytes, their headers, their ETag) in this encoding: identity, gzip or br."""
        found = self.forms.get(encoding)
        if found is None:
            body = self.body
            own = []
            tag = f'"{self.etag}"'
            if encoding == "br":
                body, tag = brotli.compress(body, quality=5), f'"{self.etag}-br"'
            elif encoding == "gzip":
                body, tag = gzip.compress(body, 6, mtime=0), f'"{self.etag}-gz"'
            if encoding != "identity":
                own = [("Content-Encoding", encoding)]
            headers = [*self.headers, *own, ("ETag", tag), ("Content-Length", str(len(body)))]
            if self.good_until is None:
                headers += self.cache_headers()
            found = self.forms[encoding] = (body, headers, tag)
        return found

    def cache_headers(self):
        """Browsers ask each time; shared caches that name themselves may keep it, and for an hour when we are gone."""
        seconds = SHARED_SECONDS if settings.PURGE_URL else UNPURGED_SECONDS
        if self.good_until is not None:
            seconds = max(0, min(seconds, int(self.good_until - time.time())))
        edge = f"max-age={seconds}, stale-if-error={HOUR}"
        return [
            ("Cache-Control", "public, max-age=0, must-revalidate"),
            ("CDN-Cache-Control", edge),
            ("Surrogate-Control", edge),
        ]

    def answer(self, environ, start_response):
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.compressible else "identity"
        body, headers, tag = self.form(encoding)
        if self.good_until is not None:
            headers = headers + self.cache_headers()
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and tag and self.code == 200 and matches(asked, tag):
            start_response("304 Not Modified", [pair for pair in headers if pair[0] not in ABOUT_THE_BODY])
            return []
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=512)
def choose_encoding(accepted):
    """The smallest form that the browser takes. accepted: the header as sent."""
    quality = {}
    for part in accepted.lower()[:1000].split(","):
        name, _, parameters = part.partition(";")
        weight = parameters.partition("q=")[2].strip() if "q=" in parameters else "1"
        try:
            quality[name.strip()] = float(weight)
        except ValueError:
            quality[name.strip()] = 0.0
    for encoding in ("br", "gzip"):
        if quality.get(encoding, quality.get("*", 0.0)) > 0:
            return encoding
    return "identity"


def matches(asked, tag):
    """If-None-Match: weak comparison, a list, or any."""
    return asked.strip() == "*" or any(part.strip().removeprefix("W/") == tag for part in asked.split(","))


def never_shared(page):
    """An answer that no cache may hold: errors, and what says so itself."""
    own = [("Cache-Control", "no-store"), ("Content-Length", str(len(page.body)))]
    page.forms["identity"] = (page.body, [*page.headers, *own], "")
    page.compressible = False
    page.good_until = None


def plain(status, path, words, *more):
    page = Page(status, [("Content-Type", "text/plain; charset=utf-8"), *security.headers(path), *more], words.encode())
    never_shared(page)
    return page
