"""The story form: one page on which a story is typed, pictured, credited and sent on.

A save reads the text as typed, then what the strip says of its pictures, then the new pictures; drafting stores it; a button
named for an act goes on to workflow. Nothing is lost on the way: whatever is refused comes back with all that was typed.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import bylines, drafting, publishing, workflow
from articles.admin import acts, intake, pictures, preview
from articles.admin.rows import mark_of
from articles.body.deskform import to_desk
from articles.forms import strip
from articles.forms.act import AT_ONCE
from articles.forms.story import StoryForm
from articles.models import Article, State, Tag
from articles.permissions import edit_action, visible_stories

CLOSED = {
    "lists": ("kicker", "short_headline", "kind", "language", "place"),
    "sharing": ("slug", "seo_title", "seo_description", "social_title", "social_description", "social_photo"),
    "related": ("related",),
    "notes": ("internal_note",),
}


class StoryPages:
    """For the ModelAdmin of Article: its form and everything one step from it."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("new-from-text/", wrap(self.from_text), name="articles_article_from_text"),
            path("understand/", wrap(self.understand), name="articles_article_understand"),
            path("tags/", wrap(self.suggest_tags), name="articles_article_tags"),
            path("<int:pk>/act/<slug:act>/", wrap(self.act_page), name="articles_article_act"),
            path("<int:pk>/preview/", wrap(self.preview), name="articles_article_preview"),
            path("<int:pk>/preview/page/", wrap(self.preview_page), name="articles_article_preview_page"),
        ]
        return own + super().get_urls()

    # pages -----------------------------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if not request.user.has_perm("article.create"):
            raise PermissionDenied
        return self._form_page(request, Article())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = story_or_404(request, object_id)
        if request.method == "POST" and not may_edit(request.user, article):
            raise PermissionDenied
        return self._form_page(request, article)

    def act_page(self, request, pk, act):
        return acts.page(request, self.admin_site, story_or_404(request, pk), act)

    def preview(self, request, pk):
        return preview.frame(request, self.admin_site, story_or_404(request, pk))

    def preview_page(self, request, pk):
        return preview.page(request, story_or_404(request, pk))

    def from_text(self, request):
        if not request.user.has_perm("article.import_text"):
            raise PermissionDenied
        return intake.page(request, self.admin_site)

    def understand(self, request):
        """What is understood of a credit line while it is being typed: a fragment for under the field."""
        line = request.GET.get("line", "")[:500]
        people = {key[4:]: value for key, value in request.GET.items() if key.startswith("who-")}
        return TemplateResponse(
            request,
            "admin/articles/article/_understood.html",
            {"understood": bylines.understand(line, people), "line": line},
        )

    def suggest_tags(self, request):
        typed = request.GET.get("q", "")[:100]
        found = Tag.objects.like(typed).values_list("name", flat=True)[:8] if typed.strip() else []
        return JsonResponse({"tags": list(found)})

    # the form --------------------------------------------------------------------------------------------------------

    def _form_page(self, request, article):
        if request.method != "POST":
            return self._show(request, article, StoryForm(instance=article))
        form = StoryForm(request.POST, request.FILES, instance=article)
        if not form.is_valid():
            return self._refuse(request, article, form)
        pictures.take(request, form, article)
        try:
            saved = drafting.save(
                form.apply(), by=request.user, base_version=form.cleaned_data["version"] if article.pk else None,
                tags=form.cleaned_data["tags"], people=form.people,
            )  # fmt: skip
        except drafting.Conflict as conflict:
            return self._conflict(request, form, conflict.theirs)
        return self._after(request, saved.article)

    def _after(self, request, article):
        act = request.POST.get("_act", "")
        if act in AT_ONCE and self._perform(request, act, article):
            return HttpResponseRedirect(reverse("admin:index"))
        if act in workflow.ACTS and act not in AT_ONCE:
            return HttpResponseRedirect(reverse("admin:articles_article_act", args=[article.pk, act]))
        here = reverse("admin:articles_article_change", args=[article.pk])
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        if wants_json(request):
            return self._fragments(request, article)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(here)

    def _perform(self, request, act, article):
        try:
            workflow.perform(act, article, by=request.user)
        except workflow.Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return False
        messages.success(request, acts.done(act, article))
        return True

    def _show(self, request, article, form, *, status=200, **more):
        context = {**self.admin_site.each_context(request), **self._parts(request, article, form), **more}
        return TemplateResponse(request, "admin/articles/article/change_form.html", context, status=status)

    def _parts(self, request, article, form):
        """Everything on the page beside the frame: also what a save without leaving the page brings up to date."""
        body = article.body
        line = form["credit_line"].value() or ""
        editable = not article.pk or may_edit(request.user, article)
        return {
            "article": article,
            "form": form,
            "editable": editable,
            "title": article.headline or _("New story"),
            "mark": mark_of(article) if article.pk else None,
            "groups": [(name, [form[field] for field in fields]) for name, fields in CLOSED.items()],
            "strip": strip.items(body, article.lead_photo_id),
            "lead": pictures.lead_of(article),
            "understood": bylines.understand(line, form.people if form.is_bound else None),
            "line": line,
            "before": before_sending(article),
            "places": PLACES,
            "main": main_act(request.user, article),
            "others": other_acts(request.user, article),
            "saved_at": timezone.localtime(article.updated_at) if article.pk else None,
            "may_upload": request.user.has_perm("photo.upload"),
            "may_read_history": bool(article.pk) and request.user.has_perm("audit.read_article", article),
            "differs": article.state == State.LIVE and publishing.differs_from_live(article),
        }

    def _fragments(self, request, article):
        """After a save without leaving the page: what changed around the text, and the text as it is stored."""
        article = Article.objects.get(pk=article.pk)
        form = StoryForm(instance=article)
        context = {**self.admin_site.each_context(request), **self._parts(request, article, form)}
        parts = {
            name: render_to_string(f"admin/articles/article/_{name}.html", context, request)
            for name in ("strip", "before", "understood", "bar")
        }
        notes = [{"level": message.level_tag, "words": str(message)} for message in messages.get_messages(request)]
        return JsonResponse(
            {
                "version": article.version,
                "text": to_desk(article.body),
                "lead": article.lead_photo_id or "",
                "address": reverse("admin:articles_article_change", args=[article.pk]),
                "parts": parts,
                "messages": notes,
            }
        )

    def _refuse(self, request, article, form):
        if wants_json(request):
            said = [f"{label}: {error}" if label else error for label, error in form.summary()]
            return JsonResponse({"errors": said}, status=422)
        # The instance took the good fields already; what stands in the form is what was typed.
        return self._show(request, article, form, status=422, errors=form.summary())

    def _conflict(self, request, form, theirs):
        """Two people saved: both texts side by side, everything typed still in the form, and the choice said plainly."""
        if wants_json(request):
            return JsonResponse({"conflict": True}, status=409)
        mine = form.instance
        mine.version = theirs.version
        data = form.data.copy()
        data["version"], data["text"] = str(theirs.version), to_desk(mine.body)
        form.data = data
        conflict = {
            "by": theirs.updated_by,
            "at": timezone.localtime(theirs.updated_at),
            "article": theirs,
            "fields": [
                (form.fields[name].label, getattr(theirs, name), getattr(mine, name))
                for name in ("kicker", "headline", "standfirst", "credit_line")
                if getattr(theirs, name) != getattr(mine, name)
            ],
            "texts": (to_desk(theirs.body), to_desk(mine.body)) if theirs.body != mine.body else None,
        }
        return self._show(request, mine, form, status=409, conflict=conflict)


# what the form says of a story -----------------------------------------------------------------------------------------


def story_or_404(request, object_id):
    """A story this person may know of. Others do not exist for them."""
    pk = str(object_id)
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    article = visible_stories(request.user).filter(pk=pk).first()
    if article is None or not request.user.has_perm("article.view_unpublished", article):
        raise Http404(_("There is no such story among those you may see."))
    return article


def may_edit(user, article):
    return user.has_perm(edit_action(article), article)


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def before_sending(article):
    """What is still missing, each a link to its place: [(done, words, anchor)]."""
    figures = strip.items(article.body)
    waiting = sum(item.waiting for item in figures)
    uncaptioned = sum(not item.waiting and not item.caption for item in figures)
    uncredited = sum(not item.waiting and not item.credit for item in figures)
    asked = sum(item.asks_alt for item in figures)
    unsure = [one for one in bylines.understand(article.credit_line) if one.status == bylines.UNSURE]
    rows = [
        (bool(article.headline), _("Headline"), "id_headline"),
        (bool(article.body), _("Text"), "id_text"),
        (bool(article.credit_line), _("Credit line"), "id_credit_line"),
        (article.section_id is not None, _("Section"), "id_section"),
    ]
    if unsure:
        rows.append((False, _("Who is “%(name)s”?") % {"name": unsure[0].name}, "id_credit_line"))
    for count, words in (
        (waiting, ngettext("%d picture is still missing", "%d pictures are still missing", waiting)),
        (uncaptioned, ngettext("%d picture has no caption", "%d pictures have no caption", uncaptioned)),
        (uncredited, ngettext("%d picture has no credit", "%d pictures have no credit", uncredited)),
        (
            asked,
            ngettext("%d picture has no words for blind readers", "%d pictures have no words for blind readers", asked),
        ),
    ):
        if count:
            rows.append((False, words % count, "pictures"))
    return rows


PLACES = [
    ("left", gettext_lazy("left")),
    ("center", gettext_lazy("centre")),
    ("right", gettext_lazy("right")),
    ("wide", gettext_lazy("wide")),
]

NEXT = {
    State.DRAFT: "submit",
    State.IN_REVIEW: "publish",
    State.SCHEDULED: "publish",
    State.LIVE: "update",
    State.WITHDRAWN: "republish",
}


def main_act(user, article):
    """The one next step of this person with this story, or None where saving is all there is to do."""
    if not article.pk:
        return workflow.ACTS["submit"]
    wanted = NEXT[article.state]
    return next((one for one in workflow.acts_for(user, article) if one.act == wanted), None)


def other_acts(user, article):
    if not article.pk:
        return []
    main = main_act(user, article)
    return [one for one in workflow.acts_for(user, article) if one != main and one.act != "restore"]
