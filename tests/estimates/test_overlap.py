"""Estimates of two terms with pupils in both: published paired intervals, and small cases worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.estimates.intervals import difference, share
from analys.estimates.overlap import Part, correct_phi, find_overlap


def side(*rows):
    """Pupils of a term from elev, skolenhet and klass, and their values."""
    frame = pd.DataFrame([row[:3] for row in rows], columns=["elev", "skolenhet", "klass"])
    return frame, np.array([row[3] for row in rows], dtype="float64")


def correlate(now, before, *, icc=0.0, binary=True, cells=None):
    """What the two terms share, in one cell unless the schools of `cells` are one each."""
    (frame_now, now_values), (frame_before, before_values) = now, before
    numbers = [
        pd.Index(cells).get_indexer(frame["skolenhet"]) if cells else np.zeros(len(frame), dtype="int64")
        for frame in (frame_now, frame_before)
    ]
    parts = [
        Part(cell, values[:, None]) for cell, values in zip(numbers, (now_values, before_values), strict=True)
    ]
    overlap = find_overlap(frame_now, frame_before)
    return overlap.correlate(*parts, len(cells) if cells else 1, [binary], [icc])


def pairs(both, first, second, neither):
    """Two terms of the same pupils, without classes: outcomes both times, the first, the second, never."""
    outcomes = [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * neither
    return tuple(
        side(*[(f"p{number}", "s", "", pair[place]) for number, pair in enumerate(outcomes)])
        for place in (0, 1)
    )


PUBLISHED = [
    # Altman, Machin, Bryant & Gardner (2000), Statistics with Confidence, 2nd ed., p. 52: table 6.2.
    ((14, 5, 0, 22), (0.011, 0.226), 3),
    # Newcombe (1998), Statistics in Medicine 17, 2635-2650, table II, method 10.
    ((36, 12, 2, 0), (0.0569, 0.3404), 4),
    # Fagerland, Lydersen & Laake (2014), Statistics in Medicine 33, 2850-2875, square-and-add: Bentur's data.
    ((1, 1, 7, 12), (-0.507, -0.026), 3),
]


@pytest.mark.parametrize(("table", "limits", "decimals"), PUBLISHED)
def test_the_same_pupils_give_the_published_paired_interval(table, limits, decimals):
    both, first, second, _ = table
    n = sum(table)
    shared = correlate(*pairs(*table))

    found = difference(share(both + first, n), share(both + second, n), float(shared.correlation[0, 0]))

    assert shared.pupils.tolist() == [n]
    assert (found.undre / 100, found.ovre / 100) == pytest.approx(limits, abs=0.51 * 10**-decimals)


def test_different_pupils_give_no_correlation_and_so_the_independent_interval():
    now, before = pairs(14, 5, 0, 22)
    before = (before[0].assign(elev="q" + before[0]["elev"]), before[1])

    shared = correlate(now, before, icc=0.1)

    assert shared.correlation.tolist() == [[0.0]]
    assert shared.pupils.tolist() == [0]


def test_some_pupils_in_both():
    # Four of five now and four of eight before are the same: 1 1 0 0 now, 1 1 0 0 before. Their product is
    # 2 × 4 - 2 × 2 = 4, less n / 2 = 2: phi = 2 / √(2 × 2 × 2 × 2) = 1/2. Correlation: 1/2 × 4 / √(5 × 8).
    same = [("a", 1), ("b", 1), ("c", 0), ("d", 0)]
    now = side(*[(elev, "s", "", value) for elev, value in [*same, ("e", 1)]])
    before = side(*[(elev, "s", "", value) for elev, value in [*same, *((f"f{k}", 0) for k in range(4))]])

    shared = correlate(now, before)

    assert shared.correlation[0, 0] == pytest.approx(2 / np.sqrt(40))


def test_means_have_the_plain_correlation():
    # Residuals -1 0 1 and -1 1 0: product 1, over √(2 × 2).
    now = side(("a", "s", "", 1.0), ("b", "s", "", 2.0), ("c", "s", "", 3.0))
    before = side(("a", "s", "", 4.0), ("b", "s", "", 6.0), ("c", "s", "", 5.0))

    assert correlate(now, before, binary=False).correlation[0, 0] == pytest.approx(0.5)


def test_a_pupil_who_has_moved_counts_in_the_whole_but_in_neither_school():
    now = side(("a", "s", "", 1.0), ("b", "s", "", 0.0), ("c", "t", "", 1.0), ("d", "t", "", 0.5))
    before = side(("a", "s", "", 1.0), ("b", "s", "", 0.0), ("c", "u", "", 1.0), ("d", "t", "", 0.5))

    assert correlate(now, before).pupils.tolist() == [4]
    assert correlate(now, before, cells=["s", "t", "u"]).pupils.tolist() == [2, 1, 0]


def two_classes(offset):
    """Two classes of three in a school; those of the first lie `offset` higher, all else is chance."""
    chance = (-1.0, 0.0, 1.0)
    return [
        (f"{klass}{number}", "s", klass, value + (offset if klass == "A" else -offset))
        for klass in "AB"
        for number, value in enumerate(chance)
    ]


def test_classmates_who_go_on_together_share_what_the_class_has():
    # Both terms alike: r = 1, and for each class 3 × 3 - 3 = 6 pairs of classmates, 12 in all. With the
    # residuals -1 0 1 around ±2 the pairs of different pupils in a class have the products
    # (sum² - sum of squares) = 36 - 14 = 22 each, mean 44 / 12; those across, 2 × 6 × -6 = -72 of 18 pairs,
    # mean -4. Over the variance 28 / 6: (44 / 12 + 4) / (28 / 6) = 1.64, so icc sets the limit.
    now = side(*two_classes(2.0))

    shared = correlate(now, now, icc=0.5, binary=False)

    # (6 + 0.5 × 12) / √(6 + 0.5 × (18 - 6))² = 1: the same pupils and classes have the same mean.
    assert shared.joint[0, 0] == pytest.approx(12)
    assert shared.correlation[0, 0] == pytest.approx(1)


def test_classes_that_are_not_alike_share_nothing():
    # The two classes change places: pupils and classmates lie opposite to where they lay.
    now, before = side(*two_classes(2.0)), side(*two_classes(-2.0))

    shared = correlate(now, before, icc=0.5, binary=False)

    # r = (2 - 4 × 6 + 2) ... : products ±2 (chance) and -4 each: (4 - 24) / 28. Classmates count as 0.
    assert shared.joint[0, 0] == pytest.approx(6 * (4 - 24) / 28)
    # n deff = 6 + 0.5 × (18 - 6) = 12 in both terms.
    assert shared.correlation[0, 0] == pytest.approx(6 * (4 - 24) / 28 / 12)


def test_classes_go_on_where_most_of_their_pupils_do():
    before = pd.DataFrame({"elev": list("abcdefgh"), "skolenhet": "s", "klass": [*["7A"] * 4, *["7B"] * 4]})
    # 8A is three of 7A and one new; 8B two of 7B; 8C the other two and one of 7A.
    now = pd.DataFrame(
        {
            "elev": list("abcxefghd"),
            "skolenhet": "s",
            "klass": [*["8A"] * 4, *["8B"] * 2, *["8C"] * 3],
        }
    )

    overlap = find_overlap(now, before)

    # 7B is split: 8B and 8C are as large a part of it, and two of 8B's two go on.
    assert overlap.now.link.tolist() == [0, 0, 0, 0, 1, 1, -1, -1, -1]
    assert overlap.before.link.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_unknown_classes_go_on_in_nothing():
    people = pd.DataFrame({"elev": ["a", "b"], "skolenhet": "s", "klass": ["", ""]})

    overlap = find_overlap(people, people)

    assert overlap.links == 0
    assert overlap.rows[0].tolist() == [0, 1]


def test_a_pupil_twice_in_the_earlier_term_is_one_pupil():
    before = pd.DataFrame({"elev": ["a", "a", "b"], "skolenhet": "s", "klass": ["7A", "7B", "7B"]})
    now = pd.DataFrame({"elev": ["b", "a"], "skolenhet": "s", "klass": ["8B", "8A"]})

    assert [rows.tolist() for rows in find_overlap(now, before).rows] == [[0, 1], [2, 0]]


def test_pupils_outside_the_cells_count_in_nothing():
    now, before = pairs(14, 5, 0, 22)
    overlap = find_overlap(now[0], before[0])
    outside = [Part(np.full(41, -1), values[:, None]) for _, values in (now, before)]

    found = overlap.correlate(*outside, 1, [True], [0.1])

    assert found.correlation.tolist() == [[0.0]]


def test_nobody_in_either_term():
    nobody = pd.DataFrame({"elev": [], "skolenhet": [], "klass": []}, dtype="str")
    part = Part(np.zeros(0, dtype="int64"), np.zeros((0, 1)))

    found = find_overlap(nobody, nobody).correlate(part, part, 2, [True], [0.1])

    assert found.correlation.tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize(
    ("counts", "phi"),
    [
        ((5, 10, 10, 20), 0.0),  # product 0
        ((6, 10, 10, 20), 10 / 100),  # 20 - 10 = 10 over 10 × 10
        ((5, 10, 10, 22), 0.0),  # 10 - 11 is below 0
        ((4, 10, 10, 20), -20 / 100),  # below 0 nothing is taken away
        ((0, 0, 5, 20), 0.0),  # nobody the first time
        ((0, 0, 0, 0), 0.0),
    ],
)
def test_the_correction_of_phi(counts, phi):
    assert float(correct_phi(*counts)) == pytest.approx(phi)
