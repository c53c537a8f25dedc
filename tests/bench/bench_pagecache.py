"""A kept page against the same bytes from a bare callable and from nginx; one worker each, in turns, medians.

Budget 1: a kept page costs at most 1 / 0.30 of what nginx spends on the same bytes as a file. What counts is the CPU
time of the server's own processes: requests a second depend on who else shares the machine, the client first of all.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import environ

from tests.newsroom import race
from tests.newsroom.serving import ROOT, free_port

from . import load

LETTERS = 30_000
ROUNDS = 3
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; user {user};
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  server {{
    listen 127.0.0.1:{port} reuseport; root {folder}/public; index page.html; default_type "text/html; charset=utf-8";
  }}
}}
"""


def start(name, folder):
    port = free_port()
    if name == "nginx":
        import pwd

        user = pwd.getpwuid(os.getuid()).pw_name
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
        command = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    else:
        granian = str(Path(sys.executable).parent / "granian")
        command = [granian, "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "4",
                   "--no-ws", "--log-level", "error", f"tests.bench.apps:{name}"]  # fmt: skip
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "BENCH_PAGE": str(folder / "public" / "page.html"),
        "BENCH_DATABASE": f"sqlite:///{folder}/bench.sqlite3",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    load.wait_until_served(port, process)
    return port, process


def measure(port, process, headers=""):
    """(requests a second, milliseconds of CPU a request), medians over the rounds of one server."""
    before = load.cpu_seconds(process.pid)
    rate = load.turn(port, "/", seconds=2, headers=headers)
    return rate, (load.cpu_seconds(process.pid) - before) / (rate * 2) * 1000


def main():
    names = ["bare", "kept"] + (["nginx"] if shutil.which("nginx") or Path("/usr/sbin/nginx").exists() else [])
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "public").mkdir()
        (folder / "public" / "page.html").write_text("<!doctype html><p>" + "Cầu đã thông xe. " * (LETTERS // 21))
        race.lay_out(environ.Env().db_url_config(f"sqlite:///{folder}/bench.sqlite3"))
        servers = {name: start(name, folder) for name in names}
        try:
            rounds = {name: [] for name in names}
            for _ in range(ROUNDS):
                for name, (port, process) in servers.items():
                    rounds[name].append(measure(port, process))
        finally:
            for _port, process in servers.values():
                process.terminate()
                process.wait(10)
    return report(
        {name: [statistics.median(column) for column in zip(*found, strict=True)] for name, found in rounds.items()}
    )


def report(found):
    print(f"{'':8}{'req/s':>10}{'CPU ms':>10}")
    for name, (rate, cost) in found.items():
        print(f"{name:8}{rate:>10,.0f}{cost:>10.4f}")
    print(f"kept against a bare callable: {found['bare'][1] / found['kept'][1]:.2f} of its capacity")
    if "nginx" not in found:
        print("nginx is not installed: budget 1 was not measured.")
        return []
    ratio = found["nginx"][1] / found["kept"][1]
    print(f"kept against nginx: {ratio:.2f} of its capacity (budget 0.30, aim 0.50)")
    return [] if ratio >= 0.30 else [f"budget 1: a kept page has {ratio:.2f} of nginx's capacity, not 0.30"]
