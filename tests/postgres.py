"""Whether a PostgreSQL server answers at this address: python -m tests.postgres postgres://user@host:port/name

The database itself need not exist; Django makes its test database beside it. Exit code 0: it answers.
"""

import sys

import environ
import psycopg


def answers(address):
    given = environ.Env().db_url_config(address)
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: given[key] for name, key in names.items() if given.get(key)}
    try:
        psycopg.connect(dbname="postgres", connect_timeout=3, **options).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
