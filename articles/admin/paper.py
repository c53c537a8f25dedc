"""The paper: the one page of rows that press law asks for in masthead and footer."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Event, Paper

from .base import DeskAdmin


@admin.register(Paper)
class PaperAdmin(DeskAdmin):
    """There is one row and one form; the list leads straight to it."""

    see = change = "paper.imprint"
    fieldsets = [
        (None, {"fields": ["name", "motto", "owning_body", "licence", "editor_in_chief"]}),
        (None, {"fields": ["address", "telephone", "email", "corrections_email"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        Paper.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:articles_paper_change", args=[1]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        around = {
            "page_title": _("The paper"),
            "page_line": _("What stands in the masthead and at the foot of every page."),
            "without_list": True,
        }
        return super().change_view(request, object_id, form_url, {**around, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Event.record("imprint", by=request.user, data={"changed": form.changed_data})

    def response_change(self, request, obj):
        self.message_user(request, _("Kept. Readers see it on every page from now on."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, *args, **kwargs):
        context.update(show_save_and_continue=False, show_save_and_add_another=False)
        return super().render_change_form(request, context, *args, **kwargs)
