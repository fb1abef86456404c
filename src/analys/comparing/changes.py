"""Changes: what has become of each published cell from one report to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pandas as pd

SHOWN = frozenset({"visad", "officiell"})
_BESIDE = ("undre", "ovre", "n", "antal")


class Kind(StrEnum):
    """What can become of a cell, in the order that it is told."""

    VARDE = "Ändrat värde"
    DOLD = "Nu skyddad"
    VISAD = "Inte längre skyddad"
    SAKNAS = "Uppgift saknas nu"
    FINNS = "Uppgift finns nu"
    KALLA = "Annan källa"
    OSAKERHET = "Samma värde, annat intervall eller antal"
    NY = "Ny"
    BORTA = "Finns inte längre"
    NYTT_LASAR = "Senaste läsåret mot det förra"


@dataclass(frozen=True)
class Cell:
    """A published cell; None stands for a number that is hidden or does not exist.

    Parameters
    ----------
    tabell : str
        The first table that has it.
    cell, indikator, enhetstyp, enhet, enhetsnamn, lasar, kon, svsva, jamforelse, kategori, status : str
    varde, undre, ovre : decimal.Decimal or None
    n, antal : int or None
    """

    tabell: str
    cell: str
    indikator: str
    enhetstyp: str
    enhet: str
    enhetsnamn: str
    lasar: str
    kon: str
    svsva: str
    jamforelse: str
    kategori: str
    varde: Decimal | None
    undre: Decimal | None
    ovre: Decimal | None
    n: int | None
    antal: int | None
    status: str

    @property
    def shown(self) -> bool:
        """True when there is a value to show."""
        return self.status in SHOWN and self.varde is not None

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about, whichever the läsår."""
        return (self.indikator, self.enhet, self.kon, self.svsva, self.jamforelse, self.kategori)


@dataclass(frozen=True)
class Change:
    """A cell that is not what it was.

    Parameters
    ----------
    kind : Kind
    fore, nu : Cell or None
        None where the report has no such cell.
    """

    kind: Kind
    fore: Cell | None
    nu: Cell | None

    @property
    def cell(self) -> Cell:
        """The cell as it is now, or as it was when it is gone."""
        found = self.nu or self.fore
        assert found is not None
        return found

    @property
    def skillnad(self) -> Decimal | None:
        """The new value less the old one; None unless both are shown.

        Both are as they were published, so the difference is exactly what their readers find.
        """
        if self.fore is None or self.nu is None or not (self.fore.shown and self.nu.shown):
            return None
        assert self.fore.varde is not None and self.nu.varde is not None
        return self.nu.varde - self.fore.varde


def list_cells(frame: pd.DataFrame) -> list[Cell]:
    """Cells of a report's frame, in its order."""
    names = list(Cell.__dataclass_fields__)
    columns = [[_plain(name, value) for value in frame[name].tolist()] for name in names]
    return [Cell(*values) for values in zip(*columns, strict=True)]


def _plain(name: str, value: Any) -> Any:
    if name in ("varde", "undre", "ovre"):
        return None if pd.isna(value) else _exact(float(value))
    if name in ("n", "antal"):
        return None if pd.isna(value) else int(value)
    return value


def _exact(value: float) -> Decimal:
    """A published number as it is written, without a zero that says nothing."""
    number = Decimal(repr(value))
    whole = number.to_integral_value()
    return whole if number == whole else number


def list_changes(fore: Iterable[Cell], nu: Iterable[Cell]) -> list[Change]:
    """Every cell that differs, matched by its id."""
    old: Mapping[str, Cell] = {cell.cell: cell for cell in fore}
    new: Mapping[str, Cell] = {cell.cell: cell for cell in nu}
    changes = []
    for key in dict.fromkeys((*new, *old)):
        if kind := _judge(old.get(key), new.get(key)):
            changes.append(Change(kind, old.get(key), new.get(key)))
    return changes


def list_newest(fore: Iterable[Cell], nu: Iterable[Cell], first: str, last: str) -> list[Change]:
    """Levels of the later report's läsår against the same levels of the earlier report's, where they differ.

    Parameters
    ----------
    first, last : str
        The läsår that each report is about.
    """
    old = {cell.about: cell for cell in fore if cell.lasar == first and not cell.jamforelse and cell.shown}
    levels = [cell for cell in nu if cell.lasar == last and not cell.jamforelse and cell.shown]
    pairs = [(old[cell.about], cell) for cell in levels if cell.about in old]
    return [Change(Kind.NYTT_LASAR, was, now) for was, now in pairs if was.varde != now.varde]


def _judge(fore: Cell | None, nu: Cell | None) -> Kind | None:
    """What has become of a cell; None when nothing has."""
    if fore is None:
        return Kind.NY
    if nu is None:
        return Kind.BORTA
    if fore.shown and nu.shown:
        if fore.varde != nu.varde:
            return Kind.VARDE
        if fore.status != nu.status:
            return Kind.KALLA
        return None if all(getattr(fore, n) == getattr(nu, n) for n in _BESIDE) else Kind.OSAKERHET
    if nu.status == "skyddad":
        return None if fore.status == "skyddad" else Kind.DOLD
    if fore.status == "skyddad":
        return Kind.VISAD if nu.shown else Kind.SAKNAS
    if nu.shown:
        return Kind.FINNS
    return Kind.SAKNAS if fore.shown else None
