"""Faults that show only when files are read together: duplicates, unknown schools, a register too short."""

from __future__ import annotations

import pandas as pd

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.reading.personnummer import has_date, has_form

DUBBLETT = "Raden finns flera gånger med samma innehåll"
# What tells deliveries apart and not pupils: a resend may differ in these.
LEVERANS = ("System", "Datum", "Version")


def mark_duplicates(kind: str, frame: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Reason for leaving a row out ("" = kept), and problems where rows with one key disagree.

    Of identical rows the first in reading order is kept. Rows whose personnummer is damaged are told of
    already: many pupils share a rounded one.
    """
    layout = LAYOUTS[kind]
    key = ["lasar", *(name for name in layout.key if name != "Lasar")]
    is_repeated = frame.duplicated(key, keep=False)
    skal = pd.Series("", index=frame.index, dtype="str")
    if not is_repeated.any():
        return skal, []
    is_repeated &= (frame[key[1:]] != "").all(axis=1)
    repeated = frame[is_repeated]
    if "PersonNr" in layout and len(repeated):
        repeated = repeated[has_form(repeated["PersonNr"]) & has_date(repeated["PersonNr"])]
    if repeated.empty:
        return skal, []
    content = [name for name in layout.names if name not in (*LEVERANS, "Lasar")]
    is_copy = repeated.duplicated(["lasar", *content])
    skal[is_copy.index[is_copy]] = DUBBLETT
    kept = repeated[~is_copy]
    conflicting = kept[kept.duplicated(key, keep=False)]
    differs = conflicting.groupby(key)[[name for name in content if name not in key]].transform("nunique") > 1
    at_two = differs.get("Skolenhetskod", pd.Series(False, index=differs.index)).astype(bool)
    return skal, [
        *_describe_two_schools(conflicting[at_two], layout),
        *_describe_conflicts(conflicting[~at_two], differs[~at_two], layout),
    ]


def _describe_conflicts(rows: pd.DataFrame, differs: pd.DataFrame, layout: Layout) -> list[Problem]:
    problems = []
    for fil, group in rows.groupby("fil", sort=True, observed=True):
        columns = differs.columns[differs.loc[group.index].any()].tolist()
        problems.append(
            Problem(
                str(fil),
                f"Samma {layout.row_title} finns på flera rader med olika innehåll i {_join(columns)}.",
                "Behåll den rätta raden och ta bort de andra. Ett nytt uttag ersätter skolans tidigare fil.",
                ", ".join(layout.key),
                tuple(group["rad"].tolist()),
                kod="dubblett",
            )
        )
    return problems


def _describe_two_schools(rows: pd.DataFrame, layout: Layout) -> list[Problem]:
    return [
        Problem(
            str(fil),
            f"Samma {layout.row_title} finns på två skolor.",
            "Behåll raden från den skola där eleven gick när uttaget gjordes, och ta bort den andra. "
            "Den som har bytt skola ska bara vara med en gång.",
            ", ".join((*layout.key, "Skolenhetskod")),
            tuple(group["rad"].tolist()),
            kod="tva_skolor",
        )
        for fil, group in rows.groupby("fil", sort=True, observed=True)
    ]


def _join(names: list[str], most: int = 8) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} och {len(names) - most} kolumner till"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


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
    is_known = frame["Skolenhetskod"].isin(known)
    if is_known.all():
        return []
    unknown = frame[["Skolenhetskod", "fil", "rad"]][~is_known]
    unknown = unknown[unknown["Skolenhetskod"].str.fullmatch("[0-9]{8}").astype(bool)]
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
