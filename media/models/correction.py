from django.conf import settings
from django.db import models
from django.utils import timezone

from media.models.photo import Photo


class Correction(models.Model):
    """Words of a photograph that a person changed while stories showed it: before, after, and what each story made of it."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(help_text="The changed ones of caption, alt and credit, as they were.")
    after = models.JSONField()
    answers = models.JSONField(default=dict, help_text="By story: done, asked or left. Others were not decided.")

    class Meta:
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self):
        return f"{self.photo_id}: {', '.join(self.after)}"
