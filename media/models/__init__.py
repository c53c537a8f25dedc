"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.cut import Cut
from media.models.likeness import Likeness
from media.models.photo import SEARCHED, Photo, PhotoQuerySet, Rendition
from media.models.receipt import Receipt
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape
from media.models.signoff import SignOff

__all__ = [
    "SEARCHED", "CodeList", "Cut", "Likeness", "Photo", "PhotoQuerySet", "Receipt", "ReleasedPhoto", "ReleasedShape", "Rendition",
    "SignOff", "Upload", "WithdrawnShape",
]  # fmt: skip
