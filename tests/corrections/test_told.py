"""What the report says of corrections: what, why and how many, and nobody behind few."""

import csv
import io
import shutil
from collections import Counter

import pytest

from analys.cleaning import prepare
from analys.contracts import LAYOUTS
from analys.corrections import BORTTAGEN
from analys.disclosure import plan, protect
from analys.estimates import underlag
from analys.estimates.cells import SUMMED
from analys.parameters import RunParameters
from analys.presentation.underlag import describe_underlag
from analys.presentation.underlag_display import show_corrections, show_rows
from analys.underlag import Underlag

KIND = "slutbetyg_ak9"
HOSTILE = '"=HYPERLINK(1) <script>alert(1)</script> #import | + *fet*"'


def load_rows(data):
    (path,) = (data / "raw" / "9999" / "2025-26").glob(f"{KIND}*.csv")
    text = path.read_bytes().decode("utf-8-sig")
    names = LAYOUTS[KIND].names
    rows = [dict(zip(names, row, strict=True)) for row in csv.reader(io.StringIO(text), delimiter=";")]
    return [row for row in rows if row["PersonNr"] != "PersonNr"]


@pytest.fixture(scope="module")
def corrected(liten_kommun, tmp_path_factory, describe):
    """The small municipality where one pupil, one common code and twelve rows are corrected; and the rows."""
    data = tmp_path_factory.mktemp("rattad")
    shutil.copytree(liten_kommun / "raw", data / "raw")
    rows = load_rows(data)
    grade = Counter(row["Idh"] for row in rows if row["Idh"] in "ABCDE").most_common(1)[0][0]
    count = sum(row["Idh"] == grade for row in rows)
    assert count >= 10
    fields = {"kolumn": None, "fran": None, "till": None, "ta_bort": "ja"}
    text = describe(
        elev=rows[0]["PersonNr"], kolumn="Klass", fran=rows[0]["Klass"], till="9Z", skal="Fel klass"
    )
    text += describe(elev=None, kolumn="Idh", fran=grade, till="F", forvantat=count, skal=HOSTILE)
    others = [row for row in rows[1:] if row["Idh"] != grade]
    for row in others[:10]:
        text += describe(elev=row["PersonNr"], skal="Eleverna läser enligt annan läroplan", **fields)
    for row in others[10:12]:
        text += describe(elev=row["PersonNr"], skal="Eleven bytte skola", **fields)
    (data / "raw" / "9999" / "rattelser.yml").write_text(text, encoding="utf-8")
    parameters = RunParameters(antal_lasar=2)
    prepare(data, "9999", parameters.lasar_i_trend, run_lasar=parameters.lasar)
    return Underlag(parameters, data), count


@pytest.fixture(scope="module")
def tables(corrected):
    run, _ = corrected
    estimates = underlag.tabeller(run)
    decided = plan(estimates, 10)
    return {estimate.id: protect(estimate, decided) for estimate in estimates}


def test_each_reason_is_counted(corrected):
    run, count = corrected
    frame = {estimate.id: estimate.frame for estimate in underlag.tabeller(run)}["underlag_rattelser"]
    assert list(zip(frame["enhetsnamn"], frame["varde"], frame["n"], frame["lasar"], strict=True)) == [
        ("Fel klass", 1.0, 1, "2025/26"),
        (HOSTILE.strip('"'), float(count), count, "2025/26"),
        ("Eleverna läser enligt annan läroplan", 10.0, 10, "2025/26"),
        ("Eleven bytte skola", 2.0, 2, "2025/26"),
    ]


def test_few_pupils_are_hidden_and_cannot_be_subtracted(corrected, tables):
    """Twelve rows are left out for two reasons, ten and two: ten would tell of the two."""
    status = {cell.enhetsnamn: cell.status for cell in tables["underlag_rattelser"].cells()}
    assert status["Fel klass"] == status["Eleven bytte skola"] == "skyddad"
    assert status[HOSTILE.strip('"')] == "visad"
    left_out = tables["underlag_rader"].cell(enhet=f"{KIND}:{BORTTAGEN}")
    shown = {status["Eleverna läser enligt annan läroplan"], left_out.status}
    assert "skyddad" in shown


def test_rows_left_out_are_part_of_the_accounts(corrected):
    run, _ = corrected
    frame = {estimate.id: estimate.frame for estimate in underlag.tabeller(run)}["underlag_rader"]
    total = frame[(frame["enhet"] == KIND) & (frame["jamforelse"] == SUMMED)].iloc[0]
    parts = frame[frame["cell"].isin(total["delar"].split(" + "))]
    assert len(parts) == len(total["delar"].split(" + "))
    assert parts["varde"].sum() == total["varde"]
    assert parts.set_index("enhet")["varde"][f"{KIND}:{BORTTAGEN}"] == 12


def test_the_table_says_what_and_why_but_no_value(corrected, tables):
    _, count = corrected
    table = show_corrections(tables)
    assert table.kolumner == ("Fil", "Läsår", "Kolumn", "Skäl", "Rader")
    assert table.rader[0] == ("Slutbetyg årskurs 9", "2025/26", "Klass", "Fel klass", "..")
    assert table.rader[1][2:] == ("Idh", HOSTILE.strip('"'), str(count))
    assert table.rader[3] == ("Slutbetyg årskurs 9", "2025/26", "Raden borttagen", "Eleven bytte skola", "..")
    assert "9Z" not in table.plain
    assert "<script>" not in table.html
    assert "av hänsyn till enskilda" in table.noter


def test_the_chapter_refers_to_the_table(corrected, tables):
    run, _ = corrected
    text = describe_underlag(run, tables)
    assert "Uppgifter i filerna har rättats enligt kommunens lista (" in text.plain
    assert 'href="#tab-underlag_rattelser"' in text.html
    # Its count is hidden, so it has no row of its own.
    assert "borttagen enligt kommunens rättelser" in show_rows(run, tables).noter


def test_without_corrections_nothing_is_said(liten_kommun, tmp_path):
    shutil.copytree(liten_kommun / "raw", tmp_path / "raw")
    parameters = RunParameters(antal_lasar=2)
    prepare(tmp_path, "9999", parameters.lasar_i_trend, run_lasar=parameters.lasar)
    run = Underlag(parameters, tmp_path)
    estimates = underlag.tabeller(run)
    assert [estimate.id for estimate in estimates] == ["underlag_elever", "underlag_rader"]
    decided = plan(estimates, 10)
    tables = {estimate.id: protect(estimate, decided) for estimate in estimates}
    assert show_corrections(tables) is None
    assert "rättat" not in describe_underlag(run, tables).plain


def test_official_mode_has_nothing_to_correct():
    assert show_corrections({}) is None
