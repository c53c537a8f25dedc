from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.body.field import BodyField


class Autosave(models.Model):
    """What somebody has typed in one browser tab and not saved yet: one row a person, tab and story, replaced as they type.

    It is no version of the story. Only its writer reads it; a save of the story or a word of the writer removes it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves")
    tab = models.CharField(max_length=32, help_text="The browser tab's own name, 32 hexadecimal letters.")
    article = models.ForeignKey(
        "Article",
        models.CASCADE,  # words that nobody saved keep no story in the database
        null=True,
        related_name="autosaves",
        help_text="Empty: a story that was never saved.",
    )
    key = models.CharField(max_length=32, blank=True, help_text="What tells a story that was never saved.")
    base_version = models.PositiveIntegerField(default=0, help_text="The version of the story that was typed in.")
    fields = models.JSONField(default=dict, help_text="The form's fields as typed: {name: [values]}.")
    body = BodyField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "tab", "article"], condition=Q(article__isnull=False), name="autosave_of_a_story"
            ),
            models.UniqueConstraint(
                fields=["user", "tab", "key"], condition=Q(article__isnull=True), name="autosave_of_a_new_story"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}/{self.tab}/{self.article_id or self.key}"
