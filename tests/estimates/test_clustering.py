"""The intraclass correlation by hand, against a published one, and what duplication does."""

from __future__ import annotations

import numpy as np
import pytest

from analys.estimates.clustering import (
    MeasuredEffect,
    design_effect,
    intraclass_correlation,
    measure_design_effect,
)
from analys.estimates.intervals import mean, share


def test_by_hand() -> None:
    # Classes 1, 2, 3 and 5, 6, 7: MSB = 3 × (2² + 2²) / 1 = 24, MSW = (2 + 2) / 4 = 1,
    # ICC = (24 - 1) / (24 + 2 × 1) = 23 / 26.
    assert intraclass_correlation([1, 2, 3, 5, 6, 7], list("aaabbb")) == pytest.approx(23 / 26)


def test_unequal_classes_by_hand() -> None:
    # Classes 0, 2 and 3, 5, 7, 9; n0 = 6 - (4 + 16) / 6 = 8 / 3; means 1, 6, all 26 / 6.
    # MSB = 2 × (1 - 13/3)² + 4 × (6 - 13/3)² = 200/9 + 100/9 = 100 / 3; MSW = (2 + 20) / 4 = 5.5.
    expected = (100 / 3 - 5.5) / (100 / 3 + (8 / 3 - 1) * 5.5)
    assert intraclass_correlation([0, 2, 3, 5, 7, 9], list("aabbbb")) == pytest.approx(expected)


def test_published() -> None:
    # Shrout & Fleiss (1979), Psychological Bulletin 86, ICC(1,1) = .17 of table 2: six targets, four judges.
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    values = np.array(ratings, dtype=float).ravel()
    assert intraclass_correlation(values, np.repeat(np.arange(6), 4)) == pytest.approx(0.17, abs=0.005)


def test_schools_are_no_part_of_the_class_variance() -> None:
    # The second school is 100 points higher; class names repeat between schools.
    values = [1, 2, 3, 5, 6, 7, 101, 102, 103, 105, 106, 107]
    result = intraclass_correlation(values, list("aaabbb") * 2, [1] * 6 + [2] * 6)
    # MSB = (24 + 24) / 2 = 24, MSW = 8 / 8 = 1 as in one school.
    assert result == pytest.approx(23 / 26)


def test_without_information_it_is_zero() -> None:
    assert intraclass_correlation([1, 2, 3], list("aaa")) == 0
    assert intraclass_correlation([1, 2, 3], list("abc")) == 0
    assert intraclass_correlation([], []) == 0
    assert intraclass_correlation([1, 1, 1, 1], list("aabb")) == 0
    # Classes more alike than chance: truncated, not negative.
    assert intraclass_correlation([0, 9, 0, 9], list("aabb")) == 0


def test_missing_values_are_left_out() -> None:
    nan = float("nan")
    assert intraclass_correlation([1, 2, 3, nan, 5, 6, 7, nan], list("aaaabbbb")) == pytest.approx(23 / 26)


def test_design_effect_by_hand() -> None:
    assert design_effect(0.05, [22, 22, 22]) == pytest.approx(1 + 21 * 0.05)
    # Sizes 10 and 30: (100 + 900) / 40 = 25 classmates' class, 1 + 24 × 0.05.
    assert design_effect(0.05, [10, 30, 0]) == pytest.approx(2.2)
    assert design_effect(0.05, []) == 1


def test_all_rows_duplicated_within_their_classes() -> None:
    rng = np.random.default_rng(3)
    classes = np.repeat(np.arange(20), 22)
    values = rng.normal(0, 30, 20)[classes] + rng.normal(220, 60, 440)
    twice, classes_twice = np.tile(values, 2), np.tile(classes, 2)

    def half_width(data: np.ndarray, labels: np.ndarray | None) -> float:
        deff = 1.0
        if labels is not None:
            deff = design_effect(intraclass_correlation(data, labels), np.bincount(labels))
        level = mean(data, deff)
        assert level.varde == pytest.approx(values.mean())
        return level.ovre - level.undre

    # Naive: narrower by √2, as if there were news in the copies. With classes: hardly changed.
    assert half_width(values, None) / half_width(twice, None) == pytest.approx(np.sqrt(2), rel=0.005)
    assert half_width(values, classes) / half_width(twice, classes_twice) == pytest.approx(1, rel=0.03)
    naive = share(300, 440), share(600, 880)
    assert naive[0].varde == naive[1].varde


def test_measured_design_effect_by_hand() -> None:
    # Classes -1, -1 and 1, 1: totals -2 and 2, squares 8. Pupils alone: mean square 1, × (4 - 8 / 4) = 2.
    one = ([-1, -1, 1, 1], list("aabb"), [0] * 4)
    assert measure_design_effect(*one) == MeasuredEffect(4.0, 1.0)
    # A second group, classes 0, 3, 0 and 1, mean 1: totals 0 and 0. Pupils alone: mean square 6 / 4 = 1.5,
    # × (4 - (9 + 1) / 4) = 2.25; df 16 / 10 - 1 = 0.6. Together 8 / 4.25.
    # df: 4.25² / (2² / 1 + 2.25² / 0.6).
    both = ([-1, -1, 1, 1, 0, 3, 0, 1], list("aabbcccd"), [0] * 4 + [1] * 4)
    result = measure_design_effect(*both)
    assert result.deff == pytest.approx(8 / 4.25)
    assert result.df == pytest.approx(4.25**2 / (4 + 2.25**2 / 0.6))


def test_measured_design_effect_of_doubled_rows() -> None:
    rng = np.random.default_rng(8)
    classes = np.repeat(np.arange(20), rng.integers(5, 30, 20))
    values = rng.normal(0, 1, len(classes)) + rng.normal(0, 0.4, 20)[classes]
    years = classes // 5
    one = measure_design_effect(values, classes, years)
    two = measure_design_effect(np.tile(values, 2), np.tile(classes, 2), np.tile(years, 2))
    assert (two.deff, two.df) == (pytest.approx(2 * one.deff), pytest.approx(one.df))
    assert one.deff > 1.5 and 10 < one.df < 16


def test_measured_design_effect_of_alike_pupils_is_about_one() -> None:
    rng = np.random.default_rng(9)
    classes = np.repeat(np.arange(2000), 20)
    result = measure_design_effect(rng.normal(0, 1, 40_000), classes, classes // 100)
    # 20 groups of 100 classes: 1 980 squares, standard error √(2 / 1980) = 0.03.
    assert result.deff == pytest.approx(1, abs=0.1) and result.df == pytest.approx(1980, abs=20)


def test_measured_design_effect_without_classes_to_compare() -> None:
    for values, classes, groups in (
        ([1, 2, 3], list("aaa"), [0] * 3),
        ([1, 2, 3], list("aab"), [0, 0, 1]),
        ([], [], []),
        ([1, 1, 1, 1], list("aabb"), [0] * 4),
    ):
        result = measure_design_effect(values, classes, groups)
        assert np.isnan(result.deff) and result.df == 0
