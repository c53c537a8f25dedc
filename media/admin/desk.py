"""The desk's pages around photographs that are not a form, a list or an upload: words saved on the way, picking, files."""

import errno
import io
import logging
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from media import corrections, crops, finding, rights, storing, uses, versions
from media.admin.forms import LONGEST
from media.metadata import writing
from media.models import Photo, ReleasedPhoto
from newsroom.text import clean

log = logging.getLogger(__name__)
THUMB = 480  # pixels wide: sharp at 240 on a phone
LARGE = 960  # as wide as a story's text on a sharp screen
FULL = {errno.ENOSPC, errno.EDQUOT}
PICKED = 30  # photographs in one answer of the picker
# Which right each word needs that can be saved from the upload page.
TYPED = {
    "caption": "photo.edit_caption",
    "alt": "photo.edit_caption",
    "headline": "photo.edit_caption",
    "credit": "photo.edit_credit",
}


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
    before = corrections.words_of(photo)
    write_words(photo, typed)
    corrections.keep(photo, before, by=request.user)
    return JsonResponse(as_seen(request.user, photo) | {"saved": True})


def _not_yours():
    return JsonResponse({"error": _("These words are not yours to change. Nothing was saved.")}, status=403)


@require_GET
def pick(request):
    """Photographs to choose from: first those that this person may place and that lack nothing, then the others, with why.

    Each half is newest first, or where ?q= searches the best first. ?mine=1 leaves the ones this person sent, ?unused=1
    those that no story has, ?before= goes on where the last answer ended ("older"), from one half into the other.
    """
    asked = Photo.objects.kept().filter(withdrawn_at=None)
    if request.GET.get("mine"):
        asked = asked.filter(uploaded_by=request.user)
    if request.GET.get("unused"):
        asked = asked.exclude(uses.in_use())
    query = finding.parse(request.GET.get("q", ""))
    found, older = _page_of(_halves(request.user, asked), query, request.GET.get("before", ""))
    return JsonResponse({"photos": all_as_seen(request.user, found), "older": older})


def _halves(user, photos):
    """What may be placed as it is, then, asked only where that is not enough, what else this person may see."""
    fit = rights.placeable(user, photos).usable()
    fit = fit.exclude(pk__in=versions.replaced(Photo.objects.all()).values("pk"))  # its newer file stands for it
    yield fit
    yield rights.visible(user, photos).filter(~Exists(fit.filter(pk=OuterRef("pk"))))


def _page_of(halves, query, before: str):
    """PICKED photographs out of these querysets, one after the other, and the key of what follows; "" at the end.

    before  such a key: that of finding.page() and the half in which it goes on. A broken one begins again.
    """
    key, _tilde, half = before.rpartition("~")
    first = int(half == "1")
    found: list[Photo] = []
    for number, photos in enumerate(halves):
        if number < first:
            continue
        wanted = PICKED - len(found)
        more, follows = finding.page(photos.with_pictures(), query, max(wanted, 1), key if number == first else "")
        if more and not wanted:
            return found, f"~{number}"
        found += more
        if follows:
            return found, f"{follows}~{number}"
    return found, ""


@require_safe
def original(request, object_id):
    """The untouched file as it was sent: to be saved, never shown. ?words=1: a copy with the words as they stand here."""
    photo = get_object_or_404(Photo, pk=object_id)
    if not may_have_original(request.user, photo):
        raise PermissionDenied
    if request.GET.get("words"):
        return _with_words(request, photo)
    return _file(
        storing.originals(),
        photo.original,
        as_attachment=True,
        filename=photo.original_name,
        content_type="application/octet-stream",
    )


def may_have_original(user, photo: Photo) -> bool:
    """By the table; of a withdrawn one only who holds the right by office, so that it goes nowhere from here."""
    if not user.has_perm("photo.view_original", photo):
        return False
    return photo.withdrawn_at is None or rights.as_editor(user, "photo.view_original")


def _with_words(request, photo: Photo):
    try:
        with storing.originals().open(photo.original) as file:
            written = writing.with_words(file.read(), photo)
    except FileNotFoundError as error:
        log.error("%s is not in its storage.", photo.original)
        raise Http404 from error
    except writing.CannotWrite as reason:
        messages.error(request, _why_no_words(reason.args[0], photo))
        return HttpResponseRedirect(reverse("admin:media_photo_change", args=[photo.pk]))
    how = {"as_attachment": True, "filename": photo.original_name, "content_type": "application/octet-stream"}
    return _guarded(FileResponse(io.BytesIO(written), **how))


def _why_no_words(code: str, photo: Photo) -> str:
    why = {
        "kind": _("A %(format)s file has no safe place for words.") % {"format": photo.format},
        "no place": _("This file has no place for words, and making one would move the picture in it."),
        "too much": _("The words already in this file leave no room for others."),
        "several pictures": _("This file holds several pictures, and words would move them."),
    }.get(code, _("This file is built in a way that words cannot be written into safely."))
    return " ".join([why, _("Download the original as it came; its words stand here.")])


@require_safe
def thumbnail(request, object_id, width):
    """The picture about this wide: the narrowest JPEG that suffices, else the widest there is.

    ?shape=3x2 asks for a cut, &focus=0.5,0.31 for one around a point that a use asked for; until it is made, the plain one.
    """
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not rights.may_see(request.user, photo):
        raise PermissionDenied
    made = photo.current()
    shape, focus = request.GET.get("shape", "original"), crops.point(request.GET.get("focus"))
    rows = (focus and made.get(crops.named(shape, focus))) or made.get(shape) or made.get("original", [])
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
    """One photograph as in all_as_seen()."""
    return all_as_seen(user, [photo])[0]


def all_as_seen(user, photos: Sequence[Photo]) -> list[dict]:
    """Photographs for the desk's scripts, in the order given, for a fixed number of queries.

    photos   with their pictures

    Those who may not see one yet get it without its words and pictures ("thumb" is None). Who sees it only since readers
    do gets the words that readers have, and not the name of its file.

    usable       may be placed by this person and go to readers as it is; else "why" says what is against it
    placeable    may be placed by this person; "missing" says what it still lacks
    width, height            of the thumbnail, in pixels; full_width, full_height: of the photograph
    focus        its focal point: [share from the left, share from the top]
    drawn        cuts drawn by hand: {shape: [left, top, width, height]}, shares of the whole
    made         what readers are told of how it was made, where they are told anything
    shapes       the cuts there are of it; preview: {shape: address of a picture so cut}
    """
    own = Photo.objects.filter(pk__in=[photo.pk for photo in photos])
    seen = set(rights.visible(user, own).values_list("pk", flat=True))
    public = ReleasedPhoto.objects.filter(photo__in=own.exclude(pk__in=seen)) if len(seen) < len(photos) else ()
    public = {row.pk: row for row in public if user.has_perm("photo.view_released")}
    placeable = set(rights.placeable(user, own).values_list("pk", flat=True))
    return [_as_seen(one, one if one.pk in seen else public.get(one.pk), one.pk in placeable) for one in photos]


def _as_seen(photo: Photo, words: Photo | ReleasedPhoto | None, placeable: bool) -> dict:
    """words: whose words this person may read of it; None where they may not see it at all."""
    seen, whole = words is not None, words is photo
    width, height = crops.scaled(photo.size, min(THUMB, photo.width))
    thumb = reverse("admin:media_photo_thumb", args=[photo.pk, THUMB])
    large = reverse("admin:media_photo_thumb", args=[photo.pk, LARGE])
    shapes = [name for name in crops.CUTS if name in photo.picture()["shapes"]] if seen else []
    why = _why_not(photo, placeable)
    return {
        "id": photo.pk,
        "name": photo.original_name if whole else "",
        "thumb": thumb if seen else None,
        "large": large if seen else None,
        "preview": {shape: f"{large}?shape={shape}" for shape in shapes},
        "shapes": shapes,
        "width": width,
        "height": height,
        "full_width": photo.width,
        "full_height": photo.height,
        "focus": list(photo.focus),
        "drawn": {shape: _shares(photo.box(shape), photo.size) for shape in photo.hand_crops},
        "colour": photo.colour,
        "caption": words.caption if seen else "",
        "credit": (photo.credit_line if whole else words.credit) if seen else "",
        "creators": words.creators if seen else [],
        "alt": words.alt if seen else "",
        "made": photo.source_label if seen else "",
        "missing": photo.missing(),
        "usable": not why,
        "placeable": placeable and not photo.withdrawn_at,
        "why": why,
        "withdrawn": photo.withdrawn_at is not None,
        "page": reverse("admin:media_photo_change", args=[photo.pk]),
        "words": reverse("admin:media_photo_words", args=[photo.pk]),
    }


def _shares(box: tuple[int, int, int, int], size: tuple[int, int]) -> list[float]:
    left, top, right, bottom = box
    return [left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1]]


def _why_not(photo: Photo, placeable: bool) -> str:
    """What is against putting it into a story, as a sentence: first what no words under it could mend."""
    if photo.withdrawn_at or placeable:
        return photo.why_not()
    return _("Only whoever took it, or an editor, may place it.")


def _file(storage, key: str, **how):
    try:
        file = storage.open(key)
    except FileNotFoundError as error:
        log.error("%s is not in its storage.", key)
        raise Http404 from error
    return _guarded(FileResponse(file, **how))


def _guarded(response: FileResponse) -> FileResponse:
    """Kept by nobody on the way, and nothing in it is ever run."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
