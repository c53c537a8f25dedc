"""The front page: which story stands where. Each story stands once; no picture is shown wider than its pixels."""

from dataclasses import dataclass, field
from itertools import cycle, islice

from articles.models import PublishedArticle, Section, Standing
from articles.reading import fit, lists

SECONDARIES = {"picture": 3, "text": 4}
LATEST = 8
FEWEST = 3  # a block with fewer stories is not shown
STOCK = 16  # newest stories of a section that are looked at
LEAD_PIXELS, LARGE_PIXELS, SMALL_PIXELS = 1200, 800, 360
SHAPES = "ABC"


@dataclass
class Block:
    """One section's stories in one of three layouts.

    A   large: one story with its picture; middle: two with text; rest: heads only
    B   middle: four across, each with its picture
    C   words only; middle: three with text; rest: a row of three heads
    """

    section: Section
    shape: str
    large: list = field(default_factory=list)
    middle: list = field(default_factory=list)
    rest: list = field(default_factory=list)
    template = "articles/_block.html"

    @property
    def stories(self):
        return self.large + self.middle + self.rest


@dataclass
class Opinion:
    section: Section
    stories: list
    shape = "opinion"
    template = "articles/_opinion.html"


@dataclass
class PictureStory:
    section: Section
    stories: list
    shape = "pictures"
    template = "articles/_picture_story.html"


@dataclass
class Front:
    """What stands where, from the top. `bands` holds blocks, opinion and the picture story in reading order."""

    layout: str = "text"
    lead: PublishedArticle | None = None
    secondaries: list = field(default_factory=list)
    latest: list = field(default_factory=list)
    bands: list = field(default_factory=list)


def pixels(story, shape):
    """How wide a picture of this shape the story has; 0 where it has none."""
    cut = story.lead and (story.lead["shapes"].get(shape) or story.lead["shapes"].get("original"))
    return cut["width"] if cut else 0


def compose(masthead):
    """The front as it stands now, in one query beside the masthead's."""
    found = lists.read(**_wanted(masthead))
    for stories in found.values():
        masthead.place(stories)
    shown = set()
    front = _top(found, shown)
    front.bands = list(_bands(masthead.sections, found, shown))
    return front


def _wanted(masthead):
    on_front = PublishedArticle.objects.exclude(standing=Standing.NOT_ON_FRONT)
    wanted = {
        "lead": lists.newest(on_front.filter(standing=Standing.LEAD), 1 + SECONDARIES["text"]),
        "prominent": lists.newest(on_front.filter(standing=Standing.PROMINENT), 1 + SECONDARIES["text"]),
        "latest": lists.newest(on_front, 2 * STOCK),
    }
    for section in masthead.sections:
        wanted[f"section-{section.pk}"] = lists.newest(on_front.filter(top_section=section.pk), STOCK)
    return wanted


def _take(stories, count, shown):
    """The first of these that do not stand on the page yet; from now on they do."""
    taken = [story for story in stories if story.pk not in shown][:count]
    shown.update(story.pk for story in taken)
    return taken


def _top(found, shown):
    """The newest lead leads. Earlier leads compete with the prominent stories for the places beside it."""
    beside = sorted(found["lead"] + found["prominent"], key=lambda story: story.first_published_at, reverse=True)
    front = Front()
    for story in _take(found["lead"] or beside or found["latest"], 1, shown):
        front.lead = story
    if front.lead is None:
        return front
    front.layout = "picture" if pixels(front.lead, "3x2") >= LEAD_PIXELS else "text"
    wanted = SECONDARIES[front.layout]
    front.secondaries = _take(beside, wanted, shown)
    front.secondaries += _take(found["latest"], wanted - len(front.secondaries), shown)
    # One picture stands over this column, so a story that has one comes first.
    front.secondaries.sort(key=lambda story: pixels(story, "3x2") < SMALL_PIXELS)
    ordinary = [story for story in found["latest"] if story.top_section.style == Section.Style.NEWS]
    front.latest = _take(ordinary, _latest_that_fit(front, ordinary, shown), shown)
    return front


def _latest_that_fit(front, candidates, shown):
    candidates = [story for story in candidates if story.pk not in shown]
    if front.layout == "picture":
        lead = fit.teaser(front.lead, 6, "lead", picture=True) + 72 + fit.lines(front.lead.standfirst, 600, fit.TEXT)
        first, *others = front.secondaries or [front.lead]
        beside = [fit.teaser(first, 3, "m", picture=True, text=True)]
        beside += [fit.teaser(story, 3, "m", text=True) for story in others]
        room, span = max(lead, fit.stack(beside)), 3
    else:
        lead = fit.lines(front.lead.headline, fit.column(8), fit.HEADS["text-lead"])
        room, span = lead + fit.lines(front.lead.standfirst, fit.column(4), fit.TEXT), 4
    return fit.how_many(candidates, lambda story: fit.timed(story, span), room - 45, fewest=LATEST, most=14)


def _bands(sections, found, shown):
    """Section blocks in the paper's order, no two neighbours alike; opinion and the picture story stand between them."""
    blocks, between = [], []
    for section in sections:
        stories = [story for story in found[f"section-{section.pk}"] if story.pk not in shown]
        if section.style == Section.Style.PICTURES:
            with_pictures = [story for story in stories if pixels(story, "16x9") >= LARGE_PIXELS]
            between += [PictureStory(section, with_pictures[:1])] if with_pictures else []
        elif section.style == Section.Style.OPINION:
            between += [Opinion(section, stories[:3])] if len(stories) >= FEWEST else []
        elif len(stories) >= FEWEST:
            blocks.append(_block(section, stories, after=blocks[-1].shape if blocks else "C"))
    for number, band in enumerate(between):
        blocks.insert(2 + 3 * number, band)
    for band in blocks:
        shown.update(story.pk for story in band.stories)
    return blocks


def _block(section, stories, *, after):
    """The next layout in turn that these stories can fill; words alone always can."""
    turn = SHAPES.index(after) + 1
    makers = {"A": _one_large, "B": _four_across, "C": _words_only}
    for shape in islice(cycle(SHAPES), turn, turn + len(SHAPES)):
        block = makers[shape](section, stories) if shape != after else None
        if block:
            return block
    return _words_only(section, stories)


def _one_large(section, stories):
    large = next((story for story in stories[:4] if pixels(story, "3x2") >= LARGE_PIXELS), None)
    if large is None or len(stories) < 6:
        return None
    others = [story for story in stories if story is not large]
    room = fit.teaser(large, 5, "l", picture=True, text=True)
    fits = fit.how_many(others, lambda story: fit.teaser(story, 3, "m", text=True), room, fewest=2, most=3)
    middle, others = others[:fits], others[fits:]
    heads = fit.how_many(others, lambda story: fit.teaser(story, 4, "s"), room, fewest=3, most=9)
    return Block(section, "A", [large], middle, others[:heads])


def _four_across(section, stories):
    pictured = [story for story in stories if pixels(story, "3x2") >= SMALL_PIXELS][:4]
    return Block(section, "B", middle=pictured) if len(pictured) == 4 else None


def _words_only(section, stories):
    return Block(section, "C", middle=stories[:3], rest=stories[3:6] if len(stories) >= 6 else [])
