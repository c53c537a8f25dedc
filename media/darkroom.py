"""The server's side of the worker process: hands it a job, waits so long and no longer, replaces it when it fails."""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

from media import worker

SECONDS = 25.0  # for one job, beginning when the worker takes it
START = 20.0  # for a worker to come up on a busy machine
ROOT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A job could not be done. args[0] is a code: what renditions.Unusable says, "too long" or "too much memory"."""


class _Gone(Exception):
    """The worker process ended before it answered."""


class Darkroom:
    """One worker process, started when first asked and kept warm. Threads take turns; a fork starts its own."""

    def __init__(self, command: list[str] | None = None):
        self.command = command or [sys.executable, "-m", "media.worker"]
        self._turn = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0

    def ask(self, job: dict, seconds: float = SECONDS) -> dict:
        """The worker's answer to a job of worker.DO. Raises Failed; the next job then gets a fresh worker."""
        with self._turn:
            fresh = self._start()
            try:
                answer = self._exchange(job, seconds + START if fresh else seconds)
            except _Gone:
                # It may have ended for idleness between two jobs: only a fresh one's end is the file's doing.
                try:
                    if fresh:
                        raise
                    self._start()
                    answer = self._exchange(job, seconds + START)
                except _Gone as error:
                    raise Failed("too much memory") from error
        if "unusable" in answer:
            raise Failed(answer["unusable"])
        return answer

    def warm(self) -> None:
        """Start the worker while nobody waits for it."""
        if self._turn.acquire(blocking=False):
            try:
                self._start()
            finally:
                self._turn.release()

    def close(self) -> None:
        with self._turn:
            self._end()

    def _start(self) -> bool:
        """Have a worker; whether it was started just now."""
        if self._owner != os.getpid():  # after a fork the pipes belong to the parent's turn-taking
            self._process, self._owner = None, os.getpid()
        if self._process is not None and self._process.poll() is None:
            return False
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        return True

    def _exchange(self, job: dict, seconds: float) -> dict:
        """Send a job, await its answer. Raises _Gone where the worker ended, Failed where the time is up."""
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
        except OSError as error:
            self._end()
            raise _Gone from error
        until = time.monotonic() + seconds
        received = bytearray()
        while not received.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                self._end()
                raise Failed("too long")
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            if not part:
                self._end()
                raise _Gone
            received += part
        return json.loads(received)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


darkroom = Darkroom()
"""For what somebody waits for: an upload."""
aside = Darkroom([sys.executable, "-m", "media.worker", worker.ASIDE])
"""For the pictures that are drawn afterwards; it gives way to the desk and to readers."""
atexit.register(darkroom.close)
atexit.register(aside.close)
