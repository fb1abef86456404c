"""Counts of pupils below the threshold, in columns of pupils and in "n elever"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.indicators.measures import is_number
from analys.inspection.faults import Fault
from analys.inspection.material import Material, Token
from analys.inspection.subject import Subject, is_rounded
from analys.inspection.tokens import value_of

_PUPILS = re.compile(r"\belever\b|\bantal\b", re.IGNORECASE)
_OTHER = re.compile(
    r"%|procent|andel|skolor|\brader\b|poäng|intervall|klass|kluster|läsår|per elev", re.IGNORECASE
)
_AFTER = re.compile(r"\s(?:elev(?:er|erna)?|flick(?:a|or|orna)|pojk(?:e|ar|arna))\b")


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where fewer pupils than the threshold are counted."""
    for document in material.of("html"):
        for token in document.tokens:
            written = value_of(token.number)
            if written is None or written[1] or not 0 < written[0] < subject.troskel:
                continue
            if _counts_pupils(token, subject) and not _counts_nobody(token, subject, written[0]):
                yield Fault(
                    document.fil,
                    token.plats,
                    "Här räknas färre elever än vad som får visas.",
                    "Visa antalet ur en skyddad tabell, där små antal är dolda.",
                )


def _counts_pupils(token: Token, subject: Subject) -> bool:
    if token.roll == "ruta":
        return bool(_PUPILS.search(token.head)) and not _OTHER.search(token.head)
    if token.roll in ("etikett", "nummer") or not _AFTER.match(token.text, token.end):
        return False
    cell = subject.cells.get(token.cell)
    return cell is None or cell.antal is None


def _counts_nobody(token: Token, subject: Subject, written: float) -> bool:
    """Whether the number is shown of interviews or other things without pupils, or is a difference.

    A number by itself, as local measures have them, is shown from five.
    """
    cells = subject.shown_of(token.display) if token.display else ()
    return any(
        is_rounded(sorted(abs(v) for v in (cell.varde, cell.undre, cell.ovre) if v == v), written, 0)
        for cell in cells
        if cell.jamforelse.startswith("mot ")
        or (cell.n is None and cell.antal is None)
        or is_number(cell.indikator)
    )
