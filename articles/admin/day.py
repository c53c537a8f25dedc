"""The day of the paper: what readers got, what goes out by when."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedArticle, State

from .rows import LATE_AFTER, clock

MOST = 40  # lines of each list


@dataclass(frozen=True)
class Line:
    """One story of the day. url: the page as readers get it, or the story at the desk while it waits for its hour."""

    hour: str
    headline: str
    url: str
    section: str
    coming: bool


def today_in_the_paper(visible, now):
    """(what readers got today, what goes out today, what goes out later), by the hour, as far as one may know of it."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timezone.timedelta(days=1)
    published = list(PublishedArticle.objects.in_lists().filter(first_published_at__gte=midnight).newest_first()[:MOST])
    done = [
        Line(clock(row.first_published_at, now), row.list_headline, row.get_absolute_url(), row.section.name, False)
        for row in reversed(published)
    ]
    scheduled = (
        visible.filter(state=State.SCHEDULED, publish_at__gte=now - LATE_AFTER)
        .select_related("section")
        .only("headline", "publish_at", "section__name", "state")
        .order_by("publish_at", "pk")[:MOST]
    )
    coming, later = [], []
    for article in scheduled:
        line = Line(
            clock(article.publish_at, now),
            str(article),
            reverse("admin:articles_article_change", args=[article.pk]),
            article.section.name if article.section else "",
            True,
        )
        (coming if article.publish_at < tomorrow else later).append(line)
    return done, coming, later
