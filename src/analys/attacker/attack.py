"""The attack on a finished report: everything tried at once, and with what was published before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analys.attacker.averages import find_means
from analys.attacker.claims import Claim, find_claimed
from analys.attacker.editions import find_differences, join_editions
from analys.attacker.model import bound_cells, find_hidden
from analys.attacker.orders import find_ordered
from analys.attacker.outside import find_shown, name_cell
from analys.attacker.relations import find_relations
from analys.attacker.relations.surveys import find_answered
from analys.attacker.report import Cell, Key, Report, make_report, read_cells
from analys.attacker.rests import find_rests
from analys.attacker.room import find_frames, judge_room, may_point_out
from analys.attacker.shares_official import add_official_sizes
from analys.attacker.shares_untold import find_untold
from analys.attacker.verdict import MEASURE, ROOM, TWICE, Leak, Verdict

_ENDS = ("low", "high")


def attack(
    cells: pd.DataFrame,
    troskel: int,
    *,
    earlier: Sequence[pd.DataFrame] = (),
    claims: Sequence[Claim] = (),
    sizes: Mapping[str, int] | None = None,
) -> Verdict:
    """Try to work out what a report hides.

    Parameters
    ----------
    cells : pandas.DataFrame
        The report's tables, as `analys.attacker.tables.read_tables` reads them.
    troskel : int
        Fewest pupils behind a shown value.
    earlier : sequence of pandas.DataFrame
        Tables of reports published before: the same columns, numbers as text or as numbers. What is given
        away by those alone is no leak of this report, since nothing can be done about it.
    claims : sequence of Claim
        What the report's sentences and figures say of cells.
    sizes : mapping of str to int, optional
        By id of a cell, the pupils behind it, as class lists tell them; of hidden cells above all.

    Returns
    -------
    Verdict
    """
    now, twice = read_cells(cells)
    before = [read_cells(frame)[0] for frame in earlier]
    known = _read_sizes(now, before, sizes or {})
    leaks, undecided = _search(make_report(join_editions(now, before), known), troskel, claims)
    leaks |= {Leak(TWICE, tuple(sorted(set(tables))), "") for tables in twice}
    leaks |= {*find_differences(now, before, troskel), *find_ordered(cells)}
    if before and (leaks or undecided):
        first, *others = before
        old, doubted = _search(make_report(join_editions(first, others), known), troskel, ())
        given = {(leak.kind, leak.cell) for leak in old}
        leaks = {leak for leak in leaks if (leak.kind, leak.cell) not in given}
        undecided = {cell: tables for cell, tables in undecided.items() if cell not in doubted}
    names = sorted({name for tables in undecided.values() for name in tables})
    return Verdict(tuple(sorted(leaks)), tuple(names))


def _read_sizes(
    now: Mapping[Key, Cell], before: Sequence[Mapping[Key, Cell]], sizes: Mapping[str, int]
) -> dict[Key, int]:
    keys = {key for own in (now, *before) for key in own}
    return {key: int(size) for key in keys if (size := sizes.get(name_cell(key))) is not None}


def _search(
    report: Report, troskel: int, claims: Sequence[Claim]
) -> tuple[set[Leak], dict[Key, tuple[str, ...]]]:
    """Everything given away, and the hidden cells of which nobody can say whether they are."""
    report = add_official_sizes(report)
    lines, leaks = find_claimed(report, claims)
    relations = [*find_relations(report), *lines]
    bounds = bound_cells(report)
    wanted = [key for key in bounds if report.cells[key].hidden]
    frames = find_frames(report, bounds, relations, wanted)

    def judge(keys: Sequence[Key], low: np.ndarray, high: np.ndarray) -> np.ndarray:
        return judge_room([frames[key] for key in keys], low, high)

    found = find_hidden(bounds, relations, wanted, judge)
    low, high = (np.array([getattr(one, end) for one in found.values()], dtype="int64") for end in _ENDS)
    wide = judge(list(found), low, high).tolist()
    narrow = [key for (key, one), room in zip(found.items(), wide, strict=True) if not (room and one.decided)]
    # What was found so far may point nobody out: then all that is possible has to be known.
    unclear = [key for key in narrow if not may_point_out(report, key, found[key], troskel)]
    if unclear:
        found |= find_hidden(bounds, relations, unclear, None)
    undecided = {key: report.cells[key].tabeller for key in narrow if not found[key].decided}
    result = {
        Leak(ROOM, tuple(sorted(set(report.cells[key].tabeller))), name_cell(key))
        for key in narrow
        if found[key].decided and may_point_out(report, key, found[key], troskel)
    }
    result |= {*leaks, *find_shown(report, troskel), *find_rests(report, bounds, relations, troskel)}
    result |= {*find_means(report, troskel), *find_untold(report, troskel)}
    result |= {
        Leak(MEASURE, tuple(sorted(set(one.tabeller))), name_cell(one.key)) for one in find_answered(report)
    }
    return result, undecided
