"""The gate: the only place where a `ProtectedTable` is made."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analys.disclosure.plan import Plan
from analys.errors import DisclosureError
from analys.estimates.cells import COLUMNS, Estimate

_GATE = object()
_HIDDEN = ["varde", "undre", "ovre", "n", "antal"]


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

    __slots__ = ("_frame", "id", "titel", "utkast")

    def __init__(self, id: str, titel: str, frame: pd.DataFrame, *, utkast: bool, gate: object) -> None:
        if gate is not _GATE:
            raise TypeError("only analys.disclosure.protect makes a ProtectedTable")
        self.id = id
        self.titel = titel
        self.utkast = utkast
        self._frame = frame

    @property
    def frame(self) -> pd.DataFrame:
        return self._frame.copy()

    def select(self, **keys: Any) -> ProtectedTable:
        """The cells whose columns equal (or are in) the given values; order kept.

        Examples
        --------
        ``tabell.select(kon="alla", lasar=["2024/25", "2025/26"])``
        """
        mask = np.ones(len(self._frame), dtype=bool)
        for column, wanted in keys.items():
            values = [wanted] if isinstance(wanted, str) else list(wanted)
            mask &= self._frame[column].isin(values).to_numpy()
        frame = self._frame[mask].reset_index(drop=True)
        return ProtectedTable(self.id, self.titel, frame, utkast=self.utkast, gate=_GATE)

    def cells(self, **keys: Any) -> list[ShownCell]:
        """Rows as `ShownCell`, optionally of a selection; order kept."""
        frame = self.select(**keys)._frame if keys else self._frame
        counts = {name: [None if pd.isna(v) else int(v) for v in frame[name]] for name in ("n", "antal")}
        columns = [counts.get(name, frame[name].tolist()) for name in COLUMNS]
        return [ShownCell(*values) for values in zip(*columns, strict=True)]

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


def protect(estimate: Estimate, plan: Plan) -> ProtectedTable:
    """Look up every cell's decision and blank what is hidden; an official value takes our own's place.

    Raises
    ------
    DisclosureError
        When a cell is not in the plan, or has another value than the planned one.
    """
    frame = estimate.frame.reset_index(drop=True)
    decided = plan.frame.set_index("cell").reindex(frame["cell"]).reset_index()
    if decided["status"].isna().any():
        raise DisclosureError(f"Tabellen {estimate.id} innehåller uppgifter som inte finns i skyddsplanen.")
    if not _same(frame, decided):
        raise DisclosureError(f"Tabellen {estimate.id} har andra värden än skyddsplanen prövade.")
    frame = frame.assign(status=decided["status"].astype("str"))
    public = decided["officiellt"].notna()
    hidden = (frame["status"] == "skyddad") | public
    frame.loc[hidden, ["varde", "undre", "ovre"]] = np.nan
    frame.loc[hidden | decided["utan_n"].astype("bool"), ["n", "antal"]] = pd.NA
    frame.loc[public, "varde"] = decided.loc[public, "officiellt"]
    frame.loc[public, "kalla"] = decided.loc[public, "kalla"]
    return ProtectedTable(
        estimate.id, estimate.titel, frame.astype(dict(COLUMNS)), utkast=plan.utkast, gate=_GATE
    )


def _same(frame: pd.DataFrame, decided: pd.DataFrame) -> bool:
    ours = frame[_HIDDEN].astype("float64").to_numpy()
    theirs = decided[_HIDDEN].astype("float64").to_numpy()
    return bool(np.allclose(ours, theirs, rtol=0, atol=1e-6, equal_nan=True))
