from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.photo import Photo


class FileMark(models.Model):
    """Something that files made from one photograph have in common; see media.lineage."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="marks")
    value = models.CharField(max_length=200, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["photo", "value"], name="file_mark_once")]

    def __str__(self):
        return self.value


class Version(models.Model):
    """What a person said of two photographs that look like one: the later takes the place of the older, stands beside it,
    or has nothing to do with it."""

    class Kind(models.TextChoices):
        REPLACES = "replaces", _("takes its place")
        BESIDE = "beside", _("stands beside it")
        UNRELATED = "unrelated", _("another photograph")

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="older_versions", help_text="The later one.")
    of = models.ForeignKey(Photo, models.PROTECT, related_name="newer_versions", help_text="The older one.")
    kind = models.CharField(max_length=9, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["photo", "of"], name="version_once"),
            models.CheckConstraint(condition=~models.Q(photo=models.F("of")), name="version_of_another"),
        ]

    def __str__(self):
        return f"{self.photo_id} {self.kind} {self.of_id}"
