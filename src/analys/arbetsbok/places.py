"""Where something is written by hand, and what is written there: the common form of files and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analys.errors import Problem

KOD = "arbetsbok"


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, or a cell or row of a sheet.

    Parameters
    ----------
    fil : str
        File relative to the data folder; of a sheet with the sheet's name and, where it is one, the cell.
    rad : int
        1-based line of the file or row of the sheet, 0 when `fil` names the cell.
    kod : str
        Code of the faults that are found here, see `analys.reading.codes`.
    """

    fil: str
    rad: int = 0
    kod: str = field(default=KOD, compare=False, repr=False)

    def problem(self, vad: str, gor: str) -> Problem:
        """A fault of what is written here."""
        return Problem(self.fil, vad, gor, rader=(self.rad,) if self.rad else (), kod=self.kod)

    @property
    def words(self) -> str:
        """The place seen from the same file.

        Examples
        --------
        >>> Place("raw/1234/arbetsbok.xlsx, bladet Rättelser, cell A7").words
        'cell A7'
        """
        return f"rad {self.rad}" if self.rad else self.fil.rpartition(", ")[2]


@dataclass(frozen=True)
class Written:
    """One entry as it is written: nothing about it has been checked.

    Parameters
    ----------
    texts : mapping of str to str
        Field -> text, the field as its writer spells it. Can be personal: never shown.
    places : mapping of str to Place
        Field -> where it is written.
    place : Place
        Where the entry begins.
    """

    texts: Mapping[str, str] = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    place: Place
