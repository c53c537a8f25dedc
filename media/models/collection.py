"""What the desk keeps together: shoots, collections, and somebody's own light table; and searches kept under a name."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.photo import Photo


class CollectionQuerySet(models.QuerySet):
    def open_to(self, user):
        """Shoots and collections are everybody's at the desk; a light table is its maker's alone."""
        return self.filter(~Q(kind=Collection.Kind.LIGHTBOX) | Q(by=user))

    def newest_first(self):
        return self.order_by("-pk")


class Collection(models.Model):
    """Photographs in an order that somebody gave them. It grants nothing: everyone sees of it what they may see anyway."""

    class Kind(models.TextChoices):
        COLLECTION = "collection", _("collection")
        SHOOT = "shoot", _("shoot")
        LIGHTBOX = "lightbox", _("my light table")

    MOST = 2000  # photographs

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COLLECTION)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    cover = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        default_permissions = ()

    def __str__(self):
        return self.name

    @transaction.atomic
    def add(self, photo_ids) -> int:
        """Put photographs at its end, in this order; those in it already stay where they are. How many are new."""
        Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
        have = set(self.members.values_list("photo_id", flat=True))
        new = [pk for pk in dict.fromkeys(photo_ids) if pk not in have][: max(0, self.MOST - len(have))]
        last = self.members.aggregate(last=Max("order"))["last"] or 0
        Member.objects.bulk_create(
            Member(collection=self, photo_id=pk, order=order) for order, pk in enumerate(new, last + 1)
        )
        return len(new)

    def remove(self, photo_ids) -> int:
        return self.members.filter(photo__in=photo_ids).delete()[0]

    @transaction.atomic
    def move(self, photo_ids, step: int) -> None:
        """Move these photographs past the one before (step -1) or after them (step 1); they keep their order."""
        Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
        members, wanted = list(self.members.order_by("order", "pk")), set(photo_ids)
        row = members if step < 0 else members[::-1]
        for at in range(1, len(row)):
            if row[at].photo_id in wanted and row[at - 1].photo_id not in wanted:
                row[at - 1], row[at] = row[at], row[at - 1]
        for order, member in enumerate(row if step < 0 else row[::-1], 1):
            member.order = order
        Member.objects.bulk_update(members, ["order"], batch_size=500)


class Member(models.Model):
    """One photograph in a collection, and its place there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="members")
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="kept_in")
    order = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["collection", "photo"], name="member_once")]
        indexes = [models.Index(fields=["collection", "order"], name="member_order")]

    def __str__(self):
        return f"{self.collection_id}: {self.photo_id}"


class SavedSearch(models.Model):
    """Words and filters of the grid, kept under a name: for oneself, or for everybody at the desk."""

    MOST = 40  # of one person

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000, help_text="As in the grid's address.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(_("for the whole desk"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "name"], name="saved_search_name")]

    def __str__(self):
        return self.name
