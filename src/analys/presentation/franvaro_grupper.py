"""The words on groups: girls and boys, year classes, valid and invalid absence, autumn and spring."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.indicators.franvaro_arskull import HOST, MOT_HOST, VAR
from analys.presentation import franvaro_arskullar as arskullar
from analys.presentation import questions
from analys.presentation import wording_franvaro_grupper as words
from analys.presentation.franvaro_lasning import KOMMUN, find_cell, read_level
from analys.presentation.sections import make_section
from analys.presentation.text import Text, compose
from analys.presentation.wording_franvaro_grupper import Kongap, Slag
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

FLICKOR, POJKAR = KON = ("flickor", "pojkar")
GAP = "flickor-pojkar"


def read_gap(run: Underlag, tables: Tables, grupp: Grupp) -> Kongap | None:
    """Girls and boys in the report's term; None where a mean or the gap may not be shown."""
    girls, boys = (read_level(run, tables, grupp, kon=kon) for kon in KON)
    if girls.medel is None or boys.medel is None:
        return None
    gap = find_cell(
        tables,
        KOMMUN,
        indikator=girls.medel.indikator,
        enhet=girls.medel.enhet,
        lasar=girls.medel.lasar,
        jamforelse=GAP,
    )
    return Kongap(grupp, girls, boys, gap) if gap is not None else None


def read_kinds(run: Underlag, tables: Tables, grupp: Grupp) -> Slag | None:
    """Mean valid and invalid absence in the report's term; None where either may not be shown."""
    valid, invalid = (_find_mean(run, tables, slag, grupp) for slag in ("giltig", "ogiltig"))
    return None if valid is None or invalid is None else Slag(grupp, valid, invalid)


def _find_mean(run: Underlag, tables: Tables, slag: str, grupp: Grupp) -> ShownCell | None:
    termin = run.parameters.termin
    return find_cell(
        tables,
        ("franvaro_slag", "franvaro_lasaret"),
        indikator=f"{slag}_{termin.termin}_{grupp.kod}",
        enhetstyp="kommun",
        lasar=termin.lasar,
        kon="alla",
        jamforelse="",
    )


def describe_groups(run: Underlag, tables: Tables) -> Text | None:
    """Section text of groups; None where nothing of them may be shown."""
    gap = read_gap(run, tables, ALLA)
    gaps = [found for stage in STADIER if (found := read_gap(run, tables, stage)) is not None]
    kinds = [kind for one in (ALLA, *STADIER) if (kind := read_kinds(run, tables, one)) is not None]
    host, var = (_find_course(run, tables, kategori=name) for name in (HOST, VAR))
    change = _find_course(run, tables, jamforelse=MOT_HOST)
    told = [
        [words.describe_gap(gap, run.parameters), words.describe_stage_gaps(gaps, run.parameters)],
        arskullar.describe_year_classes(run, tables),
        [words.describe_kinds(kinds), words.describe_course(host, var, run.parameters.lasar)],
    ]
    filled = [part for part in told if any(part)]
    if not filled:
        return None
    sure = [
        words.judge_gap(gap, run.parameters),
        arskullar.explain_year_classes(run, tables),
        words.judge_course(change, arskullar.adjust_delta(run)),
    ]
    return make_section(filled[0], sure, compose(questions.FRANVARO_GRUPPER), more=filled[1:])


def _find_course(
    run: Underlag, tables: Tables, *, kategori: str = "", jamforelse: str = ""
) -> ShownCell | None:
    """A cell of the same pupils' two terms in the report's läsår."""
    return find_cell(
        tables,
        ("franvaro_lasaret",),
        indikator=f"franvarolasar_{ALLA.kod}",
        lasar=run.parameters.lasar,
        kategori=kategori,
        jamforelse=jamforelse,
    )
