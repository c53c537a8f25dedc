"""Load for benches: keep-alive connections that ask in turn, and what the server's processes spent on it."""

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def ask(port, path, headers, until, queue):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode()
    done = 0
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            line.sendall(request)
            head, _, body = line.recv(65536).partition(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            left = length - len(body)
            while left > 0:
                left -= len(line.recv(min(left, 262144)))
            done += 1
    queue.put(done)


def turn(port, path="/", *, seconds=2.0, connections=4, headers=""):
    """Requests a second. With wrk where it is installed, else with plain sockets, one process a connection."""
    if shutil.which("wrk"):
        given = [word for line in headers.splitlines() for word in ("-H", line)]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", *given, f"http://127.0.0.1:{port}{path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    queue = multiprocessing.Queue()
    until = time.monotonic() + seconds
    asking = [multiprocessing.Process(target=ask, args=(port, path, headers, until, queue)) for _ in range(connections)]
    for process in asking:
        process.start()
    total = sum(queue.get(timeout=seconds + 20) for _ in asking)
    for process in asking:
        process.join()
    return total / seconds


def family(pid):
    """A process and all below it."""
    found, todo = [], [pid]
    while todo:
        pid = todo.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            todo += [int(word) for word in task.read_text().split()]
    return found


def cpu_seconds(pid):
    """What a process and its children have used so far, user and system."""
    used = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


def wait_until_served(port, process, seconds=20):
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing listens at {port}")
