"""Published figures on final grades and provbetyg: Kolada's and Skolverket's, as published and added up."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

from analys.estimates.cells import cell_id
from analys.estimates.np_officiellt import official_estimates
from analys.official.kolada import fetch_kolada
from analys.official.skolverket_exports import keep_export
from analys.parameters import make_parameters
from analys.provenance import collect_provenance
from analys.underlag import Underlag

OFFICIAL = Path(__file__).parents[1] / "official"
UNDERLAG = Path(__file__).parents[3] / "shared" / "underlag"
EXPORT = "np_relation_ak9_2023-24_skolniva_UTDRAG.csv"

pytestmark = pytest.mark.skipif(
    not UNDERLAG.is_dir(), reason="the reference files lie beside the project only"
)


def _load(name: str):
    spec = importlib.util.spec_from_file_location(f"np_officiellt_{name}", OFFICIAL / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


def _cells(data: Path, kommun: str, lasar: str) -> pd.DataFrame:
    run = Underlag(make_parameters({"kommun": kommun, "lasar": lasar}), data)
    estimates = official_estimates(run)
    return estimates[0].frame.set_index("cell") if estimates else pd.DataFrame()


@pytest.fixture(scope="module")
def hallstahammar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("np_officiellt") / "data"
    with _load("loopback").KoladaServer() as server:
        fetch_kolada("1961", 2016, 2019, data=data, bas_url=server.bas_url)
    return data


@pytest.fixture
def with_export(tmp_path: Path) -> Path:
    keep_export(tmp_path, EXPORT, (UNDERLAG / "skolverket" / EXPORT).read_bytes())
    return tmp_path


def test_the_municipality_and_riket_as_published(hallstahammar: Path) -> None:
    # Kolada 2019, Hallstahammar: N15571 0,7 and N15572 36,6; riket 1,0 and 40,1.
    cells = _cells(hallstahammar, "1961", "2018/19")
    for enhet, lower, higher, equal, net in (
        ("1961", 0.7, 36.6, 62.7, 35.9),
        ("0000", 1.0, 40.1, 58.9, 39.1),
    ):
        ids = [
            cell_id("np_relation_ak9_ma", enhet, "2018/19", kategori=k) for k in ("lägre", "högre", "lika")
        ]
        assert cells.loc[ids, "varde"].tolist() == [lower, higher, equal]
        netto = cells.loc[cell_id("np_netto_ak9_ma", enhet, "2018/19")]
        assert netto["varde"] == net
        assert netto["delar"] == " + ".join(ids[:2])
        assert netto["kalla"] == "Egen beräkning på uppgifter från Kolada, N15571, N15572, 2018/19"
    assert set(cells["status"]) <= {"officiell", "saknas"}
    assert cells[["undre", "ovre", "antal"]].isna().all().all()


def test_no_later_lasar_than_the_reports(hallstahammar: Path) -> None:
    assert set(_cells(hallstahammar, "1961", "2017/18")["lasar"]) <= {"2015/16", "2016/17", "2017/18"}


def test_schools_of_an_export_with_the_dot_read_as_zero(with_export: Path) -> None:
    # Skolverket 2023/24, Bohusskolan (Ale), matematik: 93 pupils, "." lower, 95,7 equal, 4,3 higher.
    # Bohusskolan, engelska: 88 pupils, 23,9 / 71,6 / 4,5, so the net is −19,4.
    run = Underlag(make_parameters({"kommun": "1440", "lasar": "2023/24"}), with_export)
    from analys.estimates.np_officiellt import _list_schools

    rows = pd.DataFrame(list(_list_schools(run)))
    school = rows[(rows["enhetsnamn"] == "Bohusskolan") & (rows["kon"] == "alla")]
    maths = school[school["indikator"] == "np_relation_ak9_ma"].set_index("kategori")
    assert maths.loc[["lägre", "lika", "högre"], "varde"].tolist() == [0.0, 95.7, 4.3]
    assert set(maths["n"]) == {93}
    english = school[school["indikator"] == "np_netto_ak9_en"]
    assert english["varde"].tolist() == [-19.4]
    # Every triple of the real file adds up to 100 ± 0.2, and none has fewer than 15 pupils.
    shares = rows[rows["indikator"].str.startswith("np_relation")]
    sums = shares.groupby(["indikator", "enhet", "kon"])["varde"].sum(min_count=3)
    assert len(sums) and sums.between(99.8, 100.2).all()
    assert (rows["n"] >= 15).all()
    assert set(rows["enhetstyp"]) == {"skola"}
    # Ale has one fristående unit in the file; the report is about the municipality's own schools.
    assert "Ahlafors Fria skola" not in set(rows["enhetsnamn"])


def test_units_with_fewer_than_fifteen_are_left_out(tmp_path: Path) -> None:
    make = _load("exports")
    header = (
        "Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Typ av huvudman;Huvudman;Huvudman orgnr;"
        "Matematik, antal elever med provbetyg och slutbetyg;"
        "Matematik, andel (%) elever med lägre slutbetyg jämfört med provbetyget;"
        "Matematik, andel (%) elever med lika slutbetyg jämfört med provbetyget;"
        "Matematik, andel (%) elever med högre slutbetyg jämfört med provbetyget"
    )
    other = "Södra skolan;87654321;Ale;1440;Kommunal;Ale kommun;2120001439"
    export = make.make_export(
        ";14;7,1;85,7;7,1", f"{other};15;.;80,0;20,0", title=make.NP_TITLE, header=header
    )
    keep_export(tmp_path, "np.csv", export)
    run = Underlag(make_parameters({"kommun": "1440", "lasar": "2024/25"}), tmp_path)
    frame = official_estimates(run)[0].frame
    assert set(frame["enhetsnamn"]) == {"Södra skolan"}
    assert frame["varde"].tolist() == [0.0, 80.0, 20.0, 20.0]


def test_the_export_is_told_as_input(with_export: Path) -> None:
    run = Underlag(make_parameters({"kommun": "1440", "lasar": "2023/24"}), with_export)
    assert f"raw/skolverket/{EXPORT}" in collect_provenance(run).indata


def test_nothing_published_gives_no_table(tmp_path: Path) -> None:
    assert _cells(tmp_path, "1440", "2023/24").empty
