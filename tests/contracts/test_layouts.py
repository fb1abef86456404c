"""What every layout promises, and the row rules on hand-made rows."""

import pkgutil
import re

import pandas as pd
import pytest

import analys.contracts as contracts
from analys.contracts import LAYOUTS

SURVEYS = {"enkat_fragor", "enkat_svar", "enkat_utskick", "enkat_index"}


def test_every_contract_module_is_registered_under_its_own_name():
    shared = {"layout", "scb", "np"}
    assert {m.name for m in pkgutil.iter_modules(contracts.__path__)} - shared == set(LAYOUTS)
    assert [layout.kind for layout in LAYOUTS.values()] == list(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.kind)
def test_layouts_are_well_formed(layout):
    assert set(layout.key) <= set(layout.names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in layout.names)
    processed = [c.processed_name for c in layout.columns if c.processed_name]
    assert len(processed) == len(set(processed))
    for column in layout.columns:
        assert len(set(column.codes)) == len(column.codes)
        assert all(len(code) <= column.max_length for code in column.codes)
    for rule in layout.rules:
        assert set(rule.columns) <= set(layout.names)


def test_names_and_deliveries_are_dropped():
    for layout in LAYOUTS.values():
        for name in {"Fornamn", "Efternamn", "System", "Datum", "Version"} & set(layout.names):
            assert layout[name].processed_name == "", (layout.kind, name)


def test_test_scores_are_bound_to_the_maximum_of_their_own_year():
    layout = LAYOUTS["np_ak3"]
    assert "18" not in layout.codes("MA_B_POANG", "2025/26")
    assert {"0", "18", "30", "88", "99"} <= set(layout.codes("MA_B_POANG", "2022/23"))
    assert layout.codes("MA_B_PR", "2022/23") == layout.codes("MA_B_PR", "2025/26")


def broken(kind: str, **cells: str) -> list[str]:
    """Messages of the rules that one row breaks; cells not named are blank."""
    layout = LAYOUTS[kind]
    row = pd.DataFrame([{name: cells.get(name, "") for name in layout.names}], dtype="str")
    return [rule.vad for rule in layout.rules if rule.broken(row).iloc[0]]


def test_sv_and_sva_exclude_each_other():
    assert broken("slutbetyg_ak9", Sv="C", Sva="E") == [
        "Eleven har betyg i både svenska och svenska som andraspråk."
    ]
    assert broken("slutbetyg_ak9", Sv="C", Sva="2") == []
    assert broken("slutbetyg_ak9", Sv="F", Sva="") == []
    assert broken("slutbetyg_ak9", Sv="9", Sva="C") == []


def test_a_pupil_of_ak_3_is_judged_in_sv_or_sva():
    both = ["Eleven har en bedömning i både svenska och svenska som andraspråk."]
    assert broken("bedomning_ak3", Sv="1", Sva="1") == both
    assert broken("bedomning_ak3", Sv="0", Sva="1", Ma="1") == both
    assert broken("bedomning_ak3", Sv="1", Ma="1") == []
    assert broken("bedomning_ak3", Sva="0") == []
    assert broken("bedomning_ak3", Ma="0") == []


def test_files_that_many_municipalities_lack_stop_no_report():
    optional = {kind for kind, layout in LAYOUTS.items() if layout.is_optional}
    assert optional == {"bedomning_ak3", *SURVEYS}
    assert {kind for kind, layout in LAYOUTS.items() if layout.skips_lasar} == SURVEYS - {"enkat_fragor"}
    assert not any(LAYOUTS[kind].mandatory or LAYOUTS[kind].is_result for kind in optional)


def test_kinds_with_one_row_a_pupil_and_lasar():
    yearly = {kind for kind, layout in LAYOUTS.items() if layout.is_yearly}
    assert yearly == {"slutbetyg_ak9", "betyg_ak6", "bedomning_ak3", "np_ak3", "np_ak6", "np_ak9"}


def test_code_2_needs_a_grade_beside_it():
    assert broken("slutbetyg_ak9", Sv="2", Sva="") == [
        "Koden 2 i Sv får bara användas när det finns betyg i Sva."
    ]
    assert broken("slutbetyg_ak9", Sv="2", Sva="9") == []
    assert len(broken("slutbetyg_ak9", Sv="2", Sva="2")) == 2
    assert broken("betyg_ak6", No="2", Fy="D") == []
    assert broken("betyg_ak6", No="2", So="D") == [
        "Koden 2 i No får bara användas när det finns betyg i Bi, Fy eller Ke."
    ]
    assert broken("betyg_ak6", Hi="2", So="Y") == []
    assert broken("betyg_ak6", Hi="2", So="Z") == ["Koden 2 i Hi får bara användas när det finns betyg i So."]


def test_77_on_a_part_demands_77_on_the_whole_test():
    assert len(broken("np_ak9", MA_C_DELT="77", MA_PROVB="99")) == 1
    assert broken("np_ak9", MA_C_DELT="77", MA_PROVB="77") == []
    assert broken("np_ak9", MA_C_DELT="99", MA_PROVB="99") == []


def test_absence_cannot_exceed_offered_time():
    full = {"Erbjudna_min": "1000", "Giltig_min": "600", "Ogiltig_min": "400"}
    assert broken("franvaro", **full) == []
    assert len(broken("franvaro", **{**full, "Ogiltig_min": "401"})) == 1
    assert broken("franvaro", **{**full, "Ogiltig_min": ""}) == []
    assert broken("franvaro", **{**full, "Registrerade_min": "700"}) == []


def test_no_more_time_is_registered_than_was_offered():
    offered = {"Erbjudna_min": "1000", "Giltig_min": "0", "Ogiltig_min": "0"}
    more = ["Den registrerade tiden är längre än den erbjudna."]
    assert broken("franvaro", **offered, Registrerade_min="1001") == more
    for minutes in ("1000", "0", "", "x"):
        assert broken("franvaro", **offered, Registrerade_min=minutes) == []


def test_a_survey_is_answered_by_nobody_with_a_number():
    for kind in SURVEYS:
        assert "PersonNr" not in LAYOUTS[kind]
        assert not LAYOUTS[kind].is_yearly


def test_a_scale_needs_a_span_and_a_question_a_time():
    span = ["Skalans lägsta kod är inte mindre än den högsta."]
    assert broken("enkat_fragor", Min="1", Max="4") == []
    assert broken("enkat_fragor", Min="4", Max="1") == span
    assert broken("enkat_fragor", Min="2", Max="2") == span
    assert broken("enkat_fragor", Min="x", Max="4") == []
    early = ["Frågan slutar att gälla innan den börjar."]
    assert broken("enkat_fragor", Min="1", Max="4", Fran="2022/23", Till="2021-22") == early
    assert broken("enkat_fragor", Min="1", Max="4", Fran="2022/23", Till="2022-23") == []


def test_a_published_index_is_a_number_from_0_to_10_or_a_dash():
    for text in ("0", "7,4", "10", "10,0", "6.25", "-"):
        assert broken("enkat_index", Varde=text) == []
    for text in ("11", "10,5", "74", "7,", "..", "-1"):
        assert broken("enkat_index", Varde=text) == ["Värdet är inget index från 0 till 10."]
    assert broken("enkat_index", Varde="7", Svarsfrekvens="83,5", Antal_svar="41") == []
    assert broken("enkat_index", Varde="7", Svarsfrekvens="101") == [
        "Svarsfrekvensen är ingen andel i procent."
    ]
    assert broken("enkat_index", Varde="7", Antal_svar="4,5") == ["Antalet svar är inget heltal."]


def test_only_registered_time_may_be_left_out_of_a_file():
    optional = {(kind, c.name) for kind, layout in LAYOUTS.items() for c in layout.columns if c.optional}
    of_surveys = {(kind, name) for kind, name in optional if kind in SURVEYS}
    assert optional - of_surveys == {("franvaro", "Registrerade_min")}
    assert {name for _, name in of_surveys} == {
        *("Klass", "Vand", "Vet_ej", "Fran", "Till"),
        *("Antal_svar", "Svarsfrekvens", "Kalla"),
    }
    names = LAYOUTS["franvaro"].names
    assert LAYOUTS["franvaro"].lacks(names[:-1]) == []
    assert LAYOUTS["franvaro"].lacks(names[1:-1]) == ["PersonNr"]
