"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.collection import Collection, Member, SavedSearch
from media.models.cut import Cut
from media.models.likeness import Likeness
from media.models.photo import Photo, PhotoQuerySet, Rendition
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape

__all__ = [
    "CodeList", "Collection", "Cut", "Likeness", "Member", "Photo", "PhotoQuerySet", "ReleasedPhoto", "ReleasedShape",
    "Rendition", "SavedSearch", "Upload", "WithdrawnShape",
]  # fmt: skip
