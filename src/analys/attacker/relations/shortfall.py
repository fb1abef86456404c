"""Pupils without a provbetyg: the mean share of tests is the sum of the tests' own, within its rounding."""

from __future__ import annotations

from collections.abc import Iterator

from analys.attacker.means import bound_rounded
from analys.attacker.relations.forms import Line
from analys.attacker.report import Report
from analys.indicators.np_amnen import ARSKURSER, PROV
from analys.indicators.np_resultat import HAR_PROVBETYG

SHORTFALL = "prov utan provbetyg"
_TESTS = {
    f"np_bortfall_ak{arskurs}": [f"np_resultat_{one.suffix}" for one in PROV if one.arskurs == arskurs]
    for arskurs in ARSKURSER
}


def find_shortfall(report: Report) -> Iterator[Line]:
    """Every shown mean share of tests without provbetyg."""
    for cell in report.levels():
        codes = _TESTS.get(cell.key.indikator)
        if codes is None or cell.varde is None or cell.n is None:
            continue
        keys = [cell.key._replace(indikator=code, kategori=HAR_PROVBETYG) for code in codes]
        if not all(key in report.cells and key in report.sizes for key in keys):
            continue
        # Of n pupils and t tests n * t - sum of those with a provbetyg are lacking.
        least, most, unit = bound_rounded(cell.varde)
        pairs = cell.n * len(codes)
        terms = tuple((key, -100 * unit) for key in keys)
        yield Line(SHORTFALL, terms, (least - 100 * unit) * pairs, (most - 100 * unit) * pairs)
