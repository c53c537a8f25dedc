"""What every list of the desk has: rows instead of a table, filters in a drawer, set ones as words, capped pages."""

from dataclasses import dataclass

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .rights import ByTable


@dataclass(frozen=True)
class Word:
    """A filter that is set: what it says, and the address of the list without it."""

    word: str
    without: str


@dataclass(frozen=True)
class Empty:
    """What a list is for, said where it has nothing, with one button."""

    sentence: str
    button: str = ""
    url: str = ""


class CappedPaginator(Paginator):
    """Pages over the first 2,000 rows: a list is for looking, older things are searched for. Counting stays cheap."""

    MOST = 2000

    @cached_property
    def count(self):
        return min(self.found, self.MOST)

    @cached_property
    def found(self):
        return self.object_list.order_by()[: self.MOST + 1].count()

    @property
    def capped(self):
        return self.found > self.MOST


class RowList(ChangeList):
    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        """Only what a filter of the drawer asks: Django would let any column be asked letter by letter, passwords too."""
        known = {name for spec in self.list_filter if (name := getattr(spec, "parameter_name", None))}
        return {name: value for name, value in super().get_filters_params(params).items() if name in known}

    @cached_property
    def rows(self):
        return self.model_admin.rows(self.request, list(self.result_list))

    @cached_property
    def drawer(self):
        """[(title, choices)] of every filter."""
        return [(spec.title, list(spec.choices(self))) for spec in self.filter_specs]

    @cached_property
    def words(self):
        """Every filter that is set, and the words searched for."""
        found = []
        if self.query:
            found.append(Word(f"“{self.query}”", self.get_query_string(remove=[SEARCH_VAR])))
        for title, choices in self.drawer:
            found += [
                Word(f"{title}: {choice['display']}", choices[0]["query_string"])
                for choice in choices[1:]
                if choice["selected"]
            ]
        return found

    @cached_property
    def empty(self):
        if self.words:
            return Empty(_("Nothing fits all of this."), _("Show everything"), self.request.path)
        return self.model_admin.empty(self.request)

    @property
    def older_page(self):
        """The address of the next page, or nothing on the last."""
        last = self.paginator.num_pages
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if self.page_num < last else ""

    @property
    def newer_page(self):
        return self.get_query_string({PAGE_VAR: self.page_num - 1} if self.page_num > 2 else {})

    @property
    def capped(self):
        return getattr(self.paginator, "capped", False)


class DeskAdmin(ByTable, ModelAdmin):
    """Rights from the permission table; lists as rows. Subclasses give rows() and empty()."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 40
    list_max_show_all = 40
    save_on_top = False
    keeps_history = True  # Django's own, of forms; the event log has what matters

    def get_changelist(self, request, **kwargs):
        return RowList

    def rows(self, request, found):
        raise TypeError(f"{type(self).__name__} does not say how its rows look.")

    def empty(self, request):
        return Empty(_("Nothing is here yet."))

    def get_actions(self, request):
        """Deleting many at once is nobody's act: things are retired, taken down or withdrawn, one by one."""
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        around = {"list_title": getattr(self, "list_title", None), "keeps_history": self.keeps_history}
        if object_id is None:
            around["title"] = self.add_word()
        return super().changeform_view(request, object_id, form_url, {**around, **(extra_context or {})})

    def changelist_view(self, request, extra_context=None):
        plural = self.opts.verbose_name_plural
        title = getattr(self, "list_title", None) or plural[:1].upper() + str(plural)[1:]
        around = {
            "title": title,
            "add_word": self.add_word(),
            "actions": [(name, word) for _act, name, word in self.get_actions(request).values()],
        }
        return super().changelist_view(request, {**around, **(extra_context or {})})

    def add_word(self):
        """The word on the button that makes a new one."""
        return _("Add %(what)s") % {"what": self.opts.verbose_name}
