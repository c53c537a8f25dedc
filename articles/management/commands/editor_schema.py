"""Writes the body's schema where the editor's sources read it. Run by `make editor`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from articles.body.editorschema import described

SCHEMA = Path(__file__).parents[2] / "editor" / "src" / "schema.json"


def written() -> str:
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"


class Command(BaseCommand):
    help = "Write the schema of a story's body for the editor's sources (articles/editor/src/schema.json)."

    def handle(self, **options):
        SCHEMA.write_text(written(), encoding="utf-8")
        self.stdout.write(f"{SCHEMA.name} written")
