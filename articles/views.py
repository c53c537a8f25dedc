"""The reader's pages. Each view gets its rows, answers the odd cases and renders; nothing here reads a desk table."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils import timezone

from articles import addresses, search, structured
from articles.models import PublishedArticle, PublishedByline, PublishedPhoto, PublishedTag, Tag, Tombstone
from articles.reading import dates, front, lists, names, people, story
from articles.reading.prepared import Prepared
from media import terms
from media.models import ReleasedPhoto


def page(template, masthead, context=None, *, path, keys=(), status=200):
    """A finished page. It prints today's date, so it is good until midnight.

    path   where the page lives: its canonical address
    keys   what a shared cache forgets it by: surrogate keys
    """
    context = {"masthead": masthead, "canonical": structured.absolute(path), **(context or {})}
    response = HttpResponse(render_to_string(template, context), status=status)
    response.good_until = dates.next_midnight()
    response.surrogate_keys = ["paper", *keys]
    response["Surrogate-Key"] = " ".join(response.surrogate_keys)
    return response


_of_section = lists.prepared_page(lambda owner: PublishedArticle.objects.filter(top_section=owner))
_of_part = lists.prepared_page(lambda owner: PublishedArticle.objects.filter(section=owner))
_of_tag = lists.prepared_page(lambda owner: PublishedTag.objects.filter(tag=owner))
_of_person = lists.prepared_page(lambda owner: PublishedByline.objects.filter(contributor=owner))
_published = Prepared(lambda article: PublishedArticle.objects.filter(pk=article))


def front_page(request):
    masthead = names.masthead(names.edition_of(request))
    composed = front.compose(masthead)
    data = structured.graph(structured.publisher(masthead.paper), structured.website(masthead.paper))
    context = {"front": composed, "data": data, "feed": "/feed.xml"}
    return page("articles/front.html", masthead, context, path="/", keys=["front"])


def section_steps(masthead, section):
    """The way from the front to a section, for breadcrumbs."""
    steps = [(masthead.paper.name, "/")]
    if section.parent:
        steps.append((section.parent.name, section.parent.get_absolute_url()))
    return [*steps, (section.name, section.get_absolute_url())]


def section_page(request, slug):
    """A section. A top section shows the stories of its parts too."""
    masthead = names.masthead(names.edition_of(request))
    section = masthead.by_slug.get(slug)
    if section is None:
        raise Http404(f"no section {slug}")
    listed, beside = _page_of_list(request, _of_part if section.parent else _of_section, section.pk, masthead)
    context = {
        "section": section,
        "current": section,
        "listed": listed,
        "latest": beside["latest"],
        "feed": f"/{section.slug}/feed.xml",
        "data": structured.graph(structured.breadcrumb(section_steps(masthead, section))),
    }
    return page("articles/section.html", masthead, context, path=f"/{slug}/", keys=[f"section-{section.pk}"])


def article_page(request, section, slug, id):
    """One article. The id finds it; an address that has changed is sent on, a withdrawn one answers 410."""
    article = next(iter(_published(article=id)), None)
    if article is None:
        return _missing_article(request, id)
    told = story.read(article, names.edition_of(request))
    if request.path != article.get_absolute_url():
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    steps = [*section_steps(told.masthead, article.section), (article.headline, article.get_absolute_url())]
    context = {
        "story": told,
        "article": article,
        "data": structured.graph(structured.news_article(told), structured.breadcrumb(steps)),
        "feed": f"/{article.section.slug}/feed.xml",
        "card": structured.card(article.social, article.lead, language=article.language),
        "site": settings.SITE_URL,
        "current": article.section,
    }
    keys = [f"article-{id}", f"section-{article.section_id}", f"section-{article.top_section_id}"]
    return page("articles/article.html", told.masthead, context, path=article.get_absolute_url(), keys=keys)


def _missing_article(request, id):
    if Tombstone.objects.filter(pk=id).exists():
        return gone(request)
    raise Http404(f"no article {id}")


def tag_page(request, slug):
    tag = Tag.objects.select_related("merged_into").filter(slug=slug).first()
    if tag is None:
        raise Http404(f"no tag {slug}")
    if addresses.public_tag(tag.merged_into):
        return HttpResponsePermanentRedirect(tag.merged_into.get_absolute_url())
    masthead = names.masthead(names.edition_of(request))
    listed, beside = _page_of_list(request, _of_tag, tag.pk, masthead)
    if not listed.articles:
        raise Http404(f"no public story is tagged {slug}")
    context = {"tag": tag, "listed": listed, "latest": beside["latest"], "feed": f"/tag/{slug}/feed.xml"}
    return page("articles/tag.html", masthead, context, path=f"/tag/{slug}/", keys=[f"tag-{tag.pk}"])


def author_page(request, slug):
    """What somebody is credited with. A contributor in whose name nothing is public has no page."""
    contributor = people.with_portrait().filter(slug=slug).first()
    if contributor is None:
        raise Http404(f"no contributor {slug}")
    if addresses.public_person(contributor.merged_into):
        return HttpResponsePermanentRedirect(contributor.merged_into.get_absolute_url())
    masthead = names.masthead(names.edition_of(request))
    listed, beside = _page_of_list(request, _of_person, contributor.pk, masthead)
    if not listed.articles:
        raise Http404(f"nothing is public in the name of {slug}")
    context = {
        "contributor": contributor,
        "portrait": contributor.portrait_shapes
        and {"shapes": contributor.portrait_shapes, "alt": "", "source_type": contributor.portrait_source},
        "listed": listed,
        "latest": beside["latest"],
        "feed": f"/author/{slug}/feed.xml",
        "data": structured.graph(structured.profile(contributor)),
    }
    return page("articles/author.html", masthead, context, path=f"/author/{slug}/", keys=[f"person-{contributor.pk}"])


def archive_page(request, year, month, day):
    """The stories of one day on the paper's clock, with the days before and after it that have any."""
    try:
        asked = date(year, month, day)
        first, after = dates.day_bounds(asked)
    except (ValueError, OverflowError) as error:
        raise Http404("no such day") from error
    today = timezone.localdate()
    if asked > today:
        raise Http404("not yet")
    masthead = names.masthead(names.edition_of(request))
    public = PublishedArticle.objects.all()
    of_day = public.filter(first_published_at__gte=first, first_published_at__lt=after)
    listed, beside = _listing(
        request, of_day, masthead,
        earlier=lists.newest(public.filter(first_published_at__lt=first), 1),
        later=lists.oldest(public.filter(first_published_at__gte=after), 1),
    )  # fmt: skip
    if not listed.articles and not beside["earlier"]:
        raise Http404("nothing was published by that day")
    context = {
        "day": asked,
        "day_words": dates.long_day(asked),
        "path": _day_address(asked),
        "listed": listed,
        "earlier": _day_of(beside["earlier"]),
        "later": _day_of(beside["later"]),
        "robots": "" if listed.articles else "noindex, follow",
    }
    return page("articles/archive.html", masthead, context, path=_day_address(asked))


def _day_address(day):
    return f"/archive/{day.year}/{day.month}/{day.day}/"


def _day_of(articles):
    """The day on which the first of these was published, with its address."""
    if not articles:
        return None
    day = timezone.localdate(articles[0].first_published_at)
    return {"day": day, "address": _day_address(day)}


def photo_page(request, id):
    """A photograph that a public story uses, as large as the window lets it, with all its words."""
    photo = ReleasedPhoto.objects.filter(pk=id).first()
    if photo is None:
        raise Http404(f"no public photograph {id}")
    masthead = names.masthead(names.edition_of(request))
    stories = masthead.place(lists.read(stories=lists.newest(PublishedPhoto.objects.filter(photo=id), 10))["stories"])
    shown = {
        "shapes": photo.sources,
        "alt": photo.alt or photo.caption,
        "caption": photo.caption,
        "source_type": photo.digital_source_type,
    }
    context = {
        "photo": photo,
        "licence": terms.licence(photo.licence_page),
        "shown": shown,
        "stories": stories,
        "card": structured.card(shown),
        "data": structured.graph(structured.released_image(photo)),
    }
    return page("articles/photo.html", masthead, context, path=photo.get_absolute_url(), keys=[f"photo-{id}"])


def search_page(request):
    """Anything typed is a query; the page itself is not for search engines."""
    typed = request.GET.get("q", "").strip()
    found = search.search(typed, request.GET.get("before", "")) if typed else None
    masthead = names.masthead(names.edition_of(request))
    if found:
        masthead.place([result.article for result in found.results])
    context = {"typed": typed, "found": found}
    return page("articles/search.html", masthead, context, path="/search/")


def _page_of_list(request, ask, owner, masthead):
    """ask: made by lists.prepared_page()."""
    return _placed(request, masthead, *ask(owner, lists.Key.read(request.GET.get("before"))))


def _listing(request, rows, masthead, **beside):
    listed, found = lists.read_page(rows, lists.Key.read(request.GET.get("before")), **beside)
    return _placed(request, masthead, listed, found)


def _placed(request, masthead, listed, found):
    if request.GET.get("before") and not listed.articles:
        raise Http404("the list ends before that")
    for articles in found.values():
        masthead.place(articles)
    return listed, found


# ---- what could not be shown: in the newspaper's clothes -------------------------------------------------------------


def not_found(request, exception=None):
    """handler404. What has moved is sent on; an address in which nothing lives gets a way on."""
    moved = addresses.now_at(request.path)
    if moved:
        return HttpResponsePermanentRedirect(moved)
    return _sorry(request, "404.html", 404)


def gone(request):
    return _sorry(request, "410.html", 410)


def _sorry(request, template, status):
    masthead = names.masthead(names.edition_of(request))
    latest = masthead.place(lists.read(latest=lists.latest(5))["latest"])
    return page(template, masthead, {"latest": latest, "typed": ""}, path=request.path, status=status)


def server_error(request):
    """handler500: must work where nothing else does, so it asks nothing of the database."""
    return HttpResponse(render_to_string("500.html", {"masthead": names.bare_masthead()}), status=500)
