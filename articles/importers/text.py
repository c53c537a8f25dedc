"""A correspondent's text becomes a draft, with its bylines, its pictures and its history, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles import bylines, drafting, wire
from articles.body.clean import BodyRefused
from articles.importers import document
from articles.models import Article, Event, Revision, Section
from articles.wire import NotText, WireStory
from media.models import Photo
from media.wording import split_credit
from newsroom.text import clean_line, fold, has_marks


@dataclass
class Imported:
    """What became of a text.

    known       the same text was imported before; `article` is that story, and nothing was changed
    proposals   names that a person decides about: read with doubt, or like those of several contributors
    """

    article: Article
    known: bool
    story: WireStory
    proposals: list[bylines.Understood] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_file(data: bytes, *, name: str, by, section: Section | None = None) -> Imported:
    """Make a draft of a file, once: of plain text, of a page's HTML, or of a .docx with the pictures in it.

    Raises NotText, with no story stored.
    """
    if not document.is_document(name, data[:600]):
        return import_text(data, name=name, by=by, section=section)
    came = document.read_document(data, name, by)
    return import_story(came.story, name=name, by=by, section=section, remarks=came.remarks)


def import_text(data: bytes | str, **how) -> Imported:
    """Make a draft of a text, once: the same text again gives the story that is there. how: see import_story."""
    remarks: list[str] = []
    text = data if isinstance(data, str) else wire.decode(data, remarks)
    return import_story(wire.parse(text), words=text, remarks=remarks, **how)


def import_story(
    story: WireStory,
    *,
    name: str,
    by,
    words: str = "",
    section: Section | None = None,
    pictures: Sequence[Photo] = (),
    placed: tuple[Mapping[int, Photo], Sequence[Photo]] | None = None,
    headline: str | None = None,
    standfirst: str | None = None,
    credit_line: str | None = None,
    confirmed: bool = False,
    people: dict | None = None,
    remarks: Sequence[str] = (),
) -> Imported:
    """Make a draft of what was understood of a story, once.

    name         of the file, for the log
    by           the user who sends it; None on the command line
    words        as they came, by which the same story is known again; else those of the story
    pictures     photographs that came with it, in order; `places_of` says where they stand
    placed       which picture stands in which waiting figure, and the spare ones, as a person confirmed it, in the
                 form of `places_of`
    headline, standfirst, credit_line, people
                 what a person put right, people as `bylines.understand` takes it; None: as understood
    confirmed    the proposed line is the credit line: it leaves the text, where the line given names its people
    remarks      what was said of it on the way here
    Raises NotText, with nothing stored.
    """
    if not story.blocks:
        raise NotText(_("There is no text in it. Nothing was stored."))
    print_of_text = wire.fingerprint(words or story.words)
    if confirmed and _names_the_same(story, credit_line):
        story.accept_proposal()
    with transaction.atomic():
        _wait_for_others(print_of_text)
        known = Article.objects.filter(source_hash=print_of_text).order_by("pk").first()
        if known is not None:
            remark = _("The same text is already there as story %(id)d; it was not imported again.") % {"id": known.pk}
            return Imported(known, True, story, warnings=[remark, *remarks])
        places, spare = placed or places_of(story, pictures)
        article = _draft(story, section, places, spare)
        article.source_hash = print_of_text
        put_right = {"headline": headline, "standfirst": standfirst, "credit_line": credit_line}
        for field_name, value in put_right.items():
            if value is not None:
                setattr(article, field_name, value)
        try:
            saved = drafting.save(article, by=by, people=people, kind=Revision.Kind.IMPORT, reason=PurePath(name).name)
        except (BodyRefused, drafting.Refused) as refusal:
            raise NotText(str(refusal)) from refusal
        Event.record(
            "import",
            by=by,
            article_id=article.pk,
            revision_id=saved.revision.pk,
            to_state=article.state,
            data={"file": PurePath(name).name},
            **({} if by else {"actor": "import"}),
        )
    proposals = saved.unsure or bylines.understand(story.proposed_line or "")
    doubts = [_doubt(one) for one in saved.unsure if one.alike]
    missing = story.still_missing(len(places))
    return Imported(article, False, story, proposals, [*remarks, *story.warnings, *missing, *doubts])


def places_of(story: WireStory, pictures: Sequence[Photo]) -> tuple[dict[int, Photo], list[Photo]]:
    """Which waiting figure (counted from 0) gets which picture, and the pictures that are left over.

    A picture whose own caption is the figure's stands there; the others fill what is left, in order.
    """
    left = list(pictures)
    places: dict[int, Photo] = {}
    for at, figure in enumerate(story.figures):
        if figure.photo is not None:
            _place_its_own(at, figure, places, left)
            continue
        wanted = _letters(figure.caption)
        found = next((photo for photo in left if wanted and _letters(split_credit(photo.caption).text) == wanted), None)
        if found is not None:
            places[at] = found
            left.remove(found)
    for at in range(len(story.figures)):
        if at not in places and story.figures[at].photo is None and left:
            places[at] = left.pop(0)
    return dict(sorted(places.items())), left


def _place_its_own(at: int, figure, places: dict[int, Photo], left: list[Photo]) -> None:
    """A figure that came with its photograph keeps it, where it is among the pictures."""
    own = next((photo for photo in left if photo.pk == figure.photo), None)
    if own is not None:
        places[at] = own
        left.remove(own)


def _names_the_same(story: WireStory, credit_line: str | None) -> bool:
    """Whether a line put right by a person is still the proposed one. No word may leave the text by mistake."""
    if credit_line is None or story.reading is None:
        return True
    return any(fold(credit.name) in fold(credit_line) for credit in story.reading.credits)


def _draft(story: WireStory, section: Section | None, places: Mapping[int, Photo], spare: Sequence[Photo]) -> Article:
    body = story.body_html({at: photo.pk for at, photo in places.items()}, [photo.pk for photo in spare])
    foreign = len(body) > 200 and not has_marks(body)
    return Article(
        headline=story.headline or "",
        standfirst=story.standfirst or "",
        body=body,
        credit_line=story.credit_line or "",
        place=clean_line(story.reading.place or "")[:80] if story.reading and story.credit_line else "",
        language="en" if foreign else settings.LANGUAGE_CODE,
        section=section,
    )


def _letters(words: str) -> str:
    return "".join(letter for letter in fold(words) if letter.isalnum())


def _doubt(one: bylines.Understood) -> str:
    alike = ", ".join(contributor.name for contributor in one.alike)
    return _("“%(name)s” reads like %(alike)s. Please say who it is.") % {"name": one.name, "alike": alike}


def _wait_for_others(print_of_text: str) -> None:
    """Let nobody import the same text at the same time. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(print_of_text[:15], 16)])
