"""What photographs look like, to find those that look the same."""

from django.db import models

from media.likeness import NEAR, bands, distance, near
from media.models.photo import Photo


class Likeness(models.Model):
    """The fingerprint of a photograph (media.likeness) with its quarters, each indexed."""

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="likeness")
    bits = models.BigIntegerField(help_text="64 bits, as a signed number.")
    first = models.IntegerField()
    second = models.IntegerField()
    third = models.IntegerField()
    fourth = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=[quarter], name=f"likeness_{quarter}")
            for quarter in ("first", "second", "third", "fourth")
        ]

    def __str__(self):
        return f"{self.photo_id} {self.bits & (1 << 64) - 1:016x}"

    @classmethod
    def of(cls, photo: Photo, bits: int) -> "Likeness":
        """The row of this photograph, unsaved."""
        return cls(photo=photo, bits=bits, **dict(zip(QUARTERS, bands(bits), strict=True)))

    @classmethod
    def near(cls, bits: int, most: int = 4000) -> dict[int, int]:
        """{id: distance} of the photographs at most NEAR bits away, nearest first. Four look-ups by index.

        most    rows of one quarter that are compared: empty walls and skies are alike in thousands
        """
        found = {}
        for quarter, band in zip(QUARTERS, bands(bits), strict=True):
            rows = cls.objects.filter(**{f"{quarter}__in": near(band)}).values_list("photo_id", "bits")
            for photo_id, other in rows[:most]:
                apart = distance(bits, other)
                if apart <= NEAR:
                    found[photo_id] = apart
        return dict(sorted(found.items(), key=lambda item: (item[1], -item[0])))


QUARTERS = ("first", "second", "third", "fourth")
