"""Accounts: who may sign in, with which role, for which sections. A password is never set here: a link is sent."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Contributor, Event, Membership, Section
from articles.workflow import Refused

from . import two_people
from .base import DeskAdmin, Empty
from .passwords import send_link
from .rights import can
from .rows import Row

User = get_user_model()
ROLE_WORDS = {
    "reporter": gettext_lazy("reporter"),
    "photographer": gettext_lazy("photographer"),
    "section": gettext_lazy("section editor"),
    "chief": gettext_lazy("editor-in-chief"),
    "admin": gettext_lazy("administrator"),
}
ANSWERS = {
    "propose": two_people.propose,
    "give": two_people.give,
    "decline": two_people.decline,
    "take": two_people.take,
}

admin.site.unregister(auth_admin.User)
admin.site.unregister(Group)


class AccountForm(forms.ModelForm):
    """What an administrator may say of an account. Roles are groups, sections memberships: see save_account."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, word) for name, word in ROLE_WORDS.items() if name not in two_people.ROLES],
        help_text=gettext_lazy(
            "Editor-in-chief and administrator take two people; see below, once the account is there."
        ),
    )
    sections = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sections"),
        required=False,
        queryset=Section.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For a section editor. A section covers its parts."),
    )
    contributor = forms.ModelChoiceField(
        label=gettext_lazy("Prints as"),
        required=False,
        queryset=Contributor.objects.none(),
        empty_label=gettext_lazy("nobody yet"),
        help_text=gettext_lazy("Stories and pictures credited to this name count as their own."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "email", "is_active"]
        labels = {
            "username": gettext_lazy("Login name"),
            "first_name": gettext_lazy("Full name"),
            "is_active": gettext_lazy("May sign in"),
        }
        help_texts = {
            "username": gettext_lazy("Letters, digits and @/./+/-/_ only."),
            "is_active": gettext_lazy(
                "Taken away, every session of the account ends at once. Nothing of its work is lost."
            ),
            "email": gettext_lazy("The link for choosing a password is sent here."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = Section.objects.filter(retired=False).select_related("parent")
        free = Contributor.objects.active().filter(kind=Contributor.Kind.PERSON)
        own = getattr(self.instance, "contributor", None) if self.instance.pk else None
        self.fields["contributor"].queryset = free.filter(account=None) | free.filter(account=self.instance.pk)
        if self.instance.pk:
            held = permissions.roles(self.instance) if self.instance.is_active else set()
            self.initial["roles"] = [name for name in held if name not in two_people.ROLES]
            self.initial["sections"] = list(self.instance.memberships.values_list("section_id", flat=True))
            self.initial["contributor"] = own and own.pk
        self.fields["email"].required = self.instance.pk is None

    def clean_email(self):
        """Whoever gets the link for a password gets the account: with a new address one person alone would be chief."""
        email = self.cleaned_data["email"]
        held = permissions.roles(User.objects.get(pk=self.instance.pk)) if self.instance.pk else set()
        if "email" in self.changed_data and held & set(two_people.ROLES):
            raise forms.ValidationError(
                _(
                    "This account holds a role that takes two people. Take the role away, change the address, propose it again."
                )
            )
        return email

    def clean(self):
        given = super().clean()
        if given.get("sections") and "roles" in given and "section" not in given["roles"]:
            self.add_error("sections", _("Sections are for section editors: tick that role too, or leave them empty."))
        return given


class OwnAccountForm(AccountForm):
    """An administrator's own account: neither role nor right to sign in can be changed by oneself."""

    roles = sections = contributor = None

    class Meta(AccountForm.Meta):
        fields = ["username", "first_name", "email"]

    def clean_email(self):
        return self.cleaned_data["email"]

    def __init__(self, *args, **kwargs):
        super(AccountForm, self).__init__(*args, **kwargs)  # the fields that AccountForm fills are not here


@admin.register(User)
class AccountAdmin(DeskAdmin):
    see, add = "user.list", "user.create"
    search_fields = ["username"]
    search_help_text = gettext_lazy("Name, login name or e-mail")
    ordering = ["username"]
    list_title = gettext_lazy("Accounts")
    change_form_template = "admin/account.html"
    keeps_history = False

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False  # emergency accounts are made and ended on the command line
        return can(request, "user.change_role")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("contributor")
            .prefetch_related("groups", "memberships__section")
        )

    def get_search_results(self, request, queryset, search_term):
        words = search_term.strip()
        found = queryset.none()
        for name in ("username", "first_name", "last_name", "email"):
            found |= queryset.filter(**{f"{name}__icontains": words})
        return found, False

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not change or self.has_change_permission(request, obj):
            return OwnAccountForm if obj is not None and obj.pk == request.user.pk else AccountForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return ["username", "first_name", "is_active"]
        form = self.get_form(request, obj, change=obj is not None)
        return [name for name in (*form._meta.fields, *form.declared_fields) if name in form.base_fields]

    def rows(self, request, found):
        return [
            Row(
                url=reverse("admin:auth_user_change", args=[account.pk]),
                headline=account.get_full_name() or account.get_username(),
                facts=_facts(account),
                pictured=False,
            )
            for account in found
        ]

    def empty(self, request):
        return Empty(_("Everybody who works at the desk has an account of their own."), self.add_word(),
                     reverse("admin:auth_user_add"))  # fmt: skip

    def add_word(self):
        return _("Add an account")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/link/", wrap(self.link_view), name="auth_user_link"),
            path("<int:pk>/close/", wrap(self.close_view), name="auth_user_close"),
            path("<int:pk>/role/", wrap(self.role_view), name="auth_user_role"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        around = {
            "may_send": can(request, "user.reset_password_of_other"),
            "may_propose": can(request, "user.change_role"),
            "high_roles": self._high_roles(request, object_id),
            "may_close": can(request, "user.disable") and str(request.user.pk) != str(object_id),
        }
        return super().change_view(request, object_id, form_url, {**around, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        save_account(request.user, obj, form)
        if not change:
            send_link(request, obj)

    def save_related(self, request, form, formsets, change):
        """save_account has written roles, sections and name along with the account."""

    def link_view(self, request, pk):
        account = self._account(request, pk, "user.reset_password_of_other")
        if request.method == "POST":
            send_link(request, account)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))

    def close_view(self, request, pk):
        """Nobody closes their own account; opening one again is an administrator's."""
        account = self._account(request, pk, "user.disable")
        if account.pk == request.user.pk or (not account.is_active and not can(request, "user.change_role")):
            raise PermissionDenied
        if request.method == "POST":
            account.is_active = not account.is_active
            account.save(update_fields=["is_active"])
            act = "account_opened" if account.is_active else "account_closed"
            Event.record(act, by=request.user, data={"account": account.get_username()})
            said = (
                _("%(name)s may sign in again.")
                if account.is_active
                else _("%(name)s is signed out everywhere and cannot sign in. Their work stays.")
            )
            messages.success(request, said % {"name": account.get_username()})
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))

    def role_view(self, request, pk):
        """One step of the two that chief and administrator take: propose, give, decline, take away."""
        answer, role = request.POST.get("answer"), request.POST.get("role")
        needed = "user.change_role" if answer in {"propose", "take"} else "user.list"
        account = self._account(request, pk, needed)
        if request.method == "POST" and answer in ANSWERS and role in two_people.ROLES:
            try:
                ANSWERS[answer](request.user, account, role)
            except Refused as refusal:
                messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))

    def _high_roles(self, request, object_id):
        """[(word, standing, whether the one who looks proposed it)]; nothing of one's own account."""
        account = self.get_object(request, object_id)
        if account is None or account.pk == request.user.pk or account.is_superuser:
            return []
        return [
            (
                ROLE_WORDS[standing.role],
                standing,
                bool(standing.proposed_by) and standing.proposed_by[0] == request.user.pk,
            )
            for standing in two_people.standings(account)
        ]

    def _account(self, request, pk, action):
        account = self.get_object(request, str(pk))
        if account is None or account.is_superuser or not can(request, action):
            raise PermissionDenied
        return account


def _facts(account):
    words = [str(ROLE_WORDS[group.name]) for group in account.groups.all() if group.name in ROLE_WORDS]
    sections = [membership.section.name for membership in account.memberships.all()]
    contributor = getattr(account, "contributor", None)
    return [
        account.get_username(),
        ", ".join(words) or _("no role yet"),
        *([", ".join(sections)] if sections else []),
        *([_("prints as %(name)s") % {"name": contributor.name}] if contributor else []),
        *([] if account.is_active else [_("may not sign in")]),
    ]


def save_account(by, account, form):
    """Account, roles, sections and printed name in one transaction, each change with its line in the log."""
    given, name = form.cleaned_data, account.get_username()
    with transaction.atomic():
        new = account.pk is None
        was_active = not new and User.objects.values_list("is_active", flat=True).get(pk=account.pk)
        if new:
            account.set_unusable_password()
        account.is_staff = True
        account.save()
        if new:
            Event.record("account_made", by=by, data={"account": name})
        elif set(form.changed_data) - {"roles", "sections", "contributor", "is_active"}:
            Event.record("account_changed", by=by, data={"account": name})
        if not new and was_active != account.is_active:
            Event.record("account_opened" if account.is_active else "account_closed", by=by, data={"account": name})
        if "roles" in given:
            _give_roles(by, account, set(given["roles"]), set(given["sections"]))
        if "contributor" in given:
            _print_as(account, given["contributor"])


def _give_roles(by, account, roles, sections):
    kept = {group.name for group in account.groups.all() if group.name in two_people.ROLES}
    before = {group.name for group in account.groups.all()}
    had = set(account.memberships.values_list("section_id", flat=True))
    account.groups.set([Group.objects.get_or_create(name=name)[0] for name in roles | kept])
    wanted = {section.pk for section in sections} if "section" in roles else set()
    account.memberships.exclude(section__in=wanted).delete()
    Membership.objects.bulk_create(Membership(user=account, section_id=pk) for pk in wanted - had)
    if before != roles | kept or had != wanted:
        data = {"account": account.get_username(), "roles": sorted(roles | kept), "sections": sorted(wanted)}
        Event.record("role_changed", by=by, data=data)


def _print_as(account, contributor):
    Contributor.objects.filter(account=account).exclude(pk=contributor and contributor.pk).update(account=None)
    if contributor is not None and contributor.account_id != account.pk:
        Contributor.objects.filter(pk=contributor.pk).update(account=account)
