"""One lock serves every way to install; start.py, conda, .ci/run and the README agree with it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
DIRECT = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]


def entries():
    """Each pin of the lock: its requirement and how many hashes it has."""
    joined = LOCK.replace("\\\n", " ").splitlines()
    return [(Requirement(line.split(" --hash=")[0]), line.count("--hash=sha256:")) for line in joined if line]


@pytest.mark.parametrize("direct", DIRECT)
def test_every_direct_dependency_is_pinned_within_its_bounds(direct):
    wanted = Requirement(direct)
    pins = [pin for pin, _ in entries() if pin.name == wanted.name]

    assert pins
    for pin in pins:
        (version,) = (part.version for part in pin.specifier)
        assert wanted.specifier.contains(version)


def test_every_pin_is_exact_and_hashed():
    for pin, hashes in entries():
        assert [part.operator for part in pin.specifier] == ["=="]
        assert hashes > 0


def test_the_lock_names_no_address():
    assert "://" not in LOCK
    assert "--index-url" not in LOCK


def test_conda_installs_the_same_lock():
    pip = next(part["pip"] for part in CONDA["dependencies"] if isinstance(part, dict))

    assert CONDA["name"] == PROJECT["name"]
    assert pip == ["--no-deps", "--require-hashes", "-r requirements.lock"]


def test_conda_takes_the_same_pythons():
    python = next(part for part in CONDA["dependencies"] if str(part).startswith("python>"))
    ours, condas = SpecifierSet(PROJECT["requires-python"]), SpecifierSet(python.removeprefix("python"))

    for minor in range(8, 15):
        assert ours.contains(f"3.{minor}.0") == condas.contains(f"3.{minor}.0")


def test_ci_runs_the_readmes_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:console|sh|bash)?\n(.*?)```", readme, flags=re.DOTALL)
    (command,) = {
        line
        for block in blocks
        for line in block.splitlines()
        if re.match(r"python\S* start\.py test$", line)
    }
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert command in run


def test_ci_stops_at_the_first_fault():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert "set -euo pipefail" in lines
    assert not any("||" in line for line in lines)
