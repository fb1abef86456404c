"""Progress: one line a step with its time; a spinner on a terminal, plain lines elsewhere. On stderr."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self


class Steps:
    """Progress shown to the user.

    Examples
    --------
    >>> with Steps() as progress:  # doctest: +SKIP
    ...     progress.step("Läser filerna")
    """

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Any = None
        self._text = ""
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish(done=kind is None)

    def step(self, text: str) -> None:
        """A new stage begins; the one before is done."""
        self._finish()
        self._text, self._started = text, time.perf_counter()
        if self._console.is_terminal:
            self._status = self._console.status(f"{text} …")
            self._status.start()

    def start(self, part: str) -> None:
        """A part of the stage begins, beside others."""

    def finish(self, part: str, *, kept: bool = False) -> None:
        """A part is done."""
        self._console.print(f"  {part} … {'oförändrat' if kept else 'klart'}", markup=False)

    def _finish(self, done: bool = True) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
        if self._text:
            seconds = f"{time.perf_counter() - self._started:.1f}".replace(".", ",")
            mark = "klart" if done else "avbrutet"
            self._console.print(f"{self._text} … {mark} ({seconds} s)", markup=False)
            self._text = ""
