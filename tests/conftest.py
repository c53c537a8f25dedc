"""What every test may ask for."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

DATA = Path(os.environ.get("NEWSROOM_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

settings.register_profile("newsroom", deadline=None)  # a busy machine is no fault of the newspaper's
settings.load_profile("newsroom")


@pytest.fixture(scope="session")
def test_data():
    """The folder of real input; tests that need it say so when it is not there."""
    if not DATA.is_dir():
        pytest.skip(f"the folder of test data is not at {DATA}; NEWSROOM_TEST_DATA names it")
    return DATA


@pytest.fixture(scope="session")
def chromium():
    """A browser driven by playwright: chromium.new_context() gives a fresh profile."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; .ci/run installs it")
    from playwright.sync_api import sync_playwright

    # Its event loop runs in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def postgres():
    """postgres(name) makes an empty database of that name on a server that answers, and gives its address."""
    server = os.environ.get("NEWSROOM_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres").rpartition("/")[0]
    made = []

    def database(name):
        import psycopg

        from tests.postgres import answers

        if not answers(f"{server}/postgres"):
            pytest.skip(f"no PostgreSQL server answers at {server}")
        name = f"{name}_{os.getpid()}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        return f"{server}/{name}"

    yield database
    for name in made:
        import psycopg

        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def flush_the_log_too():
    """Tests that commit are followed by a flush, which the log's guard would refuse: it steps aside for that moment."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from articles.models import guard

    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self, statements):
        guard.unprotect(self.connection)
        flush(self, statements)
        guard.protect(self.connection)

    BaseDatabaseOperations.execute_sql_flush = unguarded
    yield
    BaseDatabaseOperations.execute_sql_flush = flush
