"""Shares of codes this läsår beside earlier ones: which changes are both large and beyond chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import special

from analys.contracts import LAYOUTS
from analys.estimates.intervals import compute_difference, compute_wilson
from analys.screening.check import Unable
from analys.screening.material import Material

DEFF = 2.0
"""Pupils of a class are alike: the variance is so many times that of as many alone (22 in a class, 0.05)."""


def count_codes(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Rows by läsår, school unit, column and code.

    Returns
    -------
    DataFrame
        `lasar`, `skola`, `kolumn`, `kod`, `antal`.
    """
    parts = [
        rows.groupby(["lasar", "Skolenhetskod", name], observed=True).size().rename("antal").reset_index()
        .set_axis(["lasar", "skola", "kod", "antal"], axis=1).assign(kolumn=name)
        for name in columns
    ]  # fmt: skip
    names = ["lasar", "skola", "kolumn", "kod", "antal"]
    return pd.concat(parts, ignore_index=True)[names] if parts else pd.DataFrame(columns=names)


def graded_columns(kind: str) -> list[str]:
    """Columns of a layout that hold a grade A–F."""
    return [column.name for column in LAYOUTS[kind].columns if {"A", "F"} <= set(column.codes)]


def share_parts(
    counts: pd.DataFrame, by: Sequence[str], parts: Mapping[str, Sequence[str]], of: Sequence[str] = ()
) -> pd.DataFrame:
    """Rows with each part's codes among the rows with any of the codes `of` (all codes when empty).

    Parameters
    ----------
    counts : DataFrame
        From `count_codes`.
    by : sequence of str
        Columns of `counts` to keep apart, "lasar" among them.
    parts : mapping of str to sequence of str
        Name of a part -> its codes.

    Returns
    -------
    DataFrame
        `by`, `del`, `antal`, `n`; a part that nobody has is there with 0.
    """
    base = counts[counts["kod"].isin(list(of))] if of else counts
    n = base.groupby(list(by))["antal"].sum().rename("n")
    frames = []
    for name, codes in parts.items():
        count = base[base["kod"].isin(list(codes))].groupby(list(by))["antal"].sum()
        frames.append(n.to_frame().assign(antal=count.reindex(n.index, fill_value=0), **{"del": name}))
    return pd.concat(frames).reset_index()


def find_changes(
    shares: pd.DataFrame,
    keys: Sequence[str],
    material: Material,
    kind: str,
    *,
    skillnad: float,
    z: float,
    deff: float = DEFF,
) -> pd.DataFrame:
    """Parts whose share in a läsår to check is far from that of the earlier läsår together.

    Parameters
    ----------
    shares : DataFrame
        From `share_parts`, by "lasar" and `keys`.
    skillnad : float
        Smallest change that counts, in percentage points.
    z : float
        The change's interval of this many standard errors excludes no change.

    Returns
    -------
    DataFrame
        `lasar`, `keys`, `del`, `n`, `andel` and `andel_forr` (procent), `forr` (läsår as a tuple); the
        largest change first within each läsår.
    """
    keys = [*keys, "del"]
    found = []
    for lasar in material.lasar:
        forr = material.earlier(kind, lasar)
        now = shares[shares["lasar"] == lasar]
        before = shares[shares["lasar"].isin(forr)].groupby(keys, as_index=False)[["antal", "n"]].sum()
        both = now.merge(before, on=keys, suffixes=("", "_forr"))
        both = both[(both["n"] >= material.troskel) & (both["n_forr"] >= material.troskel)]
        if both.empty:
            continue
        niva = float(1 - 2 * special.ndtr(-z))
        levels = [
            (100 * both[antal] / both[n], *compute_wilson(both[antal], both[n], deff, niva))
            for antal, n in (("antal", "n"), ("antal_forr", "n_forr"))
        ]
        value, undre, ovre = compute_difference(*levels)
        is_far = (np.abs(value) >= skillnad) & ((undre > 0) | (ovre < 0))
        both = both.assign(andel=levels[0][0], andel_forr=levels[1][0], storlek=np.abs(value))[is_far]
        found.append(both.assign(forr=[tuple(forr)] * len(both)).sort_values("storlek", ascending=False))
    if not found:
        return pd.DataFrame(columns=["lasar", *keys, "n", "andel", "andel_forr", "forr"])
    return pd.concat(found, ignore_index=True)


def comparable_kinds(material: Material, kinds: Sequence[str], saknas: str) -> list[str]:
    """Kinds that have rows both of a läsår to check and of an earlier one.

    Raises
    ------
    Unable
        With `saknas`, when there is none.
    """
    found = [
        kind
        for kind in kinds
        if any(material.earlier(kind, lasar) for lasar in set(material.checked(kind)["lasar"]))
    ]
    if not found:
        raise Unable(saknas)
    return found
