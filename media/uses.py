"""Where photographs are used: whatever points at them from outside this app, which knows those things by relation only."""

from django.db.models import Exists, OuterRef, Q

from media.models import Photo


def uses() -> list:
    """The relations by which other apps point at photographs: figures of stories, leads, portraits."""
    found = Photo._meta.related_objects
    return [relation for relation in found if relation.related_model._meta.app_label != Photo._meta.app_label]


def in_use() -> Q:
    """Photographs that something outside this app points at."""
    asked = Q(pk__in=[])
    for relation in uses():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        asked |= Q(Exists(rows))
    return asked
