"""What a newspaper is made of, one noun a file."""

from .address import Address, Tombstone
from .article import Article, Figure, Kind, Standing, State
from .autosave import Autosave
from .contributor import Byline, Contributor, PenName
from .desk import DeskSettings, Membership
from .event import Event
from .paper import Paper
from .photo_creator import PhotoCreator
from .picture_use import PictureUse
from .published import PublishedArticle, PublishedByline, PublishedPhoto, PublishedTag
from .revision import Revision, RevisionText
from .rights import EndedPicture, PhotoFallback
from .section import Section
from .tag import ArticleTag, Tag

__all__ = [
    "Address",
    "Article",
    "ArticleTag",
    "Autosave",
    "Byline",
    "Contributor",
    "DeskSettings",
    "EndedPicture",
    "Event",
    "Figure",
    "Kind",
    "Membership",
    "Paper",
    "PenName",
    "PhotoCreator",
    "PictureUse",
    "PhotoFallback",
    "PublishedArticle",
    "PublishedByline",
    "PublishedPhoto",
    "PublishedTag",
    "Revision",
    "RevisionText",
    "Section",
    "Standing",
    "State",
    "Tag",
    "Tombstone",
]
