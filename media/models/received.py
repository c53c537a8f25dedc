"""Who sent what: bytes that were here already, and a sender's code replacements."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from media.models.photo import Photo


class Upload(models.Model):
    """Somebody sent bytes that were here already. Who holds a picture may place it as its first sender may."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="uploads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["photo", "user"], name="upload_once")]

    def __str__(self):
        return f"{self.photo_id} {self.user_id}"


class CodeList(models.Model):
    """Somebody's code replacements, as media.codes reads them: {code: [name, other ways to say it]}."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    name = models.CharField(max_length=255, help_text="Of the file it came in.")
    codes = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, user) -> dict[str, list[str]]:
        return cls.objects.filter(user=user).values_list("codes", flat=True).first() or {}
