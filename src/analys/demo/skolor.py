"""The schools of the demo municipality and what each of them truly adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analys.demo.modell import SUBJECTS, Model
from analys.demo.slump import stream
from analys.lasar import from_var

F6_NAMN = (
    "Lillsveds skola", "Ekbrinkskolan", "Tallmoraskolan", "Kvarnhedens skola", "Lövbergaskolan",
    "Stenvretens skola", "Åkervallaskolan", "Granhultaskolan", "Sjöryds skola", "Hasselängsskolan",
    "Klockbergets skola", "Rönnforsskolan", "Vinteräls skola", "Björkmoskolan",
    "Ängsviks friluftsskola",
)  # fmt: skip
N79_NAMN = ("Forsbrinkskolan", "Höglyckeskolan", "Västerhedsskolan", "Dalkullaskolan", "Sundmoskolan")
F9_NAMN = ("Källtorpsängens skola",)
FRISTAENDE_NAMN = "Friskolan Norrskenet Exempel"
TIDIGARE_NAMN = "Centralskolan i Exempelby"

F6, H79, F9 = "F-6", "7-9", "F-9"


@dataclass(frozen=True)
class Schools:
    """Municipal school units in a fixed order, arrays by unit; the fristående unit is apart."""

    kod: tuple[str, ...]
    namn: tuple[str, ...]
    arskurser: tuple[str, ...]
    fran_lasar: str
    till_ar: np.ndarray  # spring year of the last läsår, 9999 while open
    ersatts_av: np.ndarray  # unit that takes over when closed
    tidigare: tuple[str, ...]
    namn_fran: tuple[str, ...]
    vikt_lag: np.ndarray  # share of a cohort in åk F–6
    vikt_hog: np.ndarray  # share of those who choose freely for åk 7
    till_ak7: np.ndarray  # unit of åk 7 for pupils of a unit in åk 6
    intag: np.ndarray  # level of the intake, standard units
    block_ak6: np.ndarray  # grades in NO and SO as blocks in åk 6
    fristaende_kod: str


def make_schools(model: Model, seed: int, antal: int, years: range, kommun: str) -> Schools:
    """Schools of a municipality with `antal` municipal units (at least 3)."""
    if antal < 3:
        raise ValueError("a municipality needs at least 3 school units")
    n79 = max(1 if antal < 6 else 2, round(antal * 5 / 21))
    n_f6 = antal - n79 - 1
    kinds = (F6,) * n_f6 + (H79,) * n79 + (F9,)
    namn = _names(F6_NAMN, n_f6) + _names(N79_NAMN, n79) + F9_NAMN
    lag = np.zeros(antal)
    lag[:n_f6] = np.linspace(1.0, 2.2, n_f6)
    lag[0] = 0.35 if n_f6 > 9 else 0.5  # the tiny school
    lag[-1] = 1.7
    hog = np.zeros(antal)
    hog[n_f6 : n_f6 + n79] = np.linspace(1.0, 1.6, n79)
    hog[-1] = 0.4
    target = n_f6 + np.arange(antal) % n79
    target[-1] = antal - 1
    till = np.full(antal, 9999)
    over = np.arange(antal)
    closes = len(years) >= 3 and n_f6 >= 3
    if closes:
        till[1] = years[max(0, int(0.6 * len(years)) - 1)]
        over[1] = 2
    renamed = n_f6  # the first 7–9 unit
    tidigare = tuple(TIDIGARE_NAMN if i == renamed and len(years) >= 3 else "" for i in range(antal))
    namn_fran = from_var(years[int(0.7 * len(years))])
    intag = model.skola_intag_sd * stream(seed, "intag").standard_normal(antal)
    return Schools(
        kod=tuple(f"{kommun}{1000 + 37 * (i + 1):04d}" for i in range(antal)),
        namn=namn,
        arskurser=kinds,
        fran_lasar=from_var(years[0]),
        till_ar=till,
        ersatts_av=over,
        tidigare=tidigare,
        namn_fran=tuple(namn_fran if t else "" for t in tidigare),
        vikt_lag=lag / lag.sum(),
        vikt_hog=hog / hog.sum(),
        till_ak7=target,
        intag=intag - (intag * lag).sum() / lag.sum(),
        block_ak6=stream(seed, "block").random(antal) < 0.3,
        fristaende_kod=f"{kommun}9001",
    )


def _names(pool: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(
        pool[i] if i < len(pool) else f"{pool[i % len(pool)]} {i // len(pool) + 1}" for i in range(count)
    )


@dataclass(frozen=True)
class Effects:
    """True effects in standard units. Years are counted from `forsta_ar`; gender 0 boy, 1 girl."""

    forsta_ar: int
    skola: np.ndarray  # (school,)
    skola_ar: np.ndarray  # (school, year)
    bedomning: np.ndarray  # (school, subject): lasting leniency in grading, beside ability
    bedomning_ar: np.ndarray  # (school, subject, year)
    bedomning3: np.ndarray  # (school, Ma and Sv): lasting leniency in the judgement of åk 3
    bedomning3_ar: np.ndarray  # (school, Ma and Sv, year)
    ar: np.ndarray  # (year, gender): shocks
    trend: np.ndarray  # (year, gender): the story, full in åk 9
    registrering: np.ndarray  # (school, stage, year, term) share of lessons registered


def make_effects(model: Model, seed: int, schools: Schools, years: range) -> Effects:
    """Effects drawn once for a municipality; they do not depend on the number of pupils."""
    s, y, j = len(schools.kod), len(years), len(SUBJECTS)
    skola = model.skola_sd * stream(seed, "skola").standard_normal(s)
    lower = np.array([kind != H79 for kind in schools.arskurser])
    for group in (lower, ~lower):
        skola[group] -= skola[group].mean()
    weak = int(np.flatnonzero(~lower)[-1])
    skola[weak] += model.svag_skola
    by_school = model.bedomning_skola_sd * stream(seed, "bedomning skola").standard_normal(s)
    by_subject = model.bedomning_skola_amne_sd * stream(seed, "bedomning skola amne").standard_normal((s, j))
    by_year = stream(seed, "bedomning skola amne ar").standard_normal((y, s, j)).transpose(1, 2, 0)
    third = model.bedomning3_skola_sd * stream(seed, "bedomning3 skola").standard_normal(s)
    third_subject = stream(seed, "bedomning3 skola amne").standard_normal((s, 2))
    third_year = stream(seed, "bedomning3 skola amne ar").standard_normal((y, s, 2)).transpose(1, 2, 0)
    shock = model.ar_sd * stream(seed, "ar").standard_normal(y)
    by_gender = model.ar_kon_sd * stream(seed, "ar kon").standard_normal((y, 2))
    since = np.maximum(np.array(years) - model.uppgang_fran, 0)
    boys, girls = model.uppgang_per_ar + model.pojkar_ikapp_per_ar, model.uppgang_per_ar
    return Effects(
        forsta_ar=years[0],
        skola=skola,
        skola_ar=model.skola_ar_sd * stream(seed, "skola ar").standard_normal((y, s)).T,
        bedomning=by_school[:, None] + by_subject,
        bedomning_ar=model.bedomning_skola_amne_ar_sd * by_year,
        bedomning3=third[:, None] + model.bedomning3_skola_amne_sd * third_subject,
        bedomning3_ar=model.bedomning3_skola_amne_ar_sd * third_year,
        ar=shock[:, None] + by_gender,
        trend=np.stack([since * boys, since * girls], axis=1),
        registrering=_make_registration(model, seed, schools, years),
    )


def _make_registration(model: Model, seed: int, schools: Schools, years: range) -> np.ndarray:
    """Lasting level of each school, what stage and term add, and one school that registers little once."""
    s, y = len(schools.kod), len(years)
    level = np.clip(0.97 + model.registrerat_sd * stream(seed, "registrering").standard_normal(s), 0.94, 0.99)
    noise = stream(seed, "registrering termin").standard_normal((y, s, 3, 2)).transpose(1, 2, 0, 3)
    share = np.minimum(level[:, None, None, None] + model.registrerat_termin_sd * noise, 1.0)
    if model.registrerat_lagt_ar in years:
        share[_poor_at_registering(schools), :, years.index(model.registrerat_lagt_ar), 1] = (
            model.registrerat_lagt
        )
    return share


def _poor_at_registering(schools: Schools) -> int:
    """The largest F–6 unit."""
    return int(np.argmax(np.where(np.array(schools.arskurser) == F6, schools.vikt_lag, -1.0)))
