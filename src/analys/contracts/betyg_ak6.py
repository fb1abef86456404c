"""Terminsbetyg åk 6: one row per pupil, SCB's 35 columns (block grades No and So besides their subjects)."""

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

# Y: no goal-related grade (waldorf and international schools); Z: not taught in åk 6.
OBLIGATORISKT = ("3", *BETYG, "9", "Y", "Z")
EJ_OBLIGATORISKT = ("2", *OBLIGATORISKT)
# Modersmål and teckenspråk: 2 but not 3 in the sheet.
UTAN_STUDIEGANG = ("2", *BETYG, "9", "Y", "Z")
NO = ("Bi", "Fy", "Ke")
SO = ("Ge", "Hi", "Re", "Sh")


def _amne(name: str, codes: tuple[str, ...] = OBLIGATORISKT, sheet_name: str = "") -> Column:
    return Column(name, codes, 1, sheet_name=sheet_name)


LAYOUT = Layout(
    kind="betyg_ak6",
    title="Terminsbetyg årskurs 6",
    is_result=True,
    sheet="datafilsbeskrivning_betyg_ak6_2026.xlsx",
    sheet_lasar="2025/26",
    key=("PersonNr",),
    # Åk 9 of the run's first läsår was in åk 6 three läsår before.
    earlier=3,
    columns=(
        *LEVERANS,
        *ELEV,
        *(_amne(name) for name in ("Bl", "En", "Hkk", "Idh", "Ma")),
        make_sprak("M1_sprak", "M1 (språk)"),
        _amne("M1", EJ_OBLIGATORISKT, "M1 (betyg)"),
        make_sprak("M2_sprak", "M2 (språk)"),
        _amne("M2", EJ_OBLIGATORISKT, "M2 (betyg)"),
        make_sprak("ML_sprak", "Modm_anm"),
        _amne("ML", UTAN_STUDIEGANG, "Modmalbe"),
        _amne("Mu"),
        *(_amne(name, EJ_OBLIGATORISKT) for name in ("No", *NO, "So", *SO)),
        _amne("Sl"),
        _amne("Sv", EJ_OBLIGATORISKT),
        _amne("Sva", EJ_OBLIGATORISKT),
        _amne("Tn", UTAN_STUDIEGANG),
        _amne("Tk"),
        _amne("OVR", EJ_OBLIGATORISKT, "Ovr"),
    ),
    rules=(
        make_rule_ensam_svenska(),
        make_rule_ej_betygssatt("Sv", ("Sva",)),
        make_rule_ej_betygssatt("Sva", ("Sv",)),
        make_rule_ej_betygssatt("No", NO),
        *(make_rule_ej_betygssatt(name, ("No",)) for name in NO),
        make_rule_ej_betygssatt("So", SO),
        *(make_rule_ej_betygssatt(name, ("So",)) for name in SO),
    ),
)
