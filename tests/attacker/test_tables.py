"""Reading the tables of a finished report: only files as the report writes them are read."""

import os

import pytest
from small_reports import HEAD, cell, write

from analys.attacker import read_tables
from analys.errors import DisclosureError


def test_every_row_of_every_file_is_read(tmp_path):
    rows = [cell("alla_amnen_ak9", 60, 40), cell("alla_amnen_ak9", 30, 20, kon="flickor", hidden=True)]
    write(tmp_path, rows, "trend")
    write(tmp_path, rows[:1], "oversikt")

    frame = read_tables(tmp_path)

    assert frame["tabell"].tolist() == ["oversikt", "trend", "trend"]
    assert frame["varde"].tolist() == ["67", "67", ""]


def row_with(**values):
    return cell("alla_amnen_ak9", 60, 40) | values


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (row_with(enhetsnamn="=HYPERLINK(1)"), "formel"),
        (row_with(kalla="@SUM(A1)"), "formel"),
        (row_with(varde="67 procent"), "inget tal"),
        (row_with(varde="1e9"), "inget tal"),
        (row_with(n="-3"), "inget heltal"),
        (row_with(n="9999999999999"), "inget heltal"),
        (row_with(status="hemlig"), "okänd status"),
        (row_with(enhetsnamn="x" * 3000), "för lång"),
        (row_with(cell="något annat"), "beteckning"),
    ],
)
def test_a_row_that_no_report_has_is_refused_without_being_quoted(tmp_path, row, said):
    write(tmp_path, [cell("alla_amnen_ak6", 60, 40), row], "trend")

    with pytest.raises(DisclosureError, match="tabeller/trend.csv: rad 3: .*" + said) as stopped:
        read_tables(tmp_path)
    assert not [
        value for value in row.values() if value and len(str(value)) > 6 and str(value) in str(stopped.value)
    ]


def test_all_faulty_files_are_told_at_once(tmp_path):
    write(tmp_path, [cell("alla_amnen_ak9", 60, 40)], "hel")
    (tmp_path / "annan.csv").write_text("namn;personnummer\nEva;1\n", encoding="utf-8")
    (tmp_path / "bild.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "kort.csv").write_text(";".join(HEAD) + "\na;b\n", encoding="utf-8")

    with pytest.raises(DisclosureError) as stopped:
        read_tables(tmp_path)
    told = str(stopped.value)
    assert "annan.csv: har andra kolumner" in told and "Eva" not in told
    assert "bild.csv: kan inte läsas" in told
    assert "kort.csv: rad 2 har fel antal kolumner" in told
    assert "hel.csv" not in told


def test_a_huge_file_is_not_opened(tmp_path):
    path = write(tmp_path, [], "stor") / "stor.csv"
    os.truncate(path, 300_000_000)

    with pytest.raises(DisclosureError, match="för stor"):
        read_tables(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    write(tmp_path / "annat", [cell("alla_amnen_ak9", 60, 40)], "trend")
    (tmp_path / "tabeller").mkdir()
    try:
        (tmp_path / "tabeller" / "trend.csv").symlink_to(tmp_path / "annat" / "trend.csv")
    except OSError:
        pytest.skip("no links here")

    with pytest.raises(DisclosureError, match="ingen vanlig fil"):
        read_tables(tmp_path / "tabeller")


def test_a_folder_without_tables_is_no_report(tmp_path):
    with pytest.raises(DisclosureError, match="inga CSV-filer"):
        read_tables(tmp_path)
