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
    used = [figure for figure in figures_of(article.body) if figure.photo]
    own_caption = {figure.photo for figure in used if figure.caption}
    if article.lead_photo_id and article.lead_caption:
        own_caption.add(article.lead_photo_id)
    wanted = {figure.photo for figure in used} | {pk for pk in (article.lead_photo_id, article.social_photo_id) if pk}
    faults = []
    for photo in Photo.objects.filter(pk__in=wanted).order_by("pk"):
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
    ready = set(_pictures(figure.photo for figure in figures if figure.photo))
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


def _write(article, revision, *, now):
    kept = revision.words()
    before = PublishedArticle.objects.filter(pk=article.pk).first()
    section = Section.objects.select_related("parent").get(pk=kept["section_id"])
    figures = figures_of(kept["body"])
    pictures = _pictures(
        [figure.photo for figure in figures if figure.photo] + [kept["lead_photo_id"], kept["social_photo_id"]]
    )
    lead = _lead(kept, pictures)
    row = PublishedArticle(
        article=article,
        revision=revision,
        section=section,
        top_section=section.top,
        slug=kept["slug"] or "bai",
        lead=lead,
        social=pictures.get(kept["social_photo_id"]),
        standing=article.standing,
        number=before.number if before else search.number_for(article.pk, article.first_published_at),
        words=word_count(kept["body"]),
        first_published_at=article.first_published_at,
        updated_at=_changed_at(before, revision, article, now),
        rendered_by=RENDERER,
        body=render(kept["body"], pictures, language=kept["language"]),
        **{name: kept[name] for name in COPIED},
    )
    row.save(force_update=before is not None, force_insert=before is None)
    _rewrite_bylines(row, kept["bylines"])
    _rewrite_tags(row, kept["tags"])
    dropped = set(_live_photos(article))
    drafting.write_figures(article, kept, where=Figure.Where.LIVE)
    used = {pk for pk in pictures if pk}
    release.release(used)
    retract_unused(dropped - used)
    search.index(row, captions=_captions(figures, pictures, lead))
    _announce(article, row, before)


def _changed_at(before, revision, article, now):
    """A first publication counts as unchanged; drawing the same revision again changes nothing for the date line."""
    if before is None:
        return now if article.first_published_at < now else article.first_published_at
    return before.updated_at if before.revision_id == revision.pk else now


def _pictures(ids):
    """{id: picture()} of the photographs that may be shown: not withdrawn, with at least one file."""
    photos = Photo.objects.filter(pk__in={pk for pk in ids if pk}, withdrawn_at=None).with_pictures()
    found = {photo.pk: photo.picture() for photo in photos}
    return {pk: picture for pk, picture in found.items() if picture["shapes"].get("original")}


def _lead(kept, pictures):
    picture = pictures.get(kept["lead_photo_id"])
    if picture is None:
        return None
    lead = {**picture, "crop": kept["lead_crop"]}
    if kept["lead_caption"]:
        lead["caption"] = kept["lead_caption"]
    if kept["lead_alt"] is not None:
        lead["alt"] = kept["lead_alt"]
    return lead


def _captions(figures, pictures, lead):
    own = [
        plain_text(figure.caption) if figure.caption is not None else pictures[figure.photo]["caption"]
        for figure in figures
        if figure.photo in pictures
    ]
    return [*own, lead["caption"]] if lead else own


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
    row.delete()
    drafting.forget_figures(article, where=Figure.Where.LIVE)
    retract_unused(photos)
    Tombstone.objects.update_or_create(pk=article.pk, defaults={"withdrawn_at": now})
    return revision


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

