"""The data-quality chapter's estimates: pupils and rows that the report stands on, and what was left out."""

from __future__ import annotations

import pandas as pd

from analys.cleaning.processed import EARLIER, is_pupils
from analys.contracts import LAYOUTS
from analys.corrections import BORTTAGEN
from analys.estimates.cells import SUMMED, Estimate, cell_id, make_cells
from analys.underlag import Underlag

SOURCE = "Kommunens filer"
USED = "använda"
CORRECTED = "rättelse"


def tabeller(run: Underlag) -> list[Estimate]:
    """Estimates of the chapter; none in official mode.

    Returns
    -------
    list of Estimate
        underlag_elever: pupils a kind of file and läsår. underlag_rader: for each kind, the rows of the
        files over the run's läsår (a sum), the rows used, and the rows left out by reason.
        underlag_rattelser: the rows that declared corrections concern, by kind, läsår, column and reason;
        left out where nothing is corrected.
    """
    if not run.has_pupils:
        return []
    tables = [
        Estimate("underlag_elever", "Elever i underlaget", _count_pupils(run)),
        Estimate("underlag_rader", "Rader i filerna: använda och bortsorterade", _account_rows(run)),
    ]
    corrected = _count_corrected(run)
    if corrected:
        title = "Uppgifter som har rättats enligt kommunens lista"
        tables.append(Estimate("underlag_rattelser", title, make_cells(corrected)))
    return tables


def _count_pupils(run: Underlag) -> pd.DataFrame:
    rows = []
    for kind in RESULT_KINDS:
        frame = run.frame(kind)
        counts = frame.groupby("lasar")["elev"].nunique()
        for lasar in run.parameters.lasar_i_trend:
            if lasar in counts.index:
                rows.append(_count("elever", kind, LAYOUTS[kind].title, lasar, int(counts[lasar])))
    return make_cells(rows)


RESULT_KINDS = ("slutbetyg_ak9", "betyg_ak6", "bedomning_ak3", "np_ak3", "np_ak6", "np_ak9")


def _account_rows(run: Underlag) -> pd.DataFrame:
    counted_rows, sorted_out = (
        _name_earlier(run.frame(name), run) for name in ("radrakning", "bortsorterade")
    )
    totals = counted_rows.groupby("slag", sort=False)[["rader_in", "rader_ut"]].sum()
    left_out = sorted_out.groupby(["slag", "skal"], sort=False)["antal"].sum()
    lasar = run.parameters.lasar
    removed = _find_removed(run)
    rows: list[dict[str, object]] = []
    for kind, (rows_in, rows_out) in totals.iterrows():
        title = _TITLES[str(kind)]
        reasons = left_out.xs(kind, level="slag") if kind in left_out.index.get_level_values(0) else {}
        parts = [(f"{kind}:{USED}", USED, int(rows_out))]
        parts += [(f"{kind}:{reason}", str(reason), int(count)) for reason, count in reasons.items()]
        counted = [
            _sum(row, removed[str(kind)]) if row["enhet"] == f"{kind}:{BORTTAGEN}" else row
            for row in (_count("rader", unit, name, lasar, count) for unit, name, count in parts)
        ]
        total = _count("rader", str(kind), title, lasar, int(rows_in))
        counted.insert(0, _sum(total, counted))
        # Rows that are not pupils disclose nobody, however few.
        is_nobody = str(kind) in LAYOUTS and not is_pupils(LAYOUTS[str(kind)])
        rows += [row | {"n": pd.NA} for row in counted] if is_nobody else counted
    return make_cells(rows)


_TITLES = {kind: layout.title for kind, layout in LAYOUTS.items()} | {
    name: f"{LAYOUTS[kind].title}, läsåren före" for kind, name in EARLIER.items()
}


def _name_earlier(frame: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Rows of a kind's läsår before the run's under a name of their own, in the kind's place."""
    is_earlier = frame["slag"].isin(EARLIER) & (frame["lasar"] < run.parameters.lasar_i_trend[0])
    return frame.assign(slag=frame["slag"].mask(is_earlier, frame["slag"].map(EARLIER)))


def _count_corrected(run: Underlag) -> list[dict[str, object]]:
    """Rows that corrections concern; the unit says the kind, the column ("" = whole rows) and a number."""
    rows = []
    for number, one in enumerate(run.frame("rattelser").to_dict("records"), 1):
        unit = f"{one['slag']}:{CORRECTED}:{one['kolumn']}:{number}"
        row = _count("rader", unit, one["skal"], one["lasar"], one["antal"])
        # A pupil may have several rows.
        rows.append(row | {"n": one["elever"]})
    return rows


def _find_removed(run: Underlag) -> dict[str, list[dict[str, object]]]:
    """Kind -> what is counted of its rows that corrections leave out."""
    removed: dict[str, list[dict[str, object]]] = {}
    for row in _count_corrected(run):
        kind, _, column, _ = str(row["enhet"]).split(":")
        if kind in EARLIER and str(row["lasar"]) < run.parameters.lasar_i_trend[0]:
            kind = EARLIER[kind]
        if not column:
            removed.setdefault(kind, []).append(row)
    return removed


def _sum(row: dict[str, object], parts: list[dict[str, object]]) -> dict[str, object]:
    keys = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse")
    ids = [cell_id(**{key: str(part[key]) for key in keys if key in part}) for part in parts]
    return row | {"jamforelse": SUMMED, "delar": " + ".join(ids)}


def _count(measure: str, unit: str, name: str, lasar: str, count: int) -> dict[str, object]:
    return {
        "indikator": measure,
        "enhetstyp": "slag",
        "enhet": unit,
        "enhetsnamn": name,
        "lasar": lasar,
        "varde": float(count),
        "n": count,
        "kalla": SOURCE,
    }
