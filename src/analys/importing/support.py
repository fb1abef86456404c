"""What answers of an SS12000 interface refer to belongs in the läsår of the answers that it lies beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analys.importing.found import Found
from analys.reading.sources import ANSWERS, is_support


def place_support(founds: Sequence[Found]) -> list[Found]:
    """The files with their läsår; ambiguous when the answers beside are of several läsår, or none.

    Examples
    --------
    >>> answers = Found(Path("a/franvaro.json"), "a/franvaro.json", "franvaro", "2025/26")
    >>> name = "ss12000_persons.json"
    >>> place_support([answers, Found(Path("a", name), f"a/{name}", annat=name)])[1].lasar
    '2025/26'
    """
    lasar: dict[Path, set[str]] = {}
    for found in founds:
        if found.kind and found.path.suffix.lower() == ANSWERS:
            lasar.setdefault(found.path.parent, set()).add(found.lasar)
    return [
        _place(found, lasar.get(found.path.parent, set()) - {""}) if is_support(found.annat) else found
        for found in founds
    ]


def _place(found: Found, lasar: set[str]) -> Found:
    if len(lasar) == 1:
        return replace(found, lasar=lasar.pop())
    doubt = (
        f"Svaren i samma mapp hör till läsåren {' och '.join(sorted(lasar))}. Lägg dem i var sin mapp."
        if lasar
        else "Filen hör till svar enligt SS12000, men inga sådana svar med känt läsår ligger i samma mapp."
    )
    return replace(found, tveksamt=(doubt,))
