"""Every name that a page prints with its address, in one query: the paper, its sections, and what the page asks for.

Each part is a SELECT of its own kind and one JSON object, so that parts of different shapes go into one UNION ALL.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import JSONObject

from articles.body.render import Target
from articles.models import Contributor, Paper, PublishedArticle, PublishedByline, PublishedTag, Section, Tag
from articles.reading.prepared import Prepared
from media.models import ReleasedPhoto

PAPER = [
    "name", "motto", "owning_body", "licence", "editor_in_chief", "address", "telephone", "email", "corrections_email",
]  # fmt: skip
LOCALES = {"vi": "vi_VN", "en": "en_GB"}
SECTION = ["id", "name", "slug", "parent_id", "order", "description", "style", "language", "retired"]


@dataclass
class Masthead:
    """The paper and its sections, as rows that need no further query: parents are set, `parts` lists the children."""

    paper: Paper
    all_sections: list = field(default_factory=list)
    drawn: dict = field(default_factory=dict)
    """Parts of pages that say nothing else, see templatetags.paper.kept_part."""

    def __post_init__(self):
        self.by_id = {section.pk: section for section in self.all_sections}
        self.by_slug = {section.slug: section for section in self.all_sections}
        for section in self.all_sections:
            section.parts = []
        for section in self.all_sections:
            section.parent = self.by_id.get(section.parent_id)
            if section.parent and not section.retired:
                section.parent.parts.append(section)
        self.sections = [section for section in self.all_sections if section.parent is None and not section.retired]

    @property
    def nameplate(self):
        return self.paper.name

    @property
    def language(self):
        return settings.LANGUAGE_CODE

    @property
    def locale(self):
        return LOCALES.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)

    @property
    def corrections_email(self):
        return self.paper.corrections_email or self.paper.email

    @property
    def desk_link(self):
        """Whether readers are shown the way to the desk: in the demo only."""
        return getattr(settings, "DEMO", False)

    def place(self, articles):
        """Give published rows their sections, so that their addresses need no query. Returns the rows."""
        for article in articles:
            article.section = self.by_id[article.section_id]
            article.top_section = self.by_id[article.top_section_id]
        return articles


@dataclass(frozen=True)
class Credited:
    """Somebody credited in a story, with the address of their page."""

    article: int
    order: int
    contributor: int
    name: str
    """As printed in this story; display_name is the contributor's own."""
    display_name: str
    role: str
    kind: str
    slug: str

    def get_absolute_url(self):
        return f"/author/{self.slug}/"


@dataclass(frozen=True)
class Tagged:
    article: int
    order: int
    tag: int
    name: str
    slug: str

    def get_absolute_url(self):
        return f"/tag/{self.slug}/"


@dataclass
class Names:
    masthead: Masthead
    bylines: dict = field(default_factory=dict)
    """{article id: [Credited]} in the order printed."""
    tags: dict = field(default_factory=dict)
    """{article id: [Tagged]} in order."""
    targets: dict = field(default_factory=dict)
    """{(kind, id): render.Target} of linked sections, tags, persons, photographs and stories that are public."""

    def people(self, article_id):
        """Each contributor of a story once, in the order printed."""
        return list({credited.contributor: credited for credited in self.bylines.get(article_id, [])}.values())


def read(articles=(), *, links=(), edition=None):
    """The masthead, the bylines and tags of some stories, and where internal links lead.

    articles   ids of published articles
    links      {(kind, id)} as body.render.slots() gives them
    edition    the edition that was read before this is asked, where it is known (see edition_of): the masthead of one
               edition is made once in a process
    """
    kept = _kept.get(edition)
    wanted = {kind: sorted(pk for of_kind, pk in links if of_kind == kind) for kind in ADDRESSES}
    found = {}
    if not kept or articles or any(wanted.values()):
        for kind, row in _ask(masthead=None if kept else 1, articles=list(articles), **wanted):
            found.setdefault(kind, []).append(row)
    masthead = kept or _masthead(found)
    if edition is not None and not kept:
        _keep(edition, masthead)
    return _sort_out(found, masthead)


def masthead(edition=None):
    """The paper and its sections alone."""
    return read(edition=edition).masthead


def edition_of(request):
    """The edition that the page cache read before it asked for this page; None where it did not ask."""
    return request.environ.get("newsroom.edition")


_kept: dict[int, Masthead] = {}
"""{edition: its Masthead}, of the last one only. Pages are made by several threads, which only read it."""


def _keep(edition, masthead):
    global _kept
    _kept = {edition: masthead}


@Prepared
def _ask(masthead, articles, **links):
    parts = []
    if masthead:
        parts += [
            _part("paper", Paper.objects.filter(pk=masthead), {name: name for name in PAPER}),
            _part("section", Section.objects.all(), {name: name for name in SECTION}),
        ]
    if articles:
        parts += [_bylines(articles), _tags(articles)]
    parts += _links(links)
    return parts[0].union(*parts[1:], all=True)


def bare_masthead():
    """The name of the paper without its sections: for pages that must do without the database."""
    return Masthead(Paper(pk=1, name=settings.SITE_NAME))


def _part(kind, queryset, fields):
    return queryset.order_by().values_list(Value(kind, output_field=CharField()), JSONObject(**fields))


def _bylines(articles):
    fields = {
        "article": "article_id", "order": "order", "contributor": "contributor_id", "name": "name", "role": "role",
        "display_name": "contributor__name", "kind": "contributor__kind", "slug": "contributor__slug",
    }  # fmt: skip
    return _part("byline", PublishedByline.objects.filter(article__in=articles), fields)


def _tags(articles):
    fields = {
        "article": "article_id", "order": "order", "tag": "tag_id", "name": "tag__name", "slug": "tag__slug",
    }  # fmt: skip
    return _part("tagged", PublishedTag.objects.filter(article__in=articles), fields)


def _links(wanted):
    """wanted: {kind: ids}"""
    if wanted["tag"]:
        tags = Tag.objects.filter(pk__in=wanted["tag"]).filter(_has_a_page(PublishedTag, "tag"))
        yield _part("tag", tags, {"id": "id", "words": "name", "slug": "slug"})
    if wanted["person"]:
        people = Contributor.objects.filter(pk__in=wanted["person"]).filter(_has_a_page(PublishedByline, "contributor"))
        yield _part("person", people, {"id": "id", "words": "name", "slug": "slug"})
    if wanted["photo"]:
        photos = ReleasedPhoto.objects.filter(pk__in=wanted["photo"])
        yield _part("photo", photos, {"id": "photo_id", "words": "caption"})
    if wanted["article"]:
        stories = PublishedArticle.objects.filter(pk__in=wanted["article"])
        fields = {"id": "article_id", "words": "headline", "section": "section__slug", "slug": "slug"}
        yield _part("article", stories, fields)


def _has_a_page(rows, owner):
    """A tag or a person has a page while a public story names them, or what they were merged into."""
    own = Exists(rows.objects.filter(**{owner: OuterRef("pk")}))
    return own | Exists(rows.objects.filter(**{owner: OuterRef("merged_into")}))


ADDRESSES = {
    "tag": "/tag/{slug}/",
    "person": "/author/{slug}/",
    "photo": "/photo/{id}/",
    "article": "/{section}/{slug}-{id}/",
}


def _masthead(found):
    sections = [Section(**row) for row in found.get("section", [])]
    sections.sort(key=lambda section: (section.order, section.pk))
    paper = Paper(pk=1, **found.get("paper", [{}])[0])
    paper.name = paper.name or settings.SITE_NAME
    return Masthead(paper, sections)


def _sort_out(found, masthead):
    names = Names(masthead)
    for row in sorted(found.get("byline", []), key=lambda row: row["order"]):
        names.bylines.setdefault(row["article"], []).append(Credited(**row))
    for row in sorted(found.get("tagged", []), key=lambda row: row["order"]):
        names.tags.setdefault(row["article"], []).append(Tagged(**row))
    for kind, address in ADDRESSES.items():
        for row in found.get(kind, []):
            names.targets[kind, row["id"]] = Target(address.format(**row), row["words"])
    for section in masthead.all_sections:
        names.targets["section", section.pk] = Target(section.get_absolute_url(), section.name)
    return names
