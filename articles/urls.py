"""The reader's addresses. Fixed ones stand before the sections', which take every first word that is left."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from articles import feeds, sitemaps, views


class IdConverter(IntConverter):
    """A number that a database can hold; a longer one is the address of nothing."""

    regex = "[1-9][0-9]{0,17}"


class YearConverter(IntConverter):
    regex = "[12][0-9]{3}"


register_converter(IdConverter, "id")
register_converter(YearConverter, "year")

urlpatterns = [
    path("", views.front_page, name="front"),
    path("search/", views.search_page, name="search"),
    path("tag/<slug:slug>/", views.tag_page, name="tag"),
    path("author/<slug:slug>/", views.author_page, name="author"),
    path("archive/<year:year>/<int:month>/<int:day>/", views.archive_page, name="archive"),
    path("photo/<id:id>/", views.photo_page, name="photo"),
    path("feed.xml", feeds.site, name="feed"),
    path("tag/<slug:slug>/feed.xml", feeds.tag, name="tag-feed"),
    path("author/<slug:slug>/feed.xml", feeds.author, name="author-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-sections.xml", sitemaps.sections, name="sitemap-sections"),
    path("sitemap-<year:year>-<int:month>.xml", sitemaps.month, name="sitemap-month"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("<slug:slug>/", views.section_page, name="section"),
    path("<slug:slug>/feed.xml", feeds.section, name="section-feed"),
    path("<slug:section>/<slug:slug>-<id:id>/", views.article_page, name="article"),
]
