"""The picture grid: a page of whole frames, best first where words are looked for, in its own order where a collection is."""

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import Q
from django.utils.functional import cached_property

from media import crops
from media.admin import desk
from media.admin.filters import SUGGESTED, InCollection
from media.models import Collection, SavedSearch

LARGE = 1600  # pixels wide: the picture that fills a screen
MOST_PAGES = 50  # what is older is searched for, or narrowed by its day


class Grid(ChangeList):
    """What the desk's list template asks for: filters in a drawer, the set ones as words, older and newer."""

    rows = ()

    def __init__(self, request, *args, **kwargs):
        self.path = request.path
        self.user = request.user
        super().__init__(request, *args, **kwargs)

    def get_results(self, request):
        """One page, and whether there are more. Nothing is counted: in a large library that is what costs.

        Best first where words are looked for; in its own order where a collection is.
        """
        self.page_num = max(1, min(self.page_num, MOST_PAGES))
        start = (self.page_num - 1) * self.list_per_page
        best = self.queryset.best_first(self.query) if self.query else []
        if best:
            page = best[start : start + self.list_per_page + 1]
            rows = self.queryset.in_bulk(page)
            found = [rows[pk] for pk in page if pk in rows]
        else:
            if self.collection:
                self.queryset = self.queryset.order_by("kept_in__order", "kept_in__pk")
            found = list(self.queryset[start : start + self.list_per_page + 1])
        self.has_older = len(found) > self.list_per_page and self.page_num < MOST_PAGES
        self.result_list = found[: self.list_per_page]
        self.result_count = self.full_result_count = start + len(self.result_list)
        self.show_full_result_count = self.show_admin_actions = self.show_all = self.can_show_all = False
        self.multi_page = self.has_older or self.page_num > 1

    @cached_property
    def collection(self) -> Collection | None:
        return next((spec.collection for spec in self.filter_specs if isinstance(spec, InCollection)), None)

    @cached_property
    def photos(self) -> list[dict]:
        """The photographs of this page with their thumbnails' sizes and what each lacks, in words."""
        shown = []
        for photo in self.result_list:
            width, height = crops.scaled(photo.size, min(desk.THUMB, photo.width))
            shown.append({"photo": photo, "width": width, "height": height, "missing": photo.missing()})
        return shown

    @cached_property
    def drawer(self) -> list[tuple]:
        """Filters to choose from, as (title, choices)."""
        pressed = [spec for spec in self.filter_specs if getattr(spec, "typed", "") != "text"]
        return [(spec.title, list(spec.choices(self))) for spec in pressed]

    @cached_property
    def typed(self) -> list[dict]:
        """Filters that are typed: {"kind", "inputs": [(name, label, value)], "suggestions"}."""
        specs = [spec for spec in self.filter_specs if getattr(spec, "typed", "")]
        fields = {field for spec in specs for field in getattr(spec, "fields", ())}
        newest = list(self.root_queryset.newest_first().prefetch_related(None).values(*fields)[:SUGGESTED])
        return [{"kind": spec.typed, "inputs": spec.inputs, "suggestions": spec.suggestions(newest)} for spec in specs]

    @cached_property
    def other_params(self) -> list[tuple]:
        """What the form of typed filters takes along: all that is asked for and not typed in it."""
        own = {name for entry in self.typed for name, _label, _value in entry["inputs"]}
        return [(name, value) for name, value in self.params.items() if name not in {*own, PAGE_VAR}] + [
            (name, value)
            for spec in self.filter_specs
            for name, value in spec.used_parameters.items()
            if name not in own and value
        ]

    @cached_property
    def words(self) -> list[dict]:
        set_ones = []
        for spec in self.filter_specs:
            choices = list(spec.choices(self))
            without = self.get_query_string(remove=spec.expected_parameters())
            set_ones += [
                {"word": f"{spec.title}: {choice['display']}", "without": without}
                for choice in choices[1:]
                if choice["selected"]
            ]
        if self.query:
            set_ones.insert(0, {"word": f"“{self.query}”", "without": self.get_query_string(remove=[SEARCH_VAR])})
        return set_ones

    @cached_property
    def asked(self) -> str:
        """All that is asked for, as it stands in the address; empty where nothing is."""
        return self.get_query_string(remove=[PAGE_VAR]).lstrip("?")

    @cached_property
    def saved(self) -> list[SavedSearch]:
        """Searches that this person kept, and those for the whole desk."""
        return list(SavedSearch.objects.filter(Q(by=self.user) | Q(shared=True)).select_related("by"))

    @cached_property
    def collections(self) -> list[Collection]:
        """Those that photographs may be put into from here, the newest first."""
        return list(Collection.objects.all()[:30])

    @property
    def older_page(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if self.has_older else ""

    @property
    def newer_page(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num - 1} if self.page_num > 2 else {}, [PAGE_VAR])
