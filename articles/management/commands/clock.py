import logging
import signal
import threading
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from articles import clock

log = logging.getLogger("newsroom.clock")


class Command(BaseCommand):
    help = (
        "Run the clock: put out scheduled stories within a second of their hour, end pictures' rights, until stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks (default 0.5)")

    def handle(self, *, interval, **options):
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        beat = Path(settings.VAR) / "clock"
        held_back = {}
        while not stop.wait(interval):
            try:
                for article_id, reason in clock.publish_due():
                    if reason and held_back.get(article_id) != reason:
                        log.error("held back #%s: %s", article_id, reason)
                    held_back[article_id] = reason
                for article_id, reason in clock.end_rights():
                    if reason:
                        log.error("pictures whose rights ended stay in #%s: %s", article_id, reason)
                    else:
                        log.warning("pictures whose rights ended left #%s", article_id)
            except DatabaseError:
                # The database may be restarting; the clock goes on asking.
                log.exception("the clock could not read what is due")
            finally:
                close_old_connections()
            beat.touch()
