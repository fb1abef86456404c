"""Columns that several kinds of file share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from analys.contracts import LAYOUTS
from analys.demo.elever import LAST, Cohort
from analys.demo.identitet import EFTERNAMN, FORNAMN_FLICKA, FORNAMN_POJKE

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def in_school_order(cohort: Cohort, unit: np.ndarray, ak: int, rows: np.ndarray) -> np.ndarray:
    """Rows by school, class and personnummer, as a school's system lists them."""
    return rows[np.lexsort((cohort.personnr[rows], cohort.klass[rows, ak], unit[rows]))]


def name_columns(cohort: Cohort, rows: np.ndarray, ak: int) -> dict[str, pa.Array]:
    """Class, given and family name."""
    first = pa.array(FORNAMN_FLICKA + FORNAMN_POJKE)
    index = cohort.fornamn[rows] + np.where(cohort.flicka[rows], 0, len(FORNAMN_FLICKA))
    return {
        "Klass": class_names(cohort, rows, ak),
        "Fornamn": first.take(pa.array(index)),
        "Efternamn": pa.array(EFTERNAMN).take(pa.array(cohort.efternamn[rows])),
    }


def class_names(cohort: Cohort, rows: np.ndarray, ak: int) -> pa.Array:
    """Class names like 9B; F–6 schools start with F for the youngest."""
    return name_classes(np.full(len(rows), ak), cohort.klass[rows, ak].astype(np.int64))


def name_classes(years: np.ndarray, numbers: np.ndarray) -> pa.Array:
    """The same of year groups and numbers of classes."""
    most = int(numbers.max(initial=0)) + 1
    names = [
        ("F" if ak == 0 else str(ak)) + (_LETTERS[i] if i < 26 else f"{_LETTERS[i % 26]}{i // 26}")
        for ak in range(LAST + 1)
        for i in range(most)
    ]
    return pa.array(names).take(pa.array(years * most + numbers))


def personnr(cohort: Cohort, rows: np.ndarray) -> pa.Array:
    """Personnummer as text."""
    return pa.array(cohort.personnr[rows]).cast(pa.string())


def repeat(text: str, count: int) -> pa.Array:
    """The same text in every row."""
    return pa.array([text]).take(pa.array(np.zeros(count, dtype=np.int64)))


def in_order(kind: str, columns: Mapping[str, object]) -> pa.Table:
    """Table with the columns of a kind in file order."""
    return pa.table({name: columns[name] for name in LAYOUTS[kind].names})
