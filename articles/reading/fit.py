"""How tall a story stands in a column of the wide front, estimated from its letters, so that columns end together.

Pixels at a window of 1,280: twelve columns of 72 with gaps of 32. An estimate, within a line or two of what a browser
makes of it: the faces' mean letter widths are known, where lines break is not.
"""

from math import ceil

PICTURE_GAP, TEXT_GAP, RULE_GAP = 12, 8, 33
# Of each role: mean letter width and line height, in pixels.
HEADS = {"lead": (20.5, 53.7), "text-lead": (26.0, 68.3), "l": (12.2, 32.5), "m": (9.6, 27.3), "s": (8.0, 23.0)}
TEXT, LEAD_TEXT = (7.3, 24.0), (8.2, 27.0)
RAGGED = 18  # lines break at words, so each is shorter than its column by about this
TIME = 56  # what the hour before a head of the Latest takes from its line


def column(span):
    """The width of so many of the twelve columns."""
    return 72 * span + 32 * (span - 1)


def lines(words, width, role):
    letter, height = role
    return ceil(len(words) * letter / (width - RAGGED)) * height if words else 0


def picture(span):
    """The height of a 3:2 picture over so many columns."""
    return column(span) * 2 / 3


def teaser(story, span, size, *, picture=False, text=False):
    """The height of a teaser with its head, and its 3:2 picture and standfirst where it has them."""
    width = column(span)
    height = lines(story.list_headline, width, HEADS[size])
    if story.kicker and size != "s":
        height += 21
    if picture and story.lead:
        height += width * 2 / 3 + PICTURE_GAP
    if text and story.standfirst:
        height += lines(story.standfirst, width, TEXT) + TEXT_GAP
    return height


def stack(heights):
    """The height of teasers one under the other, with a hairline between each two."""
    return sum(heights) + RULE_GAP * max(0, len(heights) - 1)


def timed(story, span):
    return lines(story.list_headline, column(span) - TIME, HEADS["s"])


def how_many(stories, height_of, room, *, fewest=0, most=99):
    """How many of these fill a column of so many pixels best."""
    best, heights = min(fewest, len(stories)), [height_of(story) for story in stories[:most]]
    for count in range(best, len(heights) + 1):
        if abs(stack(heights[:count]) - room) < abs(stack(heights[:best]) - room):
            best = count
    return best
