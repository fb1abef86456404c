"""Progress: one line a step and a part with its time; alive on a terminal, else plain lines. On stderr."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.console import RenderableType

INDENT = "  "


class Steps:
    """Progress shown to the user.

    Examples
    --------
    >>> with Steps() as progress:  # doctest: +SKIP
    ...     progress.step("Kör kapitlen")
    ...     progress.start("Kapitlet trend")
    ...     progress.finish("Kapitlet trend")
    """

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._lock = threading.Lock()
        self._live: Any = None
        self._text = ""
        self._started = 0.0
        self._parts: dict[str, float] = {}
        self._done = self._kept = 0

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
            from rich.live import Live

            self._live = Live(
                console=self._console, get_renderable=self._render, refresh_per_second=8, transient=True
            )
            self._live.start()

    def start(self, part: str) -> None:
        """A part of the stage begins, beside others."""
        with self._lock:
            self._parts[part] = time.perf_counter()

    def finish(self, part: str, *, kept: bool = False) -> None:
        """A part is done; `kept` tells that nothing it depends on has changed since the last run."""
        with self._lock:
            started = self._parts.pop(part, None)
            self._done += 1
            self._kept += kept
            if started is not None:
                self._print(f"{INDENT}{part} … klart ({_seconds_since(started)})")

    def _finish(self, done: bool = True) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
        if self._text:
            mark = "klart" if done else "avbrutet"
            kept = f", {self._kept} av {self._done} delar oförändrade" if self._kept else ""
            self._print(f"{self._text} … {mark} ({_seconds_since(self._started)}){kept}")
        self._text, self._done, self._kept = "", 0, 0
        self._parts.clear()

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False)

    def _render(self) -> RenderableType:
        """The stage and its parts that are under way, each with how long it has taken."""
        from rich.console import Group
        from rich.spinner import Spinner
        from rich.text import Text

        with self._lock:
            parts = [
                Text(f"{INDENT}{part} ({_seconds_since(began)})", style="dim")
                for part, began in self._parts.items()
            ]
        stage = Text(f"{self._text} … ({_seconds_since(self._started)})")
        return Group(self._spinner(Spinner, stage), *parts)

    def _spinner(self, kind: Any, text: RenderableType) -> Any:
        # One and the same, or it would stand still.
        if not hasattr(self, "_spin"):
            self._spin = kind("dots")
        self._spin.update(text=text)
        return self._spin


def _seconds_since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s".replace(".", ",")
