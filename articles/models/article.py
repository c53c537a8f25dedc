from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.body.field import BodyField
from newsroom import text

from .tag import TagsOfArticle


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Kind(models.TextChoices):
    NEWS = "news", _("news")
    FEATURE = "feature", _("feature")
    INTERVIEW = "interview", _("interview")
    OPINION = "opinion", _("opinion")
    PHOTO_STORY = "photo_story", _("photo story")
    BRIEF = "brief", _("brief")


class Standing(models.IntegerChoices):
    """Where a story stands on the front, said by whoever publishes it."""

    LEAD = 3, _("lead")
    PROMINENT = 2, _("prominent")
    NORMAL = 1, _("normal")
    NOT_ON_FRONT = 0, _("not on the front")


class ArticleQuerySet(models.QuerySet):
    def due(self, now):
        """What the clock has to put out by now, oldest hour first."""
        return self.filter(state=State.SCHEDULED, publish_at__lte=now).order_by("publish_at", "pk")

    def search(self, query):
        """Stories that hold every word typed, with or without their marks."""
        found = self
        for word in text.fold(text.clean(query)).split()[:12]:
            found = found.filter(search_text__contains=word)
        return found


class Article(models.Model):
    """What the desk works on. Readers never get this row: they get the PublishedArticle made from one revision of it."""

    class LeadCrop(models.TextChoices):
        ORIGINAL = "original", _("as taken")
        THREE_TWO = "3x2", _("3:2")
        SIXTEEN_NINE = "16x9", _("16:9")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    state_note = models.TextField(editable=False, blank=True, help_text="What the sender said with the last act.")
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    state_at = models.DateTimeField(default=timezone.now, editable=False)
    returned = models.BooleanField(
        default=False, editable=False, help_text="Draft again because an editor sent it back."
    )
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Grows with each save; the form brings it back."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="articles_made"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="vi")
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.NEWS)
    section = models.ForeignKey(
        "Section", models.PROTECT, verbose_name=_("section"), null=True, blank=True, related_name="articles"
    )
    slug = models.SlugField(_("address"), max_length=120, blank=True)
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    short_headline = models.CharField(_("short headline for lists"), max_length=120, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = BodyField(_("text"), blank=True)
    place = models.CharField(_("dateline (place)"), max_length=80, blank=True)
    credit_line = models.CharField(_("credit line"), max_length=500, blank=True)
    tags = TaggableManager(through="ArticleTag", manager=TagsOfArticle, verbose_name=_("tags"), blank=True)
    lead_photo = models.ForeignKey(
        "media.Photo", models.PROTECT, verbose_name=_("lead photograph"), null=True, blank=True, related_name="+"
    )
    lead_caption = models.TextField(
        _("caption of the lead photograph"), null=True, blank=True, help_text=_("Empty: the photograph's own caption.")
    )
    lead_alt = models.TextField(_("words for a blind reader"), null=True, blank=True)
    lead_crop = models.CharField(_("shape"), max_length=10, choices=LeadCrop, default=LeadCrop.ORIGINAL)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.TextField(_("description for search engines"), max_length=320, blank=True)
    social_title = models.CharField(_("title for social cards"), max_length=120, blank=True)
    social_description = models.TextField(_("description for social cards"), max_length=320, blank=True)
    social_photo = models.ForeignKey(
        "media.Photo",
        models.PROTECT,
        verbose_name=_("picture for social cards"),
        null=True,
        blank=True,
        related_name="+",
    )
    asked_words = models.PositiveIntegerField(
        _("asked length (words)"), null=True, blank=True, help_text="What was ordered; no part of the story's words."
    )
    internal_note = models.TextField(_("internal note"), blank=True)
    related = models.JSONField(_("related stories"), default=list, blank=True, help_text="Ids, in the order shown.")

    standing = models.PositiveSmallIntegerField(_("place on the front"), choices=Standing, default=Standing.NORMAL)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, editable=False)
    scheduled_revision = models.ForeignKey("Revision", models.PROTECT, null=True, editable=False, related_name="+")
    first_published_at = models.DateTimeField(null=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["state", "publish_at"], name="article_due"),
            models.Index(fields=["-updated_at", "-id"], name="article_newest"),
        ]

    def __str__(self):
        return self.headline or str(_("Story without a headline"))

    @property
    def path(self):
        """Where the working copy would stand today. Published rows answer for what stands now."""
        section = self.section.slug if self.section else "-"
        return f"/{section}/{self.slug or text.slug(self.headline)}-{self.pk}/"

    def save(self, **kwargs):
        self.slug = text.slug(self.slug or self.headline) if self.slug or self.headline else ""
        searched = (self.headline, self.kicker, self.standfirst, self.credit_line, self.place)
        self.search_text = text.fold(" ".join(searched))
        super().save(**kwargs)


class Figure(models.Model):
    """A photograph in a story, written with the text that it comes from. Live rows alone decide what is released."""

    class Where(models.TextChoices):
        WORKING = "working", _("working copy")
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live")

    article = models.ForeignKey(Article, models.PROTECT, related_name="figures")
    photo = models.ForeignKey(
        "media.Photo",
        models.PROTECT,
        null=True,
        related_name="figures",
        help_text="Empty: a figure waiting for its photograph.",
    )
    where = models.CharField(max_length=10, choices=Where)
    order = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(max_length=8, blank=True)
    lead = models.BooleanField(default=False)
    alt_missing = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["photo", "where"], name="figure_use")]

    def __str__(self):
        return f"{self.article_id}:{self.order} {self.where}"
