"""A subject's relation between provbetyg and grade, read from a protected table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.np_amnen import PROVAMNEN, Provamne
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA

GEMENSAMMA = ("ma", "en", "sv", "sva")
"""Subjects that every pupil is tested in, Sv or Sva; the others are given to some pupils each."""


class Relation(NamedTuple):
    """One subject of one unit, läsår and group: three shares and their net; None what there is not."""

    amne: Provamne
    lower: ShownCell | None
    equal: ShownCell | None
    higher: ShownCell | None
    net: ShownCell | None

    @property
    def shares(self) -> tuple[ShownCell, ShownCell, ShownCell] | None:
        """The three shares where all may be shown."""
        cells = (self.lower, self.equal, self.higher)
        return cells if all(cell is not None and cell.shown for cell in cells) else None  # type: ignore[return-value]

    @property
    def ends(self) -> tuple[ShownCell, ShownCell] | None:
        """The shares with a lower and a higher grade where both may be shown."""
        if self.lower is None or self.higher is None or not (self.lower.shown and self.higher.shown):
            return None
        return self.lower, self.higher

    @property
    def shown_net(self) -> ShownCell | None:
        """The net where it may be shown."""
        return self.net if self.net is not None and self.net.shown else None


def read_relations(
    table: ProtectedTable,
    arskurs: int,
    lasar: str,
    *,
    enhetstyp: str = "kommun",
    amnen: Sequence[str] = (),
) -> list[Relation]:
    """The subjects of a year group that have anything to show, in their fixed order.

    Parameters
    ----------
    table : ProtectedTable
        The estimate np_relation or np_officiellt.
    enhetstyp : str
        "kommun", "riket", "lan" or "liknande".
    amnen : sequence of str
        Only these subjects, by `Provamne.kod`; all when left out.
    """
    cells = {
        (cell.indikator, cell.kategori): cell
        for cell in table.cells(enhetstyp=enhetstyp, lasar=lasar, kon="alla", svsva="alla", jamforelse="")
    }
    relations = []
    for amne in PROVAMNEN:
        if amne.arskurs != arskurs or (amnen and amne.kod not in amnen):
            continue
        code = f"np_relation_{amne.suffix}"
        lower, equal, higher = (cells.get((code, name)) for name in (LAGRE, LIKA, HOGRE))
        relation = Relation(amne, lower, equal, higher, cells.get((f"np_netto_{amne.suffix}", "")))
        if relation.ends or relation.shown_net:
            relations.append(relation)
    return relations
