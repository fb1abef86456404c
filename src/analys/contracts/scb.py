"""What SCB's delivery files share: the first columns, the grade codes and the rules between grades.

Source: SCB, Kravspecifikation för datafil, terminsbetyg årskurs 6, slutbetyg and ämnesprov vt 2026. The
sheets of 2025 have the same columns and codes; they differ in Klass only (20 characters, and in åk 6
9999999999 for a missing class). See DOMAIN "SCB delivery files".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analys.contracts.layout import Column, Rule

if TYPE_CHECKING:
    import pandas as pd

# Placeholder for a missing class in the åk 6 sheet of 2025.
KLASS_SAKNAS = "9999999999"

BETYG = ("A", "B", "C", "D", "E", "F")
ANPASSAD_STUDIEGANG = "3"
STRECK = "9"
EJ_BETYGSSATT = "2"

LEVERANS = (
    Column("System", max_length=15, processed=""),
    Column("Datum", max_length=10, processed="", dtype="datum", required=True),
    Column("Version", max_length=15, processed=""),
    Column("PersonNr", max_length=12, processed="elev", dtype="personnummer", required=True),
    Column("Skolenhetskod", max_length=8, processed="skolenhet", dtype="skolenhet", required=True),
)
ELEV = (
    Column("Klass", max_length=25, processed="klass"),
    Column("Fornamn", max_length=20, processed=""),
    Column("Efternamn", max_length=20, processed=""),
)


def make_sprak(name: str, sheet_name: str) -> Column:
    """The language code that belongs to a language grade, three characters."""
    return Column(name, max_length=3, sheet_name=sheet_name)


def make_rule_ensam_svenska() -> Rule:
    """Sv and Sva exclude each other: a pupil is graded in one of them."""
    return Rule(
        ("Sv", "Sva"),
        "Eleven har betyg i både svenska och svenska som andraspråk.",
        "Behåll betyget i det ämne som eleven läser och skriv 2 eller lämna tomt i det andra.",
        lambda frame: frame["Sv"].isin(BETYG) & frame["Sva"].isin(BETYG),
    )


def make_rule_ej_betygssatt(name: str, others: tuple[str, ...]) -> Rule:
    """Code 2 in `name` only where at least one of `others` is graded.

    Graded is here every code that says the pupil reads the subject: A–F, streck, anpassad studiegång
    and the åk 6 code Y.
    """
    graded = (*BETYG, ANPASSAD_STUDIEGANG, STRECK, "Y")

    def broken(frame: pd.DataFrame) -> pd.Series:
        is_ungraded = frame[name] == EJ_BETYGSSATT
        for other in others:
            is_ungraded &= ~frame[other].isin(graded)
        return is_ungraded

    return Rule(
        (name, *others),
        f"Koden 2 i {name} får bara användas när det finns betyg i {_join(others)}.",
        f"Fyll i betyget i {_join(others)} eller rätta koden i {name}.",
        broken,
    )


def _join(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} eller {names[-1]}"
