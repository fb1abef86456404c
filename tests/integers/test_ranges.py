"""Smallest and largest whole numbers, against trying every combination."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.integers import Impossible, LinearRow, System, find_ranges, find_room


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


def make_table(shape, high, sums_of):
    """Every line of a table adds up to what `sums_of`, a solution of it, adds up to."""
    places = np.arange(np.prod(shape)).reshape(shape)
    rows = []
    for axis in range(len(shape)):
        for line in np.moveaxis(places, axis, -1).reshape(-1, shape[axis]).tolist():
            total = sum(sums_of[place] for place in line)
            rows.append((line, [1] * len(line), total, total))
    return make_system([0] * len(high), high, rows)


@st.composite
def tables(draw):
    """Tables all of whose margins are known: the rows form rings."""
    shape = draw(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 2, 2), (1, 4)]))
    size = int(np.prod(shape))
    high = draw(st.lists(st.integers(0, 3 if size > 6 else 6), min_size=size, max_size=size))
    return make_table(shape, high, [draw(st.integers(0, top)) for top in high])


@settings(max_examples=60, deadline=None)
@given(tables())
def test_ranges_of_tables_with_known_margins(system):
    check(system)


@st.composite
def chains(draw):
    """Rows of factors 1 and -1 that share one unknown with the row before, without rings."""
    rows, size = [], 1
    for _ in range(draw(st.integers(1, 3))):
        more = draw(st.integers(1, 2))
        own = [draw(st.integers(0, size - 1)), *range(size, size + more)]
        size += more
        least = draw(st.integers(-3, 8))
        factors = [draw(st.sampled_from([-1, 1])) for _ in own]
        rows.append((own, factors, least, least + draw(st.integers(0, 2))))
    return make_system([0] * size, [draw(st.integers(0, 5)) for _ in range(size)], rows)


@settings(max_examples=100, deadline=None)
@given(chains())
def test_ranges_of_rows_without_rings(system):
    check(system)


def test_a_worked_example_of_two_genders_and_three_schools():
    # Girls 4, boys 7; schools 3, 5 and 3. A school's girls are at most its 3 or 5, and at least the 4 girls
    # minus the most that the other two can have, no less than 0: 4 - (3 + 3) for the middle school.
    found = find_ranges(make_table((2, 3), [9] * 6, [1, 2, 1, 2, 3, 2]), range(6))

    assert found.low.tolist() == [0, 0, 0, 0, 1, 0]
    assert found.high.tolist() == [3, 4, 3, 3, 5, 3]


def test_the_order_of_rows_changes_nothing():
    system = make_table((2, 3), [9] * 6, [1, 2, 1, 2, 3, 2])
    turned = System(system.low, system.high, tuple(reversed(system.rows)))
    ours, theirs = find_ranges(system, range(6)), find_ranges(turned, range(6))

    assert ours.solutions.tolist() == theirs.solutions.tolist()


def test_a_table_where_decimals_fit_and_whole_numbers_do_not():
    # Three pairs that each add up to 1: every number would be a half.
    rows = [((0, 1), (1, 1), 1, 1), ((1, 2), (1, 1), 1, 1), ((0, 2), (1, 1), 1, 1)]

    with pytest.raises(Impossible):
        find_ranges(make_system([0] * 3, [1] * 3, rows), [0, 1, 2])


def test_sums_of_merit_points_are_exact():
    # Two genders of 64 and 72 pupils, points in ten thousandths up to 340 each: the sums are known to half a
    # tenth a pupil, and so is that of all 136. Girls 64 x 229.1, all 136 x 221.7: boys 136 x 221.7 - girls.
    unit, half = 10_000, 500
    girls, everybody = 64 * 2291 * unit // 10, 136 * 2217 * unit // 10
    rows = [
        ((0,), (1,), girls - 64 * half, girls + 64 * half),
        ((0, 1), (1, 1), everybody - 136 * half, everybody + 136 * half),
    ]
    found = find_ranges(make_system([0, 0], [64 * 340 * unit, 72 * 340 * unit], rows), [0, 1])

    assert (found.low.tolist(), found.high.tolist()) == (
        [146_592_000, 154_788_000],
        [146_656_000, 154_988_000],
    )
    assert found.exact.all()


def test_sums_too_large_for_a_solver_are_left_undecided():
    # 1000003 x - 999983 y = 7 has solutions, far apart; no row by itself finds them.
    rows = [((0, 1), (1000003, -999983), 7, 7), (range(60), [1] * 60, 60 * 10**6 + 1, 60 * 10**6 + 1)]
    found = find_ranges(make_system([0] * 60, [2 * 10**6] * 60, rows), [0, 1])

    assert not found.decided.any()
    assert all(1000003 * x - 999983 * y == 7 for x, y in found.solutions[:, :2].tolist())


def test_a_search_that_is_given_up_says_so():
    # Numbers whose sums hardly ever meet: many branches, and only one is allowed.
    sizes = [3001, 4003, 5009, 6007, 7013, 8017, 9029]
    rows = [(range(7), sizes, 61229, 61229), (range(7), [1, 2, 3, 4, 5, 6, 7], 30, 60)]
    found = find_ranges(make_system([0] * 7, [9] * 7, rows), range(7), most_nodes=1)

    assert not found.decided.all()
    assert not found.exact[~found.decided].any()


def test_settled_stops_early_and_is_believed():
    system = make_table((3, 3), [50] * 9, [7, 8, 9, 10, 11, 12, 13, 14, 15])
    found = find_ranges(system, range(9), settled=lambda places, low, high: high - low >= 5)

    assert found.decided.all()
    assert (found.high - found.low >= 5).all()
    assert len(found.solutions) < len(find_ranges(system, range(9)).solutions)


def test_what_can_never_be_settled_is_decided_when_only_that_is_asked():
    system = make_table((2, 2), [50] * 4, [1, 2, 3, 4])
    found = find_ranges(
        system, range(4), settled=lambda places, low, high: high - low >= 5, verdict_only=True
    )

    assert found.decided.all()
    assert len(found.solutions) == 1


def test_an_unknown_in_no_row_keeps_its_bounds():
    found = find_ranges(make_system([2, 4], [5, 4], []), [1, 0])

    assert (found.low.tolist(), found.high.tolist()) == ([4, 2], [4, 5])
    assert found.exact.all()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (LinearRow((2,), (1,), 0, 1), "names an unknown that is not there"),
        (LinearRow((-1,), (1,), 0, 1), "names an unknown that is not there"),
        (LinearRow((0, 1), (1,), 0, 1), "has not one factor for each"),
        (LinearRow((0,), (2**50,), 0, 1), "too large for exact sums"),
    ],
)
def test_a_row_that_cannot_be_counted_is_refused(row, said):
    with pytest.raises(ValueError, match=said):
        find_ranges(System(np.array([0, 0]), np.array([9, 9]), (row,)), [0])


def test_five_thousand_hidden_counts_of_many_small_groups():
    generator = np.random.Generator(np.random.PCG64(7))
    high, rows, places = [], [], []
    while len(high) < 5000:
        shape = [(4,), (2, 2), (2, 4), (2, 2, 2)][int(generator.integers(4))]
        size = int(np.prod(shape))
        n = generator.integers(5, 40, size)
        table = make_table(shape, n.tolist(), generator.integers(0, n + 1).tolist())
        start = len(high)
        rows += [
            (tuple(start + p for p in row.places), row.factors, row.least, row.most) for row in table.rows
        ]
        high += n.tolist()
        places.append((start, table))
    found = find_ranges(make_system([0] * len(high), high, rows), range(len(high)))

    assert found.exact.all()
    # Each table by itself has the same ranges as all of them side by side.
    for start, table in places[:40]:
        alone = find_ranges(table, range(table.size))
        own = slice(start, start + table.size)
        assert found.low[own].tolist() == alone.low.tolist()
        assert found.high[own].tolist() == alone.high.tolist()


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(1, 4))
def test_room_is_found_by_solutions_where_ranges_have_it(system, width):
    def wide(places, low, high):
        return high - low >= width

    wanted = range(system.size)
    ranges = find_ranges(system, wanted)
    first = ranges.solutions[:1]
    found = find_room(system, wanted, wide, seen=first)

    if wide(wanted, ranges.low, ranges.high).all():
        assert found is not None and system.satisfied(found).all()
        assert wide(wanted, found.min(axis=0), found.max(axis=0)).all()
    else:
        assert found is None
