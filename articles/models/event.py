from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Who did what, when, from which revision and why. Append-only: a trigger refuses changes. Ids carry no constraints."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by_id = models.PositiveBigIntegerField(null=True, help_text="Empty: the clock or a command.")
    by_name = models.CharField(max_length=150)
    act = models.CharField(_("act"), max_length=24)
    article_id = models.PositiveBigIntegerField(null=True, db_index=True)
    photo_id = models.PositiveBigIntegerField(null=True, db_index=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return f"{self.by_name}: {self.act} #{self.article_id or self.photo_id}"

    @classmethod
    def record(cls, act, *, by=None, **facts):
        """by is a user, or None for the clock and commands."""
        name = by.get_username() if by is not None else facts.pop("actor", "clock")
        return cls.objects.create(act=act, by_id=by.pk if by is not None else None, by_name=name, **facts)
