"""A story as a row: picture, state, head, facts, why it is here, one button. Start page and lists share it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.models import Figure, Revision, State
from media import crops
from media.models import Photo, Rendition

THUMB = 240  # pixels wide: sharp at 96 on a dense screen
LATE_AFTER = timezone.timedelta(seconds=30)  # the clock is due within a second; a minute's worry needs a reason


@dataclass(frozen=True)
class Mark:
    """A state as word, mark and colour together. key: the colour's class; sign: the symbol in marks.svg."""

    key: str
    sign: str
    word: str


@dataclass(frozen=True)
class Step:
    """The one button of a row."""

    word: str
    url: str


@dataclass(frozen=True)
class Thumbnail:
    src: str
    width: int
    height: int


@dataclass
class Row:
    url: str
    headline: str
    mark: Mark | None = None
    facts: list[str] = field(default_factory=list)
    hour: str = ""
    reason: str = ""
    said_by: str = ""
    step: Step | None = None
    thumbnail: Thumbnail | None = None
    pictured: bool = True
    pk: int | None = None
    language: str = ""


def mark_of(article, now=None):
    """The badge of a story as it stands. Whether a live one is being updated is known to rows of with_marks()."""
    match article.state:
        case State.DRAFT if article.returned:
            return Mark("returned", "triangle", _("returned"))
        case State.DRAFT:
            return Mark("draft", "ring", _("draft"))
        case State.IN_REVIEW:
            return Mark("review", "bar", _("in review"))
        case State.SCHEDULED if is_late(article, now or timezone.now()):
            return Mark("returned", "triangle", _("late"))
        case State.SCHEDULED:
            return Mark("scheduled", "clock", _("scheduled"))
        case State.LIVE if getattr(article, "ahead", False):
            return Mark("live", "half", _("live, being updated"))
        case State.LIVE:
            return Mark("live", "disc", _("live"))
    return Mark("withdrawn", "square", _("withdrawn"))


def with_marks(stories):
    """Each story with `ahead`: whether there are revisions that readers of a live story have not got."""
    newer = Revision.objects.filter(article=OuterRef("pk"), pk__gt=OuterRef("published__revision_id"))
    return stories.select_related("section", "state_by").annotate(ahead=Exists(newer)).defer("body", "search_text")


def is_late(article, now):
    return article.state == State.SCHEDULED and article.publish_at is not None and article.publish_at < now - LATE_AFTER


def story_row(article, *, thumbnails, now, **more):
    """The row of one story. thumbnails: what thumbnails_of() found for a page of stories."""
    return Row(
        pk=article.pk,
        url=reverse("admin:articles_article_change", args=[article.pk]),
        headline=article.headline or _("Story without a headline"),
        language=article.language,
        mark=mark_of(article, now),
        facts=facts_of(article),
        hour=hour_of(article, now),
        thumbnail=thumbnails.get(article.pk),
        **more,
    )


def facts_of(article):
    facts = [article.section.name if article.section else _("no section yet")]
    if article.credit_line:
        facts.append(article.credit_line)
    return facts


def hour_of(article, now):
    """The hour that counts in its state: when it is due, when readers first had it, when it was last worked on."""
    moment = {
        State.SCHEDULED: article.publish_at,
        State.LIVE: article.first_published_at,
    }.get(article.state) or max(article.updated_at, article.state_at)
    return clock(moment, now)


def clock(moment, now):
    """16:42 for today, 21-11 16:42 for other days, 21-11-2025 for other years, on the paper's clock."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    if local.date() == today:
        return formats.date_format(local, "H:i")
    return formats.date_format(local, "d-m H:i" if local.year == today.year else "d-m-Y")


def thumbnails_of(articles):
    """{article id: Thumbnail} of the lead, else of the first figure; two queries whatever the number of stories."""
    chosen = {article.pk: article.lead_photo_id for article in articles if article.lead_photo_id}
    without = [article.pk for article in articles if article.pk not in chosen]
    figures = Figure.objects.filter(article__in=without, where=Figure.Where.WORKING).exclude(photo=None)
    for article_id, photo_id in figures.order_by("article", "order", "id").values_list("article_id", "photo_id"):
        chosen.setdefault(article_id, photo_id)
    shown = thumbnails_of_photos(set(chosen.values()))
    return {pk: shown[photo] for pk, photo in chosen.items() if photo in shown}


def thumbnails_of_photos(ids):
    """{photo id: Thumbnail}, in one query. The desk's own address of the file asks who is looking."""
    drawn = Photo.objects.filter(Exists(Rendition.objects.filter(photo=OuterRef("pk"))), pk__in=ids)
    sizes = drawn.values_list("pk", "width", "height")
    return {
        pk: Thumbnail(thumb_address(pk), *crops.scaled((width, height), min(THUMB, width)))
        for pk, width, height in sizes
    }


def thumb_address(pk):
    return reverse("admin:media_photo_thumb", args=[pk, THUMB])
