"""The list of stories: who sees which, how they are filtered, and how each one looks."""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Article, Byline, Kind, Section, State

from . import history
from .base import DeskAdmin, Empty, RowList
from .rights import can, roles
from .rows import LATE_AFTER, story_row, thumbnails_of, with_marks
from .several import StoryActs


class ByState(SimpleListFilter):
    title, parameter_name = gettext_lazy("State"), "state"

    def lookups(self, request, model_admin):
        return [*State.choices, ("returned", _("returned")), ("late", _("late"))]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "returned":
                return queryset.filter(state=State.DRAFT, returned=True)
            case "late":
                return queryset.filter(state=State.SCHEDULED, publish_at__lt=timezone.now() - LATE_AFTER)
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset.none()


class BySection(SimpleListFilter):
    """A section with its parts; or the tray of stories that belong to none."""

    title, parameter_name = gettext_lazy("Section"), "section"

    def lookups(self, request, model_admin):
        tops = Section.objects.filter(parent=None).prefetch_related("children")
        found = [("none", _("no section yet"))]
        for top in tops:
            found.append((top.slug, top.name))
            found += [(part.slug, f"– {part.name}") for part in top.children.all()]
        return found

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() == "none":
            return queryset.filter(section=None)
        return queryset.filter(Q(section__slug=self.value()) | Q(section__parent__slug=self.value()))


class ByKind(SimpleListFilter):
    title, parameter_name = gettext_lazy("Type"), "kind"

    def lookups(self, request, model_admin):
        return Kind.choices

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ByLanguage(SimpleListFilter):
    title, parameter_name = gettext_lazy("Language"), "language"

    def lookups(self, request, model_admin):
        return Article._meta.get_field("language").choices

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class Mine(SimpleListFilter):
    """Stories that one made or is credited in."""

    title, parameter_name = gettext_lazy("Whose"), "mine"

    def lookups(self, request, model_admin):
        return [("yes", _("my own"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        credited = Byline.objects.filter(article=OuterRef("pk"), contributor__account=request.user)
        return queryset.filter(Q(created_by=request.user) | Exists(credited))


class ByPeriod(SimpleListFilter):
    """When it was last worked on."""

    title, parameter_name = gettext_lazy("Worked on"), "period"
    SPANS = {"today": 0, "week": 7, "month": 31, "year": 366}

    def lookups(self, request, model_admin):
        return [
            ("today", _("today")),
            ("week", _("in the last 7 days")),
            ("month", _("in the last month")),
            ("year", _("in the last year")),
        ]

    def queryset(self, request, queryset):
        if self.value() not in self.SPANS:
            return queryset if self.value() is None else queryset.none()
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(updated_at__gte=midnight - timedelta(days=self.SPANS[self.value()]))


class StoryRows(RowList):
    """Finds a page of ids first: sorting a large archive must not carry its texts along."""

    def get_results(self, request):
        whole, self.queryset = self.queryset, self.queryset.only("pk")
        super().get_results(request)
        self.queryset = whole


class StoryList(StoryActs, DeskAdmin):
    """What ArticleAdmin has beside its form."""

    see = "article.list_titles"
    add = "article.create"
    list_display = ["headline"]
    list_filter = [ByState, BySection, ByKind, ByLanguage, Mine, ByPeriod]
    search_fields = ["headline"]
    search_help_text = gettext_lazy("Words of headline, standfirst, names, place; marks may be left out")
    ordering = ["-updated_at", "-id"]

    def has_view_permission(self, request, obj=None):
        return can(request, "article.view_unpublished" if obj else self.see, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return any(can(request, f"article.edit_{what}") for what in ("draft", "in_review", "approved", "live"))
        return can(request, permissions.edit_action(obj), obj)

    def get_changelist(self, request, **kwargs):
        return StoryRows

    def get_urls(self):
        wrap = self.admin_site.admin_view
        version = path("<int:pk>/version/<int:number>/", wrap(self.version_view), name="articles_article_revision")
        return [version, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        return history.page(request, self.admin_site, self._story(request, object_id))

    def version_view(self, request, pk, number):
        return history.version(request, self.admin_site, self._story(request, pk), number)

    def _story(self, request, pk):
        story = self.get_object(request, str(pk))
        if story is None:
            raise Http404(_("There is no such story among those you may see."))
        return story

    def get_queryset(self, request):
        if request.user.is_superuser:
            return Article.objects.all()
        return permissions.visible_stories(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    def get_ordering(self, request):
        return self.ordering

    def rows(self, request, found):
        now = timezone.now()
        stories = {
            story.pk: story for story in with_marks(Article.objects.filter(pk__in=[story.pk for story in found]))
        }
        ordered = [stories[story.pk] for story in found if story.pk in stories]
        thumbnails = thumbnails_of(ordered)
        return [story_row(story, thumbnails=thumbnails, now=now, **self._said(story)) for story in ordered]

    def _said(self, story):
        """The sender's words of a story that was sent back or waits."""
        if not story.state_note or story.state not in {State.DRAFT, State.IN_REVIEW}:
            return {}
        sender = story.state_by
        return {
            "reason": story.state_note,
            "said_by": sender.get_full_name() or sender.get_username() if sender else "",
        }

    def empty(self, request):
        if can(request, "article.create"):
            sentence = _("Here stand the stories you may see, the newest first. Write one, and it is kept as a draft.")
            return Empty(sentence, _("Write"), reverse("admin:articles_article_add"))
        return Empty(_("Here stand the stories that you are credited in. Nobody has named you in one yet."))

    def changelist_view(self, request, extra_context=None):
        own = request.GET.get("mine") == "yes" and roles(request) == {"reporter"}
        title = _("My stories") if own else _("Stories")
        return super().changelist_view(request, {"title": title, "add_word": _("Write"), **(extra_context or {})})
