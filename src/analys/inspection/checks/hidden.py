"""Hidden cells: no file names one beside a table's own rows, and no marked number is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject

# indikator|enhet|lasar|…; the first three parts are enough to tell a cell from other text with bars.
_ID = re.compile(r"[a-z0-9_]+\|[\w ]+\|\d{4}/\d{2}\|[^\s\"'<>]*")


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a hidden cell, or one that is not known, is named."""
    for stream in material.streams:
        for match in _ID.finditer(stream.text):
            yield Fault(
                stream.fil,
                stream.place_at(match.start()),
                "Här står beteckningen på en uppgift, som kan röja vad som är dolt.",
                "Ta bort beteckningen. Bara rapportens egna tabellfiler och märkta tal har sådana.",
            )
    for document in material.of("html"):
        for plats, cell in document.cells:
            if cell not in subject.shown:
                yield Fault(
                    document.fil,
                    plats,
                    "Ett tal är märkt som en uppgift som inte får visas.",
                    "Skriv talet med number() ur en skyddad tabell.",
                )
