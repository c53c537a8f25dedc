"""Sections, tags and contributors: what stories are filed under and who is credited in them."""

import taggit.admin  # noqa: F401  it registers a tag of its own, which is taken back below
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from taggit.models import Tag as TaggitTag

from articles.models import Contributor, PenName, Section, Tag
from newsroom import text

from .addresses import keep_old_path, path_before
from .base import DeskAdmin, Empty
from .rows import Row, thumbnails_of_photos

admin.site.unregister(TaggitTag)  # our own tag stands in its place


class Addressed(DeskAdmin):
    """A thing with a page of its own: its old address is kept when it changes. Things are retired, never deleted."""

    def save_model(self, request, obj, form, change):
        with transaction.atomic():
            before = path_before(obj)
            super().save_model(request, obj, form, change)
            keep_old_path(obj, before)

    def view_on_site(self, obj):
        return obj.get_absolute_url()


def retired_word(thing):
    return [_("retired")] if thing.retired else []


@admin.register(Section)
class SectionAdmin(Addressed):
    see, change, add = "settings.change", "section.manage", "section.manage"
    fields = ["name", "slug", "parent", "order", "description", "style", "language", "retired"]
    list_per_page = 200
    ordering = ["order", "id"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent").annotate(stories=Count("articles"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Section.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def rows(self, request, found):
        """Parts stand under the section they belong to."""
        found.sort(key=lambda part: (part.top.order, part.top.pk, part.parent_id is not None, part.order, part.pk))
        return [
            Row(
                url=reverse("admin:articles_section_change", args=[section.pk]),
                headline=f"{section.parent.name} › {section.name}" if section.parent else section.name,
                facts=[
                    section.get_absolute_url(),
                    ngettext("%(count)d story", "%(count)d stories", section.stories) % {"count": section.stories},
                    *retired_word(section),
                ],
                pictured=False,
            )
            for section in found
        ]

    def empty(self, request):
        sentence = _("Sections are the parts of the paper; each has a page of its own and a place in the menu.")
        return Empty(sentence, self.add_word(), reverse("admin:articles_section_add"))


def a_name(form):
    name = text.clean_line(form.cleaned_data["name"])
    if not name:
        raise ValidationError(_("Type a name of letters; this one is empty once cleaned."))
    return name


def free_name(form, model, taken):
    """The cleaned name of a form, refused where something else has its key. taken: words with %(name)s."""
    name = a_name(form)
    other = model.objects.filter(key=text.tag_key(name)[: model._meta.get_field("key").max_length])
    if found := other.exclude(pk=form.instance.pk).first():
        raise ValidationError(taken % {"name": found})
    return name


class TagForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_name(self):
        return free_name(self, Tag, _("This is the tag “%(name)s”, typed otherwise. One subject is one tag."))


class PenNameForm(forms.ModelForm):
    def clean_name(self):
        return free_name(self, PenName, _("“%(name)s” is somebody's pen name already."))


class PenNameFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        typed = [text.tag_key(form.cleaned_data["name"]) for form in self.forms if form.cleaned_data.get("name")]
        if len(set(typed)) < len(typed):
            raise ValidationError(_("The same pen name stands here twice. Keep one of them; nothing was saved yet."))


class ContributorForm(forms.ModelForm):
    def clean_name(self):
        return a_name(self)


@admin.register(Tag)
class TagAdmin(Addressed):
    form = TagForm
    see, change, add = "settings.change", "tag.merge_rename", "tag.merge_rename"
    fields = ["name", "slug", "description", "retired"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("A tag, with or without marks")
    ordering = ["folded", "id"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(merged_into=None).annotate(stories=Count("article_tags"))

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(folded__contains=text.fold(search_term)), False

    def rows(self, request, found):
        return [
            Row(
                url=reverse("admin:articles_tag_change", args=[tag.pk]),
                headline=tag.name,
                facts=[
                    tag.get_absolute_url(),
                    ngettext("%(count)d story", "%(count)d stories", tag.stories) % {"count": tag.stories},
                    *retired_word(tag),
                ],
                pictured=False,
            )
            for tag in found
        ]

    def empty(self, request):
        return Empty(_("Tags are made as they are typed into a story. Here they are described, renamed and retired."))


class PenNames(admin.TabularInline):
    model = PenName
    form, formset = PenNameForm, PenNameFormSet
    fields = ["name"]
    extra = 1

    def has_view_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return admin.site.get_model_admin(Contributor).has_change_permission(request)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Contributor)
class ContributorAdmin(Addressed):
    see, change, add = "settings.change", "section.manage", "section.manage"
    fields = ["name", "kind", "slug", "biography", "portrait", "retired"]
    form = ContributorForm
    raw_id_fields = ["portrait"]
    inlines = [PenNames]
    search_fields = ["name"]
    search_help_text = gettext_lazy("A name or pen name, with or without marks")
    ordering = ["sort_key", "id"]

    def get_queryset(self, request):
        active = super().get_queryset(request).filter(merged_into=None)
        return active.select_related("account").prefetch_related("pen_names")

    def get_search_results(self, request, queryset, search_term):
        folded = text.fold(search_term)
        named = queryset.filter(folded__contains=folded) | queryset.filter(pen_names__folded__contains=folded)
        return named, True

    def rows(self, request, found):
        portraits = thumbnails_of_photos({person.portrait_id for person in found if person.portrait_id})
        return [
            Row(
                url=reverse("admin:articles_contributor_change", args=[person.pk]),
                headline=person.name,
                facts=[
                    person.get_kind_display(),
                    *[name.name for name in person.pen_names.all()],
                    *([_("desk account %(name)s") % {"name": person.account.get_username()}] if person.account else []),
                    *retired_word(person),
                ],
                thumbnail=portraits.get(person.portrait_id),
            )
            for person in found
        ]

    def empty(self, request):
        sentence = _(
            "Contributors are made from credit lines as stories come in. Here they get a biography and pen names."
        )
        return Empty(sentence, self.add_word(), reverse("admin:articles_contributor_add"))
