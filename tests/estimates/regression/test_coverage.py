"""Short versions of the studies: intervals hold the truth, naive ones do not, time grows with the rows."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

REPLICATES = 300
FLOOR = 91.0
POPULATION = 3000


@pytest.fixture(scope="module")
def study():
    """Coverage of the linear models by number of schools, estimand and way."""
    import coverage_absence

    found = coverage_absence.study(
        REPLICATES, (21, 8, 4), ("linjär",), (True,), seed=1, population=POPULATION
    )
    return found.set_index(["skolor", "mått", "sätt"])["täcker"].sort_index()


@pytest.mark.parametrize("schools", [21, 8, 4])
@pytest.mark.parametrize("name", ["merit per 10", "merit band"])
def test_merit_and_absence(study, schools, name):
    told = study[schools, name]
    assert told["CR2"] >= FLOOR and told["CRV3"] >= FLOOR, told.to_string()
    # The study can fail: pupils as if drawn alone are found out, and the normal with four schools.
    assert told["naiv"] < FLOOR, told.to_string()
    if schools == 4:
        assert told["CR1 z"] < FLOOR, told.to_string()


def test_shares_and_absence_with_four_schools():
    import coverage_absence

    found = coverage_absence.study(REPLICATES, (4,), ("logit",), (True,), seed=2, population=POPULATION)
    told = found.set_index(["mått", "sätt"])["täcker"].sort_index()
    for name in ("godkänt per 10", "godkänt band"):
        assert told[name, "CRV3"] >= FLOOR, told.to_string()
        assert told[name, "naiv"] < FLOOR, told.to_string()
    assert told["godkänt band", "linjär CR2"] >= FLOOR, told.to_string()
    assert found["bias"].abs().max() < 3


def test_grades_and_absence_with_four_schools():
    import coverage_absence

    found = coverage_absence.study(REPLICATES, (4,), ("ordnad",), (False,), seed=3, population=POPULATION)
    told = found.set_index(["mått", "sätt"])["täcker"].sort_index()
    for name in ("minst E band", "minst C band"):
        assert told[name, "CRV3"] >= FLOOR, told.to_string()
        assert told[name, "naiv"] < FLOOR, told.to_string()


def test_time_grows_with_the_pupils_and_no_faster():
    import benchmark_absence

    seconds = {
        name: [min(benchmark_absence.measure(name, rows)[0] for _ in range(2)) for rows in (15_000, 60_000)]
        for name in ("linjär, CR2", "logit, CRV3")
    }
    for name, (few, many) in seconds.items():
        # Four times the pupils: 1 is in step, 2 would be each pupil against each other.
        assert np.log(many / few) / np.log(4) < 1.5, (name, few, many)


def test_memory_grows_with_the_pupils_and_not_with_their_square():
    import benchmark_absence

    pupils = benchmark_absence.draw(40_000)
    design = benchmark_absence.model(pupils)
    for name in benchmark_absence.MODELS:
        tracemalloc.start()
        benchmark_absence.MODELS[name](pupils, design)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # A school of 1 900 pupils against itself would be 29 MB, each of 21; the columns are 12.
        assert peak < 4 * design.matrix.nbytes + 20e6, (name, peak)
