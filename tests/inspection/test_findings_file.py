"""The published findings are inspected like any file: their numbers, their cells, and who stands in them."""

import json

import pytest

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.inspection.checks import findings
from analys.inspection.formats.fynd import NAME
from analys.inspection.reading import read_material
from analys.inspection.subject import Subject
from analys.parameters import RunParameters
from analys.presentation.findings import keep_published, make_finding, write_findings
from analys.presentation.text import Label, compose, make_number

MERIT = REGISTRY["meritvarde_17"]


NAN = float("nan")


@pytest.fixture
def cells():
    """A shown cell (8.4 points, 450 pupils) and a hidden one."""
    place = ("meritvarde_17", "kommun", "9999", "Exempelkommun")
    shown = ShownCell(
        "meritvarde_17|9999|2025/26|alla|alla|mot 2024/25",
        *(*place, "2025/26", "alla", "alla", "mot 2024/25", ""),
        *(8.4, 3.5, 13.1, 450, None, "visad", "", ""),
    )
    hidden = ShownCell(
        "meritvarde_17|9999|2024/25|alla|alla|",
        *(*place, "2024/25", "alla", "alla", "", ""),
        *(NAN, NAN, NAN, None, None, "skyddad", "", ""),
    )
    return [shown, hidden]


@pytest.fixture
def subject(cells):
    return Subject(cells={cell.cell: cell for cell in cells})


@pytest.fixture
def finding(cells):
    text = compose(
        "Värdet steg med {v} till läsåret {l}.",
        v=make_number(cells[0], lambda value: "8,4"),
        l=Label("2025/26"),
    )
    made = make_finding("trend", cells[0], MERIT, RunParameters(), text, "trend_kommun")
    return json.loads(write_findings([made]))[0]


def list_faults(folder, subject, content):
    (folder / NAME).write_text(json.dumps([content], ensure_ascii=False), encoding="utf-8")
    material, unreadable = read_material(folder, {})
    return [fault.vad for fault in (*unreadable, *findings.check(material, subject))]


def test_a_finding_of_a_shown_cell_passes(tmp_path, subject, finding):
    assert list_faults(tmp_path, subject, finding) == []


def test_its_words_are_read_like_those_of_any_file(tmp_path, finding):
    (tmp_path / NAME).write_text(json.dumps([finding], ensure_ascii=False), encoding="utf-8")
    (document,) = read_material(tmp_path, {})[0].documents

    read = [piece.text for piece in document.pieces]
    assert {finding["text"], finding["nyckel"], finding["population"]} <= set(read)
    assert not any("|" in text for text in read)  # Ids of cells have a check of their own.


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("value", 8.5, "andra tal"),
        ("n", 449, "andra tal"),
        ("lower", 3.4, "andra tal"),
        ("text", "Värdet steg med 9,9.", "inte densamma"),
        ("cells", ["annan"], "inte visar"),
        ("id", "trend/annan", "inte visar"),
    ],
)
def test_what_is_not_the_cells_is_a_fault(tmp_path, subject, finding, field, value, why):
    assert any(why in fault for fault in list_faults(tmp_path, subject, finding | {field: value}))


def test_a_number_in_the_words_must_be_its_cells(tmp_path, subject, finding):
    wrong = finding["html"].replace("8,4", "8,9")
    loose = finding["html"] + " Av 12 elever."

    for html, plain in (
        (wrong, finding["text"].replace("8,4", "8,9")),
        (loose, finding["text"] + " Av 12 elever."),
    ):
        assert list_faults(tmp_path, subject, finding | {"html": html, "text": plain})


def test_a_hidden_cell_gives_no_finding_to_publish(cells, subject, finding, tmp_path):
    hidden = cells[1]
    assert hidden.status == "skyddad"

    pointed = finding | {"id": f"trend/{hidden.cell}"}
    assert any("inte visar" in fault for fault in list_faults(tmp_path, subject, pointed))


def test_a_file_of_another_form_is_refused(tmp_path, subject, finding):
    faults = list_faults(tmp_path, subject, finding | {"elever": 3})

    assert faults == ["Filen kan inte granskas: den har inte fyndens form."]


def test_only_findings_whose_every_cell_is_shown_are_kept(cells):
    text = compose("Värdet steg med {v}.", v=make_number(cells[0], lambda value: "8,4"))
    made = make_finding("trend", cells[0], MERIT, RunParameters(), text, "trend_kommun")

    assert keep_published([made], [cells[0].cell]) == [made]
    assert keep_published([made], ["annan"]) == []
