"""The picture desk: a grid of whole frames, one photograph's form, and the addresses of desk.py."""

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import alike, clearing, corrections, crops, makers, rights, sources, uses, versions
from media.admin import (
    care,
    carry,
    collecting,
    desk,
    filters,
    keep,
    mask,
    mine,
    proposals,
    provenance,
    readings,
    replace,
    shoot,
    terms,
    withdraw,
)
from media.admin.forms import SAID, PhotoForm
from media.admin.grid import Grid
from media.models import Collection, Photo, Version

WORDS = ("caption", "alt", "headline", "people", "place_shown", "event", "city", "province", "country", "keywords")
MAKERS = ("credit", "creators", "copyright", "source")
RIGHTS = ("supplier", "usage_terms", "licence_page", "instructions", "digital_source_type")
# Which right a field of the form needs; the rest goes with the caption.
NEEDS = {name: "photo.edit_credit" for name in MAKERS} | {name: "photo.set_rights" for name in RIGHTS}
NEEDS["place_published"] = "photo.release_metadata"


# What is shown of a field to those who may not change it, where it holds no words.
IN_WORDS = {"digital_source_type": "made_as"}
PLACE_OUT = (gettext_lazy("Place in published files"), {"fields": ["place_published"], "classes": ["collapse"]})
CUTS_BY_HAND = (gettext_lazy("Cuts by hand"), {"fields": ["hand_crops"], "classes": ["cuts"]})


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_filter = filters.FILTERS
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
        PLACE_OUT,
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
            path("flags/", inside(care.flag_many), name="media_photo_flags"),
            path("second/", inside(self.second_looks), name="media_photo_second"),
            path("<int:object_id>/withdraw/", inside(self.withdraw), name="media_photo_withdraw"),
            path("<int:object_id>/restore-withdrawn/", inside(withdraw.restore), name="media_photo_give_back"),
            path("<int:object_id>/receipt/<int:receipt_id>/", inside(self.receipt), name="media_photo_receipt"),
            path(
                "<int:object_id>/receipt/<int:receipt_id>/text/", inside(withdraw.text), name="media_photo_receipt_text"
            ),
            path("<int:object_id>/care/", inside(self.care), name="media_photo_care"),
            path("<int:object_id>/masks/", inside(self.masks), name="media_photo_masks"),
            path("<int:object_id>/look/", inside(mask.look), name="media_photo_look"),
            path("names/", inside(collecting.names), name="media_photo_names"),
            path("chosen/", inside(collecting.chosen), name="media_photo_chosen"),
            path("collections/", inside(self.collections), name="media_photo_collections"),
            path("collections/<int:collection_id>/", inside(collecting.change), name="media_photo_collection"),
            path("searches/", inside(collecting.searches), name="media_photo_searches"),
            path("pick/", inside(desk.pick), name="media_photo_pick"),
            path("rights/", inside(self.rights), name="media_photo_rights"),
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

    def withdraw(self, request, object_id):
        return withdraw.page(request, self.admin_site.each_context(request), object_id)

    def receipt(self, request, object_id, receipt_id):
        return withdraw.receipt(request, self.admin_site.each_context(request), object_id, receipt_id)

    def care(self, request, object_id):
        return care.page(request, self.admin_site.each_context(request), object_id)

    def second_looks(self, request):
        return care.second(request, self.admin_site.each_context(request))

    def masks(self, request, object_id):
        return mask.page(request, self.admin_site.each_context(request), object_id)

    def collections(self, request):
        return collecting.collections(request, self.admin_site.each_context(request))

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

    def rights(self, request):
        return terms.photos_page(request, self.admin_site.each_context(request))

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
        if obj is None:
            return []
        needed = {name: NEEDS.get(name, "photo.edit_caption") for name in PhotoForm.Meta.fields}
        held = {right for right in set(needed.values()) if request.user.has_perm(right, obj)}
        return [IN_WORDS.get(name, name) for name, right in needed.items() if right not in held]

    def get_fieldsets(self, request, obj=None):
        """Numbers of a cut say nothing to somebody who may not draw it, nor a switch to who may not move it."""
        needed = ((CUTS_BY_HAND, "photo.edit_caption"), (PLACE_OUT, "photo.release_metadata"))
        hidden = [part for part, right in needed if not request.user.has_perm(right, obj)]
        parts = [part for part in super().get_fieldsets(request, obj) if part not in hidden]
        if request.user.has_perm("photo.set_rights", obj):
            return parts
        return [
            (
                title,
                how
                | {"fields": [IN_WORDS.get(name, name) if isinstance(name, str) else name for name in how["fields"]]},
            )
            for title, how in parts
        ]

    @admin.display(description=gettext_lazy("How it was made"))
    def made_as(self, photo):
        return sources.words(photo.digital_source_type)

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
            "may_set_rights": request.user.has_perm("photo.set_rights"),
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
            "readings": readings.table(obj),
            "file_says": (said := readings.panel(obj, context["adminform"].form.fields.__contains__)),
            "makers": makers.of(request.user, obj),
            "damaged_words": any(field["damaged"] for field in said),
            "credentials": provenance.told(obj),
            "rights": terms.panel(request.user, obj),
            "uses": uses.of(request.user, obj),
            "correction": obj.corrections.first(),
            "may_restore": request.user.has_perm("photo.delete", obj),
            "newest": versions.replaced_by(obj),
            "took_place_of": Photo.objects.filter(
                newer_versions__photo=obj, newer_versions__kind=Version.Kind.REPLACES
            ),
            "pairs": versions.pairs(request.user, obj),
            "care": care.of(request.user, obj),
            "alike": alike.nearest(request.user, obj),
            "may_fetch_original": desk.may_have_original(request.user, obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _look(self, request, photo):
        """The large picture with its size; None while there is no picture, or for those who may not see it."""
        if not photo.renditions.all() or not request.user.has_perm("photo.view_unreleased", photo):
            return None
        width, height = crops.scaled(photo.size, min(960, photo.width))
        return {"src": reverse("admin:media_photo_thumb", args=[photo.pk, 960]), "width": width, "height": height}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A press on one of the file's readings is that reading typed into the form; see readings."""
        pressed = request.POST.get("_take") or request.POST.get("_keep")
        photo = self.get_object(request, object_id) if pressed and object_id else None
        if photo is not None:
            request.POST = request.POST.copy()
            request.taken = readings.pressed(photo, pressed) if "_take" in request.POST else None
            if request.taken:
                request.filled = readings.into_form(request.POST, request.taken, pressed)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        before = corrections.words_of(Photo.objects.get(pk=obj.pk))
        for name in form.changed_data:
            obj.taken_from[name] = "desk"
        press, extra = getattr(request, "taken", None), ["taken_from"]
        if press and press.field in form.fields:
            filled = request.filled.intersection(form.changed_data)
            readings.settle(obj, press, form.initial.get(press.field), filled)
            extra.append("others")
        elif (kept := request.POST.get("_keep")) in form.fields:
            readings.keep(obj, kept)
        obj.save(update_fields=[*form.changed_data, *extra])
        if "instructions" in form.changed_data:
            clearing.read_instructions(obj, by=request.user)
        if "_maker" in request.POST:
            self._say_whom_a_name_means(request, obj)
        request.corrected = carry.after_save(request, obj, before)

    def _say_whom_a_name_means(self, request, photo):
        try:
            self.message_user(request, makers.press(request.user, photo, request.POST["_maker"]))
        except makers.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def response_change(self, request, obj):
        """A press stays where it was pressed, unless stories show the words it changed."""
        if "_maker" in request.POST:
            return self._after_correcting(request) or HttpResponseRedirect(f"{request.path}#makers")
        if "_take" not in request.POST and "_keep" not in request.POST:
            return self._after_correcting(request) or super().response_change(request, obj)
        if "_keep" in request.POST:
            self.message_user(request, _("Kept as it was. The file's other words stay below, in What the file said."))
        elif request.taken:
            self.message_user(request, _("Taken from the file. What stood there before is kept beside it."))
        else:
            message = _("That wording is not offered any more; somebody has chosen meanwhile. The rest was saved.")
            self.message_user(request, message, messages.WARNING)
        return self._after_correcting(request) or HttpResponseRedirect(f"{request.path}#file-says")

    def _after_correcting(self, request):
        """Where stories show the photograph, corrected words lead to the page that says what becomes of them there."""
        if not request.corrected or "_continue" in request.POST:
            return None
        messages.success(request, _("The photograph's words are corrected."))
        return HttpResponseRedirect(request.corrected)
