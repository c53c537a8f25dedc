import hashlib
import json
import zlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RevisionText(models.Model):
    """The words of one or more equal revisions: JSON, sorted keys, deflated. Never changed once written."""

    FORMAT = 1
    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    format = models.PositiveSmallIntegerField(default=FORMAT)

    def __str__(self):
        return self.sha256

    @staticmethod
    def digest(words):
        return hashlib.sha256(_raw(words)).hexdigest()

    @classmethod
    def of(cls, words):
        """The row of these words, not stored yet."""
        return cls(sha256=cls.digest(words), data=zlib.compress(_raw(words), 6))

    @classmethod
    def keep(cls, words):
        data = zlib.compress(_raw(words), 6)
        return cls.objects.get_or_create(sha256=cls.digest(words), defaults={"data": data})[0]

    def words(self):
        return json.loads(zlib.decompress(bytes(self.data)))


def _raw(words):
    return json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Revision(models.Model):
    """A frozen text of an article: what was saved, by whom, when and why. Immutable."""

    class Kind(models.TextChoices):
        SAVE = "save", _("saved")
        IMPORT = "import", _("imported")
        SUBMIT = "submit", _("sent for review")
        PUBLISH = "publish", _("published")
        RESTORE = "restore", _("restored")

    article = models.ForeignKey("Article", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey(RevisionText, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number")]

    def __str__(self):
        return f"{self.article_id}/{self.number}"

    def words(self):
        """The fields of the article as they stood, with bylines, tags and the words of its pictures as then resolved."""
        return self.text.words()
