"""Raking by hand: one margin is post-stratification, two are fitted in turn, few answers weigh no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.raking import MOST, kish_effect, rake


def people(**counts: int) -> pd.DataFrame:
    """One row a person; the keys are a letter of each margin: `ax` is a in the first and x in the second."""
    rows = [tuple(name) for name, count in counts.items() for _ in range(count)]
    return pd.DataFrame(rows, columns=["skola", "kon"])


def test_one_margin_is_post_stratification():
    # Half of those asked are of a, three of four who answered: 0.5 / 0.75 and 0.5 / 0.25.
    weights = rake(people(ax=3, bx=1), people(ax=50, bx=50), ["skola"])
    assert weights.tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])


def test_full_response_weighs_one():
    everybody = people(ax=3, ay=4, bx=5, by=6)
    assert rake(everybody, everybody, ["skola", "kon"]).tolist() == pytest.approx([1.0] * 18)
    assert kish_effect(np.ones(18)) == 1.0


def test_both_margins_hold_and_interaction_is_kept():
    answered, asked = people(ax=10, ay=20, bx=20, by=10), people(ax=30, ay=30, bx=60, by=30)
    weights = rake(answered, asked, ["skola", "kon"])
    frame = answered.assign(vikt=weights)
    # 60 of 150 are of a, 90 of 150 are x.
    assert frame.groupby("skola")["vikt"].sum().tolist() == pytest.approx([60 * 0.4, 60 * 0.6])
    assert frame.groupby("kon")["vikt"].sum().tolist() == pytest.approx([60 * 0.6, 60 * 0.4])
    # Deming and Stephan's fit changes the margins and leaves the odds ratio: 10 × 10 / (20 × 20).
    cells = frame.groupby(["skola", "kon"])["vikt"].sum()
    ratio = cells["a", "x"] * cells["b", "y"] / (cells["a", "y"] * cells["b", "x"])
    assert ratio == pytest.approx(1 / 4)


def test_weighted_mean_by_hand():
    # a: two answers of 8, asked 10. b: two answers of 4, asked 30. (10 × 8 + 30 × 4) / 40 = 5.
    weights = rake(people(ax=2, bx=2), people(ax=10, bx=30), ["skola"])
    assert np.average([8, 8, 4, 4], weights=weights) == pytest.approx(5.0)
    # Weights 1/2 and 3/2: 4 × (2 × 1/4 + 2 × 9/4) / 16.
    assert kish_effect(weights) == pytest.approx(1.25)


def test_no_answer_speaks_for_a_whole_school():
    weights = rake(people(ax=99, bx=1), people(ax=100, bx=100), ["skola"])
    assert weights.max() / weights.min() == pytest.approx(MOST / (1 / MOST), rel=0.4)
    assert weights.max() < 2 * MOST
    assert weights.mean() == pytest.approx(1.0)


def test_a_school_without_answers_is_nobodys_to_speak_for():
    weights = rake(people(ax=2, ay=2), people(ax=10, ay=10, bx=80), ["skola", "kon"])
    # Girls and boys among all asked: 90 x and 10 y of 100.
    assert weights[:2].sum() > weights[2:].sum()
    assert weights.mean() == pytest.approx(1.0)


def test_nobody_and_no_margin():
    assert rake(people(), people(ax=2), ["skola"]).tolist() == []
    assert rake(people(ax=2), people(ax=2), []).tolist() == [1.0, 1.0]
    assert kish_effect([]) == 1.0
