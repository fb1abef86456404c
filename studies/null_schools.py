"""How often a report names a school although no school differs from another.

Six schools with three classes a cohort and three läsår, class effects with the given intraclass correlation,
no school effects at all. A report *claims* when any school's shrunken distance to the mean, or any school's
shrunken change since the first läsår, has an interval without zero. METHODS: at most 5 % of reports.

Run: python studies/null_schools.py [reports]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.school_levels import smooth_changes
from analys.estimates.smoothing import compute_smoothed_levels
from analys.indicators import REGISTRY

SCHOOLS, CLASSES, SIZE, MEAN, SD = 6, 3, 24, 225.0, 60.0
LASAR = ("2023/24", "2024/25", "2025/26")
INDICATOR = REGISTRY["meritvarde_17"]


def simulate(rng: np.random.Generator, icc: float) -> pd.DataFrame:
    """One municipality without school effects: one row a pupil, see `pupil_values`."""
    shape = (len(LASAR), SCHOOLS, CLASSES, SIZE)
    effects = rng.normal(0, SD * np.sqrt(icc), shape[:3])[..., None]
    values = MEAN + effects + rng.normal(0, SD * np.sqrt(1 - icc), shape)
    place = np.indices(shape).reshape(4, -1)
    return pd.DataFrame(
        {
            "elev": np.arange(values.size).astype(str),
            "lasar": np.array(LASAR)[place[0]],
            "skolenhet": np.char.add("1000000", place[1].astype(str)),
            "klass": np.char.add("9", place[2].astype(str)),
            "kon": "flicka",
            "svsva": "sv",
            "varde": values.ravel(),
        }
    )


def claims(pupils: pd.DataFrame) -> tuple[bool, bool]:
    """Whether a report on these pupils would name a school for its level, and for its change."""
    icc = compute_icc(pupils)
    smoothed = compute_smoothed_levels(pupils, INDICATOR, icc)
    level = ((smoothed["effekt_undre"] > 0) | (smoothed["effekt_ovre"] < 0)).any()
    yearly = compute_levels(pupils, INDICATOR, ("lasar", "skolenhet"), icc)
    cells = make_cells(
        yearly.rename(columns={"skolenhet": "enhet"}).assign(
            indikator=INDICATOR.code, enhetstyp="skola", enhetsnamn="A"
        )
    )
    now, first = (cells[cells["lasar"] == year].set_index("enhet")["cell"] for year in (LASAR[-1], LASAR[0]))
    pairs = [Pair(now[unit], first[unit], f"mot {LASAR[0]}") for unit in now.index]
    changes = smooth_changes(compute_differences(cells, pairs))
    change = ((changes["undre"] > 0) | (changes["ovre"] < 0)).any()
    return bool(level), bool(change)


def main(reports: int) -> dict[float, tuple[float, float]]:
    """Share of reports with a claim, by intraclass correlation: (level, change)."""
    result = {}
    for icc in (0.02, 0.05, 0.10):
        rng = np.random.Generator(np.random.PCG64(2026))
        found = np.array([claims(simulate(rng, icc)) for _ in range(reports)])
        result[icc] = (float(found[:, 0].mean()), float(found[:, 1].mean()))
        level, change = result[icc]
        print(f"icc {icc:.2f}: nivå {level:.3f}, förändring {change:.3f} av {reports} rapporter")
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
