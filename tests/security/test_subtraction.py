"""What can be worked out from published tables by subtraction: nothing. Short version of the study."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from absence_towns import count_pupils
from attack_absence import find_narrow
from attack_cells import Published, read_report
from attack_subtraction import attack, attack_differences

from analys.chapters import load_chapters
from analys.cleaning import prepare
from analys.demo import write_demo
from analys.disclosure import Plan, plan, protect
from analys.disclosure.primary import find_primary
from analys.estimates import np_och_betyg
from analys.estimates.cells import Estimate, make_cells
from analys.parameters import RunParameters
from analys.presentation.csvfiles import write_csv
from analys.underlag import Underlag

LASAR = "2025/26"


@pytest.fixture(scope="module", params=[(20, 4, 4), (40, 6, 5)], ids=["tjugo", "fyrtio"])
def estimates(request, tmp_path_factory) -> list[Estimate]:
    """Every estimate of a tiny municipality: pupils a cohort, schools, läsår."""
    pupils, schools, years = request.param
    data = tmp_path_factory.mktemp("mycket_liten")
    write_demo(data, elever_per_arskull=pupils, antal_skolor=schools, antal_lasar=years)
    parameters = RunParameters(antal_lasar=years)
    prepare(data, "9999", parameters.lasar_i_trend, run_lasar=LASAR)
    run = Underlag(parameters, data)
    tables = [estimate for chapter in load_chapters() for estimate in chapter.tabeller(run)]
    return list({estimate.id: estimate for estimate in (*tables, *np_och_betyg.tabeller(run))}.values())


def publish(estimates: list[Estimate], decided: Plan, folder: Path) -> Path:
    (folder / "tabeller").mkdir(parents=True)
    for estimate in estimates:
        write_csv(protect(estimate, decided), folder / "tabeller" / f"{estimate.id}.csv")
    return folder


def test_nothing_follows_from_the_tables_of_a_tiny_municipality(estimates, tmp_path):
    cells = read_report(publish(estimates, plan(estimates, 10), tmp_path))

    assert sum(cell.n is not None for cell in cells.values()) > 50
    assert [*attack(cells), *attack_differences(cells)] == []
    high = {key for key in cells if key[0].startswith("franvaroband_") and key[-1] == "minst 50"}
    assert high
    assert find_narrow(cells, count_pupils(estimates), means=False, only=high) == []


def test_the_attack_succeeds_where_only_single_cells_are_judged(estimates, tmp_path):
    decided = plan(estimates, 10).frame
    cells = pd.concat([e.frame for e in estimates], ignore_index=True)
    cells = cells.drop_duplicates("cell", ignore_index=True)
    reasons = dict(zip(cells["cell"], find_primary(cells, 10), strict=True))
    own = decided["status"].isin(["visad", "skyddad"])
    status = ["skyddad" if reasons[cell] else "visad" for cell in decided["cell"]]
    naive = Plan(decided.assign(status=decided["status"].mask(own, status)))

    cells = read_report(publish(estimates, naive, tmp_path))

    assert {find.slag for find in attack(cells)} == {"återskapad", "mått visat", "utpekande rest"}
    assert {find.slag for find in attack_differences(cells)} == {"skillnad visad"}


def level(indikator="alla_amnen_ak9", enhetstyp="kommun", enhet="9999", n=100, antal=50, **keys):
    return {
        "indikator": indikator,
        "enhetstyp": enhetstyp,
        "enhet": enhet,
        "enhetsnamn": enhet,
        "lasar": LASAR,
        "varde": 100 * antal / n,
        "n": n,
        "antal": antal,
    } | keys


def shown(rows, folder: Path) -> dict[tuple[str, ...], Published]:
    estimates = [Estimate("t", "T", make_cells(rows))]
    return read_report(publish(estimates, plan(estimates, 10), folder))


def hidden(cells: dict[tuple[str, ...], Published]) -> set[tuple[str, str, str]]:
    return {(key[0], key[1], key[4]) for key, cell in cells.items() if cell.hidden}


def test_pupils_that_no_part_is_about_are_not_left_over(tmp_path):
    """100 pupils, 80 with Sv and 18 with Sva: two with neither, both without the outcome.

    Hiding Sva alone would leave it known but for two pupils, so Sv is hidden too.
    """
    rows = [level(n=100, antal=70), level(n=80, antal=60, svsva="sv"), level(n=18, antal=10, svsva="sva")]

    assert hidden(shown(rows, tmp_path)) == {
        ("alla_amnen_ak9", "9999", "sv"),
        ("alla_amnen_ak9", "9999", "sva"),
    }


def test_two_hidden_schools_together_do_not_tell_what_each_is(tmp_path):
    """9 of 9 and 12 of 12: together 21 of 21, so both would be known; a third school has to cover them.

    Of the three together 41 of 51 have the outcome, so the third's 30 have at least 20: over ten steps, and
    fifteen are needed. So the fourth is hidden too.
    """
    schools = [(9, 9), (12, 12), (30, 20), (40, 25)]
    rows = [
        level(n=91, antal=66),
        *(level(enhetstyp="skola", enhet=str(i), n=n, antal=k) for i, (n, k) in enumerate(schools)),
    ]

    assert {enhet for _, enhet, _ in hidden(shown(rows, tmp_path))} == {"0", "1", "2", "3"}


def test_a_hidden_indicator_does_not_follow_from_the_one_that_it_is_part_of(tmp_path):
    """NP åk 3 in Sv and Sva together is the two together, and its group Sv is the one alone."""
    rows = [
        level("np_ak3_svsva", n=100, antal=70),
        level("np_ak3_svsva", n=92, antal=65, svsva="sv"),
        level("np_ak3_svsva", n=8, antal=5, svsva="sva"),
        level("np_ak3_sv", n=92, antal=65),
        level("np_ak3_sva", n=8, antal=5),
    ]

    assert hidden(shown(rows, tmp_path)) == {
        ("np_ak3_svsva", "9999", "sv"),
        ("np_ak3_svsva", "9999", "sva"),
        ("np_ak3_sv", "9999", "alla"),
        ("np_ak3_sva", "9999", "alla"),
    }


def test_left_out_rows_do_not_follow_from_the_pupils_of_each_year(tmp_path):
    """Rows in are shown; rows used are the pupils of two läsår; three rows were left out."""
    kind = "slutbetyg_ak9"
    names = [f"rader|{kind}:använda|{LASAR}|alla|alla|", f"rader|{kind}:anpassad|{LASAR}|alla|alla|"]

    def count(indikator, enhet, n, **keys):
        row = level(indikator, "slag", enhet, n, 0) | {"varde": float(n)} | keys
        del row["antal"]
        return row

    rows = [
        count("rader", kind, 203, jamforelse="summa", delar=" + ".join(names)),
        count("rader", f"{kind}:använda", 200),
        count("rader", f"{kind}:anpassad", 3),
        count("elever", kind, 90, lasar="2024/25"),
        count("elever", kind, 110),
    ]
    cells = shown(rows, tmp_path)

    assert list(attack(cells)) == []
    assert {key[1] for key, cell in cells.items() if cell.hidden} >= {
        f"{kind}:anpassad",
        f"{kind}:använda",
        kind,
    }
