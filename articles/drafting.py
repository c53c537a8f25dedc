"""The working copy and its history: saved with everything derived from it, frozen into revisions, brought back."""

from copy import copy
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from articles import bylines, limits, picture_uses, tagging
from articles.body.clean import BodyRefused
from articles.body.clean import clean as clean_body
from articles.body.figures import changed as changed_figure
from articles.body.figures import figures as figures_of
from articles.models import Article, ArticleTag, Byline, Figure, Revision, RevisionText, Tag
from articles.permissions import refused_changes
from media import cuts
from media.models import Photo
from newsroom import text

ONE_LINE = ("kicker", "headline", "short_headline", "place", "credit_line", "seo_title", "social_title")
MANY_LINES = ("standfirst", "internal_note", "seo_description", "social_description")
INHERITED = ("lead_caption", "lead_alt")
PLAIN = (*ONE_LINE, *MANY_LINES, *INHERITED, "language", "kind", "slug", "body", "lead_crop", "related")
REFERENCES = ("section_id", "lead_photo_id", "social_photo_id")
ONLY_BY_ACTS = (
    "state", "state_note", "state_by_id", "state_at", "returned", "version", "publish_at", "standing",
    "scheduled_revision_id", "first_published_at", "created_by_id", "created_at",
)  # fmt: skip
NEW_NAMES = 7_205_759  # the lock under which tags and contributors are made, so that two people make one


class Conflict(Exception):
    """Somebody else saved meanwhile. Nothing was written; `theirs` is the article as it stands now."""

    def __init__(self, theirs):
        super().__init__("saved by somebody else meanwhile")
        self.theirs = theirs


class Refused(Exception):
    """A working copy that was not stored, with the reasons in words. Nothing was written; what was typed is in memory.

    faults   {field of the article, "tags", or "" for the story as a whole: sentence}
    tags     the tags as understood (see tagging.understand), where they are what was refused
    """

    def __init__(self, faults, tags=()):
        super().__init__(" ".join(str(sentence) for sentence in faults.values()))
        self.faults = {field: str(sentence) for field, sentence in faults.items()}
        self.tags = list(tags)

    @property
    def reasons(self):
        return list(self.faults.values())


@dataclass
class Saved:
    article: Article
    revision: Revision
    unsure: list


def save(
    article,
    *,
    by,
    base_version=None,
    tags=None,
    tag_answers=None,
    people=None,
    kind=Revision.Kind.SAVE,
    reason="",
    filling=False,
):
    """Store the working copy as it stands in memory, with bylines, tags and figure rows, as one Revision.

    by             whose rights are asked, whoever calls; None for commands, which have them all
    base_version   the version the form was opened with; another one in the database raises Conflict
    tags           names as typed, or None to leave them
    tag_answers    answers about tags that could mean several, see tagging.understand
    people         answers about names in the credit line, see bylines.understand
    filling        nothing but photographs for figures that waited for them: see permissions.fills_figures
    Returns Saved(article, revision, names of the credit line that stay unsure). Raises Conflict or Refused.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk) if article.pk else None
        if stored is not None:
            if base_version is not None and stored.version != base_version:
                raise Conflict(stored)
            for name in ONLY_BY_ACTS:
                setattr(article, name, getattr(stored, name))
        elif article.created_by_id is None:
            article.created_by = by
        _tidy(article, stored)
        wanted = _names(article, tags, tag_answers, people)
        _refuse(article, stored, by, wanted.tags, filling=filling and tags is None)
        article.version += 1
        article.updated_by, article.updated_at = by, timezone.now()
        article.save()
        if wanted.has_new() and _alone_with_names():
            wanted = _names(article, tags, tag_answers, people)
        unsure = bylines.store(article, wanted.people)
        if wanted.tags is not None:
            tagging.store(article, wanted.tags)
        article.refresh_from_db()
        write_figures(article, vars(article), where=Figure.Where.WORKING)
        revision = freeze(article, by=by, kind=kind, reason=reason)
    return Saved(article, revision, unsure)


@dataclass
class _Names:
    """The people of the credit line and the tags, as understood."""

    people: list
    tags: list | None

    def has_new(self):
        return any(one.status == tagging.NEW for one in self.tags or ()) or any(
            one.status == bylines.NEW for one in self.people
        )


def _names(article, tags, tag_answers, people):
    # An endless line is refused by its length, before anybody looks for names in it.
    line = article.credit_line if len(article.credit_line) <= bylines.LONGEST_LINE else ""
    understood = None if tags is None else tagging.understand(tags, tag_answers)
    return _Names(bylines.understand(line, people), understood)


def _alone_with_names():
    """Wait for whoever makes tags or contributors now; whether somebody may have. SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NEW_NAMES])
    return True


def _refuse(article, stored, by, tags, *, filling):
    faults = refused_changes(by, article, stored, filling=filling) or limits.faults(article, stored)
    if sentence := tagging.fault(tags or []):
        faults = {**faults, "tags": sentence}
    if faults:
        raise Refused(faults, tags if "tags" in faults else ())


def _tidy(article, stored):
    for name in ONE_LINE:
        setattr(article, name, text.clean_line(getattr(article, name) or ""))
    for name in MANY_LINES:
        setattr(article, name, text.clean(getattr(article, name) or "").strip())
    for name in INHERITED:
        value = getattr(article, name)
        setattr(article, name, text.clean_line(value) if value is not None else None)
    article.slug = _slug(article, stored)
    try:
        article.body = clean_body(article.body or "")
    except BodyRefused as refusal:
        raise Refused({"body": str(refusal)}) from refusal
    if stored is None or article.body != stored.body:
        article.body = _without_unknown_photos(article.body)


def _slug(article, stored):
    """Follows the headline until somebody types another one or the story is published; then it stays until one is typed."""
    typed = text.clean_line(article.slug or "")
    if stored is not None and stored.first_published_at:
        return text.slug(typed or stored.slug)
    if stored is not None and typed == stored.slug == text.slug(stored.headline):
        typed = ""
    return text.slug(typed or article.headline) if typed or article.headline else ""


def _without_unknown_photos(body):
    """A figure that names no photograph of ours waits for one: else a later photograph of that number would stand there."""
    figures = figures_of(body)
    wanted = {figure.photo for figure in figures} - {None}
    unknown = wanted - limits.known_photos(wanted)
    for index, figure in enumerate(figures):
        if figure.photo in unknown:
            body = changed_figure(body, index, photo=None)
    return body


def write_figures(article, kept, *, where, photos=None):
    """Replace the article's Figure rows of one kind, and have the cuts made that its figures ask for.

    Figures whose photograph does not exist count as waiting.

    kept     the words they come from: body, lead_photo_id, social_photo_id
    photos   {id: photograph} where they are at hand already
    """
    figures = figures_of(kept["body"])
    lead, social = kept["lead_photo_id"], kept["social_photo_id"]
    wanted = {figure.photo for figure in figures} | {lead, social}
    if photos is None:
        photos = Photo.objects.in_bulk(wanted - {None})
    rows = []
    if lead in photos:
        rows.append(Figure(article=article, photo_id=lead, where=where, lead=True, place="lead"))
    for order, figure in enumerate(figures, 1):
        photo = photos.get(figure.photo)
        asks_alt = photo is not None and figure.alt is None and not photo.alt
        rows.append(
            Figure(article=article, photo=photo, where=where, order=order, place=figure.place, alt_missing=asks_alt)
        )
    if social in photos:
        rows.append(Figure(article=article, photo_id=social, where=where, order=len(figures) + 1, place="social"))
    Figure.objects.filter(article=article, where=where).delete()
    Figure.objects.bulk_create(rows)
    if where == Figure.Where.WORKING and photos:
        picture_uses.hold(article, photos)
    cuts.ask(
        (photos[figure.photo], figure.crop, figure.focus)
        for figure in figures
        if figure.photo in photos and figure.crop and figure.focus
    )


def forget_figures(article, *, where):
    Figure.objects.filter(article=article, where=where).delete()


def words(article):
    """Everything of the article that a revision keeps, as plain values; captions and credits as they resolve now."""
    kept = {name: getattr(article, name) for name in (*PLAIN, *REFERENCES)}
    kept["bylines"] = [list(row) for row in article.bylines.values_list("contributor_id", "role", "name")]
    kept["tags"] = list(
        ArticleTag.objects.filter(content_object=article).order_by("id").values_list("tag_id", flat=True)
    )
    return _with_photos(kept)


def _with_photos(kept):
    used = {figure.photo for figure in figures_of(kept["body"]) if figure.photo}
    used |= {pk for pk in (kept["lead_photo_id"], kept["social_photo_id"]) if pk}
    kept["photos"] = {
        str(photo.pk): {"caption": photo.caption, "alt": photo.alt, "credit": photo.credit_line}
        for photo in Photo.objects.filter(pk__in=used)
    }
    return kept


def freeze(article, *, by, kind, reason=""):
    """The revision that holds the article as it stands: the newest one where nothing changed since, else a new one."""
    return freeze_words(article, words(article), by=by, kind=kind, reason=reason)


def freeze_beside(article, kept, *, by, kind, reason=""):
    """A revision of other words than the working copy's: those of an older one with a change. See words()."""
    return freeze_words(article, _with_photos(dict(kept)), by=by, kind=kind, reason=reason)


def freeze_words(article, kept, *, by, kind, reason=""):
    """The same for words that need not be those of the working copy."""
    newest = article.revisions.select_related("text").first()
    if newest is not None and newest.text_id == RevisionText.digest(kept):
        return newest
    return Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        by=by,
        reason=text.clean_line(reason)[:300],
        base=newest,
        text=RevisionText.keep(kept),
    )


def restore(article, revision, *, by):
    """Bring the words of an older revision back into the working copy, as a new revision. Saves the article.

    Raises Refused where this person may not change what would change.
    """
    kept, stored = revision.words(), copy(article)
    for name in (*PLAIN, *REFERENCES):
        setattr(article, name, kept[name])
    existing = limits.known_photos({article.lead_photo_id, article.social_photo_id})
    if article.lead_photo_id not in existing:
        article.lead_photo_id = None
    if article.social_photo_id not in existing:
        article.social_photo_id = None
    if stored.first_published_at:
        article.slug = stored.slug
    if faults := refused_changes(by, article, stored):
        raise Refused(faults)
    article.updated_by, article.updated_at = by, timezone.now()
    article.save()
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, contributor_id=contributor, role=role, order=order, name=name)
        for order, (contributor, role, name) in enumerate(kept["bylines"])
    )
    tags = Tag.objects.in_bulk(kept["tags"])
    tagging.link(article, [tags[pk] for pk in kept["tags"] if pk in tags])
    write_figures(article, vars(article), where=Figure.Where.WORKING)
    return freeze(article, by=by, kind=Revision.Kind.RESTORE, reason=f"#{revision.number}")
