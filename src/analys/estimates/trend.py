"""The trend chapter's estimates: levels over läsår, changes, gaps, schools and reference values.

With pupil files every level is computed from pupils and has n and an interval. Without them (official mode)
the municipality's published values take their place; the comparisons are the same, but they only describe.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.comparable import find_first, pair_changes, select_usable
from analys.estimates.comparisons import trend_slope
from analys.estimates.counts import publish_counts
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.groups import KON, SVSVA, pair_gaps, select_split, select_whole
from analys.estimates.school_levels import compare_pairs, compute_school_cells, smooth_changes
from analys.estimates.trend_levels import compute_gap_cells, compute_level_cells
from analys.underlag import Underlag

HEADLINE = (
    "meritvarde_17",
    "alla_amnen_ak9",
    "behorighet_yrkes",
    "alla_amnen_ak6",
    "np_ak3_svsva",
    "np_ak3_ma",
)
"""Indicators of the main part: those shown per school and with gaps between groups."""

AK9 = HEADLINE[:3]
"""The main indicators of the leaving year."""

PAIRED = "meritvarde_17"
"""The indicator whose distances between schools are followed."""

LEAST_YEARS = 4
"""Fewer läsår than this give no slope worth an interval."""

REFERENCES = (("riket", "0000"), ("lan", "lan"), ("liknande", "liknande"))


def tabeller(run: Underlag) -> list[Estimate]:
    """All estimates of the trend chapter.

    Returns
    -------
    list of Estimate
        trend_oversikt, trend_kommun, trend_kon, trend_svsva, trend_skolor, trend_jamforelse; in official mode
        without trend_svsva and trend_skolor. Row order: indicator, unit, läsår, group.
    """
    official = _official_cells(run)
    own = _own_cells(run) if run.has_pupils else _own_official(official, run)
    references = official[official["enhetstyp"] != "kommun"]
    levels = own[own["enhetstyp"] == "kommun"]
    schools = own[own["enhetstyp"] == "skola"]
    changes = compute_differences(levels, pair_changes(levels, run))
    gaps = compute_differences(levels, pair_gaps(levels[levels["indikator"].isin(HEADLINE)]))
    if run.has_pupils:
        gaps = compute_gap_cells(gaps, run)
    gap_changes = compute_differences(gaps, pair_changes(gaps, run))
    slopes = _gap_slopes(gaps, run)
    distances = compute_differences(
        pd.concat([levels, references], ignore_index=True), _reference_pairs(levels, references)
    )
    everything = {
        "trend_kommun": ("Resultat i kommunen", [select_whole(levels), select_whole(changes)]),
        "trend_kon": (
            "Resultat för flickor och pojkar",
            [select_split(frame, KON) for frame in (levels, changes, gaps, gap_changes, slopes)],
        ),
        "trend_svsva": (
            "Resultat efter ämnet svenska eller svenska som andraspråk",
            [select_split(frame, SVSVA) for frame in (levels, changes, gaps, gap_changes, slopes)],
        ),
        "trend_jamforelse": (
            "Jämförelse med riket, länet och liknande kommuner",
            [select_whole(levels), references, distances],
        ),
        "trend_oversikt": (
            "Resultaten i korthet",
            [_newest(select_whole(levels), run), _newest(select_whole(changes), run), references, distances],
        ),
    }
    if run.has_pupils and len(schools):
        everything["trend_skolor"] = (
            "Resultat per skola",
            [select_whole(levels), *_school_frames(levels, schools, run)],
        )
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in everything.items()
        if any(len(frame) for frame in frames)
    ]


def _school_frames(levels: pd.DataFrame, schools: pd.DataFrame, run: Underlag) -> list[pd.DataFrame]:
    indicators = run.indicators()
    both = pd.concat([select_whole(levels), schools], ignore_index=True)
    changes = compute_differences(schools, pair_changes(schools, run))
    frames = [schools, changes, smooth_changes(changes)]
    together = compute_school_cells(both[both["indikator"].isin(schools["indikator"])], run)
    frames.append(publish_counts(together, indicators, run.parameters.troskel))
    paired = schools[schools["indikator"] == PAIRED]
    if len(paired):
        first = find_first(paired, indicators[PAIRED], run.parameters.lasar)
        frames.append(compare_pairs(paired, [year for year in (first, run.parameters.lasar) if year]))
    return frames


def _official_cells(run: Underlag) -> pd.DataFrame:
    cells = run.official()
    keep = cells["indikator"].isin(run.indicators("trend").keys()) & (cells["lasar"] <= run.parameters.lasar)
    # A reference group matters as a whole; its girls and boys would only lengthen the tables.
    keep &= (cells["enhetstyp"] == "kommun") | (cells["kon"] == "alla")
    return cells[keep].reset_index(drop=True)


def _own_cells(run: Underlag) -> pd.DataFrame:
    cells = compute_level_cells(run, HEADLINE)
    return publish_counts(cells, run.indicators(), run.parameters.troskel)


def _own_official(official: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    own = official[(official["enhetstyp"] == "kommun") & official["lasar"].isin(run.parameters.lasar_i_trend)]
    return own.reset_index(drop=True)


def _gap_slopes(gaps: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Change of each gap per läsår over the comparable läsår, judged with the läsår as observations.

    What happens to one cohort moves its whole gap, so pupils alone would make it look surer than it is. Only
    computed gaps get a slope: published figures describe.
    """
    indicators = run.indicators()
    lasar = run.parameters.lasar
    own = select_usable(gaps)[lambda frame: frame["status"] == "beraknad"]
    rows = []
    for (code, name), series in own.groupby(["indikator", "jamforelse"], sort=False):
        first = find_first(series, indicators[code], lasar)
        series = series[(series["lasar"] >= first) & (series["lasar"] <= lasar)]
        if not first or len(series) < LEAST_YEARS or lasar not in set(series["lasar"]):
            continue
        slope = trend_slope(series[["lasar", "varde"]])
        newest = series[series["lasar"] == lasar].drop(columns="cell")
        rows.append(
            newest.assign(
                jamforelse=f"{name} per läsår",
                varde=slope.varde,
                undre=slope.undre,
                ovre=slope.ovre,
                n=series["n"].min(),
                delar=" + ".join(series["cell"]),
            )
        )
    return make_cells(pd.concat(rows, ignore_index=True)) if rows else make_cells([])


def _reference_pairs(levels: pd.DataFrame, references: pd.DataFrame) -> list[Pair]:
    """Newest läsår in which both the municipality and the reference have a value."""
    own = select_usable(select_whole(levels))
    pairs = []
    for kind, enhet in REFERENCES:
        theirs = select_usable(references[references["enhetstyp"] == kind])
        for code in own["indikator"].unique():
            ours = set(own.loc[own["indikator"] == code, "lasar"])
            common = ours & set(theirs.loc[theirs["indikator"] == code, "lasar"])
            if common:
                lasar = max(common)
                kommun = own["enhet"].iloc[0]
                pairs.append(Pair(cell_id(code, kommun, lasar), cell_id(code, enhet, lasar), f"mot {kind}"))
    return pairs


def _newest(frame: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """The report's läsår and the parts that its changes are made of."""
    now = frame[frame["lasar"] == run.parameters.lasar]
    return now
