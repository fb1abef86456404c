"""Is the first line a header, and which file column holds which layout column?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from analys.contracts import Layout
from analys.errors import Problem


def fold_name(name: str) -> str:
    """Column name without case, accents and punctuation.

    Examples
    --------
    >>> fold_name("M1 (språk)")
    'm1sprak'
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def match_header(cells: Sequence[str], layout: Layout, fil: str, row: int) -> list[str] | Problem | None:
    """Layout names in file order; None when the line is no header; a problem when it is half of one.

    Names are recognised in any order, in the layout's spelling or the source's own.
    """
    known = {}
    for column in layout.columns:
        for spelling in (column.name, f"{column.name} betyg", column.sheet_name):
            if spelling:
                known[fold_name(spelling)] = column.name
    found = [known.get(fold_name(cell), "") for cell in cells]
    recognised = {name for name in found if name}
    if len(recognised) * 2 < len(layout.columns):
        return None
    if recognised == set(layout.names) and len(found) == len(layout.names):
        return found
    missing = [name for name in layout.names if name not in recognised]
    unknown = [str(i) for i, name in enumerate(found, 1) if not name]
    parts = [f"Saknas: {', '.join(missing)}."] if missing else ["En kolumn förekommer flera gånger."]
    if unknown:
        parts.append(f"Okänt namn på plats: {', '.join(unknown)}.")
    return Problem(
        fil,
        f"Rubrikraden stämmer inte. {' '.join(parts)}",
        f"Rubrikerna ska vara: {'; '.join(layout.names)}.",
        rader=(row,),
        kod="rubriker",
    )
