"""What readers may fetch; the only rows of this app that public code reads."""

from django.db import models
from django.utils import timezone

from media.models.photo import Photo


class ReleasedPhoto(models.Model):
    """What readers get of one photograph. The row exists exactly while a public story uses the photograph."""

    photo = models.OneToOneField(Photo, models.PROTECT, primary_key=True, related_name="released")
    key = models.CharField(max_length=32, help_text="The key of its uncut files.")
    caption = models.TextField()
    alt = models.TextField(blank=True)
    credit = models.TextField()
    creators = models.JSONField(default=list)
    copyright = models.TextField(blank=True)
    usage_terms = models.TextField(blank=True)
    licence_page = models.TextField(blank=True)
    licensor = models.JSONField(default=list)
    digital_source_type = models.TextField(blank=True)
    data_mining = models.TextField(blank=True)
    place = models.JSONField(default=dict, help_text="Of Photo.place; empty unless it was let out.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    sources = models.JSONField(default=dict, help_text="The shapes of Photo.picture(): size and addresses by format.")
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.caption[:80]

    def get_absolute_url(self):
        return f"/photo/{self.photo_id}/"

    @property
    def id(self):
        return self.photo_id


class ReleasedShape(models.Model):
    """The files of one cut that readers may fetch at /i/. Goes with its ReleasedPhoto."""

    key = models.CharField(max_length=32, primary_key=True)
    photo = models.ForeignKey(ReleasedPhoto, models.PROTECT, related_name="files")
    names = models.JSONField(help_text="The file names under this key: 3f…-960.webp.")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key


class WithdrawnShape(models.Model):
    """A tombstone: files under this key were public once, so their addresses answer 410."""

    key = models.CharField(max_length=32, primary_key=True)
    withdrawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key
