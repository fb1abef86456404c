"""Grade columns as numbers: coded once, then every question about a subject is one array look-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analys.indicators.betygsskala import BLANK, SKALOR, Betygsskala, list_codes, make_lookup, select_skala

SVSVA = "SvSva"

# Columns of SCB's files. M2 is modernt språk som språkval, M1 modernt språk inom skolans val, ML modersmål,
# Tn teckenspråk, OVR another subject. No and So are the block grades of åk 6.
# fmt: off
AMNEN_AK9 = (
    "Bl", "En", "Hkk", "Idh", "Ma", "M1", "M2", "ML", "Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh",
    "Sl", "Sv", "Sva", "Tn", "Tk", "OVR",
)
# fmt: on
AMNEN_AK6 = (*AMNEN_AK9, "No", "So")


@dataclass(frozen=True)
class Grades:
    """Grades of n pupils: numbered codes a subject, and the scale each pupil was graded on.

    Sv and Sva are two courses in one subject: the subject ``SvSva`` is passed when either is, and its points
    are the better one's, so that nobody counts it twice.
    """

    codes: dict[str, np.ndarray]
    skala: np.ndarray | int
    lookups: dict[str, np.ndarray]

    @property
    def amnen(self) -> tuple[str, ...]:
        """The subjects, with Sv and Sva as one."""
        return (*(name for name in self.codes if name not in ("Sv", "Sva")), SVSVA)

    def points(self, amne: str) -> np.ndarray:
        """Points of each pupil in the subject (float32)."""
        return np.maximum.reduce(self._look_up("poang", amne))

    def passed(self, amne: str) -> np.ndarray:
        """Whether each pupil has a passing grade in the subject."""
        return np.logical_or.reduce(self._look_up("godkand", amne))

    def read(self, amne: str) -> np.ndarray:
        """Whether the subject was part of each pupil's own education."""
        return np.logical_or.reduce(self._look_up("lasd", amne))

    def count_passed(self, amnen: Iterable[str]) -> np.ndarray:
        """Number of passing grades of each pupil in the subjects."""
        return reduce(np.add, (self.passed(amne).astype(np.uint8) for amne in amnen))

    def in_system(self) -> np.ndarray:
        """Pupils who got or should have got grades in the goal-related system.

        Only those with code Y and not a single subject read in the goal-related system are outside: a row
        without any grade belongs to a pupil who should have had grades.
        """
        other = np.logical_or.reduce([self._look_up("annat_system", amne)[0] for amne in self.codes])
        return ~other | np.logical_or.reduce([self.read(amne) for amne in self.amnen])

    def _look_up(self, attribute: str, amne: str) -> list[np.ndarray]:
        columns = ("Sv", "Sva") if amne == SVSVA else (amne,)
        return [self.lookups[attribute][self.skala, self.codes[name]] for name in columns]


def read_grades(frame: pd.DataFrame, amnen: Sequence[str], skalor: Sequence[Betygsskala] = SKALOR) -> Grades:
    """Grades of a processed frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a pupil and läsår, with `lasar` and a column of codes a subject (missing = blank).
    amnen : sequence of str
        Subject columns to read.

    Raises
    ------
    ValueError
        On a column that is not there, a code that no scale has, or a läsår without a scale.
    """
    absent = [name for name in amnen if name not in frame]
    if absent:
        raise ValueError(f"betygskolumner saknas: {', '.join(absent)}")
    codes = list_codes(skalor)
    year_of_row, years = pd.factorize(frame["lasar"])
    of_year = np.array([skalor.index(select_skala(str(year), skalor)) for year in years], dtype=np.intp)
    used = np.unique(of_year)
    return Grades(
        codes={name: _number(frame[name], codes) for name in amnen},
        skala=int(used[0]) if len(used) == 1 else of_year[year_of_row],
        lookups={
            attribute: np.stack([make_lookup(attribute, skala, codes) for skala in skalor])
            for attribute in ("poang", "godkand", "lasd", "annat_system")
        },
    )


def _number(column: pd.Series, codes: Sequence[str]) -> np.ndarray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        distinct = column.cat.categories
        if not distinct.isin(codes).all():
            raise ValueError(f"okänd betygskod i kolumnen {column.name}")
        # A missing category is numbered -1: the last place is that of a blank.
        numbers = [*map(codes.index, distinct), BLANK]
        return np.array(numbers, dtype=np.uint8)[column.cat.codes.to_numpy()]
    values = pa.array(column.astype("str"), type=pa.large_string(), from_pandas=True)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    values = pc.fill_null(values, "")
    found = pc.index_in(values, value_set=pa.array(codes, type=pa.large_string()))
    if found.null_count:
        raise ValueError(f"okänd betygskod i kolumnen {column.name}")
    return found.cast(pa.uint8()).to_numpy(zero_copy_only=False)
