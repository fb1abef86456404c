"""Logs and other plain text, line by line."""

from __future__ import annotations

from analys.inspection.material import Document, Piece


def read_log(fil: str, text: str) -> Document:
    """A log's lines."""
    pieces = [Piece(f"rad {number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return Document(fil, "logg", pieces=tuple(pieces))
