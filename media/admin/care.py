"""Frames that ask for care: flagging one, agreeing as the second person, and the list of those that wait for it."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from media import masking, rights, sensitive, versions, withdrawal
from media.admin import pictures, sheet, shoot, withdraw
from media.models import Photo
from media.withdrawal import Refused
from newsroom.text import clean

LONGEST_NOTE = 1000
MOST = 60


def of(user, photo) -> dict:
    """What a photograph's page says of care, and what this person may do about it."""
    return {
        "flags": photo.flags,
        "due": photo.second_look_due,
        "sign_offs": sensitive.sign_offs(photo),
        "masks": len(photo.masks),
        "may_flag": sensitive.may_flag(user, photo),
        "may_mask": masking.may_mask(user, photo),
        "may_agree": photo.second_look_due and not sensitive.why_not_agree(user, photo),
        "may_withdraw": withdrawal.may_withdraw(user, photo),
        "may_restore": withdrawal.may_restore(user, photo),
        "receipts": withdraw.receipts_for(user, photo),
    }


def carry(older, newer, *, by) -> Photo:
    """What was flagged and hidden in a file holds for the one that takes its place, too; the newer as it is now.

    Raises Refused where it cannot be hidden in the same place.
    """
    if older.masks and not newer.masks:
        if not versions.same_shape(older, newer):
            raise Refused(
                _("Parts of the older file are hidden, and the newer has another shape: hide them there first.")
            )
        masking.put(newer, older.masks, by=by)
    if set(older.sensitive) - set(newer.sensitive):
        sensitive.flag(
            newer, [*newer.sensitive, *older.sensitive], by=by, note=newer.sensitive_note or older.sensitive_note
        )
    return Photo.objects.with_pictures().get(pk=newer.pk)


def page(request, context, object_id):
    """What asks for care in one photograph: set by whoever may write its caption, agreed to by a second person."""
    photo = get_object_or_404(Photo.objects.with_pictures().select_related("flagged_by"), pk=object_id)
    if not request.user.has_perm("photo.view_unreleased", photo):
        raise PermissionDenied
    may_flag, why_not = sensitive.may_flag(request.user, photo), sensitive.why_not_agree(request.user, photo)
    if request.method == "POST":
        if not may_flag:
            raise PermissionDenied(_("This photograph is not yours to flag. Ask its editor."))
        if _act(request, photo):
            return HttpResponseRedirect(_back(request, photo))
    wanted = request.POST.getlist("flag") if request.method == "POST" else photo.sensitive
    note = request.POST.get("note", "") if request.method == "POST" else photo.sensitive_note
    context |= {
        "title": _("Does this frame ask for care?"),
        "photo": photo,
        "picture": pictures.shown(request.user, photo),
        "flags": [(code, label, code in wanted) for code, label in Photo.Flag.choices],
        "note": note,
        "longest": LONGEST_NOTE,
        "may_flag": may_flag,
        "may_agree": photo.second_look_due and not why_not,
        "why_not": why_not if photo.second_look_due else "",
        "sign_offs": sensitive.sign_offs(photo),
        "is_public": hasattr(photo, "released"),
        "uses": withdrawal.places(photo, request.user),
        "may_mask": masking.may_mask(request.user, photo),
    }
    return TemplateResponse(request, "admin/media/photo/sensitive.html", context)


def _act(request, photo) -> bool:
    note = clean(request.POST.get("note", "")).strip()
    if len(note) > LONGEST_NOTE:
        said = _("The note has %(has)s characters; at most %(count)s fit. Nothing was saved.")
        messages.error(request, said % {"has": len(note), "count": LONGEST_NOTE})
        return False
    try:
        if "agree" in request.POST:
            sensitive.agree(photo, by=request.user, version=request.POST["agree"], note=note)
            messages.success(request, _("You have agreed: “%(name)s” may go public as it is now.") % {"name": photo})
        elif sensitive.flag(photo, request.POST.getlist("flag"), by=request.user, note=note):
            messages.success(request, _flagged(request.POST.getlist("flag")))
    except sensitive.Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@require_POST
def flag_many(request):
    """Flag frames of the contact sheet: what was flagged in them before stays. {"photos": [id, …], "flags": […]} as JSON."""
    if not request.user.has_perm("photo.edit_caption"):
        raise PermissionDenied
    try:
        asked = json.loads(request.body)
        ids, flags = asked["photos"], asked["flags"]
        well = isinstance(flags, list) and flags and set(flags) <= set(Photo.Flag.values)
        well = well and all(type(pk) is int and 0 < pk < 2**63 for pk in ids)
    except (ValueError, TypeError, KeyError, RecursionError):
        well = False
    if not well or len(ids) > sheet.MOST_PHOTOS:
        return JsonResponse({"error": _("Choose frames and what they show. Nothing was flagged.")}, status=422)
    wanted = Photo.objects.kept().filter(pk__in=ids, withdrawn_at=None)
    photos = rights.granted(request.user, "photo.edit_caption", rights.visible(request.user, wanted))
    done = []
    for photo in photos.order_by("pk"):
        sensitive.flag(photo, [*photo.sensitive, *flags], by=request.user, note=photo.sensitive_note)
        done.append(photo.pk)
    said = ngettext(
        "%(count)d frame is flagged. Readers get it when a second person has agreed.",
        "%(count)d frames are flagged. Readers get them when a second person has agreed.",
        len(done),
    ) % {"count": len(done)}
    if left := len(set(ids)) - len(done):
        said += " " + ngettext("%(count)d is not yours to flag.", "%(count)d are not yours to flag.", left) % {
            "count": left
        }
    frames = shoot.as_frames(request.user, list(Photo.objects.filter(pk__in=done).order_by("pk").with_pictures()))
    return JsonResponse({"said": said, "frames": frames})


def _flagged(flags) -> str:
    if flags:
        return _("It is flagged. Readers get it when a second person has looked at it and agreed.")
    return _("Nothing in it asks for care any more.")


def _back(request, photo) -> str:
    if request.POST.get("next") == "second":
        return reverse("admin:media_photo_second")
    return reverse("admin:media_photo_change", args=[photo.pk])


def second(request, context):
    """The flagged photographs for which this person can be the second one, those that wait longest first."""
    if not rights.as_editor(request.user, "photo.edit_caption"):
        raise PermissionDenied
    waiting = list(sensitive.due(request.user).select_related("flagged_by").with_pictures()[: MOST + 1])
    rows = []
    for photo in waiting[:MOST]:
        why_not = sensitive.why_not_agree(request.user, photo)
        if not why_not:
            rows.append({"photo": photo, "picture": pictures.shown(request.user, photo)})
    count = len(rows)
    context |= {
        "title": ngettext(
            "%(count)d photograph waits for a second pair of eyes",
            "%(count)d photographs wait for a second pair of eyes",
            count,
        )
        % {"count": count}
        if count
        else _("No photograph waits for a second pair of eyes"),
        "rows": rows,
        "more": len(waiting) > MOST,
    }
    return TemplateResponse(request, "admin/media/photo/second.html", context)
