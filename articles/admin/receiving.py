"""Photographs sent for a story, from the upload page: which stories may get them, into the story, and its people told."""

from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import drafting
from articles.admin import pictures
from articles.admin.rows import Row, Step, facts_of, mark_of, thumbnails_of_photos
from articles.body.figures import figures
from articles.forms import strip
from articles.models import Article, Byline, Event, Figure, Revision, State
from articles.permissions import edit_action, may, may_bring_pictures, visible_stories
from media import stories
from media.models import Photo

from .log import PICTURES_CAME

MOST_FOUND = 8
MOST_LOOKED_AT = 60
TOLD_FOR = timedelta(hours=48)


# ---- from the upload page ------------------------------------------------------------------------------------------


def find(user, typed, only=None):
    """[{"id", "label", "note"}]: stories into which this person may bring pictures, those that wait for some first."""
    found = visible_stories(user).exclude(state=State.WITHDRAWN).exclude(headline="").select_related("section")
    if only is not None:
        found = found.filter(pk=only)
    elif typed:
        found = found.search(typed)
    else:
        waiting = Figure.objects.filter(where=Figure.Where.WORKING, photo=None).values("article")
        credited = Byline.objects.filter(contributor__account=user).values("article")
        found = found.filter(Q(created_by=user) | Q(pk__in=credited), pk__in=waiting)
    newest = found.order_by("-updated_at", "-pk")[:MOST_LOOKED_AT]
    fit = [article for article in newest if may_bring_pictures(user, article)]
    fit.sort(key=lambda article: -bool(_waiting(article)))
    return [{"id": one.pk, "label": one.headline, "note": _note(one)} for one in fit[:MOST_FOUND]]


def _waiting(article):
    return sum(figure.photo is None for figure in figures(article.body))


def _note(article):
    count = _waiting(article)
    waits = ngettext("waits for %(count)d picture", "waits for %(count)d pictures", count) % {"count": count}
    return " · ".join([mark_of(article).word, *facts_of(article), *([waits] if count else [])])


def give(user, story_id, photos):
    """Put photographs into a story: where figures wait for them, the spare ones at its end. What was done, in words.

    The same rules as in the story's form hold. A photographer fills waiting figures; what is spare stays in the library.
    Raises media.stories.Refused; then the story is as it was.
    """
    try:
        with transaction.atomic():
            return _give(user, story_id, photos)
    except drafting.Refused as refusal:
        raise stories.Refused(" ".join(refusal.reasons)) from refusal


def _give(user, story_id, photos):
    story = visible_stories(user).select_for_update(of=("self",)).filter(pk=story_id).first()
    if story is None or not may_bring_pictures(user, story):
        raise stories.Refused(
            _("You may not bring pictures into this story. They are in the library; tell its editor.")
        )
    # Read again behind the lock: a caption may have been saved a moment ago.
    read = Photo.objects.select_for_update(no_key=True).in_bulk([photo.pk for photo in photos])
    photos = [read[photo.pk] for photo in photos if photo.pk in read]
    here = {figure.photo for figure in figures(story.body)} | {story.lead_photo_id}
    new = [photo for photo in photos if photo.pk not in here]
    typing = may(user, edit_action(story), story)
    placed = new if typing else new[: _waiting(story)]
    if not placed:
        return _("They stand in “%(story)s” already.") % {"story": story.headline}
    story.body, filled = strip.place(story.body, placed)
    for photo, figure in filled:
        pictures.adopt(user, photo, figure)
    if typing:
        pictures.credit_pictures(user, story.body, story.credit_line)
    saved = drafting.save(story, by=user, base_version=story.version, filling=not typing)
    note = ngettext("%(count)d picture came.", "%(count)d pictures came.", len(placed)) % {"count": len(placed)}
    Event.record(
        PICTURES_CAME,
        by=user,
        article_id=story.pk,
        revision_id=saved.revision.pk,
        note=note,
        data={"photos": [photo.pk for photo in placed]},
    )
    return _said(story, len(placed), len(new) - len(placed))


def _said(story, placed, spare):
    said = ngettext(
        "%(count)d picture stands in “%(story)s” now, and its people are told.",
        "%(count)d pictures stand in “%(story)s” now, and its people are told.",
        placed,
    ) % {"count": placed, "story": story.headline}
    if not spare:
        return said
    more = ngettext("%(count)d more is in the library.", "%(count)d more are in the library.", spare) % {"count": spare}
    return f"{said} {more}"


# ---- on the page Today ---------------------------------------------------------------------------------------------


def rows(user, visible, now):
    """Rows of “Needs you”: stories into which somebody else brought pictures, until anybody saves the story.

    visible   the stories that this person may know of
    """
    newest = Revision.objects.filter(article=OuterRef("article_id")).order_by("-number").values("pk")[:1]
    recent = Event.objects.filter(act=PICTURES_CAME, at__gt=now - TOLD_FOR).exclude(by_id=user.pk)
    events = {event.article_id: event for event in recent.annotate(newest=Subquery(newest)).order_by("id")
              if event.revision_id == event.newest}  # fmt: skip
    found = visible.filter(pk__in=events).exclude(state=State.WITHDRAWN).select_related("section")
    told = list(found.order_by("-updated_at"))
    shown = thumbnails_of_photos({events[article.pk].data["photos"][0] for article in told})
    return [_row(article, events[article.pk], shown) for article in told]


def _row(article: Article, event, shown):
    url = reverse("admin:articles_article_change", args=[article.pk]) + "#pictures"
    return Row(
        url=url,
        headline=article.headline,
        mark=mark_of(article),
        facts=facts_of(article),
        reason=event.note,
        said_by=event.by_name,
        step=Step(_("Look at the pictures"), url),
        thumbnail=shown.get(event.data["photos"][0]),
    )
