"""The clock: what was approved for an hour goes out when the hour has come, and never before."""

from django.utils import timezone

from articles import workflow
from articles.models import Article, State


def publish_due(now=None):
    """Put out every story whose hour has come. Each is one transaction of its own; a refusal holds up no other.

    Two clocks at once do no harm: the row lock lets one of them through, the other finds nothing left to do.
    Returns [(article id, None or why it was held back)].
    """
    results = []
    for article in Article.objects.due(now or timezone.now()):
        try:
            workflow.perform("release", article, by=workflow.CLOCK)
        except workflow.Refused as refusal:
            article.refresh_from_db()
            if article.state == State.SCHEDULED:
                results.append((article.pk, str(refusal)))
        else:
            results.append((article.pk, None))
    return results


def next_hour():
    """When the next story is due, or None."""
    return (
        Article.objects.filter(state=State.SCHEDULED).order_by("publish_at").values_list("publish_at", flat=True).first()
    )
