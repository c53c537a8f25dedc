"""What granian serves in bench_pagecache: the same bytes from a bare callable and from the page cache before it."""

import os
from pathlib import Path

import django
import environ

django.setup()

from newsroom import edition, pagecache, staticfiles  # noqa: E402  (models, so after setup)

PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes()
DATABASE = environ.Env().db_url_config(os.environ["BENCH_DATABASE"])


def bare(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


kept = staticfiles.StaticFiles(pagecache.PageCache(bare, edition.SqliteReader(DATABASE)), "/nowhere", "/static/")
