"""From declared corrections to the processed files: the way a municipality meets them."""

import datetime
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.cleaning import load_manifest, load_processed, prepare
from analys.contracts import LAYOUTS
from analys.contracts.scb import BETYG
from analys.corrections import BORTTAGEN
from analys.reading import read_folder

LASAR = ["2024/25", "2025/26"]


def run(underlag):
    return prepare(underlag.data, "1234", LASAR, run_lasar="2025/26")


def test_a_fault_is_corrected_until_the_source_is_right(underlag, declared, stops):
    underlag.write_complete()
    wrong = [underlag.row("slutbetyg_ak9", i) for i in range(4)]
    wrong[0]["Ma"] = "G"
    underlag.write("slutbetyg_ak9", wrong)
    assert "kolumn Ma, rad 1" in stops(run, underlag)

    declared.write("# Vårens uttag\n" + declared.describe(fran="G"))
    folder = run(underlag)
    assert load_processed(folder, "slutbetyg_ak9")["Ma"].tolist() == ["D", "C", "C", "C"]
    assert load_processed(folder, "rattelser").values.tolist() == [
        ["slutbetyg_ak9", "2025/26", "Ma", "Felskrivet enligt betygskatalogen", 1, 1]
    ]

    wrong[0]["Ma"] = "D"
    underlag.write("slutbetyg_ak9", wrong)
    message = stops(run, underlag)
    assert "Källan är rättad: ta bort rättelsen." in message
    assert "rattelser.yml, rad 2" in message

    (declared.folder / "rattelser.yml").unlink()
    folder = run(underlag)
    assert load_processed(folder, "slutbetyg_ak9")["Ma"].tolist() == ["D", "C", "C", "C"]
    assert load_processed(folder, "rattelser").empty


def test_rows_left_out_are_accounted_for(underlag, declared):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i % 3) for i in range(4)]
    rows[3] |= {"Skolenhetskod": "99990002", "Ma": "F"}
    underlag.write("slutbetyg_ak9", rows)
    fields = {"ta_bort": "ja", "kolumn": None, "fran": None, "till": None}
    declared.write(declared.describe(skolenhet="99990002", skal="Eleven bytte skola i maj", **fields))
    folder = run(underlag)
    counts = load_processed(folder, "radrakning").set_index("slag")
    assert counts.loc["slutbetyg_ak9", ["rader_in", "rader_ut"]].tolist() == [4, 3]
    assert load_processed(folder, "bortsorterade")[["slag", "skal", "antal"]].values.tolist() == [
        ["slutbetyg_ak9", BORTTAGEN, 1]
    ]
    assert load_processed(folder, "rattelser")["skal"].tolist() == ["Eleven bytte skola i maj"]


def test_a_register_row_that_is_left_out_sorts_nobody_out(underlag, declared):
    """The same pupil stands in both school forms; the row of anpassad grundskola is the wrong one."""
    underlag.write_complete()
    rows = [underlag.row("elevregister", i) for i in range(4)]
    rows.append(underlag.row("elevregister", 0, Skolform="ANP"))
    underlag.write("elevregister", rows)
    declared.write(
        declared.describe(slag="elevregister", ta_bort="ja", kolumn="Skolform", fran="ANP", till=None)
    )
    folder = run(underlag)
    assert len(load_processed(folder, "slutbetyg_ak9")) == 4
    assert len(load_processed(folder, "elevregister")) == 4


def test_nothing_personal_is_stored(underlag, declared):
    underlag.write_complete()
    declared.write(declared.describe(kolumn="Klass", fran="9A", till="9B"))
    folder = run(underlag)
    stored = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    for kind in ("slutbetyg_ak9", "rattelser", "bortsorterade"):
        stored += load_processed(folder, kind).to_csv().encode()
    assert [s for s in underlag.secrets() if s.encode() in stored] == []


@pytest.mark.parametrize("name", ["rattelser.yml", "arbetsbok.xlsx", "kolumner.yml"])
def test_a_changed_declaration_makes_the_files_anew(underlag, declared, name):
    from openpyxl import Workbook

    underlag.write_complete()
    folder = run(underlag)

    def read_again():
        run(underlag)
        return (folder / "slutbetyg_ak9.parquet").stat().st_mtime_ns

    made = read_again()
    assert read_again() == made
    if name == "arbetsbok.xlsx":
        book = Workbook()
        book.properties.created = datetime.datetime(2026, 1, 1)
        book.save(declared.folder / name)
    else:
        declared.write("# ny\n", name)
    changed = read_again()
    assert changed != made
    assert read_again() == changed
    (declared.folder / name).unlink()
    assert read_again() != changed


@pytest.mark.parametrize("name", ["rattelser.yaml", "Rättelser.xlsx"])
def test_a_misnamed_declaration_stops_even_a_run_that_has_been_made(underlag, declared, stops, name):
    underlag.write_complete()
    run(underlag)
    declared.write(declared.describe(), name)
    assert "ser ut att innehålla rättelser" in stops(run, underlag)


def test_the_hash_of_a_file_with_personnummer_is_not_published(underlag, declared):
    import hashlib

    underlag.write_complete()
    before = load_manifest(run(underlag))
    path = declared.write(declared.describe())
    folder = run(underlag)
    after = load_manifest(folder)
    assert after["indata"] == before["indata"]
    plain = hashlib.sha256(path.read_bytes()).hexdigest()
    assert plain not in "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.[jt]*"))


def test_a_mapping_of_columns_is_published_as_what_it_is(underlag, declared):
    import hashlib

    underlag.write_complete()
    path = declared.write("# inga\n", "kolumner.yml")
    indata = load_manifest(run(underlag))["indata"]
    assert indata["raw/1234/kolumner.yml"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_code_that_decides_includes_the_corrections_and_the_mappings(tmp_path, monkeypatch):
    import analys
    from analys.cleaning.store import CODE, hash_code

    for name in ("contracts/mappningar", "corrections", "reading"):
        (tmp_path / name).mkdir(parents=True)
    for name in (name for name in CODE if name.endswith(".py")):
        (tmp_path / name).touch()
    monkeypatch.setattr(analys, "__file__", str(tmp_path / "__init__.py"))
    seen = [hash_code()]
    for name in ("corrections/ny.py", "contracts/mappningar/vklass.yml", "reading/sheets.py"):
        (tmp_path / name).write_text("ny", encoding="utf-8")
        seen.append(hash_code())
    (tmp_path / "reading" / "skräp.pyc").touch()
    assert len(set(seen)) == 4
    assert hash_code() == seen[-1]


COLUMNS = ("Ma", "En", "Bl", "Klass", "Skolenhetskod")
VALUES = {"Klass": ("9A", "9B", ""), "Skolenhetskod": ("99990001", "99990002")}


@st.composite
def municipalities(draw):
    """Grades of some pupils as they are and as they should be: (pupil, column) -> (value, right value)."""
    pupils = draw(st.integers(2, 6))
    cells = {}
    for index in range(pupils):
        for column in COLUMNS:
            values = VALUES.get(column, (*BETYG, "3", "9"))
            cells[index, column] = (draw(st.sampled_from(values)), draw(st.sampled_from(values)))
    return pupils, cells


@settings(max_examples=12, deadline=None)
@given(municipalities())
def test_correcting_is_the_same_as_having_been_right(underlag_type, describe, case):
    pupils, cells = case
    frames = []
    for place in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            underlag = underlag_type(Path(folder))
            underlag.write_complete(pupils)
            rows = [underlag.row("slutbetyg_ak9", i) for i in range(pupils)]
            for (index, column), values in cells.items():
                rows[index][column] = values[place]
            underlag.write("slutbetyg_ak9", rows)
            if place == 0:
                text = "".join(
                    describe(elev=rows[index]["PersonNr"], kolumn=column, fran=f"'{fran}'", till=f"'{till}'")
                    for (index, column), (fran, till) in cells.items()
                    if fran != till
                )
                (underlag.data / "raw" / "1234" / "rattelser.yml").write_text(text, encoding="utf-8")
            frames.append(read_folder(underlag.data, "1234", ["2025/26"]).frames["slutbetyg_ak9"])
    corrected, right = frames
    pd.testing.assert_frame_equal(corrected, right)
    assert list(corrected.columns[: len(LAYOUTS["slutbetyg_ak9"].names)]) == list(
        LAYOUTS["slutbetyg_ak9"].names
    )


def test_a_correction_of_a_lasar_before_the_window_is_of_what_is_read_of_it(underlag, declared):
    """Åk 6 of three läsår before is read, grades of åk 9 are not: only the former can be corrected."""
    underlag.write_complete()
    row = underlag.row("betyg_ak6", 0, Datum="2023-06-15", Ma="D")
    underlag.write("betyg_ak6", [row], lasar="2022-23")
    common = {"lasar": "2022/23", "fran": "D", "till": "C", "forvantat": 1}
    declared.write(declared.describe(slag="betyg_ak6", **common) + declared.describe(**common))
    folder = run(underlag)
    assert load_processed(folder, "betyg_ak6_tidigare")["Ma"].tolist() == ["C"]
    assert load_processed(folder, "rattelser")[["slag", "lasar"]].values.tolist() == [
        ["betyg_ak6", "2022/23"]
    ]
