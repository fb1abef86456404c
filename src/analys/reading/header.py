"""Is the first line a header, and which file column holds which layout column?"""

from __future__ import annotations

from collections.abc import Sequence

from analys.contracts import Layout
from analys.errors import Problem
from analys.spelling import fold_name


def match_header(cells: Sequence[str], layout: Layout, fil: str, row: int) -> list[str] | Problem | None:
    """Layout names in file order; None when the line is no header; a problem when it is half of one.

    Names are recognised in any order, in the layout's spelling or the source's own. A layout with subjects
    may leave columns out, see `Layout.lacks`.
    """
    known = {}
    for column in layout.columns:
        for spelling in (column.name, f"{column.name} betyg", column.sheet_name):
            if spelling:
                known[fold_name(spelling)] = column.name
    found = [known.get(fold_name(cell), "") for cell in cells]
    recognised = {name for name in found if name}
    if not _is_header(recognised, len(cells), layout):
        return None
    missing = layout.lacks(recognised)
    if not missing and len(found) == len(recognised):
        return found
    unknown = [i for i, name in enumerate(found, 1) if not name]
    parts = [f"Saknas: {', '.join(missing)}."] if missing else []
    if len(found) - len(unknown) > len(recognised):
        parts.append("En kolumn förekommer flera gånger.")
    if unknown:
        parts.append(f"Okänt namn på plats: {_list_places(unknown)}.")
    return Problem(
        fil,
        f"Rubrikraden stämmer inte. {' '.join(parts)}",
        f"Rubrikerna ska vara: {'; '.join(layout.names)}.{_tell_whole(layout)}",
        rader=(row,),
        kod="rubriker",
    )


def _is_header(recognised: set[str], cells: int, layout: Layout) -> bool:
    if len(recognised) * 2 >= len(layout.columns):
        return True
    # A shorter file is known by the pupil's columns, and by holding little else.
    return bool(layout.amnen) and {"PersonNr", "Skolenhetskod"} <= recognised and len(recognised) * 2 >= cells


def _list_places(places: Sequence[int], most: int = 10) -> str:
    shown = ", ".join(map(str, places[:most]))
    return f"{shown} och {len(places) - most} till" if len(places) > most else shown


def _tell_whole(layout: Layout) -> str:
    if layout.amnen:
        return (
            " Kolumner får utelämnas, men Datum, PersonNr, Skolenhetskod och alla resultat i minst ett ämne "
            "måste finnas, och av ett ämne som är med får inget resultat saknas."
        )
    if layout.is_result:
        return " Alla betyg måste finnas med: utan ett ämne blir meritvärdet fel."
    if optional := [column.name for column in layout.columns if column.optional]:
        return f" {', '.join(optional)} får utelämnas."
    return ""
