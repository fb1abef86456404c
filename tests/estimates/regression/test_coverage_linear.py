"""Short version of the study of coverage: merit and absence, where schools differ in how they go together.

The study itself has 21 schools too, which are easier and take longest.
"""

from __future__ import annotations

import pytest

REPLICATES = 150
FLOOR = 91.0
POPULATION = 3000


@pytest.fixture(scope="module")
def study():
    """Coverage of the linear models by number of schools, estimand and way."""
    import coverage_absence

    found = coverage_absence.study(REPLICATES, (8, 4), ("linjär",), (True,), seed=1, population=POPULATION)
    return found.set_index(["skolor", "mått", "sätt"])["täcker"].sort_index()


@pytest.mark.parametrize("schools", [8, 4])
@pytest.mark.parametrize("name", ["merit per 10", "merit band"])
def test_merit_and_absence(study, schools, name):
    told = study[schools, name]
    assert told["CR2"] >= FLOOR and told["CRV3"] >= FLOOR, told.to_string()
    # The study can fail: pupils as if drawn alone are found out, and the normal with four schools.
    assert told["naiv"] < FLOOR, told.to_string()
    if schools == 4:
        assert told["CR1 z"] < FLOOR, told.to_string()
