"""tsvector columns with GIN indexes. Words come ready made, so the `simple` configuration has nothing to decide."""

from django.db import connection

LONGEST = 300_000
"""Letters of a text that are indexed: a tsvector may hold one megabyte."""


def _table(index):
    return f"fulltext_{index}"


def create(index):
    table = _table(index)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table}"
            " (number bigint PRIMARY KEY, te tsvector NOT NULL, ae tsvector NOT NULL, tf tsvector NOT NULL, af tsvector NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX {table}_exact ON {table} USING gin (ae)")
        cursor.execute(f"CREATE INDEX {table}_folded ON {table} USING gin (af)")


def drop(index):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_table(index)}")


def clear(index):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(index)}")


def put(index, documents):
    """documents: (number, title exact, text exact, title folded, text folded)"""
    # A word between title and text keeps a phrase from running over the border.
    rows = [
        [number, title_exact, f"{title_exact} 0gap0 {text_exact[:LONGEST]}", title_folded,
         f"{title_folded} 0gap0 {text_folded[:LONGEST]}"]
        for number, title_exact, text_exact, title_folded, text_folded in documents
    ]  # fmt: skip
    vector = "to_tsvector('simple', %s)"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_table(index)} (number, te, ae, tf, af) VALUES (%s, {vector}, {vector}, {vector}, {vector})"
            " ON CONFLICT (number) DO UPDATE SET te = EXCLUDED.te, ae = EXCLUDED.ae, tf = EXCLUDED.tf, af = EXCLUDED.af",
            rows,
        )


def remove(index, number):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(index)} WHERE number = %s", [number])


def matching(index, phrases):
    query, given = _all(phrases, begun=False)
    return f"SELECT number FROM {_table(index)} WHERE af @@ ({query})", given


def _all(phrases, *, begun):
    """(SQL of a tsquery, values) for all of these phrases; the last word may be only begun."""
    query, given = ["phraseto_tsquery('simple', %s)"] * len(phrases), list(phrases)
    if begun:  # words hold letters and digits alone, so they need no quoting
        query[-1], given[-1] = "to_tsquery('simple', %s)", " <-> ".join(phrases[-1].split()) + ":*"
    return " && ".join(query), given


def find(index, tiers, limit, after, begun):
    """Tiers are asked in one UNION; each leaves out what a better tier holds, so that a later page repeats nothing."""
    selects, values, better = [], [], []
    for tier, (field, exact, phrases) in enumerate(tiers):
        whole = "ae" if exact else "af"
        query, given = _all(phrases, begun=begun)
        # The index knows whole documents; a title is looked at where the document has the words anywhere.
        match = f"{whole} @@ ({query})"
        if field == "title":
            match, given = f"{match} AND {'te' if exact else 'tf'} @@ ({query})", given * 2
        if after is None or tier >= after.tier:
            where, wanted = match, list(given)
            for other, other_given in better:
                where, wanted = f"{where} AND NOT ({other})", wanted + other_given
            if after is not None and tier == after.tier:
                where, wanted = f"{where} AND number < %s", [*wanted, after.number]
            selects.append(
                f"(SELECT {tier} AS tier, number FROM {_table(index)} WHERE {where} ORDER BY number DESC LIMIT %s)"
            )
            values += [*wanted, limit]
        better.append((match, given))
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(selects)} ORDER BY tier, number DESC LIMIT %s", [*values, limit])
        return cursor.fetchall()
