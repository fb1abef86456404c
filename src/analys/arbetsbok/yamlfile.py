"""A YAML file with a list of entries -> entries as written, each field with its line.

The file is read event by event and nothing is constructed: a personnummer stays the text that is written,
references and tags can do nothing, and reading stops at the first thing that is no list of fields.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from analys.arbetsbok.places import KOD, Place, Written
from analys.errors import Problem
from analys.spelling import fold_name

MOST_BYTES = 500_000
MOST_ENTRIES = 2_000


@dataclass(frozen=True)
class Entries:
    """What the entries of a file are called in messages, and the code of their faults."""

    en: str = "post"
    flera: str = "poster"
    kod: str = KOD

    @property
    def form(self) -> str:
        """How a file of such entries is written."""
        return f"Varje {self.en} börjar med ett bindestreck och består av rader med ”namn: värde”."


def read_entries(content: bytes, fil: str, entries: Entries) -> tuple[list[Written], list[Problem]]:
    """Entries of a file's content, and why some or all of them cannot be read; nothing in it can raise.

    Parameters
    ----------
    content : bytes
    fil : str
        The file, for messages.
    entries : Entries
    """
    whole = Place(fil, kod=entries.kod)
    if len(content) > MOST_BYTES:
        gor = f"Högst {MOST_BYTES // 1000} kB är tillåtet. Kontrollera att filen innehåller {entries.flera}."
        return [], [whole.problem("Filen är för stor.", gor)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = Place(fil, content.count(b"\n", 0, error.start) + 1, entries.kod)
        return [], [line.problem("Filen är inte sparad som UTF-8.", "Spara den som UTF-8.")]
    reader = _Reader(fil, entries)
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            reader.take(event)
    except _Stop as stop:
        reader.problems.append(stop.problem)
    except (yaml.YAMLError, ValueError, OverflowError, IndexError) as error:
        # The messages of the library quote the line.
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        gor = (
            f"{entries.form} Sätt värden med kolon eller citattecken inom citattecken, och använd inte tabb."
        )
        place = Place(fil, mark.line + 1 if mark else 0, entries.kod)
        reader.problems.append(place.problem("Filen är inte giltig YAML.", gor))
    return reader.written, reader.problems


class _Stop(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _Reader:
    """Takes the events of one file; knows how deep it is and which field waits for its value."""

    def __init__(self, fil: str, entries: Entries) -> None:
        self.fil = fil
        self.entries = entries
        self.written: list[Written] = []
        self.problems: list[Problem] = []
        self._depth = 0
        self._documents = 0
        self._texts: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._field = ""
        self._waits = False
        self._start = Place(fil, kod=entries.kod)

    def take(self, event: yaml.Event) -> None:
        """Take one event, or stop at what has no place in the file."""
        mark = event.start_mark
        line = Place(self.fil, mark.line + 1 if mark else 0, self.entries.kod)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _Stop(
                line.problem("Filen har ett ankare, en hänvisning eller en tagg.", "Skriv värdet som text.")
            )
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    flera = self.entries.flera
                    gor = f"Ta bort raden med tre bindestreck, och skriv alla {flera} i en lista."
                    raise _Stop(line.problem("Filen har flera delar.", gor))
            case yaml.SequenceStartEvent() if self._depth == 0:
                self._depth = 1
            case yaml.MappingStartEvent() if self._depth == 1:
                if len(self.written) == MOST_ENTRIES:
                    vad = f"Filen har för många {self.entries.flera}."
                    raise _Stop(line.problem(vad, f"Högst {MOST_ENTRIES} är tillåtna."))
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
                vad = f"Filen har inte den form som en lista av {self.entries.flera} ska ha."
                raise _Stop(line.problem(vad, self.entries.form))

    def _take_scalar(self, text: str, line: Place) -> None:
        if self._waits:
            self._texts[self._field] = text
        elif fold_name(text) in {fold_name(name) for name in self._places}:
            en = self.entries.en
            raise _Stop(
                line.problem(
                    f"Samma uppgift står två gånger i en {en}.",
                    f"Behåll en av raderna. En ny {en} börjar med ett bindestreck.",
                )
            )
        else:
            self._field = text
            self._places[text] = line
        self._waits = not self._waits
