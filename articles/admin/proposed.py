"""On Today: words of printed pictures that photographers ask to have put right, and the answers for those who asked."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.rows import Row, Step, thumbnails_of_photos
from articles.permissions import roles
from media import rights
from media.models import CaptionProposal, Photo

MOST = 20


def rows(user):
    """Rows of “Needs you”: for editors what waits for their answer, oldest first; for others what was answered them."""
    answered = list(_answered(user)[:MOST])
    waiting = _waiting(user) if roles(user) & {"section", "chief"} else []
    shown = thumbnails_of_photos({one.photo_id for one in (*answered, *waiting)}) if answered or waiting else {}
    return [*(_to_decide(one, shown) for one in waiting), *(_to_read(one, shown) for one in answered)]


def _waiting(user):
    found = CaptionProposal.objects.filter(state=CaptionProposal.State.OPEN, photo__deleted_at=None).exclude(by=user)
    found = list(found.select_related("photo", "by").order_by("at", "pk")[:MOST])
    if not found:
        return []
    photos = Photo.objects.filter(pk__in={one.photo_id for one in found})
    may = set(rights.granted(user, "photo.edit_caption", photos).values_list("pk", flat=True))
    return [one for one in found if one.photo_id in may]


def _answered(user):
    found = CaptionProposal.objects.filter(by=user, seen_at=None).exclude(state=CaptionProposal.State.OPEN)
    return found.select_related("photo", "decided_by")


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
    accepted = proposal.state == CaptionProposal.State.ACCEPTED
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
