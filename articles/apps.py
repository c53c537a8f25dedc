from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Stories")


class DeskConfig(AdminConfig):
    """Django's admin, with the desk as its site: whatever any app registers lands there."""

    default_site = "articles.desk.DeskSite"
