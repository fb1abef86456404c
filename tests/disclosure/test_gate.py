"""Only the gate makes protected tables, and it only looks up what the plan decided."""

import pytest

from analys.disclosure import Plan, ProtectedTable, plan, protect
from analys.errors import DisclosureError
from analys.estimates.cells import Estimate, make_cells


def estimate(name="t", n=40, antal=20, enhet="1"):
    row = {
        "indikator": "alla_amnen_ak9",
        "enhetstyp": "skola",
        "enhet": enhet,
        "enhetsnamn": "A",
        "lasar": "2025/26",
        "varde": 100 * antal / n,
        "n": n,
        "antal": antal,
    }
    return Estimate(name, "T", make_cells([row]))


def test_nobody_else_can_make_a_protected_table():
    with pytest.raises(TypeError):
        ProtectedTable("t", "T", estimate().frame, utkast=False, gate=object())


def test_a_cell_outside_the_plan_stops_the_run_without_naming_values():
    decided = plan([estimate()], 10)

    with pytest.raises(DisclosureError) as stop:
        protect(estimate("annan", enhet="2"), decided)
    assert "annan" in str(stop.value)
    assert "50" not in str(stop.value)
    assert stop.value.exit_code == 4


def test_another_value_under_a_planned_id_stops_the_run():
    decided = plan([estimate()], 10)

    with pytest.raises(DisclosureError):
        protect(estimate(antal=21), decided)


def test_the_same_cell_with_two_values_stops_the_plan():
    with pytest.raises(DisclosureError) as stop:
        plan([estimate("ena"), estimate("andra", antal=21)], 10)
    assert "ena" in str(stop.value)
    assert "andra" in str(stop.value)


def test_changing_the_frame_changes_nothing():
    table = protect(estimate(), plan([estimate()], 10))
    taken = table.frame
    taken.loc[0, "varde"] = 99.0

    assert table.frame.loc[0, "varde"] == 50.0


def test_cells_are_found_by_their_keys():
    table = protect(estimate(), plan([estimate()], 10))

    assert table.cell(enhet="1").n == 40
    assert table.cell(enhet="2") is None
    assert table.cell(enhet="1").shown


def test_the_plan_is_saved_and_read_back(tmp_path):
    decided = plan([estimate(n=9, antal=5)], 10)
    decided.save(tmp_path / "plan.parquet")

    again = Plan.load(tmp_path / "plan.parquet")
    assert again.hidden == 1
    assert protect(estimate(n=9, antal=5), again).cell().status == "skyddad"


def test_a_local_plan_marks_its_tables_as_drafts():
    table = protect(estimate(), plan([estimate()], 10, utkast=True))

    assert table.utkast
    assert "UTKAST" in repr(table)
