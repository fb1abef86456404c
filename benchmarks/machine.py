"""The machine that a benchmark ran on, in Swedish words: what matters to its speed, no name and no place."""

from __future__ import annotations

import os
import platform
from contextlib import suppress

import psutil


def describe_machine() -> str:
    """One sentence on cores, memory, operating system and Python.

    Examples
    --------
    >>> describe_machine().endswith(f"Python {platform.python_version()}")
    True
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = round(psutil.virtual_memory().total / 2**30)
    return (
        f"{cores} {'kärna' if cores == 1 else 'kärnor'} ({platform.machine()}), {memory} GB minne, "
        f"{_name_system()}, Python {platform.python_version()}"
    )


def _name_system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    if platform.system() == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return f"{platform.system()} {platform.release()}"
