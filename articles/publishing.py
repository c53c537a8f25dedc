"""From one revision to what readers get, and back. Called by the workflow inside its transaction; nothing else publishes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import drafting, search
from articles.body.figures import figures as figures_of
from articles.body.render import RENDERER, plain_text, render, word_count
from articles.models import (
    Article,
    Figure,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    RevisionText,
    Section,
    State,
    Tombstone,
)
from articles.signals import articles_changed
from media import release
from media.models import Photo

COPIED = (
    "language kind kicker headline short_headline standfirst place credit_line seo_title seo_description social_title"
    " social_description related"
).split()


def picture_faults(article):
    """What keeps this story's pictures from going public, one sentence each. Waiting figures are left out, not faults."""
    own_caption = {figure.photo for figure in figures_of(article.body) if figure.photo and figure.caption}
    if article.lead_caption:
        own_caption.add(article.lead_photo_id)
    faults = []
    for photo in Photo.objects.filter(pk__in=photos_in(vars(article))).order_by("pk"):
        if photo.withdrawn_at:
            faults.append(_("“%(name)s” has been withdrawn. Take it out of the story.") % {"name": photo.original_name})
            continue
        if not photo.caption and photo.pk not in own_caption:
            faults.append(_("“%(name)s” has no caption. Write one under the picture.") % {"name": photo.original_name})
        if not photo.credit_line:
            faults.append(_("“%(name)s” has no credit. Say who made it.") % {"name": photo.original_name})
    return faults


def left_out(article):
    """How many figures readers will not see because they still wait for a photograph or its files."""
    figures = figures_of(article.body)
    ready = set(pictures_of({figure.photo for figure in figures} - {None}))
    return sum(figure.photo not in ready for figure in figures)


def differs_from_live(article):
    """Whether readers have another text than the working copy holds."""
    live = PublishedArticle.objects.filter(pk=article.pk).select_related("revision").first()
    if live is None:
        return True
    return live.revision.text_id != RevisionText.digest(drafting.words(article))


def go_live(article, revision, *, standing, now):
    """Write what readers get of this revision: row, bylines, tags, pictures, search; one transaction with the caller's."""
    if standing is not None:
        article.standing = standing
    article.first_published_at = article.first_published_at or now
    _write(article, revision, now=now)
    Tombstone.objects.filter(pk=article.pk).delete()


def compose(article, kept, pictures, *, now):
    """The row that readers would get of these words, in memory: publishing stores it, a preview shows it."""
    section = Section.objects.select_related("parent").filter(pk=kept["section_id"]).first()
    first = article.first_published_at or now
    return PublishedArticle(
        article=article,
        section=section,
        top_section=section and section.top,
        slug=kept["slug"] or "bai",
        lead=_lead(kept, figures_of(kept["body"]), pictures),
        social=pictures.get(kept["social_photo_id"]),
        standing=article.standing,
        words=word_count(kept["body"]),
        first_published_at=first,
        updated_at=first,
        rendered_by=RENDERER,
        body=render(kept["body"], pictures, language=kept["language"]),
        **{name: kept[name] for name in COPIED},
    )


def photos_in(kept):
    """Ids of every photograph that these words show: figures, lead, social card."""
    used = {figure.photo for figure in figures_of(kept["body"])} | {kept["lead_photo_id"], kept["social_photo_id"]}
    return used - {None}


def _write(article, revision, *, now):
    kept = revision.words()
    before = PublishedArticle.objects.filter(pk=article.pk).first()
    pictures = pictures_of(photos_in(kept))
    row = compose(article, kept, pictures, now=now)
    row.revision = revision
    row.updated_at = _changed_at(before, revision, article, now)
    row.number = before.number if before else search.number_for(article.pk, article.first_published_at)
    row.save(force_update=before is not None, force_insert=before is None)
    _rewrite_bylines(row, kept["bylines"])
    _rewrite_tags(row, kept["tags"])
    _rewrite_photos(row, set(pictures))
    dropped = set(_live_photos(article))
    drafting.write_figures(article, kept, where=Figure.Where.LIVE)
    release.release(set(pictures))
    retract_unused(dropped - set(pictures))
    search.index(row, captions=_captions(figures_of(kept["body"]), pictures, row.lead))
    _announce(article, row, before)


def _changed_at(before, revision, article, now):
    """A first publication counts as unchanged; drawing the same revision again changes nothing for the date line."""
    if before is None:
        return now if article.first_published_at < now else article.first_published_at
    return before.updated_at if before.revision_id == revision.pk else now


def pictures_of(ids):
    """{id: picture()} of the photographs that may be shown: not withdrawn, with at least one file."""
    photos = Photo.objects.filter(pk__in=ids, withdrawn_at=None).with_pictures()
    found = {photo.pk: photo.picture() for photo in photos}
    return {pk: picture for pk, picture in found.items() if picture["shapes"].get("original")}


def _lead(kept, figures, pictures):
    """The picture a story is shown with: its lead photograph, else its first figure, marked as standing in the body."""
    picture = pictures.get(kept["lead_photo_id"])
    if picture is not None:
        lead = {**picture, "crop": kept["lead_crop"], "in_body": False}
        if kept["lead_caption"]:
            lead["caption"] = kept["lead_caption"]
        if kept["lead_alt"] is not None:
            lead["alt"] = kept["lead_alt"]
        return lead
    for figure in figures:
        if picture := pictures.get(figure.photo):
            caption = picture["caption"] if figure.caption is None else plain_text(figure.caption)
            alt = picture["alt"] if figure.alt is None else figure.alt
            return {**picture, "caption": caption, "alt": alt, "crop": Article.LeadCrop.ORIGINAL, "in_body": True}
    return None


def _captions(figures, pictures, lead):
    own = [
        plain_text(figure.caption) if figure.caption is not None else pictures[figure.photo]["caption"]
        for figure in figures
        if figure.photo in pictures
    ]
    return own if lead is None or lead["in_body"] else [*own, lead["caption"]]


def _rewrite_bylines(row, bylines):
    row.bylines.all().delete()
    PublishedByline.objects.bulk_create(
        PublishedByline(
            article=row, contributor_id=contributor, role=role, order=order, name=name,
            first_published_at=row.first_published_at,
        )
        for order, (contributor, role, name) in enumerate(bylines)
    )  # fmt: skip


def _rewrite_tags(row, tags):
    row.tags.all().delete()
    PublishedTag.objects.bulk_create(
        PublishedTag(article=row, tag_id=tag, order=order, first_published_at=row.first_published_at)
        for order, tag in enumerate(tags)
    )


def _rewrite_photos(row, photos):
    row.photos.all().delete()
    PublishedPhoto.objects.bulk_create(
        PublishedPhoto(article=row, photo_id=photo, first_published_at=row.first_published_at) for photo in sorted(photos)
    )


def _live_photos(article):
    return Figure.objects.filter(article=article, where=Figure.Where.LIVE).exclude(photo=None).values_list(
        "photo_id", flat=True
    )


def retract_unused(photo_ids):
    """Take back the photographs that no live story uses any more."""
    if not photo_ids:
        return
    live = Figure.objects.filter(photo__in=photo_ids, where=Figure.Where.LIVE)
    release.retract(set(photo_ids) - set(live.values_list("photo_id", flat=True)))


def take_down(article, *, now):
    """Readers' rows go, a tombstone stays: the address answers 410."""
    row = PublishedArticle.objects.select_related("section", "revision").get(pk=article.pk)
    photos = set(_live_photos(article))
    _announce(article, row, None)
    revision = row.revision
    search.forget(row)
    row.bylines.all().delete()
    row.tags.all().delete()
    row.photos.all().delete()
    row.delete()
    drafting.forget_figures(article, where=Figure.Where.LIVE)
    retract_unused(photos)
    Tombstone.objects.update_or_create(pk=article.pk, defaults={"withdrawn_at": now})
    return revision


def place(article, standing):
    """Another place on the front for the same text. Whoever calls saves the article."""
    row = PublishedArticle.objects.select_related("revision").get(pk=article.pk)
    article.standing = row.standing = standing
    row.save(update_fields=["standing"])
    _announce(article, row, row)
    return row.revision


def redraw(article_ids):
    """Draw live stories again from their own revisions: after a photograph's words or files, or the renderer, changed."""
    for pk in article_ids:
        with transaction.atomic():
            article = Article.objects.select_for_update().filter(pk=pk, state=State.LIVE).first()
            row = PublishedArticle.objects.select_related("revision").filter(pk=pk).first()
            if article is not None and row is not None:
                _write(article, row.revision, now=timezone.now())


def redraw_for_photos(photo_ids):
    """Every live story that shows one of these photographs."""
    live = Figure.objects.filter(photo__in=photo_ids, where=Figure.Where.LIVE)
    redraw(sorted(set(live.values_list("article_id", flat=True))))


def _announce(article, row, before):
    keys = {"front", f"article-{article.pk}", f"section-{row.section_id}", f"section-{row.top_section_id}"}
    if before is not None:
        keys |= {f"section-{before.section_id}", f"section-{before.top_section_id}"}
    keys |= {f"person-{pk}" for pk in row.bylines.values_list("contributor_id", flat=True)}
    keys |= {f"tag-{pk}" for pk in row.tags.values_list("tag_id", flat=True)}
    transaction.on_commit(lambda: articles_changed.send(sender=Article, keys=sorted(keys)))

