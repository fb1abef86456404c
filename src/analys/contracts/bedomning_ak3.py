"""Lärarnas bedömning åk 3: one row per pupil, whether the criteria are judged to be reached; our own layout.

There are no grades in åk 3, so each municipality gathers its teachers' judgement in its own way. A blank says
that the pupil was not judged, or does not read the subject: which of them is never assumed.
"""

from __future__ import annotations

from analys.contracts.layout import Column, Layout, Rule

NAR = "1"
NAR_INTE = "0"
BEDOMD = (NAR, NAR_INTE)

LAYOUT = Layout(
    kind="bedomning_ak3",
    title="Lärarnas bedömning årskurs 3",
    header="obligatorisk",
    key=("PersonNr",),
    is_optional=True,
    columns=(
        Column("PersonNr", max_length=12, processed="elev", dtype="personnummer", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Klass", max_length=25, processed="klass"),
        Column("Sv", BEDOMD, 1),
        Column("Sva", BEDOMD, 1),
        Column("Ma", BEDOMD, 1),
    ),
    rules=(
        Rule(
            ("Sv", "Sva"),
            "Eleven har en bedömning i både svenska och svenska som andraspråk.",
            "Behåll bedömningen i det ämne som eleven läser och lämna den andra tom.",
            lambda frame: frame["Sv"].isin(BEDOMD) & frame["Sva"].isin(BEDOMD),
        ),
    ),
)
