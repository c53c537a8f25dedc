"""Photographs: what the desk keeps (Photo, Rendition) and what readers may fetch (ReleasedPhoto, ReleasedShape)."""

from media.models.collection import Collection, Member, SavedSearch
from media.models.correction import Correction
from media.models.cut import Cut
from media.models.likeness import Likeness
from media.models.photo import Photo, PhotoQuerySet, Rendition
from media.models.proposal import CaptionProposal
from media.models.receipt import Receipt
from media.models.received import CodeList, Upload
from media.models.released import ReleasedPhoto, ReleasedShape, WithdrawnShape
from media.models.signoff import SignOff
from media.models.terms import Lease, Supplier
from media.models.version import FileMark, Version

__all__ = [
    "CaptionProposal", "CodeList", "Collection", "Correction", "Cut", "FileMark", "Lease", "Likeness", "Member", "Photo",
    "PhotoQuerySet", "Receipt", "ReleasedPhoto", "ReleasedShape", "Rendition", "SavedSearch", "SignOff", "Supplier", "Upload",
    "Version", "WithdrawnShape",
]  # fmt: skip
