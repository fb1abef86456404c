"""The data-quality chapter: every row and every pupil of the files is accounted for."""

from __future__ import annotations

import pytest

from analys.disclosure import plan, protect
from analys.estimates import underlag
from analys.estimates.cells import SUMMED

LASAR = ("2023/24", "2024/25", "2025/26")


@pytest.fixture(scope="module")
def tables(liten_underlag):
    """Cells of the chapter's tables, by table."""
    return {estimate.id: estimate.frame for estimate in underlag.tabeller(liten_underlag)}


def test_rows_in_are_rows_used_and_rows_left_out(tables):
    frame = tables["underlag_rader"]
    totals = frame[frame["jamforelse"] == SUMMED]

    assert len(totals) >= 8
    for total in totals.itertuples():
        parts = frame[frame["cell"].isin(total.delar.split(" + "))]
        assert len(parts) == len(total.delar.split(" + "))
        assert parts["varde"].sum() == total.varde, total.enhet


def test_every_line_of_a_file_is_a_row(tables, liten_underlag):
    root = liten_underlag.data / "raw" / "9999"
    totals = tables["underlag_rader"].set_index(["enhet", "jamforelse"])["varde"]

    # The oldest läsår has column names in its files of results; absence always has.
    lines = {
        kind: sum(p.read_bytes().count(b"\n") for p in root.glob(f"20*/{kind}*.csv"))
        for kind in ("slutbetyg_ak9", "np_ak3", "franvaro")
    }
    assert totals["np_ak3", SUMMED] == lines["np_ak3"] - 1
    assert totals["slutbetyg_ak9", SUMMED] == lines["slutbetyg_ak9"]
    assert totals["franvaro", SUMMED] == lines["franvaro"] - len(LASAR)


@pytest.mark.parametrize("kind", ["slutbetyg_ak9", "betyg_ak6"])
@pytest.mark.parametrize("lasar", LASAR)
def test_pupils_are_those_of_the_raw_files(tables, raw_rows, kind, lasar):
    counted = tables["underlag_elever"].set_index(["enhet", "lasar"])

    assert counted.loc[(kind, lasar), "n"] == len({row[3] for row in raw_rows(kind, lasar)})


def test_only_pupils_are_protected(liten_underlag):
    """The few school units are nobody's secret."""
    estimates = underlag.tabeller(liten_underlag)
    shown = protect(estimates[1], plan(estimates, 10)).cells(jamforelse=SUMMED)
    (schools,) = (cell for cell in shown if cell.enhet == "skolenheter")

    assert (schools.varde, schools.status, schools.n) == (7.0, "visad", None)


def test_official_mode_has_no_files_to_account_for(tmp_path, liten_underlag):
    alone = type(liten_underlag)(liten_underlag.parameters, tmp_path)

    assert underlag.tabeller(alone) == []
