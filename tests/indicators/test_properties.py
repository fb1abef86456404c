"""What must hold for any grades: bounds, nesting, and agreement with a slow reading of the definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.betyg import AMNEN_AK9

POINTS = {"A": 20.0, "B": 17.5, "C": 15.0, "D": 12.5, "E": 10.0}
CODES = ["A", "B", "C", "D", "E", "F", "9", "3", "2", None]
CHANCE = [0.1, 0.14, 0.18, 0.16, 0.22, 0.08, 0.03, 0.02, 0.02, 0.05]


@pytest.fixture(scope="module")
def grades() -> pd.DataFrame:
    rng = np.random.default_rng(20)
    frame = pd.DataFrame(
        {name: pd.Series(rng.choice(CODES, 3000, p=CHANCE)).astype("str") for name in AMNEN_AK9}
    )
    return frame.assign(lasar=rng.choice(["2024/25", "2025/26"], 3000))


def _compute(code: str, frame: pd.DataFrame) -> np.ndarray:
    return REGISTRY[code].compute(frame).to_numpy()


def _slow_merit(pupil: dict[str, str]) -> float:
    """Points of one pupil, word by word after Skolverket's footnote."""
    subjects = {name: code for name, code in pupil.items() if name not in ("Sv", "Sva")}
    subjects["Sv eller Sva"] = max((pupil["Sv"], pupil["Sva"]), key=lambda code: POINTS.get(code, 0.0))
    if not any(code in POINTS for code in subjects.values()):
        return float("nan")
    sprakval = POINTS.get(subjects.pop("M2"), 0.0)
    others = sorted((POINTS.get(code, 0.0) for code in subjects.values()), reverse=True)
    return sum(others[:16]) + sprakval


def test_merit_agrees_with_the_slow_reading(grades: pd.DataFrame) -> None:
    rows = grades[list(AMNEN_AK9)].astype(object).fillna("").to_dict("records")
    expected = [_slow_merit(row) for row in rows]
    np.testing.assert_allclose(_compute("meritvarde_17", grades), expected)


def test_merit_stays_within_its_bounds(grades: pd.DataFrame) -> None:
    with_17, with_16 = _compute("meritvarde_17", grades), _compute("meritvarde_16", grades)
    assert np.nanmin(with_16) >= 10 and np.nanmax(with_16) <= 320 and np.nanmax(with_17) <= 340
    # The 17th subject is only ever an addition, at most 20 points, and all points lie on the 2.5 grid.
    assert (with_17 >= with_16).all() and (with_17 - with_16 <= 20).all()
    assert ((with_17 / 2.5) % 1 == 0).all()


def test_eligibility_is_nested(grades: pd.DataFrame) -> None:
    yrkes, es, ekhusa, nate = (
        _compute(f"behorighet_{name}", grades) for name in ("yrkes", "es", "ekhusa", "nate")
    )
    assert (es <= yrkes).all() and (ekhusa <= es).all() and (nate <= es).all()
    assert 0 < nate.mean() < es.mean() < yrkes.mean() < 1


@pytest.mark.parametrize("code", [c for c, i in REGISTRY.items() if i.kind == "slutbetyg_ak9"])
def test_a_better_grade_never_harms(grades: pd.DataFrame, code: str) -> None:
    before = _compute(code, grades)
    for amne in ("Ma", "M2", "ML", "Sva"):
        better = grades.assign(**{amne: grades[amne].replace({"F": "E", "9": "E", "D": "B"})})
        after = _compute(code, better)
        counted = ~np.isnan(before)
        assert (after[counted] >= before[counted]).all()


@pytest.mark.parametrize("code", [c for c, i in REGISTRY.items() if i.kind == "slutbetyg_ak9"])
def test_pupils_do_not_affect_each_other(grades: pd.DataFrame, code: str) -> None:
    alone = [REGISTRY[code].compute(grades.iloc[[i]]).iloc[0] for i in range(8)]
    np.testing.assert_array_equal(_compute(code, grades)[:8], alone)
