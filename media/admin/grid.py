"""The grid of photographs: what is found, page by page without counting, with the filters in a drawer and as words."""

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property

from media import crops, finding
from media.admin import desk, filters
from media.models import Collection, SavedSearch

BEFORE = "before"
PAGE = 40


def by_place(photos: QuerySet, most: int, before: str = "") -> tuple[list, str]:
    """Photographs that are filtered by a collection, in its order, and the key of what follows."""
    photos = photos.annotate(nth=F("kept_in__order")).order_by("nth")
    if before.isdecimal() and len(before) < 9:
        photos = photos.filter(nth__gt=int(before))
    found = list(photos[: most + 1])
    return found[:most], str(found[most - 1].nth) if len(found) > most else ""


class Grid(ChangeList):
    """What the desk's list template asks for. Newest first; with words, the best first; a collection in its own order."""

    rows = ()
    formset = None

    def __init__(self, request, *args, **kwargs):
        self.path = request.path
        self.user = request.user
        self.before = request.GET.get(BEFORE, "")[:80]
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(BEFORE, None)
        return found

    def get_query_string(self, new_params=None, remove=None):
        return super().get_query_string(
            new_params, [*(remove or []), *([] if BEFORE in (new_params or {}) else [BEFORE])]
        )

    def get_results(self, request):
        """Never counts: whether more follows is known by one row too many."""
        self.params.pop(BEFORE, None)
        asked = finding.parse(
            self.query, [token for spec in self.filter_specs for token in getattr(spec, "tokens", [])]
        )
        photos = self.queryset
        if not finding.is_everything(asked):
            found, older = finding.by_rank(photos, asked, PAGE, self.before)
        elif self.collection:
            found, older = by_place(finding.matching(photos, asked), PAGE, self.before)
        else:
            is_by_day = any(isinstance(spec, filters.Taken) and spec.is_set for spec in self.filter_specs)
            field = "taken_at" if is_by_day else "uploaded_at"
            found, older = finding.by_time(finding.matching(photos, asked), PAGE, self.before, field)
        self.result_list, self.older = found, older
        self.result_count = self.full_result_count = len(found)
        self.show_full_result_count = self.show_admin_actions = self.can_show_all = self.multi_page = False

    @cached_property
    def photos(self) -> list[dict]:
        """The photographs of this page with their thumbnails' sizes and what is against placing each, in words."""
        shown = []
        for photo in self.result_list:
            width, height = crops.scaled(photo.size, min(desk.THUMB, photo.width))
            shown.append({"photo": photo, "width": width, "height": height, "why": photo.why_not()})
        return shown

    # Filters.

    @cached_property
    def collection(self) -> Collection | None:
        return next((spec.thing for spec in self.filter_specs if isinstance(spec, filters.In)), None)

    @cached_property
    def drawer(self) -> list[tuple]:
        """Filters of which one word is chosen: [(title, choices)]."""
        typed = (filters.Name, filters.Named)
        return [(spec.title, list(spec.choices(self))) for spec in self.filter_specs if not isinstance(spec, typed)]

    @cached_property
    def typed(self) -> list[dict]:
        """Filters into which a name is typed."""
        return [
            {"title": spec.title, "name": spec.parameter_name, "kind": spec.kind, "value": spec.lookup_choices[0][0]}
            for spec in self.filter_specs
            if isinstance(spec, filters.Name)
        ]

    @cached_property
    def days(self) -> list[dict]:
        """Filters into which days are typed."""
        return [
            {"title": spec.title, "name": spec.parameter_name, "first": spec.ends[0], "last": spec.ends[1]}
            for spec in self.filter_specs
            if isinstance(spec, filters.Days)
        ]

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """What a form beside the typed filters sends along, so that it adds to what is set."""
        own = {entry["name"] for entry in self.typed}
        own |= {name for spec in self.filter_specs if isinstance(spec, filters.Days) for name in spec.names[1:]}
        return [(name, value) for name, value in self.params.items() if name not in own]

    @cached_property
    def words(self) -> list[dict]:
        """What is set, each with the address that takes it away."""
        set_ones = []
        for spec in self.filter_specs:
            choices = list(spec.choices(self))
            set_ones += [
                {"word": f"{spec.title}: {choice['display']}", "without": choices[0]["query_string"]}
                for choice in choices[1:]
                if choice["selected"]
            ]
        if self.query:
            set_ones.insert(0, {"word": f"“{self.query}”", "without": self.get_query_string(remove=[SEARCH_VAR])})
        return set_ones

    # Pages.

    @property
    def older_page(self) -> str:
        return self.get_query_string({BEFORE: self.older}) if self.older else ""

    @property
    def first_page(self) -> str:
        return self.get_query_string() if self.before else ""

    # Kept searches and collections.

    @cached_property
    def query_now(self) -> str:
        return self.get_query_string().removeprefix("?")

    @cached_property
    def searches(self) -> list[dict]:
        rows = SavedSearch.objects.filter(Q(by=self.user) | Q(shared=True)).select_related("by").order_by("name", "pk")
        return [
            {"row": row, "is_set": row.query == self.query_now, "is_mine": row.by_id == self.user.pk}
            for row in rows[:80]
        ]

    @cached_property
    def collections(self) -> list[Collection]:
        """Where a selection may go: the newest that are open to this person."""
        return list(Collection.objects.open_to(self.user).newest_first()[:30])
