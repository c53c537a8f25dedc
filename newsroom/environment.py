"""The only reader of the environment. Every variable is optional; settings.py says what each is for."""

import os
import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name):
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name):
    return [word.strip() for word in text(name).split(",") if word.strip()]


def folder(name, default):
    return Path(text(name, str(default))).expanduser().resolve()


def database(name, default):
    """A Django database setting from an address such as postgres://user@host/name."""
    return env.db_url_config(text(name, default))


def secret(name, kept_in):
    """A secret from the environment, or one made at first start and kept in a file that only we can read."""
    given = text(name)
    if given:
        return given
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
    return kept_in.read_text().strip()
