"""Static files from memory, before Django: read and compressed when first asked for, then kept.

Only what stood in STATIC_ROOT when the process started is served. Names that carry their content's hash may be kept
by a browser for ever.
"""

import json
import logging
import threading
from email.utils import formatdate
from mimetypes import guess_type
from pathlib import Path

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.utils.translation import gettext as _

from newsroom import security
from newsroom.answers import Page, plain

log = logging.getLogger(__name__)
FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


class HashedStorage(ManifestStaticFilesStorage):
    """Names with the content's hash. A file that is missing is an error in the log and a dead link on the page, not a
    page that cannot be shown; tests/test_house.py finds it before."""

    manifest_strict = False

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            log.error("no static file %s was collected", name)
            return name


class StaticFiles:
    """application  what answers everything else
    root         the folder that collectstatic filled
    prefix       the address of that folder, such as /static/
    """

    def __init__(self, application, root, prefix):
        self.application = application
        self.prefix = prefix
        self.paths = {}
        self.files = {}
        self.lock = threading.Lock()
        root = Path(root)
        if root.is_dir():
            self.paths = {
                prefix + path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()
            }
        manifest = root / "staticfiles.json"
        hashed = json.loads(manifest.read_text())["paths"].values() if manifest.is_file() else ()
        self.hashed = {prefix + name for name in hashed}

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if not path.startswith(self.prefix):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            page = plain("405 Method Not Allowed", path, _("Files here are only read.") + "\n", ("Allow", "GET, HEAD"))
            return page.answer(environ, start_response)
        file = self.files.get(path) or self.read(path)
        if file is None:
            return plain("404 Not Found", path, _("There is no such file.") + "\n").answer(environ, start_response)
        return file.answer(environ, start_response)

    def read(self, path):
        source = self.paths.get(path)
        if source is None:
            return None
        with self.lock:
            if path not in self.files:
                self.files[path] = File(source, for_ever=path in self.hashed, path=path)
            return self.files[path]


class File(Page):
    """A Page whose cache headers depend on its name, not on the edition."""

    __slots__ = ("age",)

    def __init__(self, source, *, for_ever, path):
        kind = TYPES.get(source.suffix) or guess_type(source.name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        self.age = FOR_EVER if for_ever else A_MINUTE
        modified = formatdate(source.stat().st_mtime, usegmt=True)
        headers = [("Content-Type", kind), ("Last-Modified", modified), *security.headers(path)]
        super().__init__("200 OK", headers, source.read_bytes())
        self.compressible = self.compressible or kind in {"image/svg+xml"}

    def cache_headers(self):
        return [("Cache-Control", self.age)]
