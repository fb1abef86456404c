"""The cluster jackknife of any function of the data."""

from __future__ import annotations

import numpy as np
import pytest

from analys.estimates.regression.effects import CRV3
from analys.estimates.regression.jackknife import jackknife, recompute_without
from analys.estimates.regression.linear import estimate_contrasts, fit_linear


def test_linear_models_the_long_way():
    rng = np.random.default_rng(0)
    clusters = np.repeat(list("abcdef"), (20, 5, 12, 30, 9, 16))
    x = np.stack([np.ones(92), rng.normal(size=92)], axis=1)
    y = x[:, 1] * rng.normal(1, 0.5, 6)[np.unique(clusters, return_inverse=True)[1]] + rng.normal(size=92)
    without = recompute_without(clusters, lambda rows: np.linalg.lstsq(x[rows], y[rows], rcond=None)[0])
    fit = fit_linear(x, y, clusters)
    short = estimate_contrasts(fit, np.eye(2), CRV3)
    assert jackknife(fit.coefficients, without).fel == pytest.approx(short.fel)


def test_a_ratio_by_hand():
    # Ratios without each cluster: 3/2, 4/3 and 5/1 against 6/3; (2/3) × (0.25 + 4/9 + 9).
    top, bottom = np.array([3.0, 2, 1]), np.array([1.0, 0, 2])
    without = recompute_without(
        np.arange(3), lambda rows: np.atleast_1d(top[rows].sum() / bottom[rows].sum())
    )
    assert without[:, 0] == pytest.approx([3 / 2, 4 / 3, 5])
    found = jackknife(np.array([2.0]), without)
    assert found.fel[0] == pytest.approx(np.sqrt(2 / 3 * (0.25 + 4 / 9 + 9)))


def test_what_cannot_be_had_without_a_cluster_has_no_error():
    found = jackknife(np.array([1.0, 2.0]), np.array([[1.0, 2], [np.nan, 3], [1, 1]]))
    assert np.isnan(found.fel).tolist() == [True, False]


def test_one_cluster_has_no_error():
    found = jackknife(np.array([1.0]), np.array([[np.nan]]))
    assert np.isnan(found.fel).all() and np.isnan(found.df).all()
