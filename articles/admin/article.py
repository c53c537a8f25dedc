"""Articles at the desk: the list of lists.py, and the form of story.py."""

from django.contrib import admin

from articles.models import Article

from .lists import StoryList
from .story import StoryPages


@admin.register(Article)
class ArticleAdmin(StoryPages, StoryList):
    pass
