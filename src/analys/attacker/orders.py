"""What the order of rows tells: a hidden school between two shown ones, in order of result.

Rows of schools stand in order of code or of name, which tell nothing. In any other order a row's place may be
its result's, so that a hidden one lies between its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pandas as pd

from analys.attacker.tables import HIDDEN, KEYS, SHOWN
from analys.attacker.verdict import CLAIM, Leak

_LAST = str.maketrans("åäö", "{|}")
"""Å, ä and ö come last in Swedish, in this order, and so do these among the signs."""


def find_ordered(cells: pd.DataFrame) -> Iterator[Leak]:
    """Tables whose rows of schools stand in an order that may tell of hidden ones.

    Parameters
    ----------
    cells : pandas.DataFrame
        The report's tables, as `tables.read_tables` reads them: rows in the order of the files.
    """
    groups: dict[tuple[str, ...], list[tuple[str, str, str, str]]] = defaultdict(list)
    schools = cells[cells["enhetstyp"] == "skola"]
    others = [schools[name].tolist() for name in ("tabell", *KEYS) if name != "enhet"]
    own = [schools[name].tolist() for name in ("enhet", "enhetsnamn", "status", "cell")]
    for key, row in zip(zip(*others, strict=True), zip(*own, strict=True), strict=True):
        groups[key].append(row)
    for (tabell, *_), rows in groups.items():
        status = [row[2] for row in rows]
        if HIDDEN in status and SHOWN in status and not _is_neutral(rows):
            yield Leak(CLAIM, (tabell,), next(row[3] for row in rows if row[2] == HIDDEN))


def _is_neutral(rows: Sequence[tuple[str, str, str, str]]) -> bool:
    """Whether schools stand in order of code, or of name."""
    codes = [row[0] for row in rows]
    names = [row[1].casefold().translate(_LAST) for row in rows]
    return codes == sorted(codes) or names == sorted(names)
