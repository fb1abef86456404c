"""Names of the year groups by läsår: from autumn 2028 the grundskola has ten years and åk 9 is called åk 10.

In code a year group always has its number from before the reform, so that cohorts and series stay joined;
only the label follows the läsår.
"""

from __future__ import annotations

from dataclasses import dataclass

from analys.lasar import parse_lasar


@dataclass(frozen=True)
class Arskursnamn:
    """From which läsår the year groups are called `steg` higher than their number in code."""

    valid_from: str
    steg: int


NAMN: tuple[Arskursnamn, ...] = (Arskursnamn("1994/95", 0), Arskursnamn("2028/29", 1))


def label_arskurs(arskurs: int, lasar: str) -> str:
    """Swedish name of a year group in a läsår.

    Examples
    --------
    >>> label_arskurs(9, "2025/26"), label_arskurs(9, "2028/29")
    ('årskurs 9', 'årskurs 10')
    """
    wanted = parse_lasar(lasar)
    steg = [namn.steg for namn in NAMN if namn.valid_from <= wanted][-1]
    return f"årskurs {arskurs + steg}" if arskurs + steg else "förskoleklass"
