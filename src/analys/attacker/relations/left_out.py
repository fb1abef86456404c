"""Pupils whom two tables differ by: in the one, and for some reason left out of the other.

- Who took a test of åk 3 and is not judged is in the trend and not among the four groups.
- Who has a provbetyg and no grade is in the trend and not in the relation, nor in the table of two grades.
- Who has no information about absence is in the trend and not among the outcomes by band.
- Who has absence in one term only is in the term's mean and not among those with both (see `averages`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analys.attacker.relations.forms import Left, Line, Relation, Sum
from analys.attacker.relations.grades import list_table_years
from analys.attacker.report import OVERGANG, REASONS, Cell, Key, Report
from analys.indicators.franvaro_utfall import ANALYSERADE, ANTAL, KOMPLETTA_ELEVER
from analys.indicators.np_amnen import PROV, PROVAMNEN
from analys.indicators.np_bedomning import AMNEN, BARA_PROVET, NAR_BADA
from analys.indicators.np_relation import RELATIONER
from analys.indicators.np_resultat import HAR_PROVBETYG
from analys.indicators.np_statistik import ALLA, format_overgang

_IN_TREND: Mapping[str, str] = MappingProxyType(
    {
        "franvaro_niva_alla_amnen": "alla_amnen_ak9",
        "franvaro_niva_behorighet": "behorighet_yrkes",
    }
)
_EVERYBODY = "alla_amnen_ak9"
_TESTED: Mapping[str, str] = MappingProxyType(
    {f"{OVERGANG}{amne.suffix}": f"np_ak{amne.arskurs}_{amne.kod}" for amne in PROVAMNEN}
)
_JUDGED = {f"np_bedomning_ak3_{amne.kod}": f"np_ak3_{amne.kod}" for amne in AMNEN}
_GRADED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        f"np_resultat_{prov.suffix}": tuple(
            f"np_relation_{amne.suffix}"
            for amne in PROVAMNEN
            if amne.arskurs == prov.arskurs and amne.prov.startswith(prov.block)
        )
        for prov in PROV
    }
)


def find_left_out(report: Report) -> Iterator[Relation]:
    """Every pair of tables of nearly the same pupils."""
    for cell in report.levels():
        code, kategori = cell.key.indikator, cell.key.kategori
        if code in _JUDGED and kategori == NAR_BADA:
            yield from _not_judged(report, cell)
        elif code in _TESTED and kategori == format_overgang("F", ALLA):
            yield from _not_graded(report, cell)
        elif code in _GRADED and kategori == HAR_PROVBETYG:
            yield from _without_relation(report, cell)
        elif code == ANTAL and kategori == ANALYSERADE:
            yield from _reasons(report, cell)
        elif code in _IN_TREND and kategori == ALLA:
            yield from _without_absence(report, cell)


def _reasons(report: Report, cell: Cell) -> Iterator[Sum | Left]:
    """Everybody of åk 9, whom class lists tell: those analysed and those left out, for each reason."""
    own = [cell.key._replace(kategori=name) for name in REASONS]
    whole = report.sizes.get(cell.key)
    if whole is not None:
        yield Sum("utan frånvaro", None, tuple(key for key in own if key in report.cells), whole=whole)
    complete = report.cells.get(cell.key._replace(kategori=KOMPLETTA_ELEVER))
    if complete is not None and complete.n is not None and cell.n is not None:
        yield Left("inte alla uppgifter", cell.key, cell.n - complete.n)


def _not_judged(report: Report, cell: Cell) -> Iterator[Left]:
    tested = cell.key._replace(indikator=_JUDGED[cell.key.indikator], kategori="")
    sizes = [report.sizes.get(key) for key in (tested, cell.key)]
    if tested in report.cells and None not in sizes:
        groups = [cell.key, cell.key._replace(kategori=BARA_PROVET)]
        terms = ((tested, 1), *((group, -1) for group in groups))
        yield Left("utan bedömning", tested, (sizes[0] or 0) - (sizes[1] or 0), terms)


def _not_graded(report: Report, cell: Cell) -> Iterator[Left | Line]:
    """Those with provbetyg F, among all with a provbetyg: failed in the table and those without a grade."""
    code = _TESTED[cell.key.indikator]
    relation = cell.key.indikator.replace(OVERGANG, "np_relation_")
    years = list_table_years(report, cell.key._replace(kategori=""), relation)
    keys = {"indikator": code, "kategori": "", "jamforelse": ""}
    tested = [cell.key._replace(**keys, lasar=year) for year in years]
    sizes = [report.sizes.get(key) for key in tested]
    whole = report.sizes.get(cell.key)
    if not tested or None in sizes or whole is None or any(key not in report.cells for key in tested):
        return
    pupils = sum(size or 0 for size in sizes)
    left = pupils - whole
    if left < 0:
        return
    # Missed = pupils - passed = F in the table + those of the others who missed, 0 to all of them.
    yield Line("provbetyg F", ((cell.key, 1), *((key, 1) for key in tested)), pupils - left, pupils)
    terms = ((cell.key, -1), *((key, -1) for key in tested))
    yield Left("utan betyg", cell.key, left, terms, given=pupils)


def _without_relation(report: Report, cell: Cell) -> Iterator[Left]:
    keys = [cell.key._replace(indikator=code, kategori=RELATIONER[0]) for code in _GRADED[cell.key.indikator]]
    graded = [one.n for one in report.find(keys)]
    if cell.antal is not None and graded and None not in graded:
        yield Left("utan betyg", cell.key, cell.antal - sum(n or 0 for n in graded))


def _without_absence(report: Report, cell: Cell) -> Iterator[Left]:
    """All bands together taken from the trend's läsår, whichever run of läsår it may be."""
    if cell.n is None:
        return
    code = _IN_TREND[cell.key.indikator]
    taken: list[Key] = []
    pupils = 0
    for year in sorted(report.years.get(code, ()), reverse=True):
        own = cell.key._replace(indikator=code, lasar=year, kategori="", jamforelse="")
        size = report.sizes.get(own._replace(indikator=_EVERYBODY))
        if year > cell.key.lasar or own not in report.cells or size is None:
            continue
        taken.append(own)
        pupils += size
        if pupils > cell.n:
            terms = ((cell.key, -1), *((key, 1) for key in taken))
            yield Left("utan frånvaro", cell.key, pupils - cell.n, terms)
