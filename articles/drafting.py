"""The working copy and its history: saved with everything derived from it, frozen into revisions, brought back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles import bylines
from articles.body.figures import figures as figures_of
from articles.models import Article, ArticleTag, Byline, Figure, Revision, RevisionText, Tag
from media.models import Photo
from newsroom import text

PLAIN = (
    "language kind slug kicker headline short_headline standfirst body place credit_line lead_caption lead_alt lead_crop"
    " seo_title seo_description social_title social_description internal_note related"
).split()
REFERENCES = ("section_id", "lead_photo_id", "social_photo_id")
ONE_LINE = {
    "kicker", "headline", "short_headline", "place", "credit_line", "seo_title", "social_title",
}  # fmt: skip


class Conflict(Exception):
    """Somebody else saved meanwhile. Nothing was written; `theirs` is the article as it stands now."""

    def __init__(self, theirs):
        super().__init__("saved by somebody else meanwhile")
        self.theirs = theirs


@dataclass
class Saved:
    article: Article
    revision: Revision
    unsure: list


def save(article, *, by, base_version=None, tags=None, people=None, kind=Revision.Kind.SAVE, reason=""):
    """Store the working copy as it stands in memory, with bylines, tags and figure rows, as one Revision.

    base_version   the version the form was opened with; another one in the database raises Conflict
    tags           names as typed, or None to leave them
    people         answers about names in the credit line, see bylines.understand
    Returns Saved(article, revision, names of the credit line that stay unsure).
    """
    with transaction.atomic():
        if article.pk:
            stored = Article.objects.select_for_update().get(pk=article.pk)
            if base_version is not None and stored.version != base_version:
                raise Conflict(stored)
            _keep_what_only_acts_change(article, stored)
        _tidy(article)
        article.version += 1
        article.updated_by, article.updated_at = by, timezone.now()
        if article.created_by_id is None and not article.pk:
            article.created_by = by
        article.save()
        unsure = bylines.store(article, people)
        if tags is not None:
            set_tags(article, tags)
        article.refresh_from_db()
        write_figures(article, vars(article), where=Figure.Where.WORKING)
        revision = freeze(article, by=by, kind=kind, reason=reason)
    return Saved(article, revision, unsure)


def _keep_what_only_acts_change(article, stored):
    for name in ("state", "state_note", "state_by_id", "state_at", "returned", "version", "publish_at", "standing",
                 "scheduled_revision_id", "first_published_at", "created_by_id", "created_at"):  # fmt: skip
        setattr(article, name, getattr(stored, name))


def _tidy(article):
    for name in ONE_LINE:
        setattr(article, name, text.clean_line(getattr(article, name)))
    for name in ("standfirst", "internal_note", "seo_description", "social_description"):
        setattr(article, name, text.clean(getattr(article, name)).strip())
    for name in ("lead_caption", "lead_alt"):
        value = getattr(article, name)
        setattr(article, name, text.clean_line(value) if value is not None else None)


def set_tags(article, names):
    """The article's tags as typed, each existing tag found whatever its marks or capitals, new ones made."""
    wanted = []
    for name in names:
        name = text.clean_line(name)[:100]
        if not name:
            continue
        tag = Tag.objects.worded(name) or Tag.objects.create(name=name)
        if tag not in wanted:
            wanted.append(tag)
    _link_tags(article, wanted)


def _link_tags(article, tags):
    ArticleTag.objects.filter(content_object=article).delete()
    ArticleTag.objects.bulk_create(ArticleTag(content_object=article, tag=tag) for tag in tags)


def write_figures(article, kept, *, where, photos=None):
    """Replace the article's Figure rows of one kind. Figures whose photograph does not exist count as waiting.

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


def forget_figures(article, *, where):
    Figure.objects.filter(article=article, where=where).delete()


def words(article):
    """Everything of the article that a revision keeps, as plain values; captions and credits as they resolve now."""
    kept = {name: getattr(article, name) for name in (*PLAIN, *REFERENCES)}
    kept["bylines"] = [list(row) for row in article.bylines.values_list("contributor_id", "role", "name")]
    kept["tags"] = list(
        ArticleTag.objects.filter(content_object=article).order_by("id").values_list("tag_id", flat=True)
    )
    used = {figure.photo for figure in figures_of(article.body) if figure.photo}
    used |= {pk for pk in (article.lead_photo_id, article.social_photo_id) if pk}
    kept["photos"] = {
        str(photo.pk): {"caption": photo.caption, "alt": photo.alt, "credit": photo.credit_line}
        for photo in Photo.objects.filter(pk__in=used)
    }
    return kept


def freeze(article, *, by, kind, reason=""):
    """The revision that holds the article as it stands: the newest one where nothing changed since, else a new one."""
    kept = words(article)
    newest = article.revisions.select_related("text").first()
    if newest is not None and newest.text_id == RevisionText.digest(kept):
        return newest
    return Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        by=by,
        reason=reason[:300],
        base=newest,
        text=RevisionText.keep(kept),
    )


def restore(article, revision, *, by):
    """Bring the words of an older revision back into the working copy, as a new revision. Saves the article."""
    kept = revision.words()
    for name in (*PLAIN, *REFERENCES):
        setattr(article, name, kept[name])
    existing = set(Photo.objects.filter(pk__in=[pk for pk in (article.lead_photo_id, article.social_photo_id) if pk])
                   .values_list("pk", flat=True))
    if article.lead_photo_id not in existing:
        article.lead_photo_id = None
    if article.social_photo_id not in existing:
        article.social_photo_id = None
    article.updated_by, article.updated_at = by, timezone.now()
    article.save()
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, contributor_id=contributor, role=role, order=order, name=name)
        for order, (contributor, role, name) in enumerate(kept["bylines"])
    )
    _link_tags(article, sorted(Tag.objects.filter(pk__in=kept["tags"]), key=lambda tag: kept["tags"].index(tag.pk)))
    write_figures(article, vars(article), where=Figure.Where.WORKING)
    return freeze(article, by=by, kind=Revision.Kind.RESTORE, reason=f"#{revision.number}")
