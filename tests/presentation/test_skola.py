"""What is said of one school: facts, then what shrunken values settle; and the boxes of its own material."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from analys.arbetsbok import make_arbetsbok
from analys.parameters import RunParameters
from analys.presentation.saknas import tell_absent
from analys.presentation.skola_dialog import explain_edition, show_boxes
from analys.presentation.skola_sammanfattning import summarise_school
from analys.presentation.skola_utveckling import describe_course, show_course, show_values, tell_lacking
from analys.underlag import Underlag

SKOLA = "10000001"


def level(varde, lasar="2025/26", *, n=40, enhet=SKOLA, **keys):
    kind = (
        {"enhetstyp": "kommun", "enhetsnamn": "Exempelkommun"} if enhet == "9999" else {"enhetstyp": "skola"}
    )
    row = {"enhet": enhet, "enhetsnamn": "Ekskolan", "lasar": lasar, "varde": varde, "n": n}
    return row | {"undre": varde - 20, "ovre": varde + 20} | kind | keys


@pytest.fixture
def run(tmp_path):
    return Underlag(RunParameters(skola=SKOLA), tmp_path)


def school(make_table, *rows):
    return {"trend_skolor": make_table(rows, id="trend_skolor")}


def test_a_school_is_told_of_beside_its_municipality(run, make_table):
    """Five points apart with an interval around nothing: nothing is settled, and no school is named."""
    apart = "utjämnad mot skolornas medel"
    tables = school(
        make_table,
        level(212.0),
        level(218.0, enhet="9999", n=400),
        level(-5.0, jamforelse=apart, undre=-15.0, ovre=5.0),
        level(2.0, jamforelse="utjämnad mot 2024/25", undre=-9.0, ovre=12.0),
    )

    text = describe_course(run, tables, "meritvarde_17").plain

    assert text.split("\n\n") == [
        "Vad vi ser. Meritvärdet (17 ämnen) var 212,0 poäng läsåret 2025/26. I hela kommunen var värdet "
        "218,0.",
        "Hur säkert det är. Underlaget räcker inte för att skilja skolan från genomsnittet för kommunens "
        "skolor. Skolans förändring sedan läsåret 2024/25 går inte att skilja från skolornas genomsnittliga "
        "förändring.",
        "Frågor att ställa. Vad har ni sett i klassrummen som talar för att förändringen är verklig, och vad "
        "talar för att den är tillfällig?",
    ]


def test_a_settled_distance_is_told_with_its_interval(run, make_table):
    tables = school(
        make_table,
        level(190.0),
        level(-20.0, jamforelse="utjämnad mot skolornas medel", undre=-30.0, ovre=-10.0),
    )

    text = describe_course(run, tables, "meritvarde_17").plain.replace("\u00a0", " ")

    assert (
        "Skolan ligger tydligt under genomsnittet för kommunens skolor (−20,0 poäng efter utjämning; "
        "osäkerhetsintervall −30,0 till −10,0)." in text
    )


def test_a_hidden_value_is_not_told(run, make_table):
    tables = school(make_table, level(212.0, n=7), level(218.0, enhet="9999", n=400))

    text = describe_course(run, tables, "meritvarde_17").plain

    assert "Värdet för läsåret 2025/26 visas inte av hänsyn till enskilda." in text
    assert "212" not in text
    assert show_values(run, tables, "meritvarde_17") is None


def test_a_school_without_the_year_group_says_so_in_one_line(run, make_table):
    tables = school(make_table, level(218.0, enhet="9999", n=400))

    assert tell_lacking(run, tables, ["meritvarde_17"]).plain == (
        "Uppgifter om skolan saknas för: genomsnittligt meritvärde (17 ämnen)."
    )
    assert describe_course(run, tables, "meritvarde_17") is None
    assert show_course(run, tables, "meritvarde_17") is None


def test_the_summary_says_so_only_where_nothing_is_shown(run, make_table):
    """A school with a value and no settled distance has its table, and no sentence."""
    shown = school(make_table, level(212.0), level(218.0, enhet="9999", n=400))
    hidden = school(make_table, level(212.0, n=7), level(218.0, enhet="9999", n=400))

    assert summarise_school(run, {"trend": shown, "franvaro": {}}.get, "trend", "franvaro") is None
    assert summarise_school(run, {"trend": hidden, "franvaro": {}}.get, "trend", "franvaro").plain == (
        "Inga av skolans resultat för läsåret kan visas."
    )


def test_nothing_of_it_stands_in_the_municipalitys_notebook(make_table):
    """JupyterLab runs every cell."""
    run = Underlag(RunParameters(), Path("finns-inte"))
    tables = school(make_table, level(212.0), level(218.0, enhet="9999", n=400))

    assert describe_course(run, tables, "meritvarde_17") is None
    assert tell_lacking(run, tables, ["meritvarde_17"]) is None
    assert show_boxes(run, "trend") is None
    assert explain_edition(run) is None


def test_the_boxes_hold_what_was_written():
    """Last läsår's words as such, this one's as they stand; nobody else's, and none that are older."""
    common = {"kapitel": "trend", "skolenhet": SKOLA, "ruta": "orsaker"}
    book = make_arbetsbok(
        {
            "kommentarer": [
                common | {"lasar": "2024/25", "text": "Vi bytte schema."},
                common | {"lasar": "2025/26", "text": "Nu går det bättre."},
                common | {"lasar": "2023/24", "text": "Äldre."},
                common | {"skolenhet": "10000002", "lasar": "2024/25", "text": "En annan skola."},
                common | {"kapitel": "franvaro", "lasar": "2024/25", "text": "Ett annat kapitel."},
            ]
        }
    )
    run = SimpleNamespace(parameters=RunParameters(skola=SKOLA, utgava="dialog"), arbetsbok=lambda: book)

    boxes = {
        box.rubrik: [part.plain.strip() for part in box.paragraphs] for box in show_boxes(run, "trend").rutor
    }

    assert list(boxes) == ["Rektors analys", "Orsaker", "Nästa steg", "Ansvarig"]
    assert boxes["Orsaker"] == ["Nu går det bättre.", "Förra året skrev ni: Vi bytte schema."]
    assert set(boxes["Ansvarig"]) == {""}


def test_a_chapter_without_data_says_so(make_table):
    assert tell_absent({"t": make_table([level(212.0)])}, "frånvaro") is None
    assert tell_absent({}, "frånvaro").plain == (
        "Det finns inga uppgifter om frånvaro för läsåren i den här rapporten."
    )
