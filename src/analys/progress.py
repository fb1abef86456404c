"""Progress: what long work tells about itself, whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What long work tells about itself."""

    def step(self, text: str) -> None:
        """A new stage begins; the one before is done."""


class Silent:
    """Progress that shows nothing."""

    def step(self, text: str) -> None:
        """Nothing to show."""
