"""Pupils of the result files and the absence files beside the register."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analys.contracts import LAYOUTS
from analys.contracts.elevregister import GRUNDSKOLA
from analys.reading.personnummer import has_date, has_form
from analys.screening.check import Unable
from analys.screening.material import Material

ARSKURS = {
    "slutbetyg_ak9": "9",
    "betyg_ak6": "6",
    "bedomning_ak3": "3",
    "np_ak3": "3",
    "np_ak6": "6",
    "np_ak9": "9",
}
"""The year group that each kind of results is about."""

SKADADE = 0.05
"""Share of a school's personnummer that may be damaged before its pupils are no longer looked for."""

INGA_PROV = ("2019/20", "2020/21")
"""Läsår whose national tests were cancelled."""

RESULTAT = tuple(ARSKURS)
BETYGSFILER = ("slutbetyg_ak9", "betyg_ak6")
PROVFILER = ("np_ak3", "np_ak6", "np_ak9")

PROV = {"MA": "matematik", "SV": "svenska", "EN": "engelska", "NO": "NO", "SO": "SO"}
"""Words for the first part of the tests' column names."""


def read_register(material: Material) -> pd.DataFrame:
    """The register's pupils in grundskolan, of the läsår to check that it holds.

    Raises
    ------
    Unable
        When there are none.
    """
    rows = material.checked("elevregister")
    rows = rows[rows["Skolform"] == GRUNDSKOLA]
    if rows.empty:
        if material.rows("elevregister").empty:
            raise Unable("Det finns inget elevregister.")
        raise Unable("Elevregistret har inga elever för det läsår som kontrolleras.")
    return rows


def matchable(rows: pd.DataFrame, *others: pd.DataFrame) -> pd.DataFrame:
    """Rows of the schools and läsår whose personnummer can be told, in these rows and in the others.

    Where many are damaged, pupils seem to be missing everywhere; that fault has its own message.
    """
    damaged: set[tuple[str, str]] = set()
    for frame in (rows, *others):
        wrong = ~(has_form(frame["PersonNr"]) & has_date(frame["PersonNr"]))
        part = wrong.groupby([frame["lasar"], frame["Skolenhetskod"]]).mean()
        damaged |= set(part.index[part > SKADADE])
    if not damaged:
        return rows
    return rows[~pd.MultiIndex.from_frame(rows[["lasar", "Skolenhetskod"]]).isin(damaged)]


def count_pupils(rows: pd.DataFrame) -> pd.Series:
    """Pupils by läsår and school unit, of a kind with one row a pupil."""
    return rows.groupby(["lasar", "Skolenhetskod"]).size()


def find_pupils(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """True in rows whose pupil the other rows have in the same läsår."""
    keys, known = (pa.array(frame["lasar"] + " " + frame["PersonNr"]) for frame in (rows, others))
    # Arrow's own look-up: that of pandas goes by way of a list, ten times slower.
    return pd.Series(pc.is_in(keys, value_set=known).to_numpy(zero_copy_only=False), index=rows.index)


def result_columns(kind: str) -> list[str]:
    """Columns that tell whether a test has a result: provbetyg, and in åk 3 the first part.

    Examples
    --------
    >>> result_columns("np_ak3")
    ['MA_A_PR', 'SV_A_PR']
    """
    return [name for name in LAYOUTS[kind].names if name.endswith(("_PROVB", "_A_PR"))]


def name_test(column: str) -> str:
    """A test's name in Swedish.

    Examples
    --------
    >>> name_test("EN_PROVB")
    'engelska'
    """
    return PROV.get(column.partition("_")[0], column)
