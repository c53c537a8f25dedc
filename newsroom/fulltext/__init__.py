"""One thin interface over the engines' full-text indexes, with the same answers from each.

An index holds documents of two fields, title and text, in two forms each: exact (case folded, marks kept) and folded
(no marks). Both are cut into words here, not by the engine, so that `TP.HCM` and `24/7` mean the same everywhere.
A document's number decides its place: greater numbers come first. Who calls keeps number and thing together.

    create(index)                     used in a migration
    put(index, number, title, text)   replaces what the number held
    remove(index, number)
    find(index, query, limit, after)  [Hit(tier, number)], best tier first, newest first in each tier
    places(query), select(index, query, place, …), everything(index, query)
                                      the same as SQL, tier by tier, for whom the numbers are also rows to be filtered
"""

import re
from dataclasses import dataclass

from django.db import connection

from newsroom.text import clean, fold, has_marks

_WORD = re.compile(r"[^\W_]+")
_MINUS = re.compile(r"""(?<!\S)-(?:["“”]([^"“”]*)["“”]|([^\s"“”]+))""")
SHORTEST_BEGINNING = 2
LONGEST_QUERY = 200
MOST_WORDS = 12


@dataclass(frozen=True)
class Hit:
    tier: int
    number: int


@dataclass(frozen=True)
class Query:
    """What somebody typed, taken apart. Never raises: any text is a query, an empty one finds nothing.

    without     phrases that must not stand there
    must        folded words that must, whatever was typed: what a filter asks for
    beginnings  where whole words do not suffice, the last one counts as the beginning of a word
    """

    phrases: tuple[str, ...]
    words: tuple[str, ...]
    marked: bool
    without: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    beginnings: bool = False

    @classmethod
    def parse(cls, typed, *, desk=False, must=()):
        """desk: a leading minus leaves out what follows it, and the last word may be a beginning."""
        typed = clean(typed)[:LONGEST_QUERY]
        without = []
        if desk:
            without = [exact_words(quoted or word) for quoted, word in _MINUS.findall(typed)]
            typed = _MINUS.sub(" ", typed)
        quoted = [exact_words(part) for part in re.findall(r'["“”]([^"“”]*)["“”]', typed)]
        loose = exact_words(re.sub(r'["“”][^"“”]*["“”]', " ", typed))
        phrases = tuple(phrase for phrase in quoted if phrase)
        words = tuple(loose.split())[:MOST_WORDS]
        without = tuple(filter(None, without))[:MOST_WORDS]
        return cls(phrases, words, has_marks(typed), without, tuple(must), desk)

    @property
    def empty(self):
        return not self.phrases and not self.words

    @property
    def all_words(self):
        """Every word, for highlighting."""
        return [word for phrase in (*self.phrases, *self.words) for word in phrase.split()]

    def tiers(self):
        """The questions to ask, best first: (field, exact?, phrases that must all stand there).

        Where marks were typed, exact marks before all others; then adjacent words before scattered ones, titles
        before texts.
        """
        together = (*self.phrases, " ".join(self.words)) if self.words else self.phrases
        asked = [("title", together), ("any", together)]
        if len(self.words) > 1:
            asked.append(("any", (*self.phrases, *self.words)))
        return [
            (field, exact, phrases) for exact in ([True, False] if self.marked else [False]) for field, phrases in asked
        ]


def _forms(query):
    """The tiers in the form in which the engines look for them; a phrase that ends in * is a beginning."""
    tiers = [
        (field, exact, [phrase if exact else folded_words(phrase) for phrase in phrases])
        for field, exact, phrases in query.tiers()
    ]
    last = folded_words(query.words[-1]) if query.words else ""
    if query.beginnings and len(last) >= SHORTEST_BEGINNING:
        others = (*query.phrases, *query.words[:-1])
        tiers.append(("any", False, [*map(folded_words, others), f"{last}*"]))
    return tiers


def exact_words(typed):
    """The words of a text, lower case, marks kept, one space between."""
    return " ".join(_WORD.findall(clean(typed).casefold()))


def folded_words(typed):
    return " ".join(_WORD.findall(fold(typed)))


def _engine():
    if connection.vendor == "sqlite":
        from newsroom.fulltext import sqlite as engine
    else:
        from newsroom.fulltext import postgresql as engine
    return engine


def create(index):
    _engine().create(index)


def drop(index):
    _engine().drop(index)


def clear(index):
    _engine().clear(index)


def put(index, number, title, text):
    put_words(index, number, exact_words(title), exact_words(text), folded_words(title), folded_words(text))


def put_many(index, documents):
    """The same for many at once, in a fixed number of statements: [(number, title, text)]."""
    _engine().put_many(
        index,
        [
            (number, exact_words(title), exact_words(text), folded_words(title), folded_words(text))
            for number, title, text in documents
        ],
    )


def put_words(index, number, title_exact, text_exact, title_folded, text_folded):
    """The same where the words are cut already, as by exact_words() and folded_words()."""
    _engine().put(index, number, title_exact, text_exact, title_folded, text_folded)


def remove(index, number):
    _engine().remove(index, number)


def find(index, query, *, limit, after=None):
    """The best `limit` hits, or those that follow the hit `after`. One statement a call; a document stands once."""
    if query.empty:
        return []
    tiers = _forms(query)
    return [Hit(tier, number) for tier, number in _engine().find(index, tiers, limit, after)]


def places(query):
    """How many tiers there are to ask with select(), best first; none where nothing is looked for."""
    if query.empty:
        return 1 if query.must else 0
    return len(_forms(query))


def select(index, query, place, *, below=None):
    """SQL and its values: the numbers in this tier and in no better one, those below a number only."""
    tiers = [("any", False, [])] if query.empty else _forms(query)
    return _engine().select(index, tiers, place, query.must, _left_out(query), below)


def everything(index, query):
    """SQL and its values: every number that the query finds, in no order. Of a query that asks for something."""
    widest = ("any", False, []) if query.empty else _forms(query)[-1]
    return _engine().select(index, [widest], 0, query.must, _left_out(query), None)


def numbers(index, query, place, *, below=None, limit):
    """The numbers of select(), greatest first."""
    sql, values = select(index, query, place, below=below)
    order = "rowid" if connection.vendor == "sqlite" else "number"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {order} DESC LIMIT %s", [*values, limit])
        return [number for (number,) in cursor.fetchall()]


def _left_out(query):
    """Phrases to leave out: with marks as typed, without marks however marked."""
    return [(has_marks(phrase), phrase if has_marks(phrase) else folded_words(phrase)) for phrase in query.without]
