"""Where a photograph is used, for its page at the desk: stories by state, the front, portraits, and where it once ran."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import permissions, picture_changes
from articles.admin.rows import Mark, mark_of
from articles.models import Article, Contributor, Figure, Paper, PictureUse, Section
from articles.picture_uses import placed
from articles.reading import front
from articles.reading.names import Masthead
from media import uses
from media.uses import Use

MOST = 200  # stories of one photograph
WHERE = {Figure.Where.LIVE: uses.LIVE, Figure.Where.SCHEDULED: uses.SCHEDULED, Figure.Where.WORKING: uses.DRAFT}


def find(user, photo) -> list[Use]:
    """[media.uses.Use], live ones first, then by their day; a fixed number of queries, whatever the number of stories."""
    held = {row.article_id: row for row in PictureUse.objects.filter(photo=photo).order_by("-ran_from", "-pk")[:MOST]}
    stories = (
        Article.objects.filter(pk__in=held)
        .select_related("section", "scheduled_revision__text", "published__revision__text", "published__section")
        .defer("published__body")
    )
    where: dict[int, set] = {}
    for article_id, kind in Figure.objects.filter(photo=photo).values_list("article_id", "where"):
        where.setdefault(article_id, set()).add(WHERE[kind])
    rights = Rights(user, held)
    asked = {event.article_id for event in picture_changes.undecided(photo_id=photo.pk)}
    found = [
        use for story in stories if (use := use_in(story, photo, where.get(story.pk, set()), held[story.pk], rights))
    ]
    for use in found:
        if use.id in asked and use.kind != uses.PAST:
            use.asked = True
            if use.may_change:
                use.notes.append(_("A change of this picture is asked for here; it stands on Today."))
    if any(use.stands_for_it for use in found):
        _say_front(found)
    found += _portraits(user, photo)
    return sorted(found, key=lambda use: (uses.KINDS.index(use.kind), -(use.since.timestamp() if use.since else 0)))


class _Story(Use):
    """A use in a story. stands_for_it: readers see the story with this picture in lists, too."""

    stands_for_it = False


class Rights:
    """What somebody may do to some stories, each right asked of all of them at once."""

    def __init__(self, user, ids):
        self.user, self.ids, self.asked = user, list(ids), {}

    def may(self, action, story):
        if self.user.is_superuser:
            return True
        if action not in self.asked:
            granted = permissions.stories_granted(self.user, action).filter(pk__in=self.ids)
            self.asked[action] = set(granted.values_list("pk", flat=True))
        return story.pk in self.asked[action]


def use_in(story, photo, where, row, rights):
    known = rights.may("article.list_titles", story)
    kind = next((kind for kind in uses.KINDS if kind in where), uses.PAST)
    if kind == uses.PAST and row.ran_from is None:
        return None  # held by an older version alone, and never seen by a reader
    live = getattr(story, "published", None)
    public = kind in {uses.LIVE, uses.PAST} and live is not None
    use = _Story(
        kind,
        _title(story, live if public else None, known),
        id=story.pk,
        url=reverse("admin:articles_article_change", args=[story.pk]) if known else "",
        public_url=live.get_absolute_url() if public else "",
        mark=mark_of(story) if known or not public else Mark("live", "disc", _("live")),
        section=_section(story, live if public else None),
        since=_since(kind, story, row),
        until=row.ran_until if kind == uses.PAST else None,
    )
    if known or public:
        spots = [spot for spot in placed(_words(kind, story, live)) if spot[0] == photo.pk]
        use.places = [_place_word(place, crop) for _pk, place, crop, _own in spots]
        if kind == uses.PAST:
            use.places = [_place_word(row.place, row.crop)] if row.place else []
            use.own = {name: getattr(row, name) for name in ("caption", "credit") if getattr(row, name)}
        else:
            use.own = own_words(spots, photo)
    use.stands_for_it = kind == uses.LIVE and bool(live.lead) and live.lead["id"] == photo.pk
    use.notes = _notes(story, kind, where, row)
    right = "article.correct" if kind in {uses.LIVE, uses.SCHEDULED} else permissions.edit_action(story)
    use.may_change = known and kind != uses.PAST and rights.may(right, story)
    return use


def own_words(spots, photo):
    """{name: words} that these places say instead of the photograph's own; the first place that says something counts."""
    own: dict[str, str] = {}
    for _pk, _place, _crop, said in spots:
        for name, words in said.items():
            if words is not None and not (name == "credit" and photo.credit_line):
                own.setdefault(name, words)
    return own


def _words(kind, story, live):
    """The words of the text in which the photograph stands."""
    if kind == uses.LIVE:
        return live.revision.words()
    if kind == uses.SCHEDULED and story.scheduled_revision_id:
        return story.scheduled_revision.words()
    return vars(story)


def _title(story, live, known):
    if live is not None and not known:
        return live.headline
    if known:
        return str(story)
    if story.section is None:
        return _("A story without a section yet")
    return _("A story of the section %(section)s") % {"section": story.section.name}


def _section(story, live):
    section = live.section if live else story.section
    return section.name if section else ""


def _since(kind, story, row):
    if kind == uses.SCHEDULED:
        return story.publish_at
    return row.placed_at if kind == uses.DRAFT else row.ran_from or row.placed_at


def _place_word(place, crop):
    word = {
        "lead": _("lead picture"),
        "social": _("link card"),
        "left": _("left in the text"),
        "right": _("right in the text"),
        "center": _("in the text"),
        "wide": _("wide in the text"),
    }.get(place, place)
    return f"{word}, {crop.replace('x', ':')}" if crop else word


def _notes(story, kind, where, row):
    if kind == uses.LIVE and uses.DRAFT not in where:
        return [_("The text being changed does not show it any more.")]
    if kind == uses.DRAFT and getattr(story, "published", None) is not None:
        return [_("Readers do not see it there yet: it stands in the text being changed.")]
    if kind == uses.DRAFT and row.ran_from:
        return [_("Readers saw it there before.")]
    if kind == uses.PAST and getattr(story, "published", None) is not None:
        return [_("The story is still public, without this picture.")]
    return []


def _say_front(found):
    """Add to the live stories which of them show the picture on the front now."""
    pictured = on_front()
    for use in found:
        if use.stands_for_it and use.id in pictured:
            use.notes.insert(0, _("On the front page now, with its picture."))


def on_front():
    """Ids of the stories whose pictures the front shows now."""
    sections = list(Section.objects.order_by("order", "pk"))
    now = front.compose(Masthead(Paper.current(), sections))
    shown = [now.lead, *now.secondaries[:1]] if now.layout == "picture" else list(now.secondaries)
    for band in now.bands:
        shown += getattr(band, "pictured", []) or (band.stories if band.shape == "pictures" else [])
    return {story.pk for story in shown if story is not None and story.lead}


def _portraits(user, photo):
    return [
        Use(
            uses.PORTRAIT,
            person.name,
            url=reverse("admin:articles_contributor_change", args=[person.pk])
            if user.has_perm("section.manage")
            else "",
            public_url=person.get_absolute_url(),
            places=[_("portrait")],
        )
        for person in Contributor.objects.filter(portrait=photo).order_by("sort_key")
    ]
