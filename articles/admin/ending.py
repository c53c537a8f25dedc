"""What the rights of pictures ask of the desk, as rows of Today: what has left a story, and what is going to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import ending
from articles.models import Article, EndedPicture, Figure, PhotoFallback, State
from media import terms
from media.models import Photo
from media.models.terms import turning

from .rights import can
from .rows import Step, story_row, thumbnails_of

MOST = 30  # stories of each kind; more of them shows when these are done


def rows(request, visible, now):
    """For those who publish: [Row]."""
    if not can(request, "article.publish"):
        return []
    told = {**_about_to_end(visible, now), **_too_late(visible, now), **_ended(visible)}
    if not told:
        return []
    stories = list(Article.objects.filter(pk__in=told).select_related("section").defer("body", "search_text"))
    stories.sort(key=lambda article: list(told).index(article.pk), reverse=True)
    thumbnails = thumbnails_of(stories)
    return [
        story_row(
            article,
            thumbnails=thumbnails,
            now=now,
            reason=told[article.pk][0],
            step=Step(told[article.pk][1], reverse("admin:articles_article_rights", args=[article.pk])),
        )
        for article in stories
    ]


def _ended(visible):
    """Stories in which the clock has done something that nobody has looked at: {id: (sentence, button)}."""
    unseen = EndedPicture.objects.filter(seen_at=None, article__in=visible).select_related("photo", "fallback")
    found = {}
    for one in unseen[:MOST]:
        found.setdefault(one.article_id, (ending.told(one.photo, one.fallback, one.reason), _("Look")))
    return found


def _about_to_end(visible, now):
    """Live stories with a picture whose rights end soon and for which nobody has chosen what comes after."""
    until = now + ending.NOTICE
    photos = Photo.objects.filter(turning(now, until), figures__where=Figure.Where.LIVE).distinct().with_terms()
    ends = {}
    for photo in photos:
        state = photo.rights(now, has_run=False)
        if state.ends_at and state.ends_at <= until:
            ends[photo.pk] = state
    return _stories(visible.filter(state=State.LIVE), Figure.Where.LIVE, ends)


def _too_late(visible, now):
    """Stories scheduled for an hour at which one of their pictures may be shown no more, or not yet."""
    scheduled = Figure.objects.filter(
        where=Figure.Where.SCHEDULED, article__state=State.SCHEDULED, article__in=visible
    ).exclude(photo=None)
    asked = list(scheduled.values_list("article_id", "photo_id", "article__publish_at"))
    photos = Photo.objects.with_terms().in_bulk({photo for _article, photo, _hour in asked})
    found = {}
    for article_id, photo_id, hour in asked:
        state = photos[photo_id].rights(hour, has_run=False)
        if not state.allowed:
            words = {"name": photos[photo_id].original_name, "when": terms.said(hour), "why": state.reason}
            sentence = _("At %(when)s, when it goes out, “%(name)s” may not be shown. %(why)s") % words
            found.setdefault(article_id, (sentence, _("Look")))
    return found


def _stories(stories, where, ends):
    """{story: (sentence, button)} for the first picture of each that ends. ends: {photograph: state}."""
    if not ends:
        return {}
    last = max(state.ends_at for state in ends.values())
    good = Photo.objects.usable(last).filter(pk__in=PhotoFallback.objects.filter(photo__in=ends).values("fallback"))
    chosen = PhotoFallback.objects.filter(photo__in=ends, fallback__in=good)
    settled = set(chosen.values_list("article_id", "photo_id"))
    figures = Figure.objects.filter(photo__in=ends, where=where, article__in=stories).select_related("photo")
    first = {}
    for figure in figures:
        if (figure.article_id, figure.photo_id) not in settled:
            known = first.get(figure.article_id)
            if known is None or ends[figure.photo_id].ends_at < ends[known.photo_id].ends_at:
                first[figure.article_id] = figure
    urgent = sorted(first.values(), key=lambda figure: ends[figure.photo_id].ends_at)[:MOST]
    return {
        figure.article_id: (f"“{figure.photo.original_name}”: {ends[figure.photo_id].reason}", _("Choose a fallback"))
        for figure in reversed(urgent)
    }
