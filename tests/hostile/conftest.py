"""The corpus and the fuzzers are importable in tests; a small municipality, and commands with limits."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import analys.pipeline  # Here, and not within the limits of the first command.
from analys.cli import run
from analys.errors import AnalysError

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "studies"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

Commands = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with raw/1961 in which nothing is wrong; only to be copied."""
    from hostile_case import write_sound

    return write_sound(tmp_path_factory.mktemp("hel") / "data")


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "data"))


@pytest.fixture
def analys(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Type a command line within limits; returns its exit code and all that it wrote to the console."""
    import conftest_limits

    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr("analys.preparation.fetch_kolada", _no_network)

    def type_line(*arguments: str | Path) -> tuple[int, str]:
        with conftest_limits.limits():
            code = run([str(argument) for argument in arguments])
        return code, "".join(capfd.readouterr())

    return type_line


def _no_network(*args: object, **options: object) -> None:
    raise AnalysError("Inget nät.")
