"""Skolenheter: one row per school unit, the package's own layout. Blanks: still open, never renamed."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout

LAYOUT = Layout(
    kind="skolenheter",
    title="Skolenheter",
    row_title="skolenhet",
    mandatory=True,
    place="kommun",
    header="obligatorisk",
    key=("Skolenhetskod",),
    columns=(
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Namn", max_length=100, processed="namn", required=True),
        Column("Huvudman", ("kommunal", "fristaende"), 10, "huvudman", required=True),
        Column("Arskurser", max_length=10, processed="arskurser"),
        Column("FranLasar", max_length=7, processed="fran_lasar", dtype="lasar"),
        Column("TillLasar", max_length=7, processed="till_lasar", dtype="lasar"),
        Column("TidigareNamn", max_length=100, processed="tidigare_namn"),
        Column("NamnFranLasar", max_length=7, processed="namn_fran_lasar", dtype="lasar"),
    ),
)
