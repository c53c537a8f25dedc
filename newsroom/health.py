"""/healthz: this process answers. /readyz: it can do its work: database, migrations, clock. /robots.txt beside them."""

import time
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SECONDS_LATE = 30


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request):
    """200 when all is well, else 503; either way what was found, in words."""
    try:
        found = {"database": "ok", "migrations": migrations(), "clock": clock()}
    except DatabaseError:
        found = {"database": "does not answer"}
    well = all(word == "ok" for word in found.values())
    return JsonResponse(found, status=200 if well else 503)


def migrations():
    return "ok" if all_applied() else "not applied: run python manage.py migrate"


@cache
def _steps_in_the_code():
    return frozenset(MigrationExecutor(connections[DEFAULT_DB_ALIAS]).loader.disk_migrations)


def all_applied():
    """Whether the database has had every migration of this code."""
    from django.db.migrations.recorder import MigrationRecorder

    applied = set(MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations())
    return _steps_in_the_code() <= applied


def clock():
    """The clock touches a file of this machine at each look."""
    try:
        seen = (settings.VAR / "clock").stat().st_mtime
    except FileNotFoundError:
        return "never seen here: run python manage.py serve, or python manage.py clock"
    late = int(time.time() - seen)
    return "ok" if late < SECONDS_LATE else f"last seen {late} s ago"


@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/", "Disallow: /search/", ""]
    lines += [f"Sitemap: {settings.SITE_URL}/{name}" for name in ("sitemap.xml", "news-sitemap.xml")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
