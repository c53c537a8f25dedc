"""On the start page: what somebody typed and never saved, each story once, with the way back to it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import keeping
from articles.admin.rows import Mark, Row, Step, clock, story_row
from articles.forms import typed
from articles.models import Article


def put_rows(request, rows, stories, visible, *, new, now):
    """The rows of the start page with those for what was typed and never saved: one a story, before the drafts.

    rows, stories   the rows of story_rows() and their articles, in one order
    visible         the stories that this person may know of
    new             whether this person writes new ones
    """
    kept = [
        row
        for row in keeping.begun(request.user, visible, new=new)
        if not typed.is_saved(row, row.article or Article())
    ]
    if not kept:
        return rows
    newest = {}
    for row in kept:
        newest.setdefault(row.article_id or row.key, row)
    urgent, drafts = [], []
    for article, shown in zip(stories, rows, strict=True):
        row = newest.pop(article.pk, None)
        if article.why not in {"draft", "waiting"}:
            if row:
                shown.facts.append(_not_saved(row, now))
            urgent.append(shown)
        elif not row:
            drafts.append(shown)
        else:
            newest[article.pk] = row
            row.thumbnail = shown.thumbnail
    begun = sorted(newest.values(), key=lambda row: row.at, reverse=True)
    return [*urgent, *(_row(row, now) for row in begun), *drafts]


def _row(row, now):
    words = {"reason": _not_saved(row, now), "step": Step(_("Go on writing"), _address(row))}
    if row.article is not None:
        thumbnail = {row.article_id: getattr(row, "thumbnail", None)}
        shown = story_row(row.article, thumbnails=thumbnail, now=now, **words)
        shown.headline = typed.headline_of(row) or shown.headline
        return shown
    return Row(
        url=_address(row),
        headline=typed.headline_of(row) or _("Story without a headline"),
        mark=Mark("draft", "ring", _("not saved yet")),
        hour=clock(row.at, now),
        **words,
    )


def _address(row):
    if row.article_id:
        return reverse("admin:articles_article_change", args=[row.article_id])
    return f"{reverse('admin:articles_article_add')}?kept={row.tab}"


def _not_saved(row, now):
    return _("Typed and not saved; kept at %(at)s.") % {"at": clock(row.at, now)}
