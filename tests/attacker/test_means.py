"""Means as an attacker reads them: sums on the lattice of grades, and what a total leaves of the hidden."""

from decimal import Decimal
from fractions import Fraction

import pytest

from analys.attacker.means import MERIT, Mean, Scale, bound_rest, bound_rounded, bound_sums, fit_mean

POINTS = Scale(step=Decimal(1), least=Decimal(0), most=Decimal(10))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("71.6", Fraction(7155, 100), Fraction(7165, 100)),
        ("72", Fraction(715, 10), Fraction(725, 10)),
        ("0.0", Fraction(-5, 100), Fraction(5, 100)),
    ],
)
def test_a_published_number_is_half_a_unit_uncertain(text, least, most):
    low, high, unit = bound_rounded(Decimal(text))

    assert (Fraction(low, unit), Fraction(high, unit)) == (least, most)


def test_a_mean_of_up_to_24_pupils_fixes_their_sum():
    # METHODS, section 6: merit values lie on a lattice of 2.5 points, a mean has one decimal, and the sums
    # that 24 pupils' mean can stand for lie less than 2.5 points apart. Every sum of every group is tried.
    for n in range(1, 25):
        for steps in range(MERIT.fewest * n, MERIT.largest * n + 1, 7):
            low, high = bound_sums(_rounded(steps, n), n)
            assert int(low) == int(high) == steps


def test_a_mean_of_more_leaves_a_few_sums():
    # 30 pupils, mean 218.5: sums from 6553.5 to 6556.5, of which only 6555 is a multiple of 2.5.
    # 40 pupils, mean 218.4: from 8734 to 8738, of which 8735 and 8737.5 are.
    assert [int(one) for one in bound_sums(Decimal("218.5"), 30)] == [2622, 2622]
    assert [int(one) for one in bound_sums(Decimal("218.4"), 40)] == [3494, 3495]


def test_a_sum_stays_within_what_a_pupil_can_have():
    # 340 is the most, so a mean of 340.0 leaves nobody with less, however many they are.
    low, high = bound_sums(Decimal("340.0"), 100)

    assert int(high) == 136 * 100
    assert int(low) == 13598  # 33995 points, in steps of 2.5


def test_numbers_that_can_have_a_mean():
    # A mean of thirds, 3.33: three pupils, or six, or nine.
    assert fit_mean(Decimal("3.33"), 9, scale=POINTS).tolist() == [3, 6, 9]


def test_the_rest_of_a_total():
    # Ten pupils with mean 5 and eight of them with mean 6: two pupils have 2 together, give or take rounding
    # (49.5 to 50.5 and 47.6 to 48.4 points, so 50 and 48).
    rest = bound_rest(Mean(Decimal("5.0"), 10), [Mean(Decimal("6.0"), 8)], 2, POINTS)

    assert rest == (1, 1)


def test_the_rest_lies_within_the_scale():
    # Ten pupils with mean 5, nine with mean 5.2 (46.4 to 47.3, so 47 points): one has 3; never below 0.
    assert bound_rest(Mean(Decimal(5), 10), [Mean(Decimal("5.2"), 9)], 1, POINTS) == (0, 8)
    assert bound_rest(Mean(Decimal("5.0"), 10), [Mean(Decimal("5.2"), 9)], 1, POINTS) == (3, 3)


@pytest.mark.parametrize(
    ("total", "shown", "n"),
    [
        (Mean(Decimal("5.0"), 10), [Mean(Decimal("6.0"), 10)], 0),  # nobody is left
        (Mean(Decimal("5.0"), 10), [Mean(Decimal("6.0"), 9)], 1),  # 50 of 54 points cannot be
        (Mean(Decimal("3.4"), 4), [Mean(Decimal("3.0"), 2)], 2),  # four pupils have 13 or 14, so 3.3 or 3.5
    ],
)
def test_nothing_fits(total, shown, n):
    assert bound_rest(total, shown, n, POINTS) is None


def _rounded(steps: int, n: int) -> Decimal:
    """Mean with one decimal, halves upwards: in tenths, 25 points a step."""
    return Decimal((2 * 25 * steps + n) // (2 * n)).scaleb(-1)
