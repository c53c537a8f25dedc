"""A newer file beside the older: what a person says of the two, and the stories in which it takes the older's place."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from media import corrections, crops, uses, versions
from media.admin import care
from media.admin.forms import SAID
from media.models import Photo, Version
from newsroom.text import clean_line

WIDTH = 960


def page(request, context, newer_id, older_id):
    photos = Photo.objects.kept().with_pictures()
    newer, older = get_object_or_404(photos, pk=newer_id), get_object_or_404(photos, pk=older_id)
    if newer == older or not _may(request, "photo.view_unreleased", newer, older):
        raise PermissionDenied
    if request.method == "POST":
        if not _may(request, "photo.edit_caption", newer, older):
            raise PermissionDenied(_("This photograph is not yours to put into another's place. Ask an editor."))
        return _decide(request, newer, older)
    version = Version.objects.filter(photo=newer, of=older).first()
    labels = {field.name: field.verbose_name for field in Photo._meta.get_fields() if hasattr(field, "verbose_name")}
    context |= {
        "title": _("Two files of one photograph?"),
        "sides": [(_("Older"), older, _picture(older)), (_("Newer"), newer, _picture(newer))],
        "older": older,
        "newer": newer,
        "version": version,
        "uses": [use for use in uses.of(request.user, older) if use.id is not None and not use.has_ended],
        "cuts": _cuts(older, newer),
        "same_shape": versions.same_shape(older, newer),
        "has_cuts": versions.has_cuts(older) and not versions.has_cuts(newer),
        "words": [labels.get(name, name) for name in versions.open_words(older, newer)],
        "why": _why_not(older, newer),
        "kinds": Version.Kind,
    }
    return TemplateResponse(request, "admin/media/photo/replace.html", context)


def _may(request, right, *photos):
    return all(request.user.has_perm(right, photo) for photo in photos)


def _picture(photo):
    if not photo.renditions.all():
        return None
    width, height = crops.scaled(photo.size, min(WIDTH, photo.width))
    return {"src": reverse("admin:media_photo_thumb", args=[photo.pk, WIDTH]), "width": width, "height": height}


def _cuts(older, newer):
    """What was drawn on the older, over the newer: (name of the shape, left, top, width, height), in pixels of the newer."""
    if not versions.same_shape(older, newer):
        return []
    found = []
    for shape in older.hand_crops:
        left, top, right, bottom = crops.box_for(shape, newer.size, older.focus, older.hand_crops)
        found.append((SAID.get(shape, shape), left, top, right - left, bottom - top))
    return found


def _why_not(older, newer):
    """What will still be against it once it has the words that it takes over."""
    filled = copy(newer)
    for name in versions.open_words(older, newer):
        setattr(filled, name, getattr(older, name))
    return filled.why_not()


def _decide(request, newer, older):
    if left := request.POST.get("leave", ""):
        return _leave(request, older, left)
    kind = request.POST.get("kind", "")
    if kind not in Version.Kind.values:
        messages.error(request, _("Say what the two are to each other. Nothing was changed."))
        return HttpResponseRedirect(request.path)
    if kind == Version.Kind.REPLACES:
        try:
            newer = care.carry(older, newer, by=request.user)
        except care.Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
    newer = versions.decide(older, newer, kind, by=request.user, cuts="cuts" in request.POST)
    if kind != Version.Kind.REPLACES:
        for use in uses.of(request.user, older):
            if use.may_change:
                corrections.leave(request.user, use.id, older)
        messages.success(request, _("Kept. The two are not proposed to each other any more."))
        return HttpResponseRedirect(reverse("admin:media_photo_change", args=[newer.pk]))
    chosen = [key[6:] for key in request.POST if key.startswith("story-") and key[6:].isdecimal() and len(key) < 24]
    note = clean_line(request.POST.get("note", ""))[:500] or _("A newer file of a picture")
    for story_id in chosen:
        try:
            _done, said = corrections.change(
                request.user, int(story_id), older, {"newer": newer.pk}, note=note, data={"older": older.pk}
            )
            messages.success(request, said)
        except corrections.Refused as refusal:
            messages.error(request, str(refusal))
    if not chosen:
        messages.success(
            request, _("The newer file has taken its place in the library. Stories show what they showed.")
        )
    return HttpResponseRedirect(request.path)


def _leave(request, older, story_id):
    try:
        corrections.leave(request.user, int(story_id) if story_id.isdecimal() and len(story_id) < 19 else 0, older)
        messages.success(request, _("The story keeps the older file."))
    except corrections.Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(request.path)
