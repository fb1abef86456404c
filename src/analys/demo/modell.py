"""The parameters of the simulation: one frozen record, with named variants.

Latent quantities are in standard units: 1.0 is roughly one standard deviation of ability in a cohort. The
formulas that use the parameters stand in the docstring of `analys.demo`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

SUBJECTS = (
    "Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh", "Sl", "Sv", "Tk",
    "M2", "M1", "ML",
)  # fmt: skip
"""Subjects with a latent result of their own; Sv stands for Sv or Sva."""


@dataclass(frozen=True)
class Model:
    """Everything the simulation depends on besides seed and sizes; written to `sanning.json`."""

    namn: str = "standard"

    # Pupils and their background.
    andel_flickor: float = 0.49
    foraldrautbildning: tuple[float, float, float] = (0.10, 0.42, 0.48)
    andel_utlandsk_bakgrund: float = 0.17
    andel_sva_av_utlandsk_bakgrund: float = 0.45
    andel_anpassad_grundskola: float = 0.013
    andel_skyddad: float = 0.003
    andel_utan_uppgift_utbildning: float = 0.03
    skola_intag_sd: float = 0.45

    # Ability: background, spread, and what school, class and year add.
    effekt_utbildning: tuple[float, float, float] = (-0.62, -0.20, 0.30)
    effekt_flicka: float = 0.30
    effekt_utlandsk_bakgrund: float = -0.08
    effekt_nyanland: float = -2.00
    nyanland_ikapp_per_ar: float = 0.30
    elev_sd: float = 0.72
    elev_skede_sd: float = 0.32
    klass_sd: float = 0.13
    skola_sd: float = 0.13
    skola_ar_sd: float = 0.06
    skola_kvar_ak9: float = 0.30
    svag_skola: float = -0.32
    ar_sd: float = 0.025
    ar_kon_sd: float = 0.015

    # The story: a rise after 2022 in which boys catch up, and falling mathematics in åk 3.
    uppgang_fran: int = 2022
    uppgang_per_ar: float = 0.030
    pojkar_ikapp_per_ar: float = 0.040
    uppgang_andel: tuple[float, float, float] = (0.0, 0.5, 1.0)  # of it in åk 3, 6 and 9
    np3_ma_fran: int = 2022
    np3_ma_per_ar: float = -0.080

    # Subjects (in the order of SUBJECTS), grading and tests.
    amne_niva: tuple[float, ...] = (
        0.22, 0.18, 0.22, 0.22, -0.22, 0.20, -0.02, -0.12, -0.12, 0.0, 0.02, 0.02, 0.02, 0.28, 0.05, 0.05,
        0.05, 0.10, 0.55,
    )  # fmt: skip
    amne_flickor: tuple[float, ...] = (
        0.28, -0.12, 0.18, -0.22, -0.18, 0.12, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.14, 0.18, -0.05,
        0.0, 0.0, 0.0,
    )  # fmt: skip
    amne_sd: float = 0.54
    bedomning_sd: float = 0.22
    bedomning_skola_sd: float = 0.08
    bedomning_skola_amne_sd: float = 0.10
    bedomning_skola_amne_ar_sd: float = 0.07
    np_vikt_i_betyg: float = 0.35
    np_reliabilitet: tuple[float, float, float] = (0.90, 0.88, 0.82)  # Ma, En, Sv
    np_matt_sd: float = 1.15  # spread of a true result over pupils: reliability to error variance
    np_delprov_sd: float = 0.42
    np3_kravniva: tuple[float, float] = (-1.55, -1.30)  # Ma, Sv: what each part demands
    bedomning3_grans: tuple[float, float] = (-1.10, -0.90)  # Ma, Sv: what a teacher in åk 3 demands
    bedomning3_sd: float = 0.50
    bedomning3_vikt_np: float = 0.25
    bedomning3_skola_sd: float = 0.12
    bedomning3_skola_amne_sd: float = 0.12
    bedomning3_skola_amne_ar_sd: float = 0.08
    np_niva: tuple[float, float, float] = (-0.22, 0.12, -0.04)
    np_lattare_e: float = 0.15  # how much less a test demands for E than a grade does
    np_brott_2025: float = -0.06
    np_brott_2026: float = 0.08
    granser: tuple[float, float, float, float, float] = (-1.66, -0.57, -0.02, 0.76, 1.36)
    hoppa_till_e_bredd: float = 0.30
    hoppa_till_e_andel: float = 0.45

    streck_fran: float = 0.30  # share of absence from which a failing grade may become a streck
    streck_lutning: float = 1.4
    studiegang_grund: float = 0.004
    studiegang_fran: float = 0.15
    studiegang_lutning: float = 0.30
    sprakval_grund: float = 1.6  # logit of reading M2
    sprakval_av_formaga: float = 1.1

    # Absence: how it arises, and what it does to ability.
    franvaro_grund: float = -3.0
    franvaro_per_ak: float = 0.085
    franvaro_elev_sd: float = 0.74
    franvaro_ar_sd: float = 0.30
    franvaro_termin_sd: float = 0.22
    franvaro_av_storande: float = 0.32
    franvaro_av_formaga: float = -0.30
    formaga_av_storande: float = -0.16
    franvaro_effekt: float = -1.70
    franvaro_effekt_sd: float = 0.80
    franvaro_knack: float = 0.20
    franvaro_effekt_over_knack: float = -1.60
    franvaro_lang: tuple[float, float, float] = (0.0015, 0.006, 0.011)  # åk 1–6, 7–9, 7–9 from the break
    franvaro_brott: int = 2026
    franvaro_minskning: float = 4.4
    franvaro_okning: float = 0.06

    # What is missing, and why.
    bortfall_franvaro: float = 0.015
    bortfall_franvaro_av_formaga: float = -0.40
    bortfall_franvaro_delta: float = 0.0
    ogiltig_grund: float = -2.6  # logit of the invalid share of absence in åk 5
    ogiltig_per_ak: float = 0.17
    ogiltig_av_franvaro: float = 5.0
    registrerat_sd: float = 0.02
    registrerat_termin_sd: float = 0.006
    registrerat_lagt: float = 0.74  # of one school, in one spring term
    registrerat_lagt_ar: int = 2025
    studiegang_tid: float = 0.6  # offered time with anpassad studiegång
    np_deltar_ej: float = 0.035
    np_deltar_ej_av_formaga: float = -0.85
    bedomning3_saknas: float = 0.015
    bedomning3_saknas_av_formaga: float = -0.50
    np_forlorat: float = 0.002
    np_ersattningsprov: float = 0.010
    np_skola_digitalt: float = 0.45
    np_skola_ersattningsprov_2025: float = 0.30
    np_klass_ersattningsprov_2026: float = 0.35
    enkat_svar: float = 0.72
    enkat_svar_av_formaga: float = 0.25

    # Mobility: a year's hazard, and its link to results.
    flytt_ut: float = 0.022
    flytt_ut_av_formaga: float = -0.35
    skolbyte: float = 0.015
    skolbyte_av_formaga: float = -0.45
    invandring: float = 0.0055
    annan_skola_ak7: float = 0.10
    till_fristaende_ak7: float = 0.03

    def as_json(self) -> dict[str, Any]:
        """Parameters as plain JSON values."""
        return asdict(self)


STANDARD = Model()

MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "standard": STANDARD,
        # No true differences between schools; intake, class and test error are kept.
        "noll": replace(
            STANDARD,
            namn="noll",
            skola_sd=0.0,
            skola_ar_sd=0.0,
            svag_skola=0.0,
            bedomning_skola_sd=0.0,
            bedomning_skola_amne_sd=0.0,
            bedomning_skola_amne_ar_sd=0.0,
            bedomning3_skola_sd=0.0,
            bedomning3_skola_amne_sd=0.0,
            bedomning3_skola_amne_ar_sd=0.0,
        ),
        # Absence missing often, by what is known (earlier ability) or by the absence itself.
        "mar": replace(STANDARD, namn="mar", bortfall_franvaro=0.12, bortfall_franvaro_av_formaga=-1.0),
        "mnar": replace(
            STANDARD,
            namn="mnar",
            bortfall_franvaro=0.08,
            bortfall_franvaro_av_formaga=0.0,
            bortfall_franvaro_delta=6.0,
        ),
        "utan_rorlighet": replace(
            STANDARD,
            namn="utan_rorlighet",
            flytt_ut=0.0,
            skolbyte=0.0,
            invandring=0.0,
            till_fristaende_ak7=0.0,
        ),
    }
)
