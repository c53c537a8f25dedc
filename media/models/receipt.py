"""What was taken from readers and given back: rows that nobody can change."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.photo import Photo


class Receipt(models.Model):
    """That a photograph was withdrawn, restored or masked: who, when, why, from where. A trigger refuses changes."""

    class Act(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("given back")
        MASKED = "masked", _("masked anew")

    class Reason(models.TextChoices):
        LEGAL = "legal", _("a legal demand")
        WRONG = "wrong", _("the wrong picture")
        PRIVACY = "privacy", _("somebody's privacy or safety")
        RIGHTS = "rights", _("no right to use it")
        OTHER = "other", _("another reason")

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="receipts")
    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, help_text="As it was then; a command's name where nobody was signed in.")
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    words = models.JSONField(default=dict, help_text="The photograph as it was: name, sha256, caption, credit.")
    uses = models.JSONField(default=list, help_text="Where it stood then; the fields of withdrawal.Place.")
    files = models.JSONField(
        default=list, help_text="Files that are gone: [{address, public}]; public ones were readers' until then."
    )

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["photo", "-id"], name="receipt_newest")]

    def __str__(self):
        return f"{self.photo_id} {self.act} {self.at:%Y-%m-%d %H:%M}"

    @property
    def public_files(self) -> list[str]:
        return [file["address"] for file in self.files if file["public"]]

    @property
    def desk_files(self) -> int:
        """How many files are gone that no reader ever had."""
        return sum(not file["public"] for file in self.files)
