"""Figures and tables on the test and the judgement in åk 3; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.estimates.cells import POOLED
from analys.indicators import REGISTRY
from analys.indicators.np_bedomning import AMNEN, BARA_BEDOMNINGEN, BARA_PROVET
from analys.presentation import pooling
from analys.presentation.figures import Figure, draw_shares
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.formats import join_list, upper_first
from analys.presentation.notes import join_lasar
from analys.presentation.np_ak3 import choose_level, claim_side, find_side, name_period, read_judged
from analys.presentation.tables import Table, show_table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.text import Sentence, say
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

ETIKETTER = {
    "når båda": "Når målet enligt båda",
    "bara provet": "Bara enligt provet",
    "bara bedömningen": "Bara enligt bedömningen",
    "når inget": "Inte enligt någotdera",
}
"""What the four cells are called in a figure and as heads."""


def show_cells(run: Underlag, tables: Tables) -> Figure | None:
    """The four cells of test and judgement, subject by subject, in the report's läsår."""
    table = tables.get("np_ak3")
    if table is None:
        return None
    codes = [f"np_bedomning_ak3_{amne.kod}" for amne in AMNEN]
    lasar = run.parameters.lasar
    level = choose_level(table, lasar)
    own = table.select(
        indikator=codes, enhetstyp="kommun", lasar=lasar, kon="alla", svsva="alla", jamforelse=level
    )
    cells = {code: own.cells(indikator=code) for code in codes}
    if not any(found and all(cell.shown for cell in found) for found in cells.values()):
        return None
    when = name_period(own.cells(), lasar)
    return draw_shares(
        own,
        indikatorer=codes,
        lasar=lasar,
        titel=_title(run, table, level),
        underrubrik=(
            "Andel elever i årskurs 3 som når kravnivån i alla delprov och som läraren bedömer når "
            f"kriterierna, procent. {run.kommunnamn}, {when}."
        ),
        jamforelse=level,
        etiketter=ETIKETTER,
        id="np_ak3",
        farg=run.parameters.farg,
    )


def _title(run: Underlag, table: ProtectedTable, level: str) -> Sentence:
    """Finding of the figure: which of the two differences is the more common, in the subjects shown."""
    judged = [one for one in read_judged(table, run.parameters.lasar, level) if one.is_judged]
    sides = {find_side(one, run.parameters)[0] for one in judged}
    where = "" if len(judged) == len(AMNEN) else f" i {join_list(one.amne.namn for one in judged)}"
    claims = [claim for one in judged for side in sides for claim in claim_side(one, side)]
    if sides == {"bedomning"}:
        return say(f"Årskurs 3: fler når målet{where} bara enligt bedömningen än bara enligt provet", *claims)
    if sides == {"prov"}:
        return say(f"Årskurs 3: fler når målet{where} bara enligt provet än bara enligt bedömningen", *claims)
    return say("Årskurs 3: så följs provet och lärarnas bedömning åt")


def show_years(run: Underlag, tables: Tables, kod: str) -> Table | None:
    """One subject's four cells over läsår."""
    table = tables.get("np_ak3")
    if table is None:
        return None
    code = f"np_bedomning_ak3_{kod}"
    own = table.select(indikator=code, enhetstyp="kommun", kon="alla", svsva="alla", jamforelse=["", POOLED])
    if not any(cell.shown for cell in own.cells()):
        return None
    lasar = run.parameters.lasar
    level = pooling.choose_level(own.cells(), lasar)
    years = {lasar: upper_first(pooling.name_years(own.cells()))} if level else {}
    return show_table(
        own.select(jamforelse=level),
        rader="lasar",
        kolumner="kategori",
        etiketter=ETIKETTER | years,
        id=f"np_ak3_{kod}",
        titel=f"{REGISTRY[code].label}",
        noter=[pooling.explain_pooled(f"läsåret {lasar}")] if level else [],
    )


def show_schools(run: Underlag, tables: Tables, kod: str) -> Table | None:
    """One subject's agreement and differences for each school, several läsår together."""
    table = tables.get("np_ak3")
    if table is None:
        return None
    both, agree = f"np_bedomning_ak3_{kod}", f"np_samstammig_ak3_{kod}"
    chosen = table.select(indikator=[both, agree], lasar=run.parameters.lasar, jamforelse=POOLED)
    if not any(cell.shown for cell in chosen.cells(enhetstyp="skola")):
        return None
    several = {"jamforelse": POOLED}
    span = join_lasar(pooled_lasar(chosen.cells()))
    return show_columns(
        chosen,
        rader="enhet",
        kolumner=(
            Column("Elever", {"indikator": agree, **several}, "n"),
            Column("Säger samma sak", {"indikator": agree, **several}),
            Column("95 % intervall", {"indikator": agree, **several}, "intervall"),
            Column("Bara bedömningen", {"indikator": both, "kategori": BARA_BEDOMNINGEN, **several}),
            Column("Bara provet", {"indikator": both, "kategori": BARA_PROVET, **several}),
        ),
        id=f"np_ak3_skolor_{kod}",
        titel=f"Provet och bedömningen i {_name(kod)} per skola, årskurs 3, läsåren {span} tillsammans",
        stubb="Skola",
        total=run.parameters.kommun,
    )


def show_parts(run: Underlag, tables: Tables, kod: str) -> Table | None:
    """Of the pupils who reach the criteria by the judgement only: the share who missed each part."""
    table = tables.get("np_ak3_delprov")
    if table is None:
        return None
    codes = [code for code in REGISTRY if code.startswith(f"np_delprov_ak3_{kod}_")]
    names = {code: REGISTRY[code].short_label.rpartition(", ")[2] for code in codes}
    own = table.select(indikator=codes, enhetstyp="kommun", lasar=run.parameters.lasar)
    several = own.select(jamforelse=POOLED)
    chosen = several if several.cells() else own.select(jamforelse="")
    if not any(cell.shown for cell in chosen.cells()):
        return None
    years = pooled_lasar(several.cells()) or [run.parameters.lasar]
    when = f"läsåren {join_lasar(years)} tillsammans" if len(years) > 1 else f"läsåret {years[0]}"
    return show_table(
        chosen,
        rader="indikator",
        visa=("varde", "intervall", "n"),
        etiketter={"varde": "Missade delprovet"} | names,
        id=f"np_ak3_delprov_{kod}",
        titel=f"Missade delprov i {_name(kod)} bland elever som når målet bara enligt bedömningen, {when}",
        stubb="Delprov",
    )


def _name(kod: str) -> str:
    return next(amne.namn for amne in AMNEN if amne.kod == kod)
