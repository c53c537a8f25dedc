"""A shoot comes in: the upload page, and what it asks: is a file known, what came, write these words, whose codes are these."""

import json
import logging
import re
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from media import alike, codes, ingest, rights, stories
from media.admin import desk, sheet
from media.admin.forms import LONGEST
from media.darkroom import darkroom
from media.models import CodeList, Photo
from newsroom.text import clean, clean_line

log = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
TODAY = timedelta(hours=24)


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
            {
                **context,
                "title": _("Upload photographs"),
                "formats": ", ".join(ingest.formats()),
                "fields": _fields(),
                "flags": Photo.Flag.choices,
                "may_attach": request.user.has_perm("photo.attach"),
                "may_set_rights": request.user.has_perm("photo.set_rights"),
            },
        )
    files = [file for _name, several in request.FILES.lists() for file in several]
    if "application/json" in request.headers.get("Accept", ""):
        if not files:
            return JsonResponse({"refused": _("No file arrived. Send it again; nothing was stored.")}, status=422)
        return _taken_as_json(request, files[0])
    return _taken_from_form(request, files)


def _fields() -> list[dict]:
    """The fields of the sheet for the template, in the order in which a desk writes them."""
    help_of = {"people": _("From left to right, parted by commas.")}
    order = ("caption", "alt", "credit", "place_shown", "people", "event", "keywords", "headline")
    return [
        {
            "name": name,
            "label": str(Photo._meta.get_field(name).verbose_name).capitalize(),
            "long": name in {"caption", "alt"},
            "list": name in sheet.LISTS,
            "help": help_of.get(name, ""),
        }
        for name in order
    ]


@require_POST
def known(request):
    """Whether the bytes with this SHA-256 are here, before they are sent: {"known": photograph or None}.

    Only of photographs that this person may see and place. Of others nothing is said: whoever has the bytes sends them,
    and so shows that they hold them.
    """
    if not request.user.has_perm("photo.upload"):
        raise PermissionDenied
    sha256 = request.POST.get("sha256", "").lower()
    photo = None
    if _SHA256.fullmatch(sha256):
        same = Photo.objects.kept().filter(sha256=sha256)
        mine = rights.placeable(request.user, rights.visible(request.user, same))
        photo = mine.with_pictures().first()
    if photo is None:
        return JsonResponse({"known": None})
    _same_for_all(request, photo)
    return JsonResponse({"known": as_frames(request.user, [photo])[0] | {"known": True, "warnings": []}})


def _taken_as_json(request, file):
    try:
        added = ingest.add_photo(file, name=file.name, by=request.user)
    except ingest.Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=422)
    except OSError as error:
        if error.errno not in desk.FULL:
            raise
        log.critical("No room for an upload: %s.", error)
        full = _("There is no room left on the server. Tell whoever runs it; nothing of this file was stored.")
        return JsonResponse({"refused": full}, status=507)
    _same_for_all(request, added.photo)
    frame = as_frames(request.user, [Photo.objects.with_pictures().get(pk=added.photo.pk)])[0]
    before = None if added.known else alike.here_before(request.user, added.photo)
    return JsonResponse(
        frame | {"known": added.known, "warnings": added.warnings, "alike": before and _as_known(before)}
    )


def _as_known(photo: Photo) -> dict:
    """A photograph that looks like the one that came: {"page", "thumb", "word"}."""
    return {
        "page": reverse("admin:media_photo_change", args=[photo.pk]),
        "thumb": reverse("admin:media_photo_thumb", args=[photo.pk, desk.THUMB]),
        "word": str(photo),
    }


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
    if not any(request.POST.get(name, "").strip() for name in desk.TYPED):
        return
    known = CodeList.of(request.user)
    typed = {
        name: codes.expanded(clean(request.POST[name]).strip(), known)[: LONGEST[name]]
        for name, right in desk.TYPED.items()
        if request.POST.get(name, "").strip() and not getattr(photo, name) and request.user.has_perm(right, photo)
    }
    desk.write_words(photo, typed)


@require_http_methods(["GET", "POST"])
def frames(request):
    """The contact sheet. GET: its frames; POST: writes of sheet.py as JSON, and the frames that they changed.

    ?id=1&id=2 asks for these, ?of=mine for what this person sent within a day, ?of=all for all that came within a day;
    newest last, as they were taken in.
    """
    if not request.user.has_perm("photo.view_unreleased"):
        raise PermissionDenied
    if request.method == "POST":
        return _written(request)
    return JsonResponse({"frames": as_frames(request.user, list(_asked_for(request)))})


def _asked_for(request):
    photos = rights.visible(request.user, Photo.objects.kept().filter(withdrawn_at=None))
    if request.GET.get("of") in {"mine", "all"}:
        photos = photos.filter(uploaded_at__gt=timezone.now() - TODAY)
        if request.GET["of"] == "mine":
            photos = photos.filter(Q(uploaded_by=request.user) | Q(uploads__user=request.user)).distinct()
    else:
        ids = [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and pk.isascii() and len(pk) < 19]
        photos = photos.filter(pk__in=ids[: sheet.MOST_PHOTOS])
    return reversed(photos.newest_first().with_pictures()[: sheet.MOST_PHOTOS])


def _written(request):
    try:
        asked = json.loads(request.body)
        writes = asked["writes"]
    except (ValueError, TypeError, KeyError, RecursionError):
        writes = None
    try:
        done = sheet.write(request.user, writes, CodeList.of(request.user))
    except sheet.Unreadable as error:
        return JsonResponse({"error": str(error)}, status=422)
    changed = done.pop("changed")
    photos = Photo.objects.filter(pk__in=changed).order_by("uploaded_at", "pk").with_pictures()
    return JsonResponse({**done, "frames": as_frames(request.user, list(photos))})


def as_frames(user, photos: list[Photo]) -> list[dict]:
    """Photographs as frames of the sheet, in the order given, for a fixed number of queries.

    What desk.all_as_seen() says of each, and
    fields   {field of sheet.FIELDS: value}, empty ones where this person may not see them yet
    may      {field: whether this person may write it}
    marks    sheet.marks()
    """
    own = Photo.objects.filter(pk__in=[photo.pk for photo in photos])
    granted = {
        right: set(rights.granted(user, right, own).values_list("pk", flat=True))
        for right in sorted(set(sheet.FIELDS.values()))
    }
    names = {name for every in CodeList.of(user).values() for name in every} | {
        name for photo in photos for name in photo.people
    }
    found = []
    for photo, seen in zip(photos, desk.all_as_seen(user, photos), strict=True):
        shown = seen["thumb"] is not None
        found.append(
            seen
            | {
                "fields": {name: getattr(photo, name) for name in sheet.FIELDS} if shown else {},
                "may": {name: shown and photo.pk in granted[right] for name, right in sheet.FIELDS.items()},
                "marks": sheet.marks(photo, names) if shown else [],
            }
        )
    return found


# ---- code replacements ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def code_list(request):
    """Somebody's code replacements: GET tells them, POST with a file puts it in their place, POST without takes it away."""
    if not request.user.has_perm("photo.upload"):
        raise PermissionDenied
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            CodeList.objects.filter(user=request.user).delete()
        else:
            try:
                read = codes.read(file.read(codes.MOST_BYTES + 1))
            except codes.Unreadable as error:
                message = _("%(name)s was not taken. %(why)s Your list is as it was.")
                return JsonResponse({"error": message % {"name": clean_line(file.name), "why": error}}, status=422)
            values = {"name": clean_line(file.name)[:255], "codes": read, "at": timezone.now()}
            CodeList.objects.update_or_create(user=request.user, defaults=values)
    kept = CodeList.objects.filter(user=request.user).first()
    return JsonResponse({"name": kept.name if kept else "", "codes": kept.codes if kept else {}})


# ---- stories -------------------------------------------------------------------------------------------------------


@require_GET
def find_stories(request):
    """Stories into which this person may bring pictures: {"found": [{"id", "label", "note"}]}.

    ?q= words of their headline; without, those that wait for pictures come first. ?id= one story.
    """
    if not request.user.has_perm("photo.attach"):
        raise PermissionDenied
    asked = request.GET.get("id", "")
    only = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 19 else None
    return JsonResponse({"found": stories.find(request.user, clean_line(request.GET.get("q", ""))[:200], only)})


@require_POST
def give(request, story_id):
    """Put photographs (`photo`, several) into a story and tell its people: {"said": sentence}, or {"error": sentence}."""
    if not request.user.has_perm("photo.attach"):
        raise PermissionDenied
    ids = [int(pk) for pk in request.POST.getlist("photo") if pk.isdecimal() and pk.isascii() and len(pk) < 19]
    there = Photo.objects.kept().filter(pk__in=ids[: sheet.MOST_PHOTOS], withdrawn_at=None)
    found = rights.placeable(request.user, there).in_bulk()
    photos = [found[pk] for pk in dict.fromkeys(ids) if pk in found]
    if not photos:
        message = _("None of these photographs is yours to place. Nothing was changed.")
        return JsonResponse({"error": message}, status=403)
    try:
        return JsonResponse({"said": stories.give(request.user, story_id, photos)})
    except stories.Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
