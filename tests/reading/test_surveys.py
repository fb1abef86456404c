"""Survey files: what is read of them, and every fault told with file, column and rows."""

from __future__ import annotations

import pytest

from analys.cleaning import prepare
from analys.cleaning.store import load_processed
from analys.contracts import LAYOUTS
from analys.errors import InputError
from analys.importing.naming import kinds_in_name
from analys.importing.recognise import recognise_folder

LASAR, SKOLA = "2025/26", "99990001"
ROWS = {
    "enkat_fragor": {"Enkat": "elev", "Fraga": "a", "Index": "studiero", "Text": "…", "Min": "1", "Max": "4"},
    "enkat_svar": {
        "Enkat": "elev", "Svarsid": "x", "Skolenhetskod": SKOLA, "Arskurs": "8", "Kon": "flicka",
        "Fraga": "a", "Svar": "3",
    },
    "enkat_utskick": {"Enkat": "elev", "Skolenhetskod": SKOLA, "Arskurs": "8", "Kon": "flicka", "Antal": "9"},
    "enkat_index": {"Enkat": "elev", "Arskurs": "8", "Index": "stod", "Varde": "7,4", "Antal_svar": "31"},
}  # fmt: skip


def row(kind, **cells):
    return dict.fromkeys(LAYOUTS[kind].names, "") | ROWS[kind] | cells


@pytest.fixture
def survey(underlag):
    """A sound survey, of which a test writes one kind anew."""
    underlag.write_complete()
    for kind in ROWS:
        underlag.write(kind, [row(kind)])
    return underlag


def read(underlag):
    return prepare(underlag.data, underlag.kommun, [LASAR], run_lasar=LASAR)


def faults(underlag) -> list[tuple[str, str, str, tuple[int, ...]]]:
    with pytest.raises(InputError) as caught:
        read(underlag)
    return [(p.fil.rsplit("/", 1)[-1], p.vad, p.kolumn, p.rader) for p in caught.value.problems]


def test_a_sound_survey_is_cleaned(survey):
    survey.write(
        "enkat_svar",
        [
            row("enkat_svar", Svarsid="Kalle 2", Fraga="a"),
            row("enkat_svar", Svarsid="Kalle 1", Svar=""),
            row("enkat_svar", Svarsid="Kalle 2", Enkat="personal", Arskurs="", Kon=""),
        ],
    )
    survey.write("enkat_fragor", [row("enkat_fragor"), row("enkat_fragor", Enkat="personal")])
    folder = read(survey)
    svar = load_processed(folder, "enkat_svar")
    assert list(svar) == [
        "lasar", "enkat", "svarande", "skolenhet", "arskurs", "klass", "kon", "fraga", "svar",
    ]  # fmt: skip
    # Whoever answered is a number within the frame, whatever the file called them.
    assert svar["svarande"].tolist() == [1, 2, 3]
    assert svar["svar"].isna().tolist() == [False, True, False]
    assert load_processed(folder, "enkat_fragor")["minst"].tolist() == [1, 1]
    assert load_processed(folder, "enkat_utskick")["antal"].tolist() == [9]
    index = load_processed(folder, "enkat_index")
    assert (index["lasar"].tolist(), index["varde"].tolist()) == ([LASAR], ["7,4"])
    assert index["skolenhet"].isna().all()
    counted = load_processed(folder, "radrakning").set_index("slag")
    assert counted.loc["enkat_svar", ["rader_in", "rader_ut"]].tolist() == [3, 3]


def test_a_run_without_surveys_has_empty_frames(underlag):
    folder = read(underlag.write_complete())
    for kind in ROWS:
        assert load_processed(folder, kind).empty


FAULTS = {
    "a question that is not declared": (
        ("enkat_svar", [row("enkat_svar"), row("enkat_svar", Fraga="b")]),
        ("enkat_svar.csv", "Frågan är inte beskriven i enkat_fragor.csv för det läsåret.", "Fraga", (3,)),
    ),
    "a question of another läsår": (
        ("enkat_fragor", [row("enkat_fragor", Till="2024/25")]),
        ("enkat_svar.csv", "Frågan är inte beskriven i enkat_fragor.csv för det läsåret.", "Fraga", (2,)),
    ),
    "a question of another survey": (
        ("enkat_fragor", [row("enkat_fragor", Enkat="personal")]),
        ("enkat_svar.csv", "Frågan är inte beskriven i enkat_fragor.csv för det läsåret.", "Fraga", (2,)),
    ),
    "an answer outside the scale": (
        ("enkat_svar", [row("enkat_svar", Svar="5"), row("enkat_svar", Svarsid="y", Svar="nja")]),
        ("enkat_svar.csv", "Svaret ligger utanför frågans skala.", "Svar", (2, 3)),
    ),
    "one number for two people": (
        ("enkat_svar", [row("enkat_svar"), row("enkat_svar", Fraga="a2", Kon="pojke")]),
        ("enkat_svar.csv", "Samma Svarsid har olika årskurs, klass eller kön.", "Svarsid", (2, 3)),
    ),
    "two answers to one question": (
        ("enkat_svar", [row("enkat_svar"), row("enkat_svar", Svar="1")]),
        (
            "enkat_svar.csv",
            "Samma svar på en fråga finns på flera rader med olika innehåll i Svar.",
            "Enkat, Skolenhetskod, Svarsid, Fraga",
            (2, 3),
        ),
    ),
    "more answers than people asked": (
        ("enkat_utskick", [row("enkat_utskick", Antal="0")]),
        ("enkat_utskick.csv", "Fler har svarat än som har fått enkäten.", "Antal", (2,)),
    ),
    "those asked twice": (
        ("enkat_utskick", [row("enkat_utskick", Kon=""), row("enkat_utskick", Kon="")]),
        ("enkat_utskick.csv", "Samma grupp eller fråga finns på flera rader.", "Enkat", (2, 3)),
    ),
    "an index published twice": (
        ("enkat_index", [row("enkat_index"), row("enkat_index", Varde="6,0")]),
        ("enkat_index.csv", "Samma grupp eller fråga finns på flera rader.", "Enkat", (2, 3)),
    ),
    "two wordings at once": (
        ("enkat_fragor", [row("enkat_fragor"), row("enkat_fragor", Fran="2022/23")]),
        ("enkat_fragor.csv", "Två rader beskriver samma fråga för samma läsår.", "Fran, Till", (3,)),
    ),
    "an unknown school": (
        ("enkat_svar", [row("enkat_svar", Skolenhetskod="99990009")]),
        ("enkat_svar.csv", "Skolenhetskoden finns inte i skolenheter.csv.", "Skolenhetskod", (2,)),
    ),
    "an unknown index": (
        ("enkat_fragor", [row("enkat_fragor", Index="glädje")]),
        ("enkat_fragor.csv", "Koden är inte tillåten.", "Index", (2,)),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(survey, name, silent):
    (kind, rows), expected = FAULTS[name]
    survey.write(kind, rows)
    told = faults(survey)
    assert expected in told


def test_the_same_question_may_change_its_wording(survey):
    survey.write(
        "enkat_fragor", [row("enkat_fragor", Till="2021/22"), row("enkat_fragor", Fran="2022/23", Max="5")]
    )
    survey.write("enkat_svar", [row("enkat_svar", Svar="5")])
    assert len(load_processed(read(survey), "enkat_svar")) == 1


def test_do_not_know_is_declared(survey):
    survey.write("enkat_fragor", [row("enkat_fragor", Vet_ej="vet ej")])
    survey.write("enkat_svar", [row("enkat_svar", Svar="vet ej")])
    assert load_processed(read(survey), "enkat_svar")["svar"].tolist() == ["vet ej"]


def test_answers_without_questions_are_told_once_a_file(survey):
    (survey.data / "raw" / survey.kommun / "enkat_fragor.csv").unlink()
    vad = "Svaren går inte att läsa utan enkat_fragor.csv, som säger vilka frågor enkäten har."
    assert faults(survey) == [("enkat_svar.csv", vad, "Fraga", ())]


def test_nothing_of_an_answer_stands_in_a_message(survey, silent):
    secret = "Hemligt svar"
    survey.write("enkat_svar", [row("enkat_svar", Svarsid="Kalle Anka", Svar=secret, Fraga="zebra")])
    with pytest.raises(InputError) as caught:
        read(survey)
    silent(caught.value, {secret, "Kalle", "Anka", "zebra"})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Elevenkät svar 2026.csv", "enkat_svar"),
        ("Enkätfrågor.csv", "enkat_fragor"),
        ("Utskick enkät.csv", "enkat_utskick"),
        ("Skolenkäten 2025.csv", "enkat_index"),
        ("Elever åk 9.csv", "elevregister"),
    ],
)
def test_names(name, kind):
    assert kinds_in_name(name) == (kind,)


def test_a_folder_of_exports_is_recognised_by_its_headers(survey, tmp_path):
    folder = survey.data / "raw" / survey.kommun
    exports = tmp_path / "export"
    exports.mkdir()
    for number, kind in enumerate(ROWS):
        place = folder if LAYOUTS[kind].place == "kommun" else folder / "2025-26"
        (exports / f"fil {number} 2025-26.csv").write_bytes((place / f"{kind}.csv").read_bytes())
    assert [found.kind for found in recognise_folder(exports)] == list(ROWS)
