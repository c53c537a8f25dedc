"""The page on which parts of a photograph are hidden, and the frame as it is for those who decide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from media import masking, masks
from media.admin import desk, pictures
from media.models import Photo

FORMS = {"box": gettext_lazy("box"), "ellipse": gettext_lazy("oval")}
HOW = {"coarse": gettext_lazy("coarse squares"), "blur": gettext_lazy("blurred"), "cover": gettext_lazy("covered")}
SIDES = ("left", "top", "width", "height")
SPARE = 3  # empty lines for who has no script


def page(request, context, object_id):
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not masking.may_mask(request.user, photo):
        raise PermissionDenied(_("What is hidden in this photograph is not yours to change. Ask its editor."))
    lines = [_line(mask) for mask in photo.masks]
    if request.method == "POST":
        lines = _sent(request.POST)
        if _save(request, photo, lines):
            return HttpResponseRedirect(reverse("admin:media_photo_change", args=[photo.pk]))
    empty = {"form": "ellipse", "how": "coarse", **dict.fromkeys(SIDES, "")}
    context |= {
        "title": _("Hide parts of this photograph"),
        "photo": photo,
        "frame": pictures.frame(request.user, photo),
        "series": photo.series,
        "lines": [*lines, *([empty] * SPARE)],
        "forms": FORMS.items(),
        "how": HOW.items(),
        "most": masks.MOST,
        "is_public": hasattr(photo, "released"),
    }
    return TemplateResponse(request, "admin/media/photo/masks.html", context)


def _line(mask: dict) -> dict:
    """A mask as its line shows it: sides in hundredths of the frame, with a point whatever the language."""
    sides = {side: f"{share * 100:.2f}".rstrip("0").rstrip(".") for side, share in zip(SIDES, mask["at"], strict=True)}
    return {"form": mask["form"], "how": mask["how"], **sides}


def _sent(data) -> list[dict]:
    """The lines of the form that say anything."""
    columns = {name: data.getlist(f"mask-{name}")[:1000] for name in ("form", "how", *SIDES)}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)]
    return [row for row in rows if any(row[side].strip() for side in SIDES)]


def _save(request, photo, lines) -> bool:
    try:
        wanted = masks.read([_mask(line) for line in lines])
    except ValueError:
        said = _(
            "Each part needs four numbers from 0 to 100, and there may be %(count)s parts at most. Nothing was saved."
        )
        messages.error(request, said % {"count": masks.MOST})
        return False
    if str(photo.series) != request.POST.get("series"):
        messages.error(request, _("Somebody hid something else meanwhile. Look at it again; nothing was saved."))
        return False
    try:
        receipt = masking.put(photo, wanted, by=request.user)
    except masking.Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if receipt is not None:
        messages.success(request, _said(len(wanted), photo))
    return True


def _said(count: int, photo: Photo) -> str:
    said = _("Nothing is hidden in it any more; its pictures are made anew.")
    if count:
        said = ngettext(
            "%(count)d part is hidden in every picture of it. The pictures made before are gone.",
            "%(count)d parts are hidden in every picture of it. The pictures made before are gone.",
            count,
        ) % {"count": count}
    if photo.sensitive:
        said += " " + _("A second person looks at it as it is now before readers get it.")
    return said


def _mask(line: dict) -> dict:
    at = [float(line[side].replace(",", ".")) / 100 for side in SIDES]
    return {"form": line["form"], "how": line["how"], "at": at}


@require_safe
def look(request, object_id):
    """The whole frame as it was sent, drawn for this one look and kept nowhere."""
    photo = get_object_or_404(Photo, pk=object_id)
    if not desk.may_have_original(request.user, photo):
        raise PermissionDenied
    try:
        data = masking.look(photo)
    except (masking.Refused, FileNotFoundError) as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
