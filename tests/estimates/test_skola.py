"""A school's part of the estimates, and its classes: counted again from the raw files' rows."""

from collections import Counter
from dataclasses import replace

import pytest

from analys.estimates import skola_klass
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.skola import select_school


def cell(enhet, **keys):
    kind = "kommun" if enhet == "9999" else "skola"
    row = {"indikator": "meritvarde_17", "enhetstyp": kind, "enhet": enhet, "enhetsnamn": enhet}
    return row | {"lasar": "2025/26", "varde": 210.0, "n": 40} | keys


def test_other_schools_and_distances_to_them_are_left_out():
    rows = [cell("9999"), cell("10000001"), cell("10000002"), cell("10000001", jamforelse="mot 10000002")]
    rows.append(cell("10000001", jamforelse="mot 2024/25"))
    only = Estimate("annan", "", make_cells([cell("10000002")]))

    (chosen,) = select_school([Estimate("trend_skolor", "", make_cells(rows)), only], "10000001")

    assert chosen.frame[["enhet", "jamforelse"]].to_numpy().tolist() == [
        ["9999", ""],
        ["10000001", ""],
        ["10000001", "mot 2024/25"],
    ]


@pytest.fixture(scope="module")
def classes(liten_underlag):
    """Cells of the working material's tables of the first school with åk 9, by table; and the school."""
    frame = liten_underlag.frame("slutbetyg_ak9")
    skola = str(frame.loc[frame["lasar"] == "2025/26", "skolenhet"].min())
    parameters = liten_underlag.parameters.model_copy(update={"skola": skola, "utgava": "dialog"})
    run = replace(liten_underlag, parameters=parameters)
    return {one.id: one.frame for one in skola_klass.tabeller(run)}, run


def test_a_published_edition_has_no_classes(liten_underlag, classes):
    _, run = classes
    public = run.parameters.model_copy(update={"utgava": "offentlig"})

    assert skola_klass.tabeller(liten_underlag) == []
    assert skola_klass.tabeller(replace(run, parameters=public)) == []


def test_pupils_of_each_class_are_the_registers(classes):
    """Everybody in åk 9 of grundskolan should have got grades; the files' rows are counted one by one."""
    tables, run = classes
    frame = run.frame("slutbetyg_ak9")
    own = frame[(frame["lasar"] == "2025/26") & (frame["skolenhet"] == run.parameters.skola)]
    expected = Counter(own["klass"].tolist())

    cells = tables["skola_klass_resultat"]
    told = cells[(cells["indikator"] == "alla_amnen_ak9") & (cells["enhetstyp"] == "klass")]

    assert dict(zip(told["enhetsnamn"], told["n"], strict=True)) == dict(expected)


def test_classes_and_groups_are_the_whole_school(classes):
    """Also of a mean whose own denominator leaves out a pupil: n is the number that is published."""
    tables, _ = classes
    for name, part in (("skola_klass_resultat", "enhetstyp"), ("skola_kon", "kon")):
        cells = tables[name]
        whole = cells[(cells["enhetstyp"] == "skola") & (cells["kon"] == "alla")].set_index("indikator")["n"]
        parts = cells[cells[part].isin(["klass", "flickor", "pojkar"])].groupby("indikator")["n"].sum()

        assert parts.to_dict() == whole[parts.index].to_dict()
        assert {"meritvarde_17", "alla_amnen_ak9"} <= set(parts.index)


def test_a_class_unit_is_its_schools(classes):
    tables, run = classes
    for cells in tables.values():
        own = cells[cells["enhetstyp"] == "klass"]
        assert (own["enhet"] == run.parameters.skola + "/" + own["enhetsnamn"]).all()
