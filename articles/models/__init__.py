"""What a newspaper is made of, one noun a file."""

from .address import Address, Tombstone
from .article import Article, Figure, Kind, Standing, State
from .autosave import Autosave
from .contributor import Byline, Contributor, PenName
from .desk import DeskSettings, Membership
from .event import Event
from .paper import Paper
from .photo_creator import PhotoCreator
from .published import PublishedArticle, PublishedByline, PublishedPhoto, PublishedTag
from .revision import Revision, RevisionText
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
    "Event",
    "Figure",
    "Kind",
    "Membership",
    "Paper",
    "PenName",
    "PhotoCreator",
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
