"""The gate: the only place where a `ProtectedTable` is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analys.disclosure.plan import Plan, read_numbers
from analys.errors import DisclosureError
from analys.estimates.cells import COLUMNS, Estimate

_GATE = object()


class ShownCell(NamedTuple):
    """One row of a `ProtectedTable`; NaN and None stand for what is hidden or missing."""

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
    varde: float
    undre: float
    ovre: float
    n: int | None
    antal: int | None
    status: str
    kalla: str
    delar: str

    @property
    def shown(self) -> bool:
        """True when there is a value to show."""
        return self.status in ("visad", "officiell")


class ProtectedTable:
    """Cells that may be shown. Made by `protect` and by its own selections only.

    Attributes
    ----------
    id, titel : str
        As in the estimate.
    frame : pandas.DataFrame
        The columns of `analys.estimates.cells`; `status` is visad, skyddad, saknas or officiell, and hidden
        rows hold NA in varde, undre, ovre, n and antal. A copy: changing it changes nothing.
    utkast : bool
        True when a local rule protected the table, as in JupyterLab: not for publication.
    """

    __slots__ = ("_cells", "_frame", "id", "titel", "utkast")

    def __init__(self, id: str, titel: str, frame: pd.DataFrame, *, utkast: bool, gate: object) -> None:
        if gate is not _GATE:
            raise TypeError("only analys.disclosure.protect makes a ProtectedTable")
        self.id = id
        self.titel = titel
        self.utkast = utkast
        self._frame = frame
        self._cells: list[ShownCell] | None = None

    @property
    def frame(self) -> pd.DataFrame:
        return self._frame.copy()

    def select(self, **keys: Any) -> ProtectedTable:
        """The cells whose columns equal (or are in) the given values; order kept.

        Examples
        --------
        ``tabell.select(kon="alla", lasar=["2024/25", "2025/26"])``
        """
        fitting = self._fitting(keys)
        frame = self._frame.take([place for place, _ in fitting]).reset_index(drop=True)
        chosen = ProtectedTable(self.id, self.titel, frame, utkast=self.utkast, gate=_GATE)
        chosen._cells = [cell for _, cell in fitting]
        return chosen

    def cells(self, **keys: Any) -> list[ShownCell]:
        """Rows as `ShownCell`, optionally of a selection; order kept."""
        return [cell for _, cell in self._fitting(keys)]

    def _fitting(self, keys: Mapping[str, Any]) -> list[tuple[int, ShownCell]]:
        """Places and cells whose columns equal (or are in) the given values."""
        if self._cells is None:
            self._cells = _read_cells(self._frame)
        fitting = list(enumerate(self._cells))
        for column, wanted in keys.items():
            values = {wanted} if isinstance(wanted, str) else set(wanted)
            number = ShownCell._fields.index(column)
            fitting = [(place, cell) for place, cell in fitting if cell[number] in values]
        return fitting

    def cell(self, **keys: Any) -> ShownCell | None:
        """The only cell with these keys, None when there is none.

        Raises
        ------
        LookupError
            When the keys fit several cells.
        """
        found = self.cells(**keys)
        if len(found) > 1:
            raise LookupError(f"{self.id}: {len(found)} cells fit {keys}")
        return found[0] if found else None

    def __repr__(self) -> str:
        hidden = int((self._frame["status"] == "skyddad").sum())
        draft = ", UTKAST" if self.utkast else ""
        return f"<ProtectedTable {self.id}: {len(self._frame)} celler, {hidden} skyddade{draft}>"


def _read_cells(frame: pd.DataFrame) -> list[ShownCell]:
    columns = [frame[name].tolist() for name in ShownCell._fields]
    for number in (ShownCell._fields.index(name) for name in ("n", "antal")):
        columns[number] = [None if value is pd.NA else int(value) for value in columns[number]]
    return [ShownCell(*values) for values in zip(*columns, strict=True)]


def protect(estimate: Estimate, plan: Plan) -> ProtectedTable:
    """Look up every cell's decision and blank what is hidden; an official value takes our own's place.

    Raises
    ------
    DisclosureError
        When a cell is not in the plan, or has another value than the planned one.
    """
    frame = estimate.frame.reset_index(drop=True)
    places = plan.cells.get_indexer(pd.Index(frame["cell"]))
    if (places < 0).any():
        raise DisclosureError(f"Tabellen {estimate.id} innehåller uppgifter som inte finns i skyddsplanen.")
    if not np.allclose(read_numbers(frame), plan.numbers[places], rtol=0, atol=1e-6, equal_nan=True):
        raise DisclosureError(f"Tabellen {estimate.id} har andra värden än skyddsplanen prövade.")
    decided = plan.frame.take(places).reset_index(drop=True)
    public = decided["officiellt"].notna().to_numpy()
    hidden = (decided["status"] == "skyddad").to_numpy() | public
    uncounted = hidden | decided["utan_n"].to_numpy(dtype="bool")
    frame = frame.assign(
        varde=np.where(hidden, decided["officiellt"], frame["varde"]),
        undre=np.where(hidden, np.nan, frame["undre"]),
        ovre=np.where(hidden, np.nan, frame["ovre"]),
        n=frame["n"].mask(uncounted),
        antal=frame["antal"].mask(uncounted),
        status=decided["status"],
        kalla=frame["kalla"].mask(public, decided["kalla"]),
    )
    kinds = frame.dtypes
    if odd := {name: kind for name, kind in COLUMNS.items() if kinds[name] != kind}:
        frame = frame.astype(odd)
    return ProtectedTable(estimate.id, estimate.titel, frame, utkast=plan.utkast, gate=_GATE)
