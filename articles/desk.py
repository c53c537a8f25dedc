"""The desk's own admin site: who gets in, which addresses it has beside the models' pages, what stands around them."""

from functools import partial

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class DeskSite(admin.AdminSite):
    """Named in articles.apps.DeskConfig. It lives outside articles.admin, whose modules register with it on import."""

    enable_nav_sidebar = False
    site_title = _("Newsroom")
    index_title = _("Today")
    password_change_template = "admin/password_change.html"

    def has_permission(self, request):
        from articles.admin.rights import can

        return request.user.is_active and can(request, "desk.open")

    def get_urls(self):
        from articles.admin import front, help, passwords, settings, signin, trying

        inside = self.admin_view
        own = [
            path("enter/<str:username>/", signin.enter, name="enter"),
            path("language/", signin.choose_language, name="language"),
            path("reset/<uidb64>/<token>/", passwords.set_password, name="set_password"),
            path("try/<str:name>", inside(trying.try_it), name="try_it"),
            path("front/", inside(partial(front.page, site=self)), name="front"),
            path("settings/", inside(partial(settings.page, site=self)), name="settings"),
            path("help/", inside(partial(help.page, site=self)), name="help"),
            path("help/<slug:guide>/", inside(partial(help.page, site=self)), name="help_guide"),
        ]
        return own + super().get_urls()

    def each_context(self, request):
        from articles.admin.shell import around

        return around(request, self)

    def index(self, request, extra_context=None):
        from articles.admin.start import page

        request.current_app = self.name
        return page(request, self)

    def logout(self, request, extra_context=None):
        """Out, and back at the door."""
        from django.contrib.auth.views import LogoutView

        return LogoutView.as_view(next_page=reverse("admin:login"))(request)

    def app_index(self, request, app_label, extra_context=None):
        """Lists of models exist only under Settings."""
        return HttpResponseRedirect(reverse("admin:settings"))

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        from articles.admin.signin import page

        return page(request, self)
