"""The cuts that uses asked for."""

from django.db import models
from django.db.models import Q

from media import crops
from media.models.photo import SHARE, Photo


class Cut(models.Model):
    """A cut asked for by a use: a shape around a point that matters there. Drawn beside those of the photograph itself."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="cuts")
    shape = models.CharField(max_length=8, help_text="One of crops.CUTS.")
    focus_x = models.FloatField(validators=SHARE)
    focus_y = models.FloatField(validators=SHARE)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["photo", "shape", "focus_x", "focus_y"], name="cut_once"),
            models.CheckConstraint(
                condition=Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1), name="cut_focus_inside"
            ),
        ]

    def __str__(self):
        return f"{self.photo_id} {self.name}"

    @property
    def name(self) -> str:
        return crops.named(self.shape, (self.focus_x, self.focus_y))
