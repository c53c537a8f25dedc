"""What the grid can be filtered by. Choices stand in the drawer as words; names and days are typed."""

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import alike, finding, rights
from media.models import Collection, Photo
from media.uses import in_use


class Choice(SimpleListFilter):
    """One of a few words. An unknown one in an address filters nothing."""

    CHOICES: tuple = ()

    def lookups(self, request, model_admin):
        return self.CHOICES

    def queryset(self, request, queryset):
        return self.filtered(request, queryset) if self.value() in dict(self.lookup_choices) else queryset


class Usable(Choice):
    title, parameter_name = gettext_lazy("State"), "usable"
    CHOICES = (("now", gettext_lazy("usable now")), ("no", gettext_lazy("not usable now")))

    def filtered(self, request, queryset):
        usable = Photo.objects.usable()
        return queryset.usable() if self.value() == "now" else queryset.exclude(pk__in=usable.values("pk"))


class Mine(Choice):
    title, parameter_name = gettext_lazy("Sent by"), "mine"
    CHOICES = (("yes", gettext_lazy("me")),)

    def filtered(self, request, queryset):
        return queryset.filter(uploaded_by=request.user)


class Missing(Choice):
    title, parameter_name = gettext_lazy("Missing"), "missing"
    CHOICES = (
        ("words", gettext_lazy("caption or credit")),
        ("caption", gettext_lazy("caption")),
        ("credit", gettext_lazy("credit")),
        ("alt", gettext_lazy("alt text")),
    )
    LACKS = {
        "caption": Q(caption=""),
        "credit": Q(credit="", creators=[]),
        "words": Q(caption="") | Q(credit="", creators=[]),
        "alt": Q(alt=""),
    }

    def filtered(self, request, queryset):
        return queryset.filter(self.LACKS[self.value()])


class Used(Choice):
    title, parameter_name = gettext_lazy("Use"), "used"
    CHOICES = (
        ("no", gettext_lazy("never used")),
        ("yes", gettext_lazy("used")),
        ("live", gettext_lazy("readers see it")),
    )

    def filtered(self, request, queryset):
        if self.value() == "live":
            return queryset.exclude(released=None)
        return queryset.exclude(in_use()) if self.value() == "no" else queryset.filter(in_use())


class Shape(Choice):
    """Asked of the index, where each photograph has its token."""

    title, parameter_name = gettext_lazy("Shape"), "shape"
    CHOICES = (
        ("landscape", gettext_lazy("landscape")),
        ("portrait", gettext_lazy("portrait")),
        ("square", gettext_lazy("square")),
        ("panorama", gettext_lazy("panorama")),
    )

    @property
    def tokens(self):
        return [f"is0{self.value()}"] if self.value() in dict(self.lookup_choices) else []

    def filtered(self, request, queryset):
        return queryset


class MadeByMachine(Shape):
    title, parameter_name = gettext_lazy("Made by"), "made"
    CHOICES = (("ai", gettext_lazy("a machine (AI)")),)


class Days(SimpleListFilter):
    """A day, or from one day to another: ?taken=today, ?taken=7, ?taken_from=2026-11-01&taken_to=2026-11-03."""

    field = ""

    def __init__(self, request, params, model, model_admin):
        ends = [f"{self.parameter_name}_from", f"{self.parameter_name}_to"]
        self.names = [self.parameter_name, *ends]
        self.ends = [self._day(request, params.pop(name, [""])[-1]) for name in ends]
        super().__init__(request, params, model, model_admin)

    @staticmethod
    def _day(request, typed: str) -> date | None:
        try:
            day = parse_date(typed.strip())
        except ValueError:
            day = None
        if typed.strip() and day is None:
            message = _("“%(typed)s” is not a day, so it was left out. Write it as 2026-11-30.")
            messages.warning(request, message % {"typed": typed[:40]})
        return day

    def lookups(self, request, model_admin):
        return [("today", _("today")), ("7", _("last 7 days")), ("30", _("last 30 days"))]

    @property
    def is_set(self) -> bool:
        return any(self.ends) or self.value() in dict(self.lookup_choices)

    def choices(self, changelist):
        first, *rest = super().choices(changelist)
        yield {**first, "selected": not self.is_set, "query_string": changelist.get_query_string(remove=self.names)}
        for choice, (value, _title) in zip(rest, self.lookup_choices, strict=True):
            yield {
                **choice,
                "query_string": changelist.get_query_string({self.parameter_name: value}, remove=self.names[1:]),
            }
        if any(self.ends):
            said = [f"{day:%d-%m-%Y}" if day else "…" for day in self.ends]
            yield {"selected": True, "query_string": "", "display": "–".join(dict.fromkeys(said))}

    def queryset(self, request, queryset):
        first, last = self.ends
        if self.value() in dict(self.lookup_choices):
            back = 0 if self.value() == "today" else int(self.value()) - 1
            first = timezone.localdate() - timedelta(days=back)
        if first:
            queryset = queryset.filter(**{f"{self.field}__gte": _midnight(first)})
        if last and last < date.max:
            queryset = queryset.filter(**{f"{self.field}__lt": _midnight(last + timedelta(days=1))})
        return queryset


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(max(day, date(1800, 1, 1)), time.min))


class Taken(Days):
    title, parameter_name, field = gettext_lazy("Taken"), "taken", "taken_at"


class Uploaded(Days):
    title, parameter_name, field = gettext_lazy("Uploaded"), "sent", "uploaded_at"


class Name(SimpleListFilter):
    """A whole name, typed, with or without marks; asked of the index, where names are tokens of their kind."""

    kind = ""

    def lookups(self, request, model_admin):
        return [(value, value)] if (value := (self.value() or "").strip()[:200]) else [("", "")]

    def queryset(self, request, queryset):
        return queryset

    def choices(self, changelist):
        for value in dict.fromkeys(["", self.lookup_choices[0][0]]):
            wanted = {self.parameter_name: value} if value else {}
            yield {
                "selected": bool(value) or not self.tokens,
                "query_string": changelist.get_query_string(wanted, [] if value else [self.parameter_name]),
                "display": value or _("All"),
            }

    @property
    def tokens(self):
        return list(filter(None, [finding.token(self.kind, self.lookup_choices[0][0])]))


class Photographer(Name):
    title, parameter_name, kind = gettext_lazy("Photographer"), "by", "by"


class Person(Name):
    title, parameter_name, kind = gettext_lazy("Person"), "who", "who"


class Place(Name):
    title, parameter_name, kind = gettext_lazy("Place"), "at", "at"


class Event(Name):
    title, parameter_name, kind = gettext_lazy("Event"), "of", "of"


class Keyword(Name):
    title, parameter_name, kind = gettext_lazy("Keyword"), "key", "key"


class Named(SimpleListFilter):
    """A thing by its number in an address, as another page asks for it; there is nothing to choose here."""

    def lookups(self, request, model_admin):
        asked = (self.value() or "").strip()
        is_number = asked.isdecimal() and asked.isascii() and len(asked) < 19
        self.thing = self.find(request, int(asked)) if is_number else None
        return [(asked, self.thing)] if self.thing else []


class In(Named):
    title, parameter_name = gettext_lazy("Collection"), "collection"

    def find(self, request, number):
        return Collection.objects.open_to(request.user).select_related("by").filter(pk=number).first()

    def queryset(self, request, queryset):
        return queryset.filter(kept_in__collection=self.thing) if self.thing else queryset


class LooksLike(Named):
    title, parameter_name = gettext_lazy("Looks like"), "like"

    def find(self, request, number):
        return rights.visible(request.user, Photo.objects.filter(pk=number)).first()

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=alike.alike(request.user, self.thing)) if self.thing else queryset


# In the order of the drawer. Whatever else may be filtered by is added here.
FILTERS = [
    Usable, Missing, Used, Mine, Shape, MadeByMachine, Taken, Uploaded, Photographer, Person, Place, Event, Keyword, In,
    LooksLike,
]  # fmt: skip
