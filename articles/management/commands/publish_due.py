from django.core.management.base import BaseCommand, CommandError

from articles import clock


class Command(BaseCommand):
    help = "Put out every scheduled story whose hour has come, and end pictures whose rights are over."

    def handle(self, **options):
        held_back = 0
        for article_id, reason in clock.publish_due():
            if reason:
                held_back += 1
                self.stderr.write(f"held back #{article_id}: {reason}")
            else:
                self.stdout.write(f"published #{article_id}")
        for article_id, reason in clock.end_rights():
            if reason:
                held_back += 1
                self.stderr.write(f"pictures whose rights ended stay in #{article_id}: {reason}")
            else:
                self.stdout.write(f"pictures whose rights ended left #{article_id}")
        if held_back:
            raise CommandError(f"{held_back} held back; the lines above say why.")
