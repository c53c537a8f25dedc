"""FTS5. Rowids are the documents' numbers, so newest first is the index's own order, read backwards."""

import sqlite3

from django.db import connection

COLUMNS = {("title", True): "{te}", ("any", True): "{te xe}", ("title", False): "{tf}", ("any", False): "{tf xf}"}


def _table(index):
    return f"fulltext_{index}"


def create(index):
    # The words need not be kept beside the index, where SQLite is new enough to delete without them.
    contentless = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE {_table(index)} USING fts5"
            f"(te, xe, tf, xf, tokenize='unicode61 remove_diacritics 0'{contentless})"
        )


def drop(index):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_table(index)}")


def clear(index):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(index)}")


def put(index, number, title_exact, text_exact, title_folded, text_folded):
    put_many(index, [(number, title_exact, text_exact, title_folded, text_folded)])


def put_many(index, rows):
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {_table(index)} WHERE rowid = %s", [row[:1] for row in rows])
        cursor.executemany(f"INSERT INTO {_table(index)} (rowid, te, xe, tf, xf) VALUES (%s, %s, %s, %s, %s)", rows)


def remove(index, number):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(index)} WHERE rowid = %s", [number])


def find(index, tiers, limit, after):
    """Tiers are asked in one UNION; each leaves out what a better tier holds, so that a later page repeats nothing."""
    selects, values, better = [], [], []
    for tier, (field, exact, phrases) in enumerate(tiers):
        match = _match(field, exact, phrases)
        wanted = f"({match}) NOT ({' OR '.join(f'({other})' for other in better)})" if better else match
        better.append(match)
        if after is not None and tier < after.tier:
            continue
        below = " AND rowid < %s" if after is not None and tier == after.tier else ""
        selects.append(
            f"SELECT * FROM (SELECT {tier} AS tier, rowid FROM {_table(index)}"
            f" WHERE {_table(index)} MATCH %s{below} ORDER BY rowid DESC LIMIT %s)"
        )
        values += [wanted, after.number, limit] if below else [wanted, limit]
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(selects)} LIMIT %s", [*values, limit])
        return cursor.fetchall()


def select(index, tiers, place, must, without, below):
    """SQL and its values: the numbers in the tier at this place and in no better one."""
    wanted = [_match("any", False, [token]) for token in must]
    if tiers[place][2]:
        wanted.insert(0, _match(*tiers[place]))
    unwanted = [_match(*tier) for tier in tiers[:place]]
    unwanted += [_match("any", exact, [phrase]) for exact, phrase in without]
    match = " AND ".join(f"({part})" for part in wanted)
    if unwanted:
        match = f"({match}) NOT ({' OR '.join(f'({part})' for part in unwanted)})"
    sql = f"SELECT rowid FROM {_table(index)} WHERE {_table(index)} MATCH %s"
    return (f"{sql} AND rowid < %s", [match, below]) if below is not None else (sql, [match])


def _match(field, exact, phrases):
    return f"{COLUMNS[field, exact]} : ({' AND '.join(_quoted(phrase) for phrase in phrases)})"


def _quoted(phrase):
    """A phrase as FTS5 reads it; one that ends in * is the beginning of a word."""
    return '"' + phrase.rstrip("*").replace('"', "") + '"' + (" *" if phrase.endswith("*") else "")
