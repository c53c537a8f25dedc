"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.correction import Correction
from media.models.cut import Cut
from media.models.likeness import Likeness
from media.models.photo import SEARCHED, Photo, PhotoQuerySet, Rendition
from media.models.proposal import CaptionProposal
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape
from media.models.version import FileMark, Version

__all__ = [
    "SEARCHED", "CaptionProposal", "CodeList", "Correction", "Cut", "FileMark", "Likeness", "Photo", "PhotoQuerySet",
    "ReleasedPhoto", "ReleasedShape", "Rendition", "Upload", "Version", "WithdrawnShape",
]  # fmt: skip
