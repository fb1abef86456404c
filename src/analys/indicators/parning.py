"""Pairs: the results that one pupil has in two files, such as the provbetyg and the final grade.

The frame of a pair has one row a pupil and läsår of the first file (who got, or should have got, a grade or a
judgement), its columns, and the test file's columns beside them: missing where the pupil is not in that file.
School and class are those of the first file. Pupils who are only in the test file have nothing to compare
with and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

KEY = ["elev", "lasar"]

PAIRED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "prov_betyg_ak9": ("slutbetyg_ak9", "np_ak9"),
        "prov_betyg_ak6": ("betyg_ak6", "np_ak6"),
        "prov_bedomning_ak3": ("bedomning_ak3", "np_ak3"),
    }
)
"""Kinds of pairs, each with its two kinds of files."""


def pair_results(first: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """Rows of the first frame with the same pupil's tests of the same läsår.

    Parameters
    ----------
    first, tests : pandas.DataFrame
        Processed frames with one row a pupil (elev) and läsår.

    Returns
    -------
    pandas.DataFrame
        As the module says; `i_provfilen` (bool) tells whether the pupil is in the test file.

    Examples
    --------
    >>> grades = pd.DataFrame({"elev": ["p1", "p2"], "lasar": "2025/26", "Ma": ["C", "E"]})
    >>> tests = pd.DataFrame({"elev": ["p1"], "lasar": "2025/26", "MA_PROVB": ["D"]})
    >>> pair_results(grades, tests)[["Ma", "MA_PROVB", "i_provfilen"]].values.tolist()
    [['C', 'D', True], ['E', nan, False]]
    """
    new = [*KEY, *(name for name in tests.columns if name not in first.columns)]
    joined = first.merge(tests[new].assign(i_provfilen=True), on=KEY, how="left", validate="one_to_one")
    return joined.assign(i_provfilen=joined["i_provfilen"].eq(True).fillna(False).astype("bool"))
