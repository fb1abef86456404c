"""A school's own report: the school's indices beside the municipality's."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.enkat import GRUPPER, INDEX, code_of
from analys.presentation.roster_lasning import Enkat, read_survey
from analys.presentation.roster_tabell import Place, lay_out_grid
from analys.presentation.selection import has_value
from analys.presentation.tables import Table
from analys.presentation.text import Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

_VEM = {"elev": "elever", "personal": "personal", "vardnadshavare": "vårdnadshavare"}


def introduce_school(run: Underlag, tables: Tables) -> Text | None:
    """What a school's report says first; None in the municipality's."""
    if not run.parameters.skola:
        return None
    if not any(show_school(run, tables, group) for group in GRUPPER):
        return Text([compose("Inga enkätsvar från skolan kan visas.")])
    return Text(
        [
            compose(
                "Ett index går från noll till tio, och ju högre index, desto mer positiva svar. På en skola "
                "svarar få, så små skillnader mot kommunen kan vara slump."
            )
        ]
    )


def show_school(run: Underlag, tables: Tables, grupp: str) -> Table | None:
    """A group's indices at the school and in the municipality; None without a school, or where none shows."""
    enkat = read_survey(run, tables, grupp)
    if not run.parameters.skola or enkat is None:
        return None
    rows = _list_rows(run, tables, enkat)
    if not any(cell is not None and has_value(cell) for (cell, _), *_ in rows.values()):
        return None
    return lay_out_grid(
        tables[f"roster_{grupp}"],
        f"roster_skola_{grupp}",
        f"Index, {_VEM[grupp]}, läsåret {enkat.lasar}",
        ("Index", "Skolan", "95 % intervall", "Kommunen"),
        rows,
    )


def _list_rows(run: Underlag, tables: Tables, enkat: Enkat) -> dict[str, list[Place]]:
    """Index -> the school's cell, its interval, and the municipality's cell."""
    own = {
        cell.indikator: cell
        for cell in tables[f"roster_{enkat.grupp.kod}"].cells(
            enhet=run.parameters.skola, lasar=enkat.lasar, kon="alla", jamforelse=""
        )
    }
    codes = {index: code_of(enkat.grupp.kod, index) for index in enkat.index}
    return {
        INDEX[index].kort: [(own[code], "varde"), (own[code], "intervall"), (enkat.index[index], "varde")]
        for index, code in codes.items()
        if code in own
    }
