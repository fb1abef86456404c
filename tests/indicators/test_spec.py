"""The hand-worked cases: each row of spec_*.csv is a pupil, with the answers and how they were worked out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analys.indicators import REGISTRY

HERE = Path(__file__).parent
ANSWERS = {"ja": 1.0, "nej": 0.0, "räknas inte": float("nan")}
# Parts of a distribution, by the position in its categories.
ANSWERS |= {"når båda": 0.0, "bara provet": 1.0, "bara bedömningen": 2.0, "når inget": 3.0}


@cache
def _read(name: str) -> pd.DataFrame:
    table = pd.read_csv(HERE / name, sep=";", dtype="str", encoding="utf-8-sig")
    if "lasar" not in table:
        table["lasar"] = "2025/26"
    return table


@cache
def _compute(name: str, code: str) -> pd.Series:
    return REGISTRY[code].compute(_read(name))


def _answer(text: str) -> float:
    return ANSWERS[text] if text in ANSWERS else float(text.replace(",", "."))


def _cases(name: str, codes: dict[str, str]):
    for position, fall in enumerate(_read(name)["fall"]):
        for code, column in codes.items():
            yield pytest.param(name, position, code, column, id=f"{fall}-{code}")


CASES = [
    *_cases("spec_slutbetyg_ak9.csv", {c: c for c in REGISTRY if REGISTRY[c].kind == "slutbetyg_ak9"}),
    *_cases("spec_betyg_ak6.csv", {"alla_amnen_ak6": "alla_amnen_ak6"}),
    *_cases("spec_np_ak3.csv", {c: c for c in REGISTRY if REGISTRY[c].kind == "np_ak3"}),
    *_cases("spec_np_bedomning.csv", {c: c for c in REGISTRY if REGISTRY[c].kind == "prov_bedomning_ak3"}),
    *_cases(
        "spec_np_provbetyg.csv",
        {c: c.split("_")[2] for c in REGISTRY if REGISTRY[c].kind in ("np_ak6", "np_ak9")},
    ),
]


@pytest.mark.parametrize(("name", "position", "code", "column"), CASES)
def test_case(name: str, position: int, code: str, column: str) -> None:
    expected = _answer(_read(name)[column].iloc[position])
    assert _compute(name, code).iloc[position] == pytest.approx(expected, nan_ok=True)


def test_every_indicator_has_hand_worked_cases() -> None:
    # Pairs of grades and tests, absence and surveys have cases of their own form: test_spec_np_relation,
    # test_spec_franvaro and test_spec_enkat.
    own = ("prov_betyg", "franvaro", "enkat")
    others = {code for code, i in REGISTRY.items() if not i.kind.startswith(own)}
    assert {case.values[2] for case in CASES} == others
