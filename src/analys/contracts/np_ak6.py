"""Nationella prov åk 6: one row per pupil, SCB's 29 columns."""

from __future__ import annotations

from analys.contracts.layout import Layout
from analys.contracts.np import (
    make_amne,
    make_compact,
    make_deltagande,
    make_grupp,
    make_kursplan,
    make_poang,
    make_provbetyg,
)
from analys.contracts.scb import LEVERANS

COLUMNS = (
    *LEVERANS,
    make_grupp("MA_GRUPP"),
    *(make_deltagande(f"MA_{part}_DELT") for part in "ABCDE"),
    make_provbetyg("MA_PROVB"),
    make_grupp("SV_GRUPP"),
    make_kursplan(),
    make_deltagande("SV_A_DELT"),
    make_deltagande("SV_B_DELT", ersattning=True),
    make_deltagande("SV_C_DELT", ersattning=True),
    *(make_poang(f"SV_{part}_PRP", 0, 18) for part in "ABC"),
    make_provbetyg("SV_PROVB"),
    make_grupp("EN_GRUPP"),
    make_deltagande("EN_A_DELT"),
    make_deltagande("EN_B_DELT", ersattning=True),
    make_deltagande("EN_C_DELT", ersattning=True),
    *(make_poang(f"EN_{part}_PRP", 1, 6) for part in "ABC"),
    make_provbetyg("EN_PROVB"),
)

LAYOUT = Layout(
    kind="np_ak6",
    title="Nationella prov årskurs 6",
    is_result=True,
    sheet="datafilsbeskrivning_np6_2026.xlsx",
    sheet_lasar="2025/26",
    key=("PersonNr",),
    # Åk 9 of the run's first läsår was in åk 6 three läsår before.
    earlier=3,
    columns=COLUMNS,
    amnen=(
        make_amne("matematik", COLUMNS, "MA_", ("MA_PROVB",)),
        make_amne("svenska och svenska som andraspråk", COLUMNS, "SV_", ("SV_KURSPLAN", "SV_PROVB")),
        make_amne("engelska", COLUMNS, "EN_", ("EN_PROVB",)),
    ),
    compact=(
        make_compact(COLUMNS, "PROVB", "KURSPLAN"),
        make_compact(COLUMNS, "PROVB", "KURSPLAN", "GRUPP"),
    ),
)
