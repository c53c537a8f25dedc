"""Start-up checks: what would make a site unsafe is refused before it is served, each with an id and a cure.

Errors stop `serve` and `check`; warnings are said and let by.
"""

import importlib.util
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from newsroom import sqlite

DEMO_USERS = ("reporter", "photographer", "editor", "chief", "admin")
SHORTEST_SECRET = 32


@register(Tags.security)
def public_settings(app_configs, **_others):
    """NEWSROOM_PUBLIC=1 means strangers come: nothing may be left at what suits one machine."""
    if not settings.PUBLIC:
        return []
    faults = []
    if settings.DEBUG:
        faults.append(
            Error(
                "A public site runs with NEWSROOM_DEBUG on: its error pages show source code and settings to anybody.",
                hint="Unset NEWSROOM_DEBUG.",
                id="newsroom.E001",
            )
        )
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        faults.append(
            Error(
                "The secret key is short enough to be guessed.",
                hint="Unset NEWSROOM_SECRET_KEY (one is made and kept), or set at least 32 random letters.",
                id="newsroom.E002",
            )
        )
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or site.hostname in {"127.0.0.1", "localhost"}:
        faults.append(
            Error(
                f"SITE_URL is {settings.SITE_URL}: addresses, feeds and cookies of a public site need its https one.",
                hint="Set SITE_URL=https://your.paper, the address that readers type.",
                id="newsroom.E003",
            )
        )
    if "*" in settings.ALLOWED_HOSTS or site.hostname not in settings.ALLOWED_HOSTS:
        faults.append(
            Error(
                "NEWSROOM_HOSTS takes any host, or not the one of SITE_URL.",
                hint="Set NEWSROOM_HOSTS to the names that this site answers to, with commas, or unset it.",
                id="newsroom.E004",
            )
        )
    return faults


@register(Tags.security)
def single_editor(app_configs, **_others):
    if not settings.SINGLE_EDITOR:
        return []
    return [
        Warning(
            "SINGLE_EDITOR is on: one person alone can put their own text before all readers.",
            hint="Unset SINGLE_EDITOR once two people work here.",
            id="newsroom.W001",
        )
    ]


@register(Tags.compatibility)
def heic(app_configs, **_others):
    if not settings.HEIC or importlib.util.find_spec("pillow_heif"):
        return []
    return [
        Error(
            "NEWSROOM_HEIC is on, but what opens HEIC is not installed.",
            hint="pip install -r newsroom/requirements-heic.txt (its licence is the GPL, version 2), or unset NEWSROOM_HEIC.",
            id="newsroom.E008",
        )
    ]


@register(Tags.compatibility)
def trusted_signers(app_configs, **_others):
    if settings.C2PA_TRUST is None or settings.C2PA_TRUST.is_file():
        return []
    return [
        Error(
            f"NEWSROOM_C2PA_TRUST names {settings.C2PA_TRUST}, where no file is: every signer would be called unknown.",
            hint="Put the certificates (PEM) there, or unset NEWSROOM_C2PA_TRUST.",
            id="newsroom.E009",
        )
    ]


@register(Tags.compatibility)
def sqlite_version(app_configs, **_others):
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and not sqlite.SAFE:
        return [
            Warning(
                f"SQLite {sqlite.VERSION} can corrupt a database in WAL mode; the newsroom keeps a slower journal and "
                "serves from one web process.",
                hint="Install pysqlite3 (pip install -r requirements.txt on Linux), or a Python with SQLite 3.51.3.",
                id="newsroom.W002",
            )
        ]
    return []


@register(Tags.database)
def durable(app_configs, databases=None, **_others):
    """A save that was acknowledged has to survive a power cut. Asked of the database itself."""
    if not databases:
        return []
    asked, enough, cure = {
        "sqlite": ("PRAGMA synchronous", {2, 3}, "Leave synchronous at FULL in newsroom/settings.py."),
        "postgresql": (
            "SHOW synchronous_commit",
            {"on", "remote_apply", "remote_write"},
            "ALTER DATABASE … SET synchronous_commit = on",
        ),
    }[connection.vendor]
    try:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            found = cursor.fetchone()[0]
    except DatabaseError as error:
        return [Error(f"The database does not answer: {error}", hint="Check DATABASE_URL.", id="newsroom.E005")]
    if found in enough:
        return []
    return [Error(f"{asked} answers {found}: a power cut could take back a save.", hint=cure, id="newsroom.E006")]


@register(Tags.database)
def demo_users(app_configs, databases=None, **_others):
    """The demo's password is printed in the README."""
    if not databases or not settings.PUBLIC:
        return []
    from django.contrib.auth import get_user_model

    try:
        found = [
            user.username
            for user in get_user_model().objects.filter(username__in=DEMO_USERS, is_active=True)
            if user.check_password("newsroom-demo")
        ]
    except DatabaseError:
        return []  # not migrated yet: there is nobody
    if not found:
        return []
    return [
        Error(
            f"The demo logins {', '.join(found)} work on this public site.",
            hint="Start a public site on a database without the demo, or set other passwords.",
            id="newsroom.E007",
        )
    ]
