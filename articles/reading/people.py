"""Contributors as readers meet them."""

from django.db.models import OuterRef, Subquery

from articles.models import Contributor
from media.models import ReleasedPhoto


def with_portrait():
    """Contributors with the files of their portrait and how it was made, where readers may see it: `portrait_shapes`,
    `portrait_source`, else None."""
    portrait = ReleasedPhoto.objects.filter(pk=OuterRef("portrait_id"))
    return Contributor.objects.select_related("merged_into").annotate(
        portrait_shapes=Subquery(portrait.values("sources")[:1]),
        portrait_source=Subquery(portrait.values("digital_source_type")[:1]),
    )
