from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.photo import Photo


class CaptionProposal(models.Model):
    """What a photographer asks to have put right in the words of a photograph, and what an editor answered."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    caption = models.TextField(blank=True, help_text="As it should read; empty: it stays.")
    credit = models.TextField(blank=True, help_text="Likewise.")
    note = models.TextField(blank=True, help_text="Why, for the editor.")
    before = models.JSONField(default=dict, help_text="{caption, credit} of the photograph when it was asked.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, help_text="A line back, asked for where it is declined.")
    seen_at = models.DateTimeField(null=True, help_text="When who asked saw the answer.")

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "by"], condition=Q(state="open"), name="proposal_one_open"),
        ]
        indexes = [
            models.Index("at", condition=Q(state="open"), name="proposal_open"),
            models.Index("by", condition=Q(seen_at=None) & ~Q(state="open"), name="proposal_unseen"),
        ]

    def __str__(self):
        return f"{self.photo_id}: {self.state}"
