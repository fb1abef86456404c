"""The recovery studies' simulators are importable in tests; the small municipality, cleaned and estimated."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analys.cleaning import prepare
from analys.estimates import trend
from analys.parameters import RunParameters
from analys.underlag import Underlag

STUDIES = str(Path(__file__).parents[2] / "studies")
if STUDIES not in sys.path:
    sys.path.insert(0, STUDIES)


@pytest.fixture(scope="session")
def liten_underlag(liten_kommun: Path, tmp_path_factory: pytest.TempPathFactory) -> Underlag:
    """The small municipality, cleaned: what the chapters' estimates are computed from."""
    data = tmp_path_factory.mktemp("liten_underlag")
    shutil.copytree(liten_kommun / "raw", data / "raw")
    parameters = RunParameters()
    prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
    return Underlag(parameters, data)


@pytest.fixture(scope="session")
def trend_tables(liten_underlag: Underlag) -> dict[str, pd.DataFrame]:
    """Cells of the trend chapter's tables, unprotected, by table."""
    return {estimate.id: estimate.frame for estimate in trend.tabeller(liten_underlag)}


@pytest.fixture(scope="session")
def raw_rows(liten_underlag: Underlag) -> Callable[[str, str], list[list[str]]]:
    """Rows of the raw files of a kind and läsår, of grundskolans pupils, without the project's readers."""
    root = liten_underlag.data / "raw" / liten_underlag.parameters.kommun

    def read(kind: str, lasar: str) -> list[list[str]]:
        folder = lasar.replace("/", "-")
        (register,) = root.glob(f"elevregister_{folder}.csv")
        left_out = {row[1] for row in _rows(register) if "ANP" in row}
        rows = [row for path in sorted(root.glob(f"{folder}/{kind}*.csv")) for row in _rows(path)]
        return [row for row in rows if not left_out & set(row) and "PersonNr" not in row]

    return read


def _rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252")
    return list(csv.reader(io.StringIO(text), delimiter=";"))
