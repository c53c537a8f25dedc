"""Photographs in from files and folders. With --json a list with one object a file:

file       as it was named
id, known  of its photograph; known: the same bytes were here before
fields     its words under the names of the IPTC standard: caption, creator (a list), credit_line, date_created …
from       of each of these fields the block it was taken from: xmp, iim or exif; desk: a person wrote it, or the sender
not_taken  [{field, from, why, value}]: another block's wording (differs), a camera default, a file name, a placeholder;
           damaged, with "repaired" where something can be read of it
warnings   what a person should look at, as sentences
refused    instead of all but file: why nothing was stored
"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media import hotfolder, ingest
from media.models import Photo

# What expected files of the trade call our fields.
NAMES = {
    "caption": "caption",
    "alt": "alt_text",
    "long_description": "extended_description",
    "headline": "headline",
    "object_name": "title",
    "creators": "creator",
    "creator_title": "creator_job_title",
    "credit": "credit_line",
    "copyright": "copyright",
    "source": "source",
    "keywords": "keywords",
    "people": "persons",
    "event": "event",
    "place_shown": "location_shown",
    "city": "city",
    "province": "province",
    "country": "country",
    "country_code": "country_code",
    "caption_writer": "caption_writer",
    "usage_terms": "usage_terms",
    "licence_page": "web_statement",
    "instructions": "instructions",
    "job_id": "job_id",
    "digital_source_type": "digital_source_type",
    "data_mining": "data_mining",
}


class Command(BaseCommand):
    help = "Take photographs in from files and folders, with the captions and credits written in them."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", metavar="FILE_OR_FOLDER")
        parser.add_argument("--json", action="store_true", help="print a list with one object per file")
        parser.add_argument(
            "--watch",
            metavar="FOLDER",
            type=Path,
            help="go on taking in what is written into this folder, until Ctrl-C; taken files move to its folder taken, "
            "others to refused; with --json one object a line",
        )

    def handle(self, *, paths, json: bool, watch: Path | None, **options):
        if bool(paths) == bool(watch):
            raise CommandError(_("Name files and folders, or --watch and one folder. Nothing was stored."))
        if watch:
            return self._watch(watch, json)
        results = []
        for path in _files(paths):
            result = _take(path)
            results.append(result)
            if not json:
                self._say(result)
        if json:  # the list itself says what was refused
            self.stdout.write(_as_json(results))
            return
        refused = sum("refused" in result for result in results)
        if refused:
            raise CommandError(_("%(count)s not taken; the lines above say why.") % {"count": refused})

    def _watch(self, folder: Path, as_json: bool):
        def say(result):
            if as_json:
                self.stdout.write(json.dumps(result, ensure_ascii=False))
            else:
                self._say(result)
            self.stdout.flush()

        try:
            hotfolder.keep_watching(folder, told=lambda path, outcome: say(as_result(path, outcome)))
        except KeyboardInterrupt:
            self.stdout.write(_("Ended. What was not taken yet is where it was written."))

    def _say(self, result):
        if "refused" in result:
            self.stderr.write(result["refused"])
            return
        known = " " + _("(already here)") if result["known"] else ""
        self.stdout.write(f"#{result['id']} {result['file']}{known}")
        for warning in result["warnings"]:
            self.stdout.write(f"   {warning}")


def _files(paths):
    """Every file named, and every file in every folder named, in order of name; hidden ones are left alone."""
    for given in map(Path, paths):
        if given.is_dir():
            inside = sorted(path for path in given.rglob("*") if path.is_file())
            yield from (path for path in inside if not path.name.startswith("."))
        else:
            yield given


def _take(path: Path) -> dict:
    try:
        with path.open("rb") as file:
            return as_result(path, ingest.add_photo(file, name=path.name))
    except ingest.Refused as refusal:
        return as_result(path, refusal)
    except OSError as error:
        reason = _("%(name)s could not be read (%(why)s). Nothing was stored.")
        return {"file": str(path), "refused": reason % {"name": path.name, "why": error.strerror or error}}


def as_result(path: Path, added: ingest.Added | ingest.Refused) -> dict:
    """What is told of one file."""
    if isinstance(added, ingest.Refused):
        return {"file": str(path), "refused": str(added)}
    fields, sources = words_of(added.photo)
    return {
        "file": str(path),
        "id": added.photo.pk,
        "known": added.known,
        "fields": fields,
        "from": sources,
        "not_taken": not_taken(added.photo),
        "warnings": added.warnings,
    }


def words_of(photo: Photo) -> tuple[dict, dict]:
    """The photograph's words under the trade's names, and for each the block it came from: xmp, iim, exif, c2pa or desk."""
    fields, sources = {}, {}
    for name, label in NAMES.items():
        if value := getattr(photo, name):
            fields[label] = value
            sources[label] = photo.taken_from.get(name, "desk")
    if date := photo.raw.get("date"):
        fields["date_created"] = date
        sources["date_created"] = photo.taken_from["date"]
        if photo.taken_from["date"] == "iim" and " " in date:  # two datasets, 2:55 and 2:60
            fields["date_created"], fields["time_created"] = date.split(" ", 1)
            sources["time_created"] = "iim"
    return fields, sources


def not_taken(photo: Photo) -> list[dict]:
    """What the file said and was not taken, with the reason."""
    found = [
        {"field": NAMES.get(name, name), "from": entry["block"], "why": entry["why"], "value": entry["value"]}
        for name, entries in photo.others.items()
        for entry in entries
    ]
    for name, entries in photo.damaged.items():
        for entry in entries:
            told = {"field": NAMES.get(name, name), "from": entry["block"], "why": "damaged", "value": entry["value"]}
            found.append(told | ({"repaired": entry["repaired"]} if entry.get("repaired") else {}))
    return found


def _as_json(results) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1)
