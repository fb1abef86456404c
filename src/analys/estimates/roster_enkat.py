"""Survey indices: levels, gaps and changes, each with the number who answered and an interval.

Those who answer are treated like other pupils here: a draw from those who could have stood there, alike
within classes. No correction is made for how large a part of the school they are, since the question is how
the school is and not how this läsår's children are; the interval is as wide for a school where all have
answered. Where fewer than half of those asked have answered, or nobody knows how many were asked, nothing is
compared: the levels stand, and their differences may be those of who answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import KEYS, Estimate, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.groups import KON, pair_gaps
from analys.estimates.roster_enkat_arskurser import compare_years
from analys.estimates.stacking import Stack, stack_pupils
from analys.estimates.trend_levels import BY_KON, BY_SCHOOL, SOURCE, WHOLE, make_level_cells
from analys.indicators.enkat import (
    ARSKURSER,
    ELEV,
    FEWEST,
    GRUPPER,
    INDEX,
    PERSONAL,
    SHARED,
    VARDNADSHAVARE,
    Svarsgrupp,
    code_of,
    rate_of,
)
from analys.indicators.enkat_statistik import MOT_ELEVER
from analys.indicators.enkat_svar import score_answers, sign_questions
from analys.underlag import Underlag

LEAST_RATE = 50.0
"""Response rate in procent below which nothing is compared."""

PER_SCHOOL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ELEV.kod: tuple(INDEX),
        PERSONAL.kod: ("trygghet", "studiero"),
        VARDNADSHAVARE.kod: ("trygghet", "information"),
    }
)
"""Indices that are told of single schools, by who answers."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        ELEV.kod: "Elevernas svar",
        PERSONAL.kod: "Personalens svar",
        VARDNADSHAVARE.kod: "Vårdnadshavarnas svar",
    }
)

_UNIT = [key for key in KEYS if key != "indikator"]


@dataclass(frozen=True)
class Levels:
    """Survey cells of a run, unrounded.

    Parameters
    ----------
    index : pandas.DataFrame
        The municipality in every läsår; in the newest of each survey also year groups, girls and boys, and
        schools. `n` is the number who answered the survey, the same for all indices.
    rates : pandas.DataFrame
        Response rates of the same groups: n asked, antal answered. A fact, without an interval.
    gaps : pandas.DataFrame
        Girls minus boys in the newest läsår: indikator, lasar, undre, ovre.
    """

    index: pd.DataFrame
    rates: pd.DataFrame
    gaps: pd.DataFrame


def find_newest(run: Underlag, grupp: Svarsgrupp) -> str:
    """Newest of the run's läsår with answers from a group, "" when there is none."""
    years = set(run.frame(grupp.kind)["lasar"].unique()) & set(run.parameters.lasar_i_trend)
    return max(years, default="")


@cache
def compute_survey_levels(run: Underlag) -> Levels:
    """All levels of all surveys; empty frames where there are no answers."""
    index: list[pd.DataFrame] = []
    rates: list[pd.DataFrame] = []
    gaps: list[pd.DataFrame] = []
    for grupp in GRUPPER.values():
        newest = find_newest(run, grupp)
        if not newest:
            continue
        codes = [code_of(grupp.kod, one) for one in INDEX]
        years = [code_of(grupp.kod, one, n) for one in INDEX for n in ARSKURSER] if grupp is ELEV else []
        told = [code_of(grupp.kod, one) for one in PER_SCHOOL[grupp.kod]]
        index += _list_cells(run, newest, codes, years, told)
        rate = [f"{grupp.rate}_ak{n}" for n in ARSKURSER] if grupp is ELEV else []
        rates += _list_cells(run, newest, [grupp.rate], rate, [grupp.rate])
        if grupp is ELEV:
            gaps += [one.compute_gaps(KON) for one in stack_pupils(run, codes, [newest])]
    cells = _join(index)
    return Levels(
        _count_people(cells, run).assign(kalla=SOURCE),
        _join(rates).assign(undre=float("nan"), ovre=float("nan"), kalla=SOURCE),
        pd.concat(gaps, ignore_index=True) if gaps else pd.DataFrame(columns=["indikator", "lasar"]),
    )


def _list_cells(
    run: Underlag, newest: str, codes: list[str], years: list[str], schools: list[str]
) -> Iterator[pd.DataFrame]:
    for stack in stack_pupils(run, codes):
        yield make_level_cells(stack.compute_levels(WHOLE), run)
    for stack in stack_pupils(run, [*codes, *years], [newest]):
        whole = stack.select(years)
        if len(whole.pupils):
            yield make_level_cells(whole.compute_levels(WHOLE), run)
        own = stack.select(codes)
        yield _levels(own.select(schools), BY_SCHOOL, run)
        if years:
            # A guardian tells the child's gender, and staff none: neither is a group of those who answer.
            known = replace(own, pupils=own.pupils[own.pupils["kon"].isin(KON.elever)])
            yield _levels(known, BY_KON, run)


def _levels(stack: Stack, by: tuple[str, ...], run: Underlag) -> pd.DataFrame:
    return make_level_cells(stack.compute_levels(by), run) if len(stack.pupils) else make_cells([])


def _join(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else make_cells([])


def _count_people(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells whose n is everybody who answered: how many passed over a question is nobody's business.

    A group with too few answers to an index keeps their number, and so is hidden.
    """
    least = max(run.parameters.troskel, FEWEST)
    known: dict[tuple[str, str, str, str], int] = {}
    for grupp in GRUPPER.values():
        people = run.frame(grupp.kind)
        kon = people["kon"].map(dict(zip(KON.elever, KON.celler, strict=True)))
        groups = {
            (grupp.rate, run.parameters.kommun, "alla"): pd.Series(True, index=people.index),
            **{(grupp.rate, run.parameters.kommun, name): kon == name for name in KON.celler},
            **{
                (grupp.rate, unit, "alla"): people["skolenhet"] == unit
                for unit in people["skolenhet"].unique()
            },
            **{
                (f"{grupp.rate}_ak{n}", run.parameters.kommun, "alla"): people["arskurs"] == n
                for n in ARSKURSER
            },
        }
        for (rate, unit, name), rows in groups.items():
            for lasar, count in people.loc[rows.fillna(False), "lasar"].value_counts().items():
                known[rate, unit, name, str(lasar)] = int(count)
    n = [
        known[rate_of(code), unit, kon, lasar] if own >= least else own
        for code, unit, kon, lasar, own in zip(
            cells["indikator"], cells["enhet"], cells["kon"], cells["lasar"], cells["n"], strict=True
        )
    ]
    return cells.assign(n=pd.array(n, dtype="Int64"))


def survey_estimates(run: Underlag) -> list[Estimate]:
    """roster_elev, roster_personal, roster_vardnadshavare, roster_jamforelse and roster_svar."""
    levels = compute_survey_levels(run)
    if levels.index.empty:
        return []
    compared = select_compared(levels)
    made = []
    for grupp in GRUPPER.values():
        codes = {code for one in INDEX for code in _list_codes(grupp, one)}
        own = levels.index[levels.index["indikator"].isin(codes)]
        usable = compared[compared["indikator"].isin(codes)]
        if len(own):
            frames = [
                own,
                _compute_gaps(usable, levels),
                compute_differences(usable, _pair_changes(usable, run)),
            ]
            if grupp is ELEV:
                frames.append(compare_years(run, usable, find_newest(run, grupp)))
            made.append(make_estimate(f"roster_{grupp.kod}", TITLES[grupp.kod], frames))
    between = _compare_staff(compared, run)
    if len(between):
        whole = levels.index[levels.index["cell"].isin(set(" + ".join(between["delar"]).split(" + ")))]
        made.append(make_estimate("roster_jamforelse", "Personalens och elevernas svar", [between, whole]))
    if len(levels.rates):
        made.append(make_estimate("roster_svar", "Hur många som har svarat på enkäterna", [levels.rates]))
    return made


def _list_codes(grupp: Svarsgrupp, index: str) -> list[str]:
    return [code_of(grupp.kod, index), *(code_of(grupp.kod, index, n) for n in ARSKURSER)]


def select_compared(levels: Levels) -> pd.DataFrame:
    """Index cells of groups of whom at least half of those asked have answered."""
    enough = levels.rates[levels.rates["varde"] >= LEAST_RATE]
    there = set(zip(*(enough[key] for key in KEYS), strict=True))
    rates = levels.index["indikator"].map(rate_of)
    keys = zip(rates, *(levels.index[key] for key in _UNIT), strict=True)
    return levels.index[[key in there for key in keys]]


def _pair_changes(cells: pd.DataFrame, run: Underlag) -> list[Pair]:
    """Newest läsår against the latest earlier one with the same questions; see `sign_questions`."""
    pairs = []
    for grupp in GRUPPER.values():
        newest = find_newest(run, grupp)
        signs = list_signs(run, grupp)
        for index in INDEX:
            code = code_of(grupp.kod, index)
            years = set(cells.loc[(cells["indikator"] == code) & (cells["kon"] == "alla"), "lasar"])
            alike = [
                year
                for year in years
                if year < newest and signs.get((year, index)) == signs.get((newest, index))
            ]
            if newest in years and alike:
                now, before = (cell_id(code, run.parameters.kommun, year) for year in (newest, max(alike)))
                pairs.append(Pair(now, before, f"mot {max(alike)}"))
    return pairs


@cache
def list_signs(run: Underlag, grupp: Svarsgrupp) -> Mapping[tuple[str, str], Collection[tuple[str, str]]]:
    """By läsår and index, the questions that a group's index was made of."""
    return sign_questions(score_answers(run.frame("enkat_svar"), run.frame("enkat_fragor"), grupp.kod))


def list_breaks(run: Underlag, grupp: Svarsgrupp, index: str) -> list[str]:
    """Läsår of the trend whose index has other questions than that of the survey before it."""
    signs = list_signs(run, grupp)
    years = sorted(year for year, one in signs if one == index and year in run.parameters.lasar_i_trend)
    pairs = itertools.pairwise(years)
    return [later for before, later in pairs if signs[before, index] != signs[later, index]]


def _compute_gaps(cells: pd.DataFrame, levels: Levels) -> pd.DataFrame:
    """Girls minus boys, with the interval that knows that they share classes."""
    plain = compute_differences(cells, pair_gaps(cells))
    if plain.empty:
        return plain
    keys = ["indikator", "lasar"]
    narrow = levels.gaps[[*keys, "undre", "ovre"]]
    return make_cells(plain.drop(columns=["cell", "undre", "ovre"]).merge(narrow, on=keys, how="left"))


def _compare_staff(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Staff minus pupils on each index that they share, in the newest läsår that both have answered."""
    pairs = []
    kommun = run.parameters.kommun
    whole = cells[(cells["enhet"] == kommun) & (cells["kon"] == "alla")]
    for index in SHARED:
        codes = [code_of(one.kod, index) for one in (PERSONAL, ELEV)]
        years = [set(whole.loc[whole["indikator"] == code, "lasar"]) for code in codes]
        both = max(years[0] & years[1], default="")
        if both:
            staff, pupils = (cell_id(code, kommun, both) for code in codes)
            pairs.append(Pair(staff, pupils, MOT_ELEVER))
    return compute_differences(cells, pairs)
