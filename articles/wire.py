"""Plain-text stories as correspondents send them: headline, paragraphs, places of pictures, credit line. Pure.

Every word of the text stands somewhere in what is made of it, but for what a copied editor's toolbar left behind.
"""

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import credits
from articles.body import figures as body_figures
from articles.body import tree
from articles.body.blocks import Block, Run, write
from articles.credits import Reading, Role
from media.wording import split_credit
from newsroom import letters
from newsroom.text import clean, clean_line

LARGEST = 1_000_000
"""Bytes of a file and letters of a text. A long feature has 60,000."""

_LONGEST_HEADLINE = 150
_LONGEST_CREDIT_LINE = 160
_LAST_LINES = 6  # among which the credit line is looked for
_NOTE = re.compile(r"\[(?:\d{1,3}|[ivxlcdm]{1,6})\] ")
_LONGEST_CAPTION = 400  # without the no-break space that marks a caption, a longer line is a paragraph

_BUTTONS = r"(?:left\s*)?(?:center\s*)?(?:right\s*)?(?:delete|del|remove|edit)"
_MARKER_ALONE = re.compile(rf"{_BUTTONS}", re.IGNORECASE)
_MARKER_AT_START = re.compile(
    r"leftcenterright(?:delete|del|remove|edit)"
    r"|(?:left\s*center\s*(?:right\s*)?|(?:left\s*)?center\s*right\s*|left\s*right\s*)(?:delete|del|remove|edit)(?!\w)",
    re.IGNORECASE,
)
_MARKER_AT_END = re.compile(r"(?<=\S)\s*leftcenterrightdel$")


class NotText(ValueError):
    """No plain text that can be taken. The message says why, what to do, and that nothing was stored."""


@dataclass
class Paragraph:
    """A paragraph; html where it came as more than plain text, in the strict subset."""

    text: str
    html: str | None = None


@dataclass
class WaitingFigure:
    """The place of a picture, with the words that came for it.

    after   how many paragraphs stand before it
    photo   the photograph that came with it; None while it waits
    html    as it came, in the strict subset
    """

    caption: str
    credit: str | None = None
    after: int = 0
    photo: int | None = None
    html: str | None = None


@dataclass
class Other:
    """A list, a table, a quote: nothing a headline or a credit line could be."""

    text: str
    html: str


@dataclass
class WireStory:
    """What was understood of a text.

    headline       None where the text has none; never an invented one
    standfirst     where a page named one
    credit_line    as it came, taken out of the text because its reading is certain
    reading        of the credit line; or, where credit_line is None, of `proposed_line`, which stays in the text too
    warnings       what a person should look at, in their language
    """

    headline: str | None
    blocks: list[Paragraph | WaitingFigure | Other]
    credit_line: str | None = None
    standfirst: str | None = None
    reading: Reading | None = None
    proposed_line: str | None = None
    warnings: list[str] = field(default_factory=list)
    _proposed: list[Paragraph] = field(default_factory=list, init=False, repr=False)

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def figures(self) -> list[WaitingFigure]:
        return [block for block in self.blocks if isinstance(block, WaitingFigure)]

    def still_missing(self, filled: int = 0) -> list[str]:
        """What to say of the figures that got no picture: one sentence, or none where all have one."""
        count = sum(figure.photo is None for figure in self.figures) - filled
        waiting = ngettext("%(count)d picture is still missing.", "%(count)d pictures are still missing.", count)
        return [waiting % {"count": count}] if count else []

    def accept_proposal(self) -> None:
        """A person says that the proposed line is the credit line: it leaves the text."""
        if self.proposed_line is not None:
            self.blocks = [block for block in self.blocks if not any(block is line for line in self._proposed)]
            self.credit_line, self.proposed_line = self.proposed_line, None
            _count_paragraphs(self)

    def body_html(self, photos: Mapping[int, int] | None = None, spare: Iterable[int] = ()) -> str:
        """The body in the strict subset.

        photos   which figure (counted from 0) has which photograph by now
        spare    photographs that no figure waits for; they stand at the end, under their own captions
        """
        figures = iter(range(len(self.figures)))
        html = [
            _figure_html(block, (photos or {}).get(next(figures)))
            if isinstance(block, WaitingFigure)
            else block.html or f"<p>{escape(block.text, quote=False)}</p>"
            for block in self.blocks
        ]
        return "".join([*html, *(_figure_html(WaitingFigure(""), photo) for photo in spare)])

    @property
    def words(self) -> str:
        """All of it as plain lines: what tells whether the same story came before."""
        said = [block.caption if isinstance(block, WaitingFigure) else block.text for block in self.blocks]
        return "\n".join([self.headline or "", self.standfirst or "", *said, self.credit_line or ""])


def _figure_html(figure: WaitingFigure, photo: int | None) -> str:
    if figure.html is not None:
        return body_figures.fill(figure.html, 0, photo) if photo else figure.html
    credit = f' data-credit="{escape(figure.credit)}"' if figure.credit else ""
    caption = f"<figcaption>{escape(figure.caption, quote=False)}</figcaption>" if figure.caption else ""
    return f'<figure data-photo="{photo or ""}" data-place="center"{credit}>{caption}</figure>'


def fingerprint(text: str) -> str:
    """The same for two copies of one text, whatever their line ends, blank lines and Unicode form."""
    lines = (clean_line(line) for line in clean(text).split("\n"))
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


# ---- bytes ---------------------------------------------------------------------------------------------------------

_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_TONE = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE_1258 = re.compile(f"[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][{_TONE}]|[ăđơưĂĐƠƯ]")
_TONE_ON_NOTHING = re.compile(f"(?<![aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ])[{_TONE}]")


def decode(data: bytes, remarks: list[str] | None = None, *, page: bool = False, largest: int = LARGEST) -> str:
    """The text in these bytes, by its byte-order mark, as UTF-8 or UTF-16, or as the Windows code page it looks like.

    remarks   what a person should know of it is added here
    page      whether it may be the HTML of a page
    largest   bytes it may have
    Raises NotText for files of other kinds, empty ones and too large ones.
    """
    remarks = [] if remarks is None else remarks
    if len(data) > largest:
        raise NotText(_too_long(len(data), largest))
    if reason := _other_kind(data, page):
        raise NotText(reason)
    text = _decoded(data, remarks)
    control = sum(1 for letter in text if letter < " " and letter not in "\t\n\r\f\v")
    if control > len(text) // 200 or not any(letter.isalnum() for letter in text):
        raise NotText(_("This file holds no text that can be read. Send plain text (UTF-8); nothing was stored."))
    return text


def _too_long(size: int, most: int = LARGEST) -> str:
    message = _(
        "This text has %(size)s letters; a story can have %(most)s. Split it into several stories; nothing was stored."
    )
    return message % {"size": f"{size:,}", "most": f"{most:,}"}


def _other_kind(data: bytes, page: bool) -> str | None:
    start = data[:600].lstrip().lower()
    word = _(
        "This is a Word document, not plain text. Save it as plain text (UTF-8), or copy its text and paste it into "
        "“New from text”; nothing was stored."
    )
    other = _("This is %(kind)s, not a text. Send the story as plain text (UTF-8); nothing was stored.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or start.startswith(b"{\\rtf"):
        return word
    if data.startswith(b"%PDF"):
        return other % {"kind": _("a PDF")}
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")) or data[8:12] in (b"WEBP", b"avif"):
        return other % {"kind": _("a picture")}
    if not page and start.startswith((b"<!doctype html", b"<html")):
        return other % {"kind": _("a web page")}
    return None


def _decoded(data: bytes, remarks: list[str]) -> str:
    unreadable = _("The letters of this file cannot be read. Save it as plain text (UTF-8); nothing was stored.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText(unreadable) from error
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) * 8 > min(len(data), 2000) and min(even, odd) * 20 < max(even, odd):
        try:
            return data.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError as error:
            raise NotText(unreadable) from error
    if b"\0" in data:
        raise NotText(unreadable)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data" and error.start > 0:
            remarks.append(_("The file ends in the middle of a letter: its end may be missing."))
            return data[: error.start].decode("utf-8")
    return _from_windows(data, remarks, unreadable)


def _from_windows(data: bytes, remarks: list[str], unreadable: str) -> str:
    for encoding in ("cp1258", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1258" and (not _VIETNAMESE_1258.search(text) or _TONE_ON_NOTHING.search(text)):
            continue
        name = {"cp1258": "Windows-1258", "cp1252": "Windows-1252"}[encoding]
        remark = _("The file is in the old encoding %(name)s; look whether its letters are right.")
        remarks.append(remark % {"name": name})
        return text
    raise NotText(unreadable)


# ---- lines ---------------------------------------------------------------------------------------------------------


def parse(text: str) -> WireStory:
    """What a story's text says. Raises NotText if it is too long."""
    if len(text) > LARGEST:
        raise NotText(_too_long(len(text)))
    headline, lines = _headline(clean(text).split("\n"))
    return _understood(WireStory(headline, list(_blocks(lines))), text)


def parse_body(html: str, headline: str | None = None) -> WireStory:
    """What a body in the strict subset says as a story, by the rules for text; its blocks stay what they are.

    headline   where it is known already; else it is the first block, if that can be one
    """
    roots = tree.parse(html)
    if roots and roots[-1].kind == "paragraph":
        roots[-1:] = _without_credit_lines(roots[-1])
    story = WireStory(headline, [_as_it_came(root) for root in roots])
    if headline is None and _heads(roots, story.blocks):
        story.headline = story.blocks.pop(0).text
    return _understood(story, story.words)


def _understood(story: WireStory, text: str) -> WireStory:
    _take_credit_line(story)
    _count_paragraphs(story)
    _warn(story, letters.recognised(text))
    return story


def _as_it_came(root: Block) -> Paragraph | WaitingFigure | Other:
    html = write([root])
    if root.kind == "figure":
        figure = body_figures.figures(html)[0]
        caption = clean_line(root.children[0].words) if root.children else ""
        return WaitingFigure(caption, figure.credit, photo=figure.photo, html=html)
    words = clean_line(" ".join(block.words for block in root.every()))
    return Paragraph(words, html) if root.kind in ("paragraph", "heading", "subheading") else Other(words, html)


def _heads(roots: list[Block], blocks: list) -> bool:
    """Whether the first block is the headline: a heading, or a line that could be one, above more text."""
    if (
        not roots
        or not any(isinstance(block, Paragraph) for block in blocks[1:])
        or not isinstance(blocks[0], Paragraph)
    ):
        return False
    words = blocks[0].text
    return (roots[0].kind == "heading" and len(words) <= _LONGEST_HEADLINE) or _may_be_headline(words)


def _without_credit_lines(root: Block) -> list[Block]:
    """A paragraph, and the credit lines at its end each as one of its own."""
    parted: list[Block] = []
    while "\n" in root.words and _is_labelled_credit(clean_line(root.words.rpartition("\n")[2])):
        root, line = _parted_at_last_break(root)
        parted.insert(0, line)
    return [root, *parted]


def _parted_at_last_break(root: Block) -> tuple[Block, Block]:
    at = max(at for at, run in enumerate(root.runs) if "\n" in run.text)
    above, _break, below = root.runs[at].text.rpartition("\n")
    marks = root.runs[at].marks
    return (
        Block(root.kind, {}, [run for run in (*root.runs[:at], Run(above, marks)) if run.text]),
        Block(root.kind, {}, [run for run in (Run(below, marks), *root.runs[at + 1 :]) if run.text]),
    )


def _headline(lines: list[str]) -> tuple[str | None, list[str]]:
    """The first line, where it is short, stands alone above more text and ends in no full stop; and the other lines."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None, lines
    line = clean_line(lines[first])
    alone = first + 1 < len(lines) and not lines[first + 1].strip() and any(rest.strip() for rest in lines[first + 2 :])
    return (line, lines[first + 1 :]) if alone and _may_be_headline(line) else (None, lines)


def _may_be_headline(line: str) -> bool:
    ends = line.rstrip("”\"')»’")[-1:] in {"", ".", ":", ";", ","}
    return not (ends or len(line) > _LONGEST_HEADLINE or _starts_figure(line) or _is_labelled_credit(line))


def _blocks(lines: list[str]) -> Iterator[Paragraph | WaitingFigure]:
    """Each line that is not blank is a paragraph, or marks a figure, or is the caption of the figure before it."""
    lines = [part for line in lines for part in _parted_from_marker(line)]
    last = max((at for at, line in enumerate(lines) if line.strip()), default=-1)
    at = 0
    while at <= last:
        line = lines[at].strip()
        at += 1
        if not line:
            continue
        if not (marker := _starts_figure(line)):
            yield Paragraph(line)
            continue
        caption = line[marker.end() :].strip()
        while again := caption and _starts_figure(caption):
            yield WaitingFigure("")
            caption = caption[again.end() :].strip()
        if not caption:
            caption, at = _caption_below(lines, at, last)
        found = split_credit(caption)
        if caption and not found.credit and at <= last and _is_only_a_photo_credit(lines[at]):
            found = split_credit(f"{caption} {lines[at]}")
            at += 1
        yield WaitingFigure(found.text, found.credit)


def _parted_from_marker(line: str) -> list[str]:
    """A marker glued to the end of a paragraph stands on a line of its own."""
    found = line.endswith("leftcenterrightdel") and _MARKER_AT_END.search(line)
    return [line[: found.start()], line[found.start() :].strip()] if found else [line]


def _starts_figure(line: str) -> re.Match | None:
    return _MARKER_ALONE.fullmatch(line) or _MARKER_AT_START.match(line)


def _caption_below(lines: list[str], at: int, last: int) -> tuple[str, int]:
    """The caption in the lines from `at` on, "" where there is none; and where the text goes on."""
    below = at
    while below <= last and not lines[below].strip(" \t"):
        below += 1
    if below > last:
        return "", at
    line = lines[below].strip(" \t")
    if line.startswith("\u00a0") and not _starts_figure(line.strip()):
        return line.strip(), below + 1
    if below > at or len(line) > _LONGEST_CAPTION or _starts_figure(line) or (below == last and _is_of_the_story(line)):
        return "", at
    return line.strip(), below + 1


def _is_of_the_story(line: str) -> bool:
    """Whether the line credits the story, not only the picture above it."""
    reading = credits.read(line)
    return reading is not None and reading.certain and any(credit.role != Role.PHOTO for credit in reading.credits)


def _is_only_a_photo_credit(line: str) -> bool:
    """Whether a picture's credit stands on a line of its own, right under the caption."""
    found = split_credit(line)
    return bool(found.credit) and not found.text


# ---- the credit line -----------------------------------------------------------------------------------------------


def _take_credit_line(story: WireStory) -> None:
    """Find the credit line in the last short lines, rarely the first; a certain one leaves the text."""
    lines = _last_credit_lines(story.blocks) or _first_credit_line(story.blocks)
    if not lines:
        return
    line = " - ".join(clean_line(block.text) for block in lines)
    reading = credits.read(line)
    if reading is None:
        return
    story.reading, story.proposed_line, story._proposed = reading, line, lines
    if reading.certain:
        story.accept_proposal()


def _last_credit_lines(blocks: list) -> list[Paragraph]:
    """The credit line at the end, perhaps in several lines (`Bài: X`, `Ảnh: Y`), perhaps with notes below (`* …`, `[1] …`)."""
    found: list[Paragraph] = []
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Paragraph) and _NOTE.match(blocks[end - 1].text):
        end -= 1
    for block in reversed(blocks[1:end][-_LAST_LINES:]):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_CREDIT_LINE:
            break
        reading = credits.read(block.text)
        if found and not (reading and reading.certain and _is_labelled_credit(block.text)):
            break
        if reading:
            found.insert(0, block)
            if not (reading.certain and _is_labelled_credit(block.text)):
                break
        elif not block.text.startswith(("*", "(")):
            break
    return found


def _first_credit_line(blocks: list) -> list[Paragraph]:
    first = blocks[0] if len(blocks) > 1 else None
    return [first] if isinstance(first, Paragraph) and _is_labelled_credit(first.text) else []


def _is_labelled_credit(line: str) -> bool:
    """Whether the line says outright that it is one: `Tin, ảnh: …`, `Theo …`. Bare names may be a headline."""
    if len(line) > _LONGEST_CREDIT_LINE or not (":" in line or re.match(r"\(?(?:theo|by)\s", line, re.IGNORECASE)):
        return False
    reading = credits.read(line)
    return reading is not None and reading.certain


# ---- what to look at -----------------------------------------------------------------------------------------------


def _count_paragraphs(story: WireStory) -> None:
    before = 0
    for block in story.blocks:
        if isinstance(block, Paragraph):
            before += 1
        elif isinstance(block, WaitingFigure):
            block.after = before


def _warn(story: WireStory, font: str | None) -> None:
    if story.headline is None:
        story.warnings.append(_("The text has no headline. Write one; none was made up."))
    if story.proposed_line is not None and story.reading is not None:
        proposal = _("“%(line)s” may be the credit line; it was left in the text. Please decide.")
        story.warnings += [proposal % {"line": story.proposed_line}, *story.reading.remarks]
    elif story.credit_line is None:
        story.warnings.append(_("No credit line was found at the end of the text."))
    if font:
        story.warnings.append(
            _("The letters look typed in the old font %(font)s. Convert the text to Unicode and send it again.")
            % {"font": letters.FONTS[font]}
        )
    if any("leftcenterrightdel" in block.text for block in story.paragraphs):
        story.warnings.append(_("A picture's marker stands inside a sentence and was left there."))


def people(reading: Reading | None) -> list[tuple[str, list[str]]]:
    """Who did what, each person once: (name as in the text, roles), in the order of the line."""
    found: dict[str, list[str]] = {}
    for credit in reading.credits if reading else ():
        found.setdefault(credit.name, []).append(str(credit.role))
    return list(found.items())
