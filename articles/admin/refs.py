"""What a story points to, for whoever writes it: links, cards and photographs; what readers will get of each; and a search.

A thing is named by its kind and its id, as in a body: ("article", 7). What somebody may not know of answers as what never
was, so no number and no address tells that a hidden story exists.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from articles import search
from articles.body.figures import figures, links
from articles.body.schema import an_id
from articles.models import (
    Address,
    Article,
    Contributor,
    PenName,
    PublishedArticle,
    PublishedByline,
    PublishedTag,
    Section,
    State,
    Tag,
)
from articles.permissions import visible_stories
from media import finding, rights
from media.admin import desk
from media.models import Photo
from newsroom import text

MOST_FOUND = 8
"""Of each kind, in one answer of the search."""

MOST_REFS = 200
MOST_PHOTOS = 300
RECENT = 400
"""Newest public stories whose titles are looked at letter by letter; the older ones are found by whole words."""

Thing = tuple[str, int]


@dataclass(frozen=True)
class Ref:
    """A thing as the desk shows it.

    label    the headline or name that readers have, else the desk's own
    note     what tells it from others of that label
    public   whether readers can open it now
    why      what readers get instead, as a sentence; empty where it is public
    gone     nothing will change that by itself: taken down, withdrawn, or nothing this person may know of
    thumb    address of its picture for the desk, or None
    """

    label: str
    note: str = ""
    public: bool = True
    why: str = ""
    gone: bool = False
    thumb: str | None = None

    def as_json(self):
        return {"label": self.label, "public": self.public, "why": self.why, "gone": self.gone}


# ---- pages -----------------------------------------------------------------------------------------------------------


@require_GET
def link_to(request):
    """What a link or a card may lead to. ?q= is words, an address of this site or a story's number; ?kind= narrows it."""
    typed = text.clean_line(request.GET.get("q", "")[:400])
    kinds = [kind for kind in KINDS if kind in request.GET.getlist("kind")] or list(KINDS)
    return JsonResponse({"found": found(request.user, typed, kinds)})


@require_GET
def refs(request):
    """What readers get of some things: ?ref=article:7&ref=person:3."""
    wanted = [pair for pair in map(_read, request.GET.getlist("ref")[:MOST_REFS]) if pair]
    return JsonResponse({"refs": _as_json(request.user, wanted)})


@require_GET
def photos(request):
    """Photographs for the figures of the editor: ?id=3&id=4."""
    ids = [int(pk) for pk in map(an_id, request.GET.getlist("id")[:MOST_PHOTOS]) if pk]
    return JsonResponse({"photos": _photos(request.user, ids)})


# ---- of a body -------------------------------------------------------------------------------------------------------


def refs_of(user, html):
    """{"article:7": {"label", "public", "why", "gone"}} of all links and cards of a body; one query a kind."""
    return _as_json(user, [(link.kind, link.id) for link in links(html)])


def photos_of(user, html):
    """{"3": a photograph as desk.as_seen() gives it} of all figures of a body; {"missing": True, "why"} for what is not there."""
    return _photos(user, [figure.photo for figure in figures(html) if figure.photo])


def unreadable(user, html):
    """How many links and cards of a body lead to what readers cannot open."""
    wanted = [(link.kind, link.id) for link in links(html)]
    public = {thing for thing, ref in described(user, wanted).items() if ref.public}
    return sum(thing not in public for thing in wanted)


def _as_json(user, wanted):
    known = described(user, wanted)
    never = Ref("", public=False, why=_("Readers cannot open this."), gone=True)
    return {f"{kind}:{pk}": known.get((kind, pk), never).as_json() for kind, pk in wanted}


def _read(ref):
    kind, _colon, pk = ref.partition(":")
    number = an_id(pk)
    return (kind, int(number)) if kind in KINDS and number else None


def _photos(user, ids):
    there = Photo.objects.with_pictures().in_bulk(set(ids))
    seen = {entry["id"]: entry for entry in desk.all_as_seen(user, list(there.values())) if entry["thumb"]}
    why = _("There is no photograph of this number that you may see. Choose another one; the words stay as they are.")
    return {str(pk): seen.get(pk, {"missing": True, "why": why}) for pk in ids}


# ---- what is said of a thing -----------------------------------------------------------------------------------------


def described(user, wanted: Collection[Thing]) -> dict[Thing, Ref]:
    """Each of these things that this person may know of; one query a kind, and those that ask for rights."""
    found = {}
    for kind, describe in KINDS.items():
        ids = {pk for of_kind, pk in wanted if of_kind == kind}
        if ids:
            found |= {(kind, pk): ref for pk, ref in describe(user, ids).items()}
    return found


def _articles(user, ids):
    known = Q(published__isnull=False) | Q(pk__in=visible_stories(user).values("pk"))
    rows = Article.objects.filter(known, pk__in=ids).values_list(
        "pk", "state", "headline", "section__name", "published__headline", "published__first_published_at"
    )
    return {pk: _article(*row) for pk, *row in rows}


def _article(state, headline, section, public_headline, first_published_at):
    if public_headline is not None:
        day = date_format(timezone.localdate(first_published_at), "SHORT_DATE_FORMAT")
        return Ref(public_headline, _noted(section, day))
    why = {
        State.WITHDRAWN: _("Taken down: readers get the words without a link."),
        State.SCHEDULED: _("Waiting for its hour: readers get the words without a link until then."),
    }.get(state, _("Not published yet: readers get the words without a link until it is."))
    return Ref(
        headline or _("Story without a headline"), _noted(section, State(state).label),
        public=False, why=why, gone=state == State.WITHDRAWN,
    )  # fmt: skip


def _sections(user, ids):
    rows = Section.objects.filter(pk__in=ids).values_list("pk", "name", "parent__name")
    return {pk: Ref(name, _noted(_("section"), parent)) for pk, name, parent in rows}


def _tags(user, ids):
    carried = PublishedTag.objects.filter(Q(tag=OuterRef("pk")) | Q(tag=OuterRef("merged_into")))
    rows = Tag.objects.filter(pk__in=ids).values_list("pk", "name", Exists(carried))
    why = _("No published story carries this tag: readers get the words without a link until one does.")
    return {pk: Ref(name, _("tag"), public=public, why="" if public else why) for pk, name, public in rows}


def _people(user, ids):
    credited = PublishedByline.objects.filter(
        Q(contributor=OuterRef("pk")) | Q(contributor=OuterRef("merged_into"))
    )  # fmt: skip
    rows = Contributor.objects.filter(pk__in=ids).values_list("pk", "name", "kind", Exists(credited))
    why = _("Nothing is published in this name: readers get the words without a link until something is.")
    return {
        pk: Ref(name, str(Contributor.Kind(kind).label), public=public, why="" if public else why)
        for pk, name, kind, public in rows
    }


def _photographs(user, ids):
    own = Photo.objects.filter(pk__in=ids)
    seen = Q(released__isnull=False) | Q(pk__in=rights.visible(user, own).values("pk"))
    found = own.filter(seen).select_related("released").defer("raw", "released__sources")
    return {photo.pk: _photograph(photo) for photo in found}


def _photograph(photo):
    public = getattr(photo, "released", None)
    label = (public.caption if public else photo.caption or photo.headline or photo.original_name)[:160]
    note = _noted(_("photograph"), public.credit if public else photo.credit_line)
    thumb = reverse("admin:media_photo_thumb", args=[photo.pk, desk.THUMB])
    if public:
        return Ref(label, note, thumb=thumb)
    if photo.withdrawn_at:
        why = _("Withdrawn: readers get the words without a link.")
    else:
        why = _("In no published story: readers get the words without a link until it is in one.")
    return Ref(label, note, public=False, why=why, gone=bool(photo.withdrawn_at), thumb=thumb)


KINDS: Mapping[str, Callable[..., dict[int, Ref]]] = {
    "article": _articles,
    "section": _sections,
    "tag": _tags,
    "person": _people,
    "photo": _photographs,
}
"""Each kind of thing a link may lead to, in the order in which they are offered: {id: Ref} of what somebody may know of."""


def _noted(*parts):
    return " · ".join(str(part) for part in parts if part)


# ---- search ----------------------------------------------------------------------------------------------------------


def found(user, typed, kinds):
    """What fits these words, best first, at most MOST_FOUND of a kind.

    What was named by its address or number stands first, then what is called exactly so, then kind by kind; marks as typed
    before marks left out, newer before older.
    """
    named = _thing_at(typed)
    wanted = [named] if named and named[0] in kinds else []
    if typed and not _is_address(typed):
        wanted += [(kind, pk) for kind in kinds for pk in SEARCHES[kind](user, typed)]
    known = described(user, wanted)
    order = {thing: place for place, thing in reversed(list(enumerate(wanted)))}
    nearness = {thing: _nearness(known[thing].label, typed) for thing in known}
    kind_order = list(KINDS).index
    found = sorted(
        known, key=lambda thing: (thing != named, nearness[thing] > 0, kind_order(thing[0]), nearness[thing], order[thing])
    )  # fmt: skip
    left = dict.fromkeys(kinds, MOST_FOUND)
    rows = []
    for thing in found:
        left[thing[0]] -= 1
        if left[thing[0]] >= 0:
            rows.append(_row(thing, known[thing]))
    return rows


def _row(thing, ref):
    kind, pk = thing
    return {"kind": kind, "id": pk, "note": ref.note, "thumb": ref.thumb, **ref.as_json()}


def _nearness(label, typed):
    """0 where the label is what was typed, 1 where it holds it with its marks, 2 without them, 3 where it does not."""
    if text.tag_key(label) == text.tag_key(typed):
        return 0
    folded, wanted = text.fold(label), text.fold(typed)
    if folded == wanted and not text.has_marks(typed):
        return 0
    if text.tag_key(typed) in text.tag_key(label):
        return 1
    return 2 if wanted in folded else 3


def _find_articles(user, typed):
    """Newest public titles that hold what was typed, working copies by their words, and what readers' search finds."""
    newest = PublishedArticle.objects.newest_first().values_list("pk", "headline")[:RECENT]
    titled = sorted(
        (_nearness(headline, typed), place, pk) for place, (pk, headline) in enumerate(newest)
    )[:MOST_FOUND]  # fmt: skip
    own = visible_stories(user).filter(state__in=set(State) - {State.LIVE}).exclude(headline="").search(typed)
    found = [pk for nearness, _place, pk in titled if nearness < 3]
    found += own.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]
    return found + search.ids(typed, MOST_FOUND)


def _find_sections(user, typed):
    rows = Section.objects.filter(retired=False).values_list("pk", "name")
    return [pk for pk, name in rows if text.fold(typed) in text.fold(name)]


def _find_tags(user, typed):
    return list(Tag.objects.like(typed).values_list("pk", flat=True)[: 3 * MOST_FOUND])


def _find_people(user, typed):
    """By any part of their names: a person is called by the name that stands last."""
    name, pen_name = Q(), Q()
    for word in text.fold(typed).split()[:6]:
        name &= Q(folded__contains=word)
        pen_name &= Q(folded__contains=word)
    people = Contributor.objects.active().filter(
        name | Q(pk__in=PenName.objects.filter(pen_name).values("contributor"))
    )
    return list(people.order_by("sort_key").values_list("pk", flat=True)[: 3 * MOST_FOUND])


def _find_photos(user, typed):
    photos = rights.visible(user, Photo.objects.kept().filter(withdrawn_at=None))
    found, _older = finding.page(photos.only("pk", "uploaded_at"), finding.parse(typed), MOST_FOUND)
    return [photo.pk for photo in found]


SEARCHES = {
    "article": _find_articles,
    "section": _find_sections,
    "tag": _find_tags,
    "person": _find_people,
    "photo": _find_photos,
}
"""(user, typed) → ids, best first; a few more than are shown, or not all that this person may know of."""


# ---- addresses -------------------------------------------------------------------------------------------------------


def _is_address(typed):
    return "://" in typed or typed.startswith("/")


def _thing_at(typed):
    """The thing that an address of this site, or the bare number of a story, names; None where it names none."""
    if number := re.fullmatch(r"#?([1-9][0-9]{0,17})", typed):
        return "article", int(number[1])
    path = _path_of(typed)
    if path is None:
        return None
    try:
        place = resolve(path)
    except Resolver404:
        return _moved(path)
    read = PLACES.get(place.view_name)
    return (read and read(place.kwargs)) or _moved(path)


def _path_of(typed):
    """The path of an address of this site, whole or from its first slash; None for other words and other sites."""
    if not _is_address(typed):
        return None
    try:
        parts, here = urlsplit(typed), urlsplit(settings.SITE_URL)
    except ValueError:
        return None
    if parts.netloc not in ("", here.netloc):
        return None
    path = text.clean_line(unquote(parts.path))
    return path if path.endswith("/") else f"{path}/"


def _by_id(kind, name):
    def read(said):
        pk = an_id(str(said[name]))
        return (kind, int(pk)) if pk else None

    return read


def _by_slug(kind, model):
    def read(said):
        row = model.objects.filter(slug=said["slug"]).values_list("pk", flat=True).first()
        return (kind, row) if row else None

    return read


PLACES = {
    "article": _by_id("article", "id"),
    "photo": _by_id("photo", "id"),
    "section": _by_slug("section", Section),
    "tag": _by_slug("tag", Tag),
    "author": _by_slug("person", Contributor),
    "admin:articles_article_change": _by_id("article", "object_id"),
    "admin:articles_article_preview": _by_id("article", "pk"),
    "admin:media_photo_change": _by_id("photo", "object_id"),
}
"""What lives at the addresses of readers and of the desk: (what the address says) → thing or None."""


def _moved(path):
    old = Address.objects.filter(path=path).values_list("kind", "target").first()
    return old and (str(old[0]), old[1])
