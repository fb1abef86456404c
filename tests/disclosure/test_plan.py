"""What holds of every plan, whatever the numbers: small municipalities drawn and tried by brute force."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import CODE, LASAR, row, solve

from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.secrecy import has_room


@st.composite
def small_towns(draw):
    """Two or three schools of girls and boys, with both margins."""
    schools = draw(
        st.lists(
            st.tuples(*(st.integers(6, 24).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),) * 2),
            min_size=2,
            max_size=3,
        )
    )
    rows = []
    for number, (girls, boys) in enumerate(schools):
        rows += [row(str(number), *girls, "flickor"), row(str(number), *boys, "pojkar")]
        rows.append(row(str(number), girls[0] + boys[0], girls[1] + boys[1]))
    for place, kon in enumerate(("flickor", "pojkar")):
        rows.append(row("9999", *(sum(own[place][i] for own in schools) for i in (0, 1)), kon))
    total = [sum(group[i] for own in schools for group in own) for i in (0, 1)]
    return [*rows, row("9999", *total)]


def decide(rows):
    estimate = Estimate("t", "T", make_cells(rows))
    return protect(estimate, plan([estimate], 10)).frame


@settings(max_examples=20, deadline=None)
@given(small_towns())
def test_whoever_tries_all_numbers_finds_no_hidden_one(rows):
    """Hidden counts that may be anybody's secret keep 5 steps, or as many as the group has for the others."""
    sizes = {(one["enhet"], one["kon"]): one["n"] for one in rows}
    truth = {(one["enhet"], one["kon"]): one["antal"] for one in rows}
    told, possible = solve(decide(rows), sizes)

    for key, counts in possible.items():
        assert truth[key] in counts
        low, high, n = min(counts), max(counts), sizes[key]
        secret = n < 10 or low <= 4 or high >= n - 4
        if key not in told and secret:
            # Full span and rule of METHODS but for what shown totals leave; never less than this.
            assert has_room(low, high, n, least=low, most=high)


@settings(max_examples=10, deadline=None)
@given(small_towns(), st.randoms(use_true_random=False))
def test_what_is_hidden_does_not_depend_on_the_order(rows, chance):
    def status(own):
        frame = decide(own)
        return dict(zip(frame["cell"], frame["status"], strict=True))

    mixed = list(rows)
    chance.shuffle(mixed)

    assert status(rows) == status(mixed)


@settings(max_examples=10, deadline=None)
@given(small_towns())
def test_deciding_again_beside_what_was_published_changes_nothing(rows):
    """The same municipality a day later: nothing more is hidden, and nothing that was hidden is shown."""
    estimate = Estimate("t", "T", make_cells(rows))
    first = plan([estimate], 10)
    told = protect(estimate, first).frame.drop(columns="delar").assign(tabell="t")
    again = plan([estimate], 10, published=[told])

    assert again.frame["status"].tolist() == first.frame["status"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_tables_in_another_order_give_the_same_plan(seed):
    draw = random.Random(seed)
    schools = {str(i): (n := draw.randint(8, 40), draw.randint(0, n)) for i in range(6)}
    rows = [row(enhet, *own) for enhet, own in schools.items()]
    rows.append(row("9999", *map(sum, zip(*schools.values(), strict=True))))
    tables = [Estimate(f"t{i}", "T", make_cells(rows[i:])) for i in range(3)]

    one, other = (
        dict(zip(p.frame["cell"], p.frame["skal"], strict=True))
        for p in (plan(tables, 10), plan(tables[::-1], 10))
    )
    assert one == other
    assert cell_id(CODE, "9999", LASAR) in one
