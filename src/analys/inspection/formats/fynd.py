"""The published findings: JSON by the schema of `analys.presentation.findings`, their words as texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from analys.errors import InputError
from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import Document, Piece
from analys.presentation.findings import Finding, read_findings

NAME = "fynd.json"


def read_findings_file(fil: str, content: bytes) -> Document:
    """The findings of a report.

    Raises
    ------
    Unreadable
        When the file is not of the schema.
    """
    try:
        findings = read_findings(content.decode("utf-8"), fil)
    except (UnicodeDecodeError, InputError):
        raise Unreadable("den har inte fyndens form") from None
    return Document(fil, "fynd", pieces=tuple(_list_pieces(findings)), content=tuple(findings))


_MARKED = frozenset({"id", "html", "table"})
"""Fields with ids of cells, which `analys.inspection.checks.findings` reads."""


def _list_pieces(findings: list[Finding]) -> Iterator[Piece]:
    for number, finding in enumerate(findings, 1):
        for field in fields(finding):
            value = getattr(finding, field.name)
            if isinstance(value, str) and field.name not in _MARKED:
                yield Piece(f"fynd {number}", value)
