"""Where warm processes come from: forked in Linux, elsewhere started ahead. See `analys.processes.serving`.

Windows has no fork, and in macOS system libraries do not survive one. There a few processes import the stack
before they are needed and then do one thing each, so that the results are the same everywhere: whatever is
done is the first thing that its process does.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from analys.paths import DATA_VARIABLE

CAN_FORK = sys.platform == "linux"

SERVING = "analys.processes.serving"

USERS_OWN = ("PYTHON", "ANALYS_", "IPYTHON", "MPL", "MATPLOTLIB")
"""Beginnings of environment variables that could change what is computed."""

MOST_SPARES = 4

_PATIENCE = 0.02
"""Seconds between looks at a process, where the system cannot tell when it ends."""


class Process(Protocol):
    """A process that was taken, with as much of `subprocess.Popen` as is used."""

    pid: int

    def poll(self) -> int | None:
        """Exit code, None while it lives."""

    def wait(self) -> int | None:
        """Wait until it has ended."""

    def kill(self) -> None:
        """End it at once."""


class Source(Protocol):
    """Gives warm processes."""

    def take(self, request: Mapping[str, Any]) -> Any:
        """A process that does what is asked, see `serving`. Raises OSError when there is none to be had."""

    def close(self) -> None:
        """End the processes that nobody has taken, and where it can be done those that live."""


def make_environment(data: Path, work: Path) -> dict[str, str]:
    """Environment of the processes: nothing of the user's that could change what is computed.

    Parameters
    ----------
    data : pathlib.Path
        Data folder; work finds it in the variable ANALYS_DATA.
    work : pathlib.Path
        Private folder, for what libraries keep between runs.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(USERS_OWN)}
    return kept | {
        DATA_VARIABLE: str(data.resolve()),
        "MPLCONFIGDIR": str(_find_place_for_fonts(work)),
        "PYTHONHASHSEED": "0",
        # Packages that the user has installed for other work; a conda environment would see them.
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }


def _find_place_for_fonts(work: Path) -> Path:
    """Where matplotlib's list of fonts is kept between runs: it takes a second to make."""
    installed = Path(sys.prefix)
    return (installed if os.access(installed, os.W_OK) else work.resolve()) / ".matplotlib"


def _start(environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", SERVING, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A kernel's own default, which it would set too late here.
        env={**environment, "MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        **group,
    )


class Forker:
    """The process that others are forked from.

    Parameters
    ----------
    environment : mapping
        Environment of the process; what the stack reads when it is imported comes from here.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._process = _start(environment)
        self._is_used = False
        atexit.register(self.close)

    def ask(self, request: Mapping[str, Any]) -> Any:
        """The answer to a request.

        Raises
        ------
        OSError
            When the process is gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except ValueError:  # closed
                line = b""
        if not line:
            raise BrokenPipeError
        return json.loads(line)

    def take(self, request: Mapping[str, Any]) -> ForkedProcess:
        """A fork that does what is asked."""
        self._is_used = True
        return ForkedProcess(self, self.ask(request))

    def close(self) -> None:
        """End the process and the forks that live."""
        with self._lock:
            _let_go(self._process)
        if not self._is_used:
            self._process.kill()  # It may be importing still, for a run that was refused.
        self._process.wait()
        atexit.unregister(self.close)


class ForkedProcess:
    """A fork, with as much of `subprocess.Popen` as a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(self, forker: Forker, pid: int) -> None:
        self._forker = forker
        self._code: int | None = None
        self.pid = pid

    def poll(self) -> int | None:
        """Exit code, None while it lives."""
        if self._code is None:
            try:
                self._code = self._forker.ask({"poll": self.pid})
            except OSError:
                self._code = -signal.SIGKILL
        return self._code

    def wait(self) -> int | None:
        """Wait until it has ended."""
        if self.poll() is None:
            _wait_for_end(self.pid)
        while self.poll() is None:
            time.sleep(_PATIENCE)
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal to a process that lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _wait_for_end(pid: int) -> None:
    """Wait for a process that is not our child, where the system lets us."""
    with suppress(OSError, AttributeError):
        handle = os.pidfd_open(pid)
        try:
            waiting = select.poll()
            waiting.register(handle, select.POLLIN)
            waiting.poll()
        finally:
            os.close(handle)


class Spares:
    """Processes started ahead, each of which does one thing.

    Parameters
    ----------
    environment : mapping
        As for `Forker`.
    count : int
        How many wait at a time.
    """

    def __init__(self, environment: Mapping[str, str], count: int) -> None:
        self._lock = threading.Lock()
        self._environment = dict(environment)
        self._taken: list[subprocess.Popen[bytes]] = []
        self._waiting = [self._start() for _ in range(count)]
        atexit.register(self.close)

    def take(self, request: Mapping[str, Any]) -> subprocess.Popen[bytes]:
        """The process that has waited longest; another one is started in its place."""
        with self._lock:
            process = self._waiting.pop(0)
            self._waiting.append(self._start())
            self._taken = [one for one in self._taken if not _is_over(one)] + [process]
        assert process.stdin is not None
        # Its stdin stays open: when whoever asked is gone it closes, and the process ends.
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        return process

    def close(self) -> None:
        """End those that wait."""
        for process in self._waiting:
            process.kill()
            process.wait()
        for process in (*self._waiting, *self._taken):
            _let_go(process)
        self._taken = []
        self._waiting = []
        atexit.unregister(self.close)

    def _start(self) -> subprocess.Popen[bytes]:
        return _start(self._environment, "en")


def _is_over(process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is None:
        return False
    _let_go(process)
    return True


def _let_go(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


_sources: list[Source] = []


def find_source(environment: Mapping[str, str]) -> Source:
    """Where warm processes come from, started where there is none: it imports the stack in the background.

    Raises
    ------
    OSError
        When no process can be started.
    """
    if not _sources:
        count = min(os.cpu_count() or 1, MOST_SPARES)
        _sources.append(Forker(environment) if CAN_FORK else Spares(environment, count))
    return _sources[0]


def warm_up(data: Path, work: Path) -> None:
    """Start importing what a run's processes need, in the background; nothing is written yet."""
    with suppress(OSError):
        find_source(make_environment(data, work))


def forget_source() -> None:
    """Start another the next time; one that is gone answers nothing, and what lives of it ends."""
    while _sources:
        _sources.pop().close()
