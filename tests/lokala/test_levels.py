"""Levels and changes of local measures, worked by hand and against published limits."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pandas as pd
import pytest
from lokala_namn import ANMALNINGAR, INSKRIVNA, PROGRAM, SKOLOR

from analys.errors import InputError
from analys.estimates import lokala_matt
from analys.estimates.cells import cell_id
from analys.estimates.rates import compute_poisson, number, rate
from analys.indicators.lokala import name_code

KOD = {name: name_code(name) for name in (PROGRAM, ANMALNINGAR, INSKRIVNA)}


def cells(run):
    every = pd.concat([one.frame for one in lokala_matt.tabeller(run)]).drop_duplicates("cell")
    return every.set_index("cell")


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Exact 95 % limits of a Poisson mean, as tabled since Garwood (1936).
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.390),
     (20, 12.217, 30.888), (50, 37.111, 65.919)],
)  # fmt: skip
def test_limits_of_a_number_are_the_tabled_ones(count, low, high):
    undre, ovre = compute_poisson(count)
    assert (float(undre), float(ovre)) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))
    assert number(count).varde == count


def test_a_rate_is_its_number_per_hundred():
    # 10 of 200: 5 per hundred, limits 4.795 / 2 and 18.390 / 2.
    one = rate(10, 200)
    assert (one.varde, one.n, one.antal) == (5.0, 200, 10)
    assert (one.undre, one.ovre) == (pytest.approx(2.398, abs=1e-3), pytest.approx(9.195, abs=1e-3))


def test_the_difference_of_two_rates_combines_their_limits(make_run):
    rows = [
        {"matt": ANMALNINGAR, "period": period, "taljare": k, "namnare": 100}
        for period, k in (("VT 2025", 5), ("VT 2026", 10))
    ]
    found = cells(make_run(rows)).loc[
        cell_id(KOD[ANMALNINGAR], "1961", "2025/26", jamforelse="mot 2024/25", kategori="VT")
    ]

    # 10 (4.795 to 18.390) less 5 (1.623 to 11.668): 5 - sqrt(5.205² + 6.668²), 5 + sqrt(8.390² + 3.377²).
    assert found["varde"] == 5.0
    assert found["undre"] == pytest.approx(5 - math.hypot(5.205, 6.668), abs=0.06)
    assert found["ovre"] == pytest.approx(5 + math.hypot(8.390, 3.377), abs=0.06)


def test_shares_have_wilsons_interval_and_newcombes_difference(make_run):
    # Newcombe (1998), table II (a): 56 of 70 less 48 of 80 is 0.2, 0.0524 to 0.3339 by method 10.
    rows = [
        {"matt": PROGRAM, "period": "2024/25", "taljare": 48, "namnare": 80},
        {"matt": PROGRAM, "period": "2025/26", "taljare": 56, "namnare": 70},
    ]
    found = cells(make_run(rows))

    level = found.loc[cell_id(KOD[PROGRAM], "1961", "2025/26")]
    assert (level["varde"], level["n"], level["antal"]) == (80, 70, 56)  # fewer than 100: no decimals
    change = found.loc[cell_id(KOD[PROGRAM], "1961", "2025/26", jamforelse="mot 2024/25")]
    assert (change["varde"], change["undre"], change["ovre"]) == (20, 5, 33)


def test_the_municipality_is_the_sum_of_its_units_where_all_have_told(make_run, shares):
    found = cells(make_run(shares))
    whole = found.loc[cell_id(KOD[PROGRAM], "1961", "2024/25")]
    assert (whole["antal"], whole["n"], whole["varde"]) == (35, 230, 15.2)

    found = cells(make_run(shares[1:]))  # The first läsår lacks a unit.
    assert cell_id(KOD[PROGRAM], "1961", "2024/25") not in found.index
    assert cell_id(KOD[PROGRAM], "1961", "2025/26") in found.index


def test_a_row_of_the_municipalitys_own_is_not_summed_over(make_run, shares):
    own = {"matt": PROGRAM, "period": "2025/26", "taljare": 50, "namnare": 300}
    whole = cells(make_run([*shares, own])).loc[cell_id(KOD[PROGRAM], "1961", "2025/26")]
    assert (whole["antal"], whole["n"]) == (50, 300)


def test_a_term_is_compared_with_the_same_term(make_run):
    rows = [
        {"matt": INSKRIVNA, "period": period, "taljare": k}
        for period, k in (("VT 2025", 30), ("HT 2025", 90), ("VT 2026", 40))
    ]
    found = cells(make_run(rows))
    changes = found[found["jamforelse"] != ""]
    assert changes["delar"].tolist() == [
        f"{KOD[INSKRIVNA]}|1961|2025/26|alla|alla||VT + {KOD[INSKRIVNA]}|1961|2024/25|alla|alla||VT"
    ]


def test_units_are_compared_with_the_period_before_and_the_municipality_with_the_first_too(make_run, shares):
    first = [dict(row, period="2023/24") for row in shares[:3]]
    changes = cells(make_run([*first, *shares])).query("jamforelse != ''")
    by_unit = changes.groupby("enhet")["jamforelse"].agg(list).to_dict()
    assert by_unit == {"1961": ["mot 2024/25", "mot 2023/24"]} | {code: ["mot 2024/25"] for code in SKOLOR}


def test_what_counts_nobody_has_no_pupils_behind_it(make_run):
    matt = [{"matt": PROGRAM, "mattenhet": "procent", "personer": False}]
    found = cells(make_run([{"matt": PROGRAM, "period": "2025/26", "taljare": 2, "namnare": 5}], matt))
    assert found["n"].isna().all() and found["antal"].isna().all()
    assert found["varde"].tolist() == [40.0]


def test_a_fault_stops_the_chapter_with_every_problem(make_run):
    rows = [{"matt": "Okänt", "period": "x", "taljare": 1}, {"matt": PROGRAM, "period": "y", "taljare": 1}]
    with pytest.raises(InputError) as caught:
        lokala_matt.tabeller(make_run(rows))
    assert len(caught.value.problems) == 4


def test_without_rows_there_is_nothing(make_run):
    assert lokala_matt.tabeller(make_run()) == []


def test_intervals_of_rates_cover_what_they_promise():
    folder = str(Path(__file__).parents[2] / "studies")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    import poisson_exact

    table = poisson_exact.study((2.0, 10.0, 40.0))
    # An exact interval never covers less; a difference of two of them may at worst miss by a little.
    assert table["antal"].between(95, 99.9).all()
    assert table["skillnad"].between(94.5, 99.9).all()
