"""Grade columns may be categories: the same numbers as from text, missing ones and unknown codes included."""

from __future__ import annotations

import pandas as pd
import pytest

from analys.indicators.betyg import read_grades

GRADES = pd.DataFrame({"lasar": "2025/26", "Ma": ["A", "F", None, "9"], "En": ["E", None, "C", "E"]}).astype(
    "str"
)


def test_categories_give_the_numbers_of_text():
    text = read_grades(GRADES, ("Ma", "En"))
    category = read_grades(GRADES.astype({"Ma": "category", "En": "category"}), ("Ma", "En"))
    assert category.codes["Ma"].dtype == text.codes["Ma"].dtype
    for name in ("Ma", "En"):
        assert category.codes[name].tolist() == text.codes[name].tolist()
    # A is 20 points and C 15; F, streck and blank 0.
    assert category.lookups["poang"][category.skala, category.codes["Ma"]].tolist() == [20, 0, 0, 0]


def test_an_unknown_category_is_refused():
    frame = GRADES.assign(Ma=pd.Series(["A", "Q", "A", "A"], dtype="category"))
    with pytest.raises(ValueError, match="okänd betygskod i kolumnen Ma"):
        read_grades(frame, ("Ma",))
