"""Bias in åk 3, end to end: from the demo's files to the shares, against the truth of the same municipality.

Target: the shares if everyone took every part and was judged, for the schools and grading as drawn; pupils
and their classes are redrawn with the municipality. Complete files show what estimation does; the files as
they are delivered show what is left of the target when weak pupils stay away or are not judged. (Demo cohorts
much smaller than these have more newly arrived pupils than the truth, since whole pupils arrive.)
Run: python studies/bias_np_ak3.py [municipalities]
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
from analys.estimates.categories import compute_category_levels

from analys.demo.elever import LAST, make_cohort
from analys.demo.installningar import Settings
from analys.demo.modell import STANDARD, Model
from analys.demo.relationer import OUTCOMES, describe_third
from analys.demo.skede import make_stage
from analys.demo.skolor import make_effects, make_schools
from analys.demo.tabeller import judgement_table, np_table
from analys.estimates.levels import pupil_values
from analys.indicators import REGISTRY
from analys.indicators.parning import pair_results

COMPLETE = replace(STANDARD, np_deltar_ej=0.0, np_forlorat=0.0, bedomning3_saknas=0.0)
MANY = 20_000
SPRING = 2026


def compare(model: Model, seed: int, pupils: int) -> dict[str, float]:
    """Estimate minus truth of each cell in mathematics and svenska, in percentage points."""
    settings = Settings(seed, pupils)
    schools = make_schools(model, seed, settings.antal_skolor, settings.years, settings.kommun)
    effects = make_effects(model, seed, schools, settings.years)
    stages = [
        make_stage(model, seed, effects, make_cohort(model, seed, schools, SPRING + LAST - 3, n, False), 3)
        for n in (pupils, MANY)
    ]
    tables = (
        judgement_table(model, seed, schools, effects, stages[0]),
        np_table(model, seed, schools, stages[0]),
    )
    judged, tests = (_clean(table.to_pandas()) for table in tables)
    pairs = pair_results(judged, tests)
    truth = describe_third(model, seed, effects, stages[1])
    errors = {}
    for kod in ("ma", "sv"):
        indicator = REGISTRY[f"np_bedomning_ak3_{kod}"]
        levels = compute_category_levels(pupil_values(pairs, indicator), indicator, ("lasar",))
        for name, value in zip(OUTCOMES, levels["varde"], strict=True):
            errors[f"{kod} {name}"] = float(value - truth[kod][name])
    return errors


def _clean(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that cleaning gives; the demo has no pupils of anpassad grundskola in these tables."""
    kept = table.astype("str").mask(lambda frame: frame == "")
    return kept.assign(
        elev=table["PersonNr"], lasar="2025/26", skolenhet=table["Skolenhetskod"], kon=""
    ).rename(columns={"Klass": "klass"})


def study(municipalities: int, sizes: tuple[int, ...] = (450, 1_500)) -> pd.DataFrame:
    """Mean error with its Monte Carlo error by size, and whether files are complete."""
    rows = []
    for files, model in (("hela", COMPLETE), ("som de lämnas", STANDARD)):
        for size in sizes:
            found = pd.DataFrame([compare(model, 100 + seed, size) for seed in range(municipalities)])
            for name, errors in found.items():
                mean, mc = errors.mean(), errors.std() / np.sqrt(municipalities)
                rows.append({"filer": files, "elever": size, "cell": name, "fel": mean, "mc-fel": mc})
    return pd.DataFrame(rows).round({"fel": 2, "mc-fel": 2})


def main() -> None:
    """Print the table."""
    print(study(int(sys.argv[1]) if len(sys.argv) > 1 else 20).to_string(index=False))


if __name__ == "__main__":
    main()
