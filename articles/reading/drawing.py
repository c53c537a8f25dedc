"""What stands on a page dozens of times: teasers, pictures, hours. Drawn here and not by templates, which took most of
the time of a front page. What is drawn is a Pieces; nobody else says that a string is safe.
"""

from html import escape

from django.utils import timezone, translation

from articles.body import render
from articles.reading import dates
from media import sources

NEAR = 960  # pixels: the file for browsers that know no srcset


class Pieces:
    """HTML in the making. Templates print it as it is, since every value was escaped on its way in."""

    def __init__(self):
        self.parts = []

    def add(self, constant, *values):
        """constant: HTML written in this module, with a {} for each value."""
        self.parts.append(constant.format(*[escape(str(value)) for value in values]) if values else constant)

    def __html__(self):
        return "".join(self.parts)


def picture(photo, shape="original", sizes="100vw", alt=None, eager=False):
    """A photograph in real widths. Takes what media.Photo.picture() gives.

    shape   "3x2", "16x9", "4x3", "1x1" or "original"; where a cut has no files, the uncut picture stands in
    sizes   how wide the page shows it, in the words of the HTML attribute
    alt     "" for a teaser, whose head says it; None takes the photograph's own
    eager   the one picture that must not wait
    """
    pieces = Pieces()
    _add_picture(pieces, photo, shape, sizes, photo["alt"] if alt is None else alt, eager)
    return pieces


def _add_picture(pieces, photo, shape, sizes, alt, eager):
    shapes = photo["shapes"]
    cut = shapes.get(shape) or shapes["original"]
    fallback = cut["jpeg"] or cut["webp"]
    pieces.add("<picture>")
    if cut.get("avif"):
        pieces.add('<source type="image/avif" srcset="{}" sizes="{}">', _srcset(cut["avif"]), sizes)
    if cut["jpeg"] and cut["webp"]:
        pieces.add('<source type="image/webp" srcset="{}" sizes="{}">', _srcset(cut["webp"]), sizes)
    pieces.add(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"',
        min(fallback, key=lambda file: abs(file[0] - NEAR))[2], _srcset(fallback), sizes, cut["width"], cut["height"],
        alt,
    )  # fmt: skip
    pieces.add(' fetchpriority="high"' if eager else ' loading="lazy"')
    pieces.add(' decoding="async"></picture>')


def made(photo, language):
    """What readers are told before its caption of how a picture was made, in the language of the words around it, or ""."""
    if not photo.get("source_type"):
        return ""
    pieces = Pieces()
    with translation.override(language):
        pieces.add(render.made(photo))
    return pieces if any(pieces.parts) else ""


def mark(photo, language):
    """The same on a picture in a list, where its caption is not."""
    pieces = Pieces()
    _add_mark(pieces, photo, language)
    return pieces


def _add_mark(pieces, photo, language):
    source = photo.get("source_type")  # most pictures have none, and no language is asked for
    if not source or not sources.label(source):
        return
    with translation.override(language):
        pieces.add(
            '<span class="made-mark"><span aria-hidden="true">{}</span><span class="unseen">{}</span></span>',
            sources.mark(source), sources.label(source),
        )  # fmt: skip


def _srcset(files):
    return ", ".join([f"{address} {width}w" for width, _height, address in files])


def moment(at):
    """The hour or the day of a story in a list."""
    pieces = Pieces()
    _add_moment(pieces, at)
    return pieces


def _add_moment(pieces, at):
    at = timezone.localtime(at)
    pieces.add('<time datetime="{}">{}</time>', at.isoformat(), dates.short_moment(at))


def teaser(article, language, **look):
    """One story of a list, see _add_teaser."""
    pieces = Pieces()
    _add_teaser(pieces, article, language, **look)
    return pieces


def teasers(articles, language, *, first="", items=False, **look):
    """Stories one after the other.

    first   how wide the first one's picture is shown, where that is another
    items   whether each is an item of a list
    """
    pieces = Pieces()
    for place, article in enumerate(articles):
        own = look | {"picture": first} if first and place == 0 else look
        pieces.add("<li>" if items else "")
        _add_teaser(pieces, article, language, **own)
        pieces.add("</li>" if items else "\n")
    return pieces


def _add_teaser(pieces, article, language, *, size, level, picture="", phone=False, eager=False, text=False,
                kicker=False, names=False, timed=False):  # fmt: skip
    """A story in a list or a band: one link, on the head, stretched over the whole.

    language   of the page: a story in another says so
    size       l, m or s
    level      of its heading, 2 to 4
    picture    how wide its picture is shown, as in the attribute sizes; "" for none
    phone      the picture is for phones only
    eager      it is the first picture of the page
    timed      with its hour; "section": with its section too
    """
    pictured = picture and article.lead
    pieces.add('<article class="teaser teaser--{}', size)
    if pictured:
        pieces.add(" teaser--pictured teaser--phone" if phone else " teaser--pictured")
    pieces.add('"')
    _add_language(pieces, article, language)
    pieces.add('>\n  <div class="teaser__words">\n')
    if kicker and article.kicker:
        pieces.add('<p class="kicker">{}</p>\n', article.kicker)
    pieces.add(
        '<h{} class="head head--{}"><a href="{}">{}</a></h{}>\n',
        level, size, article.get_absolute_url(), article.list_headline, level,
    )  # fmt: skip
    if text and article.standfirst:
        pieces.add('<p class="teaser__text">{}</p>\n', article.standfirst)
    if names:
        pieces.add('<p class="teaser__names">{}</p>\n', article.credit_line)
    if timed:
        pieces.add('<p class="meta">')
        if timed == "section":
            pieces.add("{} · ", article.section.name)
        _add_moment(pieces, article.first_published_at)
        pieces.add("</p>\n")
    pieces.add("</div>\n")
    if pictured:
        pieces.add('<div class="teaser__picture">')
        _add_picture(pieces, article.lead, "3x2", picture, "", eager)
        _add_mark(pieces, article.lead, article.language)
        pieces.add("</div>\n")
    pieces.add("</article>")


def lines(articles, language):
    """The latest stories: hour and head of each."""
    pieces = Pieces()
    for article in articles:
        pieces.add("<li>")
        _add_moment(pieces, article.first_published_at)
        pieces.add('<h3 class="head head--s"')
        _add_language(pieces, article, language)
        pieces.add('><a href="{}">{}</a></h3></li>\n', article.get_absolute_url(), article.list_headline)
    return pieces


def _add_language(pieces, article, language):
    if article.language != language:
        pieces.add(' lang="{}"', article.language)
