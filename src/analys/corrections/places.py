"""Where a correction is written, and what is written there: the common form of the file and the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analys.errors import Problem

KOD = "rattelse"
_SEPARATORS = str.maketrans("", "", "-+ ")


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, or a cell or row of a sheet.

    Parameters
    ----------
    fil : str
        File relative to the data folder; of a sheet with the sheet's name and, where it is one, the cell.
    rad : int
        1-based line of the file or row of the sheet, 0 when `fil` names the cell.
    """

    fil: str
    rad: int = 0

    def problem(self, vad: str, gor: str) -> Problem:
        """A fault of the correction that is written here."""
        return Problem(self.fil, vad, gor, rader=(self.rad,) if self.rad else (), kod=KOD)

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
    """One correction as it is written: nothing about it has been checked.

    Parameters
    ----------
    texts : mapping of str to str
        Field -> text, the field as its writer spells it. Personal: never shown.
    places : mapping of str to Place
        Field -> where it is written.
    place : Place
        Where the correction begins.
    """

    texts: Mapping[str, str] = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    place: Place


def fold_number(text: str) -> str:
    """The last ten characters of a personnummer however it is written; other texts as they are.

    Exports of other systems are given twelve characters when they are read, so that a pupil's number may look
    otherwise in the file that somebody corrects.

    Examples
    --------
    >>> fold_number("100315-9807"), fold_number("20100315-tf10"), fold_number("2,01E+11")
    ('1003159807', '100315TF10', '2,01E+11')
    """
    plain = text.translate(_SEPARATORS).upper()
    return plain[-10:] if len(plain) in (10, 12) else text
