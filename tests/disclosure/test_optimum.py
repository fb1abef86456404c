"""What to hide at the least loss, against trying every choice and against published examples."""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.disclosure.optimum import Cell, Problem, Relation, Rest, choose, improve
from analys.disclosure.optimum.rests import is_met
from analys.integers import find_ranges


def make_table(values, must, *, weights=None, safe=None, high=None, rests=False):
    """A table of any shape with all its margins; cells are named by their places, "+" for a sum."""
    values = np.asarray(values)
    numbers = {}
    for place in product(*(["+", *range(size)] for size in values.shape)):
        own = tuple(slice(None) if at == "+" else at for at in place)
        numbers["".join(map(str, place))] = int(values[own].sum())
    cells = [
        Cell(
            name,
            number,
            number * 3 + 10 if high is None else high[name],
            number if weights is None else weights[name],
            name in must,
        )
        for name, number in numbers.items()
    ]
    relations, demands = [], []
    for axis in range(values.ndim):
        for name in numbers:
            if name[axis] == "+":
                parts = [name[:axis] + str(at) + name[axis + 1 :] for at in range(values.shape[axis])]
                relations.append(Relation((*parts, name), (*[1] * len(parts), -1)))
                if rests:
                    sizes = tuple((numbers[part],) for part in parts)
                    demands.append(Rest(name, tuple(parts), sizes, (0,), (5,)))
    wide = safe or (lambda places, low, high: high - low >= 4)
    return Problem(tuple(cells), tuple(relations), wide, tuple(demands))


def is_safe(problem, hidden):
    """By the whole ranges of all sensitive cells, without the code that is tested."""
    flags = problem.flag(hidden)
    low, high = (np.where(flags, ends, problem.value) for ends in (problem.system.low, problem.system.high))
    places = np.flatnonzero(problem.must)
    found = find_ranges(type(problem.system)(low, high, problem.system.rows), places)
    assert found.exact.all()
    followed = all(b in hidden for a, b in problem.follows if a in hidden)
    return (
        problem.safe(places, found.low, found.high).all()
        and followed
        and all(is_met(problem, rest, flags) for rest in problem.rests)
    )


def has_lone(problem, hidden):
    """Whether a sum has a sensitive cell and no other hidden one, so that it follows at once."""
    must = {one.id for one in problem.cells if one.must}
    gone = [[cell for cell in one.cells if cell in hidden] for one in problem.relations]
    return any(len(own) == 1 and own[0] in must for own in gone)


def cost(problem, hidden):
    return sum(one.weight for one in problem.cells if one.id in hidden)


def try_everything(problem):
    """The least that a safe choice costs; None where none is safe."""
    must = frozenset(one.id for one in problem.cells if one.must)
    free = [one.id for one in problem.cells if not one.must]
    choices = (must | set(more) for size in range(len(free) + 1) for more in combinations(free, size))
    prices = [(cost(problem, one), one) for one in choices if not has_lone(problem, one)]
    for price, one in sorted(prices, key=lambda pair: pair[0]):
        if is_safe(problem, one):
            return price
    return None


@st.composite
def small_tables(draw):
    shape = draw(st.sampled_from([(2, 2), (2, 2), (3,), (4,)]))
    size = int(np.prod(shape))
    values = np.array(draw(st.lists(st.integers(0, 8), min_size=size, max_size=size))).reshape(shape)
    names = ["".join(map(str, place)) for place in np.ndindex(*shape)]
    must = draw(st.sets(st.sampled_from(names), min_size=1, max_size=2))
    weights = {}
    for place in product(*(["+", *range(size)] for size in shape)):
        weights["".join(map(str, place))] = draw(st.integers(1, 9))
    return make_table(values, must, weights=weights, rests=draw(st.booleans()))


@settings(max_examples=20, deadline=None)
@given(small_tables())
def test_no_safe_choice_costs_less(problem):
    least = try_everything(problem)
    found = choose(problem)

    if least is None:
        assert found.unsafe
    else:
        assert found.optimal and not found.unsafe
        assert is_safe(problem, found.hidden)
        assert cost(problem, found.hidden) == least == found.bound


@settings(max_examples=20, deadline=None)
@given(small_tables())
def test_a_good_choice_is_safe_and_nothing_in_it_can_be_shown_by_itself(problem):
    best = choose(problem)
    hidden = improve(problem, [])

    assert cost(problem, hidden) >= cost(problem, best.hidden)
    if not best.unsafe:
        assert is_safe(problem, hidden)
        must = {one.id for one in problem.cells if one.must}
        assert not any(is_safe(problem, hidden - {one}) for one in hidden - must)
        assert improve(problem, hidden) == hidden
