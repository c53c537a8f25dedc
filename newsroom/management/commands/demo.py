import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import demo, demo_archive, demo_library


class Command(BaseCommand):
    help = "Load the demo newspaper and its five logins; loading again makes nothing twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--articles",
            type=int,
            metavar="N",
            help="instead: a large archive of made-up words, N stories, for measuring",
        )

        parser.add_argument(
            "--photos", type=int, metavar="N", help="instead: a large picture library, N photographs, for measuring"
        )

    def handle(self, *, articles, photos, **options):
        if settings.PUBLIC:
            raise CommandError(
                "NEWSROOM_PUBLIC=1 is set: the demo's password is known to everybody, so the demo is not loaded here. "
                "Unset it on a machine that readers do not reach. Nothing was changed."
            )
        began = time.monotonic()
        if articles is not None:
            added = demo_archive.load(articles, self.stdout.write)
            self.stdout.write(f"{added} stories added ({time.monotonic() - began:.0f} s).")
            return
        if photos is not None:
            added = demo_library.load(photos, self.stdout.write)
            self.stdout.write(f"{added} photographs added ({time.monotonic() - began:.0f} s).")
            return
        loaded = demo.load(self.stdout.write)
        settings.DEMO_LOADED.parent.mkdir(parents=True, exist_ok=True)
        settings.DEMO_LOADED.touch()
        counted = ", ".join(f"{count} {state.value}" for state, count in demo.states(loaded).items() if count)
        self.stdout.write(f"The demo is here: {counted} ({time.monotonic() - began:.0f} s).")
