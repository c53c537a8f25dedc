"""An address that changes at the desk keeps leading to its thing: readers of the old one are sent on."""

from articles.models import Address, Contributor, Section, Tag

KINDS = {Section: Address.Kind.SECTION, Tag: Address.Kind.TAG, Contributor: Address.Kind.PERSON}


def path_before(thing):
    """Where the stored thing lives now; nothing for one that is new. Ask before saving."""
    stored = type(thing).objects.filter(pk=thing.pk).first() if thing.pk else None
    return stored.get_absolute_url() if stored else None


def keep_old_path(thing, before):
    """Call after saving. What lived at the new address before does so no longer: a live path beats history."""
    now = thing.get_absolute_url()
    if before and before != now:
        Address.remember(before, KINDS[type(thing)], thing.pk)
        Address.objects.filter(path=now).delete()
