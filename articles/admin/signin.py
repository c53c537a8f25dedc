"""The door: signing in, the demo's five ways in, and the language of whoever stands before it."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from articles import permissions
from articles.models import DeskSettings

from . import throttle


class SignInForm(AuthenticationForm):
    """Name and password. Wrong ones are counted; whoever guesses waits."""

    error_messages = {
        "invalid_login": _("Name and password do not belong together. Type both again; capital letters count."),
        "inactive": _("Name and password do not belong together. Type both again; capital letters count."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Name")
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")

    def clean(self):
        name, where = self.cleaned_data.get("username") or "", address_of(self.request)
        if seconds := throttle.seconds_to_wait(name, where):
            raise ValidationError(
                ngettext(
                    "Several tries went wrong. Wait %(seconds)d second, then try again; this one was not counted.",
                    "Several tries went wrong. Wait %(seconds)d seconds, then try again; this one was not counted.",
                    seconds,
                )
                % {"seconds": seconds},
                code="wait",
            )
        try:
            return super().clean()
        except ValidationError:
            throttle.note_failure(name, where)
            raise

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if not (user.is_superuser or permissions.may(user, "desk.open")):
            raise ValidationError(
                _("This account has no role at the desk. Ask your administrator for one."), code="role"
            )


class SignIn(LoginView):
    """Beside Django's own: the entry is logged, and a page that wants to be reached stands in `next`."""

    authentication_form = SignInForm
    template_name = "admin/login.html"
    redirect_authenticated_user = False

    def get_default_redirect_url(self):
        return reverse("admin:index")

    def form_valid(self, form):
        answer = super().form_valid(form)
        throttle.note_entry(form.get_user(), address_of(self.request))
        return answer


def page(request, site):
    if request.method == "GET" and site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    request.current_app = site.name
    around = {
        **site.each_context(request),
        "title": gettext("Sign in"),
        "demo": demo_rows() if demo_is_open() else [],
        "refused": request.user.is_authenticated,
    }
    return SignIn.as_view(extra_context=around)(request)


@dataclass(frozen=True)
class DemoRow:
    username: str
    word: str
    line: str


def demo_is_open():
    """Whether the demo's logins may be used by a click: never on a site that readers reach."""
    return bool(settings.DEMO) and not settings.PUBLIC


def demo_rows():
    """The demo's five people, each with a line on what to try."""
    rows = [
        DemoRow("reporter", gettext("reporter"), gettext("file a story: one text, three pictures, Send")),
        DemoRow(
            "chief", gettext("editor-in-chief"), gettext("publish what waits, arrange the front, take a story down")
        ),
        DemoRow("editor", gettext("section editor"), gettext("review, return with a note, publish in six sections")),
        DemoRow("photographer", gettext("photographer"), gettext("upload a shoot; captions are read from the files")),
        DemoRow("admin", gettext("administrator"), gettext("accounts and settings only")),
    ]
    known = get_user_model().objects.filter(is_active=True, username__in=[row.username for row in rows])
    there = set(known.values_list("username", flat=True))
    return [row for row in rows if row.username in there]


@require_POST
@csrf_protect
@never_cache
@sensitive_post_parameters()
def enter(request, username):
    """One of the demo's people, in one click."""
    if not demo_is_open() or username not in {row.username for row in demo_rows()}:
        raise Http404
    user = get_user_model().objects.get(username=username)
    if user.is_superuser:
        raise PermissionDenied
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    throttle.note_entry(user, address_of(request))
    return HttpResponseRedirect(_next(request))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


@require_POST
@csrf_protect
@never_cache
def choose_language(request):
    """The language of somebody's own desk, kept with the account and, for the sign-in page, in a cookie."""
    form = LanguageForm(request.POST)
    answer = HttpResponseRedirect(_next(request))
    if form.is_valid():
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            DeskSettings.objects.update_or_create(user=request.user, defaults={"language": language})
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return answer


def _next(request):
    wanted = request.POST.get("next", "")
    fits = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fits and wanted.startswith("/admin/") else reverse("admin:index")


def address_of(request):
    """Whose tries are counted together. A public site stands behind a proxy, which adds whom it heard at the end."""
    heard = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.PUBLIC else ""
    return (heard or request.META.get("REMOTE_ADDR", ""))[:64]
