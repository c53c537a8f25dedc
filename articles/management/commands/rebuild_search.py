from django.core.management.base import BaseCommand

from articles import search


class Command(BaseCommand):
    help = "Build the readers' search index again from what is published."

    def handle(self, **options):
        self.stdout.write(f"{search.rebuild()} stories indexed.")
