"""Photographs put together: what belongs to one shoot, what somebody keeps for a story, and searches that are kept by name."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.photo import Photo


class Collection(models.Model):
    """Photographs in an order, under a name. All of the desk know of it; of its photographs each sees those they may see."""

    class Kind(models.TextChoices):
        COLLECTION = "collection", _("collection")
        SHOOT = "shoot", _("shoot")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COLLECTION)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name

    def add(self, photos) -> int:
        """Put photographs at its end, those that are not in it yet; how many that were."""
        with transaction.atomic():
            Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
            have = set(self.members.filter(photo__in=photos).values_list("photo_id", flat=True))
            last = self.members.aggregate(last=Max("order"))["last"] or 0
            new = [photo for photo in photos if photo.pk not in have]
            Member.objects.bulk_create(
                Member(collection=self, photo=photo, order=last + number) for number, photo in enumerate(new, 1)
            )
        return len(new)

    def move(self, photo_ids: list[int], before: int | None) -> None:
        """Put members before another one, in the order given; before nobody: to the end."""
        with transaction.atomic():
            Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
            rows = {row.photo_id: row for row in self.members.order_by("order", "pk")}
            moved = [pk for pk in dict.fromkeys(photo_ids) if pk in rows]
            rest = [pk for pk in rows if pk not in moved]
            at = rest.index(before) if before in rest else len(rest)
            for number, pk in enumerate([*rest[:at], *moved, *rest[at:]], 1):
                rows[pk].order = number
            Member.objects.bulk_update(rows.values(), ["order"], batch_size=500)


class Member(models.Model):
    """A photograph in a collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="members")
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="kept_in")
    order = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["collection", "photo"], name="member_once")]
        indexes = [models.Index(fields=["collection", "order"], name="member_order")]

    def __str__(self):
        return f"{self.collection_id}:{self.order} {self.photo_id}"


class SavedSearch(models.Model):
    """A search of the grid with all its filters, kept by its address."""

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000, help_text="As in the address: q=cau&usable=now.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(_("for the whole desk"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        default_permissions = ()
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name
