"""Kappa by hand, against published tables and statsmodels, and what swapping and doubling do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from analys.estimates.agreement import kappa, kappa_error, kappa_influence, kappa_limits, quadratic_weights

# Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327: 200 diagnoses by two judges.
DIAGNOSES = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
DIAGNOSES_WEIGHTS = [[1, 0, 4 / 9], [0, 1, 6 / 9], [4 / 9, 6 / 9, 1]]

# Holmquist, McMahan & Williams (1967), in Agresti (2002), Categorical Data Analysis, table 10.8.
SLIDES = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]


def test_by_hand() -> None:
    # Steps (0, 0), (1, 1), (2, 2), (1, 2). Mean square difference 1/4. Of unrelated results with the same
    # distributions: variances 0.5 and 0.6875, means 1 and 1.25: 0.5 + 0.6875 + 0.25² = 1.25.
    # Kappa 1 - 0.25 / 1.25 = 0.8, though the weights divide by (k - 1)².
    four = [[1, 0, 0], [0, 1, 1], [0, 0, 1]]
    assert kappa(four) == pytest.approx(0.8)
    # Influence: -(d² - 0.25) / 1.25 + 0.25 / 1.25² × (mean square distance of the provbetyg to all grades,
    # plus that of the grade to all provbetyg, minus 2 × 1.25).
    # (0, 0): 0.2 + 0.16 × (2.25 + 1.5 - 2.5) = 0.4; (1, 1): 0.2 + 0.16 × (0.75 + 0.5 - 2.5) = 0;
    # (2, 2): 0.2 + 0.16 × (1.25 + 1.5 - 2.5) = 0.24; (1, 2): -0.6 + 0.16 × (0.75 + 1.5 - 2.5) = -0.64.
    influence = kappa_influence(four)
    assert influence[[0, 1, 2, 1], [0, 1, 2, 2]] == pytest.approx([0.4, 0, 0.24, -0.64])
    # (0.16 + 0 + 0.0576 + 0.4096) / 4² = 0.0392.
    assert kappa_error(four) == pytest.approx(math.sqrt(0.0392))


def test_more_categories_that_nobody_is_in_change_nothing() -> None:
    wide = np.zeros((6, 6))
    wide[1:4, 1:4] = DIAGNOSES
    assert kappa(wide) == pytest.approx(kappa(DIAGNOSES))
    assert kappa_error(wide) == pytest.approx(kappa_error(DIAGNOSES))


def test_published() -> None:
    # Fleiss, Cohen & Everitt (1969): kappa .429, estimated variance .002885; weighted .507 and .003248.
    assert kappa(DIAGNOSES, np.eye(3)) == pytest.approx(0.429, abs=0.0005)
    assert kappa_error(DIAGNOSES, np.eye(3)) ** 2 == pytest.approx(0.002885, abs=5e-7)
    assert kappa(DIAGNOSES, DIAGNOSES_WEIGHTS) == pytest.approx(0.507, abs=0.0005)
    assert kappa_error(DIAGNOSES, DIAGNOSES_WEIGHTS) ** 2 == pytest.approx(0.003248, abs=5e-7)
    # Agresti (2002), section 10.5.4: kappa 0.493 with standard error 0.057.
    assert kappa(SLIDES, np.eye(4)) == pytest.approx(0.493, abs=0.0005)
    assert kappa_error(SLIDES, np.eye(4)) == pytest.approx(0.057, abs=0.0005)


@pytest.mark.parametrize("table", [DIAGNOSES, SLIDES, [[20, 5], [10, 15]]])
def test_statsmodels_agrees(table: list[list[int]]) -> None:
    other = cohens_kappa(np.array(table), wt="quadratic")
    assert kappa(table) == pytest.approx(other.kappa)
    assert kappa_error(table) == pytest.approx(other.std_kappa)


def test_swapping_changes_nothing_and_doubling_the_naive_error_only() -> None:
    table = np.array(SLIDES)
    assert kappa(table.T) == pytest.approx(kappa(table))
    assert kappa_error(table.T) == pytest.approx(kappa_error(table))
    assert kappa(2 * table) == pytest.approx(kappa(table))
    assert kappa_error(2 * table) == pytest.approx(kappa_error(table) / math.sqrt(2))
    assert (table * kappa_influence(table)).sum() == pytest.approx(0)


def test_weights_by_hand() -> None:
    weights = quadratic_weights(6)
    # From F to A is five steps, no agreement; one step is 1 - 1/25, two are 1 - 4/25.
    assert weights[0, [0, 1, 2, 5]] == pytest.approx([1, 0.96, 0.84, 0])


def test_limits_by_hand() -> None:
    # artanh 0.8 = 1.098612; error 0.05 / (1 - 0.64) = 0.138889; t(20) = 2.085963, half width 0.289717;
    # tanh 0.808895 = (e^1.617790 - 1) / (e^1.617790 + 1) = 4.041937 / 6.041937; tanh 1.388329 likewise.
    assert kappa_limits(0.8, 0.05, 20) == pytest.approx((0.668980, 0.882803), abs=1e-5)


def test_no_limits_where_nothing_is_known() -> None:
    full = np.diag([5, 5, 5])
    assert kappa(full) == 1 and kappa_error(full) == 0
    for value, error, df in (
        (1.0, 0.0, 20.0),
        (0.8, 0.1, 0.0),
        (0.8, float("nan"), 5.0),
        (float("nan"), 0.1, 5),
    ):
        assert all(math.isnan(limit) for limit in kappa_limits(value, error, df))


def test_undefined_tables() -> None:
    assert math.isnan(kappa([[0, 0], [0, 9]]))
    assert kappa([[0, 9], [0, 0]]) == 0
    with pytest.raises(ValueError, match="pupil"):
        kappa(np.zeros((6, 6)))
    with pytest.raises(ValueError, match="square"):
        kappa([[1, 2, 3], [4, 5, 6]])
