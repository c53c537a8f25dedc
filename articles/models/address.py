from django.db import models
from django.utils import timezone


class Address(models.Model):
    """An address that no longer leads where its thing lives: sections, tags, contributors, photographs, imported stories.

    Articles need none: the id in their address finds them. A live path beats history.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article"
        SECTION = "section"
        TAG = "tag"
        PERSON = "person"
        PHOTO = "photo"

    path = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    target = models.PositiveBigIntegerField(help_text="Id of the thing; its present address is computed.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self):
        return self.path

    @classmethod
    def remember(cls, path, kind, target):
        """From now on the old path answers with a redirect to wherever the thing lives."""
        cls.objects.update_or_create(path=path, defaults={"kind": kind, "target": target})


class Tombstone(models.Model):
    """A story that was public and is withdrawn: its address answers 410. The id has no constraint and no words."""

    article_id = models.PositiveBigIntegerField(primary_key=True)
    withdrawn_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.article_id)
