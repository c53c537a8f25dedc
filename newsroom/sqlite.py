"""Which SQLite may be trusted with what, and how one number is read from it without giving way.

From 3.7.0 to 3.51.2, two connections that checkpoint or write a write-ahead log at one instant could corrupt the
database (the "WAL-reset" bug; source: sqlite.org, release notes of 3.51.3). With such a SQLite the newsroom keeps a
rollback journal and serves from one web process; a start-up check names the cure.
"""

import ctypes
import sqlite3
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote

FIXED_IN = (3, 51, 3)


def wal_is_safe(version):
    """version: three whole numbers, such as sqlite3.sqlite_version_info."""
    return tuple(version) >= FIXED_IN


SAFE = wal_is_safe(sqlite3.sqlite_version_info)
VERSION = sqlite3.sqlite_version
JOURNAL = "WAL" if SAFE else "DELETE"

OK, ROW, READ_ONLY = 0, 100, 1


def optimize(connection):
    """Let SQLite count what its query planner has not seen yet: lists of a large archive take a tenth of the time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize = 0x10002")


class Asking:
    """One query for one whole number, asked again and again on a read-only connection of its own.

    read() raises sqlite3.Error where the database cannot be read or there is no such row.
    """

    def __init__(self, path, query, seconds_to_wait):
        address = f"file:{quote(str(Path(path).resolve()))}?mode=ro"
        self.query = query
        self.connection = sqlite3.connect(
            address, uri=True, timeout=seconds_to_wait, isolation_level=None, check_same_thread=False
        )

    def read(self):
        rows = self.connection.execute(self.query).fetchall()
        if not rows:
            raise sqlite3.DatabaseError("the row is missing")
        return rows[0][0]

    def close(self):
        self.connection.close()


class AskingQuickly(Asking):
    """The same without letting go of the interpreter's lock at each step.

    Python's module does, and has to win the lock back from the other threads, which costs several times what the row
    does. These calls go to the library that the module itself has loaded: a second copy in one process would break
    SQLite's file locks. Where the database is locked for a moment, the plain way waits.
    """

    def __init__(self, path, query, seconds_to_wait):
        super().__init__(path, query, seconds_to_wait)
        self.library = _library()
        self.database, self.statement = ctypes.c_void_p(), ctypes.c_void_p()
        name = str(Path(path).resolve()).encode()
        opened = self.library.sqlite3_open_v2(name, ctypes.byref(self.database), READ_ONLY, None)
        if opened == OK:
            self.library.sqlite3_prepare_v2(self.database, query.encode(), -1, ctypes.byref(self.statement), None)

    def read(self):
        if not self.statement:
            return super().read()
        library, statement = self.library, self.statement
        found = library.sqlite3_step(statement)
        number = library.sqlite3_column_int64(statement, 0)
        library.sqlite3_reset(statement)
        return number if found == ROW else super().read()

    def close(self):
        super().close()
        self.library.sqlite3_finalize(self.statement)
        self.library.sqlite3_close_v2(self.database)
        self.statement, self.database = None, None

    def __del__(self):
        if getattr(self, "database", None):
            self.close()


@cache
def _library():
    """SQLite's own functions as the module has loaded them; None where they cannot be reached."""
    module = sys.modules.get("pysqlite3._sqlite3")
    if module is None:
        return None
    library = ctypes.PyDLL(module.__file__)
    pointer, letters, whole = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    try:
        library.sqlite3_open_v2.argtypes = [letters, ctypes.POINTER(pointer), whole, letters]
        library.sqlite3_prepare_v2.argtypes = [pointer, letters, whole, ctypes.POINTER(pointer), pointer]
        library.sqlite3_column_int64.argtypes = [pointer, whole]
        library.sqlite3_column_int64.restype = ctypes.c_int64
        for name in ("step", "reset", "finalize", "close_v2"):
            getattr(library, f"sqlite3_{name}").argtypes = [pointer]
    except AttributeError:  # a build that hides them
        return None
    return library


def asking(path, query, *, seconds_to_wait):
    """The quicker way where there is one. Waiting while holding the interpreter's lock would stop every thread, so
    the quick way is for WAL only, where a reader waits for nobody."""
    quick = SAFE and _library() is not None
    return (AskingQuickly if quick else Asking)(path, query, seconds_to_wait)
