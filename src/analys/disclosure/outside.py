"""What readers know besides this report: earlier reports, and official statistics of the same pupils.

An earlier report is public for good. A number that it showed is known whatever this report does, so that
nothing hidden may rely on it. A cell that it hid stays hidden. Where it showed a number and this report would
show another of nearly the same pupils, the difference would tell of the few who came, left or were corrected:
the new number is hidden. Cells that only the earlier report had are part of every row that they stand in.

An official value is public too. It stands in place of a hidden number of ours, with its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

import pandas as pd

from analys.disclosure.quantities import Quantity, least_pupils, read_quantities
from analys.estimates.cells import KEYS, POOLED, SUMMED, cell_id
from analys.indicators.lokala import PREFIX
from analys.indicators.measures import MEASURES, is_number
from analys.lasar import last_lasar
from analys.secrecy import FEW

EARLIER = "tidigare"
"""Reason of a cell that is hidden for what an earlier report showed or hid."""

_LEVELS = ("", POOLED, SUMMED)
_TOGETHER = 3


@dataclass(frozen=True)
class Outside:
    """What is known besides the report.

    Parameters
    ----------
    ranges : mapping of str to (int, int)
        By cell, between which numbers its count is.
    public : frozenset of str
        Cells that hiding covers nothing with.
    hidden : mapping of str to str
        Cells that are hidden for what was published before, with the reason.
    official : frozenset of str
        Cells that have an official value.
    others : tuple of Quantity
        Cells that only earlier reports have; those that they hid have no numbers.
    """

    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    hidden: Mapping[str, str] = field(default_factory=dict)
    official: frozenset[str] = frozenset()
    others: tuple[Quantity, ...] = ()


def read_outside(
    cells: pd.DataFrame, troskel: int, published: Sequence[pd.DataFrame], official: pd.DataFrame | None
) -> Outside:
    """What earlier reports and official statistics tell of the cells.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    troskel : int
        Fewest pupils behind a shown value.
    published : sequence of pandas.DataFrame
        Cells of earlier reports, with the columns of `analys.estimates.cells` except delar; status visad,
        skyddad, saknas or officiell.
    official : pandas.DataFrame or None
        Columns cell, varde and kalla: official values of the same measure, unit, läsår, gender and pupils.
    """
    own = {one.cell: one for one in read_quantities(cells) if one.is_level}
    shown, masked = _collect(published)
    ranges: dict[str, tuple[int, int]] = {}
    public, sourced, hidden = set[str](), set[str](), dict[str, str]()
    for cell, one in own.items():
        told = shown.get(cell, [])
        if any((before.n, before.antal) == (one.n, one.antal) for before in told):
            public.add(cell)
            if one.counted is not None:
                ranges[cell] = (one.counted, one.counted)
        elif any(_differs_by_few(one, before, troskel) for before in told):
            hidden[cell] = EARLIER
            public.add(cell)
            ranges |= _bound(one, told)
        elif not told and cell in masked:
            hidden[cell] = EARLIER
    for cell, varde in _list_official(official):
        if cell in own:
            public.add(cell)
            sourced.add(cell)
            hidden.pop(cell, None)
            ranges |= _read_share(own[cell], varde)
    kept = {cell: found[-1] for cell, found in shown.items() if cell not in own}
    ranges |= {cell: (one.counted, one.counted) for cell, one in kept.items() if one.counted is not None}
    others = {**{cell: one for cell, one in masked.items() if cell not in own and cell not in shown}, **kept}
    return Outside(ranges, frozenset(public | kept.keys()), hidden, frozenset(sourced), _pool(others, own))


def _collect(published: Sequence[pd.DataFrame]) -> tuple[dict[str, list[Quantity]], dict[str, Quantity]]:
    """Levels that earlier reports showed, each as often as it was, and those that they hid."""
    shown: dict[str, list[Quantity]] = {}
    masked: dict[str, Quantity] = {}
    for frame in published:
        levels = frame[frame["jamforelse"].isin(_LEVELS)].drop_duplicates("cell")
        # A local measure that is defined no more hangs together with nothing in this report.
        levels = levels[[not code.startswith(PREFIX) or code in MEASURES for code in levels["indikator"]]]
        for row in levels.to_dict("records"):
            keys = {key: str(row[key]) for key in KEYS}
            # The id is made anew: a file may say anything.
            cell = cell_id(**keys)
            n, antal = (None if pd.isna(row[name]) else int(row[name]) for name in ("n", "antal"))
            if antal is not None and is_number(keys["indikator"]):
                n, antal = antal, None
            if row["status"] == "visad" and n is not None:
                one = Quantity(cell, str(row["enhetstyp"]), **keys, n=n, antal=antal, delar="", varde=None)
                shown.setdefault(cell, []).append(one)
            elif row["status"] == "skyddad":
                masked[cell] = Quantity(
                    cell, str(row["enhetstyp"]), **keys, n=None, antal=None, delar="", varde=None
                )
    return shown, masked


def _differs_by_few(one: Quantity, before: Quantity, troskel: int) -> bool:
    """Whether what was shown before and what would be shown now differ by pupils who would be pointed out."""
    if one.n is None or before.n is None:
        return False
    if one.n != before.n:
        return abs(one.n - before.n) < least_pupils(one.indikator, troskel)
    if one.antal is None or before.antal is None:
        return False
    return 0 < abs(one.antal - before.antal) <= FEW


def _bound(one: Quantity, told: Sequence[Quantity]) -> dict[str, tuple[int, int]]:
    """The count is near what it was: as many pupils off as came, left or were corrected."""
    ends = []
    for before in told:
        if one.counted is not None and before.counted is not None:
            off = max(abs((one.n or 0) - (before.n or 0)), abs(one.counted - before.counted))
            ends.append((max(before.counted - off, 0), before.counted + off))
    return {one.cell: (max(low for low, _ in ends), min(high for _, high in ends))} if ends else {}


def _list_official(official: pd.DataFrame | None) -> Iterator[tuple[str, float]]:
    if official is not None:
        yield from zip(official["cell"].tolist(), official["varde"].tolist(), strict=True)


def _read_share(one: Quantity, varde: float) -> dict[str, tuple[int, int]]:
    """The counts that a published share of known pupils, rounded as it is written, can be of."""
    if one.antal is None or not one.n:
        return {}
    decimals = len(f"{varde:.6f}".rstrip("0").partition(".")[2])
    half = 0.5 / 10 ** max(decimals, 1) + 1e-9
    low, high = ceil((varde - half) * one.n / 100), floor((varde + half) * one.n / 100)
    return {one.cell: (max(min(low, one.antal), 0), min(max(high, one.antal), one.n))}


def _pool(others: Mapping[str, Quantity], own: Mapping[str, Quantity]) -> tuple[Quantity, ...]:
    """Läsår together know their läsår again: the run that ends with theirs and has their pupils."""
    every = {**others, **own}
    found = []
    for one in others.values():
        if one.jamforelse == POOLED and one.n is not None:
            for start in range(_TOGETHER - 1):
                keys = dict(zip(KEYS, one.key(jamforelse=""), strict=True))
                years = last_lasar(one.lasar, _TOGETHER)[start:]
                parts = [every.get(cell_id(**(keys | {"lasar": lasar}))) for lasar in years]
                if all(parts) and sum(part.n or 0 for part in parts if part) == one.n:
                    one = one._replace(delar=" + ".join(part.cell for part in parts if part))
                    break
        found.append(one)
    return tuple(found)
