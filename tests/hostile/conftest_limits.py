"""Limits of time and memory for what a hostile file can make a command do."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

SECONDS = 30
"""That one command may take."""
MEGABYTES = 2_500
"""Of address space that one command may take beyond what the process has."""


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """An alarm after `SECONDS` and no more memory than `MEGABYTES`, where the system has such things."""
    with _memory_limit():
        if not hasattr(signal, "SIGALRM"):
            yield
            return
        before = signal.signal(signal.SIGALRM, _too_slow)
        signal.alarm(SECONDS)
        try:
            yield
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)


class TooSlowError(BaseException):
    """No Exception, so that nothing takes it for a fault of the file."""


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlowError(f"mer än {SECONDS} s")


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    statm = Path("/proc/self/statm")
    if not statm.exists():
        yield
        return
    import resource

    used = int(statm.read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEGABYTES * 1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
