"""On Today: words of printed pictures that photographers ask to have put right, and the answers for those who asked."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.rights import roles, sends_pictures
from articles.admin.rows import Row, Step, thumbnails_of_photos
from media import rights
from media.admin import mine
from media.models import CaptionProposal, Photo

MOST = 20
State = CaptionProposal.State


def rows(request):
    """Rows of “Needs you”: for editors what waits for their answer, oldest first; for others what was answered them."""
    user, editor = request.user, bool(roles(request) & {"section", "chief"})
    wanted = Q(by=user, seen_at=None) & ~Q(state=State.OPEN)
    if editor:
        wanted |= Q(state=State.OPEN, photo__deleted_at=None) & ~Q(by=user)
    found = CaptionProposal.objects.filter(wanted).select_related("photo", "by", "decided_by")
    found = list(found.order_by("at", "pk")[:MOST])
    if not found:
        return []
    waiting = [one for one in found if one.state == State.OPEN]
    if waiting:
        photos = Photo.objects.filter(pk__in={one.photo_id for one in waiting})
        may = set(rights.granted(user, "photo.edit_caption", photos).values_list("pk", flat=True))
        waiting = [one for one in waiting if one.photo_id in may]
    answered = [one for one in found if one.state != State.OPEN]
    shown = thumbnails_of_photos({one.photo_id for one in found})
    return [*(_to_decide(one, shown) for one in waiting), *(_to_read(one, shown) for one in answered)]


def own_month(request):
    """What became of somebody's own photographs this month: {sent, ran, url}; None for those who send none."""
    if not sends_pictures(request):
        return None
    _since, sent, ran = mine.month(request.user)
    return {"sent": sent, "ran": ran, "url": reverse("admin:media_photo_mine")}


def _to_decide(proposal, shown):
    url = reverse("admin:media_photo_proposal", args=[proposal.pk])
    return Row(
        url=url,
        headline=str(proposal.photo),
        reason=proposal.note or _("Its printed words are to be put right."),
        said_by=_name(proposal.by),
        step=Step(_("Look at the words"), url),
        thumbnail=shown.get(proposal.photo_id),
    )


def _to_read(proposal, shown):
    url = reverse("admin:media_photo_mine") + f"#photo-{proposal.photo_id}"
    accepted = proposal.state == State.ACCEPTED
    said = _("What you asked for is accepted.") if accepted else _("What you asked for is declined.")
    return Row(
        url=url,
        headline=str(proposal.photo),
        reason=f"{said} {proposal.answer}".strip(),
        said_by=_name(proposal.decided_by),
        step=Step(_("Read the answer"), url),
        thumbnail=shown.get(proposal.photo_id),
    )


def _name(user):
    return user.get_full_name() or user.get_username() if user else ""
