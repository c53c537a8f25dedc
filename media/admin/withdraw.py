"""The act of withdrawing: what shows the photograph, why it goes, and afterwards the receipt; giving it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from media import rights, withdrawal
from media.admin import pictures
from media.models import Photo, Receipt
from newsroom.text import clean

LONGEST_NOTE = 2000


def page(request, context, object_id):
    """Asks for the reason and says what will happen where; withdrawn already, it says so and offers what may be done."""
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=object_id)
    if not (withdrawal.may_withdraw(request.user, photo) or withdrawal.may_restore(request.user, photo)):
        raise PermissionDenied(_("This photograph is not yours to withdraw. Ask an editor."))
    note = clean(request.POST.get("note", "")).strip()
    reason = request.POST.get("reason", "")
    if request.method == "POST" and photo.withdrawn_at is None:
        done = _withdraw(request, photo, reason, note)
        if done is not None:
            return HttpResponseRedirect(reverse("admin:media_photo_receipt", args=[photo.pk, done.pk]))
    uses = withdrawal.places(photo, request.user)
    context |= {
        "title": _("Withdraw this photograph") if photo.withdrawn_at is None else _("This photograph is withdrawn"),
        "photo": photo,
        "picture": pictures.shown(request.user, photo),
        "uses": uses,
        "live": sum(use.kind == "live" for use in uses),
        "coming": sum(use.kind in {"scheduled", "draft"} for use in uses),
        "reasons": Receipt.Reason.choices,
        "reason": reason,
        "note": note,
        "longest": LONGEST_NOTE,
        "had_readers": photo.first_released_at is not None or hasattr(photo, "released"),
        "receipts": receipts_for(request.user, photo),
        "may_restore": withdrawal.may_restore(request.user, photo),
    }
    return TemplateResponse(request, "admin/media/photo/withdraw.html", context)


def _withdraw(request, photo, reason, note):
    """The receipt; None where it was refused, with a message that says why."""
    if len(note) > LONGEST_NOTE:
        said = _("The note has %(has)s characters; at most %(count)s fit. Nothing was done.")
        messages.error(request, said % {"has": len(note), "count": LONGEST_NOTE})
        return None
    try:
        receipt = withdrawal.withdraw(photo, by=request.user, reason=reason, note=note)
    except withdrawal.Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("It is withdrawn everywhere. This page is the receipt."))
    return receipt


@require_POST
def restore(request, object_id):
    photo = get_object_or_404(Photo, pk=object_id)
    if not withdrawal.may_restore(request.user, photo):
        raise PermissionDenied(_("Only an editor gives a withdrawn photograph back."))
    note = clean(request.POST.get("note", "")).strip()[:LONGEST_NOTE]
    try:
        withdrawal.restore(photo, by=request.user, note=note)
    except withdrawal.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("It is given back. Its pictures are made anew, under addresses that nobody has seen.")
        )
    return HttpResponseRedirect(reverse("admin:media_photo_change", args=[photo.pk]))


@require_safe
def receipt(request, context, object_id, receipt_id):
    """What was done, to be read, printed or sent on."""
    found = _receipt(request.user, object_id, receipt_id)
    context |= {
        "title": _heading(found),
        "receipt": found,
        "photo": found.photo,
        "uses": _uses(request.user, found),
        "gone": _gone(found),
        "may_restore": withdrawal.may_restore(request.user, found.photo),
        "lines": render_to_string("admin/media/photo/receipt.txt", _lines(request, found)),
    }
    return TemplateResponse(request, "admin/media/photo/receipt.html", context)


@require_safe
def text(request, object_id, receipt_id):
    """The receipt as a text file."""
    found = _receipt(request.user, object_id, receipt_id)
    written = render_to_string("admin/media/photo/receipt.txt", _lines(request, found))
    response = HttpResponse(written, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.photo_id}-{found.pk}.txt"'
    response["Cache-Control"] = "private, no-store"
    return response


def receipts_for(user, photo) -> list[Receipt]:
    """The receipts of a photograph that this person may read, newest first."""
    found = photo.receipts.all()
    return list(found if rights.as_editor(user, "photo.withdraw") else found.filter(by=user))


def _receipt(user, object_id, receipt_id) -> Receipt:
    found = get_object_or_404(Receipt.objects.select_related("photo"), pk=receipt_id, photo=object_id)
    if found.by_id != user.pk and not rights.as_editor(user, "photo.withdraw"):
        raise Http404
    return found


def _heading(receipt: Receipt) -> str:
    return {
        Receipt.Act.WITHDRAWN: _("Receipt: a photograph withdrawn"),
        Receipt.Act.RESTORED: _("Receipt: a photograph given back"),
        Receipt.Act.MASKED: _("Receipt: a photograph masked anew"),
    }[receipt.act]


def _gone(receipt: Receipt) -> str:
    public = len(receipt.public_files)
    return ngettext(
        "%(count)d public file answers 410 since then", "%(count)d public files answer 410 since then", public
    ) % {"count": public}


def _lines(request, receipt: Receipt) -> dict:
    return {
        "heading": _heading(receipt),
        "receipt": receipt,
        "uses": _uses(request.user, receipt),
        "site": request.build_absolute_uri("/")[:-1],
    }


def _uses(user, receipt: Receipt) -> list[dict]:
    """Where it stood, with what happened there; titles only for those who may know them."""
    known = None
    if not rights.as_editor(user, "photo.withdraw"):
        known = {(place.kind, place.id) for place in withdrawal.places(receipt.photo, user) if place.known}
    found = []
    for use in receipt.uses:
        place = withdrawal.Place(**use)
        if known is not None and (place.kind, place.id) not in known and not place.public_url:
            place.title, place.url = _("A story that is not yours to see"), ""
        found.append({"place": place, "done": _done(receipt.act, place.kind)})
    return found


def _done(act: str, kind: str) -> str:
    if act == Receipt.Act.RESTORED:
        return {
            "live": _("shows it again, once its pictures are made"),
            "portrait": _("shows it again when a public story does"),
        }.get(kind, _("may show it again"))
    if act == Receipt.Act.MASKED:
        return {"live": _("shows the masked picture")}.get(kind, _("will show the masked picture"))
    return {
        "live": _("was drawn again without it"),
        "scheduled": _("goes out without it; its people are told"),
        "draft": _("says that it is withdrawn; its people are told"),
        "portrait": _("is shown without it"),
    }[kind]
