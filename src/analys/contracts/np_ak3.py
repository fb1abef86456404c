"""Nationella prov åk 3: one row per pupil, SCB's 35 columns."""

from __future__ import annotations

from analys.contracts.layout import Layout
from analys.contracts.np import (
    make_amne,
    make_compact,
    make_grupp,
    make_kravniva,
    make_kursplan,
    make_poang,
)
from analys.contracts.scb import LEVERANS

# Maximum scores of vt 2026, as the sheet gives them.
MA_POANG = {"B": 17, "C": 19, "D": 14, "E": 16, "F": 23, "G": 15, "G1": 18, "G2": 12}
SV_POANG = {"B": 18, "C": 18}

COLUMNS = (
    *LEVERANS,
    make_grupp("MA_GRUPP"),
    *(make_kravniva(f"MA_{part}_PR") for part in ("A", "B", "C", "D", "E", "F", "G", "G1", "G2")),
    *(make_poang(f"MA_{part}_POANG", 0, most) for part, most in MA_POANG.items()),
    make_grupp("SV_GRUPP"),
    make_kursplan(),
    *(make_kravniva(f"SV_{part}_PR") for part in "ABCDEFGH"),
    *(make_poang(f"SV_{part}_POANG", 0, most) for part, most in SV_POANG.items()),
)
MA_DELPROV = tuple(f"MA_{part}_PR" for part in "ABCDEF")
SV_DELPROV = tuple(f"SV_{part}_PR" for part in "ABCDEFGH")

LAYOUT = Layout(
    kind="np_ak3",
    title="Nationella prov årskurs 3",
    is_result=True,
    sheet="datafilsbeskrivning_np3_2026.xlsx",
    sheet_lasar="2025/26",
    key=("PersonNr",),
    columns=COLUMNS,
    # Part G comes whole or in two halves. Without the syllabus nobody is known to read Sv or Sva.
    amnen=(
        make_amne(
            "matematik", COLUMNS, "MA_", (*MA_DELPROV, "MA_G_PR"), (*MA_DELPROV, "MA_G1_PR", "MA_G2_PR")
        ),
        make_amne("svenska och svenska som andraspråk", COLUMNS, "SV_", ("SV_KURSPLAN", *SV_DELPROV)),
    ),
    compact=(
        make_compact(COLUMNS, "_PR", "KURSPLAN"),
        make_compact(COLUMNS, "_PR", "KURSPLAN", "GRUPP"),
    ),
)
