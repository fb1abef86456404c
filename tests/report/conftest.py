"""Whole reports, made once for the session: the demo municipality's and Hallstahammar's official one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from analys.official.kolada import fetch_kolada
from analys.parameters import RunParameters, make_parameters
from analys.pipeline import make_report
from analys.progress import Silent

LOOPBACK = Path(__file__).parents[1] / "official" / "loopback.py"


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
    """The demo municipality's report for its newest läsår, as `analys rapport` makes it."""
    base = tmp_path_factory.mktemp("demo")
    parameters = RunParameters()
    folder = make_report(parameters, data=base / "data", out=base / "reports", progress=Silent())
    return Report(folder, base / "data", parameters)


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
