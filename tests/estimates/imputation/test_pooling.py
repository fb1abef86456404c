"""Rubin's rules by hand, against a published example, and at their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analys.estimates.imputation import pool


def test_by_hand() -> None:
    # Estimates 1, 2, 3: between 1, of which (1 + 1/3) counts; within 2. Total 10/3, 0.4 of it between.
    pooled = pool([1, 2, 3], [2, 2, 2], df_complete=20)
    assert pooled.varde == 2.0
    assert pooled.fel == pytest.approx(math.sqrt(10 / 3))
    # Rubin's 2 / 0.4² = 12.5; observed 21/23 × 20 × 0.6 = 252/23; together 1 / (1/12.5 + 23/252).
    df = 1 / (1 / 12.5 + 23 / 252)
    assert pooled.df == pytest.approx(df)
    assert pooled.ovre == pytest.approx(2 + stats.t.ppf(0.975, df) * math.sqrt(10 / 3))
    # r = (4/3) / 2; (r + 2 / 15.5) / (r + 1).
    assert pooled.fmi == pytest.approx((2 / 3 + 2 / 15.5) / (5 / 3))
    assert pool([1, 2, 3], [2, 2, 2]).df == pytest.approx(12.5)


def test_published() -> None:
    # SAS/STAT 13.2 User's Guide, the MIANALYZE procedure, first example (mean oxygen uptake, five imputations
    # of 31 men, complete-data df 30): 47.180993 with standard error 0.990266, df 26.298, limits 45.1466 and
    # 49.2154, fraction of missing information 0.051977. Input printed with four and five digits.
    pooled = pool(
        [47.0120, 47.2407, 47.4995, 47.1485, 47.0042],
        np.square([0.95984, 0.93540, 1.00766, 0.95439, 0.96528]),
        df_complete=30,
    )
    assert pooled.varde == pytest.approx(47.18099, abs=3e-5)
    assert pooled.fel == pytest.approx(0.990266, abs=1e-5)
    assert pooled.df == pytest.approx(26.298, abs=2e-3)
    assert (pooled.undre, pooled.ovre) == pytest.approx((45.1466, 49.2154), abs=1e-4)
    assert pooled.fmi == pytest.approx(0.051977, abs=1e-5)


def test_nothing_missing() -> None:
    pooled = pool([5.0, 5.0], [4.0, 4.0], df_complete=3)
    assert (pooled.fel, pooled.df, pooled.fmi) == (2.0, 3.0, 0.0)
    assert pooled.ovre == pytest.approx(5 + 2 * stats.t.ppf(0.975, 3))
    assert pool([5.0, 5.0], [4.0, 4.0]).ovre == pytest.approx(5 + 2 * stats.norm.ppf(0.975), abs=1e-6)


def test_few_schools_stay_few() -> None:
    # However many imputations, never more degrees of freedom than complete data have.
    rng = np.random.default_rng(3)
    for complete in (1.0, 2.5, 5.0, 19.0):
        assert pool(rng.normal(0, 0.1, 500), np.ones(500), complete).df < complete


def test_elementwise_and_mean_of_satterthwaite() -> None:
    both = pool([[1, 10], [3, 30]], [[1, 100], [1, 100]], [[4, 6], [8, 6]])
    first, second = pool([1, 3], [1, 1], 6), pool([10, 30], [100, 100], 6)
    assert both.df.tolist() == pytest.approx([first.df, second.df])
    assert both.undre.tolist() == pytest.approx([first.undre, second.undre])


def test_one_imputation_tells_nothing_of_what_is_missing() -> None:
    with pytest.raises(ValueError, match="two"):
        pool([1.0], [1.0])
