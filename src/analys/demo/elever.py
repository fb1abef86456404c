"""Cohorts: pupils, their background, and the school and class they attend in each year group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analys.demo.identitet import EFTERNAMN, FORNAMN_FLICKA, make_personnummer
from analys.demo.modell import Model
from analys.demo.skolor import Schools
from analys.demo.slump import stream

CLASS_SIZE = 23
LAST = 9  # the last year group


@dataclass(frozen=True)
class Cohort:
    """Pupils who finish åk 9 in the spring of `ar`; one element a pupil, whole stay in the municipality."""

    ar: int
    personnr: np.ndarray
    flicka: np.ndarray
    utbildning: np.ndarray  # 1–3
    utbildning_kand: np.ndarray
    utlandsk: np.ndarray
    sva: np.ndarray
    ankomst: np.ndarray  # year group at arrival in Sweden, -1 before school
    forsta: np.ndarray  # first and last year group in the municipality
    sista: np.ndarray
    anpassad: np.ndarray
    skyddad: np.ndarray
    fornamn: np.ndarray
    efternamn: np.ndarray
    skola: np.ndarray  # (pupil, åk 0–9): unit, -1 when not there
    klass: np.ndarray  # (pupil, åk 0–9): class within unit and year group
    bakgrund: np.ndarray  # ability from background, arrival apart
    elev: np.ndarray  # the pupil's own lasting ability
    storande: np.ndarray  # the unmeasured confounder
    lutning: np.ndarray  # the pupil's own effect of absence, centred

    def arrived(self, ak: int) -> np.ndarray:
        """Years in Sweden for those who came during school, -1 for the others."""
        return np.where(self.ankomst >= 0, ak - self.ankomst, -1)

    def prior(self, model: Model, ak: int) -> np.ndarray:
        """Ability before school, class and year: what absence, mobility and missingness may depend on."""
        years = self.arrived(ak)
        new = np.minimum(model.effekt_nyanland + model.nyanland_ikapp_per_ar * years, 0.0)
        return self.bakgrund + self.elev + np.where(self.ankomst >= 0, new, 0.0)

    def newly_arrived(self, ak: int) -> np.ndarray:
        """Arrived within the last four läsår (Skolverket's definition of nyinvandrad, by läsår)."""
        years = self.arrived(ak)
        return (years >= 0) & (years < 4)


def make_cohort(
    model: Model, seed: int, schools: Schools, ar: int, storlek: int, valid: bool = True
) -> Cohort:
    """One cohort of about `storlek` pupils a year group."""

    def rng(name: str, *key: int) -> np.random.Generator:
        return stream(seed, name, ar, *key)

    base = round(storlek * (0.95 + 0.10 * rng("storlek").random()))
    movers = round(storlek * model.flytt_ut)
    arrivals = np.array([_arrivals(model, storlek, ar - LAST + ak) for ak in range(1, LAST + 1)])
    counts = np.stack([np.full(LAST, movers), arrivals], axis=1).ravel()
    n = base + int(counts.sum())
    entry = np.concatenate(
        [np.zeros(base, dtype=np.int64), np.repeat(np.repeat(np.arange(1, LAST + 1), 2), counts)]
    )
    immigrant = np.concatenate([np.zeros(base, dtype=bool), np.repeat(np.tile([False, True], LAST), counts)])

    first_school = _draw(schools.vikt_lag, rng("skola").random(n))
    u = schools.intag[first_school]
    flicka = rng("kon").random(n) < model.andel_flickor
    utlandsk = (rng("utlandsk").random(n) < _shift(model.andel_utlandsk_bakgrund, -0.7 * u)) | immigrant
    low, middle, _ = model.foraldrautbildning
    edge = np.stack([_shift(low, -u + 0.5 * utlandsk), _shift(low + middle, -u + 0.3 * utlandsk)], axis=1)
    utbildning = 1 + (rng("utbildning").random(n)[:, None] > edge).sum(axis=1)
    storande = rng("storande").standard_normal(n)
    ankomst = np.where(immigrant, entry, -1)
    bakgrund = (
        np.array(model.effekt_utbildning)[utbildning - 1]
        + model.effekt_flicka * flicka
        + model.effekt_utlandsk_bakgrund * utlandsk
        + model.formaga_av_storande * storande
    )
    elev = model.elev_sd * rng("elev").standard_normal(n)
    skola, sista = _attend(model, schools, rng, ar, entry, first_school, bakgrund + elev)
    aldre = rng("aldre").random(n) < np.where(immigrant, 0.25, 0.015)
    tillfalligt = immigrant & (rng("tillfalligt").random(n) < 0.15)
    missing = model.andel_utan_uppgift_utbildning * np.where(immigrant, 6.0, 1.0)
    return Cohort(
        ar=ar,
        personnr=make_personnummer(ar - 16, flicka, aldre, tillfalligt, rng("personnummer"), valid),
        flicka=flicka,
        utbildning=utbildning,
        utbildning_kand=rng("utbildning kand").random(n) >= missing,
        utlandsk=utlandsk,
        sva=utlandsk & (immigrant | (rng("sva").random(n) < model.andel_sva_av_utlandsk_bakgrund)),
        ankomst=ankomst,
        forsta=entry,
        sista=sista,
        anpassad=rng("anpassad").random(n) < model.andel_anpassad_grundskola,
        skyddad=rng("skyddad").random(n) < model.andel_skyddad,
        fornamn=rng("fornamn").integers(0, len(FORNAMN_FLICKA), n),
        efternamn=rng("efternamn").integers(0, len(EFTERNAMN), n),
        skola=skola,
        klass=_classes(skola, rng),
        bakgrund=bakgrund,
        elev=elev,
        storande=storande,
        lutning=model.franvaro_effekt_sd * rng("lutning").standard_normal(n),
    )


def _arrivals(model: Model, storlek: int, spring: int) -> int:
    """Newly arrived in a year group: many around 2015–2016, fewer since."""
    wave = 2.2 if spring in (2016, 2017) else 1.3 if spring < 2019 else 0.8
    return round(storlek * model.invandring * wave)


def _shift(share: float | np.ndarray, logit: np.ndarray) -> np.ndarray:
    """Share moved on the logit scale."""
    return 1 / (1 + (1 - share) / share * np.exp(-logit))


def _draw(weights: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Index drawn with the weights from uniform numbers."""
    edges = np.cumsum(weights)
    return np.minimum(np.searchsorted(edges / edges[-1], uniform, side="right"), len(weights) - 1)


def _attend(
    model: Model,
    schools: Schools,
    rng: Callable[..., np.random.Generator],
    ar: int,
    entry: np.ndarray,
    first_school: np.ndarray,
    prior: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """School of each pupil and year group, and the last year group in the municipality."""
    n = len(entry)
    skola = np.full((n, LAST + 1), -1, dtype=np.int16)
    current = first_school.copy()
    there = entry == 0
    sista = np.full(n, LAST)
    for ak in range(LAST + 1):
        if ak == 7:
            free = rng("ak7 fri").random(n) < model.annan_skola_ak7
            chosen = _draw(schools.vikt_hog, rng("ak7 skola").random(n))
            current = np.where(free, chosen, schools.till_ak7[current])
            leaves = there & (rng("fristaende").random(n) < model.till_fristaende_ak7)
            sista[leaves] = 6
            there &= ~leaves
        elif ak > 0:
            weights = schools.vikt_lag if ak < 7 else schools.vikt_hog
            moves = rng("skolbyte", ak).random(n) < model.skolbyte * np.exp(model.skolbyte_av_formaga * prior)
            current = np.where(moves, _draw(weights, rng("skolbyte till", ak).random(n)), current)
        if ak > 0:
            hazard = model.flytt_ut * np.exp(model.flytt_ut_av_formaga * prior)
            leaves = there & (rng("flytt", ak).random(n) < hazard)
            sista[leaves] = ak - 1
            there &= ~leaves
        there |= entry == ak
        spring = ar - LAST + ak
        current = np.where(spring > schools.till_ar[current], schools.ersatts_av[current], current)
        skola[there, ak] = current[there]
    return skola, sista


def _classes(skola: np.ndarray, rng: Callable[..., np.random.Generator]) -> np.ndarray:
    """Class within school: kept from F to 6 and from 7 to 9, classes of about 23."""
    n = len(skola)
    klass = np.zeros(skola.shape, dtype=np.int16)
    for number, years in enumerate((range(0, 7), range(7, LAST + 1))):
        place = rng("klassplats", number).random(n)
        for ak in years:
            here = skola[:, ak]
            size = np.bincount(here[here >= 0], minlength=1)
            classes = np.maximum(1, np.ceil(size / (CLASS_SIZE + 3))).astype(np.int64)
            count = np.where(here >= 0, classes[np.maximum(here, 0)], 1)
            klass[:, ak] = (place * count).astype(np.int16)
    return klass
