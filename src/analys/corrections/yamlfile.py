"""`rattelser.yml` -> corrections as written, each field with its line.

The file is read event by event and nothing is constructed: a personnummer stays the text that is written,
references and tags can do nothing, and reading stops at the first thing that is no list of fields.
"""

from __future__ import annotations

import yaml

from analys.corrections.places import Place, Written
from analys.errors import Problem
from analys.spelling import fold_name

MOST_BYTES = 500_000
MOST_ENTRIES = 2_000
FORM = "Varje rättelse börjar med ett bindestreck och består av rader med ”namn: värde”."


def read_yaml(content: bytes, fil: str) -> tuple[list[Written], list[Problem]]:
    """Corrections of a file's content, and why some or all of them cannot be read; nothing in it can raise.

    Parameters
    ----------
    content : bytes
    fil : str
        The file, for messages.
    """
    if len(content) > MOST_BYTES:
        gor = f"Högst {MOST_BYTES // 1000} kB är tillåtet. Kontrollera att filen innehåller rättelser."
        return [], [Place(fil).problem("Filen är för stor.", gor)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [Place(fil, line).problem("Filen är inte sparad som UTF-8.", "Spara den som UTF-8.")]
    reader = _Reader(fil)
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            reader.take(event)
    except _Stop as stop:
        reader.problems.append(stop.problem)
    except (yaml.YAMLError, ValueError, OverflowError, IndexError) as error:
        # The messages of the library quote the line.
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        gor = f"{FORM} Sätt värden med kolon eller citattecken inom citattecken, och använd inte tabb."
        place = Place(fil, mark.line + 1 if mark else 0)
        reader.problems.append(place.problem("Filen är inte giltig YAML.", gor))
    return reader.written, reader.problems


class _Stop(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _Reader:
    """Takes the events of one file; knows how deep it is and which field waits for its value."""

    def __init__(self, fil: str) -> None:
        self.fil = fil
        self.written: list[Written] = []
        self.problems: list[Problem] = []
        self._depth = 0
        self._documents = 0
        self._texts: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._field = ""
        self._waits = False
        self._start = Place(fil)

    def take(self, event: yaml.Event) -> None:
        """Take one event, or stop at what has no place in the file."""
        mark = event.start_mark
        line = Place(self.fil, mark.line + 1 if mark else 0)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _Stop(
                line.problem("Filen har ett ankare, en hänvisning eller en tagg.", "Skriv värdet som text.")
            )
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    gor = "Ta bort raden med tre bindestreck, och skriv alla rättelser i en lista."
                    raise _Stop(line.problem("Filen har flera delar.", gor))
            case yaml.SequenceStartEvent() if self._depth == 0:
                self._depth = 1
            case yaml.MappingStartEvent() if self._depth == 1:
                if len(self.written) == MOST_ENTRIES:
                    gor = f"Högst {MOST_ENTRIES} är tillåtna. Så många fel rättas bäst i skolans system."
                    raise _Stop(line.problem("Filen har för många rättelser.", gor))
                self._depth = 2
                self._texts, self._places, self._start = {}, {}, line
            case yaml.ScalarEvent() if self._depth == 2:
                self._take_scalar(event.value, line)
            case yaml.ScalarEvent() if self._depth == 0 and not event.value:
                pass  # nothing but comments
            case yaml.MappingEndEvent():
                self._depth = 1
                self.written.append(Written(self._texts, self._places, self._start))
            case yaml.SequenceEndEvent():
                self._depth = 0
            case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                pass
            case _:
                raise _Stop(line.problem("Filen har inte den form som en lista av rättelser ska ha.", FORM))

    def _take_scalar(self, text: str, line: Place) -> None:
        if self._waits:
            self._texts[self._field] = text
        elif fold_name(text) in {fold_name(name) for name in self._places}:
            raise _Stop(
                line.problem(
                    "Samma uppgift står två gånger i en rättelse.",
                    "Behåll en av raderna. En ny rättelse börjar med ett bindestreck.",
                )
            )
        else:
            self._field = text
            self._places[text] = line
        self._waits = not self._waits
