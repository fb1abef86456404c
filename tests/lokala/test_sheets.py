"""The sheets Mått and Lokala mått: what they make, and every fault at its cell."""

from __future__ import annotations

import pytest
from lokala_namn import ANMALNINGAR, INSKRIVNA, PROGRAM

from analys.arbetsbok import Rad
from analys.indicators import REGISTRY
from analys.indicators.lokala import LokaltMatt, name_code
from analys.indicators.lokala_uppgifter import Period, parse_period
from analys.indicators.measures import MEASURES, local_measures


def row(**other):
    return {"matt": PROGRAM, "period": "2025/26", "taljare": 12, "namnare": 80} | other


def faults(run):
    return [(problem.kolumn, problem.vad) for problem in run.lokala().problems]


def test_a_measure_is_made_of_its_row_and_listed_last(make_run):
    run = make_run()
    measures = run.indicators("lokala_matt")

    assert [one.label for one in measures.values()] == [PROGRAM, ANMALNINGAR, INSKRIVNA]
    assert list(run.indicators())[-3:] == list(measures)
    program = measures[name_code(PROGRAM)]
    assert isinstance(program, LokaltMatt)
    assert (program.unit, program.decimals, program.higher_is_better) == ("procent", 1, None)
    assert program.fras == "andelen elever med åtgärdsprogram"
    assert measures[name_code(ANMALNINGAR)].fras == "måttet ”Anmälningar”"
    assert measures[name_code(ANMALNINGAR)].phrase("VT") == "måttet ”Anmälningar” under vårterminen"
    assert measures[name_code(ANMALNINGAR)].higher_is_better is False


def test_a_run_knows_its_own_measures_and_no_other_runs(make_run):
    make_run()
    code = name_code(PROGRAM)
    assert MEASURES[code].unit == "procent"

    make_run(matt=[{"matt": "Något annat", "mattenhet": "antal"}])

    assert code not in MEASURES and name_code("Något annat") in MEASURES
    assert set(REGISTRY) <= set(MEASURES)


def test_measures_of_a_while_go_and_those_before_come_back(make_run):
    run = make_run()
    code = name_code(PROGRAM)
    other = run.indicators()[code]
    with local_measures({"lokalt_x": other}):
        assert "lokalt_x" in MEASURES and code not in MEASURES
    assert "lokalt_x" not in MEASURES and code in MEASURES


def test_no_local_measure_takes_the_place_of_a_registered_one(make_run):
    measure = make_run().indicators()[name_code(PROGRAM)]
    with pytest.raises(ValueError, match="meritvarde_17"), local_measures({"meritvarde_17": measure}):
        pass


@pytest.mark.parametrize(
    ("text", "period", "words"),
    [
        ("2025/26", Period("2025/26", ""), "2025/26"),
        ("vt 2026", Period("2025/26", "VT"), "VT 2026"),
        ("HT2025", Period("2025/26", "HT"), "HT 2025"),
        ("2025", Period("2024/25", "kalenderår"), "2025"),
    ],
)
def test_a_period_keeps_its_läsår_and_its_words(text, period, words):
    assert parse_period(text) == period
    assert str(period) == words


@pytest.mark.parametrize("text", ["2025/27", "hösten", "VT", "", "25/26"])
def test_no_other_period_is_guessed(text):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_period(text)


@pytest.mark.parametrize(
    ("other", "column", "words"),
    [
        ({"taljare": 81}, "taljare", "Täljaren är större än nämnaren."),
        ({"taljare": -1}, "taljare", "Täljaren är inget antal."),
        ({"namnare": 0}, "namnare", "Ett mått i procent behöver en nämnare."),
        ({"namnare": None}, "namnare", "Ett mått i procent behöver en nämnare."),
        ({"matt": INSKRIVNA}, "namnare", "Ett mått i antal har ingen nämnare."),
        ({"period": "i fjol"}, "period", "Perioden går inte att läsa."),
        ({"matt": "Andel elever med atgärdsprogramm"}, "matt", "Måttet är inte definierat i bladet Mått."),
        ({"enhet": "12345678"}, "enhet", "Skolenhetskoden hör inte till någon av kommunens skolor."),
        (
            {"enhet": "123"},
            "enhet",
            "Skolenhetskoden hör inte till någon av kommunens skolor. En skolenhetskod har åtta siffror.",
        ),
        ({"enhet": "x" * 81}, "enhet", "Enhetens namn går inte att använda."),
    ],
)
def test_a_fault_stands_at_its_cell(make_run, other, column, words):
    run = make_run(
        [row(), row(period="2024/25", **other)] if "period" not in other else [row(), row(**other)]
    )

    (problem,) = run.lokala().problems
    assert (problem.kolumn, problem.vad, problem.rader) == (column, words, (3,))
    assert len(run.lokala().uppgifter) == 1


def test_a_cell_of_a_workbook_is_named(make_run):
    rad = Rad({"matt": "x"}, "raw/1961/arbetsbok.xlsx, bladet Mått", 4, {"matt": "A4"})
    assert "cell A4" in str(rad.problem("matt", "Fel.", "Rätta."))


def test_the_nearest_name_is_suggested(make_run):
    run = make_run([row(matt="Andel elever med atgärdsprogramm")])
    assert f"Menade du ”{PROGRAM}”?" in run.lokala().problems[0].gor


def test_two_definitions_of_a_measure_are_a_fault_however_they_are_spelled(make_run):
    run = make_run(
        matt=[{"matt": PROGRAM, "mattenhet": "procent"}, {"matt": PROGRAM.upper(), "mattenhet": "antal"}]
    )
    assert faults(run) == [("matt", "Måttet är definierat två gånger.")]
    assert len(run.indicators("lokala_matt")) == 1


def test_a_difference_that_matters_is_more_than_nothing(make_run):
    run = make_run(matt=[{"matt": PROGRAM, "mattenhet": "procent", "delta": 0.0}])
    assert faults(run) == [("delta", "Skillnaden är inte större än noll.")]


def test_the_same_number_twice_is_a_fault_however_its_unit_is_written(make_run):
    run = make_run([row(enhet="99990001"), row(enhet="alskolan")])
    assert faults(run) == [("matt", "Samma mått, period, enhet och grupp finns på en tidigare rad.")]


def test_kinds_of_periods_are_not_mixed(make_run):
    run = make_run([row(), row(period="VT 2025"), row(period="2024")])
    assert [column for column, _ in faults(run)] == ["period", "period"]
    assert "läsår" in faults(run)[0][1]


def test_parts_are_no_more_than_their_whole(make_run):
    units = make_run([row(taljare=20), *(row(enhet=code, taljare=11) for code in ("99990001", "99990002"))])
    groups = make_run(
        [row(taljare=20), *(row(grupp=g, taljare=11, namnare=40) for g in ("flickor", "pojkar"))]
    )

    assert faults(units) == [("taljare", "Enheterna är tillsammans fler än hela kommunen.")]
    assert faults(groups) == [("taljare", "Grupperna flickor och pojkar är tillsammans fler än alla.")]


def test_no_message_tells_a_number_or_a_name_of_a_unit(make_run):
    run = make_run([row(taljare=4711, enhet="Hemliga förskolan"), row(enhet="12345678")])
    told = "\n".join(str(problem) for problem in run.lokala().problems)
    assert told
    assert not any(word in told for word in ("4711", "Hemliga", "12345678", "80"))
