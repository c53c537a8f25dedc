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


def put(index, number, title_exact, text_exact, title_folded, text_folded):
    put_many(index, [(number, title_exact, text_exact, title_folded, text_folded)])


def put_many(index, rows):
    vector = "to_tsvector('simple', %s)"
    # A word between title and text keeps a phrase from running over the border.
    values = [
        (number, te, f"{te} 0gap0 {xe[:LONGEST]}", tf, f"{tf} 0gap0 {xf[:LONGEST]}") for number, te, xe, tf, xf in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_table(index)} (number, te, ae, tf, af) VALUES (%s, {vector}, {vector}, {vector}, {vector})"
            " ON CONFLICT (number) DO UPDATE SET te = EXCLUDED.te, ae = EXCLUDED.ae, tf = EXCLUDED.tf, af = EXCLUDED.af",
            values,
        )


def remove(index, number):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(index)} WHERE number = %s", [number])


def find(index, tiers, limit, after):
    """Tiers are asked in one UNION; each leaves out what a better tier holds, so that a later page repeats nothing."""
    selects, values, better = [], [], []
    for tier, (field, exact, phrases) in enumerate(tiers):
        whole = "ae" if exact else "af"
        query = " && ".join(["phraseto_tsquery('simple', %s)"] * len(phrases))
        # The index knows whole documents; a title is looked at where the document has the words anywhere.
        match, given = f"{whole} @@ ({query})", list(phrases)
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


def select(index, tiers, place, must, without, below):
    """SQL and its values: the numbers in the tier at this place and in no better one."""
    wanted = [_match("any", False, [token]) for token in must]
    if tiers[place][2]:
        wanted.insert(0, _match(*tiers[place]))
    unwanted = [_match(*tier) for tier in tiers[:place]]
    unwanted += [_match("any", exact, [phrase]) for exact, phrase in without]
    parts = [match for match, _given in wanted] + [f"NOT ({match})" for match, _given in unwanted]
    values = [value for _match, given in wanted + unwanted for value in given]
    if below is not None:
        parts.append("number < %s")
        values.append(below)
    return f"SELECT number FROM {_table(index)} WHERE {' AND '.join(parts)}", values


def _match(field, exact, phrases):
    """A condition and its values. The index knows whole documents; a title is looked at where the document has the words."""
    query = " && ".join(["%s::tsquery"] * len(phrases))
    given = [_phrase(phrase) for phrase in phrases]
    whole = f"{'ae' if exact else 'af'} @@ ({query})"
    if field == "title":
        return f"{whole} AND {'te' if exact else 'tf'} @@ ({query})", given * 2
    return whole, given


def _phrase(phrase):
    """Words, one after the other, as a tsquery is written; one that ends in * is a beginning."""
    words = " <-> ".join(f"'{word}'" for word in phrase.rstrip("*").replace("'", "").replace("\\", "").split())
    return f"{words}:*" if phrase.endswith("*") else words
