"""“New from text”: one drop of a correspondent's text and pictures, what was understood beside the original, then a draft.

The text may be plain, or a document: then its body in the strict subset goes from page to page, as `kind` says.
"""

from dataclasses import dataclass, field
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
from articles.body import figures as body_figures
from articles.body import pasted
from articles.body.clean import BodyRefused, clean
from articles.body.render import plain_text
from articles.forms.story import SectionChoice, answers, without_nulls
from articles.importers import document
from articles.importers.text import import_story, places_of
from articles.models import Article, Section
from articles.permissions import visible_stories
from articles.wire import NotText
from media import ingest
from newsroom import letters

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".heic", ".heif", ".bmp")
LONGEST = 1_000_000
BODY = "body"
"""The kind of a source that is a body and no plain text."""


@dataclass
class Came:
    """What a drop holds: its text and of which kind, the standfirst that a page named, pictures of every origin."""

    source: str
    name: str
    kind: str = ""
    standfirst: str = ""
    files: list = field(default_factory=list)
    photos: list = field(default_factory=list)

    @property
    def words(self):
        return plain_text(self.source) if self.kind == BODY else self.source

    def story(self):
        """What was understood. Raises NotText where there is nothing to understand."""
        try:
            story = wire.parse_body(clean(self.source)) if self.kind == BODY else wire.parse(self.source)
        except BodyRefused as refusal:
            raise NotText(str(refusal)) from refusal
        if not story.blocks:
            raise NotText(_("There is no text in it. Paste the story, or drop its file; nothing was stored."))
        story.standfirst = self.standfirst or None
        return story


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
    standfirst = forms.CharField(
        label=gettext_lazy("Standfirst"), required=False, max_length=4_000, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=255)
    kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

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
        if "_convert" in request.POST:
            return _convert(request, site)
        return _read(request, site)
    except NotText as refusal:
        messages.error(request, str(refusal))
        return _ask(request, site, pasted=request.POST.get("text") or _posted(request).words, status=422)


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
    came = _sorted(request, remarks)
    came.story()  # what holds no text brings no pictures
    came.photos += _stored(request, came.files)
    return _show(request, site, came, remarks)


def _convert(request, site):
    """The same text in letters of today, read anew: asked for by a person."""
    came = _posted(request)
    encoding = letters.recognised(came.words)
    if encoding and came.kind == BODY:
        converted = pasted.read(came.source).converted
        came.source = converted.page.html if converted else came.source
    elif encoding:
        came.source = letters.converted(came.source, encoding)
    came.standfirst = letters.converted(came.standfirst, encoding) if encoding else came.standfirst
    came.photos = pictures.chosen(request, request.POST.getlist("photos"))
    return _show(request, site, came, [])


def _posted(request):
    """What stands in the form of the page before."""
    given = without_nulls(request.POST)
    return Came(
        given.get("source", "")[:LONGEST],
        given.get("name", "") or _("pasted text"),
        given.get("kind", ""),
        given.get("standfirst", "").strip(),
    )


def _show(request, site, came, remarks):
    story = came.story()
    line = story.credit_line or story.proposed_line or ""
    first = {"headline": story.headline, "standfirst": story.standfirst, "credit_line": line}
    form = Understood(initial={**first, "source": came.source, "name": came.name, "kind": came.kind})
    return _confirm(request, site, story, form, _apart(story, came.photos), remarks)


def _apart(story, photos):
    """Photographs that a person still places: those inside a gallery or a box stand there."""
    inside = {
        figure.photo
        for block in story.blocks
        if isinstance(block, wire.Other)
        for figure in body_figures.figures(block.html)
    }
    return [photo for photo in dict.fromkeys(photos) if photo.pk not in inside]


def _sorted(request, remarks):
    """What came with the post: the one text (pasted, or the first file of one) and pictures. Raises NotText, naming the file."""
    came = Came(request.POST.get("text", "").replace("\0", ""), _("pasted text"))
    for file in request.FILES.getlist("files"):
        if file.name.lower().endswith(PICTURES) or (file.content_type or "").startswith("image/"):
            came.files.append(file)
        elif came.source.strip():
            messages.error(
                request, _("One story at a time: “%(name)s” was not read. Drop it next.") % {"name": file.name}
            )
        else:
            try:
                _take(request, came, file, remarks)
            except NotText as refusal:
                raise NotText(f"{file.name}: {refusal}") from refusal
    if len(came.source) > LONGEST:
        raise NotText(_("This text is too long for a story. Paste one story; nothing was stored."))
    return came


def _take(request, came, file, remarks):
    """The text of a file, and the pictures in it."""
    came.name = file.name
    start = file.read(600)
    file.seek(0)
    if document.is_document(file.name, start):
        found = document.read_document(
            file.read(), file.name, request.user, pictures=request.user.has_perm("photo.upload")
        )
        came.source, came.kind, came.standfirst = found.body, BODY, found.story.standfirst or ""
        came.photos += found.photos
        remarks += found.remarks
    elif file.size > LONGEST:
        raise NotText(_("“%(name)s” is too long for a story. Nothing was stored.") % {"name": file.name})
    else:
        came.source = wire.decode(file.read(), remarks)


def _stored(request, files):
    photos = pictures.stored(request, files)
    if request.POST.get("trying"):
        for name in trying.try_it_files(request)[1:]:
            with (trying.TRY_IT / Path(name).name).open("rb") as file:
                photos.append(ingest.add_photo(file, name=name, by=request.user).photo)
    return [*photos, *pictures.chosen(request, request.POST.getlist("photos"))]


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
        "known": _known(request.user, _words_known_by(story, form)),
        "words": _words_known_by(story, form),
        "old_font": letters.FONTS.get(letters.recognised(story.words)),
        "warnings": [*remarks, *story.warnings, *story.still_missing(sum(bool(figure["photo"]) for figure in figures))],
    }
    return TemplateResponse(request, "admin/articles/article/understood.html", context, status=status)


def _words_known_by(story, form):
    """The words by which the same story is known again."""
    return story.words if form["kind"].value() == BODY else form["source"].value() or ""


def _known(user, words):
    """The story made of the same text before: (whether there is one, the story if this person may know of it)."""
    same = Article.objects.filter(source_hash=wire.fingerprint(words))
    return same.exists(), visible_stories(user).filter(pk__in=same).first()


def _create(request, site):
    form = Understood(without_nulls(request.POST))
    came = _posted(request)
    story = came.story()
    photos = _apart(story, pictures.chosen(request, request.POST.getlist("photos")))
    if not form.is_valid():
        return _confirm(request, site, story, form, photos, status=422)
    if sentence := pictures.not_for(request.user, {figure.photo for figure in body_figures.figures(came.source)}):
        raise NotText(sentence)
    given = form.cleaned_data
    words = _words_known_by(story, form)
    _empty_what_waits(story, _placed(request, story, photos)[0])
    made = import_story(
        story,
        words=words,
        name=came.name,
        by=request.user,
        section=given["section"],
        placed=_placed(request, story, photos),
        headline=given["headline"].strip(),
        standfirst=given["standfirst"].strip(),
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


def _empty_what_waits(story, places):
    """A figure that came with its photograph waits for another where a person said so."""
    for at, figure in enumerate(story.figures):
        if figure.photo is not None and at not in places:
            figure.photo, figure.html = None, body_figures.changed(figure.html, 0, photo=None)


def _placed(request, story, photos):
    """Which picture stands in which waiting figure, as confirmed, and the spare ones for the end."""
    by_id = {str(photo.pk): photo for photo in photos}
    asked = {at: by_id.get(request.POST.get(f"figure-{at}", "")) for at in range(len(story.figures))}
    places = {at: photo for at, photo in asked.items() if photo is not None}
    return places, [photo for photo in photos if photo not in places.values()]
