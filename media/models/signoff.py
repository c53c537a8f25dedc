"""That a second person looked."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from media.models.photo import Photo


class SignOff(models.Model):
    """Somebody agreed that a flagged photograph may go public as it was then. A trigger refuses changes."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="sign_offs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    version = models.CharField(max_length=32, help_text="Photo.version as it was: another one is not agreed to.")
    flags = models.JSONField(default=list, help_text="What was flagged then: codes of Photo.Flag.")
    note = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["photo", "version"], name="sign_off_of")]

    def __str__(self):
        return f"{self.photo_id} {self.by_name} {self.at:%Y-%m-%d %H:%M}"
