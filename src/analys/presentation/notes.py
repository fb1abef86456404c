"""The line under a figure or a table: source, and what its symbols mean."""

from __future__ import annotations

from collections.abc import Iterable

from analys.disclosure.gate import ShownCell
from analys.presentation.formats import HIDDEN_NOTE, MISSING_NOTE


def describe_sources(cells: Iterable[ShownCell]) -> str:
    """Source line's first sentence, each source once, "" when none is known."""
    known = list(dict.fromkeys(cell.kalla.strip().rstrip(".") for cell in cells if cell.kalla.strip()))
    return f"Källa: {'; '.join(known)}." if known else ""


def symbol_notes(hidden: bool, missing: bool) -> list[str]:
    """Notes on the symbols that occur."""
    return [note for note, occurs in ((HIDDEN_NOTE, hidden), (MISSING_NOTE, missing)) if occurs]


def source_line(*sentences: str) -> str:
    """Sentences that say something, as one line."""
    return " ".join(sentence for sentence in sentences if sentence)
