"""Enkätfrågor: one row per question, its index and its scale; the package's own layout, beside the läsår.

A question whose wording or scale is changed gets a row of its own from that läsår (`Fran`, and `Till` of the
old one). An index is comparable between läsår with the same rows only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analys.contracts.enkat_svar import ENKATER
from analys.contracts.layout import Column, Layout, Rule

if TYPE_CHECKING:
    import pandas as pd

INDEX = ("trygghet", "studiero", "stimulans", "delaktighet", "stod", "information")
JA, NEJ = VAND = ("ja", "nej")


def _has_no_span(frame: pd.DataFrame) -> pd.Series:
    ends = [frame[name].where(frame[name].str.fullmatch("[0-9]{1,7}")).astype("float64") for name in _ENDS]
    return ends[0] >= ends[1]


def _ends_before(frame: pd.DataFrame) -> pd.Series:
    first, last = (frame[name].str.replace("-", "/") for name in ("Fran", "Till"))
    return (first != "") & (last != "") & (first > last)


_ENDS = ("Min", "Max")

LAYOUT = Layout(
    kind="enkat_fragor",
    title="Enkätfrågor",
    row_title="fråga",
    place="kommun",
    header="obligatorisk",
    key=("Enkat", "Fraga", "Fran"),
    is_optional=True,
    columns=(
        Column("Enkat", ENKATER, 14, "enkat", required=True),
        Column("Fraga", max_length=40, processed="fraga", required=True),
        # Blank: a question that is asked and belongs to no index.
        Column("Index", INDEX, 11, "index"),
        Column("Text", max_length=300, processed="text", required=True),
        Column("Min", max_length=7, processed="minst", dtype="Int64", required=True),
        Column("Max", max_length=7, processed="mest", dtype="Int64", required=True),
        # ja: the lowest code is the best answer.
        Column("Vand", VAND, 3, "vand", optional=True),
        Column("Vet_ej", max_length=20, processed="vet_ej", optional=True),
        Column("Fran", max_length=7, processed="fran", dtype="lasar", optional=True),
        Column("Till", max_length=7, processed="till", dtype="lasar", optional=True),
    ),
    rules=(
        Rule(
            _ENDS,
            "Skalans lägsta kod är inte mindre än den högsta.",
            "Skriv den lägsta koden i Min och den högsta i Max. Är den lägsta koden det bästa svaret, "
            "skriv ja i Vand.",
            _has_no_span,
        ),
        Rule(
            ("Fran", "Till"),
            "Frågan slutar att gälla innan den börjar.",
            "Skriv frågans första läsår i Fran och dess sista i Till.",
            _ends_before,
        ),
    ),
)
