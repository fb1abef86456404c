"""Writing files that are either the old or the new, never a half, also when two runs write at once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_S = 20.0


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the content of `path` in one step."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file while two processes could write the same index.

    A lock that nobody lifts for 20 seconds was left by an interrupted run and is taken over.
    """
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except OSError:
            if time.monotonic() > give_up:
                break
            time.sleep(0.05)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
