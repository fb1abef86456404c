"""The files of the demo municipality's surveys, and the truth behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from analys.demo.elever import Cohort
from analys.demo.enkat import (
    PASSED,
    PUBLISHED,
    SPRINGS,
    UNKNOWN,
    Survey,
    make_survey,
    measure_index,
)
from analys.demo.enkat_fragor import DONT_KNOW, ELEV, QUESTIONS, SCALE, VARDNADSHAVARE, name_question
from analys.demo.filer import encode_table
from analys.demo.kolumner import in_order, name_classes
from analys.demo.modell import Model
from analys.demo.skolor import Schools
from analys.demo.slump import stream
from analys.lasar import from_var, in_path

FEWEST = 5
"""Fewest answers behind a published index."""

PUBLISHED_YEARS = (5, 8)


def survey_files(
    model: Model,
    seed: int,
    schools: Schools,
    cohorts: Mapping[int, Cohort],
    spring: int,
    truth: dict[str, Any],
) -> dict[str, bytes]:
    """Files of a läsår; none where nothing was asked or published. `truth` gets what the answers hide."""
    folder = in_path(from_var(spring))
    files: dict[str, bytes] = {}
    if spring in SPRINGS:
        sent = []
        for grupp in QUESTIONS:
            survey = make_survey(model, seed, schools, cohorts, spring, grupp)
            table = answer_table(seed, schools, survey)
            files[f"{folder}/enkat_svar_{grupp}.csv"] = encode_table("enkat_svar", table)
            sent.append(asked_table(schools, survey))
            truth.setdefault(grupp, {})[from_var(spring)] = describe(schools, survey)
        files[f"{folder}/enkat_utskick.csv"] = encode_table("enkat_utskick", pa.concat_tables(sent))
    if spring == PUBLISHED:
        table = published_table(model, seed, schools, cohorts)
        files[f"{folder}/enkat_index_skolenkaten.csv"] = encode_table("enkat_index", table)
    return files


def answer_table(seed: int, schools: Schools, survey: Survey) -> pa.Table:
    """Rows of enkat_svar: one an answer, in the order of a number that says nothing of who answered."""
    rng = stream(seed, f"enkat {survey.grupp} ordning", survey.spring)
    rows = np.flatnonzero(survey.svarar)
    rows = rows[rng.permutation(len(rows))]
    rows = rows[np.argsort(survey.skola[rows], kind="stable")]
    questions = len(QUESTIONS[survey.grupp])
    people, asked = np.repeat(rows, questions), np.tile(np.arange(questions), len(rows))
    words = pa.array([*(str(code) for code in range(SCALE[0], SCALE[1] + 1)), DONT_KNOW, ""])
    draw = stream(seed, f"enkat {survey.grupp} hoppar", survey.spring).random((len(survey.skola), questions))
    code = survey.koder[people, asked] - SCALE[0]
    passed = draw[people, asked]
    code = np.where(passed < UNKNOWN, len(words) - 2, code)
    code = np.where(passed >= 1 - PASSED, len(words) - 1, code)
    names = pa.array([name_question(survey.grupp, place) for place in range(questions)])
    number = np.repeat(np.arange(1, len(rows) + 1), questions)
    columns = {
        "Enkat": _repeat(survey.grupp, len(people)),
        "Svarsid": pa.array([f"{survey.grupp[0].upper()}{one:05d}" for one in number]),
        "Fraga": names.take(pa.array(asked)),
        "Svar": words.take(pa.array(code)),
        **_describe_people(schools, survey, people),
    }
    return in_order("enkat_svar", columns)


def asked_table(schools: Schools, survey: Survey) -> pa.Table:
    """Rows of enkat_utskick: how many of each school, year group and gender."""
    n = len(survey.skola)
    years = np.zeros(n, dtype=np.int64) if survey.arskurs is None else survey.arskurs
    girls = np.zeros(n, dtype=np.int64) if survey.flicka is None else survey.flicka.astype(np.int64)
    groups, first, count = np.unique(
        np.stack([survey.skola, years, girls], axis=1), axis=0, return_index=True, return_counts=True
    )
    people = _describe_people(schools, survey, first)
    columns = {
        "Enkat": _repeat(survey.grupp, len(groups)),
        "Antal": pa.array([str(one) for one in count]),
        **{name: people[name] for name in ("Skolenhetskod", "Arskurs", "Kon")},
    }
    return in_order("enkat_utskick", columns)


def _describe_people(schools: Schools, survey: Survey, rows: np.ndarray) -> dict[str, pa.Array]:
    blank = _repeat("", len(rows))
    years = blank if survey.arskurs is None else pa.array([str(one) for one in survey.arskurs[rows]])
    girls = None if survey.flicka is None else survey.flicka[rows].astype(np.int64)
    classes = (
        name_classes(survey.arskurs[rows], survey.klass[rows])
        if survey.grupp == ELEV and survey.arskurs is not None and survey.klass is not None
        else blank
    )
    return {
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(survey.skola[rows])),
        "Arskurs": years,
        "Klass": classes,
        "Kon": blank if girls is None else pa.array(["pojke", "flicka"]).take(pa.array(girls)),
    }


def _repeat(text: str, count: int) -> pa.Array:
    return pa.array([text]).take(pa.array(np.zeros(count, dtype=np.int64)))


def published_table(model: Model, seed: int, schools: Schools, cohorts: Mapping[int, Cohort]) -> pa.Table:
    """Rows of enkat_index: the municipality and its schools, åk 5 and 8, staff and guardians."""
    rows: list[dict[str, str]] = []
    for grupp in QUESTIONS:
        years: tuple[tuple[int, ...], ...] = (
            tuple((ak,) for ak in PUBLISHED_YEARS) if grupp == ELEV else ((),)
        )
        for asked in years:
            survey = make_survey(model, seed, schools, cohorts, PUBLISHED, grupp, asked)
            rows += _publish(schools, survey, str(asked[0]) if asked else "")
    return in_order("enkat_index", {name: pa.array([row[name] for row in rows]) for name in rows[0]})


def _publish(schools: Schools, survey: Survey, arskurs: str) -> list[dict[str, str]]:
    values = measure_index(survey)
    rows = []
    for unit in (-1, *range(len(schools.kod))):
        own = np.ones(len(survey.skola), dtype=bool) if unit < 0 else survey.skola == unit
        answered = own & survey.svarar
        if not own.any():
            continue
        few = int(answered.sum()) < FEWEST
        for index, points in values.items():
            rows.append(
                {
                    "Enkat": survey.grupp,
                    "Skolenhetskod": "" if unit < 0 else schools.kod[unit],
                    "Arskurs": arskurs,
                    "Index": index,
                    "Varde": "-" if few else f"{points[answered].mean():.1f}".replace(".", ","),
                    "Antal_svar": "-" if few else str(int(answered.sum())),
                    "Svarsfrekvens": "-" if few else f"{100 * answered.sum() / own.sum():.0f}",
                    "Kalla": "Skolenkäten",
                }
            )
    return rows


def describe(schools: Schools, survey: Survey) -> dict[str, Any]:
    """What a survey would have found, had everybody answered every question; and how many did."""
    everybody = np.ones(len(survey.skola), dtype=bool)
    groups = {"alla": everybody}
    if survey.flicka is not None and survey.arskurs is not None:
        groups |= {"flickor": survey.flicka, "pojkar": ~survey.flicka}
        if survey.grupp != VARDNADSHAVARE:
            groups |= {f"ak{ak}": survey.arskurs == ak for ak in np.unique(survey.arskurs).tolist()}
    units = {schools.kod[unit]: survey.skola == unit for unit in np.unique(survey.skola).tolist()}
    return {
        "index": {
            index: {name: float(points[own].mean()) for name, own in (groups | units).items()}
            for index, points in measure_index(survey).items()
        },
        "svarsfrekvens": {
            name: float(100 * survey.svarar[own].mean()) for name, own in (groups | units).items()
        },
        "alfa": _alphas(survey),
    }


def _alphas(survey: Survey) -> dict[str, float]:
    """Cronbach's alpha of everybody's answers: k/(k-1) (1 - Σ variances / variance of the sum)."""
    found = {}
    questions = QUESTIONS[survey.grupp]
    for index in dict.fromkeys(one.index for one in questions):
        places = [place for place, one in enumerate(questions) if one.index == index]
        turned = np.array([-1 if questions[place].vand else 1 for place in places])
        codes = survey.koder[:, places] * turned
        k = len(places)
        found[index] = float(k / (k - 1) * (1 - codes.var(axis=0).sum() / codes.sum(axis=1).var()))
    return found
