"""Frånvaro: one row per pupil, school unit and term, in minutes; the package's own layout.

Offered time is the pupil's own: with anpassad studiegång it is short, and that is no fault. Registered time
is the part of it that attendance was reported for (lessons that a teacher has marked as reported). Absence
may exceed it, for a guardian reports absence from lessons that no teacher does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analys.contracts.layout import Column, Layout, Rule

if TYPE_CHECKING:
    import pandas as pd


def _exceeds_offered(frame: pd.DataFrame) -> pd.Series:
    minutes = {name: _read_minutes(frame[name]) for name in ("Erbjudna_min", "Giltig_min", "Ogiltig_min")}
    absent = minutes["Giltig_min"].fillna(0) + minutes["Ogiltig_min"].fillna(0)
    return (absent > minutes["Erbjudna_min"]) & (minutes["Erbjudna_min"] > 0)


def _registers_more(frame: pd.DataFrame) -> pd.Series:
    offered = _read_minutes(frame["Erbjudna_min"])
    return (_read_minutes(frame["Registrerade_min"]) > offered) & (offered > 0)


def _offers_nothing(frame: pd.DataFrame) -> pd.Series:
    return _read_minutes(frame["Erbjudna_min"]) == 0


def _read_minutes(text: pd.Series) -> pd.Series:
    # What is no whole number is reported on its own and left out of this rule.
    return text.where(text.str.fullmatch("[0-9]{1,7}")).astype("float64")


LAYOUT = Layout(
    kind="franvaro",
    title="Frånvaro",
    row_title="elev, skolenhet och termin",
    header="obligatorisk",
    key=("PersonNr", "Skolenhetskod", "Termin"),
    columns=(
        Column("PersonNr", max_length=12, processed="elev", dtype="personnummer", required=True),
        Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
        Column("Arskurs", tuple(str(n) for n in range(10)), 1, "arskurs", "Int64", required=True),
        Column("Termin", ("HT", "VT"), 2, "termin", required=True),
        Column("Erbjudna_min", max_length=7, processed="erbjudna_min", dtype="Int64", required=True),
        Column("Giltig_min", max_length=7, processed="giltig_min", dtype="Int64"),
        Column("Ogiltig_min", max_length=7, processed="ogiltig_min", dtype="Int64"),
        Column("Registrerade_min", max_length=7, processed="registrerade_min", dtype="Int64", optional=True),
    ),
    rules=(
        Rule(
            ("Erbjudna_min", "Giltig_min", "Ogiltig_min"),
            "Frånvaron är större än den erbjudna tiden.",
            "Kontrollera minuterna i skolans frånvarosystem och ta ut filen på nytt.",
            _exceeds_offered,
        ),
        Rule(
            ("Erbjudna_min", "Registrerade_min"),
            "Den registrerade tiden är längre än den erbjudna.",
            "Kontrollera minuterna i skolans frånvarosystem och ta ut filen på nytt.",
            _registers_more,
        ),
        Rule(
            ("Erbjudna_min",),
            "Den erbjudna tiden är noll minuter, så andelen frånvaro går inte att räkna.",
            "Rätta tiden i skolans system. Hade eleven ingen undervisning under terminen, ta bort raden.",
            _offers_nothing,
        ),
    ),
)
