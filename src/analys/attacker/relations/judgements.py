"""Åk 3: the four groups of test and judgement, those in whom the two agree, and those who took the test.

The parts of a test are told of those whom the judgement alone says reach the criteria, so that their number
of pupils is that group.
"""

from __future__ import annotations

from collections.abc import Iterator

from analys.attacker.relations.forms import Line, Relation, Sum
from analys.attacker.report import Key, Report
from analys.indicators.np_bedomning import (
    AMNEN,
    BARA_BEDOMNINGEN,
    BARA_PROVET,
    NAR_BADA,
    NAR_INGET,
    UTFALL,
)

_KOD = {f"np_bedomning_ak3_{amne.kod}": amne.kod for amne in AMNEN}
_OF_PART = {f"np_delprov_ak3_{amne.kod}_": f"np_bedomning_ak3_{amne.kod}" for amne in AMNEN}


def find_judgements(report: Report) -> Iterator[Relation]:
    """What is told of the pupils of åk 3 in two ways."""
    for cell in report.levels():
        key = cell.key
        if key.indikator in _KOD and key.kategori == NAR_BADA:
            groups = {name: key._replace(kategori=name) for name in UTFALL}
            if all(group in report.cells for group in groups.values()):
                yield from _agree(report, key, groups)
                yield from _reach(report, key, groups)
        for start, code in _OF_PART.items():
            group = key._replace(indikator=code, kategori=BARA_BEDOMNINGEN)
            if key.indikator.startswith(start) and cell.n is not None and group in report.cells:
                yield Line("delprov", ((group, 1),), cell.n, cell.n)


def _agree(report: Report, key: Key, groups: dict[str, Key]) -> Iterator[Relation]:
    agree = key._replace(indikator=f"np_samstammig_ak3_{_KOD[key.indikator]}", kategori="")
    if agree not in report.cells:
        return
    yield Sum("samstämmighet", agree, (groups[NAR_BADA], groups[NAR_INGET]))
    size = report.sizes.get(agree)
    if size is not None:
        terms = tuple((key, 1) for key in (agree, groups[BARA_PROVET], groups[BARA_BEDOMNINGEN]))
        yield Line("samstämmighet", terms, size, size)


def _reach(report: Report, key: Key, groups: dict[str, Key]) -> Iterator[Relation]:
    tested = key._replace(indikator=f"np_ak3_{_KOD[key.indikator]}", kategori="")
    if tested not in report.cells:
        return
    sizes = [report.sizes.get(one) for one in (tested, groups[NAR_BADA])]
    slack = None if None in sizes else (sizes[0] or 0) - (sizes[1] or 0)
    if slack is not None and slack >= 0:
        # Who took the test and is not judged is in no group, on either side of the kravnivå.
        yield Sum("kravnivå", tested, (groups[NAR_BADA], groups[BARA_PROVET]), slack=slack)
