"""Pupils' names, as `recognition.names` finds them in the text of every file."""

from __future__ import annotations

from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject
from analys.recognition.names import WORD, NameFinder


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a pupil's name stands."""
    if not subject.namn:
        return
    finder = NameFinder(subject.namn, subject.nyckel, subject.namngivna)
    for stream in material.streams:
        words = WORD.findall(stream.text)
        if not finder.finds(words):
            continue
        starts = [match.start() for match in WORD.finditer(stream.text)]
        for place in finder.locate(words):
            yield Fault(
                stream.fil,
                stream.place_at(starts[place]),
                "Här står ett namn som finns i elevernas filer.",
                "Ta bort namnet. Är det någon annan som heter så, skriv om texten utan namnet.",
            )
