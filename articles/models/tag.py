from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from newsroom import text

from .contributor import free_slug


class TagQuerySet(models.QuerySet):
    def worded(self, name):
        """The tag that this wording means: its own key, or the one marked tag that an unmarked wording can mean.

        None where there is no such tag, or where an unmarked wording (`bao`) could mean several.
        """
        found = self.filter(key=text.tag_key(name)).select_related("merged_into").first()
        if found is None and not text.has_marks(name):
            alike = list(self.filter(folded=text.fold(name), merged_into=None)[:2])
            found = alike[0] if len(alike) == 1 else None
        return found and (found.merged_into or found)

    def like(self, name):
        """Tags whose wording begins like this one, marks or no marks: for suggestions."""
        return self.filter(folded__startswith=text.fold(name), merged_into=None, retired=False)


class Tag(TagBase):
    """One subject exists once, however it is typed. The first wording is the one shown."""

    key = models.CharField(max_length=120, unique=True, editable=False)
    folded = models.CharField(max_length=120, db_index=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    retired = models.BooleanField(_("retired"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self):
        return f"/tag/{self.slug}/"

    def slugify(self, tag, i=None):
        slug = text.slug(tag, fallback="the")
        return slug if i is None else f"{slug}-{i}"

    def save(self, *args, **kwargs):
        self.name = text.clean_line(self.name)
        self.key = text.tag_key(self.name)[:120]
        self.folded = text.fold(self.name)[:120]
        if not self.slug:
            self.slug = free_slug(Tag, text.slug(self.name, fallback="the"), self.pk)
        super().save(*args, **kwargs)


class ArticleTag(ItemBase):
    """taggit's through table, with a real foreign key to the article."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_tags")
    content_object = models.ForeignKey("Article", models.PROTECT, related_name="article_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once_per_article")]
