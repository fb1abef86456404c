"""The tests of symmetry and homogeneity by hand, against published tables, and exact ones by counting."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable

from analys.estimates.symmetry import (
    compute_homogeneity,
    compute_symmetry,
    exchange_classes,
    homogeneity_contrasts,
    symmetry_contrasts,
)

# Stuart (1955), Biometrika 42, 412-416: unaided distance vision of 7 477 women, right eye by left eye.
VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]

# Peterson et al. (2007), in Fagerland, Lydersen & Laake (2017), Statistical Analysis of Contingency Tables,
# chapter 9: three pairs of categories that nobody is in.
PATHOGENS = [[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]]

UP, DOWN, SAME = [[0, 1], [0, 0]], [[0, 0], [1, 0]], [[1, 0], [0, 0]]
HOMOGENEITY, SYMMETRY = homogeneity_contrasts(2), symmetry_contrasts(2)


def test_by_hand() -> None:
    table = [[10, 6, 2], [2, 12, 8], [4, 0, 9]]
    # (6 - 2)² / 8 + (2 - 4)² / 6 + (8 - 0)² / 8 = 2 + 2/3 + 8.
    symmetry = compute_symmetry(table)
    assert (symmetry.statistik, symmetry.df) == (pytest.approx(32 / 3), 3)
    # Rows 18, 22, 13, columns 16, 18, 19: d = 2, 4. V = 14, 16 and -8 between; determinant 160.
    # (16 × 2² + 2 × 8 × 2 × 4 + 14 × 4²) / 160 = 416 / 160.
    homogeneity = compute_homogeneity(table)
    assert (homogeneity.statistik, homogeneity.df) == (pytest.approx(2.6), 2)
    assert homogeneity.p == pytest.approx(np.exp(-1.3))


def test_published() -> None:
    # Stuart (1955): 11.96 with 3 df.
    vision = compute_homogeneity(VISION)
    assert (round(vision.statistik, 2), vision.df) == (11.96, 3)
    # Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, diagnoses of 100 subjects:
    # 14.00 with 2 df, P = 0.000912.
    diagnoses = compute_homogeneity([[35, 5, 0], [15, 20, 5], [10, 5, 5]])
    assert (round(diagnoses.statistik, 2), diagnoses.df) == (14.00, 2)
    assert diagnoses.p == pytest.approx(0.000912, abs=5e-7)
    # Fagerland, Lydersen & Laake (2017), chapter 9: Stuart's T = 26.250, df 3, P = 0.000008. McNemar-Bowker
    # T = 26.250; they count the three empty pairs and have df 6.
    stuart, bowker = compute_homogeneity(PATHOGENS), compute_symmetry(PATHOGENS)
    assert (stuart.statistik, stuart.df, stuart.p) == (pytest.approx(26.25), 3, pytest.approx(8e-6, abs=5e-7))
    assert (bowker.statistik, bowker.df) == (pytest.approx(26.25), 3)
    assert stats.chi2.sf(bowker.statistik, 6) == pytest.approx(0.0002, abs=5e-6)


def test_statsmodels_agrees_where_every_cell_is_filled() -> None:
    other = SquareTable(np.array(VISION))
    assert compute_symmetry(VISION).statistik == pytest.approx(other.symmetry().statistic)
    assert compute_symmetry(VISION).p == pytest.approx(other.symmetry().pvalue)
    assert compute_homogeneity(VISION).statistik == pytest.approx(other.homogeneity().statistic)
    # With an empty cell it adds 0.5 to every one and counts empty pairs.
    shifted = SquareTable(np.array(PATHOGENS)).symmetry()
    assert shifted.df == 6 and shifted.statistic < 25


def test_what_nobody_is_in_does_not_count() -> None:
    wide = np.zeros((6, 6))
    wide[:4, :4] = VISION
    for compute in (compute_homogeneity, compute_symmetry):
        assert compute(wide).statistik == pytest.approx(compute(VISION).statistik)
        assert compute(wide).df == compute(VISION).df
    # Two separate pairs of categories, each with its own exchange: one df each.
    blocks = np.zeros((4, 4))
    blocks[0, 1], blocks[1, 0], blocks[2, 3], blocks[3, 2] = 6, 2, 1, 7
    # (6 - 2)² / 8 + (1 - 7)² / 8 = 6.5.
    assert (compute_homogeneity(blocks).statistik, compute_homogeneity(blocks).df) == (pytest.approx(6.5), 2)
    assert (compute_symmetry(np.diag([3, 4])).p, compute_symmetry(np.diag([3, 4])).df) == (1.0, 0)


def test_swapping_changes_nothing() -> None:
    assert compute_symmetry(np.transpose(VISION)).statistik == pytest.approx(
        compute_symmetry(VISION).statistik
    )
    tables = [
        [[0, 2, 0], [1, 0, 3], [0, 0, 1]],
        [[0, 1, 1], [0, 0, 0], [1, 0, 0]],
        [[0, 0, 2], [0, 0, 1], [0, 0, 0]],
    ]
    for contrasts in (homogeneity_contrasts(3), symmetry_contrasts(3)):
        there = exchange_classes(tables, contrasts)
        back = exchange_classes(np.transpose(tables, (0, 2, 1)), contrasts)
        assert there == back and 0 < there <= 1


@pytest.mark.parametrize(("up", "down"), [(7, 2), (6, 0), (4, 4), (9, 1)])
def test_alone_in_class_it_is_the_exact_test_of_mcnemar(up: int, down: int) -> None:
    tables = [UP] * up + [DOWN] * down + [SAME] * 5
    expected = min(1.0, 2 * stats.binom.cdf(min(up, down), up + down, 0.5))
    assert exchange_classes(tables, HOMOGENEITY) == pytest.approx(expected)
    assert exchange_classes(tables, SYMMETRY) == pytest.approx(expected)


def test_exchanges_of_classes_by_hand() -> None:
    # Classes move 3, 2 and 2 pupils up. The eight exchanges sum to ±7, ±3, ±3, ±1: 7 or more twice of eight.
    tables = [np.multiply(UP, 3), np.multiply(UP, 2), np.multiply(UP, 2)]
    assert exchange_classes(tables, HOMOGENEITY) == 0.25
    # Up 3, up 2, down 2: the sum is 3, reached or passed by ±7, ±3 and ±3.
    tables[2] = np.multiply(DOWN, 2)
    assert exchange_classes(tables, HOMOGENEITY) == 0.75


def test_doubled_rows_within_classes_are_no_more_evidence() -> None:
    rng = np.random.default_rng(3)
    tables = rng.poisson(0.8, (20, 6, 6))
    for contrasts in (homogeneity_contrasts(6), symmetry_contrasts(6)):
        assert exchange_classes(2 * tables, contrasts) == exchange_classes(tables, contrasts)
    assert compute_homogeneity(2 * tables.sum(axis=0)).p < compute_homogeneity(tables.sum(axis=0)).p


def test_drawn_exchanges_and_their_normal_limit() -> None:
    # 60 pupils alone in their class, 38 up: by counting 0.0519; 9 999 draws have a standard error of 0.0022.
    exact = 2 * stats.binom.cdf(22, 60, 0.5)
    assert exchange_classes([UP] * 38 + [DOWN] * 22, HOMOGENEITY) == pytest.approx(exact, abs=3 * 0.0022)
    # 4 000 of them: McNemar's chi-square is 120² / 4000 = 3.6, p 0.0578, standard error 0.0023.
    many = exchange_classes([UP] * 2060 + [DOWN] * 1940, HOMOGENEITY)
    assert many == pytest.approx(float(stats.chi2.sf(3.6, 1)), abs=3 * 0.0023)
    # Never 0: the observed exchange is one of those counted.
    assert exchange_classes([UP] * 40, HOMOGENEITY) == 1 / 10_000


def test_nothing_differs() -> None:
    assert exchange_classes([SAME] * 8, HOMOGENEITY) == 1.0
    assert exchange_classes([SAME] * 8, SYMMETRY) == 1.0
