"""Reasons are published: they may hold neither a personnummer nor a name that the files know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from analys.corrections.places import fold_number
from analys.errors import Problem
from analys.spelling import fold

if TYPE_CHECKING:
    from analys.corrections.declaring import Correction

# Year with or without century, month, day (samordningsnummer have 60 more), and four characters; people
# write spaces, dashes, dots and slashes between them.
_GAP = r"[\s./–—-]{0,3}"
_NUMBER = re.compile(
    rf"(?<!\d)(?:19|20)?\d\d{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])"
    rf"[\s+./–—-]{{0,3}}(?:\d\d\s?\d\d|T\s?F\s?\d\d)(?!\d)",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s+./–—-]+(?=[\dT])", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
MOST_WORDS = 8
SHORTEST_NAME = 3


def find_number(skal: str, elev: str) -> bool:
    """Whether a reason holds a personnummer, or the birth date or last four characters of the pupil's.

    Examples
    --------
    >>> find_number("Fel i uttaget för 100315-9807", "")
    True
    >>> find_number("Uttaget 2026-06-15 gällde läsåret 2024/25", "201003159807")
    False
    """
    text = unicodedata.normalize("NFKC", skal)
    if _NUMBER.search(text):
        return True
    digits = "".join(c for c in unicodedata.normalize("NFKC", elev) if c.isalnum()).upper()
    if len(digits) < 10:
        return False
    parts = {digits[:-4], digits[:-4][-6:], digits[-4:]}
    runs = re.findall(r"\d+(?:TF\d\d)?|TF\d\d", _BETWEEN_DIGITS.sub("", text).upper())
    alone = re.findall(r"\d+(?:TF\d\d)?|TF\d\d", text.upper())
    return bool(parts & {*runs, *alone})


def find_names(corrections: Sequence[Correction], frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Problems of reasons that hold a given and a family name of somebody in the files, side by side.

    Of the pupil whom a correction is about, either name alone is too much.

    Parameters
    ----------
    corrections : sequence of Correction
    frames : mapping of str to DataFrame
        Raw frames, before anything is corrected or left out.
    """
    named = [f[["PersonNr", "Fornamn", "Efternamn"]] for f in frames.values() if "Fornamn" in f]
    if not corrections or not named:
        return []
    people = pd.concat(named, ignore_index=True).drop_duplicates(ignore_index=True)
    pairs = _list_pairs(people[["Fornamn", "Efternamn"]].drop_duplicates())
    wanted = {fold_number(c.elev) for c in corrections if c.elev}
    folded = pd.Series([fold_number(number) for number in people["PersonNr"].tolist()], dtype="str")
    is_own = folded.isin(wanted)
    own = {str(number): rows for number, rows in people[is_own].groupby(folded[is_own])}
    problems = []
    for correction in corrections:
        said = set(_runs(correction.skal))
        is_named = bool(said & pairs)
        if fold_number(correction.elev) in own:
            is_named |= bool(said & _list_single(own[fold_number(correction.elev)]))
        if is_named:
            problems.append(
                correction.skal_place.problem(
                    "Skälet innehåller ett namn som finns i filerna.",
                    "Skälet visas i rapporten. Skriv det utan namn på personer.",
                )
            )
    return problems


def _runs(text: str) -> Iterable[str]:
    """Every run of adjacent words, as it is and without a genitive s."""
    words = [fold(word) for word in _LETTERS.findall(unicodedata.normalize("NFKC", text))]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            run = " ".join(words[start:end])
            yield run
            if run.endswith("s"):
                yield run.removesuffix("s").removesuffix(" ")


def _spell(names: pd.Series) -> list[str]:
    return [" ".join(_LETTERS.findall(fold(name))) for name in names.tolist()]


def _list_pairs(people: pd.DataFrame) -> set[str]:
    """Given and family names together in either order; of several given names also the first alone."""
    pairs = set()
    for given, family in zip(_spell(people["Fornamn"]), _spell(people["Efternamn"]), strict=True):
        if given and family:
            for name in {given, given.split()[0]}:
                pairs |= {f"{name} {family}", f"{family} {name}"}
    return pairs


def _list_single(rows: pd.DataFrame) -> set[str]:
    given = _spell(rows["Fornamn"])
    names = chain(given, (name.split()[0] for name in given if name), _spell(rows["Efternamn"]))
    return {name for name in names if len(name) >= SHORTEST_NAME}
