"""Preview: any revision exactly as readers will get it, from the readers' own template. Only the desk sees it."""

from django.conf import settings
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import credits, drafting, publishing
from articles.body import render
from articles.models import Contributor, Section, Tag
from articles.reading import lists, names
from articles.reading.story import Story
from newsroom import text

WIDTHS = {"phone": 360, "desktop": 1280}


def frame(request, site, article):
    """The preview's page: which version, at which width, the readers' page in a frame."""
    revision = _revision(request, article)
    width = request.GET.get("width") if request.GET.get("width") in WIDTHS else "desktop"
    address = reverse("admin:articles_article_preview_page", args=[article.pk])
    context = {
        **site.each_context(request),
        "title": _("Preview: %(story)s") % {"story": article},
        "article": article,
        "revision": revision,
        "width": width,
        "pixels": WIDTHS[width],
        "page": f"{address}?revision={revision.pk}" if revision else address,
    }
    return TemplateResponse(request, "admin/articles/article/preview.html", context)


def page(request, article):
    """What readers would get of a revision, or of the working copy where none is named."""
    revision = _revision(request, article)
    return draw(request, article, revision.words() if revision else drafting.words(article))


def draw(request, article, kept, *, shown=None, new_tags=()):
    """The readers' page of these words, for one person of the desk and nobody's cache.

    kept       what a revision keeps, see drafting.words
    shown      ids of the photographs that this person may see; None: all of them
    new_tags   names of tags that would be made by a save
    """
    used = publishing.photos_in(kept)
    used = used if shown is None else used & shown
    pictures = {pk: private(picture) for pk, picture in publishing.pictures_of(used).items()}
    row = publishing.compose(article, kept, pictures, now=timezone.now())
    if row.section_id is None:
        row.section = row.top_section = _no_section()
    story = _tell(row, kept)
    story.tags += [names.Tagged(row.pk, 0, 0, name, text.slug(name, fallback="the")) for name in new_tags]
    context = {
        "story": story,
        "article": row,
        "preview": True,
        "canonical": "",
        "masthead": story.masthead,
        "data": None,
    }
    # Readers get the paper's language, whatever the desk speaks to this person.
    with translation.override(settings.LANGUAGE_CODE):
        response = TemplateResponse(request, "articles/article.html", context).render()
    response["X-Robots-Tag"] = "noindex"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "no-store, private"
    return response


def _revision(request, article):
    asked = request.GET.get("revision", "")
    if not asked:
        return None
    found = article.revisions.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    if found is None:
        raise Http404(_("This story has no such version."))
    return found


def private(picture):
    """The picture with the desk's addresses for its files: the public ones answer only once a public story uses them."""

    def inside(name, rows):
        return [
            [width, height, f"{reverse('admin:media_photo_thumb', args=[picture['id'], width])}?shape={name}"]
            for width, height, _url in rows
        ]

    shapes = {
        name: {**shape, "avif": [], "webp": [], "jpeg": inside(name, shape["jpeg"] or shape["webp"])}
        for name, shape in picture["shapes"].items()
    }
    return {**picture, "shapes": shapes}


def _no_section():
    return Section(pk=0, name=_("no section yet"), slug="-")


def _tell(row, kept):
    found = names.read(links=render.slots(row.body))
    people = Contributor.objects.in_bulk([contributor for contributor, _role, _name in kept["bylines"]])
    bylines = [
        names.Credited(row.pk, order, contributor, name, people[contributor].name, role, people[contributor].kind,
                       people[contributor].slug)
        for order, (contributor, role, name) in enumerate(kept["bylines"])
        if contributor in people
    ]  # fmt: skip
    addresses = {credited.name: credited.get_absolute_url() for credited in bylines}
    tags = Tag.objects.in_bulk(kept["tags"])
    story = Story(
        article=row,
        masthead=found.masthead,
        body=render.fill_slots(row.body, found.targets),
        bylines=bylines,
        tags=[
            names.Tagged(row.pk, order, pk, tags[pk].name, tags[pk].slug)
            for order, pk in enumerate(kept["tags"])
            if pk in tags
        ],
        line=[(words, addresses.get(name)) for words, name in credits.pieces(row.credit_line, list(addresses))],
    )
    story.related = found.masthead.place(
        sorted(lists.read(chosen=lists.chosen(row.related[:3]))["chosen"], key=lambda one: row.related.index(one.pk))
    )
    return story
