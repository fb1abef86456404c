"""Elevregister: one row per pupil and läsår, the package's own layout."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout

GRUNDSKOLA = "GR"
ANPASSAD_GRUNDSKOLA = "ANP"

LAYOUT = Layout(
    kind="elevregister",
    title="Elevregister",
    row_title="elev och läsår",
    mandatory=True,
    place="kommun",
    header="obligatorisk",
    key=("Lasar", "PersonNr"),
    columns=(
        Column("Lasar", max_length=7, processed="lasar", dtype="lasar", required=True),
        Column("PersonNr", max_length=12, processed="elev", dtype="personnummer", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Arskurs", tuple(str(n) for n in range(10)), 1, "arskurs", "Int64", required=True),
        Column("Klass", max_length=25, processed="klass"),
        Column("Fornamn", max_length=20, processed=""),
        Column("Efternamn", max_length=20, processed=""),
        Column("Skolform", (GRUNDSKOLA, ANPASSAD_GRUNDSKOLA), 3, "skolform", required=True),
        Column("Nyinvandrad", ("0", "1"), 1, "nyinvandrad", "boolean"),
        # 1 förgymnasial, 2 gymnasial, 3 eftergymnasial; blank = not known.
        Column("Foraldrautbildning", ("1", "2", "3"), 1, "foraldrautbildning", "Int64"),
    ),
)
