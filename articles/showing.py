"""Which stories and contributors show a photograph, and drawing them again without it: lent to media.withdrawal."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import permissions, publishing
from articles.models import Article, Contributor, Event, Figure
from articles.signals import articles_changed
from media.withdrawal import Place

KINDS = {Figure.Where.LIVE: "live", Figure.Where.SCHEDULED: "scheduled", Figure.Where.WORKING: "draft"}


def find(photo_id, user=None) -> list[Place]:
    """Everything that shows it now: stories by the strongest way in which they do, then contributors it portrays."""
    by_story: dict[int, dict[str, list[Figure]]] = {}
    for figure in Figure.objects.filter(photo=photo_id):
        by_story.setdefault(figure.article_id, {}).setdefault(KINDS[figure.where], []).append(figure)
    stories = Article.objects.filter(pk__in=by_story).select_related("section", "published__section").order_by("-pk")
    known = None
    if user is not None and not user.is_superuser:
        known = set(permissions.visible_stories(user).filter(pk__in=by_story).values_list("pk", flat=True))
    found = []
    for story in stories:
        kinds = by_story[story.pk]
        kind = next(kind for kind in KINDS.values() if kind in kinds)
        found.append(_place(story, kind, kinds[kind], known is None or story.pk in known))
    order = list(KINDS.values())
    found.sort(key=lambda place: order.index(place.kind))
    people = Contributor.objects.filter(portrait=photo_id).order_by("pk")
    return found + [_portrait(person) for person in people]


def _place(story, kind, figures, known) -> Place:
    live = getattr(story, "published", None)
    public = kind == "live" and live is not None
    title = live.headline if public else story.headline
    return Place(
        kind=kind,
        id=story.pk,
        title=title if known or public else _("A story that is not yours to see"),
        section=story.section.name if story.section else "",
        url=reverse("admin:articles_article_change", args=[story.pk]) if known else "",
        public_url=live.get_absolute_url() if public else "",
        where=list(dict.fromkeys(_where(figure) for figure in figures)),
        known=known or public,
    )


def _where(figure) -> str:
    if figure.lead:
        return "lead"
    return "card" if figure.place == "social" else "text"


def _portrait(person) -> Place:
    return Place(
        kind="portrait",
        id=person.pk,
        title=person.name,
        url=reverse("admin:articles_contributor_change", args=[person.pk]),
        public_url=person.get_absolute_url(),
    )


def hold(photo_id) -> list[int]:
    return publishing.lock_live_with(photo_id)


def live(photo_id) -> set[int]:
    return publishing.live_with(photo_id)


def redraw(photo_id, story_ids) -> None:
    """Draw these stories again; caches in front also forget the files and the pages of those it portrays."""
    publishing.redraw(story_ids)
    people = Contributor.objects.filter(portrait=photo_id).values_list("pk", flat=True)
    keys = {f"photo-{photo_id}", f"files-{photo_id}", *(f"person-{pk}" for pk in people)}
    transaction.on_commit(lambda: articles_changed.send(sender=Article, keys=sorted(keys)))


def record(act, photo, by, note, places) -> None:
    """One line for the photograph and one for each story, so that its writer reads why the picture is gone."""
    Event.record(act, by=by, photo_id=photo.pk, note=note)
    for place in places:
        if place.kind != "portrait":
            Event.record(act, by=by, photo_id=photo.pk, article_id=place.id, note=note)
