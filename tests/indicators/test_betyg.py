"""Grade scales are data by läsår; faults in the frame are told without content."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.indicators import REGISTRY
from analys.indicators.betyg import AMNEN_AK9, read_grades
from analys.indicators.betygsskala import SKALOR, Betygsskala, Kod, select_skala


def _frame(**columns: object) -> pd.DataFrame:
    blank = {name: pd.Series([np.nan], dtype="str") for name in AMNEN_AK9}
    return pd.DataFrame({"lasar": "2025/26", **blank} | columns)


def test_points_of_the_scale() -> None:
    # Skolverket: E = 10, D = 12.5, C = 15, B = 17.5, A = 20; F, streck and anpassad studiegång = 0.
    koder = select_skala("2024/25").koder
    points = {"A": 20, "B": 17.5, "C": 15, "D": 12.5, "E": 10, "F": 0, "9": 0, "3": 0}
    assert {kod: koder[kod].poang for kod in points} == points
    assert [kod for kod, it in koder.items() if it.godkand] == list("ABCDE")


def test_a_new_scale_is_one_more_entry() -> None:
    # A made-up scale from 2030/31: 3 is worth 7 points, and the letters are gone.
    old = Betygsskala("A–F", "2011/12", "2029/30", SKALOR[0].koder)
    new = Betygsskala("påhittad", "2030/31", "", {"3": Kod(7, True, True, False, "tre")})
    frame = _frame(Ma=pd.Series(["3", "3", "A"], dtype="str"), lasar=["2029/30", "2030/31", "2029/30"])
    frame = frame.assign(**{name: frame[name].ffill() for name in AMNEN_AK9 if name != "Ma"})
    grades = read_grades(frame, AMNEN_AK9, (old, new))
    assert grades.points("Ma").tolist() == [0, 7, 20]
    assert grades.passed("Ma").tolist() == [False, True, True]


def test_a_lasar_without_a_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="1999/00"):
        read_grades(_frame(lasar=["1999/00"]), AMNEN_AK9)


def test_an_unknown_code_names_the_column_but_not_the_content() -> None:
    with pytest.raises(ValueError, match="Ma") as caught:
        read_grades(_frame(Ma=pd.Series(["hemligt"], dtype="str")), AMNEN_AK9)
    assert "hemligt" not in str(caught.value)


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(ValueError, match="M2"):
        read_grades(_frame().drop(columns="M2"), AMNEN_AK9)


def test_object_and_categorical_columns_read_like_str() -> None:
    for dtype in ("object", "category", "str"):
        frame = _frame(Ma=pd.Series(["C"], dtype=dtype))
        assert read_grades(frame, AMNEN_AK9).points("Ma").tolist() == [15]


@pytest.mark.parametrize("code", [c for c, i in REGISTRY.items() if i.kind == "slutbetyg_ak9"])
def test_empty_frames_and_foreign_indexes(code: str) -> None:
    frame = _frame(Ma=pd.Series(["C"], dtype="str"))
    assert REGISTRY[code].compute(frame.iloc[:0]).tolist() == []
    frame.index = pd.Index([77])
    assert REGISTRY[code].compute(frame).index.tolist() == [77]
