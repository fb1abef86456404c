"""Codings, splines and designs: Harrell's formula and quantiles, patsy's space, cases by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import patsy
import pytest

from analys.estimates.regression.coding import Bands, Categories, Numeric, Spline, find_levels
from analys.estimates.regression.design import make_design
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.estimates.regression.splines import natural_spline, place_knots


def test_harrells_quantiles():
    # Harrell (2015), table 2.3: five knots at .05, .275, .5, .725 and .95.
    assert place_knots(np.arange(1001.0), 5) == pytest.approx((50, 275, 500, 725, 950))


def test_knots_where_most_pupils_are_never_absent():
    # Three of five quantiles are 0; the others lie at places 724.275 and 949.05 of 0 to 999.
    values = np.concatenate([np.zeros(700), np.arange(300.0)])
    assert place_knots(values, 5) == pytest.approx((0, 24.275, 249.05))
    assert place_knots(np.array([np.nan, np.nan])) == ()
    assert place_knots(np.zeros(50)) == ()


def test_basis_by_hand():
    # Knots 0, 1 and 2: beyond 2 the curved column is a straight line, from 1.5 at 2 with slope 1.5.
    found = natural_spline(np.array([-3.0, 0, 1, 2, 3, 10]), (0, 1, 2))
    assert found[:, 1].tolist() == [0, 0, 0.25, 1.5, 3, 13.5]
    assert found[:, 0].tolist() == [-3, 0, 1, 2, 3, 10]


def test_spans_the_space_of_natural_splines():
    # patsy's cr: Wood's parametrisation of the same curves.
    rng = np.random.default_rng(0)
    x, knots = rng.uniform(2, 25, 300), (2.0, 6.0, 11.0, 25.0)
    known = {"x": x, "inner": knots[1:-1], "low": knots[0], "high": knots[-1]}
    other = np.asarray(patsy.dmatrix("cr(x, knots=inner, lower_bound=low, upper_bound=high) - 1", known))
    own = np.column_stack([np.ones(300), natural_spline(x, knots)])
    fitted = own @ np.linalg.lstsq(own, other, rcond=None)[0]
    assert fitted == pytest.approx(other, abs=1e-10)
    assert np.linalg.matrix_rank(own) == np.linalg.matrix_rank(other) == 4


def test_curve_is_smooth_and_straight_outside():
    knots, step = (5.0, 10.0, 20.0, 50.0), 1e-4
    for knot in knots:
        near = natural_spline(knot + step * np.arange(-2, 3), knots)
        second = np.diff(near, 2, axis=0) / step**2
        assert second[0] == pytest.approx(second[-1], abs=2e-3)
    for values in (np.linspace(-20, 5, 6), np.linspace(50, 100, 6)):
        assert np.diff(natural_spline(values, knots), 2, axis=0) == pytest.approx(0, abs=1e-9)


def test_knots_must_rise():
    for knots in ((1, 2), (1, 1, 2), (3, 2, 1)):
        with pytest.raises(ValueError, match="rising"):
            natural_spline(np.zeros(2), knots)


def test_bands_are_half_open():
    coding = Bands((10, 20, 30, 50), ("under 10", "10–19", "20–29", "30–49", "minst 50"))
    found = coding.encode([0, 9.999, 10, 19.999, 20, 30, 49.9, 50, 100])
    assert found.argmax(axis=1)[2:].tolist() == [0, 0, 1, 2, 2, 3, 3]
    assert found.sum(axis=1).tolist() == [0, 0, *[1] * 7]
    assert coding.columns == ("10–19", "20–29", "30–49", "minst 50")


def test_columns_and_rows_asked_for():
    absence, school = np.array([5.0, 15, 25, 12]), np.array(["b", "a", "b", "c"], dtype=object)
    levels = find_levels(school)
    design = make_design(
        {
            "franvaro": (Bands((10, 20), ("låg", "mellan", "hög")), absence),
            "np": (Numeric(fill=1.0), np.array([np.nan, 2, 3, 4])),
            "skola": (Categories(levels), school),
        }
    )
    assert design.names == (
        *("konstant", "franvaro: mellan", "franvaro: hög", "np", "np: saknas", "skola: a", "skola: c"),
    )
    assert design.matrix[0].tolist() == [1, 0, 0, 1, 1, 0, 0]
    assert design.matrix[3].tolist() == [1, 1, 0, 4, 0, 0, 1]
    assert design.contrast("franvaro: hög").tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert design.contrasts("franvaro").shape == (2, 7)
    rows = design.mean_rows([design.scenario("franvaro", 40.0), design.scenario("franvaro", absence)])
    assert rows[0].tolist() == [1, 0, 1, 2.5, 0.25, 0.25, 0.25]
    assert rows[1].tolist() == [1, 0.5, 0.25, 2.5, 0.25, 0.25, 0.25]


def test_a_standardised_mean_is_the_mean_of_predictions():
    rng = np.random.default_rng(1)
    absence, earlier, school = rng.uniform(0, 60, 200), rng.normal(size=200), rng.integers(0, 5, 200)
    y = 230 - absence + 20 * earlier + rng.normal(size=200)
    design = make_design({"franvaro": (Spline((5.0, 15.0, 40.0)), absence), "tidigare": (Numeric(), earlier)})
    fit = fit_linear(design.matrix, y, school)
    row = design.mean_rows([design.scenario("franvaro", 25.0)])
    moved = design.matrix.copy()
    moved[:, design.terms["franvaro"]] = natural_spline(np.array([25.0]), (5.0, 15.0, 40.0))
    assert estimate_contrasts(fit, row).varde[0] == pytest.approx((moved @ fit.coefficients).mean())


def test_a_missing_value_stops_the_model():
    with pytest.raises(ValueError, match="missing"):
        make_design({"franvaro": (Bands((10,)), np.array([1.0, np.nan]))})
    with pytest.raises(ValueError, match="missing"):
        make_design({"np": (Numeric(), pd.Series([1.0, np.nan]))})


def test_a_missing_spline_value_is_told_by_its_column():
    coding = Spline((1.0, 2.0, 3.0), fill=2.0)
    assert coding.columns == ("", "kurva 1", "saknas")
    assert coding.encode([np.nan, 2.0])[:, :2].tolist() == [[2, 0.25], [2, 0.25]]
    assert coding.encode([np.nan, 2.0])[:, 2].tolist() == [1, 0]


def test_one_level_has_no_column():
    assert Categories(("a",)).encode(np.array(["a", "a"], dtype=object)).shape == (2, 0)


def test_the_most_common_level_comes_first():
    assert find_levels(np.array(["x", "y", "y", "z"], dtype=object)) == ("y", "x", "z")
    assert find_levels(np.array([2, 1, 1]), 2) == (2, 1)
