"""The site. Before Django can load Python's own sqlite3, a SQLite without the WAL corruption bug takes its place."""

import sys

try:
    import pysqlite3
except ImportError:
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
