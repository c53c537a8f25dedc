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
        return self.order_by("-at", "-pk")


class Collection(models.Model):
    """Photographs in an order that somebody gave them. It grants nothing: everyone sees of it what they may see anyway."""

    class Kind(models.TextChoices):
        SHOOT = "shoot", _("shoot")
        COLLECTION = "collection", _("collection")
        LIGHTBOX = "lightbox", _("my light table")

    MOST = 2000  # photographs

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COLLECTION)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    cover = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    objects = CollectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="collection_newest")]

    def __str__(self):
        return self.name

    @transaction.atomic
    def add(self, photo_ids) -> int:
        """Put photographs at its end, in this order; those in it already stay where they are. How many are new."""
        Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
        have = set(self.members.values_list("photo_id", flat=True))
        new = [pk for pk in dict.fromkeys(photo_ids) if pk not in have][: max(0, self.MOST - len(have))]
        last = self.members.aggregate(last=Max("place"))["last"] or 0
        Member.objects.bulk_create(
            Member(collection=self, photo_id=pk, place=place) for place, pk in enumerate(new, last + 1)
        )
        return len(new)

    def remove(self, photo_ids) -> int:
        return self.members.filter(photo__in=photo_ids).delete()[0]

    @transaction.atomic
    def move(self, photo_ids, step: int) -> None:
        """Move these photographs past the one before (step -1) or after them (step 1); they keep their order."""
        Collection.objects.select_for_update(no_key=True).get(pk=self.pk)
        members, wanted = list(self.members.order_by("place")), set(photo_ids)
        order = members if step < 0 else members[::-1]
        for at in range(1, len(order)):
            if order[at].photo_id in wanted and order[at - 1].photo_id not in wanted:
                order[at - 1], order[at] = order[at], order[at - 1]
        for place, member in enumerate(order if step < 0 else order[::-1], 1):
            member.place = place
        Member.objects.bulk_update(members, ["place"], batch_size=500)


class Member(models.Model):
    """One photograph in a collection, and its place there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="members")
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="memberships")
    place = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["collection", "photo"], name="member_once")]
        indexes = [models.Index(fields=["collection", "place"], name="member_by_place")]

    def __str__(self):
        return f"{self.collection_id}: {self.photo_id}"


class SavedSearch(models.Model):
    """Words and filters of the grid, kept under a name: for oneself, or for everybody at the desk."""

    MOST = 40  # of one person

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, help_text="As in the grid's address.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(_("for everybody at the desk"), default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "name"], name="saved_search_name")]

    def __str__(self):
        return self.name
