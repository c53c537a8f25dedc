"""A folder into which cameras and agencies write, by whatever FTP or SFTP server: what is whole comes in and moves aside.

FOLDER/…          written by others; a folder named like an account is that person's: its pictures are theirs
FOLDER/taken/…    came in
FOLDER/refused/…  did not; beside each a .txt that says why
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import close_old_connections

from media import ingest

log = logging.getLogger(__name__)
TAKEN, REFUSED = "taken", "refused"
STILL = 5.0  # seconds that a file's size and time have to stand still before it counts as whole
STILL_EMPTY = 600.0  # a file without a byte is one whose sender is slow to begin
EVERY = 2.0  # seconds between two looks
UNFINISHED = (".part", ".filepart", ".partial", ".tmp", ".temp", ".crdownload", ".uploading")  # names while under way


class HotFolder:
    """One folder and what was seen of its files so far. look() again and again; it forgets nothing that still grows."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def look(self, now: float) -> Iterator[tuple[Path, ingest.Added | ingest.Refused]]:
        """Take in the files that stood still long enough by now (seconds of a steady clock); what became of each."""
        for path in self._whole(now):
            try:
                with path.open("rb") as file:
                    outcome = ingest.add_photo(file, name=path.name, by=self._sender(path))
            except ingest.Refused as refusal:
                outcome = refusal
            except OSError as error:  # gone, not ours to read, or no room left: it stays, and is tried again
                log.error("%s could not be taken in now: %s.", path, error)
                self.seen[path] = (self.seen[path][0], now)
                continue
            self._put_aside(path, outcome)
            yield path, outcome

    def _whole(self, now: float) -> list[Path]:
        standing = {}
        for path in self._files():
            try:
                state = path.stat()
            except OSError:
                continue  # it was moved while we looked
            sign = (state.st_size, state.st_mtime_ns)
            before, since = self.seen.get(path, (None, now))
            standing[path] = (sign, since if sign == before else now)
        self.seen = standing
        return [
            path for path, ((size, _time), since) in standing.items() if now - since >= (STILL if size else STILL_EMPTY)
        ]

    def _files(self) -> Iterator[Path]:
        """Every plain file, in order of name: no links, nothing hidden or named as unfinished, nothing put aside."""
        for folder, inside, names in os.walk(self.folder):
            here = Path(folder)
            aside = {TAKEN, REFUSED} if here == self.folder else set()
            inside[:] = sorted(name for name in inside if not name.startswith(".") and name not in aside)
            for name in sorted(names):
                path = here / name
                if not name.startswith(".") and not name.lower().endswith(UNFINISHED) and not path.is_symlink():
                    yield path

    def _sender(self, path: Path):
        """The person whose folder the file lies in, where there is one who may send pictures."""
        inside = path.relative_to(self.folder).parts
        user = get_user_model().objects.filter(username=inside[0], is_active=True).first() if len(inside) > 1 else None
        return user if user is not None and user.has_perm("photo.upload") else None

    def _put_aside(self, path: Path, outcome) -> None:
        refused = isinstance(outcome, ingest.Refused)
        target = self.folder / (REFUSED if refused else TAKEN) / path.relative_to(self.folder)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target = _free(target)
            os.rename(path, target)
            if refused:
                target.with_name(f"{target.name}.txt").write_text(f"{outcome}\n", encoding="utf-8")
        except FileNotFoundError:
            pass  # its sender took it back; what came in is in
        except OSError as error:
            log.error("%s was read but could not be moved: %s. It is not read again until it changes.", path, error)
            self.seen[path] = (self.seen[path][0], float("inf"))
            return
        self.seen.pop(path, None)


def _free(path: Path) -> Path:
    """This name, or with a number where it is taken: DSC_1.jpg, DSC_1-2.jpg."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def keep_watching(folder: Path, *, every: float = EVERY, told: Callable | None = None) -> None:
    """Watch for ever, for a thread or a command. What fails is said and tried again.

    told   called with a path and what became of it: ingest.Added or ingest.Refused
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    hot = HotFolder(folder)
    while True:
        close_old_connections()
        try:
            for path, outcome in hot.look(time.monotonic()):
                if isinstance(outcome, ingest.Refused):
                    log.warning("Hot folder: %s", outcome)
                else:
                    log.info("Hot folder: %s is photograph %s.", path.name, outcome.photo.pk)
                if told:
                    told(path, outcome)
        except Exception:
            log.exception("Looking into the hot folder failed; it is tried again in %s s.", every)
        finally:
            close_old_connections()
        time.sleep(every)
