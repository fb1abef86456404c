"""Faults that show only when files are read together: duplicates, unknown schools, a register too short."""

from __future__ import annotations

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem

DUBBLETT = "Raden finns flera gånger med samma innehåll"
# What tells deliveries apart and not pupils: a resend may differ in these.
LEVERANS = ("System", "Datum", "Version")


def mark_duplicates(kind: str, frame: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Reason for leaving a row out ("" = kept), and problems where rows with one key disagree.

    Of identical rows the first in reading order is kept.
    """
    layout = LAYOUTS[kind]
    key = ["lasar", *(name for name in layout.key if name != "Lasar")]
    is_filled = (frame[key[1:]] != "").all(axis=1)
    is_repeated = frame.duplicated(key, keep=False) & is_filled
    skal = pd.Series("", index=frame.index, dtype="str")
    if not is_repeated.any():
        return skal, []
    repeated = frame[is_repeated]
    content = ["lasar", *(name for name in layout.names if name not in (*LEVERANS, "Lasar"))]
    is_copy = repeated.duplicated(content)
    skal[is_copy.index[is_copy]] = DUBBLETT
    kept = repeated[~is_copy]
    conflicting = kept[kept.duplicated(key, keep=False)]
    return skal, [
        Problem(
            str(fil),
            f"Samma {layout.row_title} finns på flera rader med olika innehåll.",
            "Behåll den rätta raden och ta bort de andra. Ett nytt uttag ersätter skolans tidigare fil.",
            ", ".join(layout.key),
            tuple(rows["rad"].tolist()),
            kod="dubblett",
        )
        for fil, rows in conflicting.groupby("fil", sort=True, observed=True)
    ]


def check_register(register: pd.DataFrame, lasar: str) -> list[Problem]:
    """The register must hold the report's läsår: without it nobody is known to go to anpassad grundskola."""
    if register.empty or (register["lasar"] == lasar).any():
        return []
    return [
        Problem(
            str(register["fil"].iloc[-1]),
            f"Elevregistret har inga elever för läsåret {lasar}.",
            "Lägg till läsårets elever, eller välj ett annat läsår.",
            "Lasar",
            kod="register",
        )
    ]


def check_skolenheter(kind: str, frame: pd.DataFrame, known: frozenset[str]) -> list[Problem]:
    """Rows whose school unit is not in skolenheter.csv."""
    form = frame["Skolenhetskod"].str.fullmatch("[0-9]{8}").astype(bool)
    unknown = frame[form & ~frame["Skolenhetskod"].isin(known)]
    return [
        Problem(
            str(fil),
            "Skolenhetskoden finns inte i skolenheter.csv.",
            "Lägg till skolenheten i skolenheter.csv, eller rätta koden.",
            "Skolenhetskod",
            tuple(rows["rad"].tolist()),
            kod="okand_skolenhet",
        )
        for fil, rows in unknown.groupby("fil", sort=True, observed=True)
    ]
