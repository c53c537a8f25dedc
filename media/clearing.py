"""What a photograph brings along of its rights: whose it is by its credit, and what its instructions hold back."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from media import instructions, terms
from media.models import Lease, Photo, Supplier

ARCHIVE_AFTER = timedelta(days=30)
"""A picture that may not be kept in the archive leaves a story when the story is this old."""


def recognised(photo: Photo) -> Supplier | None:
    """The supplier that its credit names, else its source, else its copyright; of several the one with the longest name."""
    suppliers = list(Supplier.objects.all())
    for words in (photo.credit, photo.source, photo.copyright, " ".join(photo.creators)):
        fits = [(len(name), one) for one in suppliers for name in [one.name, *one.names] if terms.names(words, name)]
        if fits:
            return max(fits, key=lambda fit: fit[0])[1]
    return None


def at_arrival(photo: Photo) -> None:
    """Before a new photograph is stored: find its supplier, and give it that one's credit where it has none."""
    photo.supplier = recognised(photo)
    if photo.supplier is not None and not photo.credit_line and photo.supplier.credit:
        photo.credit = photo.supplier.credit
        photo.taken_from["credit"] = "desk"


def read_instructions(photo: Photo, *, by=None) -> list[Lease]:
    """Write what the instructions hold back as leases, in the place of those read before; the new ones.

    An embargo denies until its hour; one whose hour could not be read denies until a person has settled it.
    """
    now = timezone.now()
    for lease in photo.leases.standing().filter(is_read=True):
        lease.lift(by=by, at=now)
    return Lease.objects.bulk_create(
        Lease(photo=photo, by=by, at=now, is_read=True, **said)
        for hold in holds(photo)
        if (said := _lease(hold, now)) is not None
    )


def holds(photo: Photo) -> list[instructions.Hold]:
    if not photo.instructions:
        return []
    zone = timezone.get_default_timezone()
    return instructions.read(photo.instructions, zone, timezone.localdate(photo.uploaded_at, zone))


def _lease(hold: instructions.Hold, now) -> dict | None:
    match hold.kind:
        case "embargo" if hold.until > now:
            return {"rule": terms.DENY, "ends_at": hold.until, "reason": _quoted(_("embargo"), hold.words)}
        case "check":
            return {"rule": terms.DENY, "reason": _quoted(_("check the date of the embargo"), hold.words)}
        case "once":
            return {"rule": terms.ONCE, "use": terms.WEB, "reason": _quoted(_("one use"), hold.words)}
        case "no archive":
            return {"rule": terms.DENY, "use": terms.ARCHIVE, "reason": _quoted(_("no archive"), hold.words)}
    return None


def _quoted(what: str, words: str) -> str:
    return _("%(what)s (“%(words)s”)") % {"what": what, "words": words[:200]}


def remarks(photo: Photo) -> list[str]:
    """What its instructions ask of people: sentences for its page and for whoever places it. What blocks is a lease."""
    sentences = {
        "mandatory credit": _("The credit must stand with it"),
        "editorial only": _("For editorial use only"),
        "no sales": _("Not to be sold on"),
        "territory": _("Not for every country"),
        "once": _("For one story only"),
        "no archive": _("Not for the archive"),
    }
    return [f"{sentences[hold.kind]}: “{hold.words}”" for hold in holds(photo) if hold.kind in sentences]
