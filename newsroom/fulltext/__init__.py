"""One thin interface over the engines' full-text indexes, with the same answers from each.

An index holds documents of two fields, title and text, in two forms each: exact (case folded, marks kept) and folded
(no marks). Both are cut into words here, not by the engine, so that `TP.HCM` and `24/7` mean the same everywhere.
A document's number decides its place: greater numbers come first. Who calls keeps number and thing together.

    create(index)                     used in a migration
    put(index, number, title, text)   replaces what the number held
    remove(index, number)
    find(index, query, limit, after)  [Hit(tier, number)], best tier first, newest first in each tier
    matching(index, query)            the numbers of all hits, as a subquery for a statement of one's own
"""

import re
from dataclasses import dataclass

from django.db import connection

from newsroom.text import clean, fold, has_marks

_WORD = re.compile(r"[^\W_]+")
LONGEST_QUERY = 200
MOST_WORDS = 12


@dataclass(frozen=True)
class Hit:
    tier: int
    number: int


@dataclass(frozen=True)
class Query:
    """What somebody typed, taken apart. Never raises: any text is a query, an empty one finds nothing."""

    phrases: tuple[str, ...]
    words: tuple[str, ...]
    marked: bool

    @classmethod
    def parse(cls, typed):
        typed = clean(typed)[:LONGEST_QUERY]
        quoted = [exact_words(part) for part in re.findall(r'["“”]([^"“”]*)["“”]', typed)]
        loose = exact_words(re.sub(r'["“”][^"“”]*["“”]', " ", typed))
        phrases = tuple(phrase for phrase in quoted if phrase)
        return cls(phrases, tuple(loose.split())[:MOST_WORDS], has_marks(typed))

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


def put_words(index, number, title_exact, text_exact, title_folded, text_folded):
    """The same where the words are cut already, as by exact_words() and folded_words()."""
    _engine().put(index, [(number, title_exact, text_exact, title_folded, text_folded)])


def put_many(index, documents):
    """The same for several (number, title, text), in a fixed number of statements."""
    cut = [
        (number, exact_words(title), exact_words(text), folded_words(title), folded_words(text))
        for number, title, text in documents
    ]
    if cut:
        _engine().put(index, cut)


def remove(index, number):
    _engine().remove(index, number)


def find(index, query, *, limit, after=None, begun=False):
    """The best `limit` hits, or those that follow the hit `after`. One statement a call; a document stands once.

    begun   the last word may be the beginning of one
    """
    if query.empty:
        return []
    tiers = [
        (field, exact, [phrase if exact else folded_words(phrase) for phrase in phrases])
        for field, exact, phrases in query.tiers()
    ]
    begun = begun and bool(query.words)
    return [Hit(tier, number) for tier, number in _engine().find(index, tiers, limit, after, begun)]


def matching(index, query):
    """(SQL, values): a subquery that gives the numbers of all documents with every word, marks left out of account."""
    return _engine().matching(index, [folded_words(phrase) for phrase in (*query.phrases, *query.words)])
