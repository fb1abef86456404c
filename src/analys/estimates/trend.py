"""The trend chapter's estimates: levels over läsår, changes, gaps, schools and reference values.

With pupil files every level is computed from pupils and has n and an interval. Without them (official mode)
the municipality's published values take their place; the comparisons are the same, but they only describe.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.comparisons import trend_slope
from analys.estimates.counts import publish_counts
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.rounding import round_cells
from analys.estimates.school_levels import compare_pairs, compute_school_cells, smooth_changes
from analys.estimates.trend_levels import compute_gap_cells, compute_level_cells
from analys.indicators.base import Indicator
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
GAPS = (("kon", "flickor", "pojkar"), ("svsva", "sv", "sva"))


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
    changes = compute_differences(levels, _change_pairs(levels, run))
    gaps = compute_differences(levels, _gap_pairs(levels))
    if run.has_pupils:
        gaps = compute_gap_cells(gaps, run)
    gap_changes = compute_differences(gaps, _change_pairs(gaps, run))
    slopes = _gap_slopes(gaps, run)
    distances = compute_differences(
        pd.concat([levels, references], ignore_index=True), _reference_pairs(levels, references)
    )
    everything = {
        "trend_kommun": ("Resultat i kommunen", [_whole(levels), _whole(changes)]),
        "trend_kon": (
            "Resultat för flickor och pojkar",
            [_split(frame, "kon") for frame in (levels, changes, gaps, gap_changes, slopes)],
        ),
        "trend_svsva": (
            "Resultat efter ämnet svenska eller svenska som andraspråk",
            [_split(frame, "svsva") for frame in (levels, changes, gaps, gap_changes, slopes)],
        ),
        "trend_jamforelse": (
            "Jämförelse med riket, länet och liknande kommuner",
            [_whole(levels), references, distances],
        ),
        "trend_oversikt": (
            "Resultaten i korthet",
            [_newest(_whole(levels), run), _newest(_whole(changes), run), references, distances],
        ),
    }
    if run.has_pupils and len(schools):
        everything["trend_skolor"] = (
            "Resultat per skola",
            [_whole(levels), *_school_frames(levels, schools, run)],
        )
    return [
        _make_estimate(name, title, frames, run)
        for name, (title, frames) in everything.items()
        if any(len(frame) for frame in frames)
    ]


def _school_frames(levels: pd.DataFrame, schools: pd.DataFrame, run: Underlag) -> list[pd.DataFrame]:
    indicators = run.indicators()
    both = pd.concat([_whole(levels), schools], ignore_index=True)
    changes = compute_differences(schools, _change_pairs(schools, run))
    frames = [schools, changes, smooth_changes(changes)]
    several = [
        compute_school_cells(both[both["indikator"] == code], indicators[code], run)
        for code in schools["indikator"].unique()
    ]
    together = pd.concat(several, ignore_index=True) if several else make_cells([])
    frames.append(publish_counts(together, indicators, run.parameters.troskel))
    paired = schools[schools["indikator"] == PAIRED]
    if len(paired):
        first = find_first(paired, indicators[PAIRED], run.parameters.lasar)
        frames.append(compare_pairs(paired, [year for year in (first, run.parameters.lasar) if year]))
    return frames


def find_previous(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> str:
    """Latest earlier läsår among the cells that may be compared with `lasar`, "" when there is none."""
    return max(_find_comparable(frame, indicator, lasar), default="")


def find_first(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> str:
    """Earliest läsår among the cells that may be compared with `lasar`, "" when there is none."""
    return min(_find_comparable(frame, indicator, lasar), default="")


def _find_comparable(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> list[str]:
    """Earlier läsår without a break of the series after them, up to and including `lasar`."""
    earlier = [year for year in frame["lasar"].unique() if year < lasar]
    return [year for year in earlier if not any(year < cut <= lasar for cut in indicator.breaks)]


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


def _usable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["status"] != "saknas") & frame["varde"].notna()]


def _change_pairs(frame: pd.DataFrame, run: Underlag) -> list[Pair]:
    """Newest läsår against the latest and the first comparable one, for each series in the frame."""
    pairs = []
    indicators = run.indicators()
    keys = ["indikator", "enhet", "kon", "svsva", "jamforelse"]
    for (code, enhet, kon, svsva, gap), series in _usable(frame).groupby(keys, sort=False):
        if run.parameters.lasar not in set(series["lasar"]):
            continue
        indicator, lasar = indicators[code], run.parameters.lasar
        chosen = {find_previous(series, indicator, lasar), find_first(series, indicator, lasar)} - {""}
        for earlier in sorted(chosen, reverse=True):
            left = cell_id(code, enhet, lasar, kon, svsva, gap)
            right = cell_id(code, enhet, earlier, kon, svsva, gap)
            pairs.append(Pair(left, right, f"{gap} mot {earlier}".strip()))
    return pairs


def _gap_pairs(levels: pd.DataFrame) -> list[Pair]:
    pairs = []
    usable = _usable(levels[levels["indikator"].isin(HEADLINE)])
    for column, first, second in GAPS:
        other = "svsva" if column == "kon" else "kon"
        part = usable[(usable[column] == first) & (usable[other] == "alla")]
        for row in part.to_dict("records"):
            right = cell_id(*(second if key == column else row[key] for key in _KEYS))
            pairs.append(Pair(row["cell"], right, f"{first}-{second}", ((column, "alla"),)))
    return pairs


_KEYS = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse")


def _gap_slopes(gaps: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Change of each gap per läsår over the comparable läsår, judged with the läsår as observations.

    What happens to one cohort moves its whole gap, so pupils alone would make it look surer than it is. Only
    computed gaps get a slope: published figures describe.
    """
    indicators = run.indicators()
    lasar = run.parameters.lasar
    own = _usable(gaps)[lambda frame: frame["status"] == "beraknad"]
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
    own = _usable(_whole(levels))
    pairs = []
    for kind, enhet in REFERENCES:
        theirs = _usable(references[references["enhetstyp"] == kind])
        for code in own["indikator"].unique():
            ours = set(own.loc[own["indikator"] == code, "lasar"])
            common = ours & set(theirs.loc[theirs["indikator"] == code, "lasar"])
            if common:
                lasar = max(common)
                kommun = own["enhet"].iloc[0]
                pairs.append(Pair(cell_id(code, kommun, lasar), cell_id(code, enhet, lasar), f"mot {kind}"))
    return pairs


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    groups = frame["jamforelse"].str.contains("-", regex=False)
    return frame[(frame["kon"] == "alla") & (frame["svsva"] == "alla") & ~groups]


def _split(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    first, second = next((a, b) for name, a, b in GAPS if name == column)
    gap = frame["jamforelse"].str.startswith(f"{first}-{second}")
    return frame[frame[column].isin([first, second]) | gap]


def _newest(frame: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """The report's läsår and the parts that its changes are made of."""
    now = frame[frame["lasar"] == run.parameters.lasar]
    return now


def _make_estimate(name: str, title: str, frames: Sequence[pd.DataFrame], run: Underlag) -> Estimate:
    cells = pd.concat([frame for frame in frames if len(frame)], ignore_index=True).drop_duplicates("cell")
    order = {code: position for position, code in enumerate(run.indicators())}
    cells = cells.assign(_order=cells["indikator"].map(order)).sort_values("_order", kind="stable")
    return Estimate(name, title, round_cells(make_cells(cells.drop(columns=["_order", "cell"]))))
