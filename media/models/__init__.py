"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.cut import Cut
from media.models.likeness import Likeness
from media.models.photo import SEARCHED, Photo, PhotoQuerySet, Rendition
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape

__all__ = [
    "SEARCHED", "CodeList", "Cut", "Likeness", "Photo", "PhotoQuerySet", "ReleasedPhoto", "ReleasedShape", "Rendition", "Upload",
    "WithdrawnShape",
]  # fmt: skip
