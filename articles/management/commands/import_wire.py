import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import wire
from articles.importers import document
from articles.importers.text import import_file
from articles.models import Section


class Command(BaseCommand):
    help = (
        "Make drafts of correspondents' stories: plain text, .docx with its pictures, .html. "
        "The same text makes one story, however often it comes."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--section", metavar="SLUG", help="the section they all go to; none by default")
        parser.add_argument("--json", action="store_true", help="print a list with one object per file")

    def handle(self, *, files, section, json: bool, **options):
        chosen = _section(section) if section else None
        rows = [_imported(file, chosen) for file in files]
        self.stdout.write(_as_json(rows) if json else "\n".join(map(_as_words, rows)))
        refused = sum("refused" in row for row in rows)
        if refused:
            message = ngettext("%(count)d file was refused.", "%(count)d files were refused.", refused)
            raise CommandError(message % {"count": refused})


def _section(slug):
    found = Section.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Section.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        message = _("There is no section “%(slug)s”. Sections: %(known)s. Nothing was imported.")
        raise CommandError(message % {"slug": slug, "known": known})
    return found


def _imported(file, section):
    """What became of one file, as the JSON names it. A file that cannot be taken does not stop the others."""
    try:
        imported = import_file(_bytes_of(file), name=file, by=None, section=section)
    except (wire.NotText, OSError) as refusal:
        return {"file": file, "refused": _reason(file, refusal)}
    story = imported.story
    return {
        "file": file,
        "id": imported.article.pk,
        "known": imported.known,
        "headline": story.headline,
        "paragraphs": len(story.paragraphs),
        "figures": [
            {"caption": figure.caption, "credit": figure.credit, "after_paragraph": figure.after}
            for figure in story.figures
        ],
        "bylines": [
            {"name": name, "roles": roles}
            for name, roles in wire.people(story.reading if story.credit_line is not None else None)
        ],
        "proposals": [{"name": one.name, "roles": [str(role) for role in one.roles]} for one in imported.proposals],
        "warnings": imported.warnings,
    }


def _bytes_of(file):
    """The file's bytes, at most one more than it may have: wire and document say what is too long."""
    with Path(file).open("rb") as opened:
        start = opened.read(wire.LARGEST + 1)
        return start + opened.read(document.LARGEST + 1) if document.is_document(file, start[:600]) else start


def _reason(file, refusal):
    if isinstance(refusal, FileNotFoundError):
        return _("There is no file %(file)s. Nothing was stored.") % {"file": file}
    if isinstance(refusal, IsADirectoryError):
        return _("%(file)s is a folder. Name the files in it; nothing was stored.") % {"file": file}
    if isinstance(refusal, OSError):
        reason = refusal.strerror or str(refusal)
        return _("%(file)s cannot be read (%(reason)s). Nothing was stored.") % {"file": file, "reason": reason}
    return str(refusal)


def _as_json(rows):
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _as_words(row):
    if "refused" in row:
        return f"{row['file']}: {row['refused']}"
    about = {"id": row["id"], "headline": row["headline"] or _("without a headline"), "count": row["paragraphs"]}
    if row["known"]:
        said = _("known already as story %(id)d (%(headline)s)") % about
    else:
        made = ngettext(
            "story %(id)d made (%(headline)s), %(count)d paragraph",
            "story %(id)d made (%(headline)s), %(count)d paragraphs",
            row["paragraphs"],
        )
        said = made % about
    notes = "".join(f"\n  – {warning}" for warning in row["warnings"])
    return f"{row['file']}: {said}{notes}"
