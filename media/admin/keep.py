"""The pages of deleting: one photograph's, with where it is used if it may not go; what was deleted, and Undo."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from media import crops, keeping, rights, uses
from media.models import Photo

THUMB = 480
A_PAGE = 40


def delete(request, context, photo):
    """Asks once, saying that it can be undone; where the photograph is used it says where instead."""
    if not request.user.has_perm("photo.delete", photo):
        raise PermissionDenied(_("This photograph is not yours to delete. Ask an editor."))
    if request.method == "POST":
        try:
            photo = keeping.delete(photo, by=request.user)
        except keeping.Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        messages.success(request, _undo(request, photo))
        return HttpResponseRedirect(reverse("admin:media_photo_changelist"))
    context |= {
        "title": _("Delete this photograph?"),
        "photo": photo,
        "picture": picture_of(request.user, photo),
        "uses": uses.of(request.user, photo),
        "in_use": bool(uses.used_among([photo.pk])),
    }
    return TemplateResponse(request, "admin/media/photo/delete.html", context)


@require_POST
def restore(request, object_id):
    photo = get_object_or_404(Photo, pk=object_id)
    if not request.user.has_perm("photo.delete", photo):
        raise PermissionDenied(_("This photograph is not yours to bring back. Ask an editor."))
    if keeping.restore(photo, by=request.user):
        messages.success(request, _("“%(name)s” is in the library again.") % {"name": photo})
    return HttpResponseRedirect(reverse("admin:media_photo_change", args=[photo.pk]))


def deleted(request, context):
    """What was deleted, last first, as far as this person may see it: each with Undo where they may."""
    if not request.user.has_perm("photo.view_unreleased"):
        raise PermissionDenied
    seen = rights.visible(request.user, Photo.objects.exclude(deleted_at=None))
    found = seen.select_related("deleted_by").with_pictures().order_by("-deleted_at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    photos = list(page.object_list)
    own = Photo.objects.filter(pk__in=[photo.pk for photo in photos])
    may = set(rights.granted(request.user, "photo.delete", own).values_list("pk", flat=True))
    context |= {
        "title": _("Deleted photographs"),
        "page": page,
        "photos": [(photo, picture_of(request.user, photo), photo.pk in may) for photo in photos],
    }
    return TemplateResponse(request, "admin/media/photo/deleted.html", context)


def _undo(request, photo):
    """The message after deleting, with its own button."""
    return format_html(
        '{} <form method="post" class="undo" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="link-button">{}</button></form>',
        _("Deleted: “%(name)s”. Its file is kept.") % {"name": photo},
        reverse("admin:media_photo_restore", args=[photo.pk]),
        get_token(request),
        _("Undo"),
    )


def picture_of(user, photo):
    """The thumbnail's address and size, or nothing where there is none to see."""
    if not photo.renditions.all() or not rights.may_see(user, photo):
        return None
    width, height = crops.scaled(photo.size, min(THUMB, photo.width))
    return {"src": reverse("admin:media_photo_thumb", args=[photo.pk, THUMB]), "width": width, "height": height}
