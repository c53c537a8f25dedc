"""How fast wrong passwords may follow each other. The rows of the event log are counted, so every process agrees.

From the fifth failure of one name at one address on, each further one makes the next try wait: 1, 2, 4 … 900 seconds.
Nobody is locked out: somebody else's failures at another address make nobody wait. Beside that an address, whatever
the names, has 20 failures a minute.
"""

import math
from datetime import timedelta

from django.utils import timezone

from articles.models import Event
from newsroom import text

FAILED, ENTERED = "sign_in_failed", "sign_in"
FREE_TRIES = 4
LONGEST = timedelta(seconds=900)
PER_ADDRESS, ADDRESS_SPAN = 20, timedelta(seconds=60)


def seconds_to_wait(name, where, now=None):
    """How long this name at this address has to wait before its next try; 0 when it need not."""
    now = now or timezone.now()
    recent = list(
        Event.objects.filter(at__gt=now - LONGEST, act__in=[FAILED, ENTERED], data__address=where)
        .order_by("-id")
        .values_list("act", "by_name", "at")[:200]
    )
    ends = [now]
    of_address = [at for act, _name, at in recent if act == FAILED and at > now - ADDRESS_SPAN]
    if len(of_address) >= PER_ADDRESS:
        ends.append(of_address[PER_ADDRESS - 1] + ADDRESS_SPAN)
    failures = []
    for act, failed_name, at in recent:
        if failed_name == _key(name):
            if act == ENTERED:
                break
            failures.append(at)
    if len(failures) > FREE_TRIES:
        delay = min(timedelta(seconds=2 ** (len(failures) - FREE_TRIES - 1)), LONGEST)
        ends.append(failures[0] + delay)
    return math.ceil((max(ends) - now).total_seconds())


def note_failure(name, where):
    Event.record(FAILED, actor=_key(name), data={"address": where})


def note_entry(user, where):
    """The count of this name at this address begins anew."""
    Event.objects.create(act=ENTERED, by_id=user.pk, by_name=_key(user.get_username()), data={"address": where})


def _key(name):
    return text.clean_line(name).casefold()[:150]
