"""Place in the county: where the municipality stands among its county's municipalities, said in words.

A place says nothing about certainty; it is stated as a published fact, without a number to rank by.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analys.indicators import REGISTRY
from analys.lasar import parse_lasar
from analys.official.cells import LEAST_IN_MEAN
from analys.official.kommuner import kommuner_i_lan, lansnamn
from analys.official.store import load_kolada

_WORDS = (
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv"
    " tretton fjorton femton sexton sjutton arton nitton"
)
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
_ORDINALS = "nollte första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte"


class Place(NamedTuple):
    """Place `rank` of `of` municipalities with a value; 1 is the best, and `delad` others share it."""

    rank: int
    of: int
    delad: int


def place_in_county(data: Path, kommun: str, indikator: str, lasar: str, kon: str = "alla") -> Place | None:
    """Place of the municipality among those of its county that have a published value, itself included.

    Returns
    -------
    Place or None
        None when the indicator is not in Kolada, the municipality has no value, or fewer than three others
        have one.

    Raises
    ------
    InputError
        When nothing is fetched, or a kept answer is missing, changed or broken.
    """
    indicator = REGISTRY[indikator]
    frame = _published(data, kommun)
    chosen = frame[
        (frame["kpi"] == indicator.kolada)
        & (frame["lasar"] == parse_lasar(lasar))
        & (frame["kon"] == kon)
        & (frame["status"] == "officiell")
        & (frame["enhet"].str[:2] == kommun[:2])
    ]
    values = dict(zip(chosen["enhet"], chosen["varde"], strict=True))
    if kommun not in values or len(values) <= LEAST_IN_MEAN:
        return None
    own = values.pop(kommun)
    ties = sum(other == own for other in values.values())
    better = sum((other > own) == indicator.higher_is_better for other in values.values() if other != own)
    return Place(1 + better, 1 + len(values), ties)


@cache
def _published(data: Path, kommun: str) -> pd.DataFrame:
    return load_kolada(data, kommun)


def place_in_words(place: Place, kommun: str, higher_is_better: bool = True) -> str:
    """The place as a Swedish phrase without digits, counted from the nearer end.

    Examples
    --------
    >>> place_in_words(Place(2, 10, 0), "1961")
    'näst högst av tio kommuner i Västmanlands län'
    >>> place_in_words(Place(8, 9, 1), "1961")
    'delat lägst av nio kommuner med publicerat värde i Västmanlands län'
    """
    from_best, from_worst = place.rank, place.of - place.rank - place.delad + 1
    number = min(from_best, from_worst)
    order = ("", "näst ")[number - 1] if number < 3 else f"{_ordinal(number)} "
    end = "högst" if (from_best <= from_worst) == higher_is_better else "lägst"
    if place.delad == place.of - 1:
        standing = "lika med de andra"
    else:
        standing = f"{'delat ' if place.delad else ''}{order}{end}"
    county = "kommuner" if place.of >= len(kommuner_i_lan(kommun)) else "kommuner med publicerat värde"
    return f"{standing} av {number_in_words(place.of)} {county} i {lansnamn(kommun)}"


def number_in_words(number: int) -> str:
    """A whole number as running text has it; digits from a hundred.

    Examples
    --------
    >>> number_in_words(12), number_in_words(21), number_in_words(290)
    ('tolv', 'tjugoen', '290')
    """
    if number >= 100:
        return str(number)
    words = _WORDS.split()
    if number < len(words):
        return words[number]
    tens, unit = divmod(number, 10)
    return _TENS.split()[tens - 2] + (words[unit] if unit else "")


def _ordinal(number: int) -> str:
    ordinals = _ORDINALS.split()
    if number < len(ordinals):
        return ordinals[number]
    if number < 20:
        return f"{number_in_words(number)}de"
    tens, unit = divmod(number, 10)
    return _TENS.split()[tens - 2] + (ordinals[unit] if unit else "nde")
