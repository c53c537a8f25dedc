"""Today: what needs the person who looks, one button each, beside what the paper has done and will do today."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles import permissions
from articles.models import Article, Byline, Figure, State
from media.models import Photo

from . import asked, ending, proposed, pulled, receiving, two_people, unsaved
from .accounts import ROLE_WORDS
from .day import today_in_the_paper
from .rights import can, roles
from .rows import Row, Step, clock, is_late, story_row, thumbnails_of, thumbnails_of_photos, with_marks
from .shell import address
from .trying import TRY_IT as TRY_IT
from .trying import try_it_files, try_it_url

MOST = 60  # rows of "Needs you"; the lists show the rest


def page(request, site):
    now = timezone.now()
    visible = Article.objects.all() if request.user.is_superuser else permissions.visible_stories(request.user)
    stories, more = stories_that_need(request, visible, now)
    written = story_rows(request, stories, now)
    written = unsaved.put_rows(request, written, stories, visible, new=can(request, "article.create"), now=now)
    rows = [
        *ending.rows(request, visible, now),
        *written,
        *pulled.rows(request, visible),
        *receiving.rows(request.user, visible, now),
        *pulled.second_looks(request),
        *asked.rows(request.user, now),
        *proposed.rows(request),
        *photo_rows(request),
        *role_rows(request),
    ]
    done, coming, later = today_in_the_paper(visible, now)
    context = {
        **site.each_context(request),
        "title": headline(len(rows), now),
        "rows": rows,
        "more": more,
        "done": done,
        "coming": coming,
        "later": later,
        "now": clock(now, now),
        "own_month": proposed.own_month(request),
        "first_step": None if rows else first_step(request),
        "try_it": try_it_files(request),
        "try_it_url": try_it_url(),
    }
    return TemplateResponse(request, "admin/start.html", context)


def headline(count, now):
    """Monday 23-11: four things need you."""
    local = timezone.localtime(now)
    day = formats.date_format(local, "l d-m")
    if count == 0:
        return _("%(day)s: nothing needs you") % {"day": day}
    return ngettext("%(day)s: %(number)s thing needs you", "%(day)s: %(number)s things need you", count) % {
        "day": day,
        "number": in_words(count),
    }


def in_words(count):
    words = [
        pgettext("count", "no"), pgettext("count", "one"), pgettext("count", "two"), pgettext("count", "three"),
        pgettext("count", "four"), pgettext("count", "five"), pgettext("count", "six"), pgettext("count", "seven"),
        pgettext("count", "eight"), pgettext("count", "nine"), pgettext("count", "ten"), pgettext("count", "eleven"),
        pgettext("count", "twelve"),
    ]  # fmt: skip
    return words[count] if count < len(words) else str(count)


# What needs somebody ----------------------------------------------------------------------------------------


def stories_that_need(request, visible, now):
    """The stories whose next step is this person's, each with `why`, most urgent first, and whether there are more.

    What is theirs, waiting, late or without a section is asked of the database, not of each row. Ids that come from
    small tables are asked for as such, and what is most urgent is kept when there is more than fits: an archive of
    200,000 live stories is not walked through.
    """
    user = request.user
    credited = Byline.objects.filter(contributor__account=user).order_by()
    waiting = Figure.objects.filter(where=Figure.Where.WORKING, photo=None).order_by()
    in_credits, lacks_pictures = Q(pk__in=credited.values("article")), Q(pk__in=waiting.values("article"))
    own = Q(created_by=user) | in_credits
    wanted = {
        "late": Q(state=State.SCHEDULED, publish_at__lt=now),
        "returned": Q(state=State.DRAFT, returned=True) & own,
        "draft": Q(state=State.DRAFT, returned=False) & own,
    }
    if can(request, "article.publish"):
        not_own = Q() if settings.SINGLE_EDITOR else ~own
        wanted["review"] = Q(state=State.IN_REVIEW, section__isnull=False) & not_own
        wanted["sectionless"] = Q(section=None, state__in=[State.DRAFT, State.IN_REVIEW])
        wanted["live_waiting"] = Q(state=State.LIVE) & lacks_pictures
    if "photographer" in roles(request):
        wanted["assigned"] = in_credits & lacks_pictures & ~Q(state=State.WITHDRAWN)
    any_of_them = Q()
    for condition in wanted.values():
        any_of_them |= condition
    rank = Case(*[When(wanted[why], then=Value(ORDER.index(why))) for why in ORDER if why in wanted])
    waits_since = Case(When(~wanted["draft"], then=F("state_at")))
    found = list(
        with_marks(visible)
        .annotate(credited=Exists(credited.filter(article=OuterRef("pk"))))
        .filter(any_of_them)
        .order_by(rank, waits_since, "-updated_at", "-pk")[: MOST + 1]
    )
    of_each = waiting.filter(article__in=found).values("article").annotate(count=Count("pk"))
    counts = dict(of_each.values_list("article", "count"))
    for article in found:
        article.waiting_figures = counts.get(article.pk, 0)
        article.why = _why(article, user, set(wanted), now)
    more, found = len(found) > MOST, [article for article in found[:MOST] if article.why]
    found.sort(key=_urgency)
    return found, more


ORDER = ["late", "returned", "review", "sectionless", "live_waiting", "assigned", "waiting", "draft"]


def _why(article, user, asked, now):
    """Which of the questions put this story on the page; the first that holds names its next step."""
    own = article.created_by_id == user.pk or article.credited
    if article.state == State.SCHEDULED:
        return "late" if is_late(article, now) else ""
    if article.state == State.DRAFT and own and "draft" in asked:
        if article.returned:
            return "returned"
        return "waiting" if article.waiting_figures else "draft"
    if article.section_id is None and "sectionless" in asked:
        return "sectionless"
    if article.state == State.IN_REVIEW and "review" in asked:
        return "review"
    if article.state == State.LIVE and article.waiting_figures and "live_waiting" in asked:
        return "live_waiting"
    return "assigned" if article.waiting_figures and "assigned" in asked else ""


def _urgency(article):
    """Late ones by the hour they missed, what others wait for longest first, own drafts newest first."""
    if article.why in {"waiting", "draft"}:
        return ORDER.index("waiting"), -article.updated_at.timestamp()
    moment = article.publish_at if article.why == "late" else article.state_at
    return ORDER.index(article.why), moment.timestamp()


def story_rows(request, stories, now):
    thumbnails = thumbnails_of(stories)
    rows = []
    for article in stories:
        reason, said_by, word = _explained(article)
        rows.append(
            story_row(
                article,
                thumbnails=thumbnails,
                now=now,
                reason=reason,
                said_by=said_by,
                step=Step(word, reverse("admin:articles_article_change", args=[article.pk]) + _anchor(article.why)),
            )
        )
    return rows


def _explained(article):
    """Why this row is here, in the sender's words where there are any; whose they are; the word on the button."""
    sender = article.state_by.get_full_name() or article.state_by.get_username() if article.state_by else ""
    missing = ngettext(
        "%(count)d picture is still to come", "%(count)d pictures are still to come", article.waiting_figures
    ) % {"count": article.waiting_figures}
    match article.why:
        case "late":
            return _("Its hour has passed and it is not out. The clock holds it back."), "", _("Look why")
        case "returned":
            return article.state_note, sender, _("Mend")
        case "review":
            if article.state_note:
                return article.state_note, sender, _("Review")
            return _("Sent by %(who)s.") % {"who": sender} if sender else "", "", _("Review")
        case "sectionless":
            return _("It belongs to no section yet, so nobody publishes it."), sender, _("Choose a section")
        case "live_waiting":
            return _("Readers see it without: %(missing)s.") % {"missing": missing}, "", _("Add pictures")
        case "assigned" | "waiting":
            return missing + ".", "", _("Add pictures")
    return "", "", _("Go on writing")


def _anchor(why):
    return {
        "live_waiting": "#pictures",
        "assigned": "#pictures",
        "waiting": "#pictures",
        "sectionless": "#id_section",
    }.get(why, "")


def photo_rows(request):
    """One row for all photographs that somebody uploaded and left without caption or credit."""
    if not can(request, "photo.edit_caption"):
        return []
    lacking = Photo.objects.filter(uploaded_by=request.user, withdrawn_at=None)
    lacking = lacking.filter(Q(caption="") | Q(credit="", creators=[]))
    found = list(lacking.newest_first().values_list("pk", "original_name")[: MOST + 1])
    if not found:
        return []
    count = len(found)
    first, name = found[0]
    url = address("media_photo_changelist") + "?missing=words"
    if count == 1:
        url = reverse("admin:media_photo_change", args=[first])
    head = ngettext(
        "%(name)s has no caption or no credit", "%(count)s of your pictures have no caption or no credit", count
    )
    return [
        Row(
            url=url,
            headline=head % {"name": name, "count": count if count <= MOST else f"{MOST}+"},
            reason=_("A picture goes to readers only with both."),
            step=Step(_("Write captions"), url),
            thumbnail=thumbnails_of_photos([first]).get(first),
        )
    ]


def role_rows(request):
    """Roles that somebody else proposed and that wait for a second person's yes."""
    if not can(request, "user.list"):
        return []
    open_ones = two_people.proposals()
    people = get_user_model().objects.filter(pk__in={pk for pk, _role in open_ones})
    names = dict(people.values_list("pk", "username"))
    return [
        Row(
            url=(url := reverse("admin:auth_user_change", args=[pk])),
            headline=_("%(who)s is to become %(role)s") % {"who": names[pk], "role": ROLE_WORDS[role]},
            reason=_("Proposed. A second person gives the role or declines."),
            said_by=by_name,
            step=Step(_("Decide"), url),
            pictured=False,
        )
        for (pk, role), (by_id, by_name) in open_ones.items()
        if pk in names and request.user.pk not in {pk, by_id}
    ]


def first_step(request):
    """What somebody with nothing to do may begin: a sentence and one button."""
    if can(request, "article.create"):
        return _("Begin a story: a headline and a first paragraph are enough to keep it."), Step(
            _("Write"), address("articles_article_add")
        )
    if can(request, "photo.upload") and address("media_photo_upload"):
        return _("Bring in pictures: captions and credits are read from the files."), Step(
            _("Upload"), address("media_photo_upload")
        )
    if can(request, "user.create"):
        return _("Make accounts for the people of the paper and give each a role."), Step(
            _("Accounts"), address("auth_user_changelist")
        )
    return _("When somebody sends you something, it stands here."), Step(_("Help"), address("help"))
