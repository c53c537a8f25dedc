"""Sitemaps: an index by month, one file a month, the sections, and the news of the last 48 hours.

Source: Sitemaps 0.9 and Google's news and image extensions; lastmod is truthful, nothing else is promised.
"""

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from articles.feeds import NOT_XML
from articles.models import PublishedArticle
from articles.reading import lists, names
from articles.structured import absolute, moment

MOST = 50_000  # addresses a file may hold
NEWS_HOURS = timedelta(hours=48)
MOST_NEWS = 1000
MONTHS_A_QUERY = 100  # SQLite joins at most 500 SELECTs


def index(request):
    """One file for the sections and one for each month that has stories."""
    files = [{"address": absolute("/sitemap-sections.xml")}]
    files += [{"address": absolute(f"/sitemap-{first.year}-{first.month}.xml")} for first in _months_with_stories()]
    return _xml("articles/sitemap_index.xml", {"files": files})


def _months_with_stories():
    """Months, newest first. One look into the index a month, in one query: no table is walked."""
    ends = lists.read(
        newest=lists.newest(PublishedArticle.objects.all(), 1), oldest=lists.oldest(PublishedArticle.objects.all(), 1)
    )
    if not ends["newest"]:
        return []
    first = timezone.localdate(ends["oldest"][0].first_published_at).replace(day=1)
    month = timezone.localdate(ends["newest"][0].first_published_at).replace(day=1)
    months = []
    while month >= first:
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    found = set()
    for start in range(0, len(months), MONTHS_A_QUERY):
        some = {str(month): lists.newest(_of_month(month), 1) for month in months[start : start + MONTHS_A_QUERY]}
        found |= {name for name, articles in lists.read(**some).items() if articles}
    return [month for month in months if str(month) in found]


def _of_month(first):
    after = (first + timedelta(days=32)).replace(day=1)
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    return PublishedArticle.objects.filter(first_published_at__gte=start, first_published_at__lt=end)


def month(request, year, month):
    try:
        rows = _of_month(date(year, month, 1))
    except (ValueError, OverflowError) as error:
        raise Http404("no such month") from error
    masthead = names.masthead()
    articles = masthead.place(list(rows.only(*lists.SHOWN).order_by("-first_published_at", "-article_id")[:MOST]))
    if not articles:
        raise Http404("nothing was published in that month")
    pages = [_page(article) for article in articles]
    return _xml("articles/sitemap.xml", {"pages": pages})


def _page(article):
    found = {"address": absolute(article.get_absolute_url()), "changed": moment(article.updated_at)}
    if article.lead:
        cut = article.lead["shapes"]["original"]
        found["picture"] = absolute((cut["jpeg"] or cut["webp"])[-1][2])
    return found


def sections(request):
    masthead = names.masthead()
    pages = [{"address": absolute("/")}]
    shown = (section for section in masthead.all_sections if not section.retired)
    pages += [{"address": absolute(section.get_absolute_url())} for section in shown]
    return _xml("articles/sitemap.xml", {"pages": pages})


def news(request):
    """What was first published in the last 48 hours; good until the oldest of it is older."""
    since = timezone.now() - NEWS_HOURS
    rows = PublishedArticle.objects.filter(first_published_at__gt=since).only(*lists.SHOWN)
    masthead = names.masthead()
    articles = masthead.place(list(rows.order_by("-first_published_at", "-article_id")[:MOST_NEWS]))
    pages = [
        {
            "address": absolute(article.get_absolute_url()),
            "headline": article.headline,
            "language": article.language,
            "published": moment(article.first_published_at),
        }
        for article in articles
    ]
    response = _xml("articles/news_sitemap.xml", {"pages": pages, "paper": masthead.paper.name})
    if articles:
        response.good_until = articles[-1].first_published_at + NEWS_HOURS
    return response


def _xml(template, context):
    words = NOT_XML.sub("", render_to_string(template, context))
    response = HttpResponse(words, content_type="application/xml; charset=utf-8")
    response["Surrogate-Key"] = "paper front"
    return response
