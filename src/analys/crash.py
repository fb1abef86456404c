"""What to say about an exception that nobody foresaw: its type and place, never its message.

Messages and frames of libraries quote the content of cells, and cells hold pupils.
"""

from __future__ import annotations

import errno
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
        f"Ett fel i programmet stoppade körningen: {crash_kind(error)} i {crash_place(error)}. "
        "Skicka gärna den uppgiften till den som förvaltar programmet; den innehåller inget om någon elev."
    )


class WorkerCrash(Exception):
    """Something that nobody foresaw, in another process.

    Parameters
    ----------
    kind, place : str
        Type of the exception, and file:line:function; nothing of its message.
    """

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(f"{kind}, {place}")
        self.kind, self.place = kind, place


def explain_system(error: BaseException) -> str:
    """What the user can do about an error of the computer's, "" when it is none that we know.

    Examples
    --------
    >>> explain_system(OSError(errno.ENOSPC, "No space left on device")).splitlines()[0]
    'Disken är full.'
    >>> explain_system(ValueError("x"))
    ''
    """
    number = error.errno if isinstance(error, OSError) else None
    if number not in _KNOWN:
        return ""
    what, todo = _KNOWN[number]
    kept = "Det som hann bli klart görs inte om, och den förra rapporten är orörd."
    return f"{what}\n  Gör så här: {todo} och kör igen. {kept}"


_KNOWN = {
    errno.ENOSPC: ("Disken är full.", "frigör utrymme"),
    errno.EDQUOT: ("Utrymmet som du har på disken är slut.", "frigör utrymme"),
    errno.EROFS: ("Disken går bara att läsa från.", "välj en annan mapp med --ut eller --data"),
    errno.ENOMEM: ("Datorns minne är slut.", "stäng andra program"),
    errno.EMFILE: ("För många filer är öppna.", "stäng andra program"),
}
"""What happened, and what to do before one tries again."""


def crash_kind(error: BaseException) -> str:
    """Name of the exception's type."""
    return error.kind if isinstance(error, WorkerCrash) else type(error).__name__


def crash_place(error: BaseException) -> str:
    """Innermost place in this package, else innermost of all, as "analys/file.py:line:function"."""
    if isinstance(error, WorkerCrash):
        return error.place
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
