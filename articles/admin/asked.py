"""On Today: corrections of pictures that somebody asked of a story's editors."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import picture_changes
from articles.admin.rows import Row, Step, facts_of, mark_of, thumbnails_of_photos


def rows(user, now):
    """Rows of “Needs you”, until the correction is made or left; one for all the stories of one photograph."""
    grouped = {}
    for event in picture_changes.open_asks(user, now):
        facts = event.data
        grouped.setdefault((facts["photo"], facts["asked"].get("newer"), facts.get("correction")), []).append(event)
    shown = thumbnails_of_photos({photo for photo, _newer, _correction in grouped}) if grouped else {}
    return [_row(key, events, shown) for key, events in grouped.items()]


def _row(key, events, shown):
    photo, newer, correction = key
    event, story = events[0], events[0].story
    if newer:
        url, word = reverse("admin:media_photo_replace", args=[newer, photo]), _("Compare")
        said = _("A newer file of one of its pictures has come.")
    else:
        url, word = reverse("admin:media_photo_corrected", args=[photo, correction]), _("Look at the words")
        said = _("A picture's words are to be corrected.")
    more = ngettext("%(count)d more story shows it", "%(count)d more stories show it", len(events) - 1)
    return Row(
        url=url,
        headline=story.headline,
        language=story.language,
        mark=mark_of(story),
        facts=[*facts_of(story), *([more % {"count": len(events) - 1}] if len(events) > 1 else [])],
        reason=event.note or said,
        said_by=event.by_name,
        step=Step(word, url),
        thumbnail=shown.get(photo),
    )
