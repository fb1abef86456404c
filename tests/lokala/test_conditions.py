"""Preconditions from Kolada: real values of a municipality, and which time each is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analys.disclosure import plan, protect
from analys.estimates import forutsattningar
from analys.indicators.forutsattningar import FORUTSATTNINGAR
from analys.official.nyckeltal import wanted_kpi
from analys.official.store import Answer, save_answers
from analys.parameters import RunParameters
from analys.presentation import forutsattningar as text
from analys.underlag import Underlag

YEARS = (2016, 2017, 2018, 2019)
LJUNGBY, RIKET = "0781", "0000"

# As Kolada has published them: N15814 behöriga lärare, N15034 elever per lärare, N15008 kostnad per elev.
VALUES = {
    ("N15814", LJUNGBY): (64.493077, 66.479239, 64.195804, 63.135228),
    ("N15034", LJUNGBY): (10.79935406, 10.50312012, 11.54271143, 10.34413766),
    ("N15034", RIKET): (11.82788362, 11.91869901, 11.93256455, 11.99676609),
    ("N15008", LJUNGBY): (97138.27961, 101373.695976, 105196.745562, 112938.56012),
    ("N15008", RIKET): (104973.970465, 109462.323312, 113680.56759, None),
}


@pytest.fixture
def run(tmp_path: Path) -> Underlag:
    posts = [
        {
            "kpi": kpi,
            "municipality": place,
            "period": year,
            "values": [{"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False}],
        }
        for (kpi, place), values in VALUES.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    body = json.dumps({"count": len(posts), "next_url": None, "values": posts}).encode()
    kpis = tuple(sorted({kpi for kpi, _ in VALUES}))
    answer = Answer(
        "0781_data_2016-2019_a1_n1_k1_s1", "data", "https://x", body, kpis, (RIKET, LJUNGBY), YEARS
    )
    save_answers(tmp_path, LJUNGBY, [answer], "2026-10-01")
    return Underlag(RunParameters(kommun=LJUNGBY, lasar="2019/20"), tmp_path)


@pytest.fixture
def tables(run):
    estimates = forutsattningar.tabeller(run)
    decided = plan(estimates, 10)
    return {one.id: protect(one, decided) for one in estimates}


def plain(found):
    return found.plain.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_is_measured_in_october_belongs_to_the_läsår_that_begins(run):
    cells = run.forutsattningar().set_index("cell")
    assert cells.loc["forutsattning_behoriga|0781|2019/20|alla|alla|", "varde"] == 63.135228
    # Cost of the calendar year 2019: its cell's läsår is the one whose spring lies in it, and it says so.
    cost = cells.loc["forutsattning_kostnad|0781|2018/19|alla|alla||kalenderår"]
    assert (cost["varde"], cost["kalla"]) == (112938.56012, "Källa: Kolada, N15008, 2019")
    assert set(cells["status"]) == {"officiell", "saknas"}
    assert cells["n"].isna().all() and cells["undre"].isna().all()


def test_the_table_sets_others_beside_the_newest_value_and_says_what_is_missing(run, tables):
    assert plain(text.show_conditions(run, tables)).splitlines()[:5] == [
        "Skolornas förutsättningar i Ljungby och andra kommuner",
        "Mått och period | Kommunen | Riket",
        "Behöriga lärare (%), 2019/20 | 63,1 | –",
        "Elever per lärare, 2019/20 | 10,3 | 12,0",
        "Kostnad per elev (kronor), 2019 | 112 939 | –",
    ]


def test_what_has_changed_is_told_as_a_fact(run, tables):
    told = plain(text.describe_conditions(run, tables))
    assert (
        "Andelen lärare med legitimation och behörighet sjönk från 64,5 till 63,1 procent mellan läsåren "
        "2016/17 och 2019/20." in told
    )
    assert "Kostnaden per elev steg från 97 138 till 112 939 kronor mellan 2016 och 2019." in told
    assert "säkerställd" not in told and "tydlig" not in told


def test_without_anything_kept_one_line_says_so(tmp_path):
    run = Underlag(RunParameters(kommun=LJUNGBY, lasar="2019/20"), tmp_path)
    assert forutsattningar.tabeller(run) == []
    assert plain(text.describe_conditions(run, {})) == (
        "Inga uppgifter om skolornas förutsättningar är hämtade från Kolada."
    )
    assert (
        text.show_conditions(run, {}) is text.show_years(run, {}) is text.define_conditions(run, {}) is None
    )


def test_a_fetch_asks_for_every_precondition_of_the_municipalitys_own_schools():
    # Ids and titles of Kolada's metadata, March 2026.
    assert {code: one.kpi for code, one in FORUTSATTNINGAR.items()} == {
        "forutsattning_behoriga": "N15814",
        "forutsattning_larartathet": "N15034",
        "forutsattning_kostnad": "N15008",
        "forutsattning_meritvarde": "N15567",
        "forutsattning_alla_amnen": "N15561",
    }
    assert {one.kpi for one in FORUTSATTNINGAR.values()} <= set(wanted_kpi())


def test_the_demo_municipalitys_preconditions_are_there_and_invented(liten_kommun):
    run = Underlag(RunParameters(), liten_kommun)
    cells = run.forutsattningar()
    own = cells[cells["enhetstyp"] == "kommun"]
    assert set(own["indikator"]) == set(FORUTSATTNINGAR)
    assert set(cells["enhetstyp"]) == {"kommun", "riket", "lan", "liknande"}
    assert own["kalla"].str.contains("simulerade").all()
