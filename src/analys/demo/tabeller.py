"""From simulated pupils to the rows of the result files and of absence."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analys.demo.bedomning import OBEDOMD, judgements
from analys.demo.betyg import CODES, EJ_BETYG, INDEX, TOM, choices, has_adapted_studies
from analys.demo.elever import LAST, Cohort
from analys.demo.franvaro import absence, registered
from analys.demo.kolumner import class_names, in_order, in_school_order, name_columns, personnr, repeat
from analys.demo.modell import Model
from analys.demo.prov import VOCABULARY, np_ak3, np_ak6, np_ak9
from analys.demo.skede import Stage
from analys.demo.skolor import Effects, Schools
from analys.demo.slump import stream
from analys.demo.utfall import ak6_columns, graded

M2_SPRAK = ("SPA", "FRA", "DEU")
M1_SPRAK = ("DEU", "FRA", "SPA")
ML_SPRAK = ("ARA", "SOM", "FIN", "FAS", "BOS", "POL", "TIR", "ENG")

_GRADES = pa.array(CODES)
_WORDS = pa.array(VOCABULARY)


def grade_table(model: Model, seed: int, schools: Schools, effects: Effects, stage: Stage) -> pa.Table:
    """Rows of slutbetyg_ak9 or betyg_ak6."""
    rows = _rows(stage)
    kind = "slutbetyg_ak9" if stage.ak == 9 else "betyg_ak6"
    chosen = choices(model, seed, stage)
    grades = graded(model, seed, effects, stage)
    columns = {name: grades[rows, INDEX[name]] for name in INDEX if name != "Sv"}
    sva = stage.cohort.sva[rows]
    swedish = grades[rows, INDEX["Sv"]]
    other = np.where(schools.block_ak6[stage.skola[rows]], EJ_BETYG, TOM)
    columns["Sv"] = np.where(sva, other, swedish)
    columns["Sva"] = np.where(sva, swedish, np.int8(TOM))
    columns["Tn"] = columns["OVR"] = np.full(len(rows), TOM)
    if stage.ak == 6:
        columns |= {name: values[rows] for name, values in ak6_columns(schools, stage, grades).items()}
    table = _common(schools, stage, rows) | name_columns(stage.cohort, rows, stage.ak)
    table |= {name: _GRADES.take(pa.array(codes)) for name, codes in columns.items()}
    for name, languages in (("M1", M1_SPRAK), ("M2", M2_SPRAK), ("ML", ML_SPRAK)):
        drawn = (chosen[f"{name}_sprak"][rows] ** 1.5 * len(languages)).astype(np.int64)
        drawn = np.where(columns[name] == TOM, len(languages), drawn)
        table[f"{name}_sprak"] = pa.array((*languages, "")).take(pa.array(drawn))
    return in_order(kind, table)


def judgement_table(model: Model, seed: int, schools: Schools, effects: Effects, stage: Stage) -> pa.Table:
    """Rows of bedomning_ak3."""
    rows = _rows(stage)
    judged = judgements(model, seed, effects, stage)
    words = pa.array(("0", "1", ""))
    table = {
        "PersonNr": personnr(stage.cohort, rows),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(stage.skola[rows])),
        "Klass": class_names(stage.cohort, rows, stage.ak),
    }
    sva = stage.cohort.sva
    for name, subject, reads in (("Sv", "Sv", ~sva), ("Sva", "Sv", sva), ("Ma", "Ma", np.ones_like(sva))):
        codes = np.where(reads, judged[subject], OBEDOMD)
        table[name] = words.take(pa.array(codes[rows]))
    return in_order("bedomning_ak3", table)


def np_table(model: Model, seed: int, schools: Schools, stage: Stage) -> pa.Table:
    """Rows of np_ak3, np_ak6 or np_ak9."""
    rows = _rows(stage)
    units = len(schools.kod)
    match stage.ak:
        case 3:
            columns = np_ak3(model, seed, stage)
        case 6:
            columns = np_ak6(model, seed, stage, units)
        case _:
            columns = np_ak9(model, seed, stage, units)
    classes = class_names(stage.cohort, rows, stage.ak)
    table = _common(schools, stage, rows)
    for name, values in columns.items():
        chosen = values[rows]
        words = _WORDS.take(pa.array(np.maximum(chosen, 0)))
        table[name] = pc.if_else(pa.array(chosen < 0), classes, words) if name.endswith("GRUPP") else words
    return in_order(f"np_ak{stage.ak}", table)


def absence_table(
    model: Model, seed: int, schools: Schools, effects: Effects, cohort: Cohort, ak: int
) -> pa.Table:
    """Rows of franvaro for one year group, two terms a pupil but for those whose absence is not delivered."""
    key = (cohort.ar, ak)
    unit = cohort.skola[:, ak].astype(np.int64)
    share = absence(model, seed, cohort, ak)
    prior = cohort.prior(model, ak)
    logit = (
        np.log(model.bortfall_franvaro / (1 - model.bortfall_franvaro))
        + model.bortfall_franvaro_av_formaga * prior
        + model.bortfall_franvaro_delta * (share.mean(axis=1) - 0.08)
    )
    kept = (unit >= 0) & (
        stream(seed, "bortfall franvaro", *key).random(len(unit)) >= 1 / (1 + np.exp(-logit))
    )
    rows = in_school_order(cohort, cohort.skola[:, ak], ak, np.flatnonzero(kept))
    weeks = np.array([17, 19])
    adapted = (ak >= 6) & has_adapted_studies(model, seed, cohort.ar, ak, share.mean(axis=1))[rows]
    full = _weekly_minutes(ak) * weeks[None, :] * np.where(adapted, model.studiegang_tid, 1.0)[:, None]
    offered = np.rint(full / 5).astype(np.int64) * 5
    reported = np.rint(offered * registered(effects, unit[rows], ak, cohort.ar - LAST + ak) / 5)
    reported = reported.astype(np.int64) * 5
    absent = np.rint(reported * share[rows] / 5).astype(np.int64) * 5
    invalid_logit = (
        model.ogiltig_grund + model.ogiltig_per_ak * (ak - 5) + model.ogiltig_av_franvaro * share[rows]
    )
    level = 1 / (1 + np.exp(-invalid_logit))
    spread = 0.7 + 0.6 * stream(seed, "ogiltig", *key).random((len(unit), 2))[rows]
    invalid = np.rint(absent * np.minimum(level * spread, 1.0) / 5).astype(np.int64) * 5
    table = {
        "PersonNr": personnr(cohort, np.repeat(rows, 2)),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(np.repeat(unit[rows], 2))),
        "Arskurs": pa.array(np.full(2 * len(rows), ak)),
        "Termin": pa.array(["HT", "VT"]).take(pa.array(np.tile([0, 1], len(rows)))),
        "Erbjudna_min": pa.array(offered.ravel()),
        "Giltig_min": pa.array((absent - invalid).ravel()),
        "Ogiltig_min": pa.array(invalid.ravel()),
        "Registrerade_min": pa.array(reported.ravel()),
    }
    return in_order("franvaro", table)


def _weekly_minutes(ak: int) -> int:
    return 1170 if ak <= 3 else 1350 if ak <= 6 else 1470


def _rows(stage: Stage) -> np.ndarray:
    return in_school_order(stage.cohort, stage.skola, stage.ak, np.flatnonzero(stage.dar))


def _common(schools: Schools, stage: Stage, rows: np.ndarray) -> dict[str, pa.Array]:
    n = len(rows)
    return {
        "System": repeat("Elevdata", n),
        "Datum": repeat(f"{stage.ar}-06-{12 + stage.ar % 5}", n),
        "Version": repeat(f"{stage.ar - 2010}.2", n),
        "PersonNr": personnr(stage.cohort, rows),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(stage.skola[rows])),
    }
