"""By which words photographs are found, and in which order: caption and headline before the rest, marks as typed before others.

`"words together"` are looked for as they stand, `-word` leaves photographs out, and where little is found the last word may be
only begun. Numbers in the index are those of the photographs, so what came last stands first among its equals.
"""

import re
from dataclasses import dataclass

from newsroom import fulltext
from newsroom.text import clean_line, fold

INDEX = "photos"
TITLE = ("caption", "headline")
REST = (
    "credit", "creators", "people", "event", "keywords", "place_shown", "city", "province", "country", "alt",
    "long_description", "source", "copyright", "caption_writer", "job_id", "object_name", "original_name",
)  # fmt: skip
BEST = 2000  # hits that are put in order; what is found beyond them stands newest first

FEW = 100  # hits; with fewer, the last word is taken as the beginning of one too

_WITHOUT = re.compile(r"(?:^|\s)[-−](?=[^\W_])(\S+)")


@dataclass(frozen=True)
class Asked:
    """What somebody typed, taken apart. without: folded words that must not stand there."""

    query: fulltext.Query
    without: tuple[str, ...]

    @classmethod
    def read(cls, typed: str) -> "Asked":
        line = clean_line(typed)[: fulltext.LONGEST_QUERY]
        without = tuple(word for part in _WITHOUT.findall(line) for word in fulltext.folded_words(part).split())
        return cls(fulltext.Query.parse(_WITHOUT.sub(" ", line)), without)

    @property
    def empty(self) -> bool:
        return self.query.empty and not self.without

    def best(self) -> list[int]:
        """The numbers of at most BEST photographs that have all words, best first."""
        found = [hit.number for hit in fulltext.find(INDEX, self.query, limit=BEST)]
        if len(found) >= FEW:
            return found
        begun = fulltext.find(INDEX, self.query, limit=BEST, begun=True)
        return [*found, *(hit.number for hit in begun if hit.number not in set(found))]

    def all(self) -> tuple[str, list]:
        """The numbers of all that have every whole word, as a subquery: SQL and its values."""
        return fulltext.matching(INDEX, self.query)


def words_of(photo) -> tuple[str, str]:
    """(title, rest): all words a photograph is found by."""
    return _line(photo, TITLE), _line(photo, REST)


def _line(photo, fields) -> str:
    values = (getattr(photo, field) for field in fields)
    return " \n".join(" \n".join(value) if isinstance(value, list) else value for value in values)


def searchable(photo) -> str:
    """The same words folded, as they stand in a row, for what asks one person's few photographs."""
    return fold(" \n".join(words_of(photo)))


def index(photos) -> None:
    """Put photographs into the index, or replace them there."""
    fulltext.put_many(INDEX, [(photo.pk, *words_of(photo)) for photo in photos])
