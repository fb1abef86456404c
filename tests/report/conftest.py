"""Whole reports, made once for the session: the demo municipality's and Hallstahammar's official one."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from analys.official.kolada import fetch_kolada
from analys.parameters import RunParameters, make_parameters
from analys.paths import report_folder
from analys.pipeline import make_report
from analys.progress import Silent

LOOPBACK = Path(__file__).parents[1] / "official" / "loopback.py"


MOST_WAITS = 3000
"""So many fifths of a second is the demo report waited for."""


class Report(NamedTuple):
    """A finished report."""

    folder: Path
    data: Path
    parameters: RunParameters

    @property
    def html(self) -> str:
        """Its HTML."""
        return (self.folder / "genomlysning.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def demo_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The demo municipality's report for its newest läsår, as `analys rapport` makes it. Only to be read.

    It is made once: the process that comes first makes it, and the others wait for it.
    """
    base = find_shared(tmp_path_factory) / "demorapport"
    parameters, made, failed = RunParameters(), base / "gjord", base / "misslyckad"
    try:
        base.mkdir()
    except FileExistsError:
        for _ in range(MOST_WAITS):
            if made.exists() or failed.exists():
                break
            time.sleep(0.2)
        if not made.exists():
            pytest.fail("The demo report could not be made; the process that tried tells why.")
    else:
        try:
            make_report(parameters, data=base / "data", out=base / "reports", progress=Silent())
            made.touch()
        finally:
            if not made.exists():
                failed.touch()
    folder = report_folder(base / "reports", parameters.kommun, parameters.lasar)
    return Report(folder, base / "data", parameters)


def find_shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests have, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def official_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Hallstahammar 2018/19 from the reference files, through a loopback server."""
    spec = importlib.util.spec_from_file_location("kolada_loopback", LOOPBACK)
    assert spec and spec.loader
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    if not module.UNDERLAG.is_dir():
        pytest.skip("the reference files ../shared/underlag/kolada are not here")
    base = tmp_path_factory.mktemp("hallstahammar")
    with module.KoladaServer() as server:
        fetch_kolada("1961", 2016, 2019, data=base / "data", bas_url=server.bas_url)
    parameters = make_parameters({"kommun": "1961", "lasar": "2018/19"})
    folder = make_report(parameters, data=base / "data", out=base / "reports", progress=Silent())
    return Report(folder, base / "data", parameters)
