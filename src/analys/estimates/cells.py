"""Cells: the one tidy form in which every estimate leaves the computing layers.

A *cell* is one statistical quantity: one indicator for one unit, läsår, gender group, language group and
comparison. Its id is made from those keys alone, so the same quantity in two tables is the same cell and gets
the same protection. An `Estimate` is a named selection of cells: what one table or figure needs.

Columns of an estimate's frame (and, protected, of `tabeller/<id>.csv`); one row a cell:

=============  ======  ======================================================================
cell           str     id, ``indikator|enhet|lasar|kon|svsva|jamforelse``, then ``|kategori`` if there is one
indikator      str     code in the registry of indicators
enhetstyp      str     kommun, skola, riket, lan, liknande
enhet          str     municipality code, skolenhetskod, "0000" (riket), "lan", "liknande"
enhetsnamn     str     name to show
lasar          str     "2025/26"
kon            str     alla, flickor, pojkar
svsva          str     alla, sv, sva
jamforelse     str     "" for a level, else what it is compared with, e.g. "mot 2024/25",
                       "flickor-pojkar", "tre läsår" (pooled), "utjämnad" (shrunken)
kategori       str     part of a distribution, e.g. "lägre" or "C till B"; "" for a measure with one value
varde          float   procent 0-100 for shares, points for means, per the registry's unit
undre, ovre    float   95 % interval, NaN when there is none (official figures have none)
n              Int64   pupils in the denominator, NA when unknown
antal          Int64   pupils in the numerator of a share, NA for means and comparisons
status         str     beraknad, saknas, officiell; after protection also visad, skyddad
kalla          str     source in words, with the year it is from when official
delar          str     ids of the cells that it is computed from, joined by " + "; "" for a level
=============  ======  ======================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

KEYS = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse", "kategori")

POOLED = "tre läsår"
"""`jamforelse` of a level over three läsår together; its `delar` are the years' levels."""

SUMMED = "summa"
"""`jamforelse` of a count that equals the sum of its `delar`."""

SMOOTHED = "utjämnad"
"""`jamforelse` of a school's level shrunken towards the municipality's."""

COLUMNS: Mapping[str, str] = {
    "cell": "str",
    "indikator": "str",
    "enhetstyp": "str",
    "enhet": "str",
    "enhetsnamn": "str",
    "lasar": "str",
    "kon": "str",
    "svsva": "str",
    "jamforelse": "str",
    "kategori": "str",
    "varde": "float64",
    "undre": "float64",
    "ovre": "float64",
    "n": "Int64",
    "antal": "Int64",
    "status": "str",
    "kalla": "str",
    "delar": "str",
}

DEFAULTS: Mapping[str, Any] = {
    "kon": "alla",
    "svsva": "alla",
    "jamforelse": "",
    "kategori": "",
    "undre": float("nan"),
    "ovre": float("nan"),
    "n": pd.NA,
    "antal": pd.NA,
    "status": "beraknad",
    "kalla": "",
    "delar": "",
}


def cell_id(
    indikator: str,
    enhet: str,
    lasar: str,
    kon: str = "alla",
    svsva: str = "alla",
    jamforelse: str = "",
    kategori: str = "",
) -> str:
    """Id of a cell, from its keys.

    Examples
    --------
    >>> cell_id("meritvarde_17", "1961", "2018/19")
    'meritvarde_17|1961|2018/19|alla|alla|'
    >>> cell_id("np_relation_ak9_ma", "1961", "2018/19", kategori="lägre")
    'np_relation_ak9_ma|1961|2018/19|alla|alla||lägre'
    """
    keys = (indikator, enhet, lasar, kon, svsva, jamforelse)
    return "|".join((*keys, kategori) if kategori else keys)


def make_cells(rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Frame of cells from rows that hold at least indikator, enhetstyp, enhet, enhetsnamn, lasar, varde.

    Missing columns get their defaults and the id is computed.

    Raises
    ------
    ValueError
        On an unknown column, or when two rows have the same keys.
    """
    frame = rows.reset_index(drop=True) if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    unknown = set(frame.columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"unknown cell columns: {sorted(unknown)}")
    # Column by column: a frame that is filled, cast and put in order as a whole is copied three times.
    columns = {name: _fill(frame, name) for name in COLUMNS if name != "cell"}
    keys = [columns[key].tolist() for key in KEYS]
    ids = [cell_id(*parts) for parts in zip(*keys, strict=True)]
    cells = pd.DataFrame({"cell": pd.array(ids, dtype="str"), **columns}, columns=list(COLUMNS))
    if cells["cell"].duplicated().any():
        raise ValueError(f"duplicated cells: {cells.loc[cells['cell'].duplicated(), 'cell'].tolist()[:5]}")
    return cells


def _fill(frame: pd.DataFrame, name: str) -> Any:
    """One column of cells, with its default where the frame has none."""
    dtype, default = COLUMNS[name], DEFAULTS.get(name)
    if name not in frame:
        return pd.array([default] * len(frame) if name in DEFAULTS else [], dtype=dtype)
    column = frame[name]
    return (column.fillna(default) if isinstance(default, str) else column).astype(dtype).array


@dataclass(frozen=True)
class Estimate:
    """A named selection of unprotected cells; only `disclosure.protect` can make it showable.

    Parameters
    ----------
    id : str
        Table id in ASCII, e.g. "trend_kommun"; also the name of its CSV file.
    titel : str
        Swedish title, plain text.
    frame : pandas.DataFrame
        Cells, see the module's columns; row order is the order of showing.
    bidrag : pandas.DataFrame, optional
        For disclosure control only, never published and never kept: of means of amounts, by `cell`, the
        largest pupil's value `storst` and the next largest `nast`.
    """

    id: str
    titel: str
    frame: pd.DataFrame
    bidrag: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if list(self.frame.columns) != list(COLUMNS):
            raise ValueError(f"{self.id}: not a frame of cells; use make_cells")
