"""Names and personnummer in what people have written: refused with file and line before anything is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analys.arbetsbok import BLAD, Arbetsbok, Rad
from analys.arbetsbok.places import Place
from analys.errors import Problem
from analys.recognition.names import WORD, NameFinder
from analys.recognition.personnummer import find_personnummer
from analys.recognition.spelling import settle
from analys.texter.loading import Egentext

PASSED = {"skolor": ("namn", "visas_som")}
"""Columns that are names by themselves."""

_PUPILS = re.compile(
    r"(?<![\d/,.–-])([1-9]\d?)\s(?:av\s\d+\s)?(?:elev(?:er|erna)?|flick(?:a|or|orna)|pojk(?:e|ar|arna))\b"
)


def find_people(
    texts: Iterable[Egentext], book: Arbetsbok, finder: NameFinder | None, troskel: int
) -> list[Problem]:
    """Problems of texts that point at somebody, and of cells of the workbook that do.

    Parameters
    ----------
    texts : iterable of Egentext
    book : Arbetsbok
    finder : NameFinder or None
        None where there are no pupil files, so that only personnummer can be found.
    troskel : int
        Fewest pupils that may be counted.
    """
    problems = [*_find_in_texts(texts, finder, troskel), *_find_in_book(book, finder, troskel)]
    return list(dict.fromkeys(problems))


def _find_in_texts(texts: Iterable[Egentext], finder: NameFinder | None, troskel: int) -> Iterator[Problem]:
    for text in texts:
        for offset, vad, gor in _find(text.kalla, finder, troskel):
            yield text.at(offset).problem(vad, gor)


def _find_in_book(book: Arbetsbok, finder: NameFinder | None, troskel: int) -> Iterator[Problem]:
    for namn, blad in BLAD.items():
        columns = [k.namn for k in blad.kolumner if k.form == "text" and k.namn not in PASSED.get(namn, ())]
        for row in book.rader(namn):
            for column in columns:
                # What was said is only shown after a trial of its own, which refuses it: `analys.quoting`.
                if column == "utsaga":
                    continue
                for _, vad, gor in _find(row.text(column), finder, troskel):
                    yield _at(row, column).problem(vad, gor)


def _find(source: str, finder: NameFinder | None, troskel: int) -> Iterator[tuple[int, str, str]]:
    """Where somebody is pointed at, what it is, and what to do; never the words."""
    if not source:
        return
    # One letter may be spelled with more: places are told by line, and lines are kept.
    lines = [settle(line) for line in source.split("\n")]
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for number, line in enumerate(lines):
        if find_personnummer(line):
            yield (
                starts[number],
                "Texten innehåller något som ser ut som ett personnummer.",
                "Ta bort numret.",
            )
        if any(int(match[1]) < troskel for match in _PUPILS.finditer(line)):
            yield (
                starts[number],
                "Texten räknar så få elever att de kan pekas ut.",
                "Skriv om meningen utan antalet, till exempel ”några elever”.",
            )
    if finder is None:
        return
    words = [(word, number) for number, line in enumerate(lines) for word in WORD.findall(line)]
    spelled = [word for word, _ in words]
    if finder.finds(spelled):
        for place in finder.locate(spelled):
            yield (
                starts[words[place][1]],
                "Texten innehåller ett namn som finns i elevernas filer.",
                "Ta bort namnet. Är det någon annan som heter så, skriv om texten utan namnet.",
            )


def _at(row: Rad, column: str) -> Place:
    cell = row.celler.get(column, "")
    return Place(f"{row.fil}, cell {cell}") if cell else Place(row.fil, row.rad)
