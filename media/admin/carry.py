"""After words of a photograph were corrected: which stories have them by themselves, and which have words of their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media import corrections, uses
from media.admin.forms import LONGEST
from media.models import Correction, Photo
from media.worddiff import carried, diff
from newsroom.text import clean, clean_line

LONGEST_NOTE = 500


def after_save(request, photo: Photo, before: dict) -> str:
    """The address of the page for this correction, where stories show the photograph now; else nothing."""
    correction = corrections.keep(photo, before, by=request.user)
    return address(correction) if correction and _active(request.user, photo) else ""


def address(correction: Correction) -> str:
    return reverse("admin:media_photo_corrected", args=[correction.photo_id, correction.pk])


def page(request, context, object_id, correction_id):
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not request.user.has_perm("photo.view_unreleased", photo):
        raise PermissionDenied
    correction = get_object_or_404(Correction.objects.select_related("by"), pk=correction_id, photo=photo)
    if request.method == "POST":
        if not request.user.has_perm("photo.edit_caption", photo):
            raise PermissionDenied(_("The words of this photograph are not yours to change."))
        if _decide(request, photo, correction):
            return HttpResponseRedirect(request.path)
    found = _active(request.user, photo)
    own = [entry for use in found if (entry := _with_own(request, use, correction))]
    held = {entry["use"].id for entry in own}
    context |= {
        "title": _("Corrected: where it is read"),
        "photo": photo,
        "correction": correction,
        "changes": [(_label(name), diff(correction.before[name], correction.after[name])) for name in correction.after],
        "inherit": [use for use in found if use.id not in held and use.places],
        "hidden": sum(not use.places for use in found),
        "own": own,
        "open": any(entry["open"] for entry in own),
        "note": request.POST.get("note", ""),
        "facts": "facts" in request.POST,
    }
    return TemplateResponse(request, "admin/media/photo/corrected.html", context)


def _active(user, photo):
    return [use for use in uses.of(user, photo) if use.id is not None and not use.has_ended]


def _label(name):
    return {"caption": _("Caption"), "alt": _("Words for a blind reader"), "credit": _("Credit")}[name]


def _with_own(request, use, correction):
    """A use that says words of its own in place of changed ones: each with the wording that is proposed; None for others."""
    fields, certain = [], True
    for name in correction.after:
        own = use.own.get(name)
        if own and name != "credit":
            proposal = carried(correction.before[name], correction.after[name], own)
            certain = certain and proposal is not None
            typed = request.POST.get(f"{name}-{use.id}")
            new = typed if typed is not None else proposal or own
            fields.append({"name": name, "label": _label(name), "own": own, "new": new, "longest": LONGEST[name]})
    if not fields:
        return None
    answer = correction.answers.get(str(use.id), "")
    undecided = answer in {"", corrections.LEFT} or (answer == corrections.ASKED and use.may_change)
    ticked = f"story-{use.id}" in request.POST if request.method == "POST" else certain
    return {
        "use": use,
        "fields": fields,
        "certain": certain,
        "ticked": ticked,
        "answer": answer,
        "open": undecided,
        "to_leave": answer == corrections.ASKED and use.may_change,
    }


def _decide(request, photo, correction) -> bool:
    """Do what was ticked, or leave one story as it is; whether the page is to be shown anew."""
    left = request.POST.get("leave", "")
    chosen = [key[6:] for key in request.POST if key.startswith("story-") and key[6:].isdecimal() and len(key) < 24]
    note = clean_line(request.POST.get("note", ""))
    if left.isdecimal() and len(left) < 19:
        return _leave(request, photo, correction, left)
    if not chosen:
        messages.error(request, _("Choose the stories that get the correction. Nothing was changed."))
        return False
    if len(note) > LONGEST_NOTE:
        messages.error(
            request, _("At most %(count)s characters in the note. Nothing was changed.") % {"count": LONGEST_NOTE}
        )
        return False
    facts = "facts" in request.POST
    if facts and not note:
        messages.error(request, _("Say in the note what was wrong: the story's history keeps it. Nothing was changed."))
        return False
    done = 0
    for story_id in chosen:
        words = {
            name: clean(request.POST[f"{name}-{story_id}"]).strip()[: LONGEST[name]]
            for name in correction.after
            if f"{name}-{story_id}" in request.POST
        }
        done += _carry(request, photo, correction, story_id, {k: v for k, v in words.items() if v}, note, facts)
    if done:
        said = ngettext("%(count)d story has the correction.", "%(count)d stories have the correction.", done)
        messages.success(request, said % {"count": done})
    return True


def _carry(request, photo, correction, story_id, words, note, facts) -> int:
    data = {"correction": correction.pk, "facts": facts, "before": correction.before, "after": correction.after}
    try:
        with transaction.atomic():
            row = Correction.objects.select_for_update().get(pk=correction.pk)
            if row.answers.get(story_id) == corrections.DONE:
                return 0  # somebody else was first
            done, said = corrections.change(request.user, int(story_id), photo, {"words": words}, note=note, data=data)
            row.answers[story_id] = corrections.DONE if done else corrections.ASKED
            row.save(update_fields=["answers"])
    except corrections.Refused as refusal:
        messages.error(request, str(refusal))
        return 0
    if not done:
        messages.info(request, said)
    return int(done)


def _leave(request, photo, correction, story_id) -> bool:
    try:
        with transaction.atomic():
            row = Correction.objects.select_for_update().get(pk=correction.pk)
            corrections.leave(request.user, int(story_id), photo)
            row.answers[story_id] = corrections.LEFT
            row.save(update_fields=["answers"])
    except corrections.Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("The story keeps its own words."))
    return True
