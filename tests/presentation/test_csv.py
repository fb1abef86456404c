"""CSV files: bytes that Excel and Power BI read, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analys.disclosure import ProtectedTable
from analys.errors import AnalysError
from analys.estimates.cells import COLUMNS
from analys.presentation.csvfiles import CSV_COLUMNS, read_csv, write_csv, write_indikatorer

Maker = Callable[..., ProtectedTable]

ROWS = [
    {"lasar": "2024/25", "varde": 218.24, "undre": 210.0, "ovre": 226.46, "n": 430},
    {"lasar": "2025/26", "varde": 222.5, "undre": 214.0, "ovre": 231.0, "n": 4},
    {"lasar": "2025/26", "jamforelse": "mot 2024/25", "varde": -4.26, "undre": -9.0, "ovre": 0.48, "n": 430},
    {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.43, "n": 49, "antal": 35},
    {"enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "Riket", "lasar": "2024/25", "varde": 223.0,
     "status": "officiell", "kalla": "Kolada, 2025; kommunala skolor"},
    {"enhetstyp": "skola", "enhet": "1", "enhetsnamn": "=HYPERLINK(1)", "lasar": "2024/25", "varde": 200.0,
     "n": 60, "kalla": "-skolans egen"},
]  # fmt: skip


def test_bytes(make_table: Maker, tmp_path: Path) -> None:
    path = tmp_path / "trend.csv"
    write_csv(make_table(ROWS[:1]), path)
    assert path.read_bytes() == (
        b"\xef\xbb\xbf"
        b"cell;indikator;enhetstyp;enhet;enhetsnamn;lasar;kon;svsva;jamforelse;kategori;varde;undre;ovre;n;antal;status;kalla\n"
        + "meritvarde_17|9999|2024/25|alla|alla|;meritvarde_17;kommun;9999;Exempelkommun;2024/25;alla;alla;;;"
        "218,2;210,0;226,5;430;;visad;Egen beräkning på kommunens filer\n".encode()
    )


def test_what_is_hidden_is_empty(make_table: Maker, tmp_path: Path) -> None:
    path = tmp_path / "trend.csv"
    write_csv(make_table(ROWS), path)
    line = next(row for row in path.read_text("utf-8-sig").splitlines() if ";skyddad;" in row)
    assert ";2025/26;alla;alla;;;;;;;;skyddad;" in line
    assert "222" not in path.read_text("utf-8-sig")


def test_formulas_are_defused_and_numbers_are_not(make_table: Maker, tmp_path: Path) -> None:
    path = tmp_path / "trend.csv"
    write_csv(make_table(ROWS), path)
    text = path.read_text("utf-8-sig")
    assert ";'=HYPERLINK(1);" in text
    assert ";'-skolans egen" in text
    assert ";-4,3;-9,0;0,5;" in text


def test_shares_of_few_pupils_have_no_decimals(make_table: Maker, tmp_path: Path) -> None:
    write_csv(make_table(ROWS[3:4]), tmp_path / "t.csv")
    assert ";71;;;49;35;" in (tmp_path / "t.csv").read_text("utf-8-sig")


def test_the_way_back(make_table: Maker, tmp_path: Path) -> None:
    table = make_table(ROWS)
    write_csv(table, tmp_path / "t.csv")
    back = read_csv(tmp_path / "t.csv")
    expected = table.frame.assign(delar="").astype(dict(COLUMNS))
    expected.loc[0, ["varde", "ovre"]] = [218.2, 226.5]
    expected.loc[2, ["varde", "ovre"]] = [-4.3, 0.5]
    expected.loc[3, "varde"] = 71.0
    pd.testing.assert_frame_equal(back, expected)


def test_the_way_back_survives_excel(make_table: Maker, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_csv(make_table(ROWS), path)
    before = read_csv(path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(read_csv(path), before)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a;b\n1;2\n",
        b"\xff\xfe\x00",
        (";".join(CSV_COLUMNS) + "\nfor;few\n").encode(),
        (";".join(CSV_COLUMNS) + "\n" + ";".join(["x"] * 17) + "\n").encode(),
    ],
)
def test_other_files_are_refused_without_quoting_them(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "annan.csv"
    path.write_bytes(content)
    with pytest.raises(AnalysError, match=r"annan\.csv kan inte läsas") as caught:
        read_csv(path)
    assert caught.value.__cause__ is None and str(tmp_path) not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AnalysError, match="saknas"):
        read_csv(tmp_path / "saknas.csv")


def test_indikatorer_once_each_in_registry_order(make_table: Maker, tmp_path: Path) -> None:
    one = make_table([ROWS[3], ROWS[5], ROWS[2], ROWS[4]], "a")
    two = make_table([ROWS[4], ROWS[0]], "b")
    write_indikatorer([one, two, one], tmp_path / "indikatorer.csv")
    back = read_csv(tmp_path / "indikatorer.csv")
    assert back["cell"].tolist() == [
        "meritvarde_17|9999|2024/25|alla|alla|",
        "meritvarde_17|1|2024/25|alla|alla|",
        "meritvarde_17|0000|2024/25|alla|alla|",
        "alla_amnen_ak9|9999|2025/26|alla|alla|",
    ]
    assert back["matenhet"].tolist() == ["poäng", "poäng", "poäng", "procent"]
    assert back["indikatornamn"].iloc[0] == "Genomsnittligt meritvärde (17 ämnen)"


def test_a_file_from_before_cells_had_parts_is_read(make_table: Maker, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_csv(make_table(ROWS[:1]), path)
    now = read_csv(path)
    text = (
        path.read_text("utf-8-sig").replace("jamforelse;kategori;", "jamforelse;").replace(";;;218", ";;218")
    )
    path.write_text(text, encoding="utf-8-sig")
    assert "kategori" not in text
    pd.testing.assert_frame_equal(read_csv(path), now)


def test_parts_and_statistics_have_their_rows(make_table: Maker, tmp_path: Path) -> None:
    """Parts in the distribution's order, statistics after the registry's, counts of files not at all."""
    shares = [("högre", 30), ("lägre", 25), ("lika", 45)]
    relation = {"indikator": "np_relation_ak9_ma", "lasar": "2025/26", "n": 100}
    step = {"indikator": "np_overgang_ak9_ma", "kategori": "C till B", "lasar": "2025/26"}
    files = {"indikator": "elever", "enhetstyp": "slag", "enhet": "np_ak9", "lasar": "2025/26"}
    rows = [
        {**step, "varde": 12.0, "n": 12},
        *({**relation, "kategori": name, "varde": float(n), "antal": n} for name, n in shares),
        {**files, "varde": 99.0, "n": 99},
    ]
    write_indikatorer([make_table(rows)], tmp_path / "indikatorer.csv")
    back = read_csv(tmp_path / "indikatorer.csv")
    assert back["kategori"].tolist() == ["lägre", "lika", "högre", "C till B"]
    assert back["matenhet"].tolist() == ["procent", "procent", "procent", "antal"]
    assert back["cell"].iloc[0] == "np_relation_ak9_ma|9999|2025/26|alla|alla||lägre"


def test_only_protected_tables(make_table: Maker, tmp_path: Path) -> None:
    frame = make_table(ROWS).frame
    with pytest.raises(TypeError, match="skyddade tabeller"):
        write_csv(frame, tmp_path / "t.csv")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="skyddade tabeller"):
        write_indikatorer([frame], tmp_path / "t.csv")  # type: ignore[list-item]
    assert not (tmp_path / "t.csv").exists()
