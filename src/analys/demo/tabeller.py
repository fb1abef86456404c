"""From simulated pupils to the columns of each kind of file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analys.contracts import LAYOUTS
from analys.demo.betyg import CODES, EJ_BETYG, INDEX, TOM, choices
from analys.demo.elever import LAST, Cohort
from analys.demo.identitet import EFTERNAMN, FORNAMN_FLICKA, FORNAMN_POJKE
from analys.demo.modell import Model
from analys.demo.prov import VOCABULARY, np_ak3, np_ak6, np_ak9
from analys.demo.skede import Stage, absence
from analys.demo.skolor import FRISTAENDE_NAMN, Effects, Schools
from analys.demo.slump import stream
from analys.demo.utfall import ak6_columns, graded
from analys.lasar import from_var

M2_SPRAK = ("SPA", "FRA", "DEU")
M1_SPRAK = ("DEU", "FRA", "SPA")
ML_SPRAK = ("ARA", "SOM", "FIN", "FAS", "BOS", "POL", "TIR", "ENG")

_GRADES = pa.array(CODES)
_WORDS = pa.array(VOCABULARY)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def grade_table(model: Model, seed: int, schools: Schools, effects: Effects, stage: Stage) -> pa.Table:
    """Rows of slutbetyg_ak9 or betyg_ak6."""
    rows = _rows(stage, schools)
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
    table = _common(schools, stage, rows) | _names(stage.cohort, rows, stage.ak)
    table |= {name: _GRADES.take(pa.array(codes)) for name, codes in columns.items()}
    for name, languages in (("M1", M1_SPRAK), ("M2", M2_SPRAK), ("ML", ML_SPRAK)):
        drawn = (chosen[f"{name}_sprak"][rows] ** 1.5 * len(languages)).astype(np.int64)
        drawn = np.where(columns[name] == TOM, len(languages), drawn)
        table[f"{name}_sprak"] = pa.array((*languages, "")).take(pa.array(drawn))
    return _in_order(kind, table)


def np_table(model: Model, seed: int, schools: Schools, stage: Stage) -> pa.Table:
    """Rows of np_ak3, np_ak6 or np_ak9."""
    rows = _rows(stage, schools)
    units = len(schools.kod)
    match stage.ak:
        case 3:
            columns = np_ak3(model, seed, stage)
        case 6:
            columns = np_ak6(model, seed, stage, units)
        case _:
            columns = np_ak9(model, seed, stage, units)
    classes = _class_names(stage.cohort, rows, stage.ak)
    table = _common(schools, stage, rows)
    for name, values in columns.items():
        chosen = values[rows]
        words = _WORDS.take(pa.array(np.maximum(chosen, 0)))
        table[name] = pc.if_else(pa.array(chosen < 0), classes, words) if name.endswith("GRUPP") else words
    return _in_order(f"np_ak{stage.ak}", table)


def register_table(schools: Schools, cohort: Cohort, ak: int, spring: int) -> pa.Table:
    """Rows of elevregister for one year group."""
    rows = _order(cohort, cohort.skola[:, ak], ak, np.flatnonzero(cohort.skola[:, ak] >= 0))
    table = _names(cohort, rows, ak) | {
        "Lasar": _repeat(from_var(spring), len(rows)),
        "PersonNr": _personnr(cohort, rows),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(cohort.skola[rows, ak])),
        "Arskurs": pa.array(np.full(len(rows), ak)),
        "Skolform": pa.array(["GR", "ANP"]).take(pa.array(cohort.anpassad[rows].astype(np.int64))),
        "Nyinvandrad": pa.array(cohort.newly_arrived(ak)[rows].astype(np.int64)),
        "Foraldrautbildning": pa.array(["", "1", "2", "3"]).take(
            pa.array(cohort.utbildning[rows] * cohort.utbildning_kand[rows])
        ),
    }
    return _in_order("elevregister", table)


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
    rows = _order(cohort, cohort.skola[:, ak], ak, np.flatnonzero(kept))
    registered = effects.registrering[unit[rows]]
    weeks = np.array([17, 19])
    offered = np.rint(_weekly_minutes(ak) * weeks[None, :] * registered[:, None] / 5).astype(np.int64) * 5
    absent = np.rint(offered * share[rows] / 5).astype(np.int64) * 5
    invalid_logit = (
        model.ogiltig_grund + model.ogiltig_per_ak * (ak - 5) + model.ogiltig_av_franvaro * share[rows]
    )
    level = 1 / (1 + np.exp(-invalid_logit))
    spread = 0.7 + 0.6 * stream(seed, "ogiltig", *key).random((len(unit), 2))[rows]
    invalid = np.rint(absent * np.minimum(level * spread, 1.0) / 5).astype(np.int64) * 5
    table = {
        "PersonNr": _personnr(cohort, np.repeat(rows, 2)),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(np.repeat(unit[rows], 2))),
        "Arskurs": pa.array(np.full(2 * len(rows), ak)),
        "Termin": pa.array(["HT", "VT"]).take(pa.array(np.tile([0, 1], len(rows)))),
        "Erbjudna_min": pa.array(offered.ravel()),
        "Giltig_min": pa.array((absent - invalid).ravel()),
        "Ogiltig_min": pa.array(invalid.ravel()),
    }
    return _in_order("franvaro", table)


def _weekly_minutes(ak: int) -> int:
    return 1170 if ak <= 3 else 1350 if ak <= 6 else 1470


def school_table(schools: Schools) -> pa.Table:
    """Rows of skolenheter, the fristående unit last."""
    rows = [
        {
            "Skolenhetskod": kod,
            "Namn": schools.namn[i],
            "Huvudman": "kommunal",
            "Arskurser": schools.arskurser[i],
            "FranLasar": schools.fran_lasar,
            "TillLasar": "" if schools.till_ar[i] == 9999 else from_var(int(schools.till_ar[i])),
            "TidigareNamn": schools.tidigare[i],
            "NamnFranLasar": schools.namn_fran[i],
        }
        for i, kod in enumerate(schools.kod)
    ]
    independent = dict.fromkeys(LAYOUTS["skolenheter"].names, "") | {
        "Skolenhetskod": schools.fristaende_kod,
        "Namn": FRISTAENDE_NAMN,
        "Huvudman": "fristaende",
        "Arskurser": "F-9",
        "FranLasar": schools.fran_lasar,
    }
    return _in_order("skolenheter", pa.Table.from_pylist([*rows, independent]).to_pydict())


def protected_table(cohorts: list[Cohort], years: range) -> pa.Table:
    """Rows of skyddade: pupils with protected identity who are in the register some läsår."""
    numbers = []
    for cohort in cohorts:
        youngest, oldest = (max(0, LAST - (cohort.ar - year)) for year in (years[0], years[-1]))
        here = (cohort.skola[:, youngest : oldest + 1] >= 0).any(axis=1)
        numbers += cohort.personnr[cohort.skyddad & here].tolist()
    return _in_order("skyddade", {"PersonNr": sorted(number.decode("ascii") for number in numbers)})


def _rows(stage: Stage, schools: Schools) -> np.ndarray:
    return _order(stage.cohort, stage.skola, stage.ak, np.flatnonzero(stage.dar))


def _order(cohort: Cohort, unit: np.ndarray, ak: int, rows: np.ndarray) -> np.ndarray:
    """Rows by school, class and personnummer, as a school's system lists them."""
    return rows[np.lexsort((cohort.personnr[rows], cohort.klass[rows, ak], unit[rows]))]


def _common(schools: Schools, stage: Stage, rows: np.ndarray) -> dict[str, pa.Array]:
    n = len(rows)
    return {
        "System": _repeat("Elevdata", n),
        "Datum": _repeat(f"{stage.ar}-06-{12 + stage.ar % 5}", n),
        "Version": _repeat(f"{stage.ar - 2010}.2", n),
        "PersonNr": _personnr(stage.cohort, rows),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(stage.skola[rows])),
    }


def _names(cohort: Cohort, rows: np.ndarray, ak: int) -> dict[str, pa.Array]:
    first = pa.array(FORNAMN_FLICKA + FORNAMN_POJKE)
    index = cohort.fornamn[rows] + np.where(cohort.flicka[rows], 0, len(FORNAMN_FLICKA))
    return {
        "Klass": _class_names(cohort, rows, ak),
        "Fornamn": first.take(pa.array(index)),
        "Efternamn": pa.array(EFTERNAMN).take(pa.array(cohort.efternamn[rows])),
    }


def _class_names(cohort: Cohort, rows: np.ndarray, ak: int) -> pa.Array:
    """Class names like 9B; F–6 schools start with F for the youngest."""
    number = cohort.klass[rows, ak].astype(np.int64)
    year = "F" if ak == 0 else str(ak)
    most = int(number.max(initial=0)) + 1
    names = [year + (_LETTERS[i] if i < 26 else f"{_LETTERS[i % 26]}{i // 26}") for i in range(most)]
    return pa.array(names).take(pa.array(number))


def _personnr(cohort: Cohort, rows: np.ndarray) -> pa.Array:
    return pa.array(cohort.personnr[rows]).cast(pa.string())


def _repeat(text: str, count: int) -> pa.Array:
    return pa.array([text]).take(pa.array(np.zeros(count, dtype=np.int64)))


def _in_order(kind: str, columns: Mapping[str, object]) -> pa.Table:
    return pa.table({name: columns[name] for name in LAYOUTS[kind].names})
