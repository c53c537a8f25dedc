"""Which SQLite may be trusted with what.

From 3.7.0 to 3.51.2, two connections that checkpoint or write a write-ahead log at one instant could corrupt the
database (the "WAL-reset" bug; source: sqlite.org, release notes of 3.51.3). With such a SQLite the newsroom keeps a
rollback journal and serves from one web process; a start-up check names the cure.
"""

import sqlite3

FIXED_IN = (3, 51, 3)


def wal_is_safe(version):
    """version: three whole numbers, such as sqlite3.sqlite_version_info."""
    return tuple(version) >= FIXED_IN


SAFE = wal_is_safe(sqlite3.sqlite_version_info)
VERSION = sqlite3.sqlite_version
JOURNAL = "WAL" if SAFE else "DELETE"
