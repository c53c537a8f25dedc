"""Who may do what: one table (permissions.csv), one function, one auth backend.

Ask `user.has_perm("article.publish", article)` or `user.has_perm("photo.edit_caption", photo)`. Without an object the
answer is whether there can be any object for which it would be yes: enough to show a menu entry, never to do the act.

The cells: Y, N, own (in its credits, or made it), assigned (in a story one is credited in), sec (of one's section),
-notown (and not one's own text), sec-both (both sections), link and scope (other doors; no for a signed-in user here).
"""

import csv
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import makers
from articles.body.figures import figures, fill
from articles.models import Article, Byline, Event, Figure, Membership, Section, State
from media.models import Photo, Upload

OWN_UNTIL_RELEASED = {"photo.withdraw"}  # the note of its row: one's own only while readers have not got it
BY_OFFICE = {"Y", "sec"}

ROLES = ("reporter", "photographer", "section", "chief", "admin")


@cache
def table():
    """{action: {role: cell}}, as the managing editor reads it."""
    with (Path(__file__).parent / "permissions.csv").open(encoding="utf-8") as file:
        return {row["action"]: {role: row[role] for role in ("anon", *ROLES)} for row in csv.DictReader(file)}


def roles(user):
    """The roles of somebody signed in: the names of their groups. Asked of the database each time, so a change acts at once."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(name for name in user.groups.values_list("name", flat=True) if name in ROLES)


def sections_of(user):
    """Ids of the sections somebody edits; a parent covers its children."""
    own = set(Membership.objects.filter(user=user).values_list("section_id", flat=True))
    return own | set(Section.objects.filter(parent__in=own).values_list("pk", flat=True))


def may(user, action, obj=None, *, to_section=None):
    """Whether the table lets this person do this to that thing. Unknown actions are a programming error: KeyError."""
    cells = table()[action]
    held = roles(user)
    if action in OWN_UNTIL_RELEASED and obj is not None and hasattr(obj, "released"):
        held = {role for role in held if cells[role] in BY_OFFICE}
    return any(_allows(cells[role], user, obj, to_section) for role in held)


def _allows(cell, user, obj, to_section):
    if cell in {"N", "", "link", "scope"}:
        return False
    if obj is None:
        return True
    if cell == "Y":
        return True
    if cell == "Y-notown":
        return settings.SINGLE_EDITOR or not is_own(user, obj)
    if cell == "sec-notown":
        return in_section(user, obj) and (settings.SINGLE_EDITOR or not is_own(user, obj))
    if cell == "sec-both":
        return in_section(user, obj) and (to_section is None or to_section.pk in sections_of(user))
    if cell == "sec":
        return in_section(user, obj)
    if cell == "own":
        return is_own(user, obj)
    if cell == "assigned":
        return is_assigned(user, obj)
    if cell == "own-or-assigned":
        return is_own(user, obj) or is_assigned(user, obj)
    raise ValueError(f"permissions.csv has a cell that nobody defined: {cell!r}")


def is_own(user, obj):
    """A story one made or is credited in; a photograph one uploaded, made or is credited with."""
    if isinstance(obj, Article):
        return obj.created_by_id == user.pk or Byline.objects.filter(article=obj, contributor__account=user).exists()
    if obj.uploaded_by_id == user.pk or makers.of_account(user).filter(photo=obj).exists():
        return True
    return obj.uploads.filter(user=user).exists()


def is_assigned(user, obj):
    """A story one is credited in; a photograph in a story that one may edit or is credited in."""
    if isinstance(obj, Article):
        return Byline.objects.filter(article=obj, contributor__account=user).exists()
    stories = Article.objects.filter(figures__photo_id=obj.pk)
    return stories.filter(Q(created_by=user) | Q(bylines__contributor__account=user)).exists()


def in_section(user, obj):
    """A story of a section one edits, or of none yet; for photographs any section editor counts."""
    if isinstance(obj, Article):
        return obj.section_id is None or obj.section_id in sections_of(user)
    return True


def visible_stories(user):
    """The working copies that somebody may know of: the one queryset behind every list, picker and count."""
    return stories_granted(user, "article.list_titles")


def stories_granted(user, action):
    """The stories for which may() would say yes, without asking it of each. Rows of the table with -notown are not for this."""
    cells, held = table()[action], roles(user)
    granted = {cells[role] for role in held}
    if "Y" in granted:
        return Article.objects.all()
    seen = Q(pk__in=[])
    if granted & {"own", "own-or-assigned"}:
        seen |= Q(created_by=user) | Q(pk__in=Byline.objects.filter(contributor__account=user).values("article"))
    if granted & {"assigned", "own-or-assigned"}:
        seen |= Q(pk__in=Byline.objects.filter(contributor__account=user).values("article"))
    if "sec" in granted:
        seen |= Q(section__isnull=True) | Q(section__in=sections_of(user))
    return Article.objects.filter(seen)


def visible_photos(user, photos):
    """Of these photographs the ones that somebody may see before readers do."""
    return _granted_photos(user, photos, "photo.view_unreleased")


def placeable_photos(user, photos):
    """Of these photographs the ones that somebody may put into a story."""
    return _granted_photos(user, photos, "photo.attach")


def own_photos(user, photos):
    """Of these photographs the ones somebody uploaded, sent again, or is credited with: is_own(), asked of all at once."""
    return photos.filter(_own(user))


def _own(user):
    sent = Q(uploaded_by=user) | Q(pk__in=Upload.objects.filter(user=user).values("photo"))
    return sent | Q(pk__in=makers.of_account(user).values("photo"))


def _granted_photos(user, photos, action):
    """Of these photographs the ones for which may() would say yes, without asking it of each."""
    cells, held = table()[action], roles(user)
    granted = {cells[role] for role in held}
    if granted & {"Y", "sec"}:
        return photos
    seen = Q(pk__in=[])
    if granted & {"own", "own-or-assigned"}:
        seen |= _own(user)
    if "own-or-assigned" in granted:
        stories = Article.objects.filter(Q(created_by=user) | Q(bylines__contributor__account=user))
        seen |= Q(pk__in=Figure.objects.filter(article__in=stories).exclude(photo=None).values("photo"))
    return photos.filter(seen)


def edit_action(article):
    """Which row of the table speaks of typing in this story, as things stand."""
    return {
        State.DRAFT: "article.edit_draft",
        State.IN_REVIEW: "article.edit_in_review",
        State.SCHEDULED: "article.edit_approved",
        State.LIVE: "article.edit_live",
        State.WITHDRAWN: "article.edit_live",
    }[article.state]


def refused_changes(user, article, stored, *, filling=False):
    """{field: sentence} of what this person may not do by saving this working copy; an empty dict where they may.

    article   as it would be stored
    stored    as it stands, None for a new one
    filling   it is saved for its waiting figures alone: then the right of fills_figures() is enough
    Nobody needs a right where there is no user: commands have them all.
    """
    if user is None:
        return {}
    if stored is None:
        if not may(user, "article.create"):
            return {"": _("You may not write stories. Ask the chief editor; nothing was stored.")}
        if not may(user, "article.edit_draft", article):
            return {"section": _(NOT_YOURS)}
        return _strangers_pictures(user, article, None)
    if filling and fills_figures(user, article, stored):
        return _strangers_pictures(user, article, stored)
    if not may(user, edit_action(stored), stored):
        return {"": _("The story is %(state)s now, and its text is not yours to change. Ask its editor; nothing was stored.")
                % {"state": stored.get_state_display()}}  # fmt: skip
    found = {}
    if article.section_id != stored.section_id and not _may_move(user, article, stored):
        found["section"] = _(NOT_YOURS)
    if article.slug != stored.slug and stored.state == State.LIVE and not may(user, "article.change_slug_live", stored):
        found["slug"] = _("The address of a live story is its section editor's to change. Nothing was stored.")
    if article.credit_line != stored.credit_line and not may(user, "article.change_byline", stored):
        found["credit_line"] = _("The credit line is its section editor's to change now. Nothing was stored.")
    return found | _strangers_pictures(user, article, stored)


def may_bring_pictures(user, article):
    """Whether somebody may put photographs into a story: who may type in it; a photographer where it waits for theirs."""
    if article.state == State.WITHDRAWN:
        return False
    if may(user, edit_action(article), article):
        return True
    assigned = "photographer" in roles(user) and may(user, "article.view_unpublished", article)
    return assigned and any(figure.photo is None for figure in figures(article.body))


def fills_figures(user, article, stored):
    """Whether a photographer of this story did nothing to it but put photographs where figures waited for them."""
    if not may_bring_pictures(user, stored):
        return False
    apart = {"body", "search_text"}
    fields = [field.attname for field in Article._meta.concrete_fields if field.name not in apart]
    if any(getattr(article, name) != getattr(stored, name) for name in fields):
        return False
    body, now = stored.body, figures(article.body)
    for index, figure in enumerate(figures(stored.body)):
        if figure.photo is None and index < len(now) and now[index].photo is not None:
            body = fill(body, index, now[index].photo)
    return body == article.body


def _strangers_pictures(user, article, stored):
    """A photograph comes into a story only by somebody who may place it, also where its number is typed. In a transaction."""
    wanted = _photos_in(article) - (_photos_in(stored) if stored else set())
    ids = [pk for pk in wanted if isinstance(pk, int) and pk < 2**63]
    # Locked, so that one that is being deleted at this moment is either found deleted or not deleted at all.
    for photo in Photo.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"):
        if photo.deleted_at:
            said = _("Photograph %(id)s was deleted. Bring it back before you place it; nothing was stored.")
            return {"body": said % {"id": photo.pk}}
        if not may(user, "photo.attach", photo):
            return {
                "body": _("Photograph %(id)s is not yours to place. Ask the picture desk; nothing was stored.")
                % {"id": photo.pk}
            }
    return {}


def _photos_in(article):
    return ({figure.photo for figure in figures(article.body)} | {article.lead_photo_id, article.social_photo_id}) - {
        None
    }


NOT_YOURS = gettext_noop(
    "You may not put the story into this section, or take it out of where it is. Nothing was stored."
)


def _may_move(user, article, stored):
    """Until a story was sent for the first time, its section is its writer's choice; after that it is moved."""
    chosen = stored.section_id is None or not Event.objects.filter(article_id=stored.pk, act="submit").exists()
    if stored.state == State.DRAFT and chosen:
        return may(user, "article.edit_draft", article)
    return may(user, "article.change_section", stored, to_section=article.section)


def editors_of(section):
    """The people who may publish in this section; for telling them, not for deciding."""
    users = get_user_model().objects.filter(is_active=True)
    if section is None:
        return users.filter(groups__name__in=["section", "chief"]).distinct()
    return users.filter(
        Q(groups__name="chief") | Q(groups__name="section", memberships__section__in=[section.pk, section.parent_id])
    ).distinct()


class NewsroomBackend:
    """Django's door to the table. Permissions that the table does not name are left to other backends."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user, perm, obj=None):
        return perm in table() and may(user, perm, obj)

    def visible_photos(self, user, photos):
        """media's own way of asking, since it knows no articles."""
        return visible_photos(user, photos)

    def placeable_photos(self, user, photos):
        """Likewise for what may be put into a story."""
        return placeable_photos(user, photos)

    def own_photos(self, user, photos):
        """Likewise for what somebody made or sent, whatever they may do with it."""
        return own_photos(user, photos)

    def photos_granted(self, user, photos, right):
        """Likewise for any right over photographs, by its row of the table."""
        return _granted_photos(user, photos, right)

    def granted_by_office(self, user, right):
        """Likewise, whether a right is this person's whoever made the photograph."""
        cells = table()[right]
        return any(cells[role] in BY_OFFICE for role in roles(user))

    def is_own(self, user, photo):
        return is_own(user, photo)

    def most_photos_a_day(self, user):
        """Likewise, photographs and bytes within 24 hours: of several roles the most; None where one of them has no limit."""
        limits = [settings.UPLOADS_A_DAY.get(role) for role in roles(user) if table()["photo.upload"][role] == "Y"]
        if not limits or None in limits:
            return None
        return max(count for count, _bytes in limits), max(size for _count, size in limits)

    def has_module_perms(self, user, app_label):
        return bool(roles(user)) and app_label in {"articles", "media"}
