"""A .docx file as HTML that `pasted` reads like any other, and the pictures in it.

The file is a zip of XML parts. It is looked over as a zip first (entries, sizes, entities), and what could harm is
refused; then mammoth reads it.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import mammoth
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from mammoth import documents, transforms
from mammoth import html as written

from articles.wire import NotText
from newsroom import letters

FIRST_MARKER = 9_100_000_000_000_000_000
"""Ids from here on stand for pictures that have none yet, in the order of the document."""

_MOST_ENTRIES = 4_000
_MOST_BYTES = 400 << 20  # of everything unpacked
_MOST_OF_WORDS = 4 << 20  # of one part in XML: a feature of 60,000 letters has half a megabyte
_MOST_PACKED = 150  # times smaller than unpacked; words with much markup reach 40
_MOST_PICTURES = 100
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IN_WIDE_LETTERS = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, ExpatError, ParseError, EOFError, OSError, NotImplementedError, RecursionError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
_FONTS = {
    "letters TCVN3": ".VnTime",
    "letters TCVN3 capitals": ".VnTimeH",
    "letters VNI": "VNI-Times",
    "letters VISCII": "VI Times",
}
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='caption'] => p.MsoCaption:fresh",
        "p[style-name='Caption'] => p.MsoCaption:fresh",
        "p[style-name='Quote'] => p.MsoQuote:fresh",
        "p[style-name='Intense Quote'] => p.MsoIntenseQuote:fresh",
        "p[style-name='Quotations'] => p.MsoQuote:fresh",
        "r[style-name='Emphasis'] => em",
        "r[style-name='Intense Emphasis'] => em",
        *(f"r[style-name='{name}'] => span.old{at}" for at, name in enumerate(_FONTS)),
    ]
)
_SHEET = "".join(f'.old{at}{{font-family:"{font}"}}' for at, font in enumerate(_FONTS.values()))


@dataclass
class Picture:
    """A picture in a document. marker is the id it has in the HTML; data is None where its file is not in it."""

    marker: int
    name: str
    data: bytes | None


@dataclass
class Word:
    html: str
    pictures: list[Picture] = field(default_factory=list)


def read(data: bytes, stem: str) -> Word:
    """The document's HTML, its pictures as `<img data-photo="marker">`.

    stem   of the file's name, for the names of its pictures
    Raises NotText.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _look_over(package)
            fonts = _fonts_of_styles(package)
        taking = _Taking(stem)
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=taking,
            transform_document=lambda document: _with_fonts(document, fonts),
            external_file_access=False,
        )
    except (*_DAMAGED, DefusedXmlException) as error:
        if isinstance(error, NotText):
            raise
        raise NotText(_damaged()) from error
    head = f'<meta name="generator" content="Microsoft Word"><style>{_SHEET}</style>'
    return Word(head + made.value, taking.pictures)


def _damaged() -> str:
    return _(
        "This Word document is damaged or is none. Open it in Word, save it as .docx and send it again; "
        "nothing was stored."
    )


def _look_over(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotText(locked())
    if "word/document.xml" not in package.namelist() and "[Content_Types].xml" not in package.namelist():
        raise NotText(_damaged())
    too_much = _("This document unpacks to more than a story can be. Copy its text into a new one; nothing was stored.")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise NotText(too_much)
    for entry in entries:
        with package.open(entry) as part:
            start = part.read(200)
            if not _is_xml(start):
                continue
            packed = entry.file_size > _MOST_PACKED * max(entry.compress_size, 1)
            if entry.file_size > _MOST_OF_WORDS or (packed and entry.file_size > 1 << 20):
                raise NotText(too_much)
            if _declares(start + part.read()):
                raise NotText(_damaged())


def _is_xml(start: bytes) -> bool:
    """Whether a part could be read as XML, whatever its name: the package says by itself which part holds the words."""
    return start.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n").startswith(b"<")


def _declares(part: bytes) -> bool:
    """Whether a part declares a document type: Word never does, and only there entities can be declared."""
    return any(mark in part for mark in (b"<!DOCTYPE", b"<!ENTITY", *_IN_WIDE_LETTERS))


def locked() -> str:
    return _(
        "This document is locked with a password. Open it, take the password off, save it as .docx and send it again; "
        "nothing was stored."
    )


# ---- pictures ------------------------------------------------------------------------------------------------------


class _Taking:
    """Asked by mammoth for the element of each picture."""

    def __init__(self, stem: str):
        self._stem = stem
        self.pictures: list[Picture] = []

    def __call__(self, image) -> list:
        if len(self.pictures) >= _MOST_PICTURES:
            return []
        number = len(self.pictures) + 1
        ending = re.sub(r"[^a-z0-9]", "", (image.content_type or "").partition("/")[2].removeprefix("x-")) or "bin"
        try:
            with image.open() as opened:
                data = opened.read()
        except (KeyError, ValueError, OSError, AttributeError):  # it lies on another machine, or is missing
            data = None
        marker = FIRST_MARKER + number
        self.pictures.append(Picture(marker, f"{self._stem}-{number}.{ending}", data))
        return [written.element("img", {"data-photo": str(marker)})]


# ---- fonts ---------------------------------------------------------------------------------------------------------


@dataclass
class _Fonts:
    """Fonts that styles name: by the id of a style, and for words without one."""

    of_style: dict[str, str]
    default: str


def _fonts_of_styles(package: zipfile.ZipFile) -> _Fonts:
    if "word/styles.xml" not in package.namelist():
        return _Fonts({}, "")
    root = fromstring(package.read("word/styles.xml"))
    default = _font(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
    own, based, first = {}, {}, ""
    for style in root.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        own[name] = _font(style.find(f"{_W}rPr"))
        based[name] = getattr(style.find(f"{_W}basedOn"), "attrib", {}).get(f"{_W}val", "")
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
            first = name
    resolved = {name: _inherited(name, own, based) or default for name in own}
    return _Fonts(resolved, resolved.get(first) or default)


def _font(properties) -> str:
    fonts = None if properties is None else properties.find(f"{_W}rFonts")
    return "" if fonts is None else fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or ""


def _inherited(name: str, own: dict[str, str], based: dict[str, str]) -> str:
    for _step in range(20):
        if own.get(name):
            return own[name]
        name = based.get(name, "")
    return ""


def _with_fonts(document, fonts: _Fonts):
    """The document with each run that is set in an old Vietnamese font marked by a style of ours."""

    def of_paragraph(paragraph):
        around = fonts.of_style.get(paragraph.style_id or "", fonts.default)
        return transforms.run(lambda run: _marked(run, run.font or fonts.of_style.get(run.style_id or "") or around))(
            paragraph
        )

    return transforms.element_of_type(documents.Paragraph, of_paragraph)(document)


def _marked(run, font: str):
    encoding = letters.encoding_of(font)
    if encoding is None:
        return run
    name = f"letters {encoding}" + (" capitals" if letters.shows_capitals(font) else "")
    return run.copy(style_id=None, style_name=name)
