"""Final grade against provbetyg, subject by subject: lower, equal or higher, and the net of the two.

Shares: Skolverket, "Relationen mellan nationella prov och slutbetyg", shown for at least 15 pupils who have
both. The net (higher minus lower) has no official definition; it is this report's own measure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analys.indicators.base import Compute, Indicator
from analys.indicators.np_amnen import ARSKURSER, PROVAMNEN, Provamne
from analys.indicators.np_provbetyg import BROTT, BROTT_TEXT, INSTALLDA, PROVBETYG

LAGRE, LIKA, HOGRE = RELATIONER = ("lägre", "lika", "högre")

MINST_ELEVER = 15
"""Skolverket's least number of pupils with both grades."""

STEG = {betyg: float(steg) for steg, betyg in enumerate(reversed(PROVBETYG))}
"""Grades as steps: F 0, E 1 … A 5, in that order."""

BETYGSNAMN = {9: "slutbetyg", 6: "betyg"}
"""What the grade of a year group is called: only åk 9 ends the school."""

KALLA = "Skolverket, officiell statistik: relationen mellan nationella prov och slutbetyg"
EGET_MATT = "Rapportens eget mått: någon officiell definition finns inte"

_KOLADA = {
    "ak9_sv": ("N15569", "N15570"),
    "ak9_ma": ("N15571", "N15572"),
    "ak9_en": ("N15573", "N15574"),
    "ak9_sva": ("N15575", "N15576"),
}


def read_steps(frame: pd.DataFrame, amne: Provamne) -> tuple[pd.Series, pd.Series]:
    """Provbetyg and grade of each pupil as steps 0–5, both NaN unless the pupil has both in this subject.

    Parameters
    ----------
    frame : pandas.DataFrame
        Pairs (see `parning`) of the subject's year group.
    """
    if amne.prov not in frame or amne.betyg not in frame:
        nothing = pd.Series(np.nan, index=frame.index, dtype="float64")
        return nothing, nothing
    prov = _count_steps(frame[amne.prov])
    if amne.valt:
        column, code = amne.valt
        prov = prov.where((frame[column] == code).fillna(False))
    betyg = _count_steps(frame[amne.betyg])
    both = prov.notna() & betyg.notna()
    return prov.where(both), betyg.where(both)


def _count_steps(codes: pd.Series) -> pd.Series:
    """Steps of the grades, NaN for every other code; one look-up for the whole column."""
    values = pa.array(codes.astype("str"), type=pa.large_string(), from_pandas=True)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    found = pc.index_in(values, value_set=pa.array(list(STEG), type=pa.large_string()))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=codes.index, dtype="float64")


def make_relation(amne: Provamne) -> Compute:
    """Indicator function: position in `RELATIONER`, NaN without both grades."""

    def compute_relation(frame: pd.DataFrame) -> pd.Series:
        prov, betyg = read_steps(frame, amne)
        return np.sign(betyg - prov) + 1

    return compute_relation


def make_netto(*amnen: Provamne) -> Compute:
    """Indicator function: 100 higher, 0 equal, −100 lower; the mean over the pupil's subjects."""

    def compute_netto(frame: pd.DataFrame) -> pd.Series:
        total = np.zeros(len(frame))
        count = np.zeros(len(frame))
        for amne in amnen:
            prov, betyg = read_steps(frame, amne)
            sign = np.sign(betyg - prov).to_numpy(dtype="float64")
            total += np.nan_to_num(sign)
            count += ~np.isnan(sign)
        mean = np.divide(100 * total, count, out=np.full(len(frame), np.nan), where=count > 0)
        return pd.Series(mean, index=frame.index, dtype="float64")

    return compute_netto


def _make_relation(amne: Provamne) -> Indicator:
    grade = BETYGSNAMN[amne.arskurs]
    where = f"i {amne.namn} i årskurs {amne.arskurs}"
    lower, higher = _KOLADA.get(amne.suffix, ("", ""))
    return Indicator(
        code=f"np_relation_{amne.suffix}",
        label=f"Andel elever efter {grade} jämfört med provbetyg i {amne.namn}, årskurs {amne.arskurs}",
        short_label=f"{amne.namn.capitalize()}, åk {amne.arskurs}",
        definition=(
            f"Andel elever vars {grade} i {amne.namn} är lägre än, samma som eller högre än provbetyget på "
            f"det nationella provet i årskurs {amne.arskurs}."
        ),
        unit="procent",
        decimals=1,
        denominator=f"Elever som har både provbetyg och {grade} (A–F) i ämnet.",
        source=KALLA if amne.arskurs == 9 else EGET_MATT,
        compute=make_relation(amne),
        categories=RELATIONER,
        kategorifraser=(
            f"andelen elever med lägre {grade} än provbetyg {where}",
            f"andelen elever med samma {grade} som provbetyg {where}",
            f"andelen elever med högre {grade} än provbetyg {where}",
        ),
        kolada_kategorier=tuple((name, kpi) for name, kpi in ((LAGRE, lower), (HOGRE, higher)) if kpi),
        family=f"Andel elever efter {grade} jämfört med provbetyg, årskurs {amne.arskurs}",
        family_definition=(
            f"Andel elever vars {grade} är lägre än, samma som eller högre än provbetyget på det "
            f"nationella provet i samma ämne i årskurs {amne.arskurs}. Redovisas ämne för ämne."
        ),
        **_common(amne.arskurs),  # type: ignore[arg-type]
    )


def _make_netto(amne: Provamne) -> Indicator:
    grade = BETYGSNAMN[amne.arskurs]
    return Indicator(
        code=f"np_netto_{amne.suffix}",
        label=f"Nettoavvikelse i {amne.namn}, årskurs {amne.arskurs}",
        short_label=f"{amne.namn.capitalize()}, åk {amne.arskurs}",
        definition=(
            f"Andel elever med högre {grade} än provbetyg minus andel elever med lägre {grade} än provbetyg "
            f"i {amne.namn} i årskurs {amne.arskurs}, i procentenheter."
        ),
        denominator=f"Elever som har både provbetyg och {grade} (A–F) i ämnet.",
        compute=make_netto(amne),
        is_net=True,
        **_net(amne.arskurs),  # type: ignore[arg-type]
    )


def _make_netto_alla(arskurs: int) -> Indicator:
    grade = BETYGSNAMN[arskurs]
    return Indicator(
        code=f"np_netto_ak{arskurs}",
        label=f"Nettoavvikelse i alla provämnen, årskurs {arskurs}",
        short_label=f"Alla provämnen, åk {arskurs}",
        definition=(
            f"Medelvärdet av elevernas egna nettoavvikelser i årskurs {arskurs}: andelen av elevens "
            "provämnen där betyget är högre än provbetyget minus andelen där det är lägre, i procentenheter."
        ),
        denominator=f"Elever som har både provbetyg och {grade} (A–F) i minst ett ämne.",
        compute=make_netto(*(amne for amne in PROVAMNEN if amne.arskurs == arskurs)),
        **_net(arskurs),  # type: ignore[arg-type]
    )


def _net(arskurs: int) -> dict[str, object]:
    grade = BETYGSNAMN[arskurs]
    return _common(arskurs) | {
        "unit": "procentenheter",
        "decimals": 1,
        "source": EGET_MATT,
        "family": f"Nettoavvikelse mellan {grade} och provbetyg, årskurs {arskurs}",
        "family_definition": (
            f"Andel elever med högre {grade} än provbetyg minus andel elever med lägre {grade} än "
            "provbetyg, i procentenheter. För alla provämnen tillsammans är det medelvärdet av elevernas "
            "egna nettoavvikelser."
        ),
    }


def _common(arskurs: int) -> dict[str, object]:
    return {
        "kind": f"prov_betyg_ak{arskurs}",
        "arskurs": arskurs,
        "valid_from": "2012/13",
        "valid_to": "",
        "breaks": BROTT[arskurs],
        "break_notes": tuple(BROTT_TEXT[lasar] for lasar in BROTT[arskurs]),
        "missing_lasar": INSTALLDA,
        "higher_is_better": None,
        "troskel": MINST_ELEVER,
        "kapitel": "np_och_betyg",
    }


RELATION = tuple(_make_relation(amne) for amne in PROVAMNEN)
NETTO = tuple(
    indicator
    for arskurs in ARSKURSER
    for indicator in (
        _make_netto_alla(arskurs),
        *(_make_netto(amne) for amne in PROVAMNEN if amne.arskurs == arskurs),
    )
)
