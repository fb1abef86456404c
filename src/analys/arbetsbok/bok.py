"""The workbook as read: typed rows, each of which knows where it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analys.arbetsbok.places import KOD
from analys.errors import Problem
from analys.reads import note

Varde = str | int | float | bool | datetime.date | None


@dataclass(frozen=True)
class Rad:
    """One row of a sheet.

    Parameters
    ----------
    varden : mapping of str to str, int, float, bool, date or None
        Column name -> value, typed by its form; None where blank. Every column of the sheet is there.
    fil : str
        File and sheet, as messages name them: "raw/1234/arbetsbok.xlsx, bladet Målvärden".
    rad : int
        1-based row of the sheet, or line of the YAML file.
    celler : mapping of str to str
        Column name -> cell, such as "C7"; empty for YAML.
    """

    varden: Mapping[str, Varde] = field(repr=False)
    fil: str = ""
    rad: int = 0
    celler: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __getitem__(self, namn: str) -> Varde:
        return self.varden[namn]

    def text(self, namn: str) -> str:
        """The value as text, "" where blank."""
        value = self.varden[namn]
        return "" if value is None else str(value)

    def problem(self, namn: str, vad: str, gor: str) -> Problem:
        """A fault of one cell."""
        cell = self.celler.get(namn, "")
        where = f"{self.fil}, cell {cell}" if cell else self.fil
        rows = () if cell else (self.rad,)
        return Problem(where, vad, gor, kolumn="" if cell else namn, rader=rows, kod=KOD)


@dataclass(frozen=True)
class Arbetsbok:
    """What a municipality has filled in itself.

    Parameters
    ----------
    blad : mapping of str to tuple of Rad
        Sheet -> its rows, in order; a sheet that nobody has filled in is left out.
    problems : tuple of Problem
        Faults, each with its cell.
    """

    blad: Mapping[str, tuple[Rad, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def rader(self, namn: str) -> tuple[Rad, ...]:
        """Rows of a sheet, () when it is not filled in.

        Examples
        --------
        >>> make_arbetsbok({"fasta_fynd": [{"fynd": "trend/meritvarde_17", "skal": "Gruppen växer."}]}).rader(
        ...     "fasta_fynd"
        ... )[0].text("fynd")
        'trend/meritvarde_17'
        """
        note("blad", namn)
        return self.blad.get(namn, ())


def make_arbetsbok(rows: Mapping[str, Iterable[Mapping[str, Varde]]]) -> Arbetsbok:
    """A workbook of typed rows; columns that a row leaves out are blank.

    Raises
    ------
    KeyError
        On an unknown sheet or column.
    """
    from analys.arbetsbok.blad import BLAD

    made: dict[str, tuple[Rad, ...]] = {}
    for namn, given in rows.items():
        columns = [kolumn.namn for kolumn in BLAD[namn].kolumner]
        listed = []
        for number, row in enumerate(given, 2):
            if unknown := set(row) - set(columns):
                raise KeyError(f"{namn}: {sorted(unknown)}")
            listed.append(Rad({name: row.get(name) for name in columns}, BLAD[namn].rubrik, number))
        made[namn] = tuple(listed)
    return Arbetsbok(made)
