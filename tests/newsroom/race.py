"""Readers against publishers, in threads and in processes, on a real database: python -m tests.newsroom.race ADDRESS

Publishers raise one number in a table that readers' pages are made from, and write down each number once it is
committed. A reader notes the number that is committed, then asks for the page: one that shows less is stale.
Prints a JSON object: pages (asked for), made (not taken from the cache), acts (commits), stale. With --unguarded
the edition is read after the page was made instead of before: the same race must then find stale pages.
"""

import argparse
import json
import multiprocessing
import os
import threading
import time
from contextlib import closing
from pathlib import Path

import django
import environ

READERS, THREADS, PUBLISHERS = 2, 4, 2


def connect(database):
    if database["ENGINE"].endswith("sqlite3"):
        import sqlite3

        connection = sqlite3.connect(database["NAME"], timeout=20, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF")
        return connection
    import psycopg

    return psycopg.connect(
        dbname=database["NAME"], user=database["USER"], host=database["HOST"], port=database["PORT"], autocommit=True
    )


def lay_out(database):
    """The edition's row and one public table with its triggers, made by the newsroom's own code."""
    from newsroom import edition

    sqlite = database["ENGINE"].endswith("sqlite3")
    with closing(connect(database)) as connection:
        for table in (edition.TABLE, "front"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {edition.TABLE} (id integer PRIMARY KEY, number bigint NOT NULL)")
        connection.execute(f"INSERT INTO {edition.TABLE} VALUES (1, 1000)")
        connection.execute("CREATE TABLE front (lead integer NOT NULL)")
        connection.execute("INSERT INTO front VALUES (0)")
        if sqlite:
            statements = edition.sqlite_triggers("front")
        else:
            statements = [edition.POSTGRESQL_FUNCTION, *edition.postgresql_triggers("front")]
        for statement in statements:
            connection.execute(statement)


def publish(database, committed, until):
    acts = 0
    with closing(connect(database)) as connection:
        while time.time() < until:
            connection.execute("BEGIN IMMEDIATE" if database["ENGINE"].endswith("sqlite3") else "BEGIN")
            connection.execute("UPDATE front SET lead = lead + 1")
            lead = connection.execute("SELECT lead FROM front").fetchall()[0][0]
            connection.execute("COMMIT")
            with committed.get_lock():
                committed.value = max(committed.value, lead)
            acts += 1
            time.sleep(0.002)
    return acts


class Front:
    """Stands where Django stands: a page made from the database, which takes its time."""

    def __init__(self, database):
        self.database = database
        self.own = threading.local()
        self.made = 0

    def __call__(self, environ, start_response):
        if not hasattr(self.own, "connection"):
            self.own.connection = connect(self.database)
        lead = self.own.connection.execute("SELECT lead FROM front").fetchall()[0][0]
        time.sleep(0.0005)
        self.made += 1
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"%d" % lead]


def cache_of(front, database, guarded):
    from newsroom import edition, pagecache

    class Unguarded(pagecache.PageCache):
        def page(self, key, environ):
            page = self.keep(self.editions.read()).get(key)
            if page is None:
                page, _keep = pagecache.render(self.application, key, environ, self.host)
                self.keep(self.editions.read()).put(key, page)  # too late: what was committed meanwhile is not in it
            return page

        def keep(self, number):
            if self.kept.number != number:
                self.kept = pagecache.Kept(number, self.bytes_allowed)
            return self.kept

    reader = edition.SqliteReader if database["ENGINE"].endswith("sqlite3") else edition.PostgresqlReader
    return (pagecache.PageCache if guarded else Unguarded)(front, reader(database))


def read(database, committed, until, guarded):
    front = Front(database)
    cache = cache_of(front, database, guarded)
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": "127.0.0.1"}
    counts = []

    def ask():
        pages = stale = 0
        while time.time() < until:
            least = committed.value
            body = b"".join(cache(dict(request), lambda *_: None))
            stale += int(body) < least
            pages += 1
        counts.append((pages, stale))

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(pages for pages, _ in counts), front.made, sum(stale for _, stale in counts)


def _into(queue, kind, task, *arguments):
    queue.put((kind, task(*arguments)))


def race(address, *, guarded=True, seconds=2.0):
    database = environ.Env().db_url_config(address)
    lay_out(database)
    context = multiprocessing.get_context("fork")
    committed, queue = context.Value("q", 0), context.Queue()
    until = time.time() + seconds
    tasks = [("acts", publish, database, committed, until)] * PUBLISHERS
    tasks += [("read", read, database, committed, until, guarded)] * READERS
    processes = [context.Process(target=_into, args=(queue, *task)) for task in tasks]
    for process in processes:
        process.start()
    results = [queue.get(timeout=seconds + 30) for _ in processes]
    for process in processes:
        process.join()
    pages, made, stale = (sum(column) for column in zip(*(r for kind, r in results if kind == "read"), strict=True))
    return {"pages": pages, "made": made, "stale": stale, "acts": sum(r for kind, r in results if kind == "acts")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "address", help="sqlite:///file, or postgres://user@host/name (its tables front and the edition are replaced)"
    )
    parser.add_argument("--unguarded", action="store_true")
    parser.add_argument("--seconds", type=float, default=2.0)
    asked = parser.parse_args()
    Path(environ.Env().db_url_config(asked.address)["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print(json.dumps(race(asked.address, guarded=not asked.unguarded, seconds=asked.seconds)))
