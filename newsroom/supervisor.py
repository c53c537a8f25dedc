"""A process and the children it keeps running: started by fork, started again when they die, ended together.

Each child leads a process group of its own, so that Ctrl-C in a terminal reaches the supervisor alone and the children
end in order. When the supervisor itself is killed, the kernel tells them (Linux: PR_SET_PDEATHSIG).
"""

import ctypes
import logging
import os
import select
import signal
import sys
import time

log = logging.getLogger(__name__)

SECONDS_TO_END = 4.0  # then SIGKILL; everything is down within five
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # before a child that died young is started again
GROWN_UP = 10.0
PR_SET_PDEATHSIG = 1


def die_with_parent(parent, how=signal.SIGTERM):
    """Ask the kernel for a signal when the parent goes. Where there is no such call, nothing happens."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:  # it went before we asked
        os.kill(os.getpid(), how)


class Child:
    """name   for the log
    run    what the child does; it ends when this returns
    """

    def __init__(self, name, run):
        self.name = name
        self.run = run
        self.pid = None
        self.born = 0.0
        self.wait = 0.0
        self.due = 0.0

    def start(self):
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.born = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            self._live(parent)
        log.debug("%s is process %s", self.name, self.pid)

    def _live(self, parent):
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.setpgid(0, 0)
            die_with_parent(parent)
            self.run()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        except BaseException:
            log.exception("%s failed", self.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def died(self, status):
        age = time.monotonic() - self.born
        self.wait = FIRST_WAIT if age > GROWN_UP or not self.wait else min(self.wait * 2, LONGEST_WAIT)
        self.due = time.monotonic() + self.wait
        self.pid = None
        log.error("%s ended (%s); starting it again in %.1f s", self.name, describe(status), self.wait)


def describe(status):
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def supervise(children, *, when_started=None):
    """Run until SIGINT or SIGTERM; then end every child. when_started() is called once after the first start."""
    awake, alarm = os.pipe()
    os.set_blocking(alarm, False)
    os.set_blocking(awake, False)
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopping.append(number))
    signal.set_wakeup_fd(alarm)
    for child in children:
        child.start()
    if when_started:
        when_started(stopping)
    while not stopping:
        reap(children)
        for child in children:
            if child.pid is None and time.monotonic() >= child.due:
                child.start()
        pause(awake)
    end(children, awake)


def pause(awake):
    """A quarter of a second, or until a signal."""
    if select.select([awake], [], [], 0.25)[0]:
        os.read(awake, 1024)


def reap(children, *, expected=False):
    for child in children:
        if child.pid is None:
            continue
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if pid and expected:
            child.pid = None
        elif pid:
            child.died(status)


def end(children, awake):
    for child in children:
        if child.pid is not None:
            os.kill(child.pid, signal.SIGTERM)
    groups = [child.pid for child in children if child.pid is not None]
    last = time.monotonic() + SECONDS_TO_END
    while any(child.pid for child in children) and time.monotonic() < last:
        reap(children, expected=True)
        pause(awake)
    for group in groups:  # the stubborn, and what they started themselves
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue
    for child in children:
        if child.pid is not None:
            os.waitpid(child.pid, 0)
