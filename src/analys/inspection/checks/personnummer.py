"""Personnummer in any spelling, also parted by tags, cells, lines or invisible characters."""

from __future__ import annotations

from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject
from analys.recognition.personnummer import find_personnummer


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where something is, or looks like, a personnummer."""
    for stream in material.streams:
        for position in find_personnummer(stream.text):
            yield Fault(
                stream.fil,
                stream.place_at(position),
                "Här står något som ser ut som ett personnummer.",
                "Ta reda på varifrån det kommer och ta bort det. Dela inte filen med någon innan dess.",
            )
