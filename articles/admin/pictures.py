"""New pictures and the strip of a story form: what came with a post is stored, credited and put into the body."""

from django.contrib import messages
from django.utils.translation import gettext as _

from articles import bylines
from articles.body.figures import figures
from articles.body.render import plain_text
from articles.credits import Role, display_name
from articles.forms import strip
from media import ingest
from media.admin.desk import write_words
from media.models import Photo
from newsroom import text


def take(request, form, article):
    """Apply the strip and the new pictures of a post to the form's cleaned text and lead.

    Refused files are told by name. A photograph named in the text that this person may not place is an error of the form,
    before the strip shows anything of it.
    """
    cleaned, data = form.cleaned_data, request.POST
    html = cleaned["text"] if form.has_html else strip.apply_words(cleaned["text"], data)
    _write_credits(request, html, data)
    html = _act(html, data.get("_do", ""), cleaned)
    came = [(key[4:-5], stored(request, files)) for key, files in request.FILES.lists() if _is_slot(key)]
    came.append((None, stored(request, request.FILES.getlist("pictures"))))
    came.append((data.get("placed_at"), chosen(request, data.getlist("placed"))))
    for slot, photos in came:
        html, filled = strip.place(html, photos, slot)
        for photo, figure in filled:
            adopt(request.user, photo, figure)
    here = _ids(article.body) | {article.lead_photo_id, article.social_photo_id}
    here |= {photo.pk for _slot, photos in came for photo in photos} | {None}
    for field, wanted in (
        ("text", _ids(html)),
        ("lead_photo", {cleaned["lead_photo"]}),
        ("social_photo", {cleaned["social_photo"]}),
    ):
        if sentence := not_for(request.user, wanted - here):
            form.add_error(field, sentence)
            return
    credit_pictures(request.user, html, cleaned["credit_line"])
    cleaned["text"] = html


def _ids(html):
    return {figure.photo for figure in figures(html)}


def _act(html, order, cleaned):
    """One press in the strip. A picture made the lead leaves the text with its words; the lead before it comes back there."""
    verb, _colon, key = order.partition(":")
    if verb not in {"lead", "nolead"}:
        return strip.act(html, order)
    html, figure = strip.to_lead(html, key) if verb == "lead" else (html, None)
    if verb == "lead" and figure is None:
        return html
    if cleaned["lead_photo"]:
        html = strip.from_lead(html, cleaned["lead_photo"], cleaned["lead_caption"], cleaned["lead_alt"])
    cleaned["lead_photo"] = figure and figure.photo
    cleaned["lead_caption"] = plain_text(figure.caption) if figure and figure.caption else None
    cleaned["lead_alt"] = figure and figure.alt
    return html


def not_for(user, ids):
    """Why one of these photographs may not be placed by this person, as a sentence; empty where all may, or are none."""
    for photo in Photo.objects.filter(pk__in=ids).order_by("pk"):
        if photo.withdrawn_at:
            return _("Photograph %(id)d was withdrawn and cannot be placed any more.") % {"id": photo.pk}
        if photo.deleted_at:
            return _("Photograph %(id)d was deleted. Bring it back before you place it.") % {"id": photo.pk}
        if not user.has_perm("photo.attach", photo):
            return _refused(photo.pk)
    return ""


def _refused(pk):
    return _("Photograph %(id)s cannot be placed by you. Ask the picture desk.") % {"id": pk}


def _is_slot(key):
    return key.startswith("fig-") and key.endswith("-file")


def lead_of(article):
    """The lead picture as the strip shows it, or None."""
    photo = Photo.objects.with_pictures().filter(pk=article.lead_photo_id).first() if article.lead_photo_id else None
    return photo and {"photo": photo, "credit": photo.credit_line, "alt_in_caption": article.lead_alt == ""}


def adopt(user, photo, figure):
    """A photograph without words of its own takes those that waited for it: the figure's caption and credit."""
    caption = plain_text(figure.caption) if figure.caption else ""
    words = {}
    if not photo.caption and caption and user.has_perm("photo.edit_caption", photo):
        words["caption"] = caption
    if not photo.credit_line and figure.credit and user.has_perm("photo.edit_credit", photo):
        words["credit"] = figure.credit
    if words:
        write_words(photo, words)


def credit_pictures(user, html, credit_line):
    """Own photographs without a credit get the one photographer that the story's credit line names."""
    name = the_photographer(credit_line)
    if not name:
        return
    for photo in Photo.objects.filter(pk__in={figure.photo for figure in figures(html) if figure.photo}):
        if not photo.credit_line and user.has_perm("photo.edit_credit", photo):
            write_words(photo, {"credit": name})


def the_photographer(credit_line):
    """The name under which the story's pictures are credited, where the line names exactly one photographer."""
    names = [one.name for one in bylines.understand(credit_line) if Role.PHOTO in one.roles]
    return display_name(names[0]) if len(names) == 1 else ""


def stored(request, files):
    photos = []
    for file in files:
        if not request.user.has_perm("photo.upload"):
            messages.error(request, _("You may not upload pictures. “%(name)s” was not stored.") % {"name": file.name})
            continue
        try:
            photos.append(ingest.add_photo(file, name=file.name, by=request.user).photo)
        except ingest.Refused as refusal:
            messages.error(request, str(refusal))
    return photos


def chosen(request, ids):
    """Photographs picked from the library, in the order picked; those this person may not place are left out and told."""
    wanted = [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19]
    found = Photo.objects.in_bulk(wanted)
    photos = []
    for pk in wanted:
        photo = found.get(pk)
        if photo is None or photo.withdrawn_at or photo.deleted_at or not request.user.has_perm("photo.attach", photo):
            messages.error(request, _refused(pk))
        elif photo not in photos:
            photos.append(photo)
    return photos


def _write_credits(request, html, data):
    """A credit typed in the strip belongs to the photograph."""
    for item in strip.items(html):
        credit = text.clean_line(data.get(f"fig-{item.key}-credit", ""))
        if item.photo is None or not credit or item.photo.credit_line:
            continue
        if request.user.has_perm("photo.edit_credit", item.photo):
            write_words(item.photo, {"credit": credit[:300]})
        else:
            messages.error(request, _("The credit of this picture is not yours to write. Ask the picture desk."))
