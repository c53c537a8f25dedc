from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.credits import Role
from newsroom import text


class ContributorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired=False, merged_into=None)

    def named(self, name):
        """Who prints under exactly this name or pen name, whatever its capitals. None where nobody does."""
        key = text.tag_key(name)[:160]
        found = self.filter(models.Q(key=key) | models.Q(pen_names__key=key)).select_related("merged_into").first()
        return found and (found.merged_into or found)

    def of_names(self, names):
        """{name: named(name)} of those names that somebody prints under; one query, and one more for pen names."""
        keys = {name: text.tag_key(name)[:160] for name in names}
        rows = self.filter(models.Q(key__in=keys.values()) | models.Q(pen_names__key__in=keys.values()))
        found = {}
        for one in rows.select_related("merged_into").prefetch_related("pen_names").distinct():
            for key in (one.key, *(pen_name.key for pen_name in one.pen_names.all())):
                found.setdefault(key, one.merged_into or one)
        return {name: found[key] for name, key in keys.items() if key in found}

    def like(self, name):
        """Who has a name that differs in its marks only: proposals for a person, never an answer."""
        folded = text.fold(name)[:160]
        return self.active().filter(models.Q(folded=folded) | models.Q(pen_names__folded=folded)).distinct()


class Contributor(models.Model):
    """Somebody who is credited: a person, an agency or a desk. Contributors are not accounts."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        AGENCY = "agency", _("agency")
        DESK = "desk", _("desk")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name as printed"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True, blank=True)
    key = models.CharField(max_length=160, db_index=True, editable=False)
    folded = models.CharField(max_length=160, db_index=True, editable=False)
    sort_key = models.CharField(max_length=400, db_index=True, editable=False)
    portrait = models.ForeignKey(
        "media.Photo", models.PROTECT, verbose_name=_("portrait"), null=True, blank=True, related_name="+"
    )
    biography = models.TextField(_("biography"), blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("desk account"),
        null=True,
        blank=True,
        related_name="contributor",
    )
    retired = models.BooleanField(_("retired"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    objects = ContributorQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/author/{self.slug}/"

    def save(self, **kwargs):
        self.name = text.clean_line(self.name)
        self.key = text.tag_key(self.name)[:160]
        self.folded = text.fold(self.name)[:160]
        self.sort_key = text.name_sort_key(self.name)[:400]
        if not self.slug:
            self.slug = free_slug(type(self), text.slug(self.name, fallback="tac-gia"), self.pk)
        super().save(**kwargs)
        take_photographs(self, self.key)


class PenName(models.Model):
    """Another name under which a contributor prints."""

    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="pen_names")
    name = models.CharField(_("pen name"), max_length=120)
    key = models.CharField(max_length=160, unique=True, editable=False)
    folded = models.CharField(max_length=160, db_index=True, editable=False)

    class Meta:
        verbose_name = _("pen name")
        verbose_name_plural = _("pen names")

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.name = text.clean_line(self.name)
        self.key = text.tag_key(self.name)[:160]
        self.folded = text.fold(self.name)[:160]
        super().save(**kwargs)
        take_photographs(self.contributor, self.key)


class Byline(models.Model):
    """Who did what in one story, in the order printed. Derived from the credit line as it was typed."""

    article = models.ForeignKey("Article", models.PROTECT, related_name="bylines")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="bylines")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name as printed"), max_length=120)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self):
        return f"{self.name} ({self.get_role_display()})"


def take_photographs(contributor, key):
    """Photographs that were credited to this name before anybody had it are this contributor's."""
    contributor.photo_credits.model.objects.filter(key=key, contributor=None).update(contributor=contributor)


def free_slug(model, slug, own_id=None):
    """The slug itself, or with the first free number behind it."""
    taken = set(model.objects.filter(slug__startswith=slug).exclude(pk=own_id).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
