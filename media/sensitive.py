"""Frames that ask for care: flagged by one person, let out only when another, by name, has agreed to what is seen."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from media import rights, withdrawal
from media.models import Photo, SignOff
from media.signals import tell_of_changes
from media.withdrawal import Refused


def may_flag(user, photo: Photo) -> bool:
    return photo.withdrawn_at is None and user.has_perm("photo.edit_caption", photo)


def why_not_agree(user, photo: Photo) -> str:
    """Why this person is not the second one, as a sentence; "" where they are."""
    if not rights.as_editor(user, "photo.edit_caption"):
        return _("A section editor or the chief editor has to look at it and agree.")
    if settings.SINGLE_EDITOR:
        return ""
    if photo.flagged_by_id == user.pk:
        return _("You flagged it, so another editor has to look at it and agree.")
    if rights.is_own(user, photo):
        return _("It is your own photograph, so another editor has to look at it and agree.")
    return ""


def flag(photo: Photo, flags: list[str], *, by, note: str = "") -> bool:
    """Say what asks for care; whether anything changed. Readers do not get it until a second person has agreed.

    flags   of Photo.Flag; taking one away is agreeing, and takes a second person. Raises Refused.
    """
    if set(flags) - set(Photo.Flag.values):
        raise Refused(_("Choose what asks for care from the list. Nothing was saved."))
    wanted = [code for code in Photo.Flag.values if code in flags]

    def act(held: Photo, stories: list[int]) -> bool:
        if wanted == held.sensitive and note == held.sensitive_note:
            return False
        if set(held.sensitive) - set(wanted) and (why := why_not_agree(by, held)):
            raise Refused(_("To take a flag away is to agree. %(why)s Nothing was saved.") % {"why": why})
        due = bool(wanted) and (held.second_look_due or wanted != held.sensitive)
        changed = {"sensitive": wanted, "sensitive_note": note, "second_look_due": due}
        if set(wanted) - set(held.sensitive):
            changed |= {"flagged_by": by, "flagged_at": timezone.now()}
        Photo.objects.filter(pk=held.pk).update(**changed)
        if due and not held.second_look_due:
            withdrawal.hide(held, stories)
        withdrawal.record("picture_flagged", held, by, ", ".join([*_words(wanted), *filter(None, [note])]), [])
        tell_of_changes(held.pk)
        return True

    return withdrawal.held_still(photo, act)


def agree(photo: Photo, *, by, version: str, note: str = "") -> SignOff:
    """The second person's word that it may go public as it is. Raises Refused.

    version   of the photograph as this person saw it: what was changed since is not agreed to
    """

    def act(held: Photo, stories: list[int]) -> SignOff:
        if not held.sensitive:
            raise Refused(_("Nothing is flagged any more. Nothing was saved."))
        if why := why_not_agree(by, held):
            raise Refused(why)
        if held.version != version:
            raise Refused(_("It was changed while you looked: see it as it is now, then agree. Nothing was saved."))
        name = by.get_full_name() or by.get_username()
        signed = SignOff.objects.create(
            photo=held, by=by, by_name=name, version=version, flags=held.sensitive, note=note
        )
        Photo.objects.filter(pk=held.pk).update(second_look_due=False)
        withdrawal.record("picture_agreed", held, by, note, [])
        tell_of_changes(held.pk)
        return signed

    return withdrawal.held_still(photo, act)


def sign_offs(photo: Photo) -> list[SignOff]:
    """Who agreed to it as it is now, last first."""
    return list(photo.sign_offs.filter(version=photo.version)) if photo.sensitive else []


def due(user):
    """Photographs for which this editor can be the second one, those that wait longest first."""
    waiting = Photo.objects.kept().filter(second_look_due=True, withdrawn_at=None).order_by("flagged_at", "pk")
    if settings.SINGLE_EDITOR:
        return waiting
    return waiting.exclude(flagged_by=user).exclude(uploaded_by=user).exclude(uploads__user=user)


def _words(flags: list[str]) -> list[str]:
    return [str(Photo.Flag(code).label) for code in flags]
