from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """In which section somebody has which role. A parent section covers its children."""

    class Role(models.TextChoices):
        SECTION = "section", _("section editor")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    section = models.ForeignKey("Section", models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.SECTION)

    class Meta:
        verbose_name = _("section membership")
        verbose_name_plural = _("section memberships")
        constraints = [models.UniqueConstraint(fields=["user", "section", "role"], name="membership_once")]

    def __str__(self):
        return f"{self.user} · {self.section}"


class DeskSettings(models.Model):
    """What somebody chose for their own desk."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_settings")
    language = models.CharField(_("language of the desk"), max_length=5, choices=settings.LANGUAGES, blank=True)

    def __str__(self):
        return str(self.user)
