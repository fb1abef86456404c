"""Slutbetyg åk 9: one row per pupil, SCB's 33 columns."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout
from analys.contracts.scb import (
    BETYG,
    ELEV,
    LEVERANS,
    make_rule_ej_betygssatt,
    make_rule_ensam_svenska,
    make_sprak,
)

OBLIGATORISKT = ("3", *BETYG, "9")
EJ_OBLIGATORISKT = ("2", *OBLIGATORISKT)
# Teckenspråk is never part of an anpassad studiegång in the sheet: 2 but not 3.
TECKENSPRAK = ("2", *BETYG, "9")


def _amne(name: str, codes: tuple[str, ...] = OBLIGATORISKT, sheet_name: str = "") -> Column:
    return Column(name, codes, 1, sheet_name=sheet_name)


LAYOUT = Layout(
    kind="slutbetyg_ak9",
    title="Slutbetyg årskurs 9",
    is_result=True,
    sheet="datafilsbeskrivning_betyg_ak9_2026.xlsx",
    sheet_lasar="2025/26",
    key=("PersonNr",),
    columns=(
        *LEVERANS,
        *ELEV,
        *(_amne(name) for name in ("Bl", "En", "Hkk", "Idh", "Ma")),
        make_sprak("M1_sprak", "M1 (språk)"),
        _amne("M1", EJ_OBLIGATORISKT, "M1 (betyg)"),
        make_sprak("M2_sprak", "M2 (språk)"),
        _amne("M2", EJ_OBLIGATORISKT, "M2 (betyg)"),
        make_sprak("ML_sprak", "ML (språk)"),
        _amne("ML", EJ_OBLIGATORISKT, "ML (betyg)"),
        *(_amne(name) for name in ("Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh", "Sl")),
        _amne("Sv", EJ_OBLIGATORISKT),
        _amne("Sva", EJ_OBLIGATORISKT),
        _amne("Tn", TECKENSPRAK),
        _amne("Tk"),
        _amne("OVR", EJ_OBLIGATORISKT),
    ),
    rules=(
        make_rule_ensam_svenska(),
        make_rule_ej_betygssatt("Sv", ("Sva",)),
        make_rule_ej_betygssatt("Sva", ("Sv",)),
    ),
)
