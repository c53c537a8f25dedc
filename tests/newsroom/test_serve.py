"""One command, one tree of processes: it starts, mends itself and ends whole."""

import signal
import socket
import sqlite3
import sys
from contextlib import closing

import pytest

from .serving import Served, alive, children, gone_within, kill, manage

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    done = manage("migrate", "--verbosity", "0", var=var)
    assert done.returncode == 0, done.stderr
    return var


def test_the_newspaper_is_served_by_several_workers_with_clock_and_tasks_and_ends_whole(var):
    with Served(var) as served:
        served.wait_for(lambda: served.get("/readyz")[0] == 200, seconds=10)
        everything = served.processes()
        assert len(everything) >= 5  # web, two workers, clock, tasks
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(6) == 0, served.said()
        assert gone_within(everything, 0.5), served.said()
        assert "Traceback" not in served.said()


def test_nothing_outlives_a_supervisor_that_was_killed(var):
    with Served(var) as served:
        everything = served.processes()
        kill(served.process.pid)
        served.process.wait(5)
        assert gone_within(everything, 5), alive(everything)


def test_a_killed_worker_is_replaced_while_the_newspaper_goes_on(var):
    with Served(var) as served:
        web, clock, _tasks = children(served.process.pid)
        worker = children(web)[0]
        kill(worker)
        kill(clock)
        served.wait_for(lambda: len(set(children(web)) - {worker}) == 2, seconds=10)
        served.wait_for(lambda: len(set(children(served.process.pid)) - {clock}) == 3, seconds=10)
        served.wait_for(lambda: served.get("/healthz")[0] == 200, seconds=5)


def test_a_port_that_is_taken_is_refused_with_the_cure(var):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = manage("serve", var=var, PORT=str(port))
    assert refused.returncode != 0
    assert f"Port {port}" in refused.stderr
    assert f"PORT={port + 1} make run" in refused.stderr


def test_two_newsrooms_run_side_by_side(var, tmp_path):
    manage("migrate", "--verbosity", "0", var=tmp_path)
    with Served(var) as one, Served(tmp_path) as other:
        assert one.port != other.port
        assert one.get("/healthz")[0] == other.get("/healthz")[0] == 200


def test_an_unsafe_public_site_is_not_served(tmp_path):
    manage("migrate", "--verbosity", "0", var=tmp_path)
    refused = manage("serve", var=tmp_path, NEWSROOM_PUBLIC="1", NEWSROOM_SECRET_KEY="short", NEWSROOM_DEBUG="1")
    assert refused.returncode != 0
    for fault in ("newsroom.E001", "newsroom.E002", "newsroom.E003"):
        assert fault in refused.stderr
    assert "HINT" in refused.stderr


def test_what_one_process_changes_every_worker_shows_on_its_next_page(var):
    with (
        Served(var, "--workers", "2") as served,
        closing(sqlite3.connect(var / "newsroom.sqlite3", timeout=20)) as desk,
    ):
        desk.execute(
            'INSERT INTO articles_section (name, slug, "order", description, style, language, retired)'
            " VALUES ('Mục', 'muc', 1, '', 'news', 'vi', 0)"
        )
        for number in range(20):
            with desk:
                desk.execute("UPDATE articles_section SET name = ? WHERE slug = 'muc'", [f"Mục {number}."])
            pages = [
                served.get("/muc/") for _ in range(6)
            ]  # each on a connection of its own, so both workers are asked
            assert {status for status, _, _ in pages} == {200}
            assert all(f"Mục {number}.".encode() in body for _, _, body in pages)


def test_a_public_site_speaks_of_https_and_its_cookies_leave_no_other_way(tmp_path):
    manage("migrate", "--verbosity", "0", var=tmp_path)
    with Served(tmp_path, NEWSROOM_PUBLIC="1", SITE_URL="https://paper.example") as served:
        front = served.get("/", Host="paper.example")[1]
        assert front["Strict-Transport-Security"].startswith("max-age=63072000")
        assert "upgrade-insecure-requests" in front["Content-Security-Policy"]
        assert front["Set-Cookie"] is None
        desk = served.get("/admin/login/", Host="paper.example", **{"X-Forwarded-Proto": "https"})[1]
        cookies = desk.get_all("Set-Cookie")
        assert cookies
        for cookie in cookies:
            assert cookie.startswith("__Host-") and "Secure" in cookie and "Path=/;" in cookie, cookie
        assert served.get("/", Host="other.example")[0] == 400
