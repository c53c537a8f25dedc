import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import demo


class Command(BaseCommand):
    help = "Load the demo newspaper and its five logins; loading again makes nothing twice."

    def handle(self, *, verbosity, **options):
        if settings.PUBLIC:
            raise CommandError(
                "NEWSROOM_PUBLIC=1 is set: the demo's password is known to everybody, so the demo is not loaded here. "
                "Unset it on a machine that readers do not reach. Nothing was changed."
            )
        began = time.monotonic()
        articles = demo.load(self.stdout.write)
        settings.DEMO_LOADED.parent.mkdir(parents=True, exist_ok=True)
        settings.DEMO_LOADED.touch()
        counted = ", ".join(f"{count} {state.value}" for state, count in demo.states(articles).items() if count)
        self.stdout.write(f"The demo is here: {counted} ({time.monotonic() - began:.0f} s).")
