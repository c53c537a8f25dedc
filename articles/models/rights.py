from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PhotoFallback(models.Model):
    """What stands in a story in the place of a photograph from the day its rights end."""

    article = models.ForeignKey("Article", models.PROTECT, related_name="fallbacks")
    photo = models.ForeignKey("media.Photo", models.PROTECT, related_name="+")
    fallback = models.ForeignKey("media.Photo", models.PROTECT, related_name="fallback_for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="fallback_once"),
            models.CheckConstraint(condition=~Q(photo=models.F("fallback")), name="fallback_is_another"),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.photo_id} → {self.fallback_id}"


class EndedPicture(models.Model):
    """A photograph that the clock took out of a live story. It asks for somebody's look until there was one."""

    article = models.ForeignKey("Article", models.PROTECT, related_name="ended_pictures")
    photo = models.ForeignKey("media.Photo", models.PROTECT, related_name="+")
    fallback = models.ForeignKey(
        "media.Photo", models.PROTECT, null=True, related_name="+", help_text="Empty: the figure left the story."
    )
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index("article", condition=Q(seen_at=None), name="ended_unseen")]

    def __str__(self):
        return f"{self.article_id}: {self.photo_id}"
