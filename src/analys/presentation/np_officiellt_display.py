"""Tables of published figures on grades and provbetyg; None where nothing is published."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA
from analys.presentation.np_och_betyg_display import EGET_MATT
from analys.presentation.np_officiellt import find_published
from analys.presentation.tables import Table, show_table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_subjects import SubjectColumn, move_unit, show_subjects
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

_AK9 = tuple(amne for amne in PROVAMNEN if amne.arskurs == 9)


def show_official(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's published shares and net; None beside pupil files."""
    if run.has_pupils or "np_officiellt" not in tables:
        return None
    share, net = "np_relation", "np_netto"
    return show_subjects(
        tables["np_officiellt"],
        amnen=_AK9,
        lasar=run.parameters.lasar,
        kolumner=(
            SubjectColumn("Lägre", share, {"kategori": LAGRE}),
            SubjectColumn("Lika", share, {"kategori": LIKA}),
            SubjectColumn("Högre", share, {"kategori": HOGRE}),
            SubjectColumn("Netto", net),
        ),
        id="np_officiellt",
        titel=f"Slutbetyg jämfört med provbetyg, {run.kommunnamn} {run.parameters.lasar}",
        noter=[EGET_MATT],
    )


def show_official_years(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's published nets over läsår; None beside pupil files."""
    if run.has_pupils or "np_officiellt" not in tables:
        return None
    chosen = tables["np_officiellt"].select(
        indikator=[f"np_netto_{amne.suffix}" for amne in _AK9],
        enhetstyp="kommun",
        kon="alla",
        jamforelse="",
        lasar=run.parameters.lasar_i_trend,
    )
    if not any(cell.shown for cell in chosen.cells()):
        return None
    laid = show_table(
        chosen,
        rader="indikator",
        kolumner="lasar",
        senaste=5,
        id="np_officiellt_lasar",
        titel="Nettoavvikelse över läsåren",
        stubb="Ämne",
        noter=[EGET_MATT],
    )
    return move_unit(laid, "procentenheter")


def show_official_schools(run: Underlag, tables: Tables) -> Table | None:
    """Schools' nets as follow from what Skolverket has published; None beside pupil files."""
    if run.has_pupils or "np_officiellt" not in tables:
        return None
    chosen = tables["np_officiellt"].select(enhetstyp="skola", lasar=run.parameters.lasar)
    if not any(cell.shown for cell in chosen.cells()):
        return None
    laid = show_columns(
        chosen,
        rader="enhet",
        kolumner=[
            Column(f"{amne.namn[0].upper()}{amne.namn[1:]}", {"indikator": f"np_netto_{amne.suffix}"}, visa)
            for amne in _AK9[:3]
            for visa in ("n", "varde")
        ],
        id="np_officiellt_skolor",
        titel=f"Elever och nettoavvikelse per skola, årskurs 9, {run.parameters.lasar}",
        stubb="Skola",
        noter=[EGET_MATT],
    )
    return move_unit(laid, "procentenheter")


def show_beside(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's nets beside the nation, the county and similar municipalities."""
    if "np_officiellt" not in tables:
        return None
    lasar = find_published(tables["np_officiellt"], run.parameters.lasar)
    if not lasar:
        return None
    net = "np_netto"
    own = [tables["np_relation"]] if run.has_pupils and "np_relation" in tables else []
    laid = show_subjects(
        [*own, tables["np_officiellt"]],
        amnen=_AK9[:4],
        lasar=lasar,
        kolumner=(
            SubjectColumn("Kommunen", net),
            SubjectColumn("Riket", net, {"enhetstyp": "riket"}),
            SubjectColumn("Länet", net, {"enhetstyp": "lan"}),
            SubjectColumn("Liknande", net, {"enhetstyp": "liknande"}),
        ),
        id="np_jamforelse",
        titel=f"Nettoavvikelse i kommunen och hos andra, årskurs 9, {lasar}",
        noter=[EGET_MATT],
    )
    return move_unit(laid, "procentenheter") if laid else None
