"""`analys mall`: writes the workbook once, never over one, and knows the municipality's schools."""

import openpyxl
import pytest

from analys.arbetsbok import load_arbetsbok
from analys.cli import run
from analys.mall import list_findings

SCHOOLS = (
    "Skolenhetskod;Namn;Huvudman;Arskurser;FranLasar;TillLasar;TidigareNamn;NamnFranLasar\n"
    "14400001;Ekskolan;kommunal;F-9;;;;\n"
    "14400002;Nedlagda skolan;kommunal;F-6;;2020/21;;\n"
    "14400003;Friskolan;fristaende;F-6;;;;\n"
)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data" / "raw" / "1440"
    (folder / "2025-26").mkdir(parents=True)
    (folder / "skolenheter.csv").write_text(SCHOOLS, encoding="utf-8")
    return tmp_path / "data"


def call(data, capsys, *more):
    code = run(["mall", "--data", str(data), *more])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_workbook_knows_the_open_schools(data, capsys):
    code, said = call(data, capsys)
    assert code == 0, said
    assert "Nästa steg: fyll i de blad du behöver, spara och kör analys rapport --kommun 1440" in said
    read = load_arbetsbok(data / "raw" / "1440")
    assert read.problems == ()
    assert [(row["skolenhet"], row["namn"]) for row in read.rader("skolor")] == [("14400001", "Ekskolan")]


def test_a_workbook_is_never_written_over(data, capsys):
    path = data / "raw" / "1440" / "arbetsbok.xlsx"
    path.write_bytes(b"mitt")
    code, said = call(data, capsys, "--kommun", "1440")
    assert (code, path.read_bytes()) == (3, b"mitt")
    assert "finns redan och har inte ändrats" in said
    assert "analys mall --kommun 1440 --ny" in said


def test_a_new_one_holds_what_was_filled_in(data, capsys):
    folder = data / "raw" / "1440"
    call(data, capsys, "--kommun", "1440")
    book = openpyxl.load_workbook(folder / "arbetsbok.xlsx")
    book["Skolor"]["C2"] = "Eken"
    for column, value in enumerate(["meritvarde_17", None, "2025/26", "många"], 1):
        book["Målvärden"].cell(2, column).value = value
    for column, value in enumerate(["slutbetyg_ak9", "2025/26", 201003159807], 1):
        book["Rättelser"].cell(2, column).value = value
    book.save(folder / "arbetsbok.xlsx")
    before = (folder / "arbetsbok.xlsx").read_bytes()
    code, said = call(data, capsys, "--kommun", "1440", "--ny")
    assert code == 0, said
    assert (folder / "arbetsbok.xlsx").read_bytes() == before
    new = openpyxl.load_workbook(folder / "arbetsbok-ny.xlsx")
    assert [cell.value for cell in new["Skolor"][2]] == [14400001, "Ekskolan", "Eken"]
    assert new["Skolor"].max_row == 2
    assert [cell.value for cell in new["Målvärden"][2]][:4] == ["meritvarde_17", None, "2025/26", "många"]
    assert new["Rättelser"]["C2"].value == "201003159807"
    code, said = call(data, capsys, "--kommun", "1440", "--ny")
    assert (code, "finns redan" in said) == (3, True)


def test_which_municipality_must_be_clear(tmp_path, capsys):
    (tmp_path / "raw" / "9999").mkdir(parents=True)
    code, said = call(tmp_path, capsys)
    assert (code, "analys mall --kommun" in said) == (3, True)


def test_a_target_that_is_no_workbook_is_refused(data, capsys):
    code, said = call(data, capsys, "--kommun", "1440", "--ut", "mall.txt")
    assert (code, "sluta på .xlsx" in said) == (3, True)


def test_findings_of_a_damaged_run_are_passed_over(tmp_path):
    work = tmp_path / "processed" / "1440" / "2025-26" / "arbete"
    work.mkdir(parents=True)
    (work / "fynd_trend.json").write_text("{", encoding="utf-8")
    assert list_findings(tmp_path, "1440") == []
