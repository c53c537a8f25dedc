import gc
import logging
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import partial

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom import environment, preparation, sqlite, supervisor

LOGINS = (
    ("reporter", "writes stories"),
    ("chief", "publishes everywhere, arranges the front"),
    ("editor", "reviews and publishes in six sections"),
    ("photographer", "brings pictures"),
    ("admin", "accounts and settings only"),
)


class Command(BaseCommand):
    help = "Serve the newsroom: web workers, the clock and the task worker, kept running until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help=f"default: PORT, now {settings.PORT}")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default 127.0.0.1)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default 2)")
        parser.add_argument("--prepare", action="store_true", help="migrate, collect static files, load the demo once")
        parser.add_argument("--reload", action="store_true", help="Django's development server: reloads changed code")
        parser.add_argument(
            "--end-with-parent", action="store_true", help="end when the process that started this ends"
        )

    def handle(self, *, port, host, workers, prepare, reload, end_with_parent, **options):
        if port is not None and port != settings.PORT:
            environment.again(PORT=str(port))
        self.began = time.monotonic()
        if end_with_parent:
            supervisor.die_with_parent(os.getppid())
        refuse_taken_port(host)
        if prepare:
            preparation.prepare(self.stdout.write)
            settings.DEMO = settings.DEMO_LOADED.exists() and not settings.PUBLIC
        self.check(databases=["default"], fail_level=checks.ERROR)
        if not sqlite.SAFE and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            workers = 1
        connections.close_all()  # before any fork: a connection belongs to one process
        web = supervisor.Child("web", run_development_server if reload else partial(run_granian, host, workers))
        clock = supervisor.Child("clock", partial(call_command, "clock"))
        tasks = supervisor.Child("tasks", run_task_worker)
        supervisor.supervise([web, clock, tasks], when_started=self.announce)
        self.stdout.write("Ended. Everything is stored.")

    def announce(self, stopping):
        """Wait until a page can be had, then say where."""
        while not stopping and time.monotonic() - self.began < 60:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{settings.PORT}/healthz", timeout=1).close()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
            else:
                break
        if stopping:
            return
        lines = ["", f"{settings.SITE_NAME} is served ({time.monotonic() - self.began:.1f} s). Ctrl-C ends it.", ""]
        lines += [f"  The newspaper  {settings.SITE_URL}/", f"  The desk       {settings.SITE_URL}/admin/", ""]
        if settings.DEMO:
            lines.append("  Demo logins, all with the password newsroom-demo:")
            lines += [f"    {name:<13} {words}" for name, words in LOGINS]
            lines.append("")
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def refuse_taken_port(host):
    """granian listens with SO_REUSEPORT: beside a forgotten server it would silently get half of the readers."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} cannot be used: {error.strerror}. Another server may be running there. "
                f"End it, or choose another port: PORT={settings.PORT + 1} make run. Nothing was started."
            ) from error


def run_granian(host, workers):
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    load_application()  # once, before the workers are forked: they share its memory
    gc.collect()
    gc.freeze()
    Granian(
        "newsroom.wsgi:application",
        address=host,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=3,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(worker_application, os.getpid()), wrap_loader=False)


def worker_application(parent):
    """What a web worker runs. It goes when granian's main process is killed."""
    supervisor.die_with_parent(parent)
    return load_application()


def load_application():
    from django.urls import get_resolver

    from newsroom.wsgi import application

    list(get_resolver().url_patterns)  # imports every view now, not under the first reader
    return application


def run_task_worker():
    from media.hotfolder import keep_watching
    from media.tasks import keep_sweeping

    # It would tell of its start, of each task's and of its end; what fails is said where it fails.
    logging.getLogger("django_tasks_db").addFilter(lambda record: record.levelno >= logging.ERROR)
    logging.getLogger("django_tasks").addFilter(lambda record: record.levelno >= logging.ERROR)
    threading.Thread(target=keep_sweeping, daemon=True).start()  # photographs that a dead worker left waiting
    if settings.HOT_FOLDER:
        threading.Thread(target=keep_watching, args=[settings.HOT_FOLDER], daemon=True).start()
    call_command("db_worker", "--interval", "0.5", "--no-startup-delay", "--no-reload")


def run_development_server():
    manage = [sys.executable, str(settings.ROOT / "manage.py")]
    os.execv(sys.executable, [*manage, "runserver", f"127.0.0.1:{settings.PORT}"])
