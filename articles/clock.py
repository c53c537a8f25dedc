"""The clock: what was approved for an hour goes out when the hour has come, and never before."""

import logging

from django.db import DatabaseError
from django.utils import timezone

from articles import workflow
from articles.models import Article, State

log = logging.getLogger(__name__)


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
    return results


def next_hour():
    """When the next story is due, or None."""
    return (
        Article.objects.filter(state=State.SCHEDULED)
        .order_by("publish_at")
        .values_list("publish_at", flat=True)
        .first()
    )
