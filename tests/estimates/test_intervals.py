"""Intervals against published tables and sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analys.estimates.intervals import (
    Level,
    compute_net_limits,
    compute_wilson,
    difference,
    mean,
    share,
)


@pytest.mark.parametrize(
    ("antal", "n", "undre", "ovre"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score).
    [
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_wilson_published(antal: int, n: int, undre: float, ovre: float) -> None:
    level = share(antal, n)
    assert (level.undre, level.ovre) == pytest.approx((undre, ovre), abs=0.0051)
    assert level.varde == pytest.approx(100 * antal / n)
    assert (level.n, level.antal) == (n, antal)


@pytest.mark.parametrize(
    ("a", "b", "undre", "ovre"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10 (hybrid score).
    [
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((6, 7), (2, 7), 5.82, 80.62),
        ((5, 56), (0, 29), -3.81, 19.26),
        ((0, 10), (0, 20), -16.11, 27.75),
        ((0, 10), (0, 10), -27.75, 27.75),
        ((10, 10), (0, 20), 67.91, 100.00),
        ((10, 10), (0, 10), 60.75, 100.00),
    ],
)
def test_difference_published(a: tuple[int, int], b: tuple[int, int], undre: float, ovre: float) -> None:
    result = difference(share(*a), share(*b))
    assert (result.undre, result.ovre) == pytest.approx((undre, ovre), abs=0.0051)
    assert result.antal is None


@pytest.mark.parametrize(
    ("hogre", "lagre", "n", "undre", "ovre"),
    # Fagerland, Lydersen & Laake (2017), Statistical Analysis of Contingency Tables, chapter 8: Bonett and
    # Price's interval for complete response before and after treatment (Cavo et al. 2012; 59, 6, 16, 80).
    [(6, 16, 161, -11.95, -0.32), (16, 6, 161, 0.32, 11.95)],
)
def test_net_published(hogre: int, lagre: int, n: int, undre: float, ovre: float) -> None:
    limits = [float(limit) for limit in compute_net_limits(hogre, lagre, n)]
    assert limits == pytest.approx([undre, ovre], abs=0.0051)


def test_net_by_hand() -> None:
    # 9 higher and 3 lower of 23, one more of each and two more pupils: (10 - 4) / 25 = 0.24 and
    # (14 / 25 - 0.24²) / 25 = 0.5024 / 25 = 0.020096; half width 1.95996 × 0.141760 = 0.277846.
    limits = [float(limit) for limit in compute_net_limits(9, 3, 23)]
    assert limits == pytest.approx([-3.785, 51.785], abs=0.001)
    # Design effect 2: 18 and 6 of 46 count as 9 and 3 of 23.
    assert [float(limit) for limit in compute_net_limits(18, 6, 46, 2.0)] == pytest.approx(limits)


def test_net_at_the_ends() -> None:
    n = np.arange(1, 300)
    for hogre, lagre in ((n, 0 * n), (0 * n, n), (0 * n, 0 * n)):
        undre, ovre = compute_net_limits(hogre, lagre, n, 1.5)
        value = 100 * (hogre - lagre) / n
        assert (undre >= -100).all() and (ovre <= 100).all() and (undre < ovre).all()
        assert ((undre <= value) & (value <= ovre)).all()
    assert all(math.isnan(limit) for limit in compute_net_limits(0, 0, 0))


def test_design_effect_shrinks_the_number_of_pupils() -> None:
    # 40 of 50 with deff 2 has the interval of 20 of 25, but keeps its own counts.
    level, half = share(40, 50, deff=2), share(20, 25)
    assert (level.undre, level.ovre) == pytest.approx((half.undre, half.ovre))
    assert (level.n, level.antal) == (50, 40)


def test_mean_by_hand() -> None:
    # 10, 12, 14: mean 12, SD 2, t(2) = 4.303, half width 4.303 × 2 / √3 = 4.968.
    level = mean([10, 12, float("nan"), 14])
    assert (level.varde, level.undre, level.ovre) == pytest.approx((12, 7.032, 16.968), abs=0.001)
    assert (level.n, level.antal) == (3, None)


def test_mean_with_design_effect_by_hand() -> None:
    # n 9, SD 3, deff 3: corrected variance 9 / (1 - 2 / 8) = 12; variance of the mean 12 × 3 / 9 = 4;
    # df 9 / 3 - 1 = 2, t = 4.303, half width 8.605.
    values = [7, 7, 7, 10, 10, 10, 13, 13, 13]
    scaled = 10 + (np.array(values) - 10) * 3 / np.std(values, ddof=1)
    level = mean(scaled, deff=3)
    assert level.ovre - level.varde == pytest.approx(8.605, abs=0.001)


def test_nothing_to_count() -> None:
    for level in (share(0, 0), mean([]), mean([float("nan")])):
        assert math.isnan(level.varde) and math.isnan(level.undre) and level.n == 0
    alone = mean([200.0])
    assert alone.varde == 200 and math.isnan(alone.undre)


def test_limits_stay_within_0_and_100() -> None:
    n = np.arange(1, 200)
    for antal in (0 * n, n):
        undre, ovre = compute_wilson(antal, n, 1.7)
        assert (undre >= 0).all() and (ovre <= 100).all()
    assert share(20, 20).ovre == 100 and share(0, 20).undre == 0


def test_difference_of_means_is_close_to_welch() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(225, 60, 60), rng.normal(210, 40, 90)
    result = difference(mean(a), mean(b))
    welch = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    # MOVER uses each sample's own t, so it is never narrower and here less than 2 % wider.
    assert result.undre <= welch.low and result.ovre >= welch.high
    assert (result.ovre - result.undre) / (welch.high - welch.low) < 1.02


def test_correlation_narrows_and_swapping_mirrors() -> None:
    a, b = Level(80, 70, 88, 60), Level(60, 50, 69, 60)
    plain, paired, swapped = difference(a, b), difference(a, b, 0.5), difference(b, a)
    assert plain.undre < paired.undre < 20 < paired.ovre < plain.ovre
    assert (swapped.undre, swapped.ovre) == pytest.approx((-plain.ovre, -plain.undre))
    # By hand, r = 0.5: lower 20 - √(10² + 9² - 10 × 9), upper 20 + √(8² + 10² - 8 × 10).
    assert (paired.undre, paired.ovre) == pytest.approx((20 - math.sqrt(91), 20 + math.sqrt(84)))


def test_an_official_value_gives_no_interval() -> None:
    official = Level(80.0, float("nan"), float("nan"), 0)
    assert math.isnan(difference(share(50, 70), official).undre)
    assert difference(share(35, 70), official).varde == -30
