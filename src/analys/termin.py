"""Termin: one term of a läsår, "VT 2026" in text."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from analys.lasar import from_var, var

_PATTERN = re.compile(r"([hv]t)\s*((?:19|20)[0-9]{2})", re.IGNORECASE)


class Termin(NamedTuple):
    """An autumn or spring term.

    Parameters
    ----------
    termin : {"ht", "vt"}
    lasar : str

    Examples
    --------
    >>> str(Termin("ht", "2025/26")), str(Termin("vt", "2025/26"))
    ('HT 2025', 'VT 2026')
    """

    termin: Literal["ht", "vt"]
    lasar: str

    @property
    def ar(self) -> int:
        """Calendar year of the term."""
        return var(self.lasar) - (self.termin == "ht")

    def __str__(self) -> str:
        return f"{self.termin.upper()} {self.ar}"

    def is_before(self, other: Termin) -> bool:
        """Whether the term is earlier than another."""
        return (self.lasar, self.termin) < (other.lasar, other.termin)


def parse_termin(text: str) -> Termin:
    """The term that a text names.

    Raises
    ------
    ValueError
        When the text names no term.

    Examples
    --------
    >>> parse_termin("vt 2026"), parse_termin("HT2025")
    (Termin(termin='vt', lasar='2025/26'), Termin(termin='ht', lasar='2025/26'))
    """
    match = _PATTERN.fullmatch(text.strip())
    if not match:
        raise ValueError("det är ingen termin. Skriv till exempel VT 2026")
    name, year = match[1].lower(), int(match[2])
    return Termin("ht", from_var(year + 1)) if name == "ht" else Termin("vt", from_var(year))


def name_change(now: Termin, before: Termin) -> str:
    """`jamforelse` of a change: the läsår, or the term where the two are of different kinds.

    Examples
    --------
    >>> name_change(Termin("vt", "2025/26"), Termin("vt", "2024/25"))
    'mot 2024/25'
    >>> name_change(Termin("vt", "2025/26"), Termin("ht", "2025/26"))
    'mot HT 2025'
    """
    return f"mot {before.lasar if before.termin == now.termin else before}"
