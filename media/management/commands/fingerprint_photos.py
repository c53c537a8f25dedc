from django.core.management.base import BaseCommand

from media import storing
from media.darkroom import Failed, aside
from media.models import Likeness, Photo


class Command(BaseCommand):
    help = "Take the fingerprint of photographs that have none, so that those that look the same are found. May be run again."

    def handle(self, **options):
        taken = failed = 0
        lacking = Photo.objects.filter(likeness=None).order_by("pk")
        for photo in lacking.prefetch_related("renditions").iterator(chunk_size=500):
            rows = [row for row in photo.renditions.all() if row.shape == "original" and row.format == "jpeg"]
            if not rows:
                continue
            with storing.as_path(storing.renditions(), min(rows, key=lambda row: row.width).file) as path:
                try:
                    bits = aside.ask({"do": "fingerprint", "path": str(path)})["likeness"]
                except Failed:
                    failed += 1
                    continue
            if bits is not None:
                Likeness.objects.bulk_create([Likeness.of(photo, bits)], ignore_conflicts=True)
                taken += 1
        self.stdout.write(f"{taken} fingerprints taken, {failed} could not be.")
