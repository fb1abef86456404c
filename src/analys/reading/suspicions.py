"""What is no error but looks damaged, and pupils whose files disagree: warnings, never raised by reading."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from analys.contracts import LAYOUTS
from analys.contracts.elevregister import GRUNDSKOLA
from analys.errors import Problem
from analys.reading.damage_kinds import EXCEL

MISSTANKAR = MappingProxyType(
    {
        "klass_tal": "a class that is a round number beside classes with letters: 9E1 read as 9,0·10¹",
        "fragetecken": "a question mark inside a word: a letter that was lost",
        "annan_skola": "results at one school and the register at another",
    }
)
"""Codes of the problems below; they are not among `analys.reading.codes.ALL`, which are faults."""

TEXT_ENDINGS = ("Klass", "_GRUPP", "Namn")


def find_suspicions(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Cells that may be right but look damaged, file by file.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Kind -> raw rows, see `analys.reading.Raw`.

    Examples
    --------
    >>> frame = pd.DataFrame({"Klass": ["9A", "9B", "90"], "fil": "betyg.csv", "rad": [1, 2, 3]}, dtype="str")
    >>> [(p.kod, p.kolumn, p.rader) for p in find_suspicions({"slutbetyg_ak9": frame.astype({"rad": int})})]
    [('klass_tal', 'Klass', (3,))]
    """
    problems = []
    for kind, frame in frames.items():
        names = [name for name in LAYOUTS[kind].names if name.endswith(TEXT_ENDINGS) and name in frame]
        for fil, rows in frame.groupby("fil", sort=True, observed=True):
            for name in names:
                problems += _suspect_cells(rows[name], rows["rad"], str(fil), name)
    return problems


def _suspect_cells(cells: pd.Series, rad: pd.Series, fil: str, name: str) -> list[Problem]:
    distinct = pd.Series(cells.unique(), dtype="str")
    lost = distinct[distinct.str.contains(r"[^\W\d_]\?[^\W\d_]", regex=True).astype(bool)]
    found = [
        (_find_rounded(distinct), "klass_tal", _ROUNDED),
        (frozenset(lost), "fragetecken", _QUESTION_MARK),
    ]
    return [
        Problem(fil, vad, gor, name, tuple(sorted(rad[cells.isin(suspect)].tolist())), kod=kod)
        for suspect, kod, (vad, gor) in found
        if suspect
    ]


_ROUNDED = (
    "Klassen är ett jämnt tal bland klasser med bokstäver: 9E1 blir 90 i Excel.",
    f"Kontrollera om klassen heter så. {EXCEL}",
)
_QUESTION_MARK = (
    "Texten har ett frågetecken inne i ett ord; kanske har å, ä eller ö gått förlorat.",
    "Kontrollera texten. Ta ut filen på nytt som UTF-8 eller Windows-1252 (ANSI) om bokstäver saknas.",
)


def _find_rounded(classes: pd.Series) -> frozenset[str]:
    """Classes such as 90, 900 or 10, where the file also has 9A, 9C or 9E2: a year group and letters."""
    with_letter = set(classes.str.extract(r"^([0-9])[A-ZÅÄÖa-zåäö]", expand=False).dropna())
    rounded = classes[classes.str.fullmatch("[1-9]0{1,5}").astype(bool)]
    return frozenset(rounded[rounded.str.slice(0, 1).isin(with_letter)])


def find_other_school(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Pupils with results at one school whose register row of the same läsår says another.

    A pupil who changed schools during the year is counted where the results are: right or wrong, somebody
    should look. Rows whose pupil the register lacks are no matter of this.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        See `find_suspicions`.
    """
    if "elevregister" not in frames:
        return []
    register = frames["elevregister"]
    register = register[register["Skolform"] == GRUNDSKOLA]
    places = register.drop_duplicates(["lasar", "PersonNr"]).set_index(["lasar", "PersonNr"])["Skolenhetskod"]
    problems = []
    for kind, frame in frames.items():
        if not LAYOUTS[kind].is_yearly:
            continue
        expected = places.reindex(pd.MultiIndex.from_frame(frame[["lasar", "PersonNr"]])).set_axis(
            frame.index
        )
        differs = frame[expected.notna() & (expected != frame["Skolenhetskod"])]
        problems += [
            Problem(
                str(fil),
                "Eleven har resultat på en skola men står på en annan i elevregistret samma läsår.",
                "Resultatet räknas till skolan i den här filen. Har eleven inte bytt skola, rätta den fil "
                "som är fel.",
                "PersonNr, Skolenhetskod",
                tuple(rows["rad"].tolist()),
                kod="annan_skola",
            )
            for fil, rows in differs.groupby("fil", sort=True, observed=True)
        ]
    return problems
