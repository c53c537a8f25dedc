"""The story form: one page on which a story is typed, pictured, credited and sent on.

A save reads the text as typed, then what the strip says of its pictures, then the new pictures; drafting stores it; a button
named for an act goes on to workflow. Nothing is lost on the way: whatever is refused comes back with all that was typed.
A script that asks for JSON gets the parts of the page that changed instead of the page.
"""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import bylines, drafting, keeping, workflow
from articles.admin import acts, credithint, editing, intake, kept, pasting, pictures, preview, refs, storyrights
from articles.admin.storyparts import conflict_of, may_edit, parts, pressed_twice, understood_of
from articles.body.deskform import to_desk
from articles.forms import related
from articles.forms.act import AT_ONCE
from articles.forms.story import StoryForm, answers
from articles.models import Article, Tag
from articles.permissions import visible_stories

FRAGMENTS = ("strip", "rights", "before", "understood", "bar", "state")
FIELD_OF = {"body": "text"}
"""Where the form calls a field of the article by another name."""


class StoryPages:
    """For the ModelAdmin of Article: its form and everything one step from it."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("new-from-text/", wrap(self.from_text), name="articles_article_from_text"),
            path("paste/", wrap(pasting.page), name="articles_article_paste"),
            path("understand/", wrap(self.understand), name="articles_article_understand"),
            path("tags/", wrap(self.suggest_tags), name="articles_article_tags"),
            path("related/", wrap(self.suggest_related), name="articles_article_related"),
            path("keep/", wrap(kept.keep), name="articles_article_keep"),
            path("keep/drop/", wrap(kept.drop), name="articles_article_keep_drop"),
            path("keep/page/", wrap(kept.page), name="articles_article_keep_page"),
            path("link-to/", wrap(refs.link_to), name="articles_article_link_to"),
            path("refs/", wrap(refs.refs), name="articles_article_refs"),
            path("photos/", wrap(refs.photos), name="articles_article_photos"),
            path("<int:pk>/act/<slug:act>/", wrap(self.act_page), name="articles_article_act"),
            path("<int:pk>/rights/", wrap(self.rights_page), name="articles_article_rights"),
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
        return self._form_page(request, story_or_404(request, object_id))

    def act_page(self, request, pk, act):
        return acts.page(request, self.admin_site, story_or_404(request, pk), act)

    def rights_page(self, request, pk):
        return storyrights.page(request, self.admin_site, story_or_404(request, pk))

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
        line = request.GET.get("line", "")
        context = {"understood": understood_of(line, answers(request.GET, "who-")), "line": line, "editable": True}
        if len(line) <= bylines.LONGEST_LINE:
            made = credithint.sent_back(request.GET.get("made", ""))
            language, kind = request.GET.get("language", "vi"), request.GET.get("kind", "news")
            context |= credithint.parts(line, made, language=language, kind=kind)
        return TemplateResponse(request, "admin/articles/article/_understood.html", context)

    def suggest_tags(self, request):
        typed = request.GET.get("q", "")[:100]
        found = Tag.objects.like(typed).values_list("name", flat=True)[:8] if typed.strip() else []
        return JsonResponse({"found": [{"label": name, "value": name} for name in found]})

    def suggest_related(self, request):
        """Stories to point to, newest first: those this person may know of, and those that readers have."""
        found = related.search(request.user, request.GET.get("q", "")[:200])
        lines = [{"label": headline, "value": related.line(pk, headline)} for pk, headline in found.items()]
        return JsonResponse({"found": lines})

    # the form --------------------------------------------------------------------------------------------------------

    def _form_page(self, request, article):
        if request.method != "POST":
            form = StoryForm(instance=article, user=request.user)
            return self._show(request, article, form, kept=kept.waiting(request.user, article))
        form = StoryForm(request.POST, request.FILES, instance=article, user=request.user)
        if not form.is_valid():
            return self._refuse(request, article, form)
        pictures.take(request, form, article)
        if form.errors:
            return self._refuse(request, article, form)
        if "_step" in request.POST:
            return self._fragments(request, form.apply(), stored=False)
        try:
            saved = self._save(request.user, form)
        except drafting.Conflict as conflict:
            return self._conflict(request, form, conflict.theirs)
        except drafting.Refused as refusal:
            for field, sentence in refusal.faults.items():
                name = FIELD_OF.get(field, field)
                form.add_error(name if name in form.fields else None, sentence)
            return self._refuse(request, article, form, tags=refusal.tags)
        return self._after(request, saved.article)

    def _save(self, user, form):
        """A new story's first post is told by its key: pressed twice, it makes one story."""
        article, given = form.apply(), form.cleaned_data
        with transaction.atomic():
            if not article.pk and given["key"]:
                User.objects.select_for_update().get(pk=user.pk)  # one post of a person after the other
                if made := Article.objects.filter(created_by=user, source_hash=given["key"]).first():
                    raise drafting.Conflict(made)
                article.source_hash = given["key"]
            saved = drafting.save(
                article, by=user, base_version=given["version"] if article.pk else None,
                tags=given["tags"], tag_answers=form.tag_answers, people=form.people,
            )  # fmt: skip
            keeping.forget_saved(user, saved.article, tab=given["tab"], key=given["key"])
        return saved

    def _after(self, request, article):
        act = request.POST.get("_act", "")
        if act in AT_ONCE and self._perform(request, act, article):
            return self._go(request, reverse("admin:index"))
        if act in workflow.ACTS and act not in AT_ONCE:
            return self._go(request, reverse("admin:articles_article_act", args=[article.pk, act]))
        if "_preview" in request.POST:
            return self._go(request, reverse("admin:articles_article_preview", args=[article.pk]))
        if wants_json(request):
            return self._fragments(request, Article.objects.get(pk=article.pk))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _go(self, request, address):
        return JsonResponse({"go": address}) if wants_json(request) else HttpResponseRedirect(address)

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
        if article.pk and not may_edit(request.user, article) and not form.is_bound:
            form.only_for_reading()
        context = {**self.admin_site.each_context(request), **parts(request, article, form), "kept": [], **more}
        context["editor"] = editing.page(request.user, form, editable=context["editable"])
        return TemplateResponse(request, "admin/articles/article/change_form.html", context, status=status)

    def _fragments(self, request, article, *, stored=True):
        """After a save without leaving the page, or a step in the strip: the text as it is now, and what changed around it."""
        form = StoryForm(instance=article, user=request.user)
        context = {**self.admin_site.each_context(request), **parts(request, article, form)}
        answer = {
            "stored": stored,
            "html": article.body,
            "text": to_desk(article.body),
            "lead": article.lead_photo_id or "",
            "parts": {name: self._part(request, name, context) for name in FRAGMENTS},
            "messages": [{"level": one.level_tag, "words": str(one)} for one in messages.get_messages(request)],
        }
        if stored:
            answer |= {
                "version": article.version,
                "tags": form.initial["tags"],
                "related": form.initial["related"],
                "slug": article.slug,
                "photos": refs.photos_of(request.user, article.body),
                "saved": _("Saved %(at)s") % {"at": date_format(context["saved_at"], "H:i:s")},
                "address": reverse("admin:articles_article_change", args=[article.pk]),
            }
        return JsonResponse(answer)

    def _part(self, request, name, context):
        return render_to_string(f"admin/articles/article/_{name}.html", context, request)

    def _refuse(self, request, article, form, tags=()):
        asked = {"tags_asked": [one for one in tags if one.alike]}
        if wants_json(request):
            said = [f"{label}: {error}" if label else error for label, error in form.summary()]
            said += [str(message) for message in messages.get_messages(request)]
            return JsonResponse({"errors": said, "parts": {"tags": self._part(request, "tags", asked)}}, status=422)
        # The instance took the good fields already; what stands in the form is what was typed.
        form.show_typed()
        return self._show(request, article, form, status=422, errors=form.summary(), **asked)

    def _conflict(self, request, form, theirs):
        """Two people saved: both texts side by side, everything typed still in the form, and the choice said plainly."""
        mine, act = form.instance, request.POST.get("_act", "")
        if pressed_twice(request.user, act, mine, theirs, form.cleaned_data["version"]):
            return self._done_once(request, act, theirs)
        if wants_json(request):
            return JsonResponse({"conflict": True}, status=409)
        form.show_typed(mine.body)
        form.data["version"] = str(theirs.version)
        conflict = conflict_of(request, mine, theirs)
        mine.pk, mine._state.adding = theirs.pk, False
        for name in drafting.ONLY_BY_ACTS:
            setattr(mine, name, getattr(theirs, name))
        return self._show(request, mine, form, status=409, conflict=conflict)

    def _done_once(self, request, act, article):
        label = workflow.ACTS[act].label if act else _("Save")
        messages.info(request, _("You pressed “%(act)s” twice. It was done once.") % {"act": label})
        if act in AT_ONCE:
            return self._go(request, reverse("admin:index"))
        return self._go(request, reverse("admin:articles_article_change", args=[article.pk]))


def story_or_404(request, object_id):
    """A story this person may know of. Others do not exist for them."""
    pk = str(object_id)
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    article = visible_stories(request.user).filter(pk=pk).first()
    if article is None or not request.user.has_perm("article.view_unpublished", article):
        raise Http404(_("There is no such story among those you may see."))
    return article


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")
