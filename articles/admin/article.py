"""Articles at the desk: the list of lists.py, and the form of story.py once it is there."""

from django.contrib import admin

from articles.models import Article

from .lists import StoryList


@admin.register(Article)
class ArticleAdmin(StoryList):
    pass
