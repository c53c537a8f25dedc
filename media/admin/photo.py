"""The picture desk: a grid of whole frames, one photograph's form, and the addresses of desk.py."""

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets, SimpleListFilter
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import alike, corrections, crops, rights, uses, versions
from media.admin import carry, desk, keep, mine, proposals, replace, shoot
from media.admin.forms import SAID, PhotoForm
from media.models import Photo, Version
from media.uses import in_use

WORDS = ("caption", "alt", "headline", "people", "place_shown", "event", "city", "province", "country", "keywords")
MAKERS = ("credit", "creators", "copyright", "source")
RIGHTS = ("usage_terms", "licence_page", "instructions", "digital_source_type")
# Which right a field of the form needs; the rest goes with the caption.
NEEDS = {name: "photo.edit_credit" for name in MAKERS} | {name: "photo.set_rights" for name in RIGHTS}


CUTS_BY_HAND = (gettext_lazy("Cuts by hand"), {"fields": ["hand_crops"], "classes": ["cuts"]})


class Mine(SimpleListFilter):
    title, parameter_name = gettext_lazy("Sent by"), "mine"

    def lookups(self, request, model_admin):
        return [("yes", _("me"))]

    def queryset(self, request, queryset):
        return queryset.filter(uploaded_by=request.user) if self.value() == "yes" else queryset


class Missing(SimpleListFilter):
    title, parameter_name = gettext_lazy("Missing"), "missing"
    LACKS = {
        "caption": Q(caption=""),
        "credit": Q(credit="", creators=[]),
        "words": Q(caption="") | Q(credit="", creators=[]),
    }

    def lookups(self, request, model_admin):
        return [("words", _("caption or credit")), ("caption", _("caption")), ("credit", _("credit"))]

    def queryset(self, request, queryset):
        return queryset.filter(self.LACKS[self.value()]) if self.value() in self.LACKS else queryset


class Unused(SimpleListFilter):
    title, parameter_name = gettext_lazy("Use"), "used"

    def lookups(self, request, model_admin):
        return [("no", _("never used")), ("live", _("readers see it"))]

    def queryset(self, request, queryset):
        if self.value() == "live":
            return queryset.exclude(released=None)
        return queryset.exclude(in_use()) if self.value() == "no" else queryset


class LooksLike(SimpleListFilter):
    """?like=7, as the page of a photograph asks for it; there is nothing to choose here."""

    title, parameter_name = gettext_lazy("Looks like"), "like"

    def lookups(self, request, model_admin):
        asked = request.GET.get("like", "")
        self.photo = Photo.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
        return [(asked, self.photo)] if self.photo else []

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=alike.alike(request.user, self.photo)) if self.value() else queryset


class FirstPages(Paginator):
    """Pages over the first 2,000 photographs; older ones are searched for. Counting stays cheap in a large library."""

    MOST = 2000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.MOST].count()


class Grid(ChangeList):
    """What the desk's list template asks for: filters in a drawer, the set ones as words, older and newer."""

    rows = ()

    def __init__(self, request, *args, **kwargs):
        self.path = request.path
        super().__init__(request, *args, **kwargs)

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
        return [(spec.title, list(spec.choices(self))) for spec in self.filter_specs]

    @cached_property
    def words(self) -> list[dict]:
        set_ones = [
            {"word": f"{title}: {choice['display']}", "without": choices[0]["query_string"]}
            for title, choices in self.drawer
            for choice in choices[1:]
            if choice["selected"]
        ]
        if self.query:
            set_ones.insert(0, {"word": f"“{self.query}”", "without": self.get_query_string(remove=[SEARCH_VAR])})
        return set_ones

    @property
    def older_page(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if self.page_num < self.paginator.num_pages else ""

    @property
    def newer_page(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num - 1} if self.page_num > 2 else {}, [PAGE_VAR])


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_filter = [Mine, Missing, Unused, LooksLike]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Words, names, places; with or without marks")
    paginator = FirstPages
    ordering = ["-uploaded_at", "-id"]
    list_per_page = 40
    list_max_show_all = 40
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    actions = None
    change_list_template = "admin/media/photo/change_list.html"
    change_form_template = "admin/media/photo/change_form.html"
    fieldsets = [
        (None, {"fields": ["caption", "credit", "alt"]}),
        (
            gettext_lazy("Who and where"),
            {"fields": ["creators", "headline", "people", "place_shown", "event", "keywords"]},
        ),
        (
            gettext_lazy("City, source, long description"),
            {"fields": ["city", "province", "country", "source", "long_description"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("Rights"),
            {"fields": ["copyright", *RIGHTS], "classes": ["collapse"]},
        ),
        (gettext_lazy("Focal point"), {"fields": [("focus_x", "focus_y")], "classes": ["focus"]}),
        CUTS_BY_HAND,
    ]

    def get_urls(self):
        def inside(view):
            return self.admin_site.admin_view(view)

        own = [
            path("upload/", inside(self.upload), name="media_photo_upload"),
            path("known/", inside(shoot.known), name="media_photo_known"),
            path("frames/", inside(shoot.frames), name="media_photo_frames"),
            path("codes/", inside(shoot.code_list), name="media_photo_codes"),
            path("stories/", inside(shoot.find_stories), name="media_photo_stories"),
            path("stories/<int:story_id>/", inside(shoot.give), name="media_photo_give"),
            path("pick/", inside(desk.pick), name="media_photo_pick"),
            path("mine/", inside(self.mine), name="media_photo_mine"),
            path("<int:object_id>/propose/", inside(proposals.propose), name="media_photo_propose"),
            path("proposals/<int:proposal_id>/", inside(self.proposal), name="media_photo_proposal"),
            path("deleted/", inside(self.deleted), name="media_photo_deleted"),
            path(
                "<int:object_id>/corrected/<int:correction_id>/", inside(self.corrected), name="media_photo_corrected"
            ),
            path("<int:newer_id>/replace/<int:older_id>/", inside(self.replace), name="media_photo_replace"),
            path("<int:object_id>/restore/", inside(keep.restore), name="media_photo_restore"),
            path("<int:object_id>/words/", inside(desk.save_words), name="media_photo_words"),
            path("<int:object_id>/original/", inside(desk.original), name="media_photo_original"),
            path("<int:object_id>/thumb/<int:width>/", inside(desk.thumbnail), name="media_photo_thumb"),
        ]
        return own + super().get_urls()

    def upload(self, request):
        return shoot.upload(request, self.admin_site.each_context(request))

    def mine(self, request):
        return mine.page(request, self.admin_site.each_context(request))

    def proposal(self, request, proposal_id):
        return proposals.page(request, self.admin_site.each_context(request), proposal_id)

    def deleted(self, request):
        return keep.deleted(request, self.admin_site.each_context(request))

    def corrected(self, request, object_id, correction_id):
        return carry.page(request, self.admin_site.each_context(request), object_id, correction_id)

    def replace(self, request, newer_id, older_id):
        return replace.page(request, self.admin_site.each_context(request), newer_id, older_id)

    def delete_view(self, request, object_id, extra_context=None):
        photo = self.get_object(request, object_id)
        if photo is None:
            raise Http404
        return keep.delete(request, self.admin_site.each_context(request), photo)

    # Rights: rows of the permission table, never Django's own.

    def has_module_permission(self, request):
        return request.user.has_perm("photo.view_unreleased")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("photo.view_unreleased", obj)

    def has_change_permission(self, request, obj=None):
        return any(request.user.has_perm(right, obj) for right in ("photo.edit_caption", *set(NEEDS.values())))

    def has_add_permission(self, request):
        return request.user.has_perm("photo.upload")

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("photo.delete", obj) and (obj is None or obj.deleted_at is None)

    def get_readonly_fields(self, request, obj=None):
        names = [name for name in PhotoForm.Meta.fields if obj is not None]
        return [name for name in names if not request.user.has_perm(NEEDS.get(name, "photo.edit_caption"), obj)]

    def get_fieldsets(self, request, obj=None):
        """Numbers of a cut say nothing to somebody who may not draw it."""
        may_draw = request.user.has_perm("photo.edit_caption", obj)
        return [part for part in super().get_fieldsets(request, obj) if may_draw or part is not CUTS_BY_HAND]

    # The grid.

    def get_changelist(self, request, **kwargs):
        return Grid

    def get_queryset(self, request):
        return rights.visible(request.user, super().get_queryset(request)).kept().with_pictures()

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term[:200]), False

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("Photographs"),
            "add_word": _("Upload"),
            "upload_url": reverse("admin:media_photo_upload") if self.has_add_permission(request) else "",
            "thumb": desk.THUMB,
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def add_view(self, request, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:media_photo_upload"))

    # One photograph.

    def get_object(self, request, object_id, from_field=None):
        """Whoever may see it by the table, in a list or not: an editor follows a link from a story."""
        try:
            return Photo.objects.with_pictures().filter(pk=object_id).first()
        except (ValueError, OverflowError):
            return None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {
            "photo": obj,
            "show_save_and_add_another": False,
            "title": str(obj),
            "subtitle": "",
            "look": self._look(request, obj),
            "cuts": [(shape, crops.SHAPES[shape].ratio, said) for shape, said in SAID.items()]
            if request.user.has_perm("photo.edit_caption", obj)
            else [],
            "readings": _readings(obj),
            "uses": uses.of(request.user, obj),
            "may_restore": request.user.has_perm("photo.delete", obj),
            "newest": versions.replaced_by(obj),
            "took_place_of": Photo.objects.filter(
                newer_versions__photo=obj, newer_versions__kind=Version.Kind.REPLACES
            ),
            "pairs": versions.pairs(request.user, obj),
            "alike": alike.nearest(request.user, obj),
            "may_fetch_original": request.user.has_perm("photo.view_original", obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _look(self, request, photo):
        """The large picture with its size; None while there is no picture, or for those who may not see it."""
        if not photo.renditions.all() or not request.user.has_perm("photo.view_unreleased", photo):
            return None
        width, height = crops.scaled(photo.size, min(960, photo.width))
        return {"src": reverse("admin:media_photo_thumb", args=[photo.pk, 960]), "width": width, "height": height}

    def save_model(self, request, obj, form, change):
        before = corrections.words_of(Photo.objects.get(pk=obj.pk))
        for name in form.changed_data:
            obj.taken_from[name] = "desk"
        obj.save(update_fields=[*form.changed_data, "taken_from"] if form.changed_data else ["taken_from"])
        request.corrected = carry.after_save(request, obj, before)

    def response_change(self, request, obj):
        """Where stories show the photograph, corrected words lead to the page that says what becomes of them there."""
        if request.corrected and "_continue" not in request.POST:
            messages.success(request, _("The photograph's words are corrected."))
            return HttpResponseRedirect(request.corrected)
        return super().response_change(request, obj)


def _readings(photo: Photo) -> list[dict]:
    """What the file said, field by field: what was taken and from where, and what was not, with the reason."""
    why = {
        "differs": _("another block says"),
        "camera default": _("a camera's own words"),
        "file name": _("only a file name"),
        "placeholder": _("nobody's words"),
    }
    labels = {field.name: field.verbose_name for field in Photo._meta.get_fields() if hasattr(field, "verbose_name")}
    found = []
    for name in dict.fromkeys([*photo.taken_from, *photo.damaged, *photo.others]):
        kept = [
            {"block": e["block"].upper(), "value": e["value"], "why": why[e["why"]]} for e in photo.others.get(name, [])
        ]
        lost = [
            {"block": e["block"].upper(), "value": e["value"], "why": _("damaged"), "damaged": True}
            for e in photo.damaged.get(name, [])
        ]
        source = photo.taken_from.get(name, "")
        raw = photo.raw.get(source, {}).get(name)
        if raw is None and name == "date":
            raw = photo.raw.get("date")
        value = ", ".join(raw) if isinstance(raw, list) else raw
        found.append(
            {
                "label": labels.get(name, _("taken at") if name == "date" else name),
                "block": "" if source == "desk" else source.upper(),
                "value": value if isinstance(value, str) else "",
                "others": kept + lost,
            }
        )
    return [entry for entry in found if entry["value"] or entry["others"]]
