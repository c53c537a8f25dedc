"""Files of ours in their storages: written whole or not at all, read through a path on this machine."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages


def originals() -> Storage:
    """The untouched uploads, under their SHA-256. No public address reaches them."""
    return storages["originals"]


def renditions() -> Storage:
    """What was drawn of them, under names nobody can guess. Readers get a file only once it is released."""
    return storages["renditions"]


def original_key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def keep(storage: Storage, key: str, source: Path) -> None:
    """Store a file under exactly this key, replacing what is there; after a crash it is there whole or not at all."""
    folder = _folder_of(storage)
    if folder is None:
        with contextlib.suppress(FileNotFoundError):
            storage.delete(key)
        with source.open("rb") as file:
            storage.save(key, File(file))
        return
    target = folder / key
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file, source.open("rb") as content:
            shutil.copyfileobj(content, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def as_path(storage: Storage, key: str) -> Iterator[Path]:
    """A path on this machine with the stored bytes; fetched for the while when the storage is elsewhere."""
    folder = _folder_of(storage)
    if folder is not None:
        yield folder / key
        return
    with tempfile.TemporaryDirectory(prefix="photo-") as fetched:
        path = Path(fetched) / "original"
        with storage.open(key) as content, path.open("wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        yield path


def _folder_of(storage: Storage) -> Path | None:
    """The folder of a storage on this machine; None where it is elsewhere."""
    try:
        return Path(storage.path(""))
    except NotImplementedError:
        return None
