"""The edition: one number that says which pages are still true.

Triggers on every table that readers' pages are made from raise it in the transaction of the change itself, so that
nothing can forget, a change made in a database shell included. Every request reads it on a read-only connection of
its own thread. It starts from the clock, in microseconds, faster than any database counts: a number that was used
once never comes back, not even where its row was lost or an older database restored.
"""

import threading
import time

from django.apps import apps
from django.db import connections

from newsroom import sqlite
from newsroom.models import Edition

# What readers' pages are made from: app label, model name. tests/newsroom/test_edition.py walks the public addresses
# and fails when one of them reads a table that is not here.
PUBLIC_MODELS = (
    "articles.PublishedArticle",
    "articles.PublishedByline",
    "articles.PublishedPhoto",
    "articles.PublishedTag",
    "articles.PublishedPhoto",
    "articles.Tombstone",
    "articles.Address",
    "articles.Section",
    "articles.Contributor",
    "articles.PenName",
    "articles.Tag",
    "articles.Paper",
    "media.ReleasedPhoto",
    "media.ReleasedShape",
    "media.WithdrawnShape",
)
TABLE = Edition._meta.db_table
SECONDS_TO_WAIT = 2
SECONDS_BETWEEN_TRIES = 0.5


class Unknown(Exception):
    """The edition cannot be read: the database is gone, or was never migrated."""


def public_tables():
    return [apps.get_model(name)._meta.db_table for name in PUBLIC_MODELS]


def install(connection):
    """Make the row and the triggers, whatever was there before. Cheap enough to do after every migrate: Django's own
    way of altering a SQLite table drops its triggers."""
    present = set(connection.introspection.table_names())
    if TABLE not in present:
        return
    make = {"sqlite": sqlite_triggers, "postgresql": postgresql_triggers}[connection.vendor]
    statements = [s for table in public_tables() if table in present for s in make(table)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (id, number) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING",
            [Edition.ROW, time.time_ns() // 1000],
        )
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in statements:
            cursor.execute(statement)


def sqlite_triggers(table):
    # The number is set even where the row is missing, as after a flush: never zero rows, never a number used before.
    start = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
    for act in ("INSERT", "UPDATE", "DELETE"):
        name = f"edition_{table}_{act.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} AFTER {act} ON {table} BEGIN "
            # No OR IGNORE: inside a trigger the outer statement's OR REPLACE would take its place.
            f"INSERT INTO {TABLE} (id, number) SELECT {Edition.ROW}, {start} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE id = {Edition.ROW}); "
            f"UPDATE {TABLE} SET number = number + 1 WHERE id = {Edition.ROW}; END"
        )


POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION newsroom_next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {TABLE} (id, number) VALUES ({Edition.ROW}, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (id) DO UPDATE SET number = {TABLE}.number + 1;
    RETURN NULL;
END $$
"""


def postgresql_triggers(table):
    name = f"edition_{table}"
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsroom_next_edition()"
    )


def reader(alias="default"):
    """What the page cache asks: an object whose read() gives the number, or raises Unknown."""
    vendor = connections[alias].vendor
    return {"sqlite": SqliteReader, "postgresql": PostgresqlReader}[vendor](connections[alias].settings_dict)


class Reader:
    """Reads the number on one connection a thread, made at first use and again after a failure."""

    QUERY = f"SELECT number FROM {TABLE} WHERE id = {Edition.ROW}"

    def __init__(self, database):
        self.database = database
        self.own = threading.local()
        self.not_before = 0.0

    def read(self):
        connection = getattr(self.own, "connection", None)
        if connection is not None:
            try:
                return self._ask(connection)
            except Exception:  # whatever a driver raises: the connection is of no use any more
                self._forget(connection)
        # One fresh connection, so that a restarted server is found again; not at each request while it is down.
        if time.monotonic() < self.not_before:
            raise Unknown
        try:
            self.own.connection = connection = self._connect()
            return self._ask(connection)
        except Exception as error:
            self.not_before = time.monotonic() + SECONDS_BETWEEN_TRIES
            self._forget(connection)
            raise Unknown(str(error)) from error

    def _ask(self, connection):
        raise TypeError("A reader of editions is made for one engine.")

    def _forget(self, connection):
        self.own.connection = None
        if connection is not None:
            connection.close()

    def _connect(self):
        raise TypeError("A reader of editions is made for one engine.")


class SqliteReader(Reader):
    def _ask(self, connection):
        return connection.read()

    def _connect(self):
        return sqlite.asking(self.database["NAME"], self.QUERY, seconds_to_wait=SECONDS_TO_WAIT)


class PostgresqlReader(Reader):
    def _ask(self, connection):
        return connection.execute(self.QUERY).fetchall()[0][0]

    def _connect(self):
        import psycopg

        given = self.database
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        django_only = {"pool", "server_side_binding", "assume_role", "isolation_level"}
        options = {name: value for name, value in given.get("OPTIONS", {}).items() if name not in django_only}
        options |= {name: given[key] for name, key in names.items() if given.get(key)}
        return psycopg.connect(
            **options,
            autocommit=True,
            connect_timeout=SECONDS_TO_WAIT,
            options=f"-c statement_timeout={SECONDS_TO_WAIT * 1000} -c default_transaction_read_only=on",
        )
