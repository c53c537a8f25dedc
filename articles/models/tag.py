from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from newsroom import text

from .contributor import free_slug

LONGEST_KEY = 120


class Ambiguous(ValueError):
    """An unmarked wording that several tags could mean; .tags says which. Nothing was stored."""

    def __init__(self, name, tags):
        super().__init__(f"{name!r} could be {', '.join(tag.name for tag in tags)}")
        self.tags = tags


class TagQuerySet(models.QuerySet):
    def keyed(self, name):
        """The tag of exactly this wording but for capitals, composition and the place of the tone. None where there is none."""
        found = self.filter(key=text.tag_key(name)[:LONGEST_KEY]).select_related("merged_into").first()
        return found and (found.merged_into or found)

    def meant(self, name):
        """The tags that this wording can mean: the one of its own key, else those an unmarked wording folds like."""
        found = self.keyed(name)
        if found is not None:
            return [found]
        if text.has_marks(name):
            return []
        return list(self.filter(folded=text.fold(name)[:LONGEST_KEY], merged_into=None)[:10])

    def worded(self, name):
        """The one tag that this wording means; None where there is no such tag. Raises Ambiguous where there are several."""
        tags = self.meant(name)
        if len(tags) > 1:
            raise Ambiguous(name, tags)
        return tags[0] if tags else None

    def like(self, name):
        """Tags whose wording begins like this one, marks or no marks: for suggestions."""
        return self.filter(folded__startswith=text.fold(text.clean_line(name)), merged_into=None, retired=False)


class Tag(TagBase):
    """One subject exists once, however it is typed. The first wording is the one shown."""

    key = models.CharField(max_length=LONGEST_KEY, unique=True, editable=False)
    folded = models.CharField(max_length=LONGEST_KEY, db_index=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    retired = models.BooleanField(_("retired"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args, **kwargs):
        self.name = text.clean_line(self.name)
        self.key = text.tag_key(self.name)[:LONGEST_KEY]
        self.folded = text.fold(self.name)[:LONGEST_KEY]
        if not self.slug:
            self.slug = free_slug(Tag, text.slug(self.name, fallback="the"), self.pk)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"/tag/{self.slug}/"

    def slugify(self, tag, i=None):
        slug = text.slug(tag, fallback="the")
        return slug if i is None else f"{slug}-{i}"


class TagsOfArticle(_TaggableManager):
    """taggit's own way in (`article.tags.add("đà nẵng")`) finds the tag that is meant, too. Raises Ambiguous."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        found = [
            tag if isinstance(tag, Tag) else Tag.objects.worded(tag) or Tag.objects.create(name=tag) for tag in tags
        ]
        return list(dict.fromkeys(found))


class ArticleTag(ItemBase):
    """taggit's through table, with a real foreign key to the article."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_tags")
    content_object = models.ForeignKey("Article", models.PROTECT, related_name="article_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once_per_article")]
