"""The table from provbetyg to grade: lines, columns, margins, diagonal and triangles.

The diagonal is those with the same grade, the triangles those with a lower and a higher, whom the relations
of its läsår tell of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from analys.attacker.relations.forms import Line, Relation, Sum
from analys.attacker.report import OVERGANG, Key, Report
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, STEG
from analys.indicators.np_statistik import ALLA, format_overgang, parse_overgang

Table = Mapping[tuple[str, str], Key]
_PAIRS = frozenset(format_overgang(prov, betyg) for prov in (*STEG, ALLA) for betyg in (*STEG, ALLA))
_KIND = "från provbetyg till betyg"


def find_grades(report: Report) -> Iterator[Relation]:
    """Every table of two grades."""
    tables: dict[Key, dict[tuple[str, str], Key]] = defaultdict(dict)
    for cell in report.levels():
        if cell.key.indikator.startswith(OVERGANG) and cell.key.kategori in _PAIRS:
            tables[cell.key._replace(kategori="")][parse_overgang(cell.key.kategori)] = cell.key
    for some, table in tables.items():
        yield from _sum_lines(table)
        yield from _sum_triangles(report, some, table)


def _sum_lines(table: Table) -> Iterator[Sum]:
    body = {pair: key for pair, key in table.items() if ALLA not in pair}
    for prov, betyg in table:
        if (prov, betyg) == (ALLA, ALLA):
            given = tuple(key for (own, other), key in table.items() if other == ALLA != own)
            graded = tuple(key for (other, own), key in table.items() if other == ALLA != own)
            groups = [given, graded, tuple(body.values())]
        elif betyg == ALLA:
            groups = [tuple(key for (own, _), key in body.items() if own == prov)]
        elif prov == ALLA:
            groups = [tuple(key for (_, own), key in body.items() if own == betyg)]
        else:
            continue
        yield from (Sum(_KIND, table[prov, betyg], parts) for parts in groups if parts)


def _sum_triangles(report: Report, some: Key, table: Table) -> Iterator[Line]:
    steps = {format_overgang(*pair): STEG[pair[1]] - STEG[pair[0]] for pair in table if ALLA not in pair}
    code = some.indikator.replace(OVERGANG, "np_relation_")
    years = list_table_years(report, some, code)
    for name, sign in ((LAGRE, -1), (LIKA, 0), (HOGRE, 1)):
        sides = [some._replace(indikator=code, lasar=year, jamforelse="", kategori=name) for year in years]
        parts = [key for pair, key in table.items() if _sign(steps.get(format_overgang(*pair))) == sign]
        if parts and all(side in report.cells for side in sides):
            terms = (*((key, 1) for key in parts), *((side, -1) for side in sides))
            if sides:
                yield Line("diagonal och trianglar", terms, 0, 0)


def list_table_years(report: Report, some: Key, code: str) -> list[str]:
    """Läsår that the table counts: those that end with its own and have its number of pupils together."""
    side = some._replace(indikator=code, jamforelse="", kategori=LIKA)
    _, _, vintage = some.lasar.partition("#")
    every = [year for year in sorted(report.years.get(code, ())) if year.partition("#")[2] == vintage]
    upto = [year for year in every if year <= some.lasar and side._replace(lasar=year) in report.cells]
    whole = report.sizes.get(some._replace(kategori=format_overgang(ALLA, ALLA)))
    for start in range(len(upto)):
        sizes = [report.sizes.get(side._replace(lasar=year)) for year in upto[start:]]
        if None not in sizes and sum(size or 0 for size in sizes) == whole:
            return upto[start:]
    return []


def _sign(steps: float | None) -> int | None:
    return None if steps is None else (steps > 0) - (steps < 0)
