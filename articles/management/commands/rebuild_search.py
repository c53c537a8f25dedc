from django.core.management.base import BaseCommand

from articles import search
from media import finding
from media.models import Photo
from newsroom import fulltext


class Command(BaseCommand):
    help = "Build the search indexes again: the readers' from what is published, the desk's from all photographs."

    def handle(self, **options):
        self.stdout.write(f"{search.rebuild()} stories indexed.")
        fulltext.clear(finding.INDEX)
        count = 0
        for photo in Photo.objects.order_by("pk").iterator(chunk_size=500):
            finding.index([photo])
            count += 1
        self.stdout.write(f"{count} photographs indexed.")
