"""The event log: who did what, when and why. Read only; nobody changes it, the database refuses."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Article, Event
from newsroom import text

from .base import DeskAdmin, Empty
from .rights import can
from .rows import Row, clock

PICTURES_CAME = "pictures_came"
OTHER_ACTS = {
    "sign_in": gettext_lazy("Signed in"),
    "sign_in_failed": gettext_lazy("Wrong password"),
    "imprint": gettext_lazy("The paper changed"),
    "account_made": gettext_lazy("Account made"),
    "account_changed": gettext_lazy("Account changed"),
    "role_changed": gettext_lazy("Role changed"),
    "role_proposed": gettext_lazy("Role proposed"),
    "role_given": gettext_lazy("Role given"),
    "role_declined": gettext_lazy("Role declined"),
    "role_taken": gettext_lazy("Role taken away"),
    "account_closed": gettext_lazy("Account closed"),
    "account_opened": gettext_lazy("Account opened again"),
    "password_link": gettext_lazy("Password link sent"),
    "password_set": gettext_lazy("Password set"),
    PICTURES_CAME: gettext_lazy("Pictures came"),
    "picture_words": gettext_lazy("Words of a picture changed"),
    "picture_asked": gettext_lazy("Correction of a picture asked for"),
    "picture_left": gettext_lazy("Picture left as it is"),
    "photo_rights": gettext_lazy("Rights of a photograph set"),
    "fallback": gettext_lazy("Fallback chosen"),
    "supplier": gettext_lazy("Supplier of pictures changed"),
    "photo_deleted": gettext_lazy("Photograph deleted"),
    "photo_restored": gettext_lazy("Photograph brought back"),
    "photo_replaced": gettext_lazy("Photograph replaced"),
    "picture_withdrawn": gettext_lazy("Picture withdrawn"),
    "picture_restored": gettext_lazy("Picture given back"),
    "picture_masked": gettext_lazy("Parts of a picture hidden"),
    "picture_flagged": gettext_lazy("Picture flagged"),
    "picture_agreed": gettext_lazy("Picture agreed to"),
}
NOT_OF_ACCOUNTS = {"imprint", "fallback", "supplier"}
ACCOUNT_ACTS = [act for act in OTHER_ACTS if act not in NOT_OF_ACCOUNTS and not act.startswith(("picture", "photo"))]


def act_word(act):
    """The word of an act as it stands on its button; acts of other parts of the house keep their own name."""
    transition = workflow.ACTS.get(act)
    return str(transition.label if transition else OTHER_ACTS.get(act, act.replace("_", " ")))


class ByAct(SimpleListFilter):
    title, parameter_name = gettext_lazy("What"), "what"

    def lookups(self, request, model_admin):
        return [("stories", _("stories")), ("accounts", _("accounts")), ("photographs", _("photographs"))]

    def queryset(self, request, queryset):
        match self.value():
            case "stories":
                return queryset.exclude(article_id=None)
            case "accounts":
                return queryset.filter(act__in=ACCOUNT_ACTS)
            case "photographs":
                return queryset.exclude(photo_id=None)
        return queryset


class ByDay(SimpleListFilter):
    title, parameter_name = gettext_lazy("When"), "when"

    def lookups(self, request, model_admin):
        return [("1", _("today")), ("7", _("in the last 7 days")), ("31", _("in the last month"))]

    def queryset(self, request, queryset):
        if self.value() not in {"1", "7", "31"}:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=midnight - timedelta(days=int(self.value()) - 1))


@admin.register(Event)
class EventAdmin(DeskAdmin):
    see = "audit.read_all"
    keeps_history = False
    list_filter = [ByAct, ByDay]
    list_title = gettext_lazy("Log")
    search_fields = ["by_name"]
    search_help_text = gettext_lazy("A login name, or words of a note")
    ordering = ["-id"]
    list_per_page = 60
    fields = readonly_fields = [
        "at",
        "by_name",
        "act_in_words",
        "article_id",
        "photo_id",
        "from_state",
        "to_state",
        "note",
        "data",
    ]

    @admin.display(description=gettext_lazy("act"))
    def act_in_words(self, event):
        return act_word(event.act)

    def get_search_results(self, request, queryset, search_term):
        words = text.clean_line(search_term)
        return queryset.filter(Q(by_name__icontains=words) | Q(note__icontains=words)), False

    def rows(self, request, found):
        now = timezone.now()
        titles = {}
        if can(request, "article.list_titles"):
            ids = {event.article_id for event in found if event.article_id}
            titles = dict(Article.objects.filter(pk__in=ids).values_list("pk", "headline"))
        return [self._row(event, titles, now) for event in found]

    def _row(self, event, titles, now):
        what = [event.by_name]
        if event.article_id:
            what.append(titles.get(event.article_id) or _("story %(id)s") % {"id": event.article_id})
        if event.photo_id:
            what.append(_("photograph %(id)s") % {"id": event.photo_id})
        if who := event.data.get("account"):
            what.append(who)
        if where := event.data.get("address"):
            what.append(where)
        return Row(
            url=reverse("admin:articles_event_change", args=[event.pk]),
            headline=act_word(event.act),
            hour=clock(event.at, now),
            facts=what,
            reason=event.note,
            pictured=False,
        )

    def empty(self, request):
        return Empty(_("Every act at the desk leaves a line here: who, when, and why."))
