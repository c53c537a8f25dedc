"""The real thing in a folder of its own: `manage.py serve` on a free port, its processes, and what it answers."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SET_HERE = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "SITE_URL"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def surroundings(var, **more):
    kept = {name: value for name, value in os.environ.items() if name not in SET_HERE}
    return kept | {"NEWSROOM_VAR": str(var)} | more


def manage(*arguments, var, **more):
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=surroundings(var, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )


class Served:
    patience = 60  # seconds until it answers; the first time with the demo takes some, on a busy machine more

    def __init__(self, var, *arguments, **more):
        self.port = free_port()
        self.log = (Path(var) / "serve.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", *arguments],
            env=surroundings(var, PORT=str(self.port), **more),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )

    def __enter__(self):
        self.wait_for(lambda: self.get("/healthz")[0] == 200, seconds=self.patience)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        self.log.close()

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text()

    def get(self, path, **headers):
        """(status, headers, body); status None where nobody listens."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except (urllib.error.URLError, ConnectionError):
            return None, {}, b""

    def wait_for(self, what, *, seconds):
        last = time.monotonic() + seconds
        while not what():
            if time.monotonic() > last:
                raise AssertionError(f"not within {seconds} s; it said:\n{self.said()}")
            time.sleep(0.05)

    def processes(self):
        """The ids of all processes below `serve`, at any depth (Linux)."""
        found, todo = [], [self.process.pid]
        while todo:
            for child in children(todo.pop()):
                found.append(child)
                todo.append(child)
        return found


def children(pid):
    with contextlib.suppress(FileNotFoundError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def alive(pids):
    found = []
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append(pid)
    return found


def gone_within(pids, seconds):
    last = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < last:
        time.sleep(0.05)
    return not alive(pids)


def kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
