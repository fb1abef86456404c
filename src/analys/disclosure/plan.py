"""The plan: one decision for every cell, made over everything that will be published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analys.disclosure.outside import read_outside
from analys.disclosure.primary import find_primary
from analys.disclosure.secondary import find_secondary
from analys.disclosure.surveys import find_silent
from analys.errors import DisclosureError
from analys.estimates.cells import Estimate

_VALUES = ["varde", "undre", "ovre", "n", "antal"]


@dataclass(frozen=True)
class Plan:
    """Decisions for cells.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a cell: `cell`, `status` (visad, skyddad, saknas, officiell), `skal` (reason of hiding, ""),
        and the planned values (varde, undre, ovre, n, antal), so that a notebook cannot show another value
        under an id that was planned. Of a cell with status officiell that is our own: `officiellt`, the
        official value that is shown in place of ours, and `kalla`, its source. `utan_n`: whether it is shown
        without its number of pupils (see `surveys.find_silent`).
    utkast : bool
        True for a local plan made over a few tables only, as in JupyterLab.
    """

    frame: pd.DataFrame
    utkast: bool = False

    def save(self, path: Path) -> None:
        """Write the plan as parquet; the folder must be private, the plan holds hidden values."""
        self.frame.to_parquet(path, index=False)

    @classmethod
    def load(cls, path: Path) -> Plan:
        """Read a plan that `save` wrote."""
        return cls(pd.read_parquet(path))

    @cached_property
    def cells(self) -> pd.Index:
        """The cells that are decided, in the frame's order, for looking them up."""
        return pd.Index(self.frame["cell"])

    @cached_property
    def numbers(self) -> NDArray[Any]:
        """The planned values, a row a cell; see `read_numbers`."""
        return read_numbers(self.frame)

    @property
    def hidden(self) -> int:
        """Number of hidden cells."""
        return int((self.frame["status"] == "skyddad").sum())

    @property
    def sizes(self) -> dict[str, int]:
        """Pupils behind every cell, the hidden ones too: what class lists tell. For the memory only."""
        counted = self.frame[self.frame["n"].notna()]
        return dict(zip(counted["cell"], counted["n"].astype(int).tolist(), strict=True))


def read_numbers(frame: pd.DataFrame) -> NDArray[Any]:
    """Values, limits and counts of cells, a row a cell; NaN where there is none."""
    return np.column_stack([frame[name].to_numpy("float64", na_value=np.nan) for name in _VALUES])


def plan(
    estimates: Iterable[Estimate],
    troskel: int,
    *,
    published: Sequence[pd.DataFrame] = (),
    official: pd.DataFrame | None = None,
    utkast: bool = False,
) -> Plan:
    """Decide every cell of all estimates at once.

    Parameters
    ----------
    estimates : iterable of Estimate
        Everything that the report will publish; the same cell may stand in several.
    troskel : int
        Fewest pupils behind a shown value.
    published : sequence of pandas.DataFrame
        Cells of earlier reports, which are public: see `outside.read_outside`.
    official : pandas.DataFrame, optional
        Official values of the same cells (`cell`, `varde`, `kalla`; see `official.read_official`). Where ours
        would be hidden the official value is shown, without number of pupils or interval, unless it would
        give away others here; it is known to every reader, so that it protects nothing else.
    utkast : bool
        Mark the plan as local, not for publication.

    Raises
    ------
    DisclosureError
        When the same cell has different values in two estimates: one of them would be wrong.
    """
    estimates = list(estimates)
    frames = [estimate.frame.assign(tabell=estimate.id) for estimate in estimates]
    if not frames:
        raise DisclosureError("Det finns inga tabeller att skydda.")
    everything = pd.concat(frames, ignore_index=True)
    _check_consistent(everything)
    cells = everything.drop_duplicates("cell").reset_index(drop=True)
    given = [estimate.bidrag for estimate in estimates if estimate.bidrag is not None]
    primary = find_primary(cells, troskel, pd.concat(given, ignore_index=True) if given else None)
    hidden = {cell: reason for cell, reason in zip(cells["cell"], primary, strict=True) if reason}
    outside = read_outside(cells, troskel, published, official)
    hidden, told = find_secondary(cells, {**outside.hidden, **hidden}, troskel, outside)
    status = cells["status"].where(cells["status"] != "beraknad", "visad")
    status = status.where(~cells["cell"].isin(hidden.keys()), "skyddad")
    reasons = [hidden.get(cell, "") for cell in cells["cell"]]
    decided = cells[["cell", *_VALUES]].assign(status=status, skal=pd.Series(reasons, dtype="str"))
    decided = decided.assign(utan_n=find_silent(cells, hidden))
    return Plan(_replace_official(decided, official, told), utkast=utkast)


def _replace_official(
    decided: pd.DataFrame, official: pd.DataFrame | None, told: frozenset[str]
) -> pd.DataFrame:
    """The decisions with official values in place of hidden numbers of ours, where they may be told."""
    given = {} if official is None else official.drop_duplicates("cell").set_index("cell").to_dict("index")
    public = (decided["status"] == "skyddad") & decided["cell"].isin(told)
    own = [given[cell] if there else {} for cell, there in zip(decided["cell"], public, strict=True)]
    return decided.assign(
        status=decided["status"].mask(public, "officiell"),
        skal=decided["skal"].mask(public, ""),
        officiellt=pd.Series([one.get("varde") for one in own], index=decided.index, dtype="float64"),
        kalla=pd.Series([one.get("kalla", "") for one in own], index=decided.index, dtype="str"),
    )


def _check_consistent(everything: pd.DataFrame) -> None:
    values = everything.assign(
        varde=everything["varde"].round(9),
        undre=everything["undre"].round(9),
        ovre=everything["ovre"].round(9),
    )
    distinct = values.drop_duplicates(["cell", *_VALUES, "status"])
    twice = distinct.loc[distinct["cell"].duplicated(keep=False), "tabell"].unique()
    if len(twice):
        tables = ", ".join(sorted(twice))
        raise DisclosureError(
            f"Samma uppgift har olika värden i tabellerna {tables}. Rapporten stoppas: en av dem är fel."
        )
