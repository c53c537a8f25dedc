"""Who made a photograph: the names in it matched to contributors. An exact name links, a like one is asked about once."""

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Contributor, PhotoCreator
from media.makers import Refused

LINK, CREATE, UNDO = "link", "create", "undo"
MOST_PROPOSED = 3


def note(photos):
    """Write the rows of these photographs anew: what is still named stays linked. A fixed number of queries."""
    wanted = {
        (photo.pk, key): (order, name)
        for photo in photos
        for order, (key, name) in enumerate(PhotoCreator.names_of(photo.creators, photo.credit).items())
    }
    with transaction.atomic(savepoint=False):
        rows = PhotoCreator.objects.filter(photo__in=[photo.pk for photo in photos])
        standing = {(row.photo_id, row.key): row for row in rows}
        gone = [row.pk for place, row in standing.items() if place not in wanted]
        if gone:
            PhotoCreator.objects.filter(pk__in=gone).delete()
        moved = []
        for place in standing.keys() & wanted.keys():
            row, (order, name) = standing[place], wanted[place]
            if (row.order, row.name) != (order, name):
                row.order, row.name = order, name
                moved.append(row)
        PhotoCreator.objects.bulk_update(moved, ["order", "name"], batch_size=200)
        new = {place: said for place, said in wanted.items() if place not in standing}
        people = _meant({key: name for (_photo, key), (_order, name) in new.items()})
        PhotoCreator.objects.bulk_create(
            (
                PhotoCreator(photo_id=photo, key=key, order=order, name=name, contributor_id=people.get(key))
                for (photo, key), (order, name) in new.items()
            ),
            batch_size=500,
            ignore_conflicts=True,
        )


def _meant(names):
    """{key: contributor's id}: by the exact name, else as somebody said of this name before, not of themselves."""
    if not names:
        return {}
    exact = Contributor.objects.of_names(names.values())
    found = {key: exact[name].pk for key, name in names.items() if name in exact}
    said = PhotoCreator.objects.filter(
        key__in=names.keys() - found.keys(), said_by__isnull=False, contributor__isnull=False
    )
    said = said.exclude(said_by=F("contributor__account"))
    return dict(said.order_by("pk").values_list("key", "contributor")) | found


def of_account(user):
    """The rows that credit somebody with an account: linked to them, or under a name they print under."""
    contributor = getattr(user, "contributor", None)
    if contributor is None:
        return PhotoCreator.objects.none()
    keys = {contributor.key, *contributor.pen_names.values_list("key", flat=True)}
    merged = Contributor.objects.filter(merged_into=contributor).values_list("pk", flat=True)
    return PhotoCreator.objects.filter(Q(contributor__in=[contributor.pk, *merged]) | Q(key__in=keys))


# ---- the photograph's page -----------------------------------------------------------------------------------------


def of(user, photo):
    """Each name and whom it means, with what this person may press; see media.makers.lend()."""
    may_link, may_create = user.has_perm("photo.edit_credit", photo), user.has_perm("section.manage")
    rows = PhotoCreator.objects.filter(photo=photo).select_related("contributor__merged_into").order_by("order", "pk")
    return [_shown(row, may_link, may_create) for row in rows]


def _shown(row, may_link, may_create):
    person = row.contributor and (row.contributor.merged_into or row.contributor)
    alike = [] if person else list(Contributor.objects.like(row.name)[:MOST_PROPOSED])
    return {
        "name": row.name,
        "person": person.name if person else "",
        "url": reverse("admin:articles_contributor_change", args=[person.pk]) if person and may_create else "",
        "proposed": [{"name": one.name, "press": f"{LINK}:{row.pk}:{one.pk}" if may_link else ""} for one in alike],
        "create": f"{CREATE}:{row.pk}" if may_create and may_link and not person else "",
        "undo": f"{UNDO}:{row.pk}" if may_link and row.said_by_id else "",
    }


def press(user, photo, value):
    """Link a name, make a contributor of it, or take a link back. Returns what was done, as a sentence; raises Refused."""
    act, _colon, rest = value.partition(":")
    row_id, _colon, person_id = rest.partition(":")
    if not user.has_perm("photo.edit_credit", photo) or (act == CREATE and not user.has_perm("section.manage")):
        raise Refused(_("Whom this name means is not yours to say. Nothing was linked."))
    with transaction.atomic():
        row = _row(photo, row_id)
        if act == UNDO:
            if row.said_by_id is None:
                raise Refused(_("Nobody had said whom this name means. Nothing was linked."))
            row.contributor = row.said_by = None
            row.save(update_fields=["contributor", "said_by"])
            return _("“%(name)s” is nobody's name again.") % {"name": row.name}
        person = _new_person(row.name) if act == CREATE else _one_alike(row.name, person_id)
        row.contributor, row.said_by = person, user
        row.save(update_fields=["contributor", "said_by"])
    return _("“%(name)s” is %(person)s.") % {"name": row.name, "person": person.name}


def _row(photo, row_id):
    row = (
        PhotoCreator.objects.select_for_update().filter(photo=photo, pk=row_id if row_id.isdecimal() else None).first()
    )
    if row is None:
        raise Refused(_("This name does not stand at the photograph any more. Nothing was linked."))
    return row


def _one_alike(name, person_id):
    person = Contributor.objects.like(name).filter(pk=person_id if person_id.isdecimal() else None).first()
    if person is None:
        raise Refused(_("This contributor is not there any more, or has another name now. Nothing was linked."))
    return person


def _new_person(name):
    return Contributor.objects.named(name) or Contributor.objects.create(name=name[:120])
