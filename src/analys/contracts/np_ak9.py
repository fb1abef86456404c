"""Nationella prov åk 9: one row per pupil, SCB's 32 columns."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout
from analys.contracts.np import (
    make_amne,
    make_compact,
    make_deltagande,
    make_grupp,
    make_kursplan,
    make_poang,
    make_provbetyg,
    make_rule_ersattningsprov,
)
from analys.contracts.scb import LEVERANS

COLUMNS = (
    *LEVERANS,
    make_grupp("MA_GRUPP"),
    make_deltagande("MA_A_DELT"),
    *(make_deltagande(f"MA_{part}_DELT", ersattning=True) for part in "BCD"),
    make_provbetyg("MA_PROVB", ersattning=True),
    make_grupp("SV_GRUPP"),
    make_kursplan(),
    make_poang("SV_A_PRP", 0, 18),
    make_poang("SV_B_PRP", 0, 18, ersattning=True),
    make_poang("SV_C_PRP", 0, 18, ersattning=True),
    make_provbetyg("SV_PROVB", ersattning=True),
    make_grupp("EN_GRUPP"),
    make_poang("EN_A_PRP", 1, 9),
    make_poang("EN_B_PRP", 1, 9, ersattning=True),
    make_poang("EN_C_PRP", 1, 9),
    make_provbetyg("EN_PROVB", ersattning=True),
    Column("NO_PROV", ("FY", "BI", "KE"), 2),
    make_deltagande("NO_A_DELT", ersattning=True),
    make_deltagande("NO_B_DELT", ersattning=True),
    make_grupp("NO_GRUPP"),
    make_provbetyg("NO_PROVB", ersattning=True),
    Column("SO_PROV", ("GE", "HI", "RE", "SH"), 2),
    make_deltagande("SO_A_DELT", ersattning=True),
    make_deltagande("SO_B_DELT", ersattning=True),
    make_grupp("SO_GRUPP"),
    make_provbetyg("SO_PROVB", ersattning=True),
)

LAYOUT = Layout(
    kind="np_ak9",
    title="Nationella prov årskurs 9",
    is_result=True,
    sheet="datafilsbeskrivning_np9_2026.xlsx",
    sheet_lasar="2025/26",
    key=("PersonNr",),
    columns=COLUMNS,
    amnen=(
        make_amne("matematik", COLUMNS, "MA_", ("MA_PROVB",)),
        make_amne("svenska och svenska som andraspråk", COLUMNS, "SV_", ("SV_KURSPLAN", "SV_PROVB")),
        make_amne("engelska", COLUMNS, "EN_", ("EN_PROVB",)),
        make_amne("NO", COLUMNS, "NO_", ("NO_PROV", "NO_PROVB")),
        make_amne("SO", COLUMNS, "SO_", ("SO_PROV", "SO_PROVB")),
    ),
    compact=(
        make_compact(COLUMNS, "PROVB", "KURSPLAN", "_PROV"),
        make_compact(COLUMNS, "PROVB", "KURSPLAN", "_PROV", "GRUPP"),
    ),
    rules=(
        make_rule_ersattningsprov("MA_PROVB", ("MA_B_DELT", "MA_C_DELT", "MA_D_DELT")),
        make_rule_ersattningsprov("SV_PROVB", ("SV_B_PRP", "SV_C_PRP")),
        make_rule_ersattningsprov("EN_PROVB", ("EN_B_PRP",)),
        make_rule_ersattningsprov("NO_PROVB", ("NO_A_DELT", "NO_B_DELT")),
        make_rule_ersattningsprov("SO_PROVB", ("SO_A_DELT", "SO_B_DELT")),
    ),
)
