"""What the inspection says: faults with place and remedy, never the content that was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_LISTED = 40


@dataclass(frozen=True, order=True)
class Fault:
    """Something in a finished file that must not leave the house.

    Parameters
    ----------
    fil : str
        The file, relative to the report's folder, or the log's name.
    plats : str
        Where in it: table, figure, section, page, row. Made of numbers, never of the file's own words.
    vad : str
        What is wrong, one Swedish sentence.
    gor : str
        What to do about it, one Swedish sentence.
    """

    fil: str
    plats: str
    vad: str
    gor: str

    def __str__(self) -> str:
        where = f"{self.fil}, {self.plats}" if self.plats else self.fil
        return f"{self.vad}\n  Var: {where}\n  Gör så här: {self.gor}"


@dataclass(frozen=True)
class Inspection:
    """The outcome of an inspection.

    Parameters
    ----------
    faults : tuple of Fault
        Every fault, each once, by file and place; empty for a sound report.
    """

    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """True when nothing stops the report."""
        return not self.faults

    def message(self) -> str:
        """The faults for the user, alike ones together; "" for a sound report.

        Examples
        --------
        >>> fault = Fault("a.csv", "rad 2", "Ett personnummer.", "Ta bort det.")
        >>> print(Inspection((fault,)).message())
        Rapporten stoppas: den färdiga filen innehåller något som inte får lämnas ut.
        <BLANKLINE>
        1. Ett personnummer.
          Var: a.csv, rad 2
          Gör så här: Ta bort det.
        """
        if self.sound:
            return ""
        files = {fault.fil for fault in self.faults}
        which = "den färdiga filen" if len(files) == 1 else "de färdiga filerna"
        holds = "innehåller" if len(self.faults) == 1 else "har brister och innehåller"
        groups: dict[tuple[str, str], list[Fault]] = {}
        for fault in self.faults:
            groups.setdefault((fault.vad, fault.gor), []).append(fault)
        listed = [
            f"{number}. {vad}\n  Var: {_places(alike)}\n  Gör så här: {gor}"
            for number, ((vad, gor), alike) in enumerate(list(groups.items())[:MOST_LISTED], 1)
        ]
        rest = len(groups) - len(listed)
        more = [f"Och {rest} fel till."] if rest > 0 else []
        head = f"Rapporten stoppas: {which} {holds} något som inte får lämnas ut."
        return "\n\n".join([head, *listed, *more])


def collect(faults: Iterable[Fault]) -> Inspection:
    """An inspection of faults in any order."""
    return Inspection(tuple(sorted(set(faults))))


def _places(faults: Iterable[Fault], most: int = 6) -> str:
    """Files with their places: "a.csv, rad 2 och 3; b.csv"."""
    places: dict[str, list[str]] = {}
    for fault in faults:
        places.setdefault(fault.fil, [])
        if fault.plats:
            places[fault.fil].append(fault.plats)
    shown = [
        ", ".join([fil, *own[:most], *([f"och {len(own) - most} ställen till"] if len(own) > most else [])])
        for fil, own in places.items()
    ]
    rest = [f"och {len(shown) - most} filer till"] if len(shown) > most else []
    return "; ".join([*shown[:most], *rest])
