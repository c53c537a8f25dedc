"""The photographer's own desk: what I sent or made, what became of it, how it was printed, and what I ask to have put right."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from media import crops, rights, uses
from media.admin import desk
from media.models import CaptionProposal, Correction, Photo
from media.worddiff import SAME, diff
from media.wording import split_credit
from newsroom.text import tag_key

A_PAGE = 30
SMALL = 240  # pixels wide: a frame beside its words
BLOCKS = ("xmp", "iim", "exif")


@dataclass
class Shot:
    """One photograph on the page.

    state      what is the matter with it before any story, as (key, words); the uses say the rest
    uses       [Printed], what readers see first
    may_ask    there is something printed, or about to be, that could be put right
    """

    photo: Photo
    picture: dict | None
    state: tuple[str, str]
    uses: list
    may_write: bool
    may_ask: bool
    may_fetch: bool
    proposals: list = field(default_factory=list)

    @property
    def asked(self):
        """What stands in the form: what was asked and not answered yet, else what the library says."""
        waiting = next((one for one in self.proposals if one.state == CaptionProposal.State.OPEN), None)
        return waiting or {"caption": self.photo.caption, "credit": self.photo.credit, "note": ""}


@dataclass
class Printed:
    """One use, with the frame as it was cut there and what was made of its words: [(kind, words)], empty where they stand."""

    use: uses.Use
    thumb: dict | None = None
    caption: list = field(default_factory=list)
    credit: list = field(default_factory=list)
    ran: bool = False


def page(request, context):
    user = request.user
    if not user.has_perm("photo.view_unreleased"):
        raise PermissionDenied
    mine = rights.own(user, Photo.objects.kept())
    photos, older = _page_of(mine, request.GET.get("before", ""))
    context |= {
        "title": _("My photographs"),
        "groups": _grouped(_shots(user, photos)),
        "older": older,
        "first_page": "before" not in request.GET,
        "months": [month(user), month(user, ago=1)] if "before" not in request.GET else [],
        "answers": _answers(user),
        "upload_url": reverse("admin:media_photo_upload") if user.has_perm("photo.upload") else "",
        # A copy of the original with the library's words in it, where the address of originals knows how to make one.
        "with_words": hasattr(desk, "_with_words"),
        "longest": {"caption": desk.LONGEST["caption"], "credit": desk.LONGEST["credit"]},
    }
    return TemplateResponse(request, "admin/media/photo/mine.html", context)


def _page_of(photos, before: str):
    """A_PAGE photographs, newest first, after the one with this id; and the id to go on from, None at the end."""
    found = photos.newest_first().with_pictures()
    if before.isdecimal() and len(before) < 19:
        last = Photo.objects.filter(pk=before).values_list("uploaded_at", "pk").first()
        found = found.after(*last) if last else found
    page = list(found[: A_PAGE + 1])
    return page[:A_PAGE], page[A_PAGE - 1].pk if len(page) > A_PAGE else None


def _shots(user, photos) -> list[Shot]:
    here = Photo.objects.filter(pk__in=[photo.pk for photo in photos])
    may_write = set(rights.granted(user, "photo.edit_caption", here).values_list("pk", flat=True))
    may_fetch = set(rights.granted(user, "photo.view_original", here).values_list("pk", flat=True))
    seen = set(rights.visible(user, here).values_list("pk", flat=True))
    found, first = uses.of_all(user, photos), _first_words(user, photos)
    asked: dict[int, list] = {}
    for proposal in CaptionProposal.objects.filter(photo__in=photos, by=user).select_related("decided_by"):
        asked.setdefault(proposal.photo_id, []).append(proposal)
    shots = []
    for photo in photos:
        printed = [_printed(photo, use, first[photo.pk]) for use in found.get(photo.pk, [])]
        shots.append(
            Shot(
                photo=photo,
                picture=_thumb(photo) if photo.pk in seen and photo.renditions.all() else None,
                state=_state(photo, printed),
                uses=printed,
                may_write=photo.pk in may_write,
                may_ask=not photo.withdrawn_at and any(one.ran or one.use.kind == uses.SCHEDULED for one in printed),
                may_fetch=photo.pk in may_fetch and not photo.withdrawn_at,
                proposals=asked.get(photo.pk, [])[:3],
            )
        )
    return shots


def _state(photo, printed):
    if photo.withdrawn_at:
        return "withdrawn", _("Withdrawn on %(day)s.") % {"day": _day(photo.withdrawn_at)}
    if why := photo.why_not():
        return "held" if photo.caption and photo.credit_line else "waits", why
    return ("", "") if printed else ("library", _("In the library; no story shows it yet."))


def _printed(photo, use, first):
    said = use.printed
    if not said:
        return Printed(use)
    shape = said["crop"] if said["crop"] in crops.CUTS else ""
    return Printed(
        use,
        thumb=_thumb(photo, shape) if shape and photo.renditions.all() else None,
        caption=_altered(first["caption"], said["caption"]),
        credit=_altered(first["credit"], said["credit"]),
        ran=True,
    )


def _altered(before: str, after: str):
    """Word by word what was made of it; empty where it reads as it did, or where there was nothing."""
    before, after = " ".join(before.split()), " ".join(after.split())
    if not before or tag_key(before).rstrip(".") == tag_key(after).rstrip("."):
        return []
    parts = diff(before, after)
    # Words that have next to nothing in common are read one after the other, not through each other.
    kept = sum(len(words) for kind, words in parts if kind == SAME)
    return parts if kept * 4 >= min(len(before), len(after)) else [("gone", before), ("new", after)]


def _first_words(user, photos) -> dict[int, dict[str, str]]:
    """By photograph its caption and credit before anybody else changed them: as corrections keep them, else the file's."""
    first = {photo.pk: _as_sent(photo) for photo in photos}
    changed = Correction.objects.filter(photo__in=photos).exclude(by=user).order_by("-pk")
    for photo_id, before in changed.values_list("photo_id", "before"):
        first[photo_id] |= {name: before[name] for name in ("caption", "credit") if before.get(name)}
    return first


def _as_sent(photo):
    """What the file said where the desk wrote over it; what stands in the library where nobody did, or the file was silent."""
    said = {"caption": photo.caption, "credit": photo.credit_line}
    if photo.taken_from.get("caption") == "desk":
        raw = next((value for block in BLOCKS if (value := photo.raw.get(block, {}).get("caption"))), "")
        if isinstance(raw, str) and raw and not photo.damaged.get("caption"):
            said["caption"] = split_credit(raw).text
    return said


def _thumb(photo, shape=""):
    address = reverse("admin:media_photo_thumb", args=[photo.pk, desk.THUMB])
    size = photo.size if not shape else tuple(side * 100 for side in crops.SHAPES[shape].ratio)
    width, height = crops.scaled(size, min(SMALL, size[0]))
    return {"src": f"{address}?shape={shape}" if shape else address, "width": width, "height": height}


def _grouped(shots):
    """[(day, what was going on, [Shot])]: one shoot after the other, as they came."""
    groups = groupby(shots, key=lambda shot: (timezone.localdate(shot.photo.uploaded_at), shot.photo.event))
    return [(day, event, list(those)) for (day, event), those in groups]


def month(user, ago=0):
    """What somebody sent and what of theirs ran in a month: (its first day, sent, ran). ago: how many months before this one."""
    start = end = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end += timedelta(days=32)
    for _step in range(ago):
        start, end = (start - timedelta(days=1)).replace(day=1), start
    mine = rights.own(user, Photo.objects.kept())
    return start, mine.filter(uploaded_at__gte=start, uploaded_at__lt=end).count(), uses.ran_between(mine, start, end)


def _answers(user):
    """Answers not seen before; they are, once this page was."""
    unseen = CaptionProposal.objects.filter(by=user, seen_at=None).exclude(state=CaptionProposal.State.OPEN)
    found = list(unseen.select_related("photo", "decided_by")[:20])
    if found:
        CaptionProposal.objects.filter(pk__in=[one.pk for one in found]).update(seen_at=timezone.now())
    return found


def _day(moment):
    return formats.date_format(timezone.localtime(moment), "d-m-Y")
