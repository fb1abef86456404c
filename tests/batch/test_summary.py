"""What is told of a batch, and its exit code."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from analys.batch.making import Outcome, fail
from analys.batch.orders import Order
from analys.batch.summary import find_exit_code, make_table, tell_counts, tell_faults, tell_line
from analys.errors import DisclosureError, InputError, Problem
from analys.parameters import RunParameters

ASKED = RunParameters()
FAULT = InputError([Problem("raw/1961/np.csv", "En kolumn saknas.", "Lägg till den.")])


def outcome(namn, kind="gjord", code=0, why="", seconds=1.0):
    return Outcome(Order(namn, ASKED, ASKED.lasar, Path(namn)), kind, seconds, code, why)


def test_a_line_for_each():
    assert tell_line(outcome("Ekskolan", seconds=31.25), 12, 34) == "12 av 34  Ekskolan: gjord (31,2 s)"


def test_the_table_says_where_and_why_not():
    made = [outcome("Ek"), outcome("Al", "misslyckad", 2, "Ett fel hittades.\n1. Något")]
    written = io.StringIO()

    Console(file=written, width=100).print(make_table(made, lambda path: f"mapp/{path.name}"))

    rows = [line.split("  ") for line in written.getvalue().splitlines() if " s " in line]
    assert [[part.strip() for part in row if part.strip()] for row in rows] == [
        ["Ek", "gjord", "1,0 s", "mapp/Ek"],
        ["Al", "misslyckad", "1,0 s", "Ett fel hittades."],
    ]


def test_a_fault_of_several_is_said_once_in_full():
    stopped = [fail(outcome(name).order, FAULT, str) for name in ("Al", "Ek")]

    (said,) = tell_faults([outcome("Bok"), *stopped])

    assert said.startswith("Al; Ek:\n")
    assert said.endswith(str(FAULT))


def test_counts():
    made = [outcome("a"), outcome("b"), outcome("c", "oförändrad"), outcome("d", "misslyckad", 2)]

    assert tell_counts(made) == "4 rapporter: 2 gjorda, 1 oförändrad och 1 misslyckad."
    assert tell_counts(made[:1]) == "1 rapport: 1 gjord."


@pytest.mark.parametrize(
    ("codes", "expected"), [([0, 0], 0), ([0, 2], 2), ([2, 4, 1], 4), ([2, 130, 5], 130), ([], 0)]
)
def test_exit_code(codes, expected):
    assert find_exit_code([outcome("x", code=code) for code in codes]) == expected


def test_what_nobody_foresaw_is_told_without_its_message():
    order = outcome("x").order

    unforeseen = fail(order, KeyError("Anna"), lambda error: type(error).__name__)
    stopped = fail(order, DisclosureError("Ett tal kan räknas ut."), str)

    assert (unforeseen.code, unforeseen.why) == (1, "KeyError")
    assert (stopped.code, stopped.why) == (4, "Ett tal kan räknas ut.")
