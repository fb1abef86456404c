"""The data-quality chapter: every row and every pupil of the files is accounted for."""

from __future__ import annotations

import shutil

import pytest

from analys.cleaning import prepare
from analys.disclosure import plan, protect
from analys.estimates import underlag
from analys.estimates.cells import SUMMED
from analys.parameters import RunParameters
from analys.underlag import Underlag

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


def test_earlier_lasar_are_counted_apart(liten_underlag, raw_rows, tmp_path):
    """Two läsår of the three: åk 6 of the oldest is what pupils did before."""
    shutil.copytree(liten_underlag.data / "raw", tmp_path / "raw")
    parameters = RunParameters(antal_lasar=2)
    prepare(tmp_path, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
    run = Underlag(parameters, tmp_path)
    totals = {e.id: e.frame for e in underlag.tabeller(run)}["underlag_rader"]
    used = totals[totals["jamforelse"] == ""].set_index("enhet")["varde"]

    sizes = {lasar: len(raw_rows("betyg_ak6", lasar)) for lasar in LASAR}
    assert used["betyg_ak6:använda"] == sizes["2024/25"] + sizes["2025/26"]
    assert used["betyg_ak6_tidigare:använda"] == sizes["2023/24"]
    assert set(run.frame("betyg_ak6")["lasar"]) == {"2024/25", "2025/26"}
    assert set(run.earlier_frame("betyg_ak6")["lasar"]) == {"2023/24"}
    assert "slutbetyg_ak9_tidigare" not in set(totals["enhet"])


def test_without_earlier_files_no_table_names_them(tables, liten_underlag):
    assert liten_underlag.earlier_frame("betyg_ak6").empty
    assert not tables["underlag_rader"]["enhet"].str.contains("tidigare").any()


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
