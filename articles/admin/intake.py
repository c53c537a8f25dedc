"""“New from text”: one drop of a correspondent's text and pictures, what was understood beside the original, then a draft."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import wire
from articles.admin import pictures, trying
from articles.admin.storyparts import understood_of
from articles.forms.story import SectionChoice, answers, without_nulls
from articles.importers.text import import_text, places_of
from articles.models import Article, Section
from articles.permissions import visible_stories
from articles.wire import NotText
from media import ingest

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".heic", ".heif", ".bmp")
LONGEST = 1_000_000


class Understood(forms.Form):
    """What was read in a text, for a person to put right."""

    headline = forms.CharField(label=gettext_lazy("Headline"), required=False, max_length=200)
    credit_line = forms.CharField(label=gettext_lazy("Credit line"), required=False, max_length=500)
    section = SectionChoice(
        label=gettext_lazy("Section"),
        queryset=Section.objects.none(),
        required=False,
        empty_label=gettext_lazy("choose"),
    )
    source = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=255)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = (
            Section.objects.filter(retired=False).select_related("parent").order_by("parent__order", "order", "id")
        )


def page(request, site):
    if request.method != "POST":
        return _ask(request, site, **_tried(request))
    try:
        if "_create" in request.POST:
            return _create(request, site)
        return _read(request, site)
    except NotText as refusal:
        messages.error(request, str(refusal))
        return _ask(request, site, pasted=request.POST.get("text") or request.POST.get("source", ""), status=422)


def _ask(request, site, *, pasted="", trying=False, status=200):
    context = {
        **site.each_context(request),
        "title": _("New from text"),
        "pasted": pasted,
        "trying": trying,
    }
    return TemplateResponse(request, "admin/articles/article/from_text.html", context, status=status)


def _tried(request):
    """The demo's first try: its text stands in the field, its pictures come along when it is read."""
    names = trying.try_it_files(request) if request.GET.get("try") else []
    if not names:
        return {}
    return {"pasted": (trying.TRY_IT / names[0]).read_text(encoding="utf-8-sig"), "trying": True}


def _read(request, site):
    """The text and the pictures of a drop, read: shown side by side with what was understood. No story is stored yet."""
    remarks = []
    text, name, files = _sorted(request, remarks)
    story = wire.parse(text)
    if not story.blocks:
        raise NotText(_("There is no text in it. Paste the story, or drop its file; nothing was stored."))
    photos = _stored(request, files)
    line = story.credit_line or story.proposed_line or ""
    form = Understood(initial={"headline": story.headline, "credit_line": line, "source": text, "name": name})
    return _confirm(request, site, story, form, photos, remarks)


def _sorted(request, remarks):
    """The one text of the post (pasted, or the first text file) and its pictures. Raises NotText, naming the file."""
    text, name, files = request.POST.get("text", "").replace("\0", ""), _("pasted text"), []
    for file in request.FILES.getlist("files"):
        if file.name.lower().endswith(PICTURES) or (file.content_type or "").startswith("image/"):
            files.append(file)
        elif text.strip():
            messages.error(
                request, _("One story at a time: “%(name)s” was not read. Drop it next.") % {"name": file.name}
            )
        elif file.size > LONGEST:
            raise NotText(_("“%(name)s” is too long for a story. Nothing was stored.") % {"name": file.name})
        else:
            try:
                text, name = wire.decode(file.read(), remarks), file.name
            except NotText as refusal:
                raise NotText(f"{file.name}: {refusal}") from refusal
    if len(text) > LONGEST:
        raise NotText(_("This text is too long for a story. Paste one story; nothing was stored."))
    return text, name, files


def _stored(request, files):
    photos = pictures.stored(request, files)
    if request.POST.get("trying"):
        for name in trying.try_it_files(request)[1:]:
            with (trying.TRY_IT / Path(name).name).open("rb") as file:
                photos.append(ingest.add_photo(file, name=name, by=request.user).photo)
    chosen = pictures.chosen(request, request.POST.getlist("photos"))
    return list(dict.fromkeys([*photos, *chosen]))


def _confirm(request, site, story, form, photos, remarks=(), status=200):
    places, spare = _placed(request, story, photos) if "_create" in request.POST else places_of(story, photos)
    figures = [
        {"at": at, "caption": figure.caption, "credit": figure.credit, "photo": places.get(at)}
        for at, figure in enumerate(story.figures)
    ]
    context = {
        **site.each_context(request),
        "title": _("New from text"),
        "form": form,
        "story": story,
        "figures": figures,
        "photos": photos,
        "spare": spare,
        "understood": understood_of(form["credit_line"].value() or "", answers(request.POST, "who-")),
        "line": form["credit_line"].value() or "",
        "doubtful": story.credit_line is None and bool(story.proposed_line),
        "known": _known(request.user, form["source"].value() or ""),
        "warnings": [*remarks, *story.warnings, *story.still_missing(sum(bool(figure["photo"]) for figure in figures))],
    }
    return TemplateResponse(request, "admin/articles/article/understood.html", context, status=status)


def _known(user, source):
    """The story made of the same text before: (whether there is one, the story if this person may know of it)."""
    same = Article.objects.filter(source_hash=wire.fingerprint(source))
    return same.exists(), visible_stories(user).filter(pk__in=same).first()


def _create(request, site):
    form = Understood(without_nulls(request.POST))
    story = wire.parse(request.POST.get("source", "")[:LONGEST])
    if not story.blocks:
        raise NotText(_("There is no text in it. Paste the story, or drop its file; nothing was stored."))
    photos = pictures.chosen(request, request.POST.getlist("photos"))
    if not form.is_valid():
        return _confirm(request, site, story, form, photos, status=422)
    given = form.cleaned_data
    made = import_text(
        given["source"],
        name=given["name"] or _("pasted text"),
        by=request.user,
        section=given["section"],
        placed=_placed(request, story, photos),
        headline=given["headline"].strip(),
        credit_line=given["credit_line"].strip(),
        confirmed=bool(given["credit_line"].strip()),
        people=answers(request.POST, "who-"),
    )
    if made.known:
        messages.warning(request, _("The same text is already here; it was not stored twice."))
        mine = visible_stories(request.user).filter(pk=made.article.pk).exists()
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[made.article.pk])
            if mine
            else reverse("admin:articles_article_from_text")
        )
    for at, photo in _placed(request, story, photos)[0].items():
        pictures.adopt(request.user, photo, story.figures[at])
    pictures.credit_pictures(request.user, made.article.body, made.article.credit_line)
    for warning in made.warnings:
        messages.warning(request, warning)
    messages.success(request, _("The draft is made. Look it over, then send it."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.article.pk]))


def _placed(request, story, photos):
    """Which picture stands in which waiting figure, as confirmed, and the spare ones for the end."""
    by_id = {str(photo.pk): photo for photo in photos}
    asked = {at: by_id.get(request.POST.get(f"figure-{at}", "")) for at in range(len(story.figures))}
    places = {at: photo for at, photo in asked.items() if photo is not None}
    return places, [photo for photo in photos if photo not in places.values()]
