"""What to say about an exception that nobody foresaw: its type and place, never its message.

Messages and frames of libraries quote the content of cells, and cells hold pupils.
"""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_crash(error: BaseException) -> str:
    """One Swedish sentence with exception type and file:line:function.

    Examples
    --------
    >>> try:
    ...     int("Anna Andersson")
    ... except ValueError as error:
    ...     "Anna" in describe_crash(error)
    False
    """
    return (
        f"Ett fel i programmet stoppade körningen: {type(error).__name__} i {crash_place(error)}. "
        "Skicka gärna den uppgiften till den som förvaltar programmet; den innehåller inget om någon elev."
    )


def crash_place(error: BaseException) -> str:
    """Innermost place in this package, else innermost of all, as "analys/file.py:line:function"."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "analys" in Path(frame.filename).parts]
    if not frames:
        return "okänd plats"
    frame = (own or list(frames))[-1]
    return f"{_short_name(frame.filename)}:{frame.lineno}:{frame.name}"


def _short_name(filename: str) -> str:
    parts = Path(filename).parts
    start = max((index for index, part in enumerate(parts) if part == "analys"), default=len(parts) - 1)
    return "/".join(parts[start:])
