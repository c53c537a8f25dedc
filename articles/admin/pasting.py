"""What was pasted into the editor, or dropped on it, read on the server: its words in the strict subset, and what to know."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin.rights import can
from articles.body.figures import figures
from articles.importers import document
from articles.wire import NotText
from media.admin.desk import FULL, as_seen

log = logging.getLogger(__name__)
WRITERS = (
    "article.create", "article.edit_draft", "article.edit_in_review", "article.edit_approved", "article.edit_live",
)  # fmt: skip
LEAST_PARAGRAPHS = 2
"""Of a paste that is offered as a whole story."""


@require_POST
def page(request):
    """One paste → JSON. The parts of the form are files: `html` and perhaps `text`, or `text`, or `file`.

    html       the body; remarks: sentences; photos: those that came along, as desk.as_seen() gives them
    converted  where the letters are of an old font: encoding, html and sample in letters of today; else null
    story      what the paste is as a whole story, with a sentence to offer it; else null
    A paste that cannot be taken answers 422 with the reason in `refused`.
    """
    if not any(can(request, action) for action in WRITERS):
        raise PermissionDenied
    try:
        found = _read(request)
    except NotText as refusal:
        return JsonResponse({"refused": str(refusal)}, status=422)
    except OSError as error:
        if error.errno not in FULL:
            raise
        log.critical("No room for the pictures of a document: %s.", error)
        full = _("There is no room left on the server. Tell whoever runs it; not every picture was stored.")
        return JsonResponse({"refused": full}, status=507)
    converted = found.converted
    answer = {
        "html": found.html,
        "remarks": found.remarks,
        "converted": converted and {"encoding": converted.encoding, "html": converted.html, "sample": converted.sample},
        "story": _offered(converted.story if converted else found.story),
        "photos": [as_seen(request.user, photo) for photo in found.photos],
    }
    return JsonResponse(answer)


def _read(request):
    if file := request.FILES.get("file"):
        if file.size > document.LARGEST:
            raise NotText(document.too_large(file.name))
        may_bring_pictures = request.user.has_perm("photo.upload")
        return document.read_document(file.read(), file.name, request.user, pictures=may_bring_pictures)
    html, text = _part(request, "html"), _part(request, "text")
    found = document.read_html(html) if html.strip() else None
    if text.strip() and not (found and found.html):
        words = document.read_text(text)
        words.remarks = [*(found.remarks if found else ()), *words.remarks]
        return words
    if found is None:
        raise NotText(_("Nothing arrived that could be pasted. Copy it again; nothing was changed."))
    return found


def _part(request, name):
    """A part of the form as text, whether it came as a file or as a field."""
    file = request.FILES.get(name)
    if file is None:
        return request.POST.get(name, "")
    if file.size > document.LARGEST_PAGE:
        raise NotText(document.too_large(_("The clipboard"), document.LARGEST_PAGE))
    return file.read().decode("utf-8", "replace").removeprefix("\ufeff")


def _offered(story):
    """A paste as a whole story; None where it is a piece of one."""
    waits = any(figure.photo is None for figure in story.figures)
    if len(story.paragraphs) < LEAST_PARAGRAPHS or not (story.credit_line or waits or story.headline):
        return None
    html = story.body_html()
    count = len(figures(html))
    return {
        "headline": story.headline,
        "standfirst": story.standfirst,
        "credit_line": story.credit_line,
        "html": html,
        "figures": count,
        "says": _says(story, count),
    }


def _says(story, count):
    pictures = ngettext("%(count)d picture", "%(count)d pictures", count) % {"count": count}
    parts = [
        (story.headline, _("a headline")),
        (story.standfirst, _("a standfirst")),
        (count, pictures),
        (story.credit_line, _("a credit line")),
    ]
    return _("This reads like a whole story: %(parts)s.") % {"parts": ", ".join(said for has, said in parts if has)}
