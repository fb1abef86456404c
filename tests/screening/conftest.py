"""The small municipality of the tests of reading, file by file; and a generated one to spoil row by row."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analys.screening.check import carry_out
from analys.screening.checks import CHECKS
from analys.screening.gathering import gather
from analys.screening.places import find_place

_spec = importlib.util.spec_from_file_location(
    "underlag_for_tests", Path(__file__).parents[1] / "reading" / "conftest.py"
)
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module  # dataclasses look their module up by name
_spec.loader.exec_module(_module)

underlag = _module.underlag

BY_NAME = {check.namn: check for check in CHECKS}
LASAR = "2024/25"


@pytest.fixture
def try_files():
    """Outcome of one check on a folder's files."""

    def try_one(namn, folder, **choices):
        return carry_out(BY_NAME[namn], gather(find_place(folder, folder, **choices)))

    return try_one


@pytest.fixture(scope="session")
def generated(liten_kommun):
    """Material of a sound municipality: 6 schools, 60 pupils a cohort, checked for one läsår."""
    return gather(find_place(liten_kommun, liten_kommun, lasar=LASAR))


class Spoiler:
    """Changes the rows of one läsår in a material; every change gives a new one."""

    def __init__(self, material):
        self.material = material

    def change(self, kind, where=None, lasar=LASAR, **values):
        """Set cells of the rows where `where(rows)` holds."""
        rows = self.material.rows(kind).copy()
        hit = rows["lasar"] == lasar
        if where is not None:
            hit &= where(rows)
        assert hit.any(), "the test spoils nothing"
        for name, value in values.items():
            rows.loc[hit, name] = value
        return self._with(kind, rows)

    def drop(self, kind, where=None, lasar=LASAR):
        """Leave rows out."""
        rows = self.material.rows(kind)
        gone = rows["lasar"] == lasar
        if where is not None:
            gone &= where(rows)
        assert gone.any(), "the test spoils nothing"
        kept = rows[~gone]
        spoiled = self._with(kind, kept)
        if (kept["lasar"] == lasar).any():
            return spoiled
        found = tuple(f for f in self.material.found if (f.kind, f.lasar) != (kind, lasar))
        return Spoiler(replace(spoiled.material, found=found))

    def largest_school(self, kind):
        """The school with most pupils of a kind, as a condition on rows."""
        code = self.material.checked(kind)["Skolenhetskod"].value_counts().index[0]
        return lambda rows: rows["Skolenhetskod"] == code

    def _with(self, kind, rows):
        return Spoiler(replace(self.material, frames={**self.material.frames, kind: rows}))


@pytest.fixture
def spoiler(generated):
    return Spoiler(generated)
