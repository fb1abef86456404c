"""Corrections applied to raw frames, each guarded by the number of cells that it must hit.

All are looked for in the files as they are, so that their order means nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.arbetsbok.places import Place
from analys.corrections.declaring import Correction
from analys.corrections.misses import describe_conflict, describe_miss
from analys.corrections.reasons import find_names
from analys.corrections.rows import NONE, Ints, Rows
from analys.errors import Problem

ACCOUNT = {"slag": "str", "lasar": "str", "kolumn": "str", "skal": "str", "antal": "int64", "elever": "int64"}


@dataclass(frozen=True)
class Applied:
    """What corrections made of some frames. Personal, as the frames are.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Corrected frames, without the rows that are left out.
    removed : mapping of str to DataFrame
        The rows that are left out, with `skal`.
    cells : mapping of (str, int, str) to Place
        (file, line, column) of every corrected cell -> where its correction is written.
    account : DataFrame
        slag, lasar, kolumn ("" = whole rows), skal, antal (rows) and elever (pupils); one row for each
        distinct combination of the first four, in the order of the corrections.
    problems : list of Problem
        Corrections that no longer fit, contradict each other or have a reason that cannot be published.
    """

    frames: Mapping[str, pd.DataFrame]
    removed: Mapping[str, pd.DataFrame]
    cells: Mapping[tuple[str, int, str], Place]
    account: pd.DataFrame
    problems: list[Problem]


def apply(
    corrections: Sequence[Correction],
    frames: Mapping[str, pd.DataFrame],
    lasar: Collection[str],
    incomplete: Collection[str] = (),
) -> Applied:
    """Correct frames.

    Parameters
    ----------
    corrections : sequence of Correction
    frames : mapping of str to DataFrame
        Raw frames by kind: text columns, `lasar`, `fil` and `rad`.
    lasar : collection of str
        Läsår that are read: corrections of others are left alone, unless the kind holds rows of them.
    incomplete : collection of str
        Kinds with a file that could not be read: nothing is said of corrections that miss there.
    """
    problems = find_names(corrections, frames)
    kinds = {kind: Rows(frame, [c for c in corrections if c.slag == kind]) for kind, frame in frames.items()}
    hits: list[tuple[Correction, Ints]] = []
    for correction in corrections:
        kind = kinds.get(correction.slag)
        if correction.lasar not in lasar and (kind is None or not kind.holds(correction)):
            continue
        found = kind.find(correction) if kind is not None else NONE
        if len(found) != correction.forvantat:
            if correction.slag not in incomplete:
                problems.append(describe_miss(correction, len(found), kind))
        elif kind is not None:
            earlier = kind.claim(correction, found)
            if earlier is None:
                hits.append((correction, found))
            else:
                problems.append(describe_conflict(correction, earlier))
    for kind in kinds.values():
        problems += [describe_conflict(cell, row) for cell, row in kind.list_wasted()]
    cells: dict[tuple[str, int, str], Place] = {}
    for kind in kinds.values():
        cells |= kind.list_cells()
    return Applied(
        {name: kind.correct() for name, kind in kinds.items()},
        {name: kind.take_out() for name, kind in kinds.items() if kind.removed_by},
        cells,
        _count(hits, frames),
        problems,
    )


def _count(hits: Sequence[tuple[Correction, Ints]], frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    groups: dict[tuple[str, str, str, str], list[Ints]] = {}
    for correction, places in hits:
        kolumn = "" if correction.ta_bort else correction.kolumn
        groups.setdefault((correction.slag, correction.lasar, kolumn, correction.skal), []).append(places)
    rows: list[tuple[str, str, str, str, int, int]] = []
    for (slag, lasar, kolumn, skal), parts in groups.items():
        places = np.concatenate(parts)
        pupils = frames[slag]["PersonNr"].iloc[places].nunique()
        rows.append((slag, lasar, kolumn, skal, len(places), pupils))
    return make_account(rows)


def make_account(rows: Sequence[tuple[str, str, str, str, int, int]] = ()) -> pd.DataFrame:
    """An account of corrections, see `Applied`; without rows where nothing is corrected."""
    return pd.DataFrame(list(rows), columns=list(ACCOUNT)).astype(ACCOUNT)
