"""Publicerade enkätindex: one row per index as somebody else has published it, such as Skolenkäten; our own
layout.

The numbers are copied as they stand: 0–10 with a decimal comma or point, and "-" where the survey's own rules
for reporting were not met. A blank school is the whole municipality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analys.contracts.enkat_fragor import INDEX
from analys.contracts.enkat_svar import ARSKURSER, ENKATER
from analys.contracts.layout import Column, Layout, Rule

if TYPE_CHECKING:
    import pandas as pd

INTE_REDOVISAT = "-"
"""The survey's own rules for reporting were not met."""

_INDEX = r"(?:10(?:[.,]0{1,2})?|[0-9](?:[.,][0-9]{1,2})?|-)?"
_PROCENT = r"(?:100(?:[.,]0{1,2})?|[0-9]{1,2}(?:[.,][0-9]{1,2})?|-)?"

LAYOUT = Layout(
    kind="enkat_index",
    title="Publicerade enkätindex",
    row_title="publicerat index",
    header="obligatorisk",
    key=("Enkat", "Skolenhetskod", "Arskurs", "Index"),
    is_optional=True,
    skips_lasar=True,
    columns=(
        Column("Enkat", ENKATER, 14, "enkat", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet"),
        Column("Arskurs", ARSKURSER, 1, "arskurs", "Int64"),
        Column("Index", INDEX, 11, "index", required=True),
        Column("Varde", max_length=5, processed="varde", required=True),
        Column("Antal_svar", max_length=7, processed="antal_svar", optional=True),
        Column("Svarsfrekvens", max_length=6, processed="svarsfrekvens", optional=True),
        Column("Kalla", max_length=60, processed="kalla", optional=True),
    ),
    rules=(
        Rule(
            ("Varde",),
            "Värdet är inget index från 0 till 10.",
            "Skriv talet som det är publicerat, till exempel 7,4, eller - där inget är redovisat.",
            lambda frame: ~_fits(frame["Varde"], _INDEX),
        ),
        Rule(
            ("Antal_svar",),
            "Antalet svar är inget heltal.",
            "Skriv antalet som det är publicerat, eller lämna cellen tom.",
            lambda frame: ~_fits(frame["Antal_svar"], "(?:[0-9]{1,7}|-)?"),
        ),
        Rule(
            ("Svarsfrekvens",),
            "Svarsfrekvensen är ingen andel i procent.",
            "Skriv talet som det är publicerat, från 0 till 100 utan procenttecken, eller lämna cellen tom.",
            lambda frame: ~_fits(frame["Svarsfrekvens"], _PROCENT),
        ),
    ),
)


def _fits(text: pd.Series, form: str) -> pd.Series:
    return text.str.fullmatch(form).astype(bool)
