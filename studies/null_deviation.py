"""How often a report names a school for its deviation although no school grades differently.

Municipalities of the demo's own model "noll": schools do not differ in grading or teaching, while intake,
classes, test error, absence and missing tests are kept. A report *claims* when the interval of any school
with a reliability of at least 0.6 leaves zero out (model), or when any school lies outside its outer limits
(funnel), in åk 9 or in åk 6. METHODS: at most 5 % of reports. Beside them stand the naive ways: any school
whose own net has an interval without the municipality's value, any school outside the inner limits, and the
model where the test is taken to be without error.

With the model "standard" the schools' drawn effects are known: `recover` compares them with the estimates.

Run: python studies/null_deviation.py [reports]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analys.demo.betyg import INDEX, A
from analys.demo.elever import LAST, make_cohort
from analys.demo.installningar import Settings
from analys.demo.prov import VOCABULARY, has_tests, np_ak6, np_ak9
from analys.demo.skapande import make_municipality
from analys.demo.skede import make_stage
from analys.demo.utfall import graded
from analys.estimates.deviation_model import (
    MINST_RELIABILITET,
    RELIABILITIES,
    WITHOUT_ERROR,
    fit_deviations,
    read_results,
)
from analys.estimates.funnel import GRANSER, compute_chance_errors, make_funnel
from analys.estimates.levels import compute_icc, compute_levels
from analys.indicators import REGISTRY
from analys.indicators.np_amnen import ARSKURSER, PROVAMNEN
from analys.lasar import from_var

LASAR = 5
MINST_ELEVER = 15
GRADE = VOCABULARY.index("F")


@dataclass(frozen=True)
class Drawn:
    """Results of one year group in the last läsår, and what is true of its schools.

    Parameters
    ----------
    results : pandas.DataFrame
        See `deviation_model.COLUMNS`; only schools and läsår with at least 15 pupils.
    leniency : dict of str to float
        Lasting leniency of each school over the tested subjects, standard units.
    """

    results: pd.DataFrame
    leniency: dict[str, float]


@cache
def draw(seed: int, modell: str, arskurs: int) -> Drawn:
    """One municipality of the demo's default size."""
    settings = Settings(slumpfro=seed, modell=modell)
    model = settings.model
    schools, effects = make_municipality(settings)
    subjects = [amne for amne in PROVAMNEN if amne.arskurs == arskurs]
    frames = []
    for spring in [year for year in settings.years[-LASAR:] if has_tests(year)]:
        cohort = make_cohort(
            model, seed, schools, spring + LAST - arskurs, settings.elever_per_arskull, valid=False
        )
        stage = make_stage(model, seed, effects, cohort, arskurs)
        grades = graded(model, seed, effects, stage)
        tests = (np_ak9 if arskurs == 9 else np_ak6)(model, seed, stage, len(schools.kod))
        for amne in subjects:
            prov = tests[amne.prov] - GRADE
            betyg = grades[:, INDEX["Sv" if amne.betyg == "Sva" else amne.betyg]].astype("int64")
            both = stage.dar & (prov >= 0) & (prov <= A) & (betyg <= A)
            if amne.valt:
                column, code = amne.valt
                both &= tests[column] == VOCABULARY.index(code)
            rows = np.flatnonzero(both)
            frames.append(
                pd.DataFrame(
                    {
                        "elev": spring * 100_000 + rows,
                        "lasar": from_var(spring),
                        "skolenhet": np.array(schools.kod)[stage.skola[rows]],
                        "klass": cohort.klass[rows, arskurs].astype("str"),
                        "amne": amne.kod,
                        "prov": prov[rows],
                        "betyg": betyg[rows],
                    }
                )
            )
    results = pd.concat(frames, ignore_index=True)
    pupils = results.groupby(["skolenhet", "lasar"])["elev"].transform("nunique")
    tested = [INDEX["Sv" if amne.betyg == "Sva" else amne.betyg] for amne in subjects]
    lenient = effects.bedomning[:, tested].mean(axis=1)
    return Drawn(
        results[pupils >= MINST_ELEVER].reset_index(drop=True), dict(zip(schools.kod, lenient, strict=True))
    )


def claims(drawn: Drawn, arskurs: int) -> dict[str, bool]:
    """Whether a report on this year group would name a school, by way of comparing."""
    return _model_claims(drawn.results) | _net_claims(drawn.results, REGISTRY[f"np_netto_ak{arskurs}"])


def _model_claims(results: pd.DataFrame) -> dict[str, bool]:
    read = read_results(results)
    fits = {r: fit_deviations(read, r).utjamnad for r in (*RELIABILITIES, WITHOUT_ERROR)}
    low = np.min([fits[r].avstand_undre for r in RELIABILITIES], axis=0)
    high = np.max([fits[r].avstand_ovre for r in RELIABILITIES], axis=0)
    sure = fits[RELIABILITIES[1]].reliability >= MINST_RELIABILITET
    naive = fits[WITHOUT_ERROR]
    return {
        "modellen": bool((sure & ((low > 0) | (high < 0))).any()),
        "provet felfritt": bool(((naive.avstand_undre > 0) | (naive.avstand_ovre < 0)).any()),
    }


def _net_claims(results: pd.DataFrame, net) -> dict[str, bool]:
    steps = np.sign(results["betyg"] - results["prov"])
    keys = ["elev", "lasar", "skolenhet", "klass"]
    pupils = results.assign(varde=100.0 * steps).groupby(keys, as_index=False)["varde"].mean()
    icc = compute_icc(pupils)
    now = pupils[pupils["lasar"] == pupils["lasar"].max()]
    own = compute_levels(now, net, ["skolenhet"], icc)
    target = float(now["varde"].mean())
    funnel = make_funnel(own["varde"], compute_chance_errors(now, icc).to_numpy(), target)
    outside = {}
    for name, niva in GRANSER.items():
        low, high = funnel.limits(niva)
        outside[f"tratt, {name}"] = bool(((own["varde"] < low) | (own["varde"] > high)).any())
    apart = bool(((own["undre"] > target) | (own["ovre"] < target)).any())
    return outside | {"eget intervall": apart}


def main(reports: int) -> pd.DataFrame:
    """Share of reports with a claim, procent, in either year group."""
    rows = []
    for seed in range(reports):
        found = [claims(draw(seed, "noll", arskurs), arskurs) for arskurs in ARSKURSER]
        rows.append({name: any(one[name] for one in found) for name in found[0]})
        draw.cache_clear()
    frame = pd.DataFrame(rows)
    share = 100 * frame.mean()
    error = 100 * np.sqrt(frame.mean() * (1 - frame.mean()) / reports)
    return pd.DataFrame({"andel rapporter": share.round(1), "mc-fel": error.round(1)})


def recover(seeds: int) -> pd.DataFrame:
    """Estimates against the drawn leniency: one row a municipality and year group.

    Columns: correlation, slope of estimate on truth (steps a standard unit), and the share of schools claimed
    that are claimed in the true direction (NaN without claims).
    """
    rows = []
    for seed in range(seeds):
        for arskurs in ARSKURSER:
            drawn = draw(seed, "standard", arskurs)
            fit = fit_deviations(read_results(drawn.results), RELIABILITIES[1])
            truth = np.array([drawn.leniency[school] for school in fit.skolor])
            truth = truth - truth.mean()
            s = fit.utjamnad
            claimed = (s.avstand_undre > 0) | (s.avstand_ovre < 0)
            right = np.sign(s.avstand) == np.sign(truth)
            rows.append(
                {
                    "slumpfrö": seed,
                    "årskurs": arskurs,
                    "korrelation": float(np.corrcoef(fit.varde, truth)[0, 1]),
                    "lutning": float(fit.varde @ truth / (truth @ truth)),
                    "rätt håll": float(right[claimed].mean()) if claimed.any() else float("nan"),
                }
            )
        draw.cache_clear()
    return pd.DataFrame(rows)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print(main(number).to_string())
    print(recover(20).drop(columns="slumpfrö").groupby("årskurs").mean().round(2).to_string())
