"""Cells of official statistics: the municipality, riket, its county and similar municipalities.

Official figures describe and never infer: no n, no interval. Published values are cited "Källa: Kolada";
means over municipalities are our own processing, which Kolada's terms do not let us cite as Kolada's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analys.errors import InputError, Problem
from analys.estimates.cells import make_cells
from analys.indicators import REGISTRY
from analys.indicators.forutsattningar import FORUTSATTNINGAR
from analys.lasar import parse_lasar, shift, var
from analys.official.answers import Group
from analys.official.index import INDEX, fetch_again, in_data
from analys.official.kommuner import DEMO_KOD, RIKET, kommunnamn, lansnamn
from analys.official.nyckeltal import COARSE_KPI, COARSE_VALUE, list_published
from analys.official.store import load_group, load_kolada

LEAST_IN_MEAN = 3
RIKET_NAMN = "riket, kommunala skolor"
KON = ("alla", "flickor", "pojkar")
_COARSE_NOTE = "95 är ett grovt värde: 1–4 av minst 40 elever nådde inte kriterierna i alla ämnen"


class _Citation(NamedTuple):
    """How a published value and our own processing of such values are cited."""

    published: str
    processed: str


_KOLADA = _Citation("Källa: Kolada", "Egen beräkning på uppgifter från Kolada")
# The demo municipality's answers only look like Kolada's.
_SIMULATED = _Citation(
    "Källa: simulerade uppgifter i Koladas form", "Egen beräkning på simulerade uppgifter i Koladas form"
)

_HIGHEST = {"procent": 100.0, "poäng": 340.0}

_Values = dict[tuple[str, str, str, str], float]


def official_cells(data: Path, kommun: str, lasar: Sequence[str]) -> pd.DataFrame:
    """Official cells of the indicators that Kolada publishes, from the kept answers.

    For each indicator and each asked läsår with any published value: every gender for the municipality
    (``enhet`` its code) and riket ("0000"), and the unweighted mean of the county's other municipalities
    ("lan") and of the similar municipalities ("liknande") where at least three have a value.

    Parameters
    ----------
    data : pathlib.Path
        Data folder.
    kommun : str
        Municipality code.
    lasar : sequence of str
        Läsår, "2018/19".

    Returns
    -------
    pandas.DataFrame
        Cells (see `analys.estimates.cells`), status officiell or saknas, n and interval always empty, varde
        in the registry's unit (procent 0-100 or points). Sorted by indicator, unit, läsår and gender. Empty
        when Kolada has published nothing for these läsår.

    Raises
    ------
    InputError
        When nothing is fetched, a kept answer is missing, changed or broken, or a value cannot be true.
    """
    wanted = sorted({parse_lasar(text) for text in lasar})
    values = _read_values(load_kolada(data, kommun), wanted)
    _check_range(
        values,
        kommun,
        {kpi: _HIGHEST[REGISTRY[indikator].unit] for kpi, indikator, _ in list_published()},
    )
    group = load_group(data, kommun)
    rows: list[dict[str, Any]] = []
    for kpi, indikator, kategori in list_published():
        mine = {key: value for key, value in values.items() if key[0] == kpi}
        whole = _drop_partial(mine, values, REGISTRY[indikator].kolada_kategorier)
        published = [year for year in wanted if any(key[2] == year for key in mine)]
        measure = {"indikator": indikator, "kategori": kategori}
        rows += ({**measure, **row} for row in _rows(mine, whole, kpi, kommun, published, group))
    return make_cells(rows)


def condition_cells(data: Path, kommun: str, lasar: Sequence[str]) -> pd.DataFrame:
    """Official cells of the preconditions that Kolada publishes, of all pupils.

    Parameters
    ----------
    data, kommun, lasar
        As of `official_cells`.

    Returns
    -------
    pandas.DataFrame
        As of `official_cells`. The läsår is the one that a value is about, see `Forutsattning.mats`; of a
        calendar year the one whose spring lies in it, and `kategori` tells.

    Raises
    ------
    InputError
        As `official_cells`.
    """
    wanted = sorted({parse_lasar(text) for text in lasar})
    frame = load_kolada(data, kommun)
    group = load_group(data, kommun)
    rows: list[dict[str, Any]] = []
    for one in FORUTSATTNINGAR.values():
        mine = frame[(frame["kpi"] == one.kpi) & (frame["kon"] == "alla")]
        mine = mine.assign(lasar=[shift(year, one.shift) for year in mine["lasar"]])
        values = _read_values(mine, wanted)
        _check_range(values, kommun, {one.kpi: one.highest})
        published = [year for year in wanted if any(key[2] == year for key in values)]
        for row in _rows(values, values, one.kpi, kommun, published, group):
            if row["kon"] == "alla":
                source = _name_year(row["kalla"], row["lasar"]) if one.kategori else row["kalla"]
                rows.append({"indikator": one.code, "kategori": one.kategori, **row, "kalla": source})
    return make_cells(rows)


def _name_year(source: str, lasar: str) -> str:
    """A source with the calendar year in place of the läsår whose spring lies in it."""
    return source.replace(lasar, str(var(lasar)), 1)


def _read_values(frame: pd.DataFrame, wanted: Sequence[str]) -> _Values:
    """The published values of some läsår, by KPI, place, läsår and gender."""
    frame = frame[frame["lasar"].isin(wanted) & (frame["status"] == "officiell")]
    columns = [frame[name].tolist() for name in ("kpi", "enhet", "lasar", "kon")]
    return dict(zip(zip(*columns, strict=True), frame["varde"].tolist(), strict=True))


def cite_processed(kommun: str, kpis: Sequence[str], lasar: str) -> str:
    """Source of an own calculation on a municipality's published values.

    Examples
    --------
    >>> cite_processed("1961", ["N15571", "N15572"], "2018/19")
    'Egen beräkning på uppgifter från Kolada, N15571, N15572, 2018/19'
    """
    cite = _SIMULATED if kommun == DEMO_KOD else _KOLADA
    return ", ".join((cite.processed, *kpis, lasar))


def _check_range(values: _Values, kommun: str, highest: Mapping[str, float]) -> None:
    """A share is 0-100 procent and a meritvärde 0-340 points: anything else is a fault at the source."""
    impossible = sorted(
        {key[:3] for key, value in values.items() if not 0 <= value <= highest.get(key[0], math.inf)}
    )
    if impossible:
        what = ", ".join(f"{kpi} för {enhet} {lasar}" for kpi, enhet, lasar in impossible[:5])
        raise InputError(
            [
                Problem(
                    in_data(data=Path(), kommun=kommun, name=INDEX),
                    f"Kolada har svarat med värden som inte kan stämma: {what}.",
                    fetch_again(kommun),
                )
            ]
        )


def _drop_partial(values: _Values, every: _Values, parts: Sequence[tuple[str, str]]) -> _Values:
    """Values of places where all parts of a distribution are published: means of parts need the same places.

    A part may be missing because it is small, so its mean over those who publish it says too much.
    """
    if not parts:
        return values
    return {key: value for key, value in values.items() if all((kpi, *key[1:]) in every for _, kpi in parts)}


def _rows(
    values: _Values, whole: _Values, kpi: str, kommun: str, lasar: Sequence[str], group: Group | None
) -> Iterator[dict[str, Any]]:
    cite = _SIMULATED if kommun == DEMO_KOD else _KOLADA
    own = ("kommun", kommun, kommunnamn(kommun))
    for enhetstyp, enhet, namn in (own, ("riket", RIKET, RIKET_NAMN)):
        unit = {"enhetstyp": enhetstyp, "enhet": enhet, "enhetsnamn": namn}
        yield from ({**unit, **_published(values, key, cite)} for key in _grid(kpi, enhet, lasar))
    lan = lansnamn(kommun)
    county = {place for _, place, _, _ in whole if place[:2] == kommun[:2]} - {kommun}
    unit = {"enhetstyp": "lan", "enhet": "lan", "enhetsnamn": f"övriga kommuner i {lan}"}
    means = _means(whole, kpi, county, lasar, f"i {lan}", cite)
    yield from ({**unit, **mean} for mean in means)
    if group:
        similar = set(group.medlemmar) - {kommun}
        unit = {"enhetstyp": "liknande", "enhet": "liknande", "enhetsnamn": "liknande kommuner"}
        means = _means(whole, kpi, similar, lasar, f"i gruppen ”{group.titel}”", cite)
        yield from ({**unit, **mean} for mean in means)


def _grid(kpi: str, enhet: str, lasar: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    return ((kpi, enhet, year, kon) for year in lasar for kon in KON)


def _published(values: _Values, key: tuple[str, str, str, str], cite: _Citation) -> dict[str, Any]:
    kpi, _, lasar, kon = key
    value = values.get(key)
    note = f" ({_COARSE_NOTE})" if is_coarse(kpi, value) else ""
    return {
        "lasar": lasar,
        "kon": kon,
        "varde": value,
        "status": "saknas" if value is None else "officiell",
        "kalla": f"{cite.published}, {kpi}, {lasar}{note}",
    }


def _means(
    values: _Values, kpi: str, places: set[str], lasar: Sequence[str], where: str, cite: _Citation
) -> list[dict[str, Any]]:
    rows = []
    for _, _, year, kon in _grid(kpi, "", lasar):
        found = [values[key] for place in sorted(places) if (key := (kpi, place, year, kon)) in values]
        enough = len(found) >= LEAST_IN_MEAN
        rows.append(
            {
                "lasar": year,
                "kon": kon,
                "varde": sum(found) / len(found) if enough else None,
                "status": "officiell" if enough else "saknas",
                "kalla": f"{cite.processed}, {kpi}, {year}: {_basis(kpi, found)} {where}",
            }
        )
    return rows if any(row["status"] == "officiell" for row in rows) else []


def _basis(kpi: str, found: Sequence[float]) -> str:
    if len(found) < LEAST_IN_MEAN:
        return "färre än tre kommuner med värde"
    coarse = sum(is_coarse(kpi, value) for value in found)
    note = f" (varav {coarse} med det grova värdet 95)" if coarse else ""
    return f"ovägt medelvärde av {len(found)} kommuner{note}"


def is_coarse(kpi: str, value: float | None) -> bool:
    """Whether a value is Kolada's stand-in 95 in åk 6, for at least 40 pupils of whom 1-4 did not reach.

    Examples
    --------
    >>> is_coarse("N15540", 95.0), is_coarse("N15540", 94.9), is_coarse("N15419", 95.0)
    (True, False, False)
    """
    return kpi in COARSE_KPI and value == COARSE_VALUE
