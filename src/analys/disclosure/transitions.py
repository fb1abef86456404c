"""How the table of two grades adds up: each cell is a group of pupils with one provbetyg and one grade.

Lines and columns add up to their margins, margins to the total, the diagonal to lika and the triangles to
lägre and högre of the distribution. A group of nobody is hidden like a small one, so that hidden groups do
not tell how small they are. A table of fewer pupils than the distribution may show is not shown at all.

Pupils with provbetyg F also stand in the trend chapter, among all who have a provbetyg. Taken from those, the
margin F leaves the pupils with a provbetyg and no grade: where they are few, the margin is hidden. And where
they are few a reader knows the margin within those few, so it covers no other margin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analys.disclosure.quantities import Count, Dependent, Known, Quantity, least_pupils
from analys.disclosure.rows import Equation, Row
from analys.estimates.cells import POOLED
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, STEG
from analys.indicators.np_statistik import ALLA, parse_overgang
from analys.secrecy import points_out

_RELATION_OF = {f"np_overgang_{amne.suffix}": f"np_relation_{amne.suffix}" for amne in PROVAMNEN}
_PASSED_OF = {f"np_overgang_{amne.suffix}": f"np_ak{amne.arskurs}_{amne.kod}" for amne in PROVAMNEN}

Table = Mapping[tuple[str, str], Quantity]


def find_transition_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of the tables of two grades among the levels.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils in a shown group.
    """
    for table in _collect(known.values()).values():
        yield from _sum_lines(table, troskel)
        yield from _sum_margins(table, _read_tested(table, known), troskel)
        yield from _sum_relation(table, known, troskel)


def find_transition_equations(known: Known) -> Iterator[Equation]:
    """What the läsår that a table counts tell of its margin F, its diagonal and its triangles.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    """
    for table in _collect(known.values()).values():
        total, failed = table.get((ALLA, ALLA)), table.get(("F", ALLA))
        tested = _list_tested(table, known)
        pupils = sum(one.n or 0 for one in tested)
        left = pupils - (total.n or 0) if total is not None else -1
        if failed is not None and tested and left >= 0:
            # Missed are F in the table and those of the pupils without a grade who missed.
            cells = (failed.cell, *(one.cell for one in tested))
            yield Equation(cells, (1,) * len(cells), pupils - left, pupils)
        if next(iter(table.values())).jamforelse == POOLED:
            yield from _sum_years(table, known)


def _sum_years(table: Table, known: Known) -> Iterator[Equation]:
    some = next(iter(table.values()))
    for name, parts in _split_body(table).items():
        keys = {"indikator": _RELATION_OF[some.indikator], "kategori": name, "jamforelse": ""}
        found = [known.get(some.key(**keys, lasar=year)) for year in _list_years(table)]
        years = [one for one in found if one is not None and one.antal is not None]
        if len(years) == len(found) and sum(one.n or 0 for one in parts) == sum(o.antal or 0 for o in years):
            cells = tuple(one.cell for one in (*parts, *years))
            yield Equation(cells, (1,) * len(parts) + (-1,) * len(years), 0, 0)


def find_hidden_tables(known: Known, troskel: int) -> Iterator[Dependent]:
    """Cells of the tables that have too few pupils, or no total that tells how many they are."""
    for table in _collect(known.values()).values():
        total = table.get((ALLA, ALLA))
        code = next(iter(table.values())).indikator
        if total is None or (total.n or 0) < least_pupils(_RELATION_OF[code], troskel):
            yield from (Dependent(one.cell, ()) for one in table.values())


def _collect(levels: Iterable[Quantity]) -> Mapping[tuple[str, ...], Table]:
    tables: dict[tuple[str, ...], dict[tuple[str, str], Quantity]] = defaultdict(dict)
    for one in levels:
        if one.indikator in _RELATION_OF and one.n is not None:
            tables[one.key(kategori="")][parse_overgang(one.kategori)] = one
    return tables


def _sum_lines(table: Table, troskel: int) -> Iterator[Row]:
    body = {key: one for key, one in table.items() if ALLA not in key}
    for grade in STEG:
        if (grade, ALLA) in table:
            yield _make_row(table[grade, ALLA], [one for (p, _), one in body.items() if p == grade], troskel)
        if (ALLA, grade) in table:
            yield _make_row(table[ALLA, grade], [one for (_, b), one in body.items() if b == grade], troskel)
    if (ALLA, ALLA) in table:
        yield _make_row(table[ALLA, ALLA], list(body.values()), troskel)


def _list_tested(table: Table, known: Known) -> list[Quantity]:
    """Those of the table's läsår with a provbetyg, all läsår or none."""
    some = next(iter(table.values()))
    keys = {"indikator": _PASSED_OF[some.indikator], "kategori": "", "jamforelse": ""}
    found = [known.get(some.key(**keys, lasar=year)) for year in _list_years(table)]
    told = [one for one in found if one is not None and one.n is not None and one.antal is not None]
    return told if len(told) == len(found) else []


def _read_tested(table: Table, known: Known) -> tuple[str, Count] | None:
    """Pupils with a provbetyg and those of them who passed: the cell that says so, "" for läsår together."""
    some = next(iter(table.values()))
    told = _list_tested(table, known)
    if not told:
        return None
    count = Count(sum(one.n or 0 for one in told), sum(one.antal or 0 for one in told))
    return ("" if some.jamforelse == POOLED else told[0].cell), count


def _list_years(table: Table) -> list[str]:
    """Läsår that the table counts together."""
    some = next(iter(table.values()))
    total = table.get((ALLA, ALLA))
    if some.jamforelse != POOLED or total is None:
        return [some.lasar]
    return [part.split("|")[2] for part in total.delar.split(" + ")]


def _sum_margins(table: Table, tested: tuple[str, Count] | None, troskel: int) -> Iterator[Row]:
    if (ALLA, ALLA) not in table:
        return
    total = table[ALLA, ALLA]
    given = [one for (p, b), one in table.items() if b == ALLA and p != ALLA]
    graded = [one for (p, b), one in table.items() if p == ALLA and b != ALLA]
    yield _make_row(total, graded, troskel)
    yield _make_row(total, given, troskel)
    failed = table.get(("F", ALLA))
    if failed is None or tested is None:
        return
    cell, (pupils, passed) = tested
    missed = pupils - (passed or 0)
    left = Count(pupils - (total.n or 0), missed - (failed.n or 0))
    if left.n < troskel:
        others = [one for one in given if one is not failed]
        yield _make_row(total, others, troskel, taken=failed.n or 0)
    if left.n > 0 and not points_out(failed.n or 0, None, troskel):
        part = Count(total.n or 0, failed.n or 0)
        whole = Count(pupils, missed)
        yield Row(cell, (failed.cell,), whole, (part,), troskel, slack=left.n, flipped=True)


def _sum_relation(table: Table, known: Known, troskel: int) -> Iterator[Row]:
    """Diagonal and triangles as lika, lägre and högre; of läsår together a reader adds those up himself."""
    some = next(iter(table.values()))
    for name, parts in _split_body(table).items():
        if some.jamforelse == POOLED:
            counts = tuple(Count(one.n or 0) for one in parts)
            whole = Count(sum(count.n for count in counts))
            yield Row("", tuple(one.cell for one in parts), whole, counts, troskel)
            continue
        total = known.get(some.key(indikator=_RELATION_OF[some.indikator], kategori=name))
        if total is not None and total.antal is not None and parts:
            yield _make_row(total, parts, troskel, whole=total.antal)


def _split_body(table: Table) -> Mapping[str, list[Quantity]]:
    """Triangles and diagonal."""
    body = [(STEG[b] - STEG[p], one) for (p, b), one in table.items() if ALLA not in (p, b)]
    return {
        LAGRE: [one for steps, one in body if steps < 0],
        LIKA: [one for steps, one in body if steps == 0],
        HOGRE: [one for steps, one in body if steps > 0],
    }


def _make_row(
    total: Quantity, parts: Sequence[Quantity], troskel: int, *, whole: int | None = None, taken: int = 0
) -> Row:
    pupils = total.n if whole is None else whole
    counts = tuple(Count(one.n or 0) for one in parts)
    return Row(total.cell, tuple(one.cell for one in parts), Count((pupils or 0) - taken), counts, troskel)
