"""The one door for bytes: desk, command, importer and picker all come through add_photo()."""

import hashlib
import importlib.util
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media import clearing, credentials, keeping, names, rights, storing, versions
from media.darkroom import Failed, darkroom
from media.metadata import reading
from media.models import Likeness, Photo, Rendition, Upload
from newsroom.text import clean, clean_line

# The only formats that are ever opened, told by content. Each further one is a decoder that a stranger can reach.
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"]
HEIF = "HEIF"
MOST_BYTES = 64 << 20
MOST_PIXELS = 105_000_000  # the largest cameras; a JPEG is decoded no larger than needed
MOST_WHOLE = 64_000_000  # the other formats are decoded whole, at four bytes a pixel
# What a sender may say of a photograph; see add_photo().
WORDS = ("caption", "alt", "headline", "creators", "credit", "copyright", "keywords", "place_shown", "instructions")


class Refused(Exception):
    """The file was not taken, and nothing of it is kept. The message names the file, the reason and what to do."""


@dataclass
class Added:
    """What became of a file.

    photo       its one photograph
    known       the same bytes were here before
    warnings    what a person should look at, as sentences
    """

    photo: Photo
    known: bool
    warnings: list[str] = field(default_factory=list)


def add_photo(file, *, name: str, by=None, **words) -> Added:
    """Take a photograph in: stored untouched, read, and its first picture made; the others follow in a task.

    file     an open binary file, or anything with chunks()
    name     what it was sent as; only shown, never used as a path
    by       the user who sent it, if it was a person
    words    of WORDS; they fill what the file itself leaves open

    The same bytes are one photograph: given again, they bring nothing new but words for fields that are still empty.
    Raises Refused.
    """
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"Not words of a photograph: {', '.join(sorted(unknown))}.")
    shown = _shown_name(name)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "upload"
        sha256, size = _receive(file, path, shown)
        known = Photo.objects.filter(sha256=sha256).first()
        if known is not None:
            return _known(known, words, by)
        if by is not None and (reason := rights.why_not_send(by, size)):
            raise _refused(shown, reason)
        answer = _inspect(path, shown, folder)
        photo = Photo(
            sha256=sha256,
            original=storing.original_key(sha256),
            original_name=shown,
            bytes=size,
            uploaded_by=by,
            **{key: answer[key] for key in ("format", "width", "height", "colour")},
        )
        _take_words(photo, answer["reading"])
        credentials.take(photo, credentials.of(path, photo.format, answer["credentials"]))
        _fill(photo, words)
        clearing.at_arrival(photo)
        try:
            _store(photo, path, answer["made"], answer["likeness"], answer["ids"])
        except IntegrityError:  # the same bytes came in twice at once; the other was first
            return _known(Photo.objects.get(sha256=sha256), words, by)
    warnings = [*_warnings(photo, answer["reading"]["remarks"]), *credentials.warnings(photo), *_held(photo)]
    if older := versions.propose(photo, by=by):
        said = _("It looks like a newer file of “%(name)s”. Compare the two on its page.")
        warnings.append(said % {"name": older.original_name})
    return Added(photo, False, warnings)


def _store(photo: Photo, path: Path, made: list[dict], likeness: int | None, ids: list[str]) -> None:
    """Files first, then the rows: a row never lacks its file. What fails on the way leaves neither."""
    rows: list[Rendition] = []
    try:
        storing.keep(storing.originals(), photo.original, path)
        rows += keep_renditions(photo, made)
        with transaction.atomic():
            photo.save()
            for row in rows:
                row.photo = photo
            Rendition.objects.bulk_create(rows)
            if likeness is not None:
                Likeness.of(photo, likeness).save()
            versions.keep_marks(photo, ids)
            clearing.read_instructions(photo)
            # Whatever becomes of the task, the photograph is in: tasks.sweep() finds what still waits.
            transaction.on_commit(lambda: _make_the_rest(photo.pk), robust=True)
    except Exception:
        if not Photo.objects.filter(sha256=photo.sha256).exists():
            storing.originals().delete(photo.original)
            for row in rows:
                storing.renditions().delete(row.file)
        raise


def keep_renditions(photo: Photo, made: Iterable[dict]) -> list[Rendition]:
    """Store files that the worker drew; their rows, not yet saved."""
    rows = []
    for entry in made:
        cut = photo.cut(entry["shape"])
        key = names.key(photo.sha256, entry["shape"], cut)
        stored = names.stored_as(names.name(key, entry["width"], entry["format"]))
        storing.keep(storing.renditions(), stored, Path(entry["file"]))
        rows.append(
            Rendition(
                photo=photo,
                cut=cut,
                key=key,
                file=stored,
                **{name: entry[name] for name in ("shape", "format", "width", "height", "bytes")},
            )
        )
    return rows


def formats() -> list[str]:
    """What is opened here, as Pillow names it. HEIC only where the operator chose it and its reader is installed."""
    return [*FORMATS, HEIF] if settings.HEIC and importlib.util.find_spec("pillow_heif") else FORMATS


def limits() -> dict:
    """What the worker process may open; see renditions.open_upright()."""
    return {"formats": formats(), "most_pixels": MOST_PIXELS, "most_whole": MOST_WHOLE}


def why(code: str) -> str:
    """A worker's code as a sentence that says what to do."""
    return {
        "unknown": _("It is not a picture we can read. Send JPEG, PNG, WebP, GIF, AVIF or TIFF."),
        "damaged": _("The picture is damaged or was cut off on its way. Send it again, or export it again as JPEG."),
        "too many pixels": _(
            "It has too many pixels: a JPEG may have %(jpeg)s million, other formats %(whole)s million. Send a smaller "
            "copy, as JPEG."
        )
        % {"jpeg": MOST_PIXELS // 1_000_000, "whole": MOST_WHOLE // 1_000_000},
        "raw": _("It is a camera's raw file. Export it as JPEG and send that."),
        "too long": _("It took too long to open. Export it again as a plain JPEG and send that."),
        "too much memory": _("It needs more memory to open than we allow. Send a smaller copy, as JPEG."),
    }.get(code, _("It could not be opened. Export it again as JPEG and send that."))


def _make_the_rest(photo_id: int) -> None:
    from media.tasks import make_renditions  # tasks stand on this module

    make_renditions.enqueue(photo_id)


def _receive(file, path: Path, shown: str) -> tuple[str, int]:
    """Write the bytes to a path; their SHA-256 and count."""
    digest, size = hashlib.sha256(), 0
    chunks = file.chunks() if hasattr(file, "chunks") else iter(lambda: file.read(1 << 20), b"")
    with path.open("wb") as target:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise _refused(
                    shown,
                    _("It is larger than %(count)s MB. Send a smaller copy, as JPEG.") % {"count": MOST_BYTES >> 20},
                )
            digest.update(chunk)
            target.write(chunk)
    if not size:
        raise _refused(shown, _("The file is empty. Choose it again, or copy it from the card again."))
    return digest.hexdigest(), size


def _inspect(path: Path, shown: str, folder: str) -> dict:
    with path.open("rb") as file:
        head = file.read(4096)
    reason = _told_by_its_head(head)
    if reason:
        raise _refused(shown, reason)
    try:
        return darkroom.ask({"do": "inspect", "path": str(path), "name": shown, "limits": limits(), "folder": folder})
    except Failed as failure:
        raise _refused(shown, why(failure.args[0])) from failure


def _told_by_its_head(head: bytes) -> str:
    """Why a file of a well-known other kind is refused, in its sender's words; "" when it may be a picture."""
    if head[4:8] == b"ftyp" and not head[8:12].startswith(b"avi"):
        brands = head[8 : max(12, min(int.from_bytes(head[:4], "big"), 64))]
        if b"avif" in brands or b"avis" in brands:
            return ""
        if any(brand in brands for brand in (b"hei", b"hev", b"mif1", b"msf1")):
            return (
                ""
                if HEIF in formats()
                else _(
                    "It is a HEIC picture, as iPhones make them. Send JPEG: on the phone choose Settings, Camera, "
                    "Formats, Most Compatible, or share the picture by mail, which converts it."
                )
            )
        return _("It is a video. Only pictures can be sent here.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:2048].lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in start:
        return _("It is an SVG drawing. Export it as PNG, at least 1,600 pixels wide, and send that.")
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return _("It is a web page, not a picture. Save the picture itself and send that.")
    kinds = {
        b"BM": _("It is a BMP picture. Save it as PNG or JPEG and send that."),
        b"8BPS": _("It is a Photoshop document. Export it as JPEG and send that."),
        b"%PDF": _("It is a PDF. Export the picture as JPEG and send that."),
        b"PK\x03\x04": _("It is an archive or an office document. Unpack it and send the pictures themselves."),
    }
    return next((reason for mark, reason in kinds.items() if head.startswith(mark)), "")


def _refused(shown: str, reason: str) -> Refused:
    return Refused(
        _("%(name)s was not taken. %(reason)s Nothing of it was stored.") % {"name": shown, "reason": reason}
    )


def _shown_name(name: str) -> str:
    """The last part of a name as sent, in letters that can be shown; never a path."""
    last = clean_line(str(name)).replace("\\", "/").rpartition("/")[2]
    return last[-255:] or _("A file without a name")


def _take_words(photo: Photo, found: dict) -> None:
    """Put what reading.read() took into the photograph, and keep beside it what it did not."""
    words = dict(found["words"])
    sources = dict(found["sources"])
    date = words.pop("date", "")
    district = words.pop("district", "")
    words["country_code"] = words.get("country_code", "")[:8]
    for name, value in words.items():
        setattr(photo, name, value)
    moment = reading.taken_at(date) if date else None
    if moment is not None:
        taken, photo.taken_day_only = moment
        photo.taken_zone = taken.strftime("%z")[:3] + ":" + taken.strftime("%z")[3:5] if taken.tzinfo else ""
        if sources.get("date") == "exif" and (share := found["raw"]["exif"].get("subsecond", "").strip()).isdecimal():
            taken = taken.replace(microsecond=int(share[:6].ljust(6, "0")))
        photo.taken_at = taken if taken.tzinfo else timezone.make_aware(taken)
    shown = found["places_shown"][0] if found["places_shown"] else {}
    photo.city = photo.city or shown.get("City", "")
    photo.country = photo.country or shown.get("CountryName", "")
    parts = [shown.get(key, "") for key in ("LocationName", "Sublocation", "City", "ProvinceState", "CountryName")]
    legacy = [district, words.get("city", ""), words.get("province", ""), words.get("country", "")]
    photo.place_shown = ", ".join(dict.fromkeys(filter(None, parts if any(parts) else legacy)))
    photo.place_created = found["places_created"][0] if found["places_created"] else {}
    if found["raw"].get("exif", {}).get("position"):
        photo.place_created = photo.place_created | {"position": "in the original"}
    photo.licensor = [
        {"name": entry.get("LicensorName", ""), "url": entry.get("LicensorURL", "")} for entry in found["licensors"][:3]
    ]
    photo.raw = found["raw"] | ({"date": date} if date else {})
    if "iim edited later" in found["remarks"]:
        photo.raw["iim_edited_later"] = True
    for name in ("city", "country", "place_shown"):
        sources.setdefault(name, "xmp" if any(parts) else sources.get("city") or sources.get("country") or "iim")
    photo.taken_from = {name: block for name, block in sources.items() if name == "date" or getattr(photo, name, "")}
    photo.damaged = found["damaged"]
    photo.others = found["others"]


def _fill(photo: Photo, words: dict) -> list[str]:
    """Give a photograph words for fields that are still empty; the names of the fields that changed."""
    changed = []
    for name, value in words.items():
        value = (
            [clean_line(entry) for entry in value] if isinstance(value, list | tuple) else clean(value or "").strip()
        )
        if value and not getattr(photo, name):
            setattr(photo, name, value)
            photo.taken_from[name] = "desk"
            changed.append(name)
    return changed


def _known(photo: Photo, words: dict, by) -> Added:
    if by is not None and by.pk != photo.uploaded_by_id:
        Upload.objects.get_or_create(photo=photo, user=by)
    when = photo.deleted_at
    came_back = keeping.restore(photo, by=by)
    changed = _fill(photo, words)
    if changed:
        photo.save(update_fields=[*changed, "taken_from"])
    warnings = [_("This photograph has been withdrawn.")] if photo.withdrawn_at else []
    if came_back:
        day = date_format(timezone.localtime(when), "d-m-Y")
        warnings.append(_("It had been deleted on %(day)s and is in the library again.") % {"day": day})
    return Added(photo, True, warnings)


def _held(photo: Photo) -> list[str]:
    rights = photo.rights()
    return ([] if rights.allowed else [rights.reason]) + clearing.remarks(photo)


def _warnings(photo: Photo, remarks: list[str]) -> list[str]:
    sentences = {
        "damaged": _(
            "Some words in the file have lost letters and were set aside. The photograph's form shows what can be read of "
            "them."
        ),
        "xmp unreadable": _("One block of words in the file (XMP) could not be read."),
        "xmp cut off": _("A part of the words in the file (XMP) is missing; what came was read."),
        "differs": _("The file says two different things; both are kept. Look at them in the photograph's form."),
        "iim edited later": _(
            "The file says two different things, and what was not taken (IPTC) may be the newer. Look at both."
        ),
    }
    return [sentences[remark] for remark in remarks]
