from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.Model):
    """Who publishes this: the rows that press law asks for on every page. There is one row."""

    name = models.CharField(_("name of the paper"), max_length=80, blank=True)
    motto = models.CharField(_("motto"), max_length=160, blank=True)
    owning_body = models.CharField(_("owning body"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    editor_in_chief = models.CharField(_("editor-in-chief"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    corrections_email = models.EmailField(_("e-mail for mistakes"), blank=True)

    class Meta:
        verbose_name = _("the paper")
        verbose_name_plural = _("the paper")

    def __str__(self):
        return self.name or settings.SITE_NAME

    @classmethod
    def current(cls):
        """The one row, or an unsaved one with the site's name."""
        paper = cls.objects.filter(pk=1).first() or cls(pk=1)
        paper.name = paper.name or settings.SITE_NAME
        return paper
