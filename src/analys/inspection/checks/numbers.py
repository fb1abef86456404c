"""Numbers without a cell: every number of the page is a shown cell's, or a label.

Marked numbers must be their cell's own. Numbers in a table or around a figure must be shown numbers of the
tables that it shows. Everything else must be a label: see `analys.inspection.labels`. A number that the text
marks as a name is believed, unless pupils follow it. One that is marked as typed by the municipality must
stand in words that the municipality has typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.labels import Labels, plain
from analys.inspection.material import Material, Token
from analys.inspection.subject import Subject, is_rounded, numbers_of
from analys.inspection.tokens import value_of

_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_PUPILS = re.compile(r"\s(?:elev(?:er|erna)?|flick(?:a|or|orna)|pojk(?:e|ar|arna))\b")
_LIMIT = re.compile(r"(?:färre|fler|mer) än\s$|(?:minst|högst)\s$", re.IGNORECASE)
"""Before a number of pupils that is a rule of the report's and counts nobody."""


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a number is nobody's."""
    facts = "\n".join(plain(fact) for fact in _list_facts(material))
    labels = Labels([*subject.texter, *_list_parameters(subject)])
    typed = Labels(subject.egna)
    for document in material.of("html"):
        for token in document.tokens:
            if not _is_explained(token, subject, labels, typed, facts):
                yield Fault(
                    document.fil,
                    token.plats,
                    "Här står ett tal som inte hör till någon uppgift som får visas.",
                    "Skriv talet med number() ur en skyddad tabell, eller som Label om det är ett namn.",
                )


def _is_explained(token: Token, subject: Subject, labels: Labels, typed: Labels, facts: str) -> bool:
    match token.roll:
        case "cell":
            return _is_of_cell(token, subject)
        case "etikett":
            return not _PUPILS.match(token.text, token.end) or bool(_LIMIT.search(token.text, 0, token.start))
        case "eget":
            return typed.covers(token.text, token.start, token.end)
        case "nummer":
            return len(token.number) <= len("99.99")
    written = value_of(token.number)
    if written is not None and token.display and subject.explains(token.display, *written):
        return True
    if labels.covers(token.text, token.start, token.end):
        return True
    # A table of facts about the report itself repeats the manifest.
    return subject.displays.get(token.display) == () and plain(token.text) in facts


def _is_of_cell(token: Token, subject: Subject) -> bool:
    cell, written = subject.cells.get(token.cell), value_of(token.number)
    if cell is None or cell.cell not in subject.shown or written is None:
        return False
    return is_rounded(sorted(numbers_of(cell)), *written)


def _list_parameters(subject: Subject) -> Iterator[str]:
    """Parameters that the title page shows as they are, and one that a note tells of."""
    for name in ("titel", "mottagare", "diarienummer", "datum", "logotyp_text"):
        yield str(subject.parametrar.get(name, ""))
    least = subject.parametrar.get("minst_registrerat", "")
    yield f"minst {least:g} procent".replace(".", ",") if isinstance(least, float) else ""


def _list_facts(material: Material) -> Iterator[str]:
    """Texts of the manifest, which the page repeats: versions, parameters, files."""
    for document in material.of("manifest"):
        for piece in document.pieces:
            yield piece.text
            yield _POINT.sub(",", piece.text)
