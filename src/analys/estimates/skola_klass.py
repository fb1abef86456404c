"""A school's classes and groups, for its internal working material alone: never in a published report.

The levels of the report's läsår by class, and by gender, beside the school's own. Pupils without a class are
a class of their own, so that the classes are the whole school.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.counts import publish_counts
from analys.estimates.groups import KON
from analys.estimates.stacking import Stack, stack_pupils
from analys.estimates.trend_levels import SOURCE
from analys.indicators.franvaro import ALLA
from analys.indicators.franvaro_band import name_bands
from analys.underlag import Underlag

DIALOG = "dialog"
KLASS = "klass"
BETWEEN = "/"
"""Between skolenhetskod and class in a class' unit."""

UTAN_KLASS = "Utan klass"

RESULTAT = ("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes", "alla_amnen_ak6")
PROV = (
    *(f"np_ak{arskurs}_{amne}" for arskurs in (9, 6) for amne in ("ma", "en", "sv", "sva")),
    *(f"np_ak3_{amne}" for amne in ("ma", "sv", "sva")),
)

_UNIT = ("lasar", "skolenhet")
_BIDRAG = ["cell", "storst", "nast"]


def tabeller(run: Underlag) -> list[Estimate]:
    """Estimates of a school's classes and groups; none but in a school's internal edition.

    Returns
    -------
    list of Estimate
        skola_klass_resultat, skola_klass_np and skola_klass_franvaro: each class and the school in the
        report's läsår or term; skola_kon: girls and boys and the school. Of the bands of absence only the
        lowest: the others are a pupil or two of a class.
    """
    about = run.parameters
    if about.utgava != DIALOG or not about.skola:
        return []
    absence = [f"{prefix}_{about.termin.termin}_{ALLA.kod}" for prefix in ("franvaro", "franvaroband")]
    wanted = (
        ("skola_klass_resultat", "Resultat per klass", RESULTAT, about.lasar, KLASS),
        ("skola_kon", "Resultat för flickor och pojkar på skolan", RESULTAT, about.lasar, "kon"),
        ("skola_klass_np", "Nationella prov per klass", PROV, about.lasar, KLASS),
        ("skola_klass_franvaro", "Frånvaro per klass", absence, about.termin.lasar, KLASS),
    )
    made = [_estimate(run, *one) for one in wanted]
    return [estimate for estimate in made if estimate is not None]


def _estimate(
    run: Underlag, name: str, title: str, codes: Sequence[str], lasar: str, column: str
) -> Estimate | None:
    frames, largest = [], []
    for stack in stack_pupils(run, [code for code in codes if code in run.indicators()], [lasar]):
        own = _select_school(stack, run.parameters.skola)
        if own.pupils.empty:
            continue
        for by in (_UNIT, (*_UNIT, column)):
            levels = own.compute_levels(by)
            present = levels["kategori"].isin(["", name_bands(run.parameters.band)[0]])
            cells = _make_cells(levels[levels["varde"].notna() & present], run)
            frames.append(cells)
            if own.form.is_mean:
                largest.append(_find_largest(own, by, run))
    if not any(len(frame) for frame in frames):
        return None
    cells = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    made = make_estimate(name, title, [publish_counts(cells, run.indicators(), run.parameters.troskel)])
    return replace(made, bidrag=pd.concat(largest, ignore_index=True)) if largest else made


def _select_school(stack: Stack, skola: str) -> Stack:
    """The school's own pupils; intervals still know how alike classes are in the whole municipality."""
    pupils = stack.pupils[stack.pupils["skolenhet"] == skola]
    keys = {name: pupils[name].cat.remove_unused_categories() for name in pupils if name in _CATEGORIES}
    return replace(stack, pupils=pupils.assign(**keys).reset_index(drop=True))


_CATEGORIES = frozenset(("lasar", "skolenhet", "klass", "kon", "svsva"))


def _make_cells(levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    skola, name = run.parameters.skola, run.skolnamn
    levels = levels.rename(columns={"skolenhet": "enhet"}).assign(
        enhetstyp="skola", enhetsnamn=name, kalla=SOURCE
    )
    if KLASS in levels:
        klass = levels.pop(KLASS).astype("str").str.replace("|", "", regex=False).str.strip()
        levels = levels.assign(
            enhetstyp=KLASS,
            enhet=skola + BETWEEN + klass,
            enhetsnamn=klass.where(klass != "", UTAN_KLASS),
        )
    if "kon" in levels:
        levels["kon"] = levels["kon"].map(dict(zip(KON.elever, KON.celler, strict=True)))
    return make_cells(levels)


def _find_largest(stack: Stack, by: Sequence[str], run: Underlag) -> pd.DataFrame:
    """The two largest pupils' values behind each mean, for disclosure control."""
    found = stack.find_largest(by)
    cells = _make_cells(found.drop(columns=["storst", "nast"]).assign(varde=0.0), run)
    return found[["storst", "nast"]].assign(cell=cells["cell"].to_numpy())[_BIDRAG]
