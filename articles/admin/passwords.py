"""Passwords are chosen by their owners alone: a link is mailed, works once, and leads to a page with two fields."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import Event, Paper


def send_link(request, account):
    """Mail the link with which somebody chooses a password. What went wrong is said; the account stays as it was."""
    if not account.email:
        messages.error(request, _("The account has no e-mail address. Add one, then send the link; nothing was sent."))
        return
    who, once = urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)
    link = reverse("admin:set_password", args=[who, once])
    around = {"account": account, "paper": Paper.current(), "link": settings.SITE_URL + link}
    words = render_to_string("admin/password_link.txt", around)
    try:
        send_mail(_("Your account at %(paper)s") % {"paper": around["paper"].name}, words, None, [account.email])
    except (OSError, SMTPException):
        said = _(
            "The link could not be mailed to %(mail)s: no mail server answers. The account is kept; try again later."
        )
        messages.error(request, said % {"mail": account.email})
        return
    Event.record("password_link", by=request.user, data={"account": account.get_username()})
    messages.success(request, _("A link for choosing a password was sent to %(mail)s.") % {"mail": account.email})


class SetPassword(PasswordResetConfirmView):
    form_class = SetPasswordForm
    template_name = "admin/set_password.html"
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form):
        answer = super().form_valid(form)
        Event.record("password_set", by=form.user, data={"account": form.user.get_username()})
        messages.success(self.request, _("The password is set. Sign in with it."))
        return answer


@never_cache
def set_password(request, uidb64, token):
    return SetPassword.as_view(extra_context=admin.site.each_context(request))(request, uidb64=uidb64, token=token)
