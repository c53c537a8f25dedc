from django.conf import settings
from django.db import models

from newsroom import text


class PhotoCreator(models.Model):
    """A name that a photograph is credited to, and whom it means. Written from the photograph's creators and credit.

    The exact name of a contributor means that contributor; one that differs in its marks only is asked about.
    """

    photo = models.ForeignKey("media.Photo", models.PROTECT, related_name="+")
    contributor = models.ForeignKey("Contributor", models.PROTECT, null=True, blank=True, related_name="photo_credits")
    name = models.CharField(max_length=300, help_text="As the photograph has it.")
    key = models.CharField(max_length=160, db_index=True)
    order = models.PositiveSmallIntegerField(default=0)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Who said that they are meant."
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["photo", "key"], name="photo_creator_once")]

    def __str__(self):
        return f"{self.name} #{self.photo_id}"

    @staticmethod
    def names_of(creators, credit) -> dict[str, str]:
        """{key: name} of everybody a photograph is credited to, in order; a credit that is one of the names counts once."""
        named = [text.clean_line(name)[:300] for name in [*creators, credit] if name]
        found = {}
        for name in named:
            found.setdefault(text.tag_key(name)[:160], name)
        found.pop("", None)
        return found
