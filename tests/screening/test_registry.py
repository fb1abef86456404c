"""No check is forgotten, no fault falls between checks, and the README's recipe works as written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from analys.reading.codes import ALL
from analys.screening import checks
from analys.screening.checks import CHECKS, NAMES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(checks.__file__).parent


def test_every_module_is_in_the_list_once():
    modules = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")

    assert sorted(NAMES) == modules


def test_a_check_bears_its_modules_name():
    assert [check.namn for check in CHECKS] == list(NAMES)


def test_every_fault_belongs_to_exactly_one_check():
    owners = Counter(kod for check in CHECKS for kod in check.koder)

    assert sorted(owners) == sorted(ALL)
    assert [kod for kod, count in owners.items() if count > 1] == []


def test_titles_are_unlike_and_purposes_are_sentences():
    assert len({check.titel for check in CHECKS}) == len(CHECKS)
    assert [check.namn for check in CHECKS if not re.fullmatch(r"[A-ZÅÄÖ].*\.", check.syfte)] == []
    assert {check.niva for check in CHECKS} == {"fel", "varning"}


def test_only_faults_of_reading_stop_a_report():
    # What compares and guesses may only warn.
    faults = {check.namn for check in CHECKS if check.niva == "fel"}

    assert faults - {"skolverkets_tabeller"} == {check.namn for check in CHECKS if check.koder}


def test_the_recipe_in_the_readme_works_as_written(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    recipe = readme.partition("### Lägg till en kontroll")[2].partition("\n#")[0]
    module, line, case = re.findall(r"```python\n(.*?)```", recipe, re.DOTALL)
    name = re.search(r"screening/checks/(\w+)\.py", recipe)[1]
    shutil.copytree(ROOT / "src" / "analys", tmp_path / "src" / "analys")
    shutil.copytree(ROOT / "tests", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    there = tmp_path / "src" / "analys" / "screening" / "checks"
    (there / f"{name}.py").write_text(module, encoding="utf-8")
    add_line(there / "__init__.py", "NAMES = (\n", line)
    add_line(tmp_path / "tests" / "screening" / "test_checks.py", "ROWS = {\n", case)

    # The tests that guard the list and the cases, run on the copy.
    chosen = f"{name} or every_check_has_a_case or every_module or bears_its"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            "-k",
            chosen,
            "tests/screening",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert re.search(r"\b5 passed|\.{5}", done.stdout)


def add_line(path, after, line):
    text = path.read_text(encoding="utf-8")
    assert text.count(after) == 1
    path.write_text(text.replace(after, after + line), encoding="utf-8")
