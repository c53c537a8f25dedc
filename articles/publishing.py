"""From one revision to what readers get, and back. Called by the workflow inside its transaction; nothing else publishes."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import drafting, picture_uses, search
from articles.body.figures import figures as figures_of
from articles.body.render import RENDERER, plain_text, render, word_count
from articles.models import (
    Article,
    Figure,
    PublishedArticle,
    PublishedByline,
    PublishedPhoto,
    PublishedTag,
    Section,
    State,
    Tombstone,
)
from articles.signals import articles_changed
from media import clearing, crops, quotas, release, terms
from media.models import Lease, Photo, SignOff
from media.models.terms import fetch

COPIED = (
    "language kind kicker headline short_headline standfirst place credit_line seo_title seo_description social_title"
    " social_description related"
).split()


def picture_faults(article, at=None, by=None):
    """What keeps this story's pictures from going public, one sentence each. Waiting figures are left out, not faults.

    at   when it is to be; None: nobody has said yet, so that terms and quotas are not asked
    by   who would publish them, where it is a person: flagged pictures take two
    """
    said = _own_words(vars(article), figures_of(article.body))
    photos = fetch(Photo.objects.filter(pk__in=photos_in(vars(article))).order_by("pk").knowing_terms())
    faults = rights_faults(article, [photo for photo in photos if not photo.withdrawn_at], at) if at else []
    faults += _agreed_alone([photo for photo in photos if photo.sensitive], by)
    for photo in photos:
        own = said.get(photo.pk, {})
        if photo.withdrawn_at:
            faults.append(_("“%(name)s” has been withdrawn. Take it out of the story.") % {"name": photo.original_name})
            continue
        if photo.deleted_at:
            said_of = _("“%(name)s” was deleted. Bring it back, or take it out of the story.")
            faults.append(said_of % {"name": photo.original_name})
            continue
        if photo.second_look_due:
            faults.append(
                _("“%(name)s” shows %(what)s. A second person has to look at it and agree before readers see it.")
                % {"name": photo.original_name, "what": ", ".join(photo.flags)}
            )
        if not (photo.caption or own.get("caption")):
            faults.append(_("“%(name)s” has no caption. Write one under the picture.") % {"name": photo.original_name})
        if not (photo.credit_line or own.get("credit")):
            faults.append(_("“%(name)s” has no credit. Say who made it.") % {"name": photo.original_name})
    return faults


def _agreed_alone(flagged, by):
    """Flagged pictures to which nobody but this person has agreed, as sentences: publishing takes two."""
    flagged = [photo for photo in flagged if not photo.second_look_due]
    if not flagged or by is None or settings.SINGLE_EDITOR:
        return []
    others = set(SignOff.objects.filter(photo__in=flagged).exclude(by=by).values_list("photo_id", "version"))
    said = _(
        "“%(name)s” shows %(what)s, and only you have agreed to it. Another person publishes it, or agrees as well."
    )
    return [
        said % {"name": photo.original_name, "what": ", ".join(photo.flags)}
        for photo in flagged
        if (photo.pk, photo.version) not in others
    ]


def rights_faults(article, photos, at):
    """What its pictures' terms and their suppliers' quotas say against showing them at that moment, one sentence each."""
    ran = ran_elsewhere(article, photos)
    held = [(photo, photo.rights(at, has_run=photo.pk in ran)) for photo in photos]
    faults = [
        _("“%(name)s”: %(why)s") % {"name": photo.original_name, "why": rights.reason}
        for photo, rights in held
        if not rights.allowed
    ]
    return faults + [
        _("%(name)s: %(count)d of %(quota)d pictures of this month are taken, and this story brings %(new)d more. Take"
          " other pictures, or ask the chief editor for a larger quota.")
        % {"name": supplier, "count": taken, "quota": supplier.quota, "new": new}
        for supplier, taken, new in quotas_of(article, photos, at)
        if taken + new > supplier.quota
    ]  # fmt: skip


def ran_elsewhere(article, photos):
    """Ids of those of these photographs that readers have had, but not in this story as it is live now."""
    had = {photo.pk for photo in photos if photo.first_released_at}
    return (
        had - set(PublishedPhoto.objects.filter(article=article.pk).values_list("photo_id", flat=True)) if had else had
    )


def quotas_of(article, photos, at):
    """[(supplier, pictures taken in that month without this story, pictures that this story would add)], where one has a quota.

    photos   those of the story, with their terms. What other stories are scheduled to bring counts as taken.
    """
    added = {}
    for photo in photos:
        if photo.supplier_id and photo.supplier.quota is not None and photo.first_released_at is None:
            added.setdefault(photo.supplier, set()).add(photo.pk)
    if not added:
        return []
    quotas.held({supplier.pk for supplier in added})
    first, following = quotas.month(at)
    promised = Figure.objects.filter(
        where=Figure.Where.SCHEDULED, article__publish_at__gte=first, article__publish_at__lt=following,
        photo__supplier__in=added, photo__first_released_at=None,
    ).exclude(article=article.pk)  # fmt: skip
    waiting = set(promised.values_list("photo__supplier_id", "photo_id"))
    return [
        (supplier, quotas.used(supplier, at) + sum(of == supplier.pk and pk not in new for of, pk in waiting), len(new))
        for supplier, new in added.items()
    ]


def left_out(article):
    """How many figures readers will not see because they still wait for a photograph or its files."""
    figures = figures_of(article.body)
    ready = set(pictures_of({figure.photo for figure in figures} - {None}))
    return sum(figure.photo not in ready for figure in figures)


def differs_from_live(article):
    """Whether readers have another text than the working copy holds. A photograph's own words reach them by themselves."""
    live = PublishedArticle.objects.filter(pk=article.pk).select_related("revision__text").defer("body").first()
    return live is None or not same_words(live.revision.words(), drafting.words(article))


def same_words(some, others):
    """Whether two texts of a story differ in nothing that is typed in the story."""
    return {**some, "photos": None} == {**others, "photos": None}


def go_live(article, revision, *, standing, now):
    """Write what readers get of this revision: row, bylines, tags, pictures, search; one transaction with the caller's.

    Returns whether all its photographs may be seen: one may have been taken away until its row was locked.
    """
    if standing is not None:
        article.standing = standing
    article.first_published_at = article.first_published_at or now
    photos = _write(article, revision, now=now)
    if article.state == State.WITHDRAWN:
        Tombstone.objects.filter(pk=article.pk).delete()
    return not any(photo.barred for photo in photos)


def compose(article, kept, pictures, *, now):
    """The row that readers would get of these words, in memory: publishing stores it, a preview shows it."""
    section = Section.objects.select_related("parent").filter(pk=kept["section_id"]).first()
    first = article.first_published_at or now
    lead = _lead(kept, figures_of(kept["body"]), pictures)
    return PublishedArticle(
        article=article,
        section=section,
        top_section=section and section.top,
        slug=kept["slug"] or "bai",
        lead=lead,
        social=_without_asked_cuts(pictures.get(kept["social_photo_id"])),
        standing=article.standing,
        words=word_count(kept["body"]),
        first_published_at=first,
        updated_at=first,
        rendered_by=RENDERER,
        body=render(kept["body"], pictures, language=kept["language"], eager=bool(lead and lead["in_body"])),
        **{name: kept[name] for name in COPIED},
    )


def photos_in(kept):
    """Ids of every photograph that these words show: figures, lead, social card."""
    used = {figure.photo for figure in figures_of(kept["body"])} | {kept["lead_photo_id"], kept["social_photo_id"]}
    return used - {None}


def _write(article, revision, *, now):
    """The photographs of this revision, as they are now that they are locked."""
    kept = revision.words()
    figures = figures_of(kept["body"])
    live = article.state == State.LIVE
    before = PublishedArticle.objects.defer("body").get(pk=article.pk) if live else None
    shown = _shown(before) if before else set()
    keys = _keys(before, shown) if before else set()
    photos = _locked(photos_in(kept) | shown)
    pictures = _let_out(article, kept, figures, photos, shown=shown, now=now)
    _look_when_archive([photos[pk] for pk in pictures], article.first_published_at)
    row = compose(article, kept, pictures, now=now)
    row.revision = revision
    row.updated_at = _changed_at(before, revision, article, now)
    row.number = before.number if before else search.number_for(article.pk, article.first_published_at)
    row.save(force_update=before is not None, force_insert=before is None)
    if before is not None:
        _delete_rows(row)
    _write_rows(row, kept, pictures)
    drafting.write_figures(article, kept, where=Figure.Where.LIVE, photos=photos)
    for_the_first_time = article.first_published_at == now
    picture_uses.ran(article, picture_uses.printed(kept, pictures), now=now, for_the_first_time=for_the_first_time)
    names = [name for _contributor, _role, name in kept["bylines"]]
    search.index(row, captions=_captions(figures, pictures, row.lead), names=names)
    people = [contributor for contributor, _role, _name in kept["bylines"]]
    _announce(keys | _keys_of(row, people, kept["tags"], pictures))
    return [photos[pk] for pk in photos_in(kept) if pk in photos]


def _changed_at(before, revision, article, now):
    """A first publication counts as unchanged; drawing the same revision again changes nothing for the date line."""
    if before is None:
        return now if article.first_published_at < now else article.first_published_at
    return before.updated_at if before.revision_id == revision.pk else now


def pictures_of(ids):
    """{id: picture()} of the photographs that may be shown: not withdrawn or waiting for a second person, with a file."""
    return _pictures(Photo.objects.filter(pk__in=ids).with_pictures())


def _pictures(photos):
    found = {photo.pk: photo.picture() for photo in photos if not photo.barred}
    return {pk: picture for pk, picture in found.items() if picture["shapes"].get("original")}


def _locked(photo_ids):
    """{id: photograph}, the rows locked until the transaction ends, in one order for everybody.

    One that is withdrawn, captioned or drawn at the same moment waits, and draws the stories again afterwards. Stories
    that are being saved may go on pointing to them (NO KEY).
    """
    photos = Photo.objects.filter(pk__in=photo_ids).select_for_update(no_key=True).order_by("pk").knowing_terms()
    return {photo.pk: photo for photo in fetch(photos.prefetch_related("renditions"))}


def _let_out(article, kept, figures, photos, *, shown, now):
    """Release what these words show, take back what only this story showed before; {id: picture()} of what readers get."""
    wanted = photos_in(kept)
    pictures = _pictures(photo for pk, photo in photos.items() if pk in wanted)
    for pk, said in _own_words(kept, figures).items():
        if picture := pictures.get(pk):
            picture.update({name: words for name, words in said.items() if not picture[name]})
    words = {pk: _words_of(picture) for pk, picture in pictures.items()}
    out = release.release(pictures, words, photos.values(), now=now)
    _take_back(article, shown - out)
    return {pk: picture for pk, picture in pictures.items() if pk in out}


def _look_when_archive(photos, published_at):
    """Have the clock look at pictures that no archive may keep when this story becomes one."""
    leases = [
        lease for photo in photos if photo.has_terms for lease in photo.leases.all() if lease.use == terms.ARCHIVE
    ]
    if leases:
        waiting = Lease.objects.standing().filter(pk__in=[lease.pk for lease in leases], due_at=None)
        waiting.update(due_at=published_at + clearing.ARCHIVE_AFTER)


def _words_of(picture):
    return {name: picture[name] for name in ("caption", "alt", "credit")}


def _own_words(kept, figures):
    """What the story itself says of its photographs: {id: {"caption", "credit"}}, in reading order, the first one counts."""
    said = {}
    if kept["lead_photo_id"] and kept["lead_caption"]:
        said[kept["lead_photo_id"]] = {"caption": kept["lead_caption"]}
    for figure in figures:
        words = said.setdefault(figure.photo, {})
        if figure.caption:
            words.setdefault("caption", plain_text(figure.caption))
        if figure.credit:
            words.setdefault("credit", figure.credit)
    return said


def _take_back(article, photo_ids):
    """Take these photographs from readers, but for those that another live story shows."""
    if photo_ids:
        elsewhere = PublishedPhoto.objects.filter(photo__in=photo_ids).exclude(article=article.pk)
        release.retract(photo_ids - set(elsewhere.values_list("photo_id", flat=True)))


def _shown(row):
    return set(row.photos.values_list("photo_id", flat=True))


def _lead(kept, figures, pictures):
    """The picture a story is shown with: its lead photograph, else its first figure, marked as standing in the body."""
    picture = _without_asked_cuts(pictures.get(kept["lead_photo_id"]))
    if picture is not None:
        lead = {**picture, "crop": kept["lead_crop"], "in_body": False}
        if kept["lead_caption"]:
            lead["caption"] = kept["lead_caption"]
        if kept["lead_alt"] is not None:
            lead["alt"] = kept["lead_alt"]
        return lead
    for figure in figures:
        if picture := _without_asked_cuts(pictures.get(figure.photo)):
            caption = picture["caption"] if figure.caption is None else plain_text(figure.caption)
            alt = picture["alt"] if figure.alt is None else figure.alt
            return {**picture, "caption": caption, "alt": alt, "crop": Article.LeadCrop.ORIGINAL, "in_body": True}
    return None


def _without_asked_cuts(picture):
    """The picture without the cuts that single figures asked for: lists and cards show those around its own focal point."""
    return picture and {**picture, "shapes": crops.plain(picture["shapes"])}


def _captions(figures, pictures, lead):
    own = [
        plain_text(figure.caption) if figure.caption is not None else pictures[figure.photo]["caption"]
        for figure in figures
        if figure.photo in pictures
    ]
    return own if lead is None or lead["in_body"] else [*own, lead["caption"]]


def _write_rows(row, kept, pictures):
    first = row.first_published_at
    PublishedByline.objects.bulk_create(
        PublishedByline(
            article=row, contributor_id=contributor, role=role, order=order, name=name, first_published_at=first
        )
        for order, (contributor, role, name) in enumerate(kept["bylines"])
    )
    PublishedTag.objects.bulk_create(
        PublishedTag(article=row, tag_id=tag, order=order, first_published_at=first)
        for order, tag in enumerate(kept["tags"])
    )
    PublishedPhoto.objects.bulk_create(
        PublishedPhoto(article=row, photo_id=photo, first_published_at=first) for photo in sorted(pictures)
    )


def _delete_rows(row):
    for rows in (row.bylines, row.tags, row.photos):
        rows.all().delete()


def take_down(article, *, now):
    """Readers' rows go, a tombstone stays: the address answers 410."""
    row = PublishedArticle.objects.select_related("revision").defer("body").get(pk=article.pk)
    shown = _shown(row)
    _announce(_keys(row, shown))
    _locked(shown)
    search.forget(row)
    _delete_rows(row)
    row.delete()
    drafting.forget_figures(article, where=Figure.Where.LIVE)
    picture_uses.ended(article, now=now)
    _take_back(article, shown)
    Tombstone.objects.update_or_create(pk=article.pk, defaults={"withdrawn_at": now})
    return row.revision


def place(article, standing):
    """Another place on the front for the same text. Whoever calls saves the article."""
    row = PublishedArticle.objects.select_related("revision").get(pk=article.pk)
    article.standing = row.standing = standing
    row.save(update_fields=["standing"])
    _announce(_keys(row, _shown(row)))
    return row.revision


def redraw(article_ids):
    """Draw live stories again from their own revisions: after a photograph's words or files, or the renderer, changed."""
    for pk in article_ids:
        with transaction.atomic():
            article = Article.objects.select_for_update().filter(pk=pk, state=State.LIVE).first()
            row = PublishedArticle.objects.select_related("revision").filter(pk=pk).first()
            if article is not None and row is not None:
                _write(article, row.revision, now=timezone.now())


def lock_live_with(photo_id):
    """Lock the live stories that show this photograph, then every photograph they show, in one order; the stories' ids.

    Whoever publishes one of them at this moment is before us, or waits and then finds what we did.
    """
    ids = list(
        Article.objects.filter(pk__in=live_with(photo_id))
        .order_by("pk")
        .select_for_update()
        .values_list("pk", flat=True)
    )
    _locked(set(PublishedPhoto.objects.filter(article__in=ids).values_list("photo_id", flat=True)) | {photo_id})
    return ids


def live_with(photo_id):
    """Ids of the live stories whose text shows this photograph."""
    live = Figure.objects.filter(photo=photo_id, where=Figure.Where.LIVE)
    return set(live.values_list("article_id", flat=True))


def redraw_for_photos(photo_ids):
    """Every live story that shows one of these photographs."""
    live = Figure.objects.filter(photo__in=photo_ids, where=Figure.Where.LIVE)
    redraw(sorted(set(live.values_list("article_id", flat=True))))


def _keys(row, shown):
    """The keys of every page that shows this row, as it stands in the database."""
    people = row.bylines.values_list("contributor_id", flat=True)
    return _keys_of(row, people, row.tags.values_list("tag_id", flat=True), shown)


def _keys_of(row, people, tags, photos):
    keys = {"front", f"article-{row.pk}", f"section-{row.section_id}", f"section-{row.top_section_id}"}
    for kind, ids in (("person", people), ("tag", tags), ("photo", photos)):
        keys |= {f"{kind}-{pk}" for pk in ids}
    return keys


def _announce(keys):
    transaction.on_commit(lambda: articles_changed.send(sender=Article, keys=sorted(keys)))
