"""Bias of the chapter on national tests and grades, end to end: files written, read, cleaned and estimated.

Target: the shares of the municipality's own schools and grading, with pupils and classes redrawn. Two truths,
both of many pupils: everyone takes every test and is judged (as `analys.demo.relationer` says), and those of
whom the files tell, since weak pupils stay away more often. Against the second, estimation has no bias; the
distance to the first is what is missing.
Run: python studies/bias_np.py [municipalities]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from municipalities import open_municipality

from analys.demo.elever import LAST, make_cohort
from analys.demo.installningar import Settings
from analys.demo.relationer import OUTCOMES, describe_pairs, describe_third, make_pairs
from analys.demo.skapande import make_municipality
from analys.demo.skede import make_stage
from analys.demo.tabeller import grade_table, judgement_table, np_table
from analys.estimates.np_ak3 import ak3_estimates
from analys.estimates.np_relationer import relation_estimates
from analys.indicators import REGISTRY
from analys.indicators.np_bedomning import UTFALL
from analys.indicators.np_relation import RELATIONER
from analys.indicators.parning import pair_results

MANY = 20_000
YEARS = 3
SHARES = {"lagre": RELATIONER[0], "hogre": RELATIONER[2]}
CELLS = dict(zip(OUTCOMES, UTFALL, strict=True))
MEASURES = {
    9: ("ma", "en", "sv"),
    6: ("ma", "en", "sv"),
    3: ("ma", "sv"),
}


def compare(seed: int, pupils: int) -> list[dict[str, object]]:
    """Estimate and the two truths of each measure in one municipality."""
    settings = Settings(seed, pupils, antal_lasar=YEARS)
    found = estimate(settings)
    rows: list[dict[str, object]] = []
    for arskurs, everyone, told in truths(settings):
        prefix = "np_bedomning" if arskurs == 3 else "np_relation"
        for kod in MEASURES[arskurs]:
            code = f"{prefix}_ak{arskurs}_{kod}"
            for name, kategori in (CELLS if arskurs == 3 else SHARES).items():
                key = (code, kategori)
                if key in found:
                    rows.append(
                        {
                            "mått": f"{code} {kategori}",
                            "mot filernas elever": found[key] - told[key],
                            "mot alla elever": found[key] - everyone[kod][name],
                        }
                    )
    return rows


def estimate(settings: Settings) -> dict[tuple[str, str], float]:
    """Shares of the municipality in the newest läsår, by code and category, from files on disk."""
    with open_municipality(settings) as run:
        tables = [table.frame for table in (*relation_estimates(run), *ak3_estimates(run))]
    cells = pd.concat(tables).drop_duplicates("cell")
    whole = cells.query("enhetstyp == 'kommun' and kon == 'alla' and svsva == 'alla' and jamforelse == ''")
    newest = whole[whole["lasar"] == run.parameters.lasar]
    # Counts, since the shown shares are rounded.
    shares = 100 * newest["antal"].astype("float64") / newest["n"].astype("float64")
    return dict(zip(zip(newest["indikator"], newest["kategori"], strict=True), shares, strict=True))


def truths(settings: Settings):
    """Year group, what holds for everyone, and what holds for those whom the files tell of."""
    model, seed = settings.model, settings.slumpfro
    schools, effects = make_municipality(settings)
    for arskurs in MEASURES:
        cohort = make_cohort(model, seed, schools, settings.years[-1] + LAST - arskurs, MANY, valid=False)
        stage = make_stage(model, seed, effects, cohort, arskurs)
        make_first = judgement_table if arskurs == 3 else grade_table
        first, tests = (
            table.to_pandas().astype("str").mask(lambda frame: frame == "").assign(lasar="2025/26")
            for table in (
                make_first(model, seed, schools, effects, stage),
                np_table(model, seed, schools, stage),
            )
        )
        both = pair_results(first.assign(elev=first["PersonNr"]), tests.assign(elev=tests["PersonNr"]))
        if arskurs == 3:
            everyone = describe_third(model, seed, effects, stage)
        else:
            everyone = describe_pairs(make_pairs(model, seed, effects, stage))
        told = {}
        for code, indicator in REGISTRY.items():
            if code.startswith((f"np_relation_ak{arskurs}", f"np_bedomning_ak{arskurs}")):
                position = indicator.compute(both).dropna()
                for place, kategori in enumerate(indicator.categories):
                    told[code, kategori] = float(100 * (position == place).mean())
        yield arskurs, everyone, told


def study(municipalities: int, pupils: int = 450) -> pd.DataFrame:
    """Mean distance to both truths by measure, in percentage points, with the Monte Carlo error."""
    rows = [row for seed in range(municipalities) for row in compare(1_000 + seed, pupils)]
    groups = pd.DataFrame(rows).groupby("mått", sort=False)
    table = groups[["mot filernas elever", "mot alla elever"]].mean()
    error = groups["mot filernas elever"].std() / np.sqrt(groups.size())
    return table.assign(**{"mc-fel": error, "kommuner": groups.size()}).round(2).reset_index()


def main() -> None:
    """Print the table."""
    print(study(int(sys.argv[1]) if len(sys.argv) > 1 else 20).to_string(index=False))


if __name__ == "__main__":
    main()
