from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.credits import Role

from .article import Kind, Standing


class PublishedQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-first_published_at", "-article_id")

    def after(self, at, article_id):
        """The rows that follow this place in newest_first()."""
        return self.filter(Q(first_published_at__lt=at) | Q(first_published_at=at, article_id__lt=article_id))

    def in_lists(self):
        """For lists: with the section, without the long text."""
        return self.select_related("section", "section__parent").defer("body")


class PublishedArticle(models.Model):
    """What readers get of one article. The row exists exactly while the article is public."""

    article = models.OneToOneField("Article", models.PROTECT, primary_key=True, related_name="published")
    revision = models.ForeignKey(
        "Revision", models.PROTECT, related_name="+", help_text="The text this row was made from."
    )
    section = models.ForeignKey("Section", models.PROTECT, related_name="+")
    top_section = models.ForeignKey("Section", models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.SlugField(max_length=120)
    kicker = models.CharField(max_length=80, blank=True)
    headline = models.CharField(max_length=200)
    short_headline = models.CharField(max_length=120, blank=True)
    standfirst = models.TextField(blank=True)
    place = models.CharField(max_length=80, blank=True)
    credit_line = models.CharField(max_length=500)
    lead = models.JSONField(
        null=True, help_text="The lead picture as media.Photo.picture() gave it, with this story's words."
    )
    social = models.JSONField(null=True, help_text="The picture for social cards, where it is not the lead.")
    seo_title = models.CharField(max_length=120, blank=True)
    seo_description = models.TextField(blank=True)
    social_title = models.CharField(max_length=120, blank=True)
    social_description = models.TextField(blank=True)
    related = models.JSONField(default=list)
    standing = models.PositiveSmallIntegerField(choices=Standing)
    number = models.BigIntegerField(unique=True, help_text="Its place in the search index, see search.number_for.")
    words = models.PositiveIntegerField(default=0)
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField(
        help_text="When readers last got a changed text; equals first_published_at before."
    )
    rendered_by = models.PositiveSmallIntegerField()
    body = models.TextField(help_text="Rendered by body.render; nothing else writes here.")
    objects = PublishedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-first_published_at", "-article"], name="published_newest"),
            models.Index(fields=["section", "-first_published_at", "-article"], name="published_by_section"),
            models.Index(fields=["top_section", "-first_published_at", "-article"], name="published_by_top"),
            models.Index(fields=["-standing", "-first_published_at", "-article"], name="published_by_standing"),
        ]

    def __str__(self):
        return self.headline

    @property
    def id(self):
        return self.article_id

    @property
    def list_headline(self):
        return self.short_headline or self.headline

    @property
    def changed(self):
        """Whether readers have been given another text since the first."""
        return self.updated_at > self.first_published_at

    def get_absolute_url(self):
        return f"/{self.section.slug}/{self.slug}-{self.article_id}/"


class PublishedByline(models.Model):
    """Who is credited with what in a public story; the contributor's page walks these."""

    article = models.ForeignKey(PublishedArticle, models.PROTECT, related_name="bylines")
    contributor = models.ForeignKey("Contributor", models.PROTECT, related_name="published")
    role = models.CharField(max_length=16, choices=Role)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    first_published_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["contributor", "-first_published_at", "-article"], name="byline_newest")]

    def __str__(self):
        return self.name


class PublishedTag(models.Model):
    """A tag on a public story; the tag's page walks these."""

    article = models.ForeignKey(PublishedArticle, models.PROTECT, related_name="tags")
    tag = models.ForeignKey("Tag", models.PROTECT, related_name="published")
    order = models.PositiveSmallIntegerField()
    first_published_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["tag", "-first_published_at", "-article"], name="tag_newest")]

    def __str__(self):
        return f"{self.article_id} {self.tag_id}"


class PublishedPhoto(models.Model):
    """A photograph in a public story; the photograph's page walks these."""

    article = models.ForeignKey(PublishedArticle, models.PROTECT, related_name="photos")
    photo = models.ForeignKey("media.Photo", models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["photo", "-first_published_at", "-article"], name="photo_use_newest")]

    def __str__(self):
        return f"{self.article_id} {self.photo_id}"
