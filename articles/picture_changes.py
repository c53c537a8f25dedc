"""What a change of a photograph in the library does to the stories that show it: told in their history, carried into their
own words, or asked of their editors."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import drafting, rewording, workflow
from articles.models import Article, Event, Figure, State
from articles.permissions import edit_action, may, visible_stories
from articles.picture_uses import placed
from media.corrections import Refused
from media.models import Photo

TOLD = "picture_words"  # a story that inherits has other words now
ASKED, LEFT, DONE = "picture_asked", "picture_left", "picture"
ASKED_FOR = timedelta(days=14)


def tell(photo, *, by, before: dict, after: dict) -> None:
    """Write into the history of every story that shows the photograph's own words that these have changed."""
    stories = Article.objects.filter(pk__in=Figure.objects.filter(photo=photo).values("article"))
    for story in stories.exclude(state=State.WITHDRAWN).select_related("published__revision__text"):
        live = getattr(story, "published", None)
        inherited = _inherited(live.revision.words() if live else vars(story), photo, set(after))
        if inherited:
            changed = {name: [before[name], after[name]] for name in sorted(inherited)}
            note = " · ".join(f"“{old}” → “{new}”" for old, new in changed.values())
            Event.record(TOLD, by=by, article_id=story.pk, photo_id=photo.pk, note=note, data=changed)


def _inherited(kept, photo, names):
    """Of caption, alt and credit those that the story takes from the photograph in some place."""
    found = set()
    for pk, _place, _crop, own in placed(kept):
        if pk == photo.pk:
            found |= {name for name in names if own[name] is None or (name == "credit" and photo.credit_line)}
    return found


def change(user, story_id: int, photo, asked: dict, *, note: str, data: dict) -> tuple[bool, str]:
    """Change how one story shows a photograph: whether it was done, and what, in words. Raises media.corrections.Refused.

    asked   {"words": {caption, alt}} for the story's own words, or {"newer": id} for another file in its place
    data    kept with the line in the log

    Where this person may change the story it is done: in what readers have, as a version of its own, and in the working
    copy. Where they may not, its editors are asked.
    """
    with transaction.atomic():
        story = Article.objects.select_for_update().filter(pk=story_id).first()
        if story is None or not Figure.objects.filter(article=story_id, photo=photo).exists():
            raise Refused(_("The story does not show that any more, so there is nothing to change. Nothing was done."))
        facts = {**data, "asked": asked}
        if "newer" in asked:
            _refuse_unfit(user, asked["newer"])
        if not _may_change(user, story):
            _ask(user, story, photo, note, facts)
            return False, _("The editors of “%(story)s” are asked.") % {"story": _title(user, story)}
        try:
            _change(user, story, photo, asked, note, facts)
        except (workflow.Refused, drafting.Refused) as refusal:
            raise Refused(" ".join(refusal.reasons)) from refusal
        if story.state == State.LIVE:
            return True, _("Readers of “%(story)s” have it now.") % {"story": story}
        return True, _("“%(story)s” has it now.") % {"story": story}


def _refuse_unfit(user, newer_id):
    newer = Photo.objects.with_pictures().filter(pk=newer_id).first()
    if newer is None or newer.deleted_at or newer.why_not():
        raise Refused(_("Readers cannot get the newer file yet: %(why)s") % {"why": newer.why_not() if newer else ""})
    if not may(user, "photo.attach", newer):
        raise Refused(_("Photograph %(id)s cannot be placed by you. Ask the picture desk.") % {"id": newer_id})


def _may_change(user, story):
    return may(user, "article.correct" if story.state in {State.LIVE, State.SCHEDULED} else edit_action(story), story)


def _title(user, story):
    if visible_stories(user).filter(pk=story.pk).exists():
        return str(story)
    return getattr(getattr(story, "published", None), "headline", "") or _("this story")


def _change(user, story, photo, asked, note, facts):
    wanted = (
        rewording.another_file(photo.pk, asked["newer"])
        if "newer" in asked
        else rewording.own_words(photo.pk, asked["words"])
    )
    if story.state in {State.LIVE, State.SCHEDULED}:
        event = workflow.perform(DONE, story, by=user, note=note, change=wanted, data={**facts, "photo": photo.pk})
        return event
    fields = wanted(vars(story))
    if not fields:
        raise Refused(_("The story does not show that any more, so there is nothing to change. Nothing was done."))
    for name, value in fields.items():
        setattr(story, name, value)
    saved = drafting.save(story, by=user, base_version=story.version, reason=note)
    return Event.record(
        DONE, by=user, article_id=story.pk, photo_id=photo.pk, revision_id=saved.revision.pk, note=note,
        data={**facts, "photo": photo.pk},
    )  # fmt: skip


def _ask(user, story, photo, note, facts):
    Event.record(ASKED, by=user, article_id=story.pk, photo_id=photo.pk, note=note, data={**facts, "photo": photo.pk})


def propose(older, newer, *, by) -> None:
    """A newer file came of a photograph that stories show: their editors find it on Today. Nothing changes by itself."""
    for story in Article.objects.filter(figures__photo=older).exclude(state=State.WITHDRAWN).distinct():
        _ask(by, story, older, "", {"asked": {"newer": newer.pk}})


def leave(user, story_id: int, photo, *, note: str = "") -> None:
    """What was asked for this story is not done: its editors keep it as it is. Raises Refused."""
    story = Article.objects.filter(pk=story_id).first()
    if story is None or not _may_change(user, story):
        raise Refused(_("This story is not yours to decide on."))
    Event.record(LEFT, by=user, article_id=story.pk, photo_id=photo.pk, note=note, data={"photo": photo.pk})


def undecided(now=None, **which) -> list[Event]:
    """What was asked of stories and nobody has decided; which: of one photograph, say."""
    since = (now or timezone.now()) - ASKED_FOR
    last = {}
    for event in Event.objects.filter(act__in=[ASKED, LEFT, DONE], at__gt=since, **which).order_by("id"):
        last[event.article_id, event.data.get("photo")] = event
    return [event for event in last.values() if event.act == ASKED]


def open_asks(user, now=None) -> list[Event]:
    """What others asked of stories that this person may decide on, and nobody has decided: newest first."""
    asked = [event for event in undecided(now) if event.by_id != user.pk]
    stories = Article.objects.select_related("section").in_bulk({event.article_id for event in asked})
    found = []
    for event in sorted(asked, key=lambda event: -event.pk):
        event.story = stories.get(event.article_id)
        if event.story is not None and _may_change(user, event.story):
            found.append(event)
    return found
