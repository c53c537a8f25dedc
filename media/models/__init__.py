"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.cut import Cut
from media.models.photo import SEARCHED, Photo, PhotoQuerySet, Rendition
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape
from media.models.terms import Lease, Supplier

__all__ = [
    "SEARCHED", "CodeList", "Cut", "Lease", "Photo", "PhotoQuerySet", "ReleasedPhoto", "ReleasedShape", "Rendition",
    "Supplier", "Upload", "WithdrawnShape",
]  # fmt: skip
