"""Similar municipalities: Kolada's group "Liknande kommuner grundskola" of seven for each municipality."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analys.official.answers import Group
from analys.official.kommuner import kommunnamn

_TITLE = re.compile(r"Liknande kommuner,? grundskola, (?P<namn>.+?)(?:, (?P<ar>\d{4}))?")


def select_group(groups: Iterable[Group], kommun: str) -> Group | None:
    """The newest group of municipalities like `kommun` in grundskola, or None.

    Examples
    --------
    >>> group = Group("G1", "Liknande kommuner grundskola, Ale, 2024", ("1440", "1442"))
    >>> select_group([group, Group("G2", "Liknande kommuner LSS, Ale, 2024", ("1442",))], "1440").id
    'G1'
    """
    newest: tuple[str, Group] | None = None
    for group in groups:
        match = _TITLE.fullmatch(group.titel)
        if match and match["namn"] == kommunnamn(kommun):
            year = match["ar"] or ""
            if newest is None or year > newest[0]:
                newest = (year, group)
    return newest[1] if newest else None
