"""The picture desk: a grid of whole frames, one photograph's form, and the addresses of desk.py."""

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import alike, crops, rights
from media.admin import collecting, desk, shoot
from media.admin.filters import FILTERS
from media.admin.forms import SAID, PhotoForm
from media.admin.grid import Grid
from media.models import Collection, Photo
from media.uses import uses

WORDS = ("caption", "alt", "headline", "people", "place_shown", "event", "city", "province", "country", "keywords")
MAKERS = ("credit", "creators", "copyright", "source")
RIGHTS = ("usage_terms", "licence_page", "instructions", "digital_source_type")
# Which right a field of the form needs; the rest goes with the caption.
NEEDS = {name: "photo.edit_credit" for name in MAKERS} | {name: "photo.set_rights" for name in RIGHTS}


CUTS_BY_HAND = (gettext_lazy("Cuts by hand"), {"fields": ["hand_crops"], "classes": ["cuts"]})


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_filter = FILTERS
    search_fields = ["caption"]  # and all other words: Grid asks the index
    search_help_text = gettext_lazy("Words, names, places; “together”, -without")
    ordering = ["-uploaded_at", "-id"]
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
            path("names/", inside(collecting.names), name="media_photo_names"),
            path("chosen/", inside(collecting.chosen), name="media_photo_chosen"),
            path("collections/", inside(self.collections), name="media_photo_collections"),
            path("collections/<int:collection_id>/", inside(collecting.change), name="media_photo_collection"),
            path("searches/", inside(collecting.searches), name="media_photo_searches"),
            path("pick/", inside(desk.pick), name="media_photo_pick"),
            path("<int:object_id>/words/", inside(desk.save_words), name="media_photo_words"),
            path("<int:object_id>/original/", inside(desk.original), name="media_photo_original"),
            path("<int:object_id>/thumb/<int:width>/", inside(desk.thumbnail), name="media_photo_thumb"),
        ]
        return own + super().get_urls()

    def upload(self, request):
        return shoot.upload(request, self.admin_site.each_context(request))

    def collections(self, request):
        return collecting.collections(request, self.admin_site.each_context(request))

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
        return False  # a withdrawn photograph stays on record, and its stories with it

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
        """Nothing yet: Grid asks the index for words and names at once."""
        return queryset, False

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("Photographs"),
            "add_word": _("Upload"),
            "upload_url": reverse("admin:media_photo_upload") if self.has_add_permission(request) else "",
            "thumb": desk.THUMB,
            "kinds": Collection.Kind.choices,
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
            "alike": alike.nearest(request.user, obj),
            "use_count": sum(
                relation.related_model._base_manager.filter(**{relation.field.name: obj}).count() for relation in uses()
            ),
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
        for name in form.changed_data:
            obj.taken_from[name] = "desk"
        obj.save(update_fields=[*form.changed_data, "taken_from"] if form.changed_data else ["taken_from"])


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
