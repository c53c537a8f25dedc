"""Editor-in-chief and administrator: one person proposes the role, a second one gives it. The event log is the memory.

An emergency account (superuser, made on the command line) gives them alone: that is how a new paper gets its first ones.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Event
from articles.workflow import Refused

ROLES = ("chief", "admin")
PROPOSED, GIVEN, DECLINED, TAKEN = "role_proposed", "role_given", "role_declined", "role_taken"


@dataclass(frozen=True)
class Standing:
    """How things are between an account and one of the roles. proposed_by: a user's id and name while it is proposed."""

    role: str
    held: bool
    proposed_by: tuple | None = None


def standings(account):
    """Of one account, both roles in turn."""
    held = set(account.groups.values_list("name", flat=True))
    open_ones = {role: by for (pk, role), by in proposals().items() if pk == account.pk}
    return [Standing(role, role in held, open_ones.get(role)) for role in ROLES]


def proposals():
    """{(account id, role): (id, name of the proposer)} of all that nobody has answered yet."""
    found = {}
    for event in Event.objects.filter(act__in=[PROPOSED, GIVEN, DECLINED, TAKEN]).order_by("id"):
        key = (event.data["account_id"], event.data["role"])
        if event.act == PROPOSED:
            found[key] = (event.by_id, event.by_name)
        else:
            found.pop(key, None)
    return found


def propose(by, account, role):
    """Say that this account should have the role. From an emergency account the word alone is enough."""
    with transaction.atomic():
        _lock(account)
        _refuse_own(by, account)
        standing = _standing(account, role)
        if standing.held or standing.proposed_by:
            raise Refused(_("The account has this role, or somebody has proposed it already. Nothing was changed."))
        _record(PROPOSED, by, account, role)
        if by.is_superuser:
            _give(by, account, role)


def give(by, account, role):
    """The second person's yes. Whoever proposed it may not give it, nor may whoever gets it."""
    with transaction.atomic():
        _lock(account)
        _refuse_own(by, account)
        standing = _standing(account, role)
        if standing.proposed_by is None:
            raise Refused(_("Nobody proposes this role for the account any more. Nothing was changed."))
        if standing.proposed_by[0] == by.pk:
            raise Refused(_("You proposed it, so somebody else has to give it: a chief or another administrator."))
        _give(by, account, role)


def decline(by, account, role):
    """No, from the second person; or the proposer's own change of mind."""
    with transaction.atomic():
        _lock(account)
        if _standing(account, role).proposed_by is not None:
            _record(DECLINED, by, account, role)


def take(by, account, role):
    """One person is enough to take a role away, never from oneself."""
    with transaction.atomic():
        _lock(account)
        _refuse_own(by, account)
        if _standing(account, role).held:
            account.groups.remove(*Group.objects.filter(name=role))
            _record(TAKEN, by, account, role)


def _give(by, account, role):
    account.groups.add(Group.objects.get_or_create(name=role)[0])
    _record(GIVEN, by, account, role)


def _lock(account):
    get_user_model().objects.select_for_update().get(pk=account.pk)


def _standing(account, role):
    return next(standing for standing in standings(account) if standing.role == role)


def _refuse_own(by, account):
    if by.pk == account.pk:
        raise Refused(_("Nobody changes their own role. Ask another administrator."))


def _record(act, by, account, role):
    Event.record(act, by=by, data={"account": account.get_username(), "account_id": account.pk, "role": role})
