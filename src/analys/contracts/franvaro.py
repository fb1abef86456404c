"""Frånvaro: one row per pupil, school unit and term, in minutes; the package's own layout."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout

LAYOUT = Layout(
    kind="franvaro",
    title="Frånvaro",
    header="obligatorisk",
    key=("PersonNr", "Skolenhetskod", "Termin"),
    columns=(
        Column("PersonNr", max_length=12, processed="elev", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", required=True),
        Column("Arskurs", tuple(str(n) for n in range(10)), 1, "arskurs", "Int64", required=True),
        Column("Termin", ("HT", "VT"), 2, "termin", required=True),
        Column("Erbjudna_min", max_length=7, processed="erbjudna_min", dtype="Int64", required=True),
        Column("Giltig_min", max_length=7, processed="giltig_min", dtype="Int64"),
        Column("Ogiltig_min", max_length=7, processed="ogiltig_min", dtype="Int64"),
    ),
)
