"""What readers get of a body. Drawn once, when a story is published; a page only fills the slots.

A slot stands where a link or a card leads to something else of ours: `<a data-slot="article:7">words</a>`,
`<aside … data-slot="article:7">…</aside>`. What it leads to is asked when the page is made, so a story taken down
stands nowhere. Words are escaped and attributes checked on the way in, so no author can write a slot.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.body import embeds, pictures, tree
from articles.body.blocks import Block, Run, start_of_mark, write_runs
from articles.body.schema import KINDS, Mark
from media import crops, sources

RENDERER = 3  # raise it when the same body is to look otherwise: `manage.py rerender` draws live stories again
_WORDS_A_MINUTE = 230  # Vietnamese is counted by syllables, as it is written


@dataclass(frozen=True)
class Target:
    """Where a slot leads. headline is what a card shows; label, the line above it, may be empty."""

    url: str
    headline: str = ""
    label: str = ""


def render(html: str, photos: Mapping[int, dict], *, language: str, eager: bool = False) -> str:
    """The page's HTML of a stored body, with slots.

    photos    Photo.picture() by id; figures that are waiting, or whose photo has no file, are left out
    language  of the story: the few words that the renderer adds are in it
    eager     whether the first picture stands so high that it is not to be loaded lazily
    """
    with translation.override(language):
        return _Renderer(photos, eager).draw(tree.parse(html))


def _licence(photo: Mapping) -> str:
    """The licence that stands after a credit, where one asks to be named."""
    name, address = photo.get("licence") or ("", "")
    return f'<a href="{escape(address)}" rel="license">{escape(name, quote=False)}</a>' if name else ""


# ---- slots ---------------------------------------------------------------------------------------------------------

_SLOT = re.compile(r'<(?:a|aside class="related") data-slot="([a-z]+):([0-9]+)"')
_LINK_SLOT = re.compile(r'<a data-slot="([a-z]+):([0-9]+)">(.*?)</a>', re.DOTALL)
_CARD_SLOT = re.compile(r'<aside class="related" data-slot="([a-z]+):([0-9]+)">(.*?)</aside>', re.DOTALL)


def slots(rendered: str) -> set[tuple[str, int]]:
    """What the slots lead to: ("article", 7)."""
    return {(kind, int(pk)) for kind, pk in _SLOT.findall(rendered)}


def fill_slots(rendered: str, targets: Mapping[tuple[str, int], Target]) -> SafeString:
    """The HTML for the page. A link that leads nowhere becomes its words, such a card vanishes."""

    def link(found: re.Match) -> str:
        target = targets.get((found[1], int(found[2])))
        return f'<a href="{escape(target.url)}">{found[3]}</a>' if target else found[3]

    def card(found: re.Match) -> str:
        target = targets.get((found[1], int(found[2])))
        if target is None:
            return ""
        label = f'<p class="related__label">{escape(target.label)}</p>' if target.label else found[3]
        return f'<aside class="related">{label}<a href="{escape(target.url)}">{escape(target.headline)}</a></aside>'

    if 'data-slot="' in rendered:
        rendered = _CARD_SLOT.sub(card, _LINK_SLOT.sub(link, rendered))
    return mark_safe(rendered)  # drawn from a cleaned body


# ---- other forms of the same words ---------------------------------------------------------------------------------

_PANEL = re.compile(r'<div class="embed" .*?</div>', re.DOTALL)
_PANEL_LINK = re.compile(r'<a class="embed__link" href="[^"]*">.*?</a>', re.DOTALL)
_LABEL = re.compile(r'<p class="related__label">.*?</p>', re.DOTALL)
_MADE = re.compile(r'<strong class="made">.*?</strong> ?')
_OF_A_WORD = re.compile(r"</?(?:a|span|strong|em|sub|sup)\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
_WITH_ADDRESS = re.compile(r"<(?:a|img|source) [^>]*>")
_OWN_ADDRESS = re.compile(r'(?:(?<= href=")|(?<= src=")|(?<= srcset=")|(?<=w, ))(?=/)')


def feed_html(rendered: str, base_url: str) -> str:
    """The HTML for feeds and other readers elsewhere: absolute addresses, embeds as plain links, slots as words.

    base_url  of the site, without a slash at its end
    """
    html = _PANEL.sub(lambda panel: f"<p>{_PANEL_LINK.search(panel[0])[0]}</p>", fill_slots(rendered, {}))
    return _WITH_ADDRESS.sub(lambda tag: _OWN_ADDRESS.sub(escape(base_url), tag[0]), html)


def plain_text(html: str) -> str:
    """The words of a body, of a caption or of what was rendered: a line a block, no words that the renderer added."""
    html = _MADE.sub("", _LABEL.sub("", _PANEL.sub("", html)))
    text = unescape(_ANY_TAG.sub("\n", _OF_A_WORD.sub("", html)))
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def word_count(html: str) -> int:
    """How many words, set apart by white space, as Vietnamese is counted."""
    return len(plain_text(html).split())


def reading_minutes(words: int) -> int:
    """Minutes that a story of so many words takes to read, at least one."""
    return max(1, round(words / _WORDS_A_MINUTE))


# ---- drawing -------------------------------------------------------------------------------------------------------

_A_NUMBER = re.compile(r"[-+−±]?[0-9][0-9.,\s\xa0]*(?:%|‰|°C?|[A-Za-zđĐ]{1,4})?|[-–—]")


class _Renderer:
    def __init__(self, photos: Mapping[int, dict], eager: bool):
        self._photos = photos
        self._eager = eager
        self._draw: dict[str, Callable[[Block], str]] = {
            "figure": self._figure,
            "gallery": self._gallery,
            "box": self._box,
            "pull": self._pull,
            "card": self._card,
            "embed": self._embed,
            "table": self._table,
        }

    def draw(self, blocks: list[Block]) -> str:
        return "".join([self._block(block) for block in blocks])

    def _block(self, block: Block) -> str:
        own = self._draw.get(block.kind)
        if own:
            return own(block)
        tag = KINDS[block.kind].tag
        if tag == "hr":
            return "<hr>"
        return f"<{tag}>{_words(block.runs)}{self.draw(block.children)}</{tag}>"

    def _figure(self, block: Block) -> str:
        said = block.attributes
        photo = self._photos.get(int(said["data-photo"])) if said["data-photo"] else None
        if photo is None:
            return ""
        place = said.get("data-place", "center")
        alt = said.get("data-alt", photo.get("alt") or "")
        crop, focus = said.get("data-crop"), crops.point(said.get("data-focus"))
        picture = pictures.draw(photo, place, alt, crop=crop, focus=focus, eager=self._eager)
        if picture is None:
            return ""
        self._eager = False
        caption = _words(block.children[0].runs) if block.children else escape(photo.get("caption") or "", quote=False)
        credit = photo.get("credit") or said.get("data-credit")
        cite = " / ".join(part for part in (escape(credit or "", quote=False), _licence(photo)) if part)
        words = " ".join(part for part in (made(photo), caption, f"<cite>{cite}</cite>" if cite else "") if part)
        below = f"<figcaption>{words}</figcaption>" if words else ""
        return f'<figure class="{picture.classes}">{picture.html}{below}</figure>'

    def _gallery(self, block: Block) -> str:
        figures = self.draw(block.children)
        return f'<div class="gallery">{figures}</div>' if figures else ""

    def _box(self, block: Block) -> str:
        inner = self.draw(block.children)
        heading = next((child.words for child in block.children if child.kind == "subheading"), _("In brief"))
        return f'<aside class="box" aria-label="{escape(heading)}">{inner}</aside>' if inner else ""

    def _pull(self, block: Block) -> str:
        return f'<blockquote class="pull">{self.draw(block.children)}</blockquote>'

    def _card(self, block: Block) -> str:
        label = f'<p class="related__label">{escape(_("Related story"))}</p>'
        return f'<aside class="related" data-slot="article:{block.attributes["data-article"]}">{label}</aside>'

    def _embed(self, block: Block) -> str:
        """Says what will be loaded and from whom; a script turns it into a frame when the reader presses the button."""
        key, ref = block.attributes["data-embed"], block.attributes["data-ref"]
        provider = embeds.PROVIDERS[key]
        names = {"provider": provider.name, "host": provider.frame_host}
        what = escape((_("Video on %(provider)s") if provider.video else _("Post on %(provider)s")) % names)
        note = escape(
            _("Nothing is loaded from %(host)s before you press. %(provider)s may then learn that you read this.")
            % names
        )
        link = escape(_("Open on %(provider)s") % names)
        return (
            f'<div class="embed" data-provider="{key}" data-frame="{escape(provider.frame(ref))}" data-title="{what}">'
            f'<p class="embed__what">{what}</p>'
            f'<p class="embed__note">{note}</p>'
            f'<button class="embed__load" type="button" hidden>{escape(_("Load it here"))}</button>'
            f'<a class="embed__link" href="{escape(provider.page(ref))}">{link}</a>'
            "</div>"
        )

    def _table(self, block: Block) -> str:
        caption = next((child for child in block.children if child.kind == "caption"), None)
        rows = [child for child in block.children if child.kind == "row"]
        label = escape(caption.words if caption else _("Table"))
        parts = [f'<div class="table" role="region" tabindex="0" aria-label="{label}"><table>']
        if caption:
            parts.append(f"<caption>{_words(caption.runs)}</caption>")
        if len(rows) > 1 and all(cell.kind == "head cell" for cell in rows[0].children):
            parts.append(f"<thead>{_row(rows.pop(0), 'col')}</thead>")
        parts += ["<tbody>", *[_row(row, "row") for row in rows], "</tbody></table></div>"]
        return "".join(parts)


def made(photo: Mapping) -> str:
    """What readers are told before its caption of how a picture was made; "" where it was simply taken."""
    label = sources.label(photo.get("source_type", ""))
    return f'<strong class="made">{escape(label, quote=False)}.</strong>' if label else ""


def _row(row: Block, scope: str) -> str:
    parts = []
    for cell in row.children:
        if cell.kind == "head cell":
            parts.append(f'<th scope="{scope}">{_words(cell.runs)}</th>')
        else:
            number = ' class="number"' if _A_NUMBER.fullmatch(cell.words) else ""
            parts.append(f"<td{number}>{_words(cell.runs)}</td>")
    return f"<tr>{''.join(parts)}</tr>"


def _words(runs: list[Run]) -> str:
    return write_runs(runs, _start_of) if runs else ""


def _start_of(mark: Mark) -> str:
    """Links to our own things are slots."""
    if mark.attribute.startswith("data-"):
        return f'<a data-slot="{mark.attribute.removeprefix("data-")}:{mark.value}">'
    return start_of_mark(mark)
