"""Enkätutskick: how many got a survey, by school, year group and gender; the package's own layout.

Whoever is not known by year group or gender stands in a row where they are blank. Without these files a
report tells no response rates, weighs no answers and compares nothing.
"""

from __future__ import annotations

from analys.contracts.enkat_svar import ARSKURSER, ENKATER, KON
from analys.contracts.layout import Column, Layout

LAYOUT = Layout(
    kind="enkat_utskick",
    title="Enkätutskick",
    row_title="grupp som fick enkäten",
    header="obligatorisk",
    key=("Enkat", "Skolenhetskod", "Arskurs", "Kon"),
    is_optional=True,
    skips_lasar=True,
    columns=(
        Column("Enkat", ENKATER, 14, "enkat", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Arskurs", ARSKURSER, 1, "arskurs", "Int64"),
        Column("Kon", KON, 6, "kon"),
        Column("Antal", max_length=7, processed="antal", dtype="Int64", required=True),
    ),
)
