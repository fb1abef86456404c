"""Pupils in high bands of absence cannot be worked out, whatever is put together: the study in short."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from absence_towns import LASAR, Pupil, cap, draw_town, make_tables, publish
from attack_absence import find_narrow

from analys.disclosure import Plan, plan
from analys.disclosure.primary import find_primary
from analys.estimates.cells import Estimate

HIGH = ("30–49", "minst 50")
TOP = "minst 50"


def plan_without_gate(tables: Sequence[Estimate]) -> Plan:
    """Every small number hidden by itself, and nothing else."""
    decided = plan(tables, 10).frame
    frame = tables[0].frame
    reasons = dict(zip(frame["cell"], find_primary(frame, 10), strict=True))
    status = ["skyddad" if reasons[cell] else "visad" for cell in decided["cell"]]
    return Plan(decided.assign(status=status))


def plant(pupils: Sequence[Pupil], planted: Sequence[Pupil]) -> list[Pupil]:
    """The town of the planted pupils' läsår, in which nobody else is absent as much."""
    years = {one.lasar for one in planted}
    return [*cap([one for one in pupils if one.lasar in years]), *planted]


def high(lasar: str = LASAR[1], skola: str = "1", arskurs: int = 5, kon: str = "flickor") -> Pupil:
    return Pupil(lasar, skola, arskurs, kon, 71.0)


def many(count: int, **keys) -> list[Pupil]:
    return [high(**keys) for _ in range(count)]


TOWN = draw_town(1, 3, 100, high=0.0)

PLANTED = {
    "one pupil in a school": [high()],
    "four of a school of 300": many(4, skola="9")
    + [Pupil(LASAR[1], "9", 1 + i % 6, "pojkar", 4.0 + i % 20) for i in range(296)],
    "a band that only one school has": many(6, skola="2"),
    "girls only": [high(skola=str(i % 3), kon="flickor", arskurs=1 + i % 6) for i in range(7)],
    "one year group only": many(7, arskurs=4),
    "the same pupil in both läsår": [high(LASAR[0], arskurs=4), high(LASAR[1], arskurs=5)],
    "last läsår but not this": [*many(3, lasar=LASAR[0], skola="2"), Pupil(LASAR[1], "2", 6, "pojkar", 3.0)],
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_planted_pupils_are_found_without_the_complement_and_not_with_it(planted, tmp_path):
    tables = make_tables(plant(TOWN, planted))
    bare, sizes = publish(tables, plan_without_gate(tables), tmp_path / "utan")
    safe, _ = publish(tables, plan(tables, 10), tmp_path / "med")

    small = {key for key, cell in bare.items() if cell.hidden and key[-1] == TOP and key[5] == ""}
    assert small
    assert {one.key for one in find_narrow(bare, sizes, means=False, only=small)} == small
    high = {key for key in safe if key[-1] in HIGH}
    assert find_narrow(safe, sizes, means=False, only=high) == []
    assert find_narrow(safe, sizes, means=True, only=high) == []


@pytest.mark.parametrize(("seed", "schools", "pupils", "share"), [(400, 4, 30, 0.05), (600, 6, 60, 0.03)])
def test_several_rows_together_leave_room(seed, schools, pupils, share, tmp_path):
    """Towns in which rows judged one by one left a number between 0 and 3."""
    tables = make_tables(draw_town(seed, schools, pupils, high=share))
    cells, sizes = publish(tables, plan(tables, 10), tmp_path)

    assert sum(not cell.hidden for cell in cells.values()) > 200
    assert find_narrow(cells, sizes, means=False) == []
