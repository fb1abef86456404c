"""Bias of the chapter on absence, end to end: files written, read, cleaned and estimated.

Target: the municipality's own schools, läsår and grading, with pupils and classes redrawn: what holds of many
pupils whose absence is not missing (`analys.demo.samband`). Three models of what is missing: little
("standard"), the more often the weaker the pupil ("mar"), and the more often the higher the absence
("mnar"). Estimates: pupils by band of absence, outcomes by band as observed, the association step by step
with bands and per ten percentage points, and the fully adjusted one with what is missing left out, filled
in, and shifted.

Run: python studies/bias_absence.py [municipalities]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from municipalities import open_municipality

from analys.demo.elever import LAST, make_cohort
from analys.demo.installningar import Settings
from analys.demo.samband import BANDS, STEPS, TEN, Association, count_bands
from analys.demo.skapande import make_municipality
from analys.estimates.franvaro_band import band_estimates
from analys.estimates.franvaro_modeller_analys import collect_analysis
from analys.estimates.franvaro_resultat import make_tables
from analys.indicators.franvaro_utfall import DELTA, IMPUTERAD, KOMPLETTA, OBSERVERAD, STEG, UTFALL
from analys.lasar import from_var

MODELS = ("standard", "mar", "mnar")
YEARS = 6
MANY = 20_000
GROUPS = ("alla", "lag", "mellan", "hog")
OUTCOMES = tuple(one for one in UTFALL if one.kod in ("merit", "alla_amnen"))
WAYS = (KOMPLETTA, IMPUTERAD, DELTA)
Key = tuple[str, str, str]


def estimate(settings: Settings) -> tuple[dict[Key, float], list[str]]:
    """Estimates by part of the study, cell and way, and the läsår that the associations are of."""
    with open_municipality(settings) as run:
        analys = collect_analysis(run)
        assert analys is not None
        tables = {table.id: table.frame for table in make_tables(analys, run, OUTCOMES)}
        bands = next(table.frame for table in band_estimates(run) if table.id == "franvaro_band")
    return dict(_read(bands, tables, run.parameters.lasar)), analys.elever.lasar


def _read(bands: pd.DataFrame, tables: dict[str, pd.DataFrame], lasar: str) -> Iterator[tuple[Key, float]]:
    whole = bands.query("enhetstyp == 'kommun' and kon == 'alla' and jamforelse == ''")
    newest = whole[whole["lasar"] == lasar]
    for group in GROUPS:
        rows = newest[newest["indikator"] == f"franvaroband_vt_{group}"]
        # Counts, since the shown shares are rounded.
        shares = 100 * rows["antal"].astype("float64") / rows["n"].astype("float64")
        yield from (
            (("band", group, band), share) for band, share in zip(rows["kategori"], shares, strict=True)
        )
    for one in OUTCOMES:
        level = tables["resultat_franvaro"].query(f"indikator == 'franvaro_niva_{one.kod}'")
        for row in level[level["jamforelse"] == OBSERVERAD].itertuples():
            yield ("nivå", one.kod, row.kategori), row.varde
        slope = tables["resultat_samband"].query(f"indikator == 'franvaro_samband_{one.kod}'")
        for row in slope.itertuples():
            if row.jamforelse in STEG:
                yield (f"samband {one.kod}", STEPS[STEG.index(row.jamforelse)], row.kategori), row.varde
        method = tables["resultat_metoder"].query(f"indikator == 'franvaro_metod_{one.kod}'")
        for row in method.itertuples():
            if row.jamforelse in WAYS:
                yield ("metod", one.kod, row.jamforelse), row.varde


def find_truth(settings: Settings, lasar: list[str]) -> dict[Key, float]:
    """The same of many pupils with nothing missing."""
    model, seed = settings.model, settings.slumpfro
    schools, effects = make_municipality(settings)
    spring = settings.years[-1]
    cohorts = {
        ar: make_cohort(model, seed, schools, ar, MANY, valid=False) for ar in range(spring, spring + LAST)
    }
    found: dict[Key, float] = {}
    for group, shares in count_bands(model, seed, effects, cohorts, spring)["vt"].items():
        found |= {("band", group, band): shares[band] for band in BANDS}
    years = [year for year in settings.years if from_var(year) in lasar]
    association = Association(schools, range(years[0], years[-1] + 1))
    for year in years:
        cohort = make_cohort(model, seed, schools, year, MANY, valid=False)
        association.add(model, seed, schools, effects, cohort)
    told = association.describe()
    for one in OUTCOMES:
        found |= {("nivå", one.kod, band): value for band, value in told["franvaro_niva"][one.kod].items()}
        for step, values in told["franvaro_samband"][one.kod].items():
            found |= {(f"samband {one.kod}", step, name): value for name, value in values.items()}
        full = told["franvaro_samband"][one.kod][STEPS[-1]][TEN]
        found |= {("metod", one.kod, way): full for way in WAYS}
    return found


def study(municipalities: int, models: tuple[str, ...] = MODELS, pupils: int = 450) -> pd.DataFrame:
    """Mean error by model and cell, with its Monte Carlo error and the mean truth."""
    rows = []
    for seed in range(municipalities):
        truth: dict[Key, float] = {}
        for modell in models:
            settings = Settings(1_000 + seed, pupils, antal_lasar=YEARS, modell=modell)
            found, lasar = estimate(settings)
            truth = truth or find_truth(settings, lasar)
            rows += [
                {"modell": modell, "del": key[0], "vad": key[1], "cell": key[2], "sanning": truth[key]}
                | {"fel": value - truth[key]}
                for key, value in found.items()
                if key in truth and not np.isnan(value)
            ]
    groups = pd.DataFrame(rows).groupby(["modell", "del", "vad", "cell"], sort=False)
    table = groups[["sanning", "fel"]].mean()
    error = groups["fel"].std() / np.sqrt(groups.size())
    return table.assign(**{"mc-fel": error, "kommuner": groups.size()}).round(2).reset_index()


def main() -> None:
    """Print the table."""
    table = study(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
