"""Progress: what long work tells about itself, whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What long work tells about itself."""

    def step(self, text: str) -> None:
        """A new stage begins; the one before is done."""

    def start(self, part: str) -> None:
        """A part of the stage begins, beside others."""

    def finish(self, part: str, *, kept: bool = False) -> None:
        """A part is done; `kept` tells that nothing it depends on has changed since the last run."""


class Silent:
    """Progress that shows nothing."""

    def step(self, text: str) -> None:
        """Nothing to show."""

    def start(self, part: str) -> None:
        """Nothing to show."""

    def finish(self, part: str, *, kept: bool = False) -> None:
        """Nothing to show."""
