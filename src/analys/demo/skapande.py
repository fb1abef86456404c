"""Making the municipality: läsår by läsår, so that memory holds ten cohorts at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analys.demo.elever import LAST, Cohort, make_cohort
from analys.demo.enkat_filer import survey_files
from analys.demo.enkat_fragor import question_table
from analys.demo.filer import encode_table
from analys.demo.installningar import Settings
from analys.demo.officiellt import own_means
from analys.demo.prov import has_tests
from analys.demo.register import protected_table, register_table, school_table
from analys.demo.skede import make_stage
from analys.demo.skolor import Effects, Schools, make_effects, make_schools
from analys.demo.tabeller import absence_table, grade_table, judgement_table, np_table
from analys.demo.utfall import outcomes
from analys.lasar import from_var, in_path


def make_municipality(settings: Settings) -> tuple[Schools, Effects]:
    """Schools and true effects of a set."""
    model, seed = settings.model, settings.slumpfro
    schools = make_schools(model, seed, settings.antal_skolor, settings.years, settings.kommun)
    return schools, make_effects(model, seed, schools, settings.years)


def make_files(
    settings: Settings, own: dict[int, dict[str, dict[str, float]]], enkat: dict[str, Any]
) -> Iterator[dict[str, bytes]]:
    """The files by path below the municipality's folder, a läsår at a time.

    `own` is filled with the means that official statistics know: every läsår but the newest;
    `enkat` with what the surveys would have found, had everybody answered.
    """
    model, seed = settings.model, settings.slumpfro
    years = settings.years
    schools, effects = make_municipality(settings)
    cohorts: dict[int, Cohort] = {}
    protected: list[Cohort] = []
    for number, spring in enumerate(years):
        for ar in range(spring, spring + LAST + 1):
            if ar not in cohorts:
                cohort = make_cohort(
                    model, seed, schools, ar, settings.elever_per_arskull, settings.valid_numbers
                )
                cohorts[ar] = cohort
                protected.append(cohort)
        yield _lasar_files(settings, schools, effects, cohorts, spring, number)
        yield survey_files(model, seed, schools, cohorts, spring, enkat)
        if spring < years[-1]:
            own[spring] = own_means(outcomes(model, seed, schools, effects, cohorts, spring))
        del cohorts[spring]
    yield {
        "enkat_fragor.csv": encode_table("enkat_fragor", question_table()),
        "skolenheter.csv": encode_table("skolenheter", school_table(schools)),
        "skyddade.csv": encode_table("skyddade", protected_table(protected, years), header=True),
    }


def _lasar_files(
    settings: Settings,
    schools: Schools,
    effects: Effects,
    cohorts: dict[int, Cohort],
    spring: int,
    number: int,
) -> dict[str, bytes]:
    model, seed = settings.model, settings.slumpfro
    by_ak = {ak: cohorts[spring + LAST - ak] for ak in range(LAST + 1)}
    register = pa.concat_tables([register_table(schools, cohort, ak, spring) for ak, cohort in by_ak.items()])
    absent = pa.concat_tables(
        [absence_table(model, seed, schools, effects, by_ak[ak], ak) for ak in range(1, LAST + 1)]
    )
    folder = in_path(from_var(spring))
    files = {
        f"elevregister_{folder}.csv": encode_table("elevregister", register),
        f"{folder}/franvaro.csv": encode_table("franvaro", absent),
    }
    for ak in (3, 6, 9):
        stage = make_stage(model, seed, effects, by_ak[ak], ak)
        if has_tests(spring):
            # The oldest läsår was delivered with column names, the others as SCB wants them.
            table = np_table(model, seed, schools, stage)
            files[f"{folder}/np_ak{ak}.csv"] = encode_table(f"np_ak{ak}", table, header=number == 0)
        if ak == 3:
            # Teachers judge every läsår, those without tests too.
            judged = judgement_table(model, seed, schools, effects, stage)
            files[f"{folder}/bedomning_ak3.csv"] = encode_table("bedomning_ak3", judged)
        if ak == 6:
            # One läsår was saved by an older system.
            encoding = "cp1252" if number == 1 else "utf-8-sig"
            table = grade_table(model, seed, schools, effects, stage)
            files[f"{folder}/betyg_ak6.csv"] = encode_table("betyg_ak6", table, encoding)
        if ak == 9:
            table = grade_table(model, seed, schools, effects, stage)
            if number == 1:
                files |= _file_a_school(folder, table)
            else:
                files[f"{folder}/slutbetyg_ak9.csv"] = encode_table("slutbetyg_ak9", table)
    return files


def _file_a_school(folder: str, table: pa.Table) -> dict[str, bytes]:
    """One läsår as the schools delivered it, a file each."""
    units = table["Skolenhetskod"]
    return {
        f"{folder}/slutbetyg_ak9_{unit}.csv": encode_table(
            "slutbetyg_ak9", table.filter(pc.equal(units, unit))
        )
        for unit in sorted(pc.unique(units).to_pylist())
    }
