"""Published figures on final grades against provbetyg: Kolada's of municipalities, Skolverket's of schools.

Kolada gives the shares with a lower and a higher final grade in åk 9; the share with the same grade and the
net of the two follow from them and are our own calculation. Skolverket's export gives all three shares and
the number of pupils, for units with at least 15 pupils in the subject. Official figures describe: no
intervals, and no primary rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.comparable import pair_changes
from analys.estimates.differences import compute_differences
from analys.indicators import REGISTRY
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, MINST_ELEVER
from analys.official.cells import cite_processed
from analys.underlag import Underlag

_MATT = {"np_relation_lagre": LAGRE, "np_relation_lika": LIKA, "np_relation_hogre": HOGRE}
_ANTAL = "np_relation_antal"
_GROUP = ["enhetstyp", "enhet", "enhetsnamn", "lasar", "kon"]


def official_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of published figures; none when nothing is published.

    Returns
    -------
    list of Estimate
        np_officiellt: in official mode the municipality and its changes, its schools, riket, county and
        similar municipalities; beside pupil files only the last three, since the files tell the rest.
    """
    levels = make_cells(_list_cells(run))
    if levels.empty:
        return []
    own = levels[levels["enhetstyp"] == "kommun"]
    changes = compute_differences(own, pair_changes(own, run))
    return [make_estimate("np_officiellt", "Publicerat om slutbetyg och provbetyg", [levels, changes])]


def _list_cells(run: Underlag) -> Iterator[dict[str, Any]]:
    yield from _list_kolada(run)
    if not run.has_pupils:
        yield from _list_schools(run)


def _list_kolada(run: Underlag) -> Iterator[dict[str, Any]]:
    cells = run.official()
    cells = cells[
        cells["indikator"].str.startswith("np_relation_") & (cells["lasar"] <= run.parameters.lasar)
    ]
    if run.has_pupils:
        cells = cells[cells["enhetstyp"] != "kommun"]
    # A reference group matters as a whole.
    cells = cells[(cells["enhetstyp"] == "kommun") | (cells["kon"] == "alla")]
    for (code, *keys), part in cells.groupby(["indikator", *_GROUP], sort=False):
        unit = dict(zip(_GROUP, keys, strict=True))
        shares = {row["kategori"]: row for row in part.to_dict("records")}
        if all(row["status"] == "saknas" for row in shares.values()):
            continue
        kalla = cite_processed(
            run.parameters.kommun, [kpi for _, kpi in REGISTRY[str(code)].kolada_kategorier], unit["lasar"]
        )
        yield from _complete(str(code), unit, shares, kalla)


def _complete(
    code: str, unit: Mapping[str, Any], shares: Mapping[str, Mapping[str, Any]], kalla: str
) -> Iterator[dict[str, Any]]:
    """Lower, equal, higher and the net, from published lower and higher."""
    lower, higher = shares.get(LAGRE), shares.get(HOGRE)
    common = {**unit, "indikator": code}
    for name, share in ((LAGRE, lower), (HOGRE, higher)):
        if share is not None:
            yield {**common, "kategori": name, **{key: share[key] for key in ("varde", "status", "kalla")}}
    if lower is None or higher is None or "saknas" in (lower["status"], higher["status"]):
        return
    both = {"status": "officiell", "kalla": kalla, "delar": f"{lower['cell']} + {higher['cell']}"}
    equal = max(round(100 - lower["varde"] - higher["varde"], 9), 0.0)
    yield {**common, **both, "kategori": LIKA, "varde": equal}
    net = round(higher["varde"] - lower["varde"], 9)
    yield {**common, **both, "indikator": _net(code), "varde": net}


def _list_schools(run: Underlag) -> Iterator[dict[str, Any]]:
    frame = run.skolverket()
    frame = frame[(frame["tabell"] == "np_relation_ak9") & (frame["enhetstyp"] == "skolenhet")]
    for (amne, *keys), part in frame.groupby(["amne", *_GROUP[1:]], sort=False):
        unit = {"enhetstyp": "skola", **dict(zip(_GROUP[1:], keys, strict=True))}
        values = {row["matt"]: row for row in part.to_dict("records")}
        yield from _read_school(f"np_relation_ak9_{amne}", unit, values)


def _read_school(
    code: str, unit: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """A school's shares and net in one subject; nothing where Skolverket shows nothing or too few pupils."""
    shares = {name: values[matt] for matt, name in _MATT.items() if matt in values}
    count = values.get(_ANTAL, {}).get("varde", float("nan"))
    if count < MINST_ELEVER or not any(share["status"] == "officiell" for share in shares.values()):
        return
    common = {**unit, "n": pd.NA if pd.isna(count) else int(count)}
    for name, share in shares.items():
        status = share["status"] if share["status"] in ("officiell", "skyddad") else "saknas"
        shown = {"varde": share["varde"], "status": status, "kalla": share["kalla"]}
        yield {**common, **shown, "indikator": code, "kategori": name}
    if not all(name in shares and shares[name]["status"] == "officiell" for name in (LAGRE, HOGRE)):
        return
    group = str(unit["enhet"]), str(unit["lasar"]), str(unit["kon"])
    parts = [cell_id(code, *group, "alla", "", name) for name in (LAGRE, HOGRE)]
    yield {
        **common,
        "indikator": _net(code),
        "varde": round(shares[HOGRE]["varde"] - shares[LAGRE]["varde"], 9),
        "status": "officiell",
        "kalla": f"Egen beräkning på uppgifter från {shares[HOGRE]['kalla'].removeprefix('Källa: ')}",
        "delar": " + ".join(parts),
    }


def _net(code: str) -> str:
    return code.replace("np_relation_", "np_netto_")
