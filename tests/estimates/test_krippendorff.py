"""Krippendorff's alpha against the examples that its author published."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from analys.estimates.krippendorff import compute_alpha

# Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, examples A-C; "." is not coded.
BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def units(coders):
    return [[code for code in unit if code != "."] for unit in zip(*(c.split() for c in coders), strict=True)]


@pytest.mark.parametrize(("coders", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)])
def test_published_examples(coders, published):
    assert round(compute_alpha(units(coders)), 3) == published


def test_the_definition_pair_by_pair():
    """1 - D_o / D_e with every pair of codes written out: within units, and of all codes."""
    coded = units(MISSING)
    paired = [codes for codes in coded if len(codes) > 1]
    n = sum(map(len, paired))
    observed = (
        sum(2 * sum(a != b for a, b in combinations(codes, 2)) / (len(codes) - 1) for codes in paired) / n
    )
    every = [code for codes in paired for code in codes]
    expected = 2 * sum(a != b for a, b in combinations(every, 2)) / (n * (n - 1))
    assert compute_alpha(coded) == pytest.approx(1 - observed / expected)


def test_full_agreement_and_none_to_judge():
    assert compute_alpha([("a", "a"), ("b", "b")]) == 1
    assert math.isnan(compute_alpha([("a", "a"), ("a", "a")]))
    assert math.isnan(compute_alpha([("a",), ("b",)]))
    assert math.isnan(compute_alpha([]))
