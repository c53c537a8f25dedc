"""How many of a supplier's pictures a month has had. A picture counts in the month in which readers first got it, once."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from media.models import Photo, Supplier


def month(at: datetime) -> tuple[datetime, datetime]:
    """The month that holds this moment on the paper's clock: its first moment, and the first of the next."""
    first = timezone.localdate(at).replace(day=1)
    following = (first.replace(day=28) + timezone.timedelta(days=4)).replace(day=1)
    return tuple(timezone.make_aware(datetime.combine(day, time())) for day in (first, following))


def used(supplier: Supplier, at: datetime) -> int:
    """How many different pictures of this supplier readers first got in that month."""
    first, following = month(at)
    return Photo.objects.filter(
        supplier=supplier, first_released_at__gte=first, first_released_at__lt=following
    ).count()


def held(suppliers) -> None:
    """Inside a transaction that counts and then publishes: whoever else counts for these suppliers waits."""
    if transaction.get_connection().in_atomic_block:
        list(Supplier.objects.filter(pk__in=suppliers).select_for_update().order_by("pk").values_list("pk"))
