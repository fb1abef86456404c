"""How often is a year class said to deviate in its absence, when none does?

Year classes of pupils who are themselves (lasting absence), in classes that stay together and are somewhat
alike, over the läsår of a report. Nothing differs between year classes. Counted: reports in which any is said
to deviate, which should be at most 5 in 100; and how often a single 95 percent interval holds the truth.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.estimates.franvaro_arskullar import compute_deviations

LAST = 2026
LASAR = 5


@dataclass(frozen=True)
class Town:
    """Classes a year group, pupils a class, year groups, and SD between classes of the logit of absence."""

    namn: str
    classes: int
    size: int
    arskurser: tuple[int, int]
    class_sd: float


TOWNS = (
    Town("liten kommun, 4 klasser", 4, 15, (4, 8), 0.25),
    Town("liten kommun, olika klasser", 4, 15, (4, 8), 0.5),
    Town("20 klasser, åk 1–9", 20, 22, (1, 9), 0.25),
    Town("20 klasser, olika klasser", 20, 22, (1, 9), 0.5),
)


def draw(town: Town, rng: np.random.Generator) -> pd.DataFrame:
    """Pupils of the läsår of a report; classes are made anew for åk 7."""
    low, high = town.arskurser
    n = town.classes * town.size
    parts = []
    for fodelsear in range(LAST - LASAR + 1 - 7 - high, LAST - 7 - low + 1):
        stages = [rng.permutation(np.repeat(np.arange(town.classes), town.size)) for _ in range(2)]
        levels = town.class_sd * rng.standard_normal((2, town.classes))
        pupils = 0.74 * rng.standard_normal(n)
        for spring in range(LAST - LASAR + 1, LAST + 1):
            arskurs = spring - fodelsear - 7
            if not low <= arskurs <= high:
                continue
            stage = int(arskurs >= 7)
            logit = -3 + 0.085 * arskurs + pupils + levels[stage][stages[stage]]
            logit = logit + 0.35 * rng.standard_normal(n)
            parts.append(
                pd.DataFrame(
                    {
                        "elev": fodelsear * 10_000 + np.arange(n),
                        "lasar": spring,
                        "skolenhet": 1,
                        "klass": stages[stage] + 1000 * arskurs,
                        "arskurs": arskurs,
                        "fodelsear": fodelsear,
                        "varde": 100 / (1 + np.exp(-logit)),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def try_town(town: Town, reports: int) -> tuple[float, float]:
    """Reports with a false claim, and single intervals that hold the truth; in percent."""
    rng = np.random.Generator(np.random.PCG64(2026))
    claims = held = told = 0
    for _ in range(reports):
        rows = draw(town, rng)
        found = compute_deviations(rows)
        claims += any(one.undre > 0 or one.ovre < 0 for one in found)
        alone = compute_deviations(rows, 1 - 0.05 * len(found))
        held += sum(one.undre <= 0 <= one.ovre for one in alone)
        told += len(alone)
    return 100 * claims / reports, 100 * held / told


def main(reports: int) -> None:
    """Print a table row a town."""
    for town in TOWNS:
        claims, held = try_town(town, reports)
        print(f"| {town.namn} | {claims:.1f} | {held:.1f} |".replace(".", ","), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
