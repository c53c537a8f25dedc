"""A file or a clipboard as a story: .docx with its pictures, a page's HTML, plain text. All are read here, by one code.

What was understood of it (headline, credit line, pictures) stands beside the text as it came; nobody is forced to take it.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePath

from django.utils.translation import gettext as _

from articles import wire
from articles.body import embeds, pasted
from articles.body import figures as body_figures
from articles.body.clean import BodyRefused, clean
from articles.body.render import plain_text
from articles.importers import word
from articles.wire import NotText, WireStory
from media import ingest
from media.models import Photo
from newsroom import letters

LARGEST = 64_000_000
"""Bytes of a document with its pictures."""
LARGEST_PAGE = 30_000_000
"""Bytes of a page's HTML. Its words have the limits of a story; a word processor's dress is many times as much."""

_OLE, _ZIP, _RTF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"{\\rtf"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMES = (".docx", ".docm", ".dotx", ".doc", ".rtf", ".odt", ".pages", ".html", ".htm")
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<meta)", re.IGNORECASE)


@dataclass
class Document:
    """What a file or a clipboard held.

    html       all of it, in the strict subset
    story      what was understood of it, as it came
    remarks    what a person should know, as sentences
    photos     photographs that came along and are stored; html and story place them
    converted  where its letters are of an old Vietnamese font: the same in letters of today
    """

    html: str
    story: WireStory
    remarks: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    converted: "Converted | None" = None

    @property
    def headline(self) -> str | None:
        return self.story.headline

    @property
    def body(self) -> str:
        """All of it but the standfirst, the headline as its first heading; see wire.parse_body."""
        head = f"<h2>{escape(self.story.headline, quote=False)}</h2>" if self.story.headline else ""
        line = f"<p>{escape(self.story.credit_line, quote=False)}</p>" if self.story.credit_line else ""
        return head + self.story.body_html() + line


@dataclass
class Converted:
    """A document in letters of today. encoding: what it came in; sample: how it begins."""

    encoding: str
    html: str
    story: WireStory
    sample: str


# ---- what is pasted ------------------------------------------------------------------------------------------------


def read_html(html: str) -> Document:
    """A page or a piece of one, from wherever it was copied. Raises NotText."""
    try:
        page = pasted.read(html, whole_page=True)
        whole = pasted.read(html) if page.headline or page.standfirst else page
    except BodyRefused as refusal:
        raise NotText(str(refusal)) from refusal
    converted = None
    if page.converted and whole.converted:
        story = _story_of(page.converted.page)
        converted = Converted(page.converted.encoding, whole.converted.page.html, story, whole.converted.sample)
    return Document(whole.html, _story_of(page), list(whole.warnings), converted=converted)


def read_text(text: str) -> Document:
    """Plain text, a paragraph a line; the source of a page is read as that page. Raises NotText."""
    if pasted.looks_like_html(text):
        return read_html(text)
    story = wire.parse(text)  # refuses what is too long, before anything else is done with it
    lines = re.split("\r\n?|[\n\v\f\u0085\u2028\u2029]", text)
    found = read_html("".join(_block(line) for line in lines if line.strip()))
    if found.converted:
        found.converted.story = wire.parse(letters.converted(text, found.converted.encoding))
    found.story = story
    return found


def _block(line: str) -> str:
    """The HTML of a line: the video or post whose address it is, else its paragraph."""
    return embeds.element_from_url(line) or f"<p>{escape(line, quote=False)}</p>"


def _story_of(page: pasted.Pasted) -> WireStory:
    story = wire.parse_body(page.html, page.headline)
    story.standfirst = page.standfirst
    return story


# ---- files ---------------------------------------------------------------------------------------------------------


def is_document(name: str, start: bytes) -> bool:
    """Whether a file is for read_document() and not plain text, by its name or its first bytes."""
    return name.lower().endswith(_NAMES) or start.startswith((_OLE, _ZIP, _RTF)) or _PAGE.match(start) is not None


def read_document(data: bytes, name: str, by=None, *, pictures: bool = True) -> Document:
    """A file: .docx, .html or plain text.

    name       what it was sent as
    by         the user who sends it, for the pictures in it; None on the command line
    pictures   whether this person may bring pictures; else only their captions stay
    Raises NotText: the message says what is wrong and what to do; nothing is stored then.
    """
    if len(data) > LARGEST:
        raise NotText(too_large(name))
    if data.startswith(_ZIP):
        return _of_word(data, name, by, pictures)
    if reason := _refusal(data, name):
        raise NotText(reason)
    remarks: list[str] = []
    if _PAGE.match(data[:600]) or name.lower().endswith((".html", ".htm")):
        found = read_html(wire.decode(data, remarks, page=True, largest=LARGEST_PAGE))
    else:
        found = read_text(wire.decode(data, remarks))
    found.remarks[:0] = remarks
    return found


def too_large(name: str, most: int = LARGEST) -> str:
    return _(
        "“%(name)s” is larger than %(count)s MB. Send it in parts, or with smaller pictures; nothing was stored."
    ) % {
        "name": name,
        "count": most // 1_000_000,
    }


def _refusal(data: bytes, name: str) -> str | None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return word.locked()
        return _(
            "“%(name)s” is a document of an old Word (.doc). Open it, save it as .docx and send that; nothing was stored."
        ) % {"name": name}
    if data.startswith(_RTF) or name.lower().endswith((".doc", ".rtf", ".odt", ".pages", ".docx", ".docm", ".dotx")):
        return _(
            "“%(name)s” is no document that can be read here. Open it, save it as .docx and send that; nothing was stored."
        ) % {"name": name}
    return None


def _of_word(data: bytes, name: str, by, pictures: bool) -> Document:
    came = word.read(data, PurePath(name).stem or "document")
    found = read_html(came.html)
    if not plain_text(found.html).strip() and not came.pictures:
        raise NotText(_("There is no text in “%(name)s”. Nothing was stored.") % {"name": name})
    if came.pictures and not pictures:
        found.remarks.append(
            _("You may not upload pictures: only the words of “%(name)s” came along.") % {"name": name}
        )
    _place(found, came.pictures if pictures else [], by)
    return found


# ---- pictures ------------------------------------------------------------------------------------------------------


def _place(found: Document, pictures: Sequence[word.Picture], by) -> None:
    """Store the pictures of a document, each with the words that stand under it, and put their ids in its texts."""
    read = found.converted.html if found.converted else found.html
    figures = {figure.photo: figure for figure in body_figures.figures(read)}
    ids: dict[int, int] = {}
    for picture in pictures:
        if figure := figures.get(picture.marker):
            photo = _stored(picture, figure, by, found.remarks)
            if photo is not None:
                ids[picture.marker] = photo.pk
                found.photos.append(photo)
    kept = set(ids) | {picture.marker for picture in pictures}
    found.html = _with_ids(found.html, ids, kept)
    _put_in(found.story, ids, kept)
    if found.converted:
        found.converted.html = _with_ids(found.converted.html, ids, kept)
        _put_in(found.converted.story, ids, kept)
    found.photos = list(dict.fromkeys(found.photos))


def _stored(picture: word.Picture, figure, by, remarks: list[str]) -> Photo | None:
    if picture.data is None:
        remarks.append(
            _("“%(name)s” is not inside the document. Drop its file into the text.") % {"name": picture.name}
        )
        return None
    words = {"caption": plain_text(figure.caption) if figure.caption else "", "credit": figure.credit or ""}
    try:
        added = ingest.add_photo(
            io.BytesIO(picture.data), name=picture.name, by=by, **{key: said for key, said in words.items() if said}
        )
    except ingest.Refused as refusal:
        remarks.append(str(refusal))
        return None
    return added.photo


_MARKED = re.compile(r'<figure data-photo="(9\d{18})"([^>]*)>(?:<figcaption>(.*?)</figcaption>)?</figure>')


def _with_ids(html: str, ids: dict[int, int], kept: set[int]) -> str:
    """The body with each picture's id for its marker; empty where it waits, and its caption alone where it may not come."""

    def placed(found: re.Match) -> str:
        marker = int(found[1])
        if marker < word.FIRST_MARKER:
            return found[0]
        if marker not in kept:
            return f"<p>{found[3]}</p>" if found[3] else ""
        return found[0].replace(found[1], str(ids.get(marker, "")), 1)

    return clean(_MARKED.sub(placed, html)) if "<figure" in html else html


def _put_in(story: WireStory, ids: dict[int, int], kept: set[int]) -> None:
    """The same in what was understood."""
    for at, block in enumerate(story.blocks):
        if isinstance(block, wire.WaitingFigure) and block.photo and block.photo >= word.FIRST_MARKER:
            if block.photo not in kept:
                story.blocks[at] = wire.Paragraph(block.caption)
                continue
            block.photo = ids.get(block.photo)
        if block.html is not None:
            block.html = _with_ids(block.html, ids, kept)
    story.blocks[:] = [block for block in story.blocks if not _is_empty(block)]


def _is_empty(block) -> bool:
    return isinstance(block, wire.Paragraph) and not block.text
