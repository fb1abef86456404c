"""What has changed in absence, band by band over year groups: the claims that the intervals carry.

Nine year groups with several bands each are many changes, and some look sure by chance alone. So those that
something is claimed about have wider intervals, which hold for all of the claims together: the largest
number R of the m changes is sought, so that at least R carry a claim when each interval has the level
1 - 0.05 R / m (Benjamini and Yekutieli 2005, with Benjamini and Hochberg's rule of choice). A claim is a
direction, or that the change is small: the interval lies within ± δ.

δ is that of absence, but at most a fourth of the share in the earlier term: from 1 to 2 percent is no small
change.

References
----------
Benjamini, Y. & Yekutieli, D. (2005). False discovery rate-adjusted multiple confidence intervals for selected
parameters. Journal of the American Statistical Association 100, 71-81.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.certainty import (
    HOGRE_OSAKER,
    LAGRE_OSAKER,
    TYDLIGT_HOGRE,
    TYDLIGT_LAGRE,
    UNGEFAR_LIKA,
    classify,
)
from analys.estimates.intervals import NIVA, Level
from analys.indicators.franvaro import ALLA, ARSKURSER, BAND, STADIER, Grupp
from analys.indicators.franvaro_band import list_sums, name_bands
from analys.presentation.franvaro_lasning import name_comparison
from analys.presentation.wording import delta_of
from analys.underlag import Underlag

RELATIV = 0.25
"""A change is small only when it is less than this part of the earlier share, whatever the run's δ."""

Place = tuple[Grupp, str]
"""A group of year groups and a band, or bands together."""

Riktning = Literal["ökat", "minskat", "oförändrat"]

_RIKTNING: Mapping[str, Riktning] = {
    TYDLIGT_HOGRE: "ökat",
    HOGRE_OSAKER: "ökat",
    TYDLIGT_LAGRE: "minskat",
    LAGRE_OSAKER: "minskat",
    UNGEFAR_LIKA: "oförändrat",
}


@dataclass(frozen=True)
class Svep:
    """Groups of year groups next to each other whose share of pupils has gone the same way.

    Parameters
    ----------
    kategori : str
        A band, "20–29", or bands together, "minst 30".
    riktning : {"ökat", "minskat", "oförändrat"}
    tydlig : bool
        Whether each change is surely more than small; False for "oförändrat".
    grupper : tuple of Grupp
        In order.
    celler : tuple of ShownCell
        Their changes.
    """

    kategori: str
    riktning: Riktning
    tydlig: bool
    grupper: tuple[Grupp, ...]
    celler: tuple[ShownCell, ...]


@dataclass(frozen=True)
class Andringar:
    """Claims about the change between the run's two terms, in the order of bands and groups.

    Parameters
    ----------
    arskurser, stadier, alla : tuple of Svep
        Over åk 1–9, over the stages, and of all pupils: each a family of its own.
    provade : int
        Changes of single year groups that could have carried a claim.
    ej_jamforda : tuple of Grupp
        Groups with levels in both terms but no change: too little is registered.
    dolda : bool
        There are changes that may not be shown.
    """

    arskurser: tuple[Svep, ...]
    stadier: tuple[Svep, ...]
    alla: tuple[Svep, ...]
    provade: int
    ej_jamforda: tuple[Grupp, ...]
    dolda: bool


def summarise_changes(run: Underlag, tables: Mapping[str, ProtectedTable]) -> Andringar | None:
    """The claims that the shown changes of franvaro_andring carry; None without that table.

    A change whose value or interval may not be shown carries none, and breaks a row of year groups.
    """
    table = tables.get("franvaro_andring")
    if table is None:
        return None
    edges = run.parameters.band
    kategorier = (*name_bands(edges), *list_sums(edges))
    termin, jamforelse = run.parameters.termin.termin, name_comparison(run)
    levels = {cell.cell: cell for cell in table.cells(jamforelse="")}
    changes = {(cell.indikator, cell.kategori): cell for cell in table.cells(jamforelse=jamforelse)}

    def find(groups: Sequence[Grupp]) -> tuple[tuple[Svep, ...], int]:
        family = {
            (grupp, kategori): cell
            for grupp in groups
            for kategori in kategorier
            if (cell := changes.get((f"franvaroband_{termin}_{grupp.kod}", kategori))) is not None
            and cell.shown
            and not math.isnan(cell.undre)
        }
        delta = {key: find_delta(_before(cell, levels), run) for key, cell in family.items()}
        claims = claim_changes(family, delta)
        sweeps = [one for kategori in kategorier for one in _sweep(kategori, groups, family, claims)]
        return tuple(_tell_once(sweeps, list_sums(edges))), len(family)

    (years, tried), (stages, _), (whole, _) = (find(groups) for groups in (ARSKURSER, STADIER, (ALLA,)))
    hidden = any(cell.status == "skyddad" for cell in changes.values())
    return Andringar(years, stages, whole, tried, tuple(_find_uncompared(run, levels, changes)), hidden)


def find_delta(before: float, run: Underlag) -> float:
    """Smallest change of a share that matters, from its earlier value in percent.

    Examples
    --------
    >>> from pathlib import Path
    >>> from analys.parameters import RunParameters
    >>> run = Underlag(RunParameters(), Path())
    >>> find_delta(60.0, run), find_delta(2.0, run)
    (1.0, 0.5)
    """
    return max(min(delta_of(BAND[0], run.parameters), RELATIV * before), 1e-9)


def claim_changes(family: Mapping[Place, ShownCell], delta: Mapping[Place, float]) -> dict[Place, str]:
    """Certainty class of the changes that something is claimed about, by intervals that hold for all claims.

    Parameters
    ----------
    family : mapping to ShownCell
        All changes that could be claimed about, each with its 95 % interval.
    delta : mapping to float
        Smallest change that matters, of each.
    """
    m = len(family)
    for selected in range(m, 0, -1):
        stretch = _stretch(selected / m)
        found = {key: _classify(cell, delta[key], stretch) for key, cell in family.items()}
        claims = {key: kod for key, kod in found.items() if kod in _RIKTNING}
        if len(claims) >= selected:
            return claims
    return {}


def _stretch(part: float) -> float:
    """How much wider than the 95 % interval one is at the level 1 - part × 5 %."""
    normal = NormalDist()
    return normal.inv_cdf(1 - part * (1 - NIVA) / 2) / normal.inv_cdf((1 + NIVA) / 2)


def _classify(cell: ShownCell, delta: float, stretch: float) -> str:
    low, high = (cell.varde + stretch * (limit - cell.varde) for limit in (cell.undre, cell.ovre))
    return classify(Level(cell.varde, round(low, 9), round(high, 9), cell.n or 0), delta, False).kod


def _before(change: ShownCell, levels: Mapping[str, ShownCell]) -> float:
    """The earlier level that a change is counted from; 0 where it is not told, so that nothing is small."""
    earlier = levels.get(change.delar.split(" + ")[-1])
    return 0.0 if earlier is None or math.isnan(earlier.varde) else earlier.varde


def _sweep(
    kategori: str,
    groups: Sequence[Grupp],
    family: Mapping[Place, ShownCell],
    claims: Mapping[Place, str],
) -> Iterator[Svep]:
    """Rows of groups next to each other that went the same way."""
    row: list[Grupp] = []
    for grupp in (*groups, None):
        kod = claims.get((grupp, kategori), "") if grupp else ""
        same = bool(row) and _RIKTNING.get(kod) == _RIKTNING[claims[row[0], kategori]]
        if row and not same:
            codes = [claims[one, kategori] for one in row]
            yield Svep(
                kategori,
                _RIKTNING[codes[0]],
                all(code in (TYDLIGT_HOGRE, TYDLIGT_LAGRE) for code in codes),
                tuple(row),
                tuple(family[one, kategori] for one in row),
            )
            row = []
        if kod and grupp:
            row.append(grupp)


def _tell_once(sweeps: Sequence[Svep], sums: Mapping[str, Sequence[str]]) -> Iterator[Svep]:
    """Without what others tell already: bands that went the way of the bands together, in the same groups."""
    names = list(sums)
    inner = {name: {*sums[name], *names[place + 1 :]} for place, name in enumerate(names)}
    for one in sweeps:
        if not any(
            one.kategori in inner.get(other.kategori, ())
            and one.riktning == other.riktning
            and set(one.grupper) <= set(other.grupper)
            for other in sweeps
        ):
            yield one


def _find_uncompared(
    run: Underlag, levels: Mapping[str, ShownCell], changes: Iterable[tuple[str, str]]
) -> Iterator[Grupp]:
    """Groups with a level of each term, but no change at all."""
    terms = (run.parameters.termin, run.parameters.jamforelsetermin)
    told = {(cell.indikator, cell.lasar) for cell in levels.values()}
    compared = {code for code, _ in changes}
    for grupp in (ALLA, *STADIER, *ARSKURSER):
        codes = [(f"franvaroband_{term.termin}_{grupp.kod}", term.lasar) for term in terms]
        if set(codes) <= told and codes[0][0] not in compared:
            yield grupp
