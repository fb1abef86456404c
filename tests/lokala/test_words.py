"""The chapter on local measures: what it says of shown numbers, and that hidden ones leave no trace."""

from __future__ import annotations

import pytest
from lokala_namn import ANMALNINGAR, INSKRIVNA, PROGRAM, SKOLOR

from analys.disclosure import plan, protect
from analys.estimates import lokala_matt
from analys.presentation import lokala_matt as text
from analys.presentation import lokala_matt_display as display


@pytest.fixture
def show(make_run):
    """Function from rows of the sheets to the run and its protected tables."""

    def make(rows, matt=None):
        run = make_run(rows, matt)
        estimates = lokala_matt.tabeller(run)
        decided = plan(estimates, 10) if estimates else None
        return run, {one.id: protect(one, decided) for one in estimates}

    return make


def plain(found):
    return found.plain.replace("\u202f", " ").replace("\u00a0", " ")


def number(measure, period, k, n=None, **other):
    return {"matt": measure, "period": period, "taljare": k, "namnare": n} | other


def test_without_local_measures_one_line_says_so(show):
    run, tables = show([])
    assert plain(text.introduce(run, tables)) == "Kommunen har inte fört in några lokala mått i arbetsboken."
    for nothing in (
        text.describe_measures(run, tables),
        text.explain_method(run, tables),
        display.show_newest(run, tables),
        display.show_units(run, tables),
        display.show_periods(run, tables, "läsår"),
        text.introduce_school(run, tables),
        display.show_school(run, tables),
    ):
        assert nothing is None
    assert text.find_measures(run, tables) == []


def test_each_verksamhet_has_its_paragraph_then_certainty_and_questions(show):
    run, tables = show(
        [
            number(PROGRAM, "2024/25", 40, 400),
            number(PROGRAM, "2025/26", 80, 400),
            number(ANMALNINGAR, "VT 2025", 80, 400),
            number(ANMALNINGAR, "VT 2026", 20, 400),
            number(INSKRIVNA, "2025", 1234),
        ]
    )
    found = text.describe_measures(run, tables)

    assert list(found.ledord) == ["Grundskola", "Övriga mått", "Hur säkert det är", "Frågor att ställa"]
    told = plain(found)
    share = "Andelen elever med åtgärdsprogram steg från 10,0 till 20,0 procent"
    assert f"{share} mellan läsåren 2024/25 och 2025/26." in told
    assert (
        "Måttet ”Anmälningar” sjönk från 20,0 till 5,0 per hundra elever mellan VT 2025 och VT 2026." in told
    )
    assert "Antalet inskrivna var 1 234 år 2025." in told
    # 10 points with 5 to 15 around, 15 per hundred with 10 to 20: beyond any difference that counts.
    assert "Förändringen är tydlig för andelen elever med åtgärdsprogram och måttet ”Anmälningar”." in told


def test_a_difference_counts_as_the_municipality_has_declared(show):
    rows = [number(PROGRAM, "2024/25", 40, 400), number(PROGRAM, "2025/26", 80, 400)]
    declared = [{"matt": PROGRAM, "mattenhet": "procent", "delta": 30.0}]
    assert "Förändringen är liten" in plain(text.describe_measures(*show(rows, declared)))


def test_many_uncertain_changes_are_not_named_again(show):
    names = [f"Andel {letter}" for letter in "abcd"]
    rows = [number(name, period, 40, 400) for name in names for period in ("2024/25", "2025/26")]
    found = text.describe_measures(
        *show(rows, [{"matt": n, "mattenhet": "procent", "delta": 1.0} for n in names])
    )
    sure = plain(found.paragraphs[list(found.ledord).index("Hur säkert det är")])
    assert sure.startswith("Underlaget räcker inte") and "andel a" not in sure.lower()


def test_findings_carry_direction_area_and_source(show):
    rows = [number(ANMALNINGAR, "VT 2025", 80, 400), number(ANMALNINGAR, "VT 2026", 20, 400)]
    matt = [{"matt": ANMALNINGAR, "mattenhet": "per hundra", "battre": "lägre", "omrade": "Trygghet"}]
    (found,) = text.find_measures(*show(rows, matt))
    assert (found.unit, found.direction, found.favourable) == ("per hundra", "ned", "ja")
    assert (found.omrade, found.kalla, found.certainty) == ("trygghet", "lokalt", "tydligt_lagre")
    assert found.nyckel == "lokala_matt/lokalt_anmalningar/pa-ett-ar/vt"


def test_tables_show_the_newest_period_each_period_and_each_unit(show, shares):
    run, tables = show([*shares, number(INSKRIVNA, "2025", 1234)])
    newest = plain(display.show_newest(run, tables))
    # 44 of 231, and 35 of 230 before.
    assert "Andel elever med åtgärdsprogram, 2025/26 | 19,0 % | 14,5–24,6 | +3,8 procentenheter" in newest
    assert "Antal inskrivna, 2025 | 1 234 |" in newest

    assert "| 2024/25 | 2025/26\nAndel elever med åtgärdsprogram | 15,2 % | 19,0 %" in plain(
        display.show_periods(run, tables, "läsår")
    )
    assert display.show_periods(run, tables, "kalenderår") is None  # one period is no course

    units = display.show_units(run, tables)
    assert units.titel == "Andel elever med åtgärdsprogram, per enhet, 2025/26"
    assert [line[0] for line in units.rader] == list(SKOLOR.values())
    assert display.show_units(run, tables, 1) is None


def test_only_hidden_values_change_nothing_that_is_shown(show, shares):
    def everything(run, tables):
        shown = (
            display.show_newest(run, tables),
            display.show_units(run, tables),
            display.show_periods(run, tables, "läsår"),
            text.describe_measures(run, tables),
        )
        return [part.html for part in shown if part is not None] + [
            one.text for one in text.find_measures(run, tables)
        ]

    other = [dict(row) for row in shares]
    first, second, third = other[:3]
    # Another split of the first läsår's 35: all three are hidden both times.
    first["taljare"], second["taljare"], third["taljare"] = 11, 22, 2
    assert everything(*show(shares)) == everything(*show(other))
