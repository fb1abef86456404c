"""Enkätsvar: one row per answer of an anonymous survey; the package's own layout.

An answer bears no personnummer. `Svarsid` is any text that is the same in all answers of one respondent; it
is replaced by a running number when the file is read. What the codes in `Svar` mean is declared in
`enkat_fragor.csv`; a blank is a question passed over.
"""

from __future__ import annotations

from analys.contracts.layout import Column, Layout

ENKATER = ("elev", "personal", "vardnadshavare")
"""Who answers: each has a survey of its own."""

FLICKA, POJKE, ANNAT = KON = ("flicka", "pojke", "annat")
ARSKURSER = tuple(str(n) for n in range(10))

LAYOUT = Layout(
    kind="enkat_svar",
    title="Enkätsvar",
    row_title="svar på en fråga",
    header="obligatorisk",
    key=("Enkat", "Skolenhetskod", "Svarsid", "Fraga"),
    is_optional=True,
    skips_lasar=True,
    columns=(
        Column("Enkat", ENKATER, 14, "enkat", required=True),
        Column("Svarsid", max_length=40, processed="svarande", dtype="lopnummer", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Arskurs", ARSKURSER, 1, "arskurs", "Int64"),
        Column("Klass", max_length=25, processed="klass", optional=True),
        Column("Kon", KON, 6, "kon"),
        Column("Fraga", max_length=40, processed="fraga", required=True),
        Column("Svar", max_length=20, processed="svar"),
    ),
)
