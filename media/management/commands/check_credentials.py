from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from media import credentials, provenance, storing
from media.darkroom import aside
from media.metadata import blocks
from media.models import Photo


class Command(BaseCommand):
    help = (
        "Read the Content Credentials (C2PA) of originals that were never asked, or, with --again, of all that have any: "
        "after a new list of trusted signers. Never over the network. May be run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="those that have credentials, not those never asked")

    def handle(self, *, again, **options):
        asked = Photo.objects.exclude(credentials={}).exclude(credentials__state=provenance.NONE)
        photos = asked if again else Photo.objects.filter(credentials={})
        read = with_some = 0
        for photo in photos.order_by("pk").iterator(chunk_size=200):
            with storing.as_path(storing.originals(), photo.original) as path:
                found = credentials.of(path, photo.format, _hint(path), by=aside)
            with transaction.atomic():
                photo = Photo.objects.select_for_update().get(pk=photo.pk)
                credentials.take(photo, found)
                photo.save(update_fields=["credentials", "raw", "taken_from", "others", "digital_source_type"])
            read += 1
            with_some += found["state"] != provenance.NONE
        self.stdout.write(f"{read} originals looked at, {with_some} with Content Credentials.")


def _hint(path: Path) -> dict | None:
    data = path.read_bytes()
    return provenance.hint(data, blocks.find(data).xmp)
