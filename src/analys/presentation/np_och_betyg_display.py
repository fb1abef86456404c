"""Figures and tables on national tests and grades, from protected tables; None where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import PROV, PROVAMNEN
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, RELATION
from analys.indicators.np_statistik import ALLA, format_overgang, parse_overgang
from analys.presentation.figures import Figure, draw_shares
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.notes import join_lasar
from analys.presentation.np_och_betyg_titlar import title_relations
from analys.presentation.relations import read_relations
from analys.presentation.tables import Table, show_table
from analys.presentation.tables_subjects import SubjectColumn, move_unit, show_subjects
from analys.presentation.tables_transition import lay_out_transition
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

EGET_MATT = "Nettoavvikelse: andelen högre minus andelen lägre, rapportens eget mått."
_LEAST_TOLD = 0.5
"""A transition table whose shown groups hold a smaller share of the pupils than this is left out."""


def show_relations(run: Underlag, tables: Tables) -> Figure | None:
    """Shares of pupils with a lower, equal and higher grade than provbetyg, subject by subject."""
    name = "np_relation" if run.has_pupils else "np_officiellt"
    table = tables.get(name)
    lasar = run.parameters.lasar
    if table is None or not any(r.shares for year in (9, 6) for r in read_relations(table, year, lasar)):
        return None
    return draw_shares(
        table.select(enhetstyp="kommun", kon="alla", svsva="alla"),
        indikatorer=[indicator.code for indicator in RELATION],
        lasar=lasar,
        titel=title_relations(run, table),
        underrubrik=(
            f"Andel elever vars betyg är lägre än, samma som och högre än provbetyget, procent. "
            f"{run.kommunnamn} {lasar}."
        ),
        block="arskurs",
        netto=True,
        id="np_relation",
        farg=run.parameters.farg,
    )


def show_amnen(run: Underlag, tables: Tables) -> Table | None:
    """Each subject's shares, net and interval in the report's läsår."""
    table = tables.get("np_relation")
    if table is None:
        return None
    share, net = "np_relation", "np_netto"
    return show_subjects(
        table,
        amnen=PROVAMNEN,
        lasar=run.parameters.lasar,
        kolumner=(
            SubjectColumn("Elever", net, visa="n"),
            SubjectColumn("Lägre", share, {"kategori": LAGRE}),
            SubjectColumn("Lika", share, {"kategori": LIKA}),
            SubjectColumn("Högre", share, {"kategori": HOGRE}),
            SubjectColumn("Netto", net),
            SubjectColumn("95 % intervall", net, visa="intervall"),
        ),
        id="np_amnen",
        titel=f"Betyg jämfört med provbetyg, {run.kommunnamn} {run.parameters.lasar}",
        noter=[EGET_MATT],
    )


def show_years(run: Underlag, tables: Tables) -> Table | None:
    """Each subject's net over läsår."""
    table = tables.get("np_relation")
    if table is None:
        return None
    nets = [f"np_netto_{amne.suffix}" for amne in PROVAMNEN]
    chosen = table.select(indikator=["np_netto_ak9", "np_netto_ak6", *nets], jamforelse="")
    if not any(cell.shown for cell in chosen.cells()):
        return None
    laid = show_table(
        chosen,
        rader="indikator",
        kolumner="lasar",
        senaste=5,
        id="np_lasar",
        titel="Nettoavvikelse över läsåren",
        stubb="Ämne",
        noter=[EGET_MATT],
    )
    return move_unit(laid, "procentenheter")


def show_groups(run: Underlag, tables: Tables, column: str) -> Table | None:
    """Each subject's net in two groups, with their gap and its interval.

    Parameters
    ----------
    column : str
        "kon" or "svsva".
    """
    table = tables.get("np_relation_grupper")
    if table is None:
        return None
    heads = {"kon": ("Flickor", "Pojkar"), "svsva": ("Svenska", "Sva")}[column]
    keys = {"kon": ("flickor", "pojkar"), "svsva": ("sv", "sva")}[column]
    groups = list(zip(heads, keys, strict=True))
    net, gap = "np_netto", {"jamforelse": "-".join(keys)}
    what = {"kon": "flickor och pojkar", "svsva": "svenska och svenska som andraspråk"}[column]
    laid = show_subjects(
        table,
        amnen=PROVAMNEN,
        lasar=run.parameters.lasar,
        kolumner=(
            *(SubjectColumn(f"{head}, elever", net, {column: key}, "n") for head, key in groups),
            *(SubjectColumn(head, net, {column: key}) for head, key in groups),
            SubjectColumn("Skillnad", net, gap),
            SubjectColumn("95 % intervall", net, gap, "intervall"),
        ),
        id=f"np_grupper_{column}",
        titel=f"Nettoavvikelse för {what}, {run.parameters.lasar}",
        noter=[EGET_MATT],
    )
    return move_unit(laid, "procentenheter") if laid else None


def show_results(run: Underlag, tables: Tables) -> Table | None:
    """What the test files say of the pupils, test by test."""
    table = tables.get("np_resultat")
    if table is None:
        return None
    codes = [f"np_resultat_{prov.suffix}" for prov in PROV]
    chosen = table.select(
        indikator=codes,
        enhetstyp="kommun",
        lasar=run.parameters.lasar,
        jamforelse="",
        kon="alla",
        svsva="alla",
    )
    if not any(cell.shown for cell in chosen.cells()):
        return None
    return show_table(
        chosen,
        rader="indikator",
        kolumner="kategori",
        id="np_resultat",
        titel=f"Elever med och utan provbetyg, {run.kommunnamn} {run.parameters.lasar}",
        stubb="Prov",
    )


def show_transition(run: Underlag, tables: Tables, suffix: str) -> Table | None:
    """How many pupils with each provbetyg got each grade in a subject; None where most are hidden."""
    table = tables.get("np_overgang")
    if table is None:
        return None
    code = f"np_overgang_{suffix}"
    cells = table.cells(indikator=code, enhetstyp="kommun")
    shown = {cell.kategori: cell.varde for cell in cells if cell.shown}
    whole = shown.get(format_overgang(ALLA, ALLA), 0)
    told = sum(value for part, value in shown.items() if ALLA not in parse_overgang(part))
    if not whole or told < _LEAST_TOLD * whole:
        return None
    span = join_lasar(pooled_lasar(cells))
    title = f"{MEASURES[code].label}, {span}"
    return lay_out_transition(table, indikator=code, lasar=run.parameters.lasar, titel=title)


def show_agreement(run: Underlag, tables: Tables) -> Table | None:
    """Each subject's kappa with its interval, and the tests of a systematic difference."""
    table = tables.get("np_samstammighet")
    if table is None:
        return None
    return show_subjects(
        table,
        amnen=PROVAMNEN,
        lasar=run.parameters.lasar,
        kolumner=(
            SubjectColumn("Elever", "np_kappa", visa="n"),
            SubjectColumn("Kappa", "np_kappa"),
            SubjectColumn("95 % intervall", "np_kappa", visa="intervall"),
            SubjectColumn("Lika fördelade, p", "np_homogenitet"),
            SubjectColumn("Symmetriska, p", "np_symmetri"),
        ),
        id="np_samstammighet",
        titel=f"Samstämmighet mellan provbetyg och betyg, {run.kommunnamn} {run.parameters.lasar}",
    )
