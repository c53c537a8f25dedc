"""The only reader of the environment. Every variable is optional; settings.py says what each is for."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()


class Unreadable(ValueError):
    """A variable that cannot be understood, named with what would be right."""


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name):
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name, default):
    given = text(name, str(default))
    if not given.isascii() or not given.isdigit():
        raise Unreadable(f"{name} is {given!r}; it has to be a whole number such as {default}.")
    return int(given)


def words(name):
    return [word.strip() for word in text(name).split(",") if word.strip()]


def uploads(name, default):
    """{role: (photographs, bytes)} of words such as photographer:5000:100, the last in gigabytes; other roles have no limit."""
    found = {}
    for word in text(name, default).replace(",", " ").split():
        role, *numbers = word.split(":")
        if len(numbers) != 2 or not all(one.isascii() and one.isdigit() for one in numbers):
            raise Unreadable(f"{name} has {word!r}; write role:photographs:gigabytes, such as photographer:5000:100.")
        found[role] = int(numbers[0]), int(numbers[1]) << 30
    return found


def folder(name, default):
    return Path(text(name, str(default))).expanduser().resolve()


def database(name, default):
    """A Django database setting from an address such as postgres://user@host/name."""
    return env.db_url_config(text(name, default))


def cache(name):
    """A Django cache setting from an address such as redis://127.0.0.1:6379/1; without one, memory of each process."""
    given = text(name)
    if not given:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return env.cache_url_config(given)


def mail(name):
    """Django's mail settings from an address such as smtp+tls://user:password@host:587; without one, mail is printed."""
    given = text(name)
    return env.email_url_config(given) if given else {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


def storage(name, folder, part):
    """A Django storage setting: a folder of this machine, or a part of an S3 bucket.

    s3://BUCKET                        at AWS, with the keys of its own environment variables or machine role
    s3://KEY:SECRET@HOST[:PORT]/BUCKET any S3-compatible store over https; s3+http:// without
    """
    given = text(name)
    if not given:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    parts = urlsplit(given)
    bucket = parts.path.strip("/") or parts.netloc
    if parts.scheme not in {"s3", "s3+http"} or not bucket or "/" in bucket:
        raise Unreadable(f"{name} has to read s3://BUCKET or s3://KEY:SECRET@HOST/BUCKET.")
    options = {"bucket_name": bucket, "location": part, "file_overwrite": True, "querystring_auth": True}
    if parts.path.strip("/"):
        host = parts.hostname + (f":{parts.port}" if parts.port else "")
        options["endpoint_url"] = f"{'http' if parts.scheme == 's3+http' else 'https'}://{host}"
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def secret(name, kept_in):
    """A secret from the environment, or one made at first start and kept in a file that only we can read."""
    given = text(name)
    if given:
        return given
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        # Written whole under another name first: a second process never reads half a secret.
        draft = kept_in.with_name(f".{kept_in.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, kept_in)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            draft.unlink()
    return kept_in.read_text().strip()


def again(**changed):
    """Start this very command anew with some variables changed. Does not return."""
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | changed)
