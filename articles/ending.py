"""What becomes of a live story when the rights of its pictures end: the chosen fallback stands there, or the figure leaves."""

from datetime import timedelta

from django.utils.translation import gettext as _

from articles import drafting, publishing
from articles.body.figures import changed, figures, removed
from articles.models import EndedPicture, Figure, PhotoFallback, PublishedArticle, Revision
from media import clearing, terms
from media.models import Photo

NOTICE = timedelta(days=7)
"""So long before the end of a picture's rights the desk is asked for a fallback."""
_FIELDS = ("body", "lead_photo_id", "lead_caption", "lead_alt", "social_photo_id")


def ended(article, now):
    """{photograph: why} of what stands in the live text of this story and may be shown no more."""
    live = Figure.objects.filter(article=article.pk, where=Figure.Where.LIVE)
    photos = Photo.objects.filter(pk__in=live.values("photo"), withdrawn_at=None).order_by("pk").with_terms()
    ran = publishing.ran_elsewhere(article, photos)
    is_archive = article.first_published_at and article.first_published_at + clearing.ARCHIVE_AFTER <= now
    found = {}
    for photo in photos:
        for use in (terms.WEB, terms.ARCHIVE) if is_archive else (terms.WEB,):
            rights = photo.rights(now, use, has_run=photo.pk in ran)
            if not rights.allowed:
                found.setdefault(photo, rights.reason)
    return found


def take_out(article, *, now):
    """Publish the live text with fallbacks for what has ended, or without it. Inside the workflow's transaction.

    A working copy that nobody has touched since goes along; another one stays as it is, and says so when it is published.
    Returns the revision, a sentence for the log, and {"pictures": {id: id of the fallback or None}}.
    """
    reasons = ended(article, now)
    instead = _fallbacks(article, reasons, now)
    live = PublishedArticle.objects.select_related("revision__text").defer("body").get(pk=article.pk)
    touched = publishing.differs_from_live(article)
    kept = _swapped(live.revision.words(), {photo.pk: instead.get(photo.pk) for photo in reasons})
    note = " ".join(told(photo, instead.get(photo.pk), why) for photo, why in reasons.items())
    if touched:
        revision = drafting.freeze_beside(article, kept, by=None, kind=Revision.Kind.PUBLISH, reason=note)
        drafting.freeze(article, by=article.updated_by, kind=Revision.Kind.SAVE)  # the draft stays the newest text
    else:
        for name in _FIELDS:
            setattr(article, name, kept[name])
        drafting.write_figures(article, vars(article), where=Figure.Where.WORKING)
        revision = drafting.freeze(article, by=None, kind=Revision.Kind.PUBLISH, reason=note)
    publishing.go_live(article, revision, standing=None, now=now)
    EndedPicture.objects.bulk_create(
        EndedPicture(article=article, photo=photo, fallback=instead.get(photo.pk), reason=why, at=now)
        for photo, why in reasons.items()
    )
    swapped = {str(photo.pk): photo.pk in instead and instead[photo.pk].pk or None for photo in reasons}
    return revision, note, {"pictures": swapped}


def _fallbacks(article, reasons, now):
    """{id: the photograph that stands in its place}, of those chosen that may themselves be shown now."""
    chosen = PhotoFallback.objects.filter(article=article.pk, photo__in=reasons).values_list("photo_id", "fallback_id")
    usable = Photo.objects.usable(now).in_bulk([fallback for _photo, fallback in chosen])
    return {photo: usable[fallback] for photo, fallback in chosen if fallback in usable}


def _swapped(kept, instead):
    """The words of a revision with other photographs, or none. instead: {id: photograph or None}."""
    kept = dict(kept)
    for index, figure in reversed(list(enumerate(figures(kept["body"])))):
        if figure.photo in instead:
            kept["body"] = _figure_swapped(kept["body"], index, instead[figure.photo])
    if kept["lead_photo_id"] in instead:
        lead = instead[kept["lead_photo_id"]]
        kept |= {"lead_photo_id": lead and lead.pk, "lead_caption": None, "lead_alt": None}
    if kept["social_photo_id"] in instead:
        social = instead[kept["social_photo_id"]]
        kept["social_photo_id"] = social and social.pk
    return kept


def _figure_swapped(body, index, photo):
    """What was said of the old picture goes with it; place and shape stay."""
    if photo is None:
        return removed(body, index)
    return changed(body, index, photo=photo.pk, caption=None, alt=None, credit=None, focus=None)


def told(photo, fallback, why):
    """What the clock did with a photograph, as a sentence."""
    if fallback is None:
        return _("“%(name)s” left the story. %(why)s") % {"name": photo.original_name, "why": why}
    words = {"name": photo.original_name, "other": fallback.original_name, "why": why}
    return _("“%(other)s” stands in the place of “%(name)s”. %(why)s") % words
