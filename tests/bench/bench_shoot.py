"""A shoot of 24-megapixel photographs comes in while an editor works, over HTTP, into the newsroom as it is served.

    python -m tests.bench.bench_shoot [PHOTOGRAPHS]

The files go three at a time, as the upload page sends them. The editor opens a story, and has what is typed kept, again and
again: first alone, then beside the shoot. Printed: photographs a minute taken in and wholly drawn, the peak of memory of the
whole newsroom, and what the editor's answers took beside the shoot against alone, in the same run.
"""

import contextlib
import itertools
import json
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite3

from tests.bench.bench_renditions import make_photograph
from tests.newsroom.serving import Served

AT_ONCE = 3
ALONE = 15.0  # seconds that the editor works alone
LONGEST_MEDIAN = 2.0  # budget: the editor's median beside the shoot, times that of working alone
MOST_MEMORY = 1500  # budget, megabytes
WAITING = "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FROM media_photo"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """Somebody signed in at the desk."""

    def __init__(self, port, name):
        self.root = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.token = TOKEN.search(self.get("/admin/login/"))[1]
        self.post("/admin/login/?next=/admin/help/", {"username": name, "password": "newsroom-demo"})

    def get(self, path):
        with self.opener.open(self.root + path, timeout=120) as answer:
            return answer.read().decode()

    def post(self, path, fields, file=None):
        """file   (name, bytes), sent as a form with a file"""
        fields = {"csrfmiddlewaretoken": self.token, **fields}
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(fields).encode()
        else:
            edge = "----newsroom-bench"
            parts = [
                f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                for name, value in fields.items()
            ]
            head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
            parts += [head.encode(), b"Content-Type: image/jpeg\r\n\r\n", file[1], f"\r\n--{edge}--\r\n".encode()]
            kind, body = f"multipart/form-data; boundary={edge}", b"".join(parts)
        headers = {"Content-Type": kind, "Accept": "application/json", "Referer": self.root + path}
        request = urllib.request.Request(self.root + path, body, headers)
        with self.opener.open(request, timeout=300) as answer:
            return answer.read().decode()


class Editor(threading.Thread):
    """Opens a story and has words kept, until told to stop; the seconds of each answer."""

    def __init__(self, person, story):
        super().__init__(daemon=True)
        self.person, self.story, self.took, self.stop = person, story, [], threading.Event()

    def run(self):
        for number in itertools.count():
            began = time.monotonic()
            if number % 4 == 0:
                page = self.person.get(f"/admin/articles/article/{self.story}/change/")
                self.person.token = TOKEN.search(page)[1]
            else:
                fields = {
                    "tab": "b" * 32,
                    "article": self.story,
                    "headline": f"Cầu mới {number}",
                    "html": "<p>Chữ.</p>",
                }
                json.loads(self.person.post("/admin/articles/article/keep/", fields))
            self.took.append(time.monotonic() - began)
            if self.stop.wait(0.25):
                return


def worked(editor, during):
    editor.start()
    during()
    editor.stop.set()
    editor.join(60)
    took = sorted(editor.took)
    return statistics.median(took), took[int(len(took) * 0.95)]


def variants(base: bytes, count: int):
    """The same picture as files of their own: a comment makes the bytes differ."""
    for number in range(count):
        words = f"frame {number}".encode()
        yield f"DSC_{number:04}.jpg", base[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + base[2:]


def memory(pids):
    """Megabytes that these processes hold, what they share counted once."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"Pss:\s+(\d+)", rollup)[1])
    return total / 1024


def waiting(folder):
    """(photographs whose pictures are still being made, all photographs), read beside the newsroom."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/newsroom.sqlite3?mode=ro", uri=True)) as line:
        return line.execute(WAITING).fetchone()


def main(count=40):
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "24.jpg"
        make_photograph(picture)
        base = picture.read_bytes()
        served = Served(Path(folder), "--prepare")
        served.patience = 180
        with served:
            photographer = Person(served.port, "photographer")
            writer = Person(served.port, "reporter")
            story = re.search(r"/admin/articles/article/(\d+)/change/", writer.get("/admin/articles/article/"))[1]
            alone, alone_late = worked(Editor(writer, story), lambda: time.sleep(ALONE))
            peak, watching = [0.0], threading.Event()

            def watch():
                while not watching.wait(0.5):
                    peak[0] = max(peak[0], memory([served.process.pid, *served.processes()]))

            photographer.token = TOKEN.search(photographer.get("/admin/media/photo/upload/"))[1]
            _, before = waiting(folder)
            threading.Thread(target=watch, daemon=True).start()
            began = time.monotonic()
            taken = [0.0]

            def shoot():
                with ThreadPoolExecutor(AT_ONCE) as sending:
                    files = variants(base, count)
                    answers = sending.map(lambda file: photographer.post("/admin/media/photo/upload/", {}, file), files)
                    assert all("refused" not in json.loads(answer) for answer in answers)
                taken[0] = time.monotonic() - began
                while waiting(folder)[0]:
                    time.sleep(0.5)

            beside, beside_late = worked(Editor(writer, story), shoot)
            drawn = time.monotonic() - began
            watching.set()
            assert waiting(folder) == (0, before + count)
    print(f"{count} photographs of 24 megapixels, {len(base) / 1e6:.1f} MB each, three at a time")
    print(f"taken in    {taken[0]:6.1f} s   {60 * count / taken[0]:6.1f} a minute")
    print(f"all drawn   {drawn:6.1f} s   {60 * count / drawn:6.1f} a minute   (WebP and JPEG of every width and shape)")
    print(f"peak memory of the whole newsroom {peak[0]:.0f} MB, budget {MOST_MEMORY}")
    for name, (first, second) in {"median": (alone, beside), "95 %": (alone_late, beside_late)}.items():
        print(f"the editor's answers, {name:<6} alone {first * 1000:6.0f} ms, beside the shoot {second * 1000:6.0f} ms, "
              f"ratio {second / first:.2f}")  # fmt: skip
    if beside / alone > LONGEST_MEDIAN:
        missed.append(f"the editor beside a shoot: {beside / alone:.2f} times as long, budget {LONGEST_MEDIAN}")
    if peak[0] > MOST_MEMORY:
        missed.append(f"memory during a shoot: {peak[0]:.0f} MB, budget {MOST_MEMORY}")
    return missed


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:2])) else 0)
