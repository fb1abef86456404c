"""Short version of the study of missing absence: MAR recovered where complete cases are not."""

from __future__ import annotations

import imputation_absence

REPLICATES, FLOOR, IMPUTATIONS = 60, 91, 3


def test_imputation_recovers_what_complete_cases_miss() -> None:
    table = imputation_absence.study(REPLICATES, imputation_absence.MAR, m=IMPUTATIONS)
    found = table.set_index(["fråga", "sätt"])
    for question in imputation_absence.QUESTIONS[:2]:
        assert found.loc[(question, imputation_absence.IMPUTED), "täckning"] >= FLOOR, table.to_string()
    # Against the same pupils without gaps, so that chance between municipalities is not in it.
    for question in imputation_absence.QUESTIONS:
        full, complete, imputed = (
            found.loc[(question, way), "fel"]
            for way in (imputation_absence.FULL, imputation_absence.COMPLETE, imputation_absence.IMPUTED)
        )
        assert abs(imputed - full) < abs(complete - full) / 2, table.to_string()
