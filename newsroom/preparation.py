"""What has to be there before the newsroom can be served: tables, collected static files, the demo on first start.

Each is looked at cheaply and done only where something changed, so that a second start takes moments.
"""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from newsroom import health, sqlite


def prepare(say):
    """say: what to do with a line for the person at the terminal."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    if not health.all_applied():
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    sqlite.optimize(connection)
    collect_static(say)
    if not settings.PUBLIC and not settings.DEMO_LOADED.exists():
        say("Loading the demo newspaper (once) …")
        call_command("demo")


def collect_static(say):
    if settings.DEBUG:
        return  # runserver finds them where they stand
    mark = settings.VAR / "static.collected"
    now = fingerprint()
    if mark.exists() and mark.read_text() == now and settings.STATIC_ROOT.is_dir():
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(now)


def fingerprint():
    """Name, size and age of every static file."""
    facts = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = storage.path(name)
            found = os.stat(path)
            facts.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return facts.hexdigest()
