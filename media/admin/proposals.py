"""A photographer asks to have printed words put right; an editor accepts or declines, and says why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from media import corrections, rights, uses
from media.admin import carry
from media.admin.desk import write_words
from media.admin.forms import LONGEST
from media.admin.keep import picture_of
from media.models import CaptionProposal, Correction, Photo
from media.worddiff import diff
from newsroom.text import clean, clean_line

LONGEST_LINE = 500
ASKED = ("caption", "credit")
NEEDS = {"caption": "photo.edit_caption", "credit": "photo.edit_credit"}
State = CaptionProposal.State


@require_POST
def propose(request, object_id):
    """Ask for other words, or change what one asked before while nobody has answered."""
    photo = get_object_or_404(rights.own(request.user, Photo.objects.kept()), pk=object_id)
    typed = {name: clean(request.POST.get(name, "")).strip() for name in ASKED}
    typed["credit"] = clean_line(typed["credit"])
    note = clean_line(request.POST.get("note", ""))
    back = HttpResponseRedirect(_way_back(request, photo))
    if fault := _too_long({**typed, "note": note}) or (photo.withdrawn_at and _("This photograph has been withdrawn.")):
        messages.error(request, fault)
        return back
    stands = {"caption": photo.caption, "credit": photo.credit_line}
    if typed == stands and not note:
        messages.info(request, _("That is how it stands already. Change the words, or say in the note what is wrong."))
        return back
    CaptionProposal.objects.update_or_create(
        photo=photo,
        by=request.user,
        state=State.OPEN,
        defaults={**typed, "note": note, "before": stands, "at": timezone.now()},
    )
    messages.success(request, _("Sent to the editors. Their answer will stand here and on Today."))
    return back


def page(request, context, proposal_id):
    """What is asked, beside what stands and what is printed; Accept, or Decline with a line back."""
    found = CaptionProposal.objects.select_related("by", "decided_by")
    proposal = get_object_or_404(found, pk=proposal_id)
    photo = get_object_or_404(Photo.objects.with_pictures(), pk=proposal.photo_id)
    if not may_decide(request.user, proposal, photo):
        raise PermissionDenied(_("The words of this photograph are for another editor to decide."))
    if request.method == "POST" and (answer := _decide(request, proposal.pk)):
        return answer
    typed = request.POST if request.method == "POST" else vars(proposal)
    stands = {"caption": photo.caption, "credit": photo.credit_line}
    fields = [_field(name, stands[name], getattr(proposal, name), typed.get(name, "")) for name in ASKED]
    context |= {
        "title": _("A photographer asks for other words"),
        "photo": photo,
        "proposal": proposal,
        "picture": picture_of(request.user, photo),
        "fields": fields,
        "answer": typed.get("answer", ""),
        "uses": [use for use in uses.of(request.user, photo) if not use.has_ended],
    }
    return TemplateResponse(request, "admin/media/photo/proposal.html", context)


def may_decide(user, proposal, photo) -> bool:
    """Whoever may change these words, but not who asked."""
    return user.pk != proposal.by_id and user.has_perm("photo.edit_caption", photo)


def _field(name, stands, asked, typed):
    label = {"caption": _("Caption"), "credit": _("Credit")}[name]
    return {"name": name, "label": label, "longest": LONGEST[name], "typed": typed,
            "diff": diff(stands, asked) if asked and asked != stands else []}  # fmt: skip


def _decide(request, proposal_id):
    """The answer to send, or nothing where the page is to be shown again with what is wrong."""
    typed = {name: clean(request.POST.get(name, "")).strip() for name in ASKED}
    answer, accepted = clean_line(request.POST.get("answer", "")), "accept" in request.POST
    if fault := _too_long({**typed, "note": answer}):
        messages.error(request, fault)
        return None
    if not accepted and not answer:
        messages.error(request, _("Say in a line why not; the photographer reads it. Nothing was changed."))
        return None
    with transaction.atomic():
        proposal = CaptionProposal.objects.select_for_update().get(pk=proposal_id)
        if proposal.state != State.OPEN:
            messages.info(request, _("Somebody has answered already. Nothing was changed."))
            return HttpResponseRedirect(request.path)
        photo = Photo.objects.with_pictures().select_for_update().get(pk=proposal.photo_id)
        goes_on = _accept(request, photo, typed) if accepted else ""
        proposal.state = State.ACCEPTED if accepted else State.DECLINED
        proposal.decided_by, proposal.decided_at, proposal.answer = request.user, timezone.now(), answer
        proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    said = _("Accepted: the library has the new words.") if accepted else _("Declined. The photographer reads why.")
    messages.success(request, said)
    return HttpResponseRedirect(goes_on or reverse("admin:index"))


def _accept(request, photo, typed) -> str:
    """Write the words into the library; the address of the page that carries them into stories, where some show it."""
    wanted = {name: value for name, value in typed.items() if value and request.user.has_perm(NEEDS[name], photo)}
    if wanted.get("credit") == photo.credit_line:
        del wanted["credit"]
    before = corrections.words_of(photo)
    write_words(photo, wanted)
    return carry.after_save(request, photo, before) or _to_stories_own_words(request.user, photo)


def _to_stories_own_words(user, photo) -> str:
    """The library had these words already: what is wrong stands in stories that say it in words of their own."""
    for use in uses.of(user, photo):
        own = use.own.get("caption")
        if use.id and not use.has_ended and own and own != photo.caption:
            correction = Correction.objects.create(
                photo=photo, by=user, before={"caption": own}, after={"caption": photo.caption}
            )
            return carry.address(correction)
    return ""


def _too_long(typed) -> str:
    for name, value in typed.items():
        most = LONGEST.get(name, LONGEST_LINE)
        if len(value) > most:
            said = _("At most %(count)s characters; this has %(has)s. Nothing was saved.")
            return said % {"count": most, "has": len(value)}
    return ""


def _way_back(request, photo) -> str:
    """The page of one's photographs where it was left."""
    before = request.POST.get("before", "")
    query = f"?before={before}" if before.isdecimal() and len(before) < 19 else ""
    return f"{reverse('admin:media_photo_mine')}{query}#photo-{photo.pk}"
