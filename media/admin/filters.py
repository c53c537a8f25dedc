"""What the picture grid can be narrowed by. Each filter is a word that can be taken away again; each address can be shared."""

from datetime import datetime, time, timedelta

from django.contrib.admin import ListFilter, SimpleListFilter
from django.db.models import Exists, F, OuterRef, Q
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import alike, rights
from media.models import Collection, Photo, ReleasedPhoto
from media.uses import in_use
from newsroom.fulltext import folded_words
from newsroom.text import clean_line, sort_key

LONGEST = 100  # letters of a typed filter
SUGGESTED = 300


class Choices(SimpleListFilter):
    """A few choices, each a condition."""

    options: dict = {}

    def lookups(self, request, model_admin):
        return [(key, word) for key, (word, _condition) in self.options.items()]

    def queryset(self, request, queryset):
        chosen = self.options.get(self.value())
        return self.narrowed(queryset, chosen[1]) if chosen else queryset

    def narrowed(self, queryset, condition):
        return queryset.filter(condition)


class Usable(Choices):
    title, parameter_name = gettext_lazy("Usable"), "usable"
    options = {"now": (gettext_lazy("may be published now"), None)}

    def narrowed(self, queryset, condition):
        return queryset.usable()


class Mine(Choices):
    title, parameter_name = gettext_lazy("Sent by"), "mine"
    options = {"yes": (gettext_lazy("me"), None)}

    def queryset(self, request, queryset):
        return (
            queryset.filter(uploaded_by=request.user) if self.value() == "yes" else super().queryset(request, queryset)
        )


class Missing(Choices):
    title, parameter_name = gettext_lazy("Missing"), "missing"
    options = {
        "words": (gettext_lazy("caption or credit"), Q(caption="") | Q(credit="", creators=[])),
        "caption": (gettext_lazy("caption"), Q(caption="")),
        "credit": (gettext_lazy("credit"), Q(credit="", creators=[])),
        "alt": (gettext_lazy("alt text"), Q(alt="")),
    }


class Use(Choices):
    title, parameter_name = gettext_lazy("Use"), "used"
    options = {
        "live": (gettext_lazy("readers see it"), None),
        "yes": (gettext_lazy("in a story"), None),
        "no": (gettext_lazy("never used"), None),
    }

    def narrowed(self, queryset, condition):
        match self.value():
            case "live":
                return queryset.filter(Exists(ReleasedPhoto.objects.filter(photo=OuterRef("pk"))))
            case "yes":
                return queryset.filter(in_use())
        return queryset.exclude(in_use())


class Shape(Choices):
    title, parameter_name = gettext_lazy("Shape"), "shape"
    options = {
        "wide": (gettext_lazy("landscape"), Q(width__gt=F("height") * 1.05, width__lte=F("height") * 2)),
        "tall": (gettext_lazy("portrait"), Q(height__gt=F("width") * 1.05)),
        "square": (gettext_lazy("square"), Q(width__lte=F("height") * 1.05, height__lte=F("width") * 1.05)),
        "panorama": (gettext_lazy("panorama"), Q(width__gt=F("height") * 2)),
    }


class Typed(SimpleListFilter):
    """A field of its own in the drawer: its words are typed, marks or none, the last one may be only begun."""

    typed = "text"
    fields: tuple = ()
    MOST = 20_000  # photographs whose field is looked at, newest first

    def lookups(self, request, model_admin):
        said = clean_line(self.value() or "")[:LONGEST]
        return [(self.value(), said)] if said else []

    def has_output(self):
        return True

    @property
    def inputs(self):
        """What the form of the drawer shows: [(name, label, value)]."""
        return [(self.parameter_name, self.title, clean_line(self.value() or "")[:LONGEST])]

    def suggestions(self, newest):
        """What stands in this field of the newest photographs, given as values, to choose from while typing."""
        values = [row[field] for row in newest for field in self.fields]
        entries = {entry for value in values for entry in (value if isinstance(value, list) else [value]) if entry}
        return sorted(entries, key=sort_key)[:SUGGESTED]

    def queryset(self, request, queryset):
        wanted = folded_words(clean_line(self.value() or "")[:LONGEST])
        if not wanted:
            return queryset
        near = queryset.search(wanted).order_by("-pk").values_list("pk", *self.fields)[: self.MOST]
        return queryset.filter(pk__in=[pk for pk, *values in near if _begins_a_word(wanted, values)])


def _begins_a_word(wanted, values):
    entries = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
    return any(f" {wanted}" in f" {folded_words(entry)}" for entry in entries)


class Photographer(Typed):
    title, parameter_name, fields = gettext_lazy("Photographer"), "by", ("creators", "credit")


class Place(Typed):
    title, parameter_name = gettext_lazy("Place"), "place"
    fields = ("place_shown", "city", "province", "country")


class Person(Typed):
    title, parameter_name, fields = gettext_lazy("Person shown"), "person", ("people",)


class Event(Typed):
    title, parameter_name, fields = gettext_lazy("Event"), "event", ("event",)


class Taken(ListFilter):
    """From a day to a day, both included, on the paper's clock; each may be left open."""

    title = gettext_lazy("Taken")
    typed = "date"
    field = "taken_at"
    names = ("taken_from", "taken_to")

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in self.names if name in params}
        self.days = [parse_day(self.used_parameters.get(name, "")) for name in self.names]

    def expected_parameters(self):
        return list(self.names)

    def has_output(self):
        return True

    @property
    def inputs(self):
        labels = (_("%(what)s from") % {"what": self.title}, _("to"))
        days = [day.isoformat() if day else "" for day in self.days]
        return list(zip(self.names, labels, days, strict=True))

    def suggestions(self, newest):
        return []

    def choices(self, changelist):
        """All; the last days, to be pressed; and what is set, if it is none of them."""
        without = changelist.get_query_string(remove=list(self.names))
        yield {"selected": not any(self.days), "query_string": without, "display": _("All")}
        today = timezone.localdate()
        known = False
        for word, before in ((_("today"), 0), (_("in the last 7 days"), 6), (_("in the last month"), 30)):
            begin = today - timedelta(days=before)
            is_it = self.days == [begin, None]
            known = known or is_it
            query = changelist.get_query_string({self.names[0]: begin.isoformat()}, [self.names[1]])
            yield {"selected": is_it, "query_string": query, "display": word}
        if any(self.days) and not known:
            yield {"selected": True, "query_string": "?", "display": self.said()}

    def said(self):
        first, last = (formats.date_format(day, "d-m-Y") if day else "" for day in self.days)
        return " – ".join([first or "…", last or "…"]) if first != last else first

    def queryset(self, request, queryset):
        first, last = self.days
        if first:
            queryset = queryset.filter(**{f"{self.field}__gte": midnight(first)})
        if last:
            queryset = queryset.filter(**{f"{self.field}__lt": midnight(last + timedelta(days=1))})
        return queryset


class Sent(Taken):
    title, field, names = gettext_lazy("Sent"), "uploaded_at", ("sent_from", "sent_to")


def parse_day(written):
    """A day out of an address, between 1826 and 2999; None where it is none."""
    try:
        day = parse_date(written)
    except ValueError:
        return None
    return day if day and 1826 <= day.year < 3000 else None


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time(0)))


class InCollection(SimpleListFilter):
    """?collection=7, as the page of collections asks for it."""

    title, parameter_name = gettext_lazy("Collection"), "collection"

    def lookups(self, request, model_admin):
        asked = self.value() or ""
        self.collection = (
            Collection.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
        )
        return [(asked, self.collection.name)] if self.collection else []

    def queryset(self, request, queryset):
        return queryset.filter(kept_in__collection=self.collection) if self.collection else queryset


class LooksLike(SimpleListFilter):
    """?like=7, as the page of a photograph asks for it."""

    title, parameter_name = gettext_lazy("Looks like"), "like"

    def lookups(self, request, model_admin):
        asked = self.value() or ""
        one = Photo.objects.filter(pk=int(asked) if asked.isdecimal() and len(asked) < 19 else None)
        self.photo = rights.visible(request.user, one).first()
        return [(asked, self.photo)] if self.photo else []

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=alike.alike(request.user, self.photo)) if self.photo else queryset


FILTERS = [Photographer, Place, Person, Event, Taken, Sent, Usable, Missing, Use, Shape, Mine, InCollection, LooksLike]
