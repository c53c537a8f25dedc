"""On Today: corrections of pictures that somebody asked of a story's editors."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import picture_changes
from articles.admin.rows import Row, Step, facts_of, mark_of, thumbnails_of_photos


def rows(user, now):
    """Rows of “Needs you”, until the correction is made or left."""
    found = picture_changes.open_asks(user, now)
    shown = thumbnails_of_photos({event.data["photo"] for event in found}) if found else {}
    return [_row(event, shown) for event in found]


def _row(event, shown):
    story, photo = event.story, event.data["photo"]
    url = reverse("admin:media_photo_change", args=[photo])
    newer = event.data["asked"].get("newer")
    if correction := event.data.get("correction"):
        url = reverse("admin:media_photo_corrected", args=[photo, correction])
    elif newer:
        url = reverse("admin:media_photo_replace", args=[newer, photo])
    said = (
        _("A newer file of one of its pictures is proposed.") if newer else _("A picture's words are to be corrected.")
    )
    return Row(
        url=url,
        headline=story.headline,
        language=story.language,
        mark=mark_of(story),
        facts=facts_of(story),
        reason=event.note or said,
        said_by=event.by_name,
        step=Step(_("Compare") if newer else _("Look at the words"), url),
        thumbnail=shown.get(photo),
    )
