"""The default demo set, made once, and reading its files without the project's readers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from analys.contracts import LAYOUTS
from analys.demo import ensure_demo
from analys.indicators.parning import PAIRED, pair_results

KINDS = ("slutbetyg_ak9", "betyg_ak6", "bedomning_ak3", "np_ak3", "np_ak6", "np_ak9", "franvaro")


@pytest.fixture(scope="session")
def exempelkommun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with the default set."""
    data = tmp_path_factory.mktemp("exempelkommun")
    ensure_demo(data)
    return data


def read_file(path: Path, kind: str) -> pd.DataFrame:
    """Text cells of one file of a kind, header or not, either encoding."""
    content = path.read_bytes()
    text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    names = list(LAYOUTS[kind].names)
    return pd.DataFrame(rows[1:] if rows[0] == names else rows, columns=names, dtype="str")


def read_kind(data: Path, kind: str) -> pd.DataFrame:
    """All läsår of a kind, with `lasar` as the registry wants it."""
    root = data / "raw" / "9999"
    frames = []
    for path in sorted(root.glob(f"20*/{kind}*.csv")):
        frames.append(read_file(path, kind).assign(lasar=path.parent.name.replace("-", "/")))
    return pd.concat(frames, ignore_index=True).astype("str")


@pytest.fixture(scope="session")
def register(exempelkommun: Path) -> pd.DataFrame:
    """The register of every läsår."""
    paths = sorted((exempelkommun / "raw" / "9999").glob("elevregister_*.csv"))
    return pd.concat([read_file(path, "elevregister") for path in paths], ignore_index=True).astype("str")


@pytest.fixture(scope="session")
def filer(exempelkommun: Path) -> dict[str, pd.DataFrame]:
    """Frames of every läsår by kind, and by kind of pairs."""
    frames = {kind: read_kind(exempelkommun, kind) for kind in KINDS}
    pupils = {kind: frame.assign(elev=frame["PersonNr"]) for kind, frame in frames.items()}
    return frames | {kind: pair_results(pupils[a], pupils[b]) for kind, (a, b) in PAIRED.items()}
