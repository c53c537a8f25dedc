"""The front page: which story stands where. Each story stands once; no picture is shown wider than its pixels."""

from dataclasses import dataclass, field
from itertools import cycle, islice

from articles.models import PublishedArticle, Section, Standing
from articles.reading import fit, lists

SECONDARIES = {"picture": 3, "text": 4}
MOST_SECONDARIES = 6  # where they are short
LATEST = {"picture": 8, "text": 5}  # lines at least; more where the column beside has the room
FEWEST = 3  # a block with fewer stories is not shown
KEPT = 4  # stories of a section that the Latest leaves to its block
MOST_LATEST = 14
SHORT = 96  # pixels by which the columns of a band may end apart
STOCK = 16  # newest stories of a section that are looked at
LEAD_PIXELS, LARGE_PIXELS, SMALL_PIXELS = 1200, 800, 360
SHAPES = "ABC"


@dataclass
class Block:
    """One section's stories in one of three layouts.

    A   large: one story with its picture; middle: two or three with text; rest: heads only. Without enough stories
        for a column of heads the large one stands broader
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

    @property
    def pictured(self):
        """The stories whose pictures the block shows."""
        return {"A": self.large, "B": self.middle, "C": []}[self.shape]


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
    texts: int = 9
    """How many of the secondaries have room for their standfirst."""
    latest: list = field(default_factory=list)
    bands: list = field(default_factory=list)

    @property
    def secondaries_with_texts(self):
        return [(story, place < self.texts) for place, story in enumerate(self.secondaries)]


def pixels(story, shape):
    """How wide a picture of this shape the story has; 0 where it has none."""
    cut = story.lead and (story.lead["shapes"].get(shape) or story.lead["shapes"].get("original"))
    return cut["width"] if cut else 0


def compose(masthead):
    """The front as it stands now, in one query beside the masthead's."""
    found = _read([section.pk for section in masthead.sections])
    for stories in found.values():
        masthead.place(stories)
    shown = set()
    front = _top(found, shown)
    front.bands = list(
        _bands(masthead.sections, found, shown, [front.lead, *front.secondaries[:1]] if front.lead else [])
    )
    return front


def _read(sections):
    """{"lead", "prominent", "latest" or a section's id: its newest stories that may stand on the front}."""
    found = _ask(**{f"section_{place}": section for place, section in enumerate(sections)})
    return found | {section: found[f"section_{place}"] for place, section in enumerate(sections)}


def _wanted(**sections):
    on_front = PublishedArticle.objects.exclude(standing=Standing.NOT_ON_FRONT)
    wanted = {
        "lead": lists.newest(on_front.filter(standing=Standing.LEAD), 1 + SECONDARIES["text"]),
        "prominent": lists.newest(on_front.filter(standing=Standing.PROMINENT), 1 + SECONDARIES["text"]),
        "latest": lists.newest(on_front, 2 * STOCK),
    }
    for name, section in sections.items():
        wanted[name] = lists.newest(on_front.filter(top_section=section), STOCK)
    return wanted


_ask = lists.prepared(_wanted)


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
    front.secondaries = _take(_news(beside), wanted, shown)
    front.secondaries += _take(_news(found["latest"]), wanted - len(front.secondaries), shown)
    # One picture stands over this column, so a story that has one comes first.
    front.secondaries.sort(key=lambda story: pixels(story, "3x2") < SMALL_PIXELS)
    more = {story.pk: story for story in _news(beside) + _news(found["latest"]) if story.pk not in shown}
    room, span = _room(front, list(more.values()))
    shown.update(story.pk for story in front.secondaries)
    spare = _spare(found, shown)
    fewest = LATEST[front.layout]
    fits = fit.how_many(spare, lambda story: fit.timed(story, span), room - 45, fewest=fewest, most=MOST_LATEST)
    front.latest = sorted(_take(spare, fits, shown), key=lambda story: story.first_published_at, reverse=True)
    return front


def _news(stories):
    """Without those that have a band of their own: opinion and picture stories."""
    return [story for story in stories if story.top_section.style == Section.Style.NEWS]


def _room(front, more):
    """How high the top is in pixels, and how many columns the Latest has there.

    Settles also how many of the secondaries keep their text, and fills their column where they are all short.

    more   stories that may join the secondaries
    """
    lead = front.lead
    if front.layout == "text":
        head = fit.lines(lead.headline, fit.column(8), fit.HEADS["text-lead"])
        return head + fit.lines(lead.standfirst, fit.column(4), fit.TEXT) + 60, 4
    tall = fit.teaser(lead, 6, "lead", picture=True) + fit.lines(lead.standfirst, fit.column(6), fit.LEAD_TEXT) + 72
    stacks = [_beside(front.secondaries, texts) for texts in range(len(front.secondaries) + 1)]
    front.texts = min(range(len(stacks)), key=lambda texts: abs(stacks[texts] - tall))
    beside = stacks[front.texts]
    while more and tall - beside > SHORT and len(front.secondaries) < MOST_SECONDARIES:
        front.secondaries.append(more.pop(0))
        front.texts = len(front.secondaries)
        beside = _beside(front.secondaries, front.texts)
    return max(tall, beside), 3


def _beside(stories, texts):
    """The height of the column beside the lead: a picture over the first, so many with their text."""
    return fit.stack(
        [fit.teaser(story, 3, "m", picture=place == 0, text=place < texts) for place, story in enumerate(stories)]
    )


def _spare(found, shown):
    """The newest ordinary stories: those that their section's block can spare, then as many as still leave it one."""
    candidates = [story for story in _news(found["latest"]) if story.pk not in shown]
    left = {
        section: sum(story.pk not in shown for story in found.get(section, []))
        for section in {story.top_section_id for story in candidates}
    }
    spare = []
    for kept in (KEPT, FEWEST):
        for story in candidates:
            if story not in spare and not FEWEST <= left[story.top_section_id] <= kept:
                left[story.top_section_id] -= 1
                spare.append(story)
    return spare


def _bands(sections, found, shown, top):
    """Section blocks in the paper's order, no two neighbours alike; opinion and the picture story stand between them.

    top   the stories whose pictures are on the page already: no picture stands there twice
    """
    blocks, between = [], []
    used = {story.lead["id"] for story in top if story.lead}
    for section in sections:
        stories = [story for story in found[section.pk] if story.pk not in shown]
        if section.style == Section.Style.PICTURES:
            with_pictures = [story for story in stories if pixels(story, "16x9") >= LARGE_PIXELS]
            between += [PictureStory(section, with_pictures[:1])] if with_pictures else []
        elif section.style == Section.Style.OPINION:
            between += [Opinion(section, stories[:3])] if len(stories) >= 2 else []
        elif len(stories) >= FEWEST:
            blocks.append(_block(section, stories, used, after=blocks[-1].shape if blocks else "C"))
            used |= {story.lead["id"] for story in blocks[-1].pictured}
    for number, band in enumerate(between):
        blocks.insert(2 + 3 * number, band)
    for band in blocks:
        shown.update(story.pk for story in band.stories)
    return blocks


def _block(section, stories, used, *, after):
    """The next layout in turn that these stories can fill; words alone always can."""
    turn = SHAPES.index(after) + 1
    makers = {"A": _one_large, "B": _four_across, "C": _words_only}
    for shape in islice(cycle(SHAPES), turn, turn + len(SHAPES)):
        block = makers[shape](section, stories, used) if shape != after else None
        if block:
            return block
    return _words_only(section, stories, used)


def _pictured(stories, least, used):
    """Those with a picture so wide, which is not on the page yet; each picture once."""
    found = {}
    for story in stories:
        if pixels(story, "3x2") >= least and story.lead["id"] not in used:
            found.setdefault(story.lead["id"], story)
    return list(found.values())


def _one_large(section, stories, used):
    large = next(iter(_pictured(stories[:4], LARGE_PIXELS, used)), None)
    if large is None:
        return None
    others = [story for story in stories if story is not large]
    if len(others) < 5:
        room = fit.picture(5)
        fits = fit.how_many(others, lambda story: fit.teaser(story, 4, "m", text=True), room, fewest=2, most=4)
        return Block(section, "A", [large], others[:fits])
    room = fit.teaser(large, 5, "l", picture=True, text=True)
    fits = fit.how_many(others, lambda story: fit.teaser(story, 3, "m", text=True), room, fewest=2, most=3)
    middle, others = others[:fits], others[fits:]
    room = max(room, fit.stack([fit.teaser(story, 3, "m", text=True) for story in middle]))
    heads = fit.how_many(others, lambda story: fit.teaser(story, 4, "s"), room, fewest=2, most=9)
    return Block(section, "A", [large], middle, others[:heads])


def _four_across(section, stories, used):
    pictured = _pictured(stories, SMALL_PIXELS, used)[:4]
    return Block(section, "B", middle=pictured) if len(pictured) == 4 else None


def _words_only(section, stories, used):
    """Three with their texts: those that have one before those that have none."""
    stories = sorted(stories, key=lambda story: not story.standfirst)
    return Block(section, "C", middle=stories[:3], rest=stories[3:6] if len(stories) >= 6 else [])
