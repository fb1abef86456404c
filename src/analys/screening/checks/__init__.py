"""The checks in the order of the account. A new check is one module and one line below."""

from __future__ import annotations

from importlib import import_module

from analys.screening.check import Check

NAMES = (
    # Can the files be read, and are they what they seem?
    "lasbara_filer",
    "rubriker_och_kolumner",
    "egna_kolumner",
    "namn_och_plats",
    "saknade_filer",
    "okanda_filer",
    "tveksamma_filer",
    "samma_fil",
    "aldre_utgavor",
    # Is each cell and row valid?
    "datum_och_lasar",
    "personnummer",
    "skolenhetskoder",
    "kanda_skolenheter",
    "tomma_uppgifter",
    "koder",
    "texter",
    "skadat_av_excel",
    "teckenkodning",
    "misstankta_skador",
    "minuter",
    "motsagelser",
    "dubbletter",
    "elev_pa_tva_skolor",
    "register_lasar",
    "enkatfiler",
    "rattelser",
    "arbetsbok",
    "citat",
    "skolverkets_tabeller",
    # Are the pupils those one expects?
    "sorter_som_saknas",
    "skola_utan_fil",
    "elevantal_register",
    "elevantal",
    "elever_utanfor_registret",
    "elever_annan_skola",
    "alder",
    "konsfordelning",
    # Are the results plausible?
    "betyg_forandring",
    "betyg_skola",
    "betyg_utan_f",
    "betyg_lika",
    "amnen_utan_betyg",
    "andel_sva",
    "andel_m2",
    "prov_koder",
    "prov_tomma",
    "prov_ej_gjorda",
    "prov_och_betyg",
    "bedomning_tomma",
    "bedomning_forandring",
    "bedomning_och_prov",
    "franvaro_terminer",
    "franvaro_tackning",
    "franvaro_tid",
    "franvaro_noll",
    "franvaro_ogiltig",
    "franvaro_registrering",
    "enkat_vanda_fragor",
)

CHECKS: tuple[Check, ...] = tuple(import_module(f"{__name__}.{name}").CHECK for name in NAMES)

__all__ = ["CHECKS", "NAMES"]
