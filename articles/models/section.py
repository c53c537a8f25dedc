from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom import text


class Section(models.Model):
    """A part of the paper: a tree of two levels. Its slug is its address, unique over the whole tree."""

    class Style(models.TextChoices):
        NEWS = "news", _("news")
        OPINION = "opinion", _("opinion")
        PICTURES = "pictures", _("picture stories")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    description = models.TextField(_("description"), blank=True)
    style = models.CharField(_("style on the front"), max_length=10, choices=Style, default=Style.NEWS)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="vi")
    retired = models.BooleanField(_("retired"), default=False, help_text=_("Kept for its old stories; not in menus."))

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        return self.name

    @property
    def top(self):
        return self.parent or self

    def get_absolute_url(self):
        return f"/{self.slug}/"

    def clean(self):
        self.name = text.clean_line(self.name)
        self.slug = text.slug(self.slug or self.name, fallback="muc")
        if self.slug in reserved_words():
            raise ValidationError(
                {
                    "slug": _("“%(slug)s” is already the first word of another address. Choose a different one.")
                    % {"slug": self.slug}
                }
            )
        if self.parent_id and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Sections have two levels: choose a section that stands at the top.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("This section has parts of its own, so it must stay at the top.")})

    def save(self, **kwargs):
        if not self.slug:
            self.slug = text.slug(self.name, fallback="muc")
        super().save(**kwargs)
        self._take_stories_along()

    def _take_stories_along(self):
        """Public stories are listed under the top section too, which changes when a section moves."""
        from .published import PublishedArticle

        listed_elsewhere = PublishedArticle.objects.filter(section=self).exclude(top_section=self.top.pk)
        listed_elsewhere.update(top_section=self.top.pk)


def reserved_words():
    """The first words of all fixed addresses: a section of that name could never be reached."""
    from django.urls import get_resolver

    words = {"static", "i", "media", "api", "preview", "corrections", "admin"}
    patterns = list(get_resolver().url_patterns)
    while patterns:
        pattern = patterns.pop()
        first = str(pattern.pattern).lstrip("^/").split("/")[0].split("\\")[0]
        if not first:
            patterns += getattr(pattern, "url_patterns", [])  # an app's own addresses, included without a prefix
        elif "<" not in first:
            words.add(first)
            words.add(first.split(".")[0])
    return words
