"""Short version of the study of coverage: shares of pupils and absence, with four schools."""

from __future__ import annotations

REPLICATES = 150
FLOOR = 91.0
POPULATION = 3000


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
