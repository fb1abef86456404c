"""Smallest and largest whole numbers, against trying every combination."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.integers import Impossible, LinearRow, System, find_ranges


def make_system(low, high, rows):
    return System(np.array(low), np.array(high), tuple(LinearRow(*row) for row in rows))


def enumerate_solutions(system):
    """Every combination within the bounds that satisfies every row, by plain sums."""
    spans = [range(a, b + 1) for a, b in zip(system.low.tolist(), system.high.tolist(), strict=True)]
    for numbers in product(*spans):
        if all(
            row.least <= sum(f * numbers[p] for p, f in zip(row.places, row.factors, strict=True)) <= row.most
            for row in system.rows
        ):
            yield numbers


@st.composite
def systems(draw, factors=(-2, -1, 1, 2, 3), most_unknowns=5, widest=4):
    size = draw(st.integers(1, most_unknowns))
    low = [draw(st.integers(-3, 3)) for _ in range(size)]
    high = [a + draw(st.integers(0, widest)) for a in low]
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        places = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=size, unique=True))
        least = draw(st.integers(-8, 12))
        own = tuple(draw(st.sampled_from(factors)) for _ in places)
        rows.append((tuple(places), own, least, least + draw(st.sampled_from([0, 0, 0, 1, 5, 1000]))))
    return make_system(low, high, rows)


def check(system):
    every = np.array(list(enumerate_solutions(system)))
    wanted = list(range(system.size))
    if not len(every):
        with pytest.raises(Impossible):
            find_ranges(system, wanted)
        return
    found = find_ranges(system, wanted)
    assert found.low.tolist() == every.min(axis=0).tolist()
    assert found.high.tolist() == every.max(axis=0).tolist()
    assert found.exact.all() and found.decided.all()
    assert {tuple(one) for one in found.solutions.tolist()} <= {tuple(one) for one in every.tolist()}
    assert (found.solutions.min(axis=0) == found.low).all() and (
        found.solutions.max(axis=0) == found.high
    ).all()


@settings(max_examples=150, deadline=None)
@given(systems())
def test_ranges_are_those_of_every_combination(system):
    check(system)
