"""What can be worked out from published tables by subtraction: nothing. Worked cases, read as files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analys.attacker import attack, read_tables
from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, make_cells
from analys.presentation.csvfiles import write_csv

LASAR = "2025/26"


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


def shown(rows, folder: Path) -> pd.DataFrame:
    estimate = Estimate("t", "T", make_cells(rows))
    write_csv(protect(estimate, plan([estimate], 10)), folder / "t.csv")
    return read_tables(folder)


def hidden(cells: pd.DataFrame) -> set[tuple[str, str, str]]:
    rows = cells[cells["status"] == "skyddad"]
    return set(zip(rows["indikator"], rows["enhet"], rows["svsva"], strict=True))


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

    assert attack(cells, 10).passed
    assert {enhet for _, enhet, _ in hidden(cells)} >= {
        f"{kind}:anpassad",
        f"{kind}:använda",
        kind,
    }
