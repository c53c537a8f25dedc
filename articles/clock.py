"""The clock: what was approved for an hour goes out then, and never before; what may be shown no more leaves."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Min
from django.utils import timezone

from articles import workflow
from articles.models import Article, Figure, State
from media import clearing, terms
from media.models import Lease, Photo, Supplier
from media.models.terms import allowed

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=1)  # until a story that could not be changed is tried once more
MOST = 500  # leases looked at in one go


def publish_due(now=None):
    """Put out every story whose hour has come. Each is one transaction of its own; no other waits for one that fails.

    now   the hour that it is; None: this moment
    Two clocks at once do no harm: the row lock lets one of them through, the other finds nothing left to do.
    Returns [(article id, None or why it was held back)].
    """
    results = []
    for article in Article.objects.due(now or timezone.now()):
        try:
            workflow.perform("release", article, by=workflow.CLOCK, now=now)
        except workflow.Refused as refusal:
            article.refresh_from_db()
            if article.state == State.SCHEDULED:
                results.append((article.pk, str(refusal)))
        except DatabaseError:
            raise  # then it is the database's trouble, not this story's
        except Exception as error:  # whatever is wrong with this story is no reason to hold up the paper
            log.debug("Story %s could not go out at its hour.", article.pk, exc_info=True)
            results.append((article.pk, f"{type(error).__name__}: {error}"))
        else:
            results.append((article.pk, None))
            # A picture may have lost its rights between the approval and the hour.
            results += [failed for failed in _end_in([article.pk], now or timezone.now()) if failed[1]]
    return results


def end_rights(now=None):
    """Take what may be shown no more out of live stories, or put its fallback there. Each story is one transaction.

    Leases and contracts say themselves when they want to be looked at, so nothing is missed by a clock that stood still, and
    no story is read in vain. Returns [(article id, None or why it failed)]; what failed is tried again after a minute.
    """
    now = now or timezone.now()
    leases = list(Lease.objects.due(now)[:MOST])
    suppliers = list(Supplier.objects.filter(due_at__lte=now).order_by("pk"))
    if not leases and not suppliers:
        return []
    of_suppliers = {one.pk for one in suppliers} | {lease.supplier_id for lease in leases} - {None}
    photos = {lease.photo_id for lease in leases} - {None}
    photos |= set(Photo.objects.filter(supplier__in=of_suppliers, released__isnull=False).values_list("pk", flat=True))
    results = end_rights_of(photos, now)
    failed = any(reason for _article, reason in results)
    for one in [*leases, *suppliers]:
        then = now + AGAIN if failed else _next_look(one, now)
        type(one).objects.filter(pk=one.pk, due_at=one.due_at).update(due_at=then)
    return results


def end_rights_of(photo_ids, now=None):
    """The same for these photographs, whatever their leases say about when to look."""
    now = now or timezone.now()
    held_back = Photo.objects.filter(~allowed(now) | ~allowed(now, terms.ARCHIVE), pk__in=photo_ids)
    live = Figure.objects.filter(photo__in=held_back, where=Figure.Where.LIVE)
    return _end_in(sorted(set(live.values_list("article_id", flat=True))), now)


def _end_in(article_ids, now):
    results = []
    for article in Article.objects.filter(pk__in=article_ids).order_by("pk"):
        try:
            workflow.perform("expire", article, by=workflow.CLOCK, now=now)
        except workflow.Refused:
            continue  # nothing of it has ended, or it is not live any more
        except DatabaseError:
            raise
        except Exception as error:  # the pictures of the other stories end all the same
            log.debug("The pictures of story %s could not be ended.", article.pk, exc_info=True)
            results.append((article.pk, f"{type(error).__name__}: {error}"))
        else:
            results.append((article.pk, None))
    return results


def _next_look(one, now):
    """When a lease or a supplier wants to be looked at again, or None."""
    turns = [one.next_look(now)]
    if isinstance(one, Lease) and one.use == terms.ARCHIVE and one.lifted_at is None:
        young = Figure.objects.filter(
            photo=one.photo_id, where=Figure.Where.LIVE, article__first_published_at__gt=now - clearing.ARCHIVE_AFTER
        )
        first = young.aggregate(first=Min("article__first_published_at"))["first"]
        turns.append(first and first + clearing.ARCHIVE_AFTER)
    return min(filter(None, turns), default=None)


def next_hour():
    """When the next story is due, or None."""
    return (
        Article.objects.filter(state=State.SCHEDULED)
        .order_by("publish_at")
        .values_list("publish_at", flat=True)
        .first()
    )
