"""The chapter on local measures: levels and changes of what the municipality counts itself.

One level a period, unit and group of pupils. Where the sheet has no row for the municipality it is the sum of
the units, but only in periods where every unit that the measure has ever been given for has its row: a sum
that lacks a unit would look like a fall. Nobody can tell which classes the numbers come from, so that the
intervals of shares know of no clustering and are a little too narrow; the report says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analys.errors import InputError
from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.intervals import Level, share
from analys.estimates.rates import number, rate
from analys.indicators.lokala import ANTAL, KALLA, LokaltMatt
from analys.indicators.lokala_uppgifter import Enhet, Lokala, Uppgift
from analys.underlag import Underlag

_SERIES = ["indikator", "enhet", "kon", "svsva", "kategori"]


def tabeller(run: Underlag) -> list[Estimate]:
    """Estimates of the chapter; none where the workbook has no local measures.

    Returns
    -------
    list of Estimate
        lokala_matt: levels of the municipality over the periods, also for groups of pupils, with the change
        of the newest period since the one before it and since the first. lokala_matt_enheter: levels of the
        units, with the change since the period before, and the municipality's. Each is left out where it
        would be empty.

    Raises
    ------
    InputError
        With every fault of the sheets Mått and Lokala mått.
    """
    lokala = run.lokala()
    if lokala.problems:
        raise InputError(lokala.problems)
    levels = _make_levels(run, lokala)
    if levels.empty:
        return []
    whole = levels["enhetstyp"] == "kommun"
    changes = compute_differences(levels, _pair_periods(levels))
    of_all = (levels["kon"] == "alla") & (levels["svsva"] == "alla")
    with_units = levels["indikator"].isin(levels.loc[~whole, "indikator"])
    everything = {
        "lokala_matt": ("Lokala mått i kommunen", [levels[whole], changes[changes["enhetstyp"] == "kommun"]]),
        "lokala_matt_enheter": (
            "Lokala mått per enhet",
            [levels[whole & of_all & with_units], levels[~whole], changes[changes["enhetstyp"] == "skola"]],
        ),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in everything.items()
        if any(len(frame) for frame in frames)
    ]


def _make_levels(run: Underlag, lokala: Lokala) -> pd.DataFrame:
    """Levels in the order of the sheet Mått: municipality before units, then group and period."""
    wanted = set(run.parameters.lasar_i_trend)
    told = [one for one in lokala.uppgifter if one.period.lasar in wanted]
    every = [*told, *_sum_units(lokala.uppgifter, told)]
    order = {code: place for place, code in enumerate(lokala.matt)}
    every.sort(
        key=lambda one: (
            order[one.matt],
            one.enhet.kod,
            (one.kon, one.svsva) != ("alla", "alla"),
            one.kon,
            one.svsva,
            one.period,
        )
    )
    return make_cells([_make_cell(one, lokala.matt[one.matt], run) for one in every])


def _sum_units(every: Iterable[Uppgift], told: Sequence[Uppgift]) -> list[Uppgift]:
    """The municipality in periods where it has no row of its own and all units have."""
    units: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in every:
        if one.enhet.kod:
            units[one.matt, one.kon, one.svsva].add(one.enhet.kod)
    given = {one.key for one in told}
    parts: dict[tuple[Any, ...], list[Uppgift]] = defaultdict(list)
    for one in told:
        if one.enhet.kod:
            parts[one.matt, one.period, one.kon, one.svsva].append(one)
    return [
        replace(
            found[0],
            enhet=Enhet("", ""),
            taljare=sum(one.taljare for one in found),
            namnare=None if found[0].namnare is None else sum(one.namnare or 0 for one in found),
        )
        for (matt, period, kon, svsva), found in parts.items()
        if (matt, period, "", kon, svsva) not in given
        and {one.enhet.kod for one in found} == units[matt, kon, svsva]
    ]


def _make_cell(one: Uppgift, matt: LokaltMatt, run: Underlag) -> dict[str, Any]:
    level = _estimate(one, matt)
    unit = (
        {"enhetstyp": "skola", "enhet": one.enhet.kod, "enhetsnamn": one.enhet.namn}
        if one.enhet.kod
        else {"enhetstyp": "kommun", "enhet": run.parameters.kommun, "enhetsnamn": run.kommunnamn}
    )
    return {
        "indikator": one.matt,
        **unit,
        "lasar": one.period.lasar,
        "kategori": one.period.kategori,
        "kon": one.kon,
        "svsva": one.svsva,
        "varde": level.varde,
        "undre": level.undre,
        "ovre": level.ovre,
        # What counts no persons discloses nobody, however few.
        "n": level.n if matt.personer else pd.NA,
        "antal": level.antal if matt.personer and level.antal is not None else pd.NA,
        "kalla": KALLA,
    }


def _estimate(one: Uppgift, matt: LokaltMatt) -> Level:
    if matt.unit == ANTAL or one.namnare is None:
        return number(one.taljare)
    return share(one.taljare, one.namnare) if matt.unit == "procent" else rate(one.taljare, one.namnare)


def _pair_periods(levels: pd.DataFrame) -> list[Pair]:
    """The newest period of each series against the one before it; of the municipality, against the first too.

    A term is compared with the same term of another läsår, since the two terms of a läsår differ by season.
    """
    pairs = []
    for (code, enhet, kon, svsva, kategori), series in levels.groupby(_SERIES, sort=False):
        periods = sorted(series["lasar"])
        whole = (series["enhetstyp"] == "kommun").all()
        earlier = dict.fromkeys([*periods[-2:-1], *(periods[:1] if whole else [])])
        for lasar in earlier:
            if lasar == periods[-1]:
                continue
            left, right = (
                cell_id(code, enhet, year, kon, svsva, kategori=kategori) for year in (periods[-1], lasar)
            )
            pairs.append(Pair(left, right, f"mot {lasar}"))
    return pairs
