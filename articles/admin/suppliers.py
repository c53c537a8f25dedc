"""Suppliers of pictures: who they are, how their files are recognised, contract and quota. The picture desk's own list."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Event
from media import quotas, terms
from media.admin import terms as terms_page
from media.admin.forms import Names
from media.models import Supplier
from newsroom.text import fold

from .base import DeskAdmin, Empty
from .people import a_name
from .rights import beyond_own, unrestricted
from .rows import Row

RIGHT = "photo.set_rights"


class SupplierForm(forms.ModelForm):
    licence_page = forms.URLField(
        label=gettext_lazy("Licence page"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Of a Creative Commons licence: its name stands after the credit, with a link."),
    )
    names = Names(
        label=gettext_lazy("Recognised by"),
        required=False,
        help_text=gettext_lazy(
            "Words in credit, source or copyright of a file that tell it is theirs, parted by commas, such as AFP,"
            " Agence France-Presse. The name counts too."
        ),
    )

    def clean_name(self):
        name = a_name(self)
        if other := Supplier.objects.filter(key=fold(name)[:120]).exclude(pk=self.instance.pk).first():
            raise ValidationError(_("There is “%(name)s” already. One supplier stands here once.") % {"name": other})
        return name

    def clean_licence_page(self):
        page = self.cleaned_data["licence_page"]
        if self.data.get("kind") == Supplier.Kind.COMMONS and not terms.licence(page):
            raise ValidationError(
                _("Give the address of the licence, such as %(address)s. Its name is printed.")
                % {"address": "https://creativecommons.org/licenses/by-sa/4.0/"}
            )
        return page

    def clean(self):
        given = super().clean()
        first, last = given.get("contract_from"), given.get("contract_until")
        if first and last and first > last:
            self.add_error("contract_until", _("The contract ends before it begins. Look at the two days."))
        quota, warn = given.get("quota"), given.get("warn_at")
        if warn is not None and (quota is None or warn > quota):
            self.add_error("warn_at", _("Warn at or below the number of pictures a month."))
        return given


@admin.register(Supplier)
class SupplierAdmin(DeskAdmin):
    """For whoever sets rights beyond their own photographs: section editors and the chief. A quota is the chief's."""

    form = SupplierForm
    ordering = ["key"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "names"]}),
        (gettext_lazy("Contract"), {"fields": ["contract_from", "contract_until", "quota", "warn_at", "notes"]}),
        (gettext_lazy("Credit and licence"), {"fields": ["credit", "licence_page"]}),
    ]
    change_form_template = "admin/media/supplier/change_form.html"

    def _may(self, request, actions):
        return beyond_own(request, RIGHT)

    def has_delete_permission(self, request, obj=None):
        return False  # photographs point to it, and its terms stay on record

    def get_readonly_fields(self, request, obj=None):
        return [] if unrestricted(request, RIGHT) else ["quota"]

    def get_urls(self):
        leases = path("<int:pk>/terms/", self.admin_site.admin_view(self.terms), name="media_supplier_terms")
        return [leases, *super().get_urls()]

    def terms(self, request, pk):
        supplier = get_object_or_404(Supplier, pk=pk)
        if not self.has_change_permission(request, supplier):
            raise PermissionDenied
        return terms_page.supplier_page(request, self.admin_site.each_context(request), supplier)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"contract_from", "contract_until"}:
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Event.record(
            "supplier", by=request.user, note=obj.name, data={"supplier": obj.pk, "changed": form.changed_data}
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            leases = [one for one in obj.leases.standing()]
            context |= {
                "quota_line": terms_page.quota_line(obj),
                "near": is_near(obj),
                "lease_count": len(leases),
                "state": terms.state([[one.term for one in leases], obj.contract], timezone.now()),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("leases")

    def rows(self, request, found):
        return [self._row(one) for one in found]

    def _row(self, supplier):
        state = terms.state(
            [[one.term for one in supplier.leases.all() if one.lifted_at is None], supplier.contract], timezone.now()
        )
        return Row(
            url=reverse("admin:media_supplier_change", args=[supplier.pk]),
            headline=supplier.name,
            facts=[supplier.get_kind_display(), *filter(None, [terms_page.quota_line(supplier)])],
            reason="" if state.kind == "unknown" else state.reason,
            pictured=False,
        )

    def empty(self, request):
        sentence = _(
            "Agencies, readers, archives: whoever gives pictures stands here with contract and quota. A file that names one in"
            " its credit gets its terms by itself."
        )
        return Empty(sentence, self.add_word(), reverse("admin:media_supplier_add"))


def is_near(supplier):
    """Whether this month's pictures have come to where the desk wants to be warned."""
    return supplier.warn_at is not None and quotas.used(supplier, timezone.now()) >= supplier.warn_at
