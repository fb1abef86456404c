"""How published cells add up: every total and the parts that a reader can subtract from it.

A row that is missing here is a hole: a hidden part follows from the total and the parts that are shown. Rows
of distributions are in `analys.disclosure.distributions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analys.disclosure.means import Means, make_means
from analys.disclosure.quantities import RELATION_OF, Count, Known, Quantity, index, least_pupils
from analys.estimates.cells import POOLED, SUMMED
from analys.estimates.underlag import USED

INDICATOR_PARTS = {"np_ak3_svsva": {"sv": "np_ak3_sv", "sva": "np_ak3_sva"}}
"""Indicators whose pupils are those of other indicators together, by the language group of each."""


@dataclass(frozen=True)
class Row:
    """A total and the parts that add up to it.

    Parameters
    ----------
    total : str
        Cell id; "" for a number that every reader knows, such as the pupils of a group.
    parts : tuple of str
        Cell ids.
    whole : Count or None
        Numbers of the total; None where somebody's number is unknown to us, and so to the reader.
    counts : tuple of Count or None
        Numbers of the parts.
    least : int
        Fewest pupils that may be left when the shown parts are taken from the total.
    first : frozenset of str
        Parts that a reader misses least, to hide before others.
    slack : int or None
        Pupils of the total whom no part is about and who have no cell: so uncertain is a hidden part that
        is alone. None where the parts are the whole row.
    flipped : bool
        Whether the parts are those of the total without its outcome.
    means : Means or None
        Where the cells are means of pupils' own values: what they tell of each other.
    """

    total: str
    parts: tuple[str, ...]
    whole: Count | None
    counts: tuple[Count | None, ...]
    least: int
    first: frozenset[str] = frozenset()
    slack: int | None = None
    flipped: bool = False
    means: Means | None = None


@dataclass(frozen=True)
class Equation:
    """A sum of counts times whole factors, and between which numbers it lies.

    Parameters
    ----------
    cells : tuple of str
        Cell ids.
    factors : tuple of int
        Factor of each.
    least, most : int
        Smallest and largest sum, inclusive.
    total : str
        The cell that the others are parts of; "" for none.
    teller : str
        The cell that tells the sum: where it is hidden nothing is known of it. "" where everybody knows.
    """

    cells: tuple[str, ...]
    factors: tuple[int, ...]
    least: int
    most: int
    total: str = ""
    teller: str = ""


def find_rows(quantities: Sequence[Quantity], troskel: int) -> list[Row]:
    """Every row total = parts among the cells.

    Gender, language and school partitions (of each part of a distribution by itself), indicators that are
    made of others, läsår together, and the rows of the files.

    Parameters
    ----------
    quantities : sequence of Quantity
        Unique cells of all estimates together.
    troskel : int
        Fewest pupils behind a shown value.
    """
    known = index(quantities)
    # What falls with its distribution tells no more than the distribution's own rows.
    levels = [one for one in known.values() if one.indikator not in RELATION_OF]
    units = [one for one in levels if one.enhetstyp in ("kommun", "skola")]
    return [
        *_partition(levels, "kon", troskel),
        *_partition(levels, "svsva", troskel),
        *_partition(units, "enhet", troskel),
        *_made_of(known, troskel),
        *_declared(levels, quantities, troskel),
        *_pooled_schools(levels, troskel),
        *_rows_used(quantities, troskel),
    ]


def make_row(total: Quantity, parts: Iterable[Quantity], troskel: int) -> Row:
    """Row of cells whose pupils add up."""
    listed = list(parts)
    least = max(least_pupils(one.indikator, troskel) for one in (total, *listed))
    ids, counts = tuple(one.cell for one in listed), tuple(one.pupils for one in listed)
    return Row(total.cell, ids, total.pupils, counts, least, means=make_means(total, listed))


def take_groups(one: Quantity, codes: Iterable[str], known: Known, troskel: int) -> Iterator[Row]:
    """Row of a cell and the same measure of groups that are its pupils together, those that are known."""
    found = (known.get(one.key(indikator=code)) for code in codes)
    parts = [part for part in found if part is not None]
    if parts:
        yield make_row(one, parts, troskel)


def _partition(levels: Iterable[Quantity], split: str, troskel: int) -> Iterator[Row]:
    totals: dict[tuple[str, ...], Quantity] = {}
    parts: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in levels:
        key = one.key(**{split: ""})
        whole = one.enhetstyp == "kommun" if split == "enhet" else getattr(one, split) == "alla"
        if whole:
            totals[key] = one
        else:
            parts[key].append(one)
    for key, total in totals.items():
        if key in parts:
            yield make_row(total, parts[key], troskel)


def _made_of(known: Known, troskel: int) -> Iterator[Row]:
    """An indicator and those that it is made of; its language group is the same pupils as one of them."""
    for one in known.values():
        made = INDICATOR_PARTS.get(one.indikator)
        if made is None:
            continue
        if one.svsva == "alla":
            keys = [one.key(indikator=part) for part in made.values()]
            if all(key in known for key in keys):
                yield make_row(one, (known[key] for key in keys), troskel)
        else:
            same = known.get(one.key(indikator=made[one.svsva], svsva="alla"))
            if same is not None:
                yield make_row(one, (same,), troskel)


def _declared(levels: Iterable[Quantity], quantities: Iterable[Quantity], troskel: int) -> Iterator[Row]:
    """Cells that say themselves which cells they are the sum of."""
    known = {one.cell: one for one in quantities}
    for one in levels:
        if one.jamforelse in (POOLED, SUMMED):
            parts = [known[part] for part in one.delar.split(" + ") if part in known]
            if parts:
                yield make_row(one, parts, troskel)


def _pooled_schools(levels: Sequence[Quantity], troskel: int) -> Iterator[Row]:
    """Läsår together: schools with their own pooled cell, and the single läsår of those without one."""
    schools: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in levels:
        if one.enhetstyp == "skola":
            schools[one.key(enhet="", lasar="", jamforelse="")].append(one)
    for total in levels:
        if total.jamforelse != POOLED or total.enhetstyp != "kommun":
            continue
        own = schools[total.key(enhet="", lasar="", jamforelse="")]
        if not own:
            continue
        years = {part.split("|")[2] for part in total.delar.split(" + ") if part}
        together = [one for one in own if (one.jamforelse, one.lasar) == (POOLED, total.lasar)]
        units = {one.enhet for one in together}
        alone = [one for one in own if one.jamforelse == "" and one.lasar in years and one.enhet not in units]
        if together and alone:
            yield make_row(total, (*together, *alone), troskel)


def _rows_used(quantities: Iterable[Quantity], troskel: int) -> Iterator[Row]:
    """The rows used of a kind of file are the pupils of its läsår, where nobody has two rows."""
    pupils: dict[str, list[Quantity]] = defaultdict(list)
    used = []
    for one in quantities:
        if one.indikator == "elever":
            pupils[one.enhet].append(one)
        elif one.indikator == "rader" and one.enhet.endswith(f":{USED}"):
            used.append(one)
    for total in used:
        mine = pupils[total.enhet.removesuffix(f":{USED}")]
        if mine and sum(one.n or 0 for one in mine) == total.n:
            yield make_row(total, mine, troskel)
