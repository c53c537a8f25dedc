"""The desk's pages around photographs that are not a form or a list: upload, words saved on the way, picking, files."""

import errno
import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from media import crops, ingest, rights, storing
from media.darkroom import darkroom
from media.forms import LONGEST
from media.models import Photo
from newsroom.text import clean

log = logging.getLogger(__name__)
THUMB = 480  # pixels wide: sharp at 240 on a phone
FULL = {errno.ENOSPC, errno.EDQUOT}
PICKED = 30  # photographs in one answer of the picker
# Which right each word needs that can be saved from the upload page.
TYPED = {
    "caption": "photo.edit_caption",
    "alt": "photo.edit_caption",
    "headline": "photo.edit_caption",
    "credit": "photo.edit_credit",
}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, context):
    """The upload page; a file a request with JSON back, or without JavaScript many files in one form.

    context   what every desk page gets; the site's each_context()
    """
    if not request.user.has_perm("photo.upload"):
        raise PermissionDenied
    if request.method != "POST":
        darkroom.warm()
        return TemplateResponse(
            request,
            "admin/media/photo/upload.html",
            {**context, "title": _("Upload photographs"), "formats": ", ".join(ingest.FORMATS)},
        )
    files = [file for _name, several in request.FILES.lists() for file in several]
    if "application/json" in request.headers.get("Accept", ""):
        if not files:
            return JsonResponse({"refused": _("No file arrived. Send it again; nothing was stored.")}, status=422)
        return _taken_as_json(request, files[0])
    return _taken_from_form(request, files)


@require_POST
def save_words(request, object_id):
    """Save caption, alt, headline or credit of one photograph, as typed under its thumbnail."""
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not rights.may_see(request.user, photo):
        return _not_yours()
    typed = {name: clean(request.POST[name]).strip() for name in TYPED if name in request.POST}
    for name, value in typed.items():
        if not request.user.has_perm(TYPED[name], photo):
            return _not_yours()
        if len(value) > LONGEST[name]:
            message = _("At most %(count)s characters; this has %(has)s. Nothing was saved.")
            return JsonResponse({"error": message % {"count": LONGEST[name], "has": len(value)}}, status=422)
    write_words(photo, typed)
    return JsonResponse(as_seen(request.user, photo) | {"saved": True})


def _not_yours():
    return JsonResponse({"error": _("These words are not yours to change. Nothing was saved.")}, status=403)


@require_GET
def pick(request):
    """Photographs to choose from, newest first: ?q= searches, ?before= goes on where the last answer ended."""
    photos = rights.visible(request.user, Photo.objects.filter(withdrawn_at=None)).newest_first().with_pictures()
    photos = photos.search(request.GET.get("q", "")[:200])
    before, _sep, last_id = request.GET.get("before", "").partition("~")
    at = _moment(before)
    if at is not None and last_id.isdecimal() and len(last_id) < 19:
        photos = photos.after(at, int(last_id))
    found = list(photos[: PICKED + 1])
    more = len(found) > PICKED
    found = found[:PICKED]
    older = f"{found[-1].uploaded_at.isoformat()}~{found[-1].pk}" if more else None
    entries = []
    for photo in found:
        why = photo.why_not()
        if not request.user.has_perm("photo.attach", photo):
            why = _("Only whoever took it, or an editor, may place it.")
        entries.append(as_seen(request.user, photo) | {"usable": not why, "why": why})
    return JsonResponse({"photos": entries, "older": older})


@require_safe
def original(request, object_id):
    """The untouched file as it was sent: to be saved, never shown."""
    photo = get_object_or_404(Photo, pk=object_id)
    if not request.user.has_perm("photo.view_original", photo):
        raise PermissionDenied
    return _file(
        storing.originals(),
        photo.original,
        as_attachment=True,
        filename=photo.original_name,
        content_type="application/octet-stream",
    )


@require_safe
def thumbnail(request, object_id, width):
    """The picture about this wide: the narrowest JPEG that suffices, else the widest there is. ?shape= asks for a cut."""
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not rights.may_see(request.user, photo):
        raise PermissionDenied
    made = photo.current()
    rows = made.get(request.GET.get("shape", "original")) or made.get("original", [])
    rows = [row for row in rows if row.format == "jpeg"]
    if not rows:
        raise Http404
    row = next((row for row in rows if row.width >= width), rows[-1])
    return _file(storing.renditions(), row.file, content_type="image/jpeg")


def write_words(photo: Photo, typed: dict) -> None:
    """Write the words that differ, and remember that a person wrote them."""
    changed = [name for name, value in typed.items() if getattr(photo, name) != value]
    for name in changed:
        setattr(photo, name, typed[name])
        photo.taken_from[name] = "desk"
    if changed:
        photo.save(update_fields=[*changed, "taken_from"])


def as_seen(user, photo: Photo) -> dict:
    """A photograph for the desk's scripts; without its words and picture for those who may not see it yet."""
    seen = rights.may_see(user, photo)
    width, height = crops.scaled(photo.size, min(THUMB, photo.width))
    return {
        "id": photo.pk,
        "name": photo.original_name if seen else "",
        "thumb": reverse("admin:media_photo_thumb", args=[photo.pk, THUMB]) if seen else None,
        "width": width,
        "height": height,
        "colour": photo.colour,
        "caption": photo.caption if seen else "",
        "credit": photo.credit_line if seen else "",
        "alt": photo.alt if seen else "",
        "missing": photo.missing(),
        "page": reverse("admin:media_photo_change", args=[photo.pk]),
        "words": reverse("admin:media_photo_words", args=[photo.pk]),
    }


def _taken_as_json(request, file):
    try:
        added = ingest.add_photo(file, name=file.name, by=request.user)
    except ingest.Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=422)
    except OSError as error:
        if error.errno not in FULL:
            raise
        log.critical("No room for an upload: %s.", error)
        full = _("There is no room left on the server. Tell whoever runs it; nothing of this file was stored.")
        return JsonResponse({"refused": full}, status=507)
    _same_for_all(request, added.photo)
    answer = as_seen(request.user, added.photo) | {"known": added.known, "warnings": added.warnings}
    return JsonResponse(answer)


def _taken_from_form(request, files):
    """Every file of a plain form; what was refused is told by name, what came is shown in the grid."""
    if not files:
        messages.error(request, _("Choose at least one picture; nothing was sent."))
        return HttpResponseRedirect(request.path)
    came = known = 0
    for file in files:
        try:
            added = ingest.add_photo(file, name=file.name, by=request.user)
        except ingest.Refused as refusal:
            messages.error(request, str(refusal))
            continue
        _same_for_all(request, added.photo)
        known += added.known
        came += not added.known
        for warning in added.warnings:
            messages.warning(request, f"{added.photo.original_name}: {warning}")
    if came:
        messages.success(
            request, ngettext("%(n)s photograph came in.", "%(n)s photographs came in.", came) % {"n": came}
        )
    if known:
        words = ngettext("%(n)s was here already.", "%(n)s were here already.", known)
        messages.info(request, words % {"n": known})
    if came or known:
        return HttpResponseRedirect(reverse("admin:media_photo_changelist") + "?mine=yes")
    return HttpResponseRedirect(request.path)


def _same_for_all(request, photo: Photo) -> None:
    """Words typed once for a whole upload go where the file left a field open and the sender may write it."""
    typed = {
        name: clean(request.POST[name]).strip()[: LONGEST[name]]
        for name, right in TYPED.items()
        if request.POST.get(name, "").strip() and not getattr(photo, name) and request.user.has_perm(right, photo)
    }
    write_words(photo, typed)


def _moment(written: str):
    """A time out of an address; None where it is none."""
    try:
        moment = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None


def _file(storage, key: str, **how):
    try:
        file = storage.open(key)
    except FileNotFoundError as error:
        log.error("%s is not in its storage.", key)
        raise Http404 from error
    response = FileResponse(file, **how)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
