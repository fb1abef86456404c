"""Alpha and omega against published and hand-worked values, and their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.reliability import compute_alpha, compute_omega, estimate_reliability

# Chatterjee, S. & Price, B. (1977). Regression Analysis by Example, table 3.3: per cent favourable answers
# in 30 departments to seven questions (the data set `attitude` of R).
ATTITUDE = """43 51 30 39 61 92 45
63 64 51 54 63 73 47
71 70 68 69 76 86 48
61 63 45 47 54 84 35
81 78 56 66 71 83 47
43 55 49 44 54 49 34
58 67 42 56 66 68 35
71 75 50 55 70 66 41
72 82 72 67 71 83 31
67 61 45 47 62 80 41
64 53 53 58 58 67 34
67 60 47 39 59 74 41
69 62 57 42 55 63 25
68 83 83 45 59 77 35
77 77 54 72 79 77 46
81 90 50 72 60 54 36
74 85 64 69 79 79 63
65 60 65 75 55 80 60
65 70 46 57 75 85 46
50 58 68 54 64 78 52
50 40 33 34 43 64 33
64 61 52 62 66 80 41
53 66 52 50 63 80 37
40 37 42 58 50 57 49
63 54 42 48 66 75 33
66 77 66 63 88 76 72
78 75 58 74 80 78 49
48 57 44 45 51 83 38
85 85 71 71 77 74 55
82 82 39 59 64 78 39"""


@pytest.fixture(scope="module")
def attitude() -> pd.DataFrame:
    rows = [[float(number) for number in line.split()] for line in ATTITUDE.splitlines()]
    names = ("rating", "complaints", "privileges", "learning", "raises", "critical", "advance")
    return pd.DataFrame(rows, columns=names)


def test_alpha_as_published(attitude):
    # Revelle, W. (2024). psych: example of alpha(attitude), raw_alpha 0.84.
    assert compute_alpha(attitude.cov()) == pytest.approx(0.84, abs=0.005)


def test_two_reversed_questions_ruin_it_as_published(attitude):
    # The same example with keys = c("complaints", "critical"): raw_alpha 0.18.
    turned = attitude.assign(complaints=-attitude["complaints"], critical=-attitude["critical"])
    assert compute_alpha(turned.cov()) == pytest.approx(0.18, abs=0.005)


def test_alpha_by_hand():
    # Variances 1, 2 and 3, covariances 1: 3/2 × (1 − 6/12).
    matrix = np.ones((3, 3)) + np.diag([0.0, 1.0, 2.0])
    assert compute_alpha(matrix) == pytest.approx(0.75)
    # Two questions: the Spearman-Brown formula, 2 r / (1 + r).
    assert compute_alpha([[1, 0.5], [0.5, 1]]) == pytest.approx(2 * 0.5 / 1.5)
    assert np.isnan(compute_alpha([[1.0]]))


def one_factor(loadings, unique) -> np.ndarray:
    column = np.asarray(loadings)
    return np.outer(column, column) + np.diag(unique)


def test_omega_of_a_known_factor():
    # (0.9 + 0.5 + 0.4 + 0.7)² / (6.25 + 0.2 + 0.75 + 1.0 + 0.51)
    matrix = one_factor([0.9, 0.5, 0.4, 0.7], [0.2, 0.75, 1.0, 0.51])
    assert compute_omega(matrix) == pytest.approx(6.25 / 8.71, abs=1e-6)


def test_alpha_and_omega_are_one_where_questions_are_equally_good():
    matrix = one_factor([0.8] * 5, [0.4] * 5)
    # 16 / (16 + 2)
    assert compute_omega(matrix) == pytest.approx(16 / 18)
    assert compute_alpha(matrix) == pytest.approx(16 / 18)


def test_alpha_is_below_omega_where_they_are_not():
    # McDonald (1999): equality holds only for equal loadings.
    matrix = one_factor([0.9, 0.3, 0.3], [0.19, 0.91, 0.91])
    assert compute_alpha(matrix) < compute_omega(matrix)


def test_omega_does_not_mind_the_scale_of_all_questions():
    matrix = one_factor([0.9, 0.5, 0.4], [0.2, 0.75, 1.0])
    assert compute_omega(100 * matrix) == pytest.approx(compute_omega(matrix))


def test_two_questions_have_no_omega():
    assert np.isnan(compute_omega([[1, 0.5], [0.5, 1]]))


def answers(
    seed: int, classes: int = 20, size: int = 15, questions: int = 4
) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    label = np.repeat(np.arange(classes), size)
    theta = 0.5 * rng.standard_normal(classes)[label] + rng.standard_normal(len(label))
    noise = rng.standard_normal((len(label), questions))
    return pd.DataFrame(theta[:, None] + noise), label


def test_the_interval_covers_the_truth():
    # Variance of what is shared 1.25 and of the noise 1: 4 × 1.25 / (4 × 1.25 + 1).
    truth = 5 / 6
    found = [estimate_reliability(*answers(seed), compute_alpha) for seed in range(100)]
    assert np.mean([one.varde for one in found]) == pytest.approx(truth, abs=0.01)
    covered = np.mean([one.undre <= truth <= one.ovre for one in found])
    # Binomial error of 100 at 95 %: 2.2 points.
    assert 0.89 <= covered <= 1.0
    assert all(one.undre < one.varde < one.ovre < 1 for one in found)


def test_few_classes_have_a_value_and_no_interval():
    items, label = answers(3)
    one = estimate_reliability(items, label % 4, compute_alpha)
    assert one.varde > 0.5
    assert np.isnan(one.undre) and np.isnan(one.ovre)


def test_questions_passed_over_are_left_out_in_pairs():
    items, label = answers(4)
    gone = items.mask(np.random.default_rng(1).random(items.shape) < 0.05)
    whole, part = (estimate_reliability(one, label, compute_omega).varde for one in (items, gone))
    assert part == pytest.approx(whole, abs=0.03)
