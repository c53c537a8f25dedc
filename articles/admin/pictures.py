"""New pictures and the strip of a story form: what came with a post is stored, credited and put into the body."""

from django.contrib import messages
from django.utils.translation import gettext as _

from articles import bylines
from articles.body.figures import figures
from articles.body.render import plain_text
from articles.credits import Role, display_name
from articles.forms import strip
from media import ingest
from media.models import Photo


def take(request, form, article):
    """Apply the strip and the new pictures of a post to the form's cleaned text and lead. Refused files are told by name."""
    cleaned, data = form.cleaned_data, request.POST
    html = strip.apply_words(cleaned["text"], data)
    _write_photo_words(request, html, data)
    order = data.get("_do", "")
    html = strip.act(html, order)
    if order.startswith("lead:") and (photo := _photo_at(html, order[5:])):
        cleaned["lead_photo"] = photo
    if order == "nolead":
        cleaned["lead_photo"] = None
    came = [(key[4:-5], stored(request, files)) for key, files in request.FILES.lists() if _is_slot(key)]
    came.append((None, stored(request, request.FILES.getlist("pictures"))))
    came.append((data.get("placed_at"), chosen(request, data.getlist("placed"))))
    for slot, photos in came:
        html, filled = strip.place(html, photos, slot)
        for photo, figure in filled:
            adopt(request.user, photo, figure)
    credit_pictures(request.user, html, cleaned["credit_line"])
    cleaned["text"] = html


def _is_slot(key):
    return key.startswith("fig-") and key.endswith("-file")


def lead_of(article):
    photo = Photo.objects.with_pictures().filter(pk=article.lead_photo_id).first() if article.lead_photo_id else None
    return photo and {
        "photo": photo,
        "caption": article.lead_caption if article.lead_caption is not None else photo.caption,
        "credit": photo.credit_line,
    }


def adopt(user, photo, figure):
    """A photograph without words of its own takes those that waited for it: the figure's caption and credit."""
    caption = plain_text(figure.caption) if figure.caption else ""
    touched = []
    if not photo.caption and caption and user.has_perm("photo.edit_caption", photo):
        photo.caption = caption
        touched.append("caption")
    if not photo.credit_line and figure.credit and user.has_perm("photo.edit_credit", photo):
        photo.credit = figure.credit
        touched.append("credit")
    if touched:
        photo.save(update_fields=touched)


def credit_pictures(user, html, credit_line):
    """Own photographs without a credit get the one photographer that the story's credit line names."""
    name = the_photographer(credit_line)
    if not name:
        return
    for photo in Photo.objects.filter(pk__in={figure.photo for figure in figures(html) if figure.photo}):
        if not photo.credit_line and user.has_perm("photo.edit_credit", photo):
            photo.credit = name
            photo.save(update_fields=["credit"])


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
        if photo is None or not request.user.has_perm("photo.attach", photo):
            messages.error(request, _("Photograph %(id)s cannot be placed by you. Ask the picture desk.") % {"id": pk})
        elif photo not in photos:
            photos.append(photo)
    return photos


def _photo_at(html, key):
    index = strip.index_of(html, key)
    return figures(html)[index].photo if index is not None else None


def _write_photo_words(request, html, data):
    """A credit typed in the strip belongs to the photograph; a caption typed where it had none becomes its own."""
    for item in strip.items(html):
        credit = data.get(f"fig-{item.key}-credit", "").strip()
        if item.photo is None or not credit or item.photo.credit_line:
            continue
        if request.user.has_perm("photo.edit_credit", item.photo):
            item.photo.credit = credit[:300]
            item.photo.save(update_fields=["credit"])
        else:
            messages.error(request, _("The credit of this picture is not yours to write. Ask the picture desk."))
