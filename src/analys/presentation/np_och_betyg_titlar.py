"""Titles of the figures on tests and grades: the finding, in words that are true for any data."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure import ProtectedTable
from analys.indicators import REGISTRY
from analys.indicators.np_amnen import PROVAMNEN
from analys.presentation import wording_relations as words
from analys.presentation.formats import join_list, upper_first
from analys.presentation.relations import Relation, read_relations
from analys.presentation.wording import direction
from analys.presentation.wording_relations import name_grade
from analys.underlag import Underlag

MOST_NAMED = 2
"""So many subjects a title names on each side; more are only said to be several."""


def title_relations(run: Underlag, table: ProtectedTable) -> str:
    """Finding of the figure of subjects, about åk 9 where it is there, else about åk 6."""
    lasar = run.parameters.lasar
    found = ((arskurs, read_relations(table, arskurs, lasar)) for arskurs in (9, 6))
    arskurs, relations = next((year, read) for year, read in found if read)
    grade = name_grade(arskurs)
    if not run.has_pupils:
        return f"{upper_first(grade)} jämfört med provbetyget i årskurs {arskurs}"
    apart = words.find_apart(relations, run.parameters)
    above = [r for r in apart if _sign(r) > 0]
    below = [r for r in apart if _sign(r) < 0]
    sides = [
        f"{where} provbetyget i {_name(side)}" for where, side in (("över", above), ("under", below)) if side
    ]
    if not sides:
        nets = [f"np_netto_{amne.suffix}" for amne in PROVAMNEN if amne.arskurs == arskurs]
        own = table.select(enhetstyp="kommun", lasar=lasar, kon="alla", svsva="alla", jamforelse="")
        where = (
            " i de redovisade ämnena"
            if any(cell.status == "skyddad" for cell in own.cells(indikator=nets))
            else ""
        )
        return f"Årskurs {arskurs}: ingen säker riktning{where} i skillnaden mellan {grade} och provbetyget"
    if len(sides) == 2:
        sides[1] = sides[1].replace(" provbetyget", "", 1)
    return f"Årskurs {arskurs}: {grade} ligger oftare {' och oftare '.join(sides)}"


def _sign(relation: Relation) -> int:
    net = relation.shown_net
    assert net is not None
    return direction(net, REGISTRY[net.indikator])


def _name(relations: Sequence[Relation]) -> str:
    names = [relation.amne.namn for relation in relations]
    return join_list(names) if len(names) <= MOST_NAMED else "flera ämnen"
