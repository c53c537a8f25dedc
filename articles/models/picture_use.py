from django.db import models
from django.utils import timezone


class PictureUse(models.Model):
    """What became of a photograph in one story: since when the story holds it, when readers saw it, and in which words.

    One row for each photograph that a story ever held, and it stays: older versions of the story still show it.
    """

    article = models.ForeignKey("Article", models.PROTECT, related_name="+")
    photo = models.ForeignKey("media.Photo", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now, help_text="When the story first held it.")
    ran_from = models.DateTimeField(null=True, help_text="When readers first saw it there; empty: never yet.")
    ran_until = models.DateTimeField(null=True, help_text="When it left the public story; empty: it stands there.")
    place = models.CharField(max_length=8, blank=True, help_text="lead, social, left, center, right or wide.")
    crop = models.CharField(max_length=10, blank=True, help_text="The shape it was cut to; empty: as taken.")
    caption = models.TextField(blank=True, help_text="As readers last had it, like alt and credit.")
    alt = models.TextField(blank=True)
    credit = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="picture_use_once")]
        indexes = [models.Index(fields=["photo", "-ran_from"], name="picture_use_newest")]

    def __str__(self):
        return f"{self.photo_id} in {self.article_id}"
