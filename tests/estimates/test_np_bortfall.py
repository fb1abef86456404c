"""What the test files say of each pupil, from raw files to the table; files that are missing or doubled."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from analys.cleaning import prepare
from analys.estimates import np_och_betyg
from analys.estimates.np_bortfall import result_estimates
from analys.estimates.np_relationer import relation_estimates
from analys.indicators.np_resultat import RESULTAT
from analys.parameters import RunParameters
from analys.underlag import Underlag

_spec = importlib.util.spec_from_file_location(
    "underlag_for_estimates", Path(__file__).parents[1] / "reading" / "conftest.py"
)
assert _spec is not None and _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module  # dataclasses look their module up by name
_spec.loader.exec_module(_module)

NOW = "2025/26"
SKOLA_A, SKOLA_B = _module.SKOLA, _module.ANNAN_SKOLA

# Provbetyg in Ma, En, Sv, NO and SO of eight pupils, four a school; every grade in Ma, En and Sv is C.
TESTS = [
    ("C", "C", "C", "C", "C"),
    ("B", "99", "C", "77", ""),
    ("D", "88", "C", "77", ""),
    ("99", "C", "C", "C", ""),
    ("C", "C", "C", "C", "C"),
    ("77", "C", "C", "C", "C"),
    ("", "C", "C", "C", "C"),
    # The last pupil stands in the grade file only.
]
COLUMNS = ("MA_PROVB", "EN_PROVB", "SV_PROVB", "NO_PROVB", "SO_PROVB")


class Files:
    """Files of eight pupils in åk 9 at two schools, to leave out, repeat or change."""

    def __init__(self, data: Path) -> None:
        self.files = _module.Underlag(data, kommun="9999")
        schools = [self.files.row("skolenheter", i) for i in range(2)]
        self.files.write("skolenheter", schools)
        self.register = [self.files.row("elevregister", i) for i in range(8)]
        self.write("elevregister", self.register)

    def write(self, kind: str, rows: Iterable[dict[str, str]], lasar: str = "2025-26") -> None:
        self.files.write(kind, rows, lasar=lasar)

    def grades(self) -> list[dict[str, str]]:
        return [
            self.files.row("slutbetyg_ak9", i, Skolenhetskod=SKOLA_A if i < 4 else SKOLA_B) for i in range(8)
        ]

    def tests(self) -> list[dict[str, str]]:
        rows = []
        for i, results in enumerate(TESTS):
            cells = dict(zip(COLUMNS, results, strict=True))
            cells |= {"SV_KURSPLAN": "1", "NO_PROV": "FY", "SO_PROV": "HI"}
            school = SKOLA_A if i < 4 else SKOLA_B
            rows.append(self.files.row("np_ak9", i, Skolenhetskod=school, **cells))
        return rows

    def read(self, lasar: str = NOW) -> Underlag:
        parameters = RunParameters(lasar=lasar)
        prepare(self.files.data, parameters.kommun, parameters.lasar_i_trend, run_lasar=lasar)
        return Underlag(parameters, self.files.data)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def results(run: Underlag) -> pd.DataFrame:
    (estimate,) = result_estimates(run)
    assert estimate.id == "np_resultat"
    return estimate.frame


def counts(frame: pd.DataFrame, code: str, enhet: str = "9999") -> list[int]:
    """Pupils in each category in order."""
    part = frame[(frame["indikator"] == code) & (frame["enhet"] == enhet)]
    assert part["kategori"].tolist() == list(RESULTAT)
    return part["antal"].tolist()


def nets(run: Underlag) -> dict[str, tuple[float, int]]:
    frame = next(one.frame for one in relation_estimates(run) if one.id == "np_relation")
    part = frame[frame["kategori"] == ""]
    return {row.indikator: (row.varde, row.n) for row in part.itertuples()}


def test_every_reason_by_hand(files: Files) -> None:
    files.write("slutbetyg_ak9", files.grades())
    files.write("np_ak9", files.tests())
    frame = results(files.read())
    # In order: provbetyg, deltog inte, förlorat, ersättningsprov, ingen uppgift (blank or not in the file).
    assert counts(frame, "np_resultat_ak9_ma") == [4, 1, 0, 1, 2]
    assert counts(frame, "np_resultat_ak9_en") == [5, 1, 1, 0, 1]
    assert counts(frame, "np_resultat_ak9_svsva") == [7, 0, 0, 0, 1]
    assert counts(frame, "np_resultat_ak9_no") == [5, 0, 0, 2, 1]
    assert counts(frame, "np_resultat_ak9_so") == [4, 0, 0, 0, 4]
    assert counts(frame, "np_resultat_ak9_so", SKOLA_A) == [1, 0, 0, 0, 3]
    assert counts(frame, "np_resultat_ak9_ma", SKOLA_B) == [1, 0, 0, 1, 2]
    assert (frame.loc[frame["enhet"] == "9999", "n"] == 8).all()
    # Lacking: 4 + 3 + 1 + 3 + 4 of 5 tests of 8 pupils, 15 of 40; Aspskolan 1 + 2 + 0 + 2 + 3 of 20.
    lacking = frame[frame["indikator"] == "np_bortfall_ak9"].set_index("enhet")["varde"]
    assert lacking.to_dict() == {"9999": 38, SKOLA_A: 40, SKOLA_B: 35}


def test_the_relation_counts_those_with_a_provbetyg(files: Files) -> None:
    files.write("slutbetyg_ak9", files.grades())
    files.write("np_ak9", files.tests())
    found = nets(files.read())
    # Mathematics: C to C, B to C, D to C, C to C: one lower, one higher.
    assert found["np_netto_ak9_ma"] == (0, 4)
    assert found["np_netto_ak9_en"] == (0, 5) and found["np_netto_ak9_sv"] == (0, 7)
    # Fysik: grade D, provbetyg C, for the five who have one.
    assert found["np_netto_ak9_fy"] == (-100, 5)
    assert "np_netto_ak9_sva" not in found and "np_netto_ak9_ke" not in found


def test_repeated_rows_are_counted_once(files: Files) -> None:
    files.write("slutbetyg_ak9", [*files.grades(), *files.grades()])
    files.write("np_ak9", [*files.tests(), *files.tests()])
    run = files.read()
    assert counts(results(run), "np_resultat_ak9_ma") == [4, 1, 0, 1, 2]
    assert nets(run)["np_netto_ak9_ma"] == (0, 4)


def test_pupils_of_anpassad_grundskola_are_not_counted(files: Files) -> None:
    files.register[1]["Skolform"] = "ANP"
    files.write("elevregister", files.register)
    files.write("slutbetyg_ak9", files.grades())
    files.write("np_ak9", files.tests())
    run = files.read()
    # The pupil with B to C is gone: one higher of three.
    assert nets(run)["np_netto_ak9_ma"] == (33, 3)
    assert counts(results(run), "np_resultat_ak9_en") == [5, 0, 1, 0, 1]


def test_pupils_in_the_test_file_only_are_not_counted(files: Files) -> None:
    files.write("slutbetyg_ak9", files.grades()[:5])
    files.write("np_ak9", files.tests())
    run = files.read()
    assert counts(results(run), "np_resultat_ak9_ma") == [4, 1, 0, 0, 0]
    assert nets(run)["np_netto_ak9_ma"] == (0, 4)


def test_a_municipality_with_grades_only_has_nothing_to_tell(files: Files) -> None:
    files.write("slutbetyg_ak9", files.grades())
    run = files.read()
    assert result_estimates(run) == [] and relation_estimates(run) == []
    assert np_och_betyg.tabeller(run) == []


def test_a_municipality_with_tests_only_has_nothing_to_tell(files: Files) -> None:
    files.write("np_ak9", files.tests())
    run = files.read()
    assert result_estimates(run) == [] and relation_estimates(run) == []
    assert np_och_betyg.tabeller(run) == []


def test_a_lasar_without_test_files_is_left_out(files: Files) -> None:
    files.write("slutbetyg_ak9", files.grades())
    files.write("np_ak9", files.tests())
    earlier = [row | {"Datum": "2024-06-14"} for row in files.grades()]
    files.write("slutbetyg_ak9", earlier, lasar="2023-24")
    frame = results(files.read())
    assert set(frame["lasar"]) == {NOW}


def test_schools_are_shown_for_the_reports_lasar(liten_underlag: Underlag) -> None:
    frame = results(liten_underlag)
    assert set(frame.loc[frame["enhetstyp"] == "skola", "lasar"]) == {NOW}
    assert set(frame.loc[frame["enhetstyp"] == "kommun", "lasar"]) == {"2023/24", "2024/25", NOW}
    shares = frame[frame["kategori"] != ""].groupby(["indikator", "enhet", "lasar"])
    assert (shares["antal"].sum() == shares["n"].first()).all() and (shares.size() == len(RESULTAT)).all()


def test_without_pupil_files_only_what_is_published_remains(tmp_path: Path) -> None:
    run = Underlag(RunParameters(kommun="1961"), tmp_path)
    assert not run.has_pupils and np_och_betyg.tabeller(run) == []
