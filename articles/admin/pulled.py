"""On Today: stories that hold a picture readers may not have, and flagged pictures that wait for a second person."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Byline, Figure, State
from media import sensitive
from media.models import Photo

from .rights import by_office, can
from .rows import Row, Step, facts_of, mark_of, thumbnails_of_photos

MOST = 20


def rows(request, visible):
    """A row for each story of this person, or of their sections, that still holds a withdrawn photograph."""
    barred = Photo.objects.exclude(withdrawn_at=None)
    holding = Figure.objects.filter(photo__in=barred.values("pk")).exclude(where=Figure.Where.SCHEDULED)
    stories = visible.filter(pk__in=holding.values("article")).exclude(state=State.WITHDRAWN)
    if not can(request, "article.publish"):
        credited = Byline.objects.filter(contributor__account=request.user)
        stories = stories.filter(Q(created_by=request.user) | Q(pk__in=credited.values("article")))
    found = list(stories.select_related("section").order_by("-updated_at", "-pk")[:MOST])
    names: dict[int, list[str]] = {}
    for article_id, name in holding.filter(article__in=found).values_list("article_id", "photo__original_name"):
        names.setdefault(article_id, []).append(name)
    return [_row(article, list(dict.fromkeys(names.get(article.pk, [])))) for article in found]


def _row(article, names):
    url = reverse("admin:articles_article_change", args=[article.pk]) + "#pictures"
    said = ngettext(
        "The picture %(names)s was withdrawn. Readers do not get it; take it out or put another in its place.",
        "The pictures %(names)s were withdrawn. Readers do not get them; take them out or put others in their place.",
        len(names),
    )
    return Row(
        url=url,
        headline=article.headline,
        mark=mark_of(article),
        facts=facts_of(article),
        reason=said % {"names": ", ".join(names)},
        step=Step(_("Look at the pictures"), url),
    )


def second_looks(request):
    """One row for all flagged photographs for which this person can be the second one."""
    if not by_office(request, "photo.edit_caption"):
        return []
    found = list(sensitive.due(request.user).values_list("pk", flat=True)[: MOST + 1])
    if not found:
        return []
    url = reverse("admin:media_photo_second")
    if len(found) == 1:
        url = reverse("admin:media_photo_care", args=found)
    count = len(found) if len(found) <= MOST else f"{MOST}+"
    return [
        Row(
            url=url,
            headline=ngettext(
                "%(count)s flagged picture needs a second pair of eyes",
                "%(count)s flagged pictures need a second pair of eyes",
                len(found),
            )
            % {"count": count},
            reason=_("Somebody flagged what asks for care. Readers get it when you have looked and agreed."),
            step=Step(_("Look"), url),
            thumbnail=thumbnails_of_photos(found[:1]).get(found[0]),
        )
    ]
