"""What a table of Skolverket's is: its title, its measures, and every wording of their headings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

HIGHEST: Mapping[str, float] = MappingProxyType(
    {"procent": 100.0, "poäng": 340.0, "antal": 1e6, "kvot": 1e4, "provpoäng": 20.0, "tjänster": 1e4}
)
"""The highest value that can be true, by unit."""


@dataclass(frozen=True)
class Matt:
    """One measure of a table.

    Parameters
    ----------
    namn : str
        Declared name; the registry's code where the measure is one of the registry's indicators.
    enhet : str
        Unit, one of `HIGHEST`.
    rubriker : tuple of str
        Every known wording of its heading, or the API's field. Case, blanks and punctuation do not count.
    amne : str
        Subject (sv, sva, ma, en, bi …), "" when the measure is about none.
    """

    namn: str
    enhet: str
    rubriker: tuple[str, ...]
    amne: str = ""

    def allows(self, value: float) -> bool:
        """Whether a number can be true: not below 0, not above the unit's highest, pupils are whole."""
        if math.isnan(value):
            return True
        return 0 <= value <= HIGHEST[self.enhet] and (self.enhet != "antal" or value == int(value))


@dataclass(frozen=True)
class Tabell:
    """One table that Skolverket lets be taken out as a file.

    Parameters
    ----------
    namn : str
        Declared name.
    titel : str
        What messages and sources call it.
    rubrik : str
        Words of the title in the file's preamble that tell this table from the others.
    matt : tuple of Matt
        Its measures.
    fordelning : tuple of str
        Names of a count and of the shares that sum to 100 where the count is a number. There, and only there,
        Skolverket's "." is a share of 0 percent. Empty when the table has no such shares.
    """

    namn: str
    titel: str
    rubrik: str
    matt: tuple[Matt, ...]
    fordelning: tuple[str, ...] = ()
