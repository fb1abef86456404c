"""What is hidden costs a reader as little as can be: small towns against every other choice there is."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from towns import row, solve

from analys.disclosure import plan, secondary
from analys.estimates.cells import Estimate, make_cells
from analys.secrecy import has_room, points_out

TROSKEL = 10
GROUPS = ("flickor", "pojkar")


def make_town(seed, schools=("1", "2")):
    """Schools of girls and boys, with both margins."""
    random = np.random.Generator(np.random.PCG64(seed))
    rows, whole = [], np.zeros((2, 2), dtype="int64")
    for school in schools:
        n = random.integers(6, 25, 2)
        antal = random.binomial(n, random.uniform(0.4, 0.9))
        whole += np.stack([n, antal])
        rows += [row(school, int(n[i]), int(antal[i]), kon) for i, kon in enumerate(GROUPS)]
        rows.append(row(school, int(n.sum()), int(antal.sum())))
    rows += [row("9999", int(whole[0, i]), int(whole[1, i]), kon) for i, kon in enumerate(GROUPS)]
    return [*rows, row("9999", *(int(one) for one in whole.sum(axis=1)))]


def cost(one):
    """The documented price: a level 8, the municipality 4, all pupils 2, the newest läsår 1, any 1."""
    return 1 + 8 + 4 * (one["enhet"] == "9999") + 2 * (one["kon"] == "alla") + 1


def list_rows(town):
    """Totals with their parts, as keys: girls and boys, and schools."""
    keys = {(one["enhet"], one["kon"]) for one in town}
    schools = sorted({enhet for enhet, _ in keys} - {"9999"})
    for enhet in (*schools, "9999"):
        yield (enhet, "alla"), [(enhet, kon) for kon in GROUPS]
    for kon in ("alla", *GROUPS):
        yield ("9999", kon), [(enhet, kon) for enhet in schools]


def is_safe(town, hidden):
    """Nothing that is left of a shown total points out anybody, and every hidden count keeps its room."""
    numbers = {(one["enhet"], one["kon"]): (one["n"], one["antal"]) for one in town}
    least = dict.fromkeys(numbers, 0)
    most = {key: n for key, (n, _) in numbers.items()}
    for total, parts in list_rows(town):
        gone = [part for part in parts if part in hidden]
        if total in hidden:
            if not gone:
                return False
            continue
        n, antal = (sum(numbers[part][i] for part in gone) for i in (0, 1))
        if len(gone) == 1 or (gone and points_out(n, antal, TROSKEL)):
            return False
        for part in parts:
            own, (whole, told) = numbers[part][0], numbers[total]
            least[part] = max(least[part], told - (whole - own))
            most[part] = min(most[part], told)
    frame = make_cells(town)
    keys = list(zip(frame["enhet"], frame["kon"], strict=True))
    frame["status"] = ["skyddad" if key in hidden else "visad" for key in keys]
    _, possible = solve(frame, {key: n for key, (n, _) in numbers.items()})
    for key in hidden:
        low, high, n = min(possible[key]), max(possible[key]), numbers[key][0]
        if not has_room(low, high, n, least[key], most[key]):
            return False
    return True


def find_least(town):
    """The least that hiding can cost, tried in every way."""
    keys = {(one["enhet"], one["kon"]): one for one in town}
    must = {key for key, one in keys.items() if points_out(one["n"], one["antal"], TROSKEL)}
    free = sorted(keys.keys() - must)
    choices = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    priced = sorted((sum(cost(keys[key]) for key in choice), choice) for choice in choices)
    extra = next(price for price, choice in priced if is_safe(town, must | set(choice)))
    return extra + sum(cost(keys[key]) for key in must)


def pay(town):
    estimate = Estimate("t", "T", make_cells(town))
    hidden = plan([estimate], TROSKEL).frame.set_index("cell")["status"] == "skyddad"
    cells = make_cells(town)["cell"]
    return sum(cost(one) for one, cell in zip(town, cells, strict=True) if hidden[cell])


@pytest.mark.parametrize("seed", range(12))
def test_no_other_choice_that_leaves_every_hidden_count_room_costs_less(seed):
    """Less is possible only where a hidden count could have been shown whatever it is, and needs no room."""
    town = make_town(seed)

    assert pay(town) <= find_least(town)


@pytest.mark.parametrize("seed", [0, 18, 35])
def test_the_best_costs_less_than_one_cell_after_another(seed, monkeypatch):
    town = make_town(seed, ("1", "2", "3"))
    best = pay(town)
    monkeypatch.setattr(secondary, "find_best", lambda *parts, **other: None)

    assert best < pay(town)
    assert best == find_least(town)
