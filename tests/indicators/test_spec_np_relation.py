"""The hand-worked cases of spec_np_relation_*.csv: pupils of a grade file and a test file, with answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.np_relation import RELATIONER
from analys.indicators.np_resultat import RESULTAT
from analys.indicators.parning import pair_results

HERE = Path(__file__).parent
OUTSIDE = "räknas inte"
MISSING = "finns inte"
RIKTNING = {"lägre": -100.0, "lika": 0.0, "högre": 100.0}
CODES = {a: [c for c, i in REGISTRY.items() if i.kind == f"prov_betyg_ak{a}"] for a in (9, 6)}


@cache
def _read(arskurs: int) -> pd.DataFrame:
    table = pd.read_csv(
        HERE / f"spec_np_relation_ak{arskurs}.csv", sep=";", dtype="str", encoding="utf-8-sig"
    )
    return table.assign(elev=table["fall"], lasar="2025/26").set_index("fall")


@cache
def _pair(arskurs: int) -> pd.DataFrame:
    """The pupils as the two files hold them, put together again by the code under test."""
    table = _read(arskurs)
    of_test = [name for name in table if name.isupper()]
    grades = table.loc[table["finns_i"] != "bara provfilen", [n for n in table if n not in of_test]]
    tests = table.loc[table["finns_i"] != "bara betygsfilen", ["elev", "lasar", *of_test]]
    shuffled = tests.sample(frac=1, random_state=4)
    return pair_results(grades, shuffled).set_index("elev", drop=False)


@cache
def _compute(arskurs: int, code: str) -> pd.Series:
    return REGISTRY[code].compute(_pair(arskurs))


def _expect(case: pd.Series, code: str) -> float:
    """The answer that the file gives to an indicator, as the number that `compute` gives."""
    family, subject = code.split("_")[1], code.rpartition("_")[2]
    if family == "bortfall" or subject in ("ak6", "ak9"):
        text = case["netto" if family == "netto" else family]
        return float("nan") if text == OUTSIDE else float(text.replace(",", "."))
    if family == "resultat":
        return float(RESULTAT.index(case[f"prov_{subject}"]))
    text = case[subject]
    if text == OUTSIDE:
        return float("nan")
    return RIKTNING[text] if family == "netto" else float(RELATIONER.index(text))


@pytest.mark.parametrize(
    ("arskurs", "fall"), [(a, fall) for a in CODES for fall in _read(a).index], ids=lambda value: str(value)
)
def test_pupil(arskurs: int, fall: str) -> None:
    case = _read(arskurs).loc[fall]
    if MISSING in case.tolist():
        assert fall not in _pair(arskurs).index
        return
    expected = {code: _expect(case, code) for code in CODES[arskurs]}
    found = {code: float(_compute(arskurs, code)[fall]) for code in CODES[arskurs]}
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("arskurs", CODES)
def test_every_measure_is_answered_and_every_category_occurs(arskurs: int) -> None:
    table = _read(arskurs)
    answers = table.loc[:, "ma":"bortfall"]  # type: ignore[misc]
    subjects = answers.loc[:, :"netto"].drop(columns="netto")
    assert all(subjects[name].isin(RELATIONER).any() for name in subjects)
    assert {f"np_relation_ak{arskurs}_{name}" for name in subjects} == {
        code for code in CODES[arskurs] if code.startswith("np_relation")
    }
    assert set(RELATIONER) <= set(answers.to_numpy().ravel())
    assert set(RESULTAT) <= set(answers.to_numpy().ravel())
