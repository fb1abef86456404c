"""A loopback Kolada server, and retries without real waiting."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import stamina


@pytest.fixture(scope="session")
def loopback() -> ModuleType:
    """The module `tests/official/loopback.py`; skips where the reference files are absent."""
    spec = importlib.util.spec_from_file_location("kolada_loopback", Path(__file__).with_name("loopback.py"))
    assert spec and spec.loader
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    if not module.UNDERLAG.is_dir():
        pytest.skip("the reference files ../shared/underlag/kolada are not here")
    return module


@pytest.fixture
def kolada_server(loopback: ModuleType) -> Iterator[Any]:
    """A running server without trouble; its attributes may be changed."""
    with loopback.KoladaServer() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=5, cap=True):
        yield


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests as fast as they come, where pace is not what is tested."""
    monkeypatch.setattr("analys.official.patience.INTERVAL_S", 0.0)


@pytest.fixture(scope="session")
def hallstahammar(loopback: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder with what Kolada has for Hallstahammar 2016-2019. Do not write in it."""
    from analys.official.kolada import fetch_kolada

    data = tmp_path_factory.mktemp("hallstahammar")
    with loopback.KoladaServer() as server:
        fetch_kolada("Hallstahammar", 2016, 2019, data=data, bas_url=server.bas_url)
    return data
