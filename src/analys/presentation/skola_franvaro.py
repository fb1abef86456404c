"""A school's absence: the term's level beside the municipality's, by stage and band."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import ALLA, STADIER
from analys.presentation import wording
from analys.presentation.franvaro_lasning import name_comparison, name_term
from analys.presentation.sections import make_section
from analys.presentation.skola_tabeller import list_own, show_beside
from analys.presentation.tables import Table
from analys.presentation.text import Sentence, Text, compose, join_sentences
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

TABLE = "franvaro_skolor"

FRAGOR = (
    "Vilka mönster ser ni i frånvaron över veckan och terminen, vem på skolan reagerar när den växer, och "
    "vad säger eleverna själva?"
)


def show_groups(run: Underlag, tables: Tables) -> Table | None:
    """Mean absence of all pupils and by stage, the school's beside the municipality's."""
    if TABLE not in tables:
        return None
    termin = run.parameters.termin
    codes = [f"franvaro_{termin.termin}_{group.kod}" for group in (ALLA, *STADIER)]
    table = tables[TABLE].select(indikator=codes, kon="alla", jamforelse="", lasar=termin.lasar)
    title = f"Genomsnittlig frånvaro {termin}"
    return show_beside(run, table, rader="indikator", id="skola_franvaro", titel=title)


def show_bands(run: Underlag, tables: Tables) -> Table | None:
    """Share of all pupils in each band, the school's beside the municipality's."""
    if TABLE not in tables:
        return None
    termin = run.parameters.termin
    table = tables[TABLE].select(
        indikator=f"franvaroband_{termin.termin}_{ALLA.kod}", kon="alla", jamforelse="", lasar=termin.lasar
    )
    title = f"Andel elever efter frånvaro i procent, {termin}"
    return show_beside(run, table, rader="kategori", id="skola_franvaroband", titel=title)


def describe_absence(run: Underlag, tables: Tables) -> Text | None:
    """Section text of the school's absence; one line where there is none."""
    if not run.parameters.skola:
        return None
    termin = run.parameters.termin
    code = f"franvaro_{termin.termin}_{ALLA.kod}"
    table = tables[TABLE].select(indikator=code, kon="alla", lasar=termin.lasar) if TABLE in tables else None
    if table is None or not list_own(run, table):
        return Text([compose("Uppgifter om skolans frånvaro saknas.")])
    change = table.cell(enhet=run.parameters.skola, jamforelse=name_comparison(run))
    return make_section(
        [describe_level(run, tables)], [_describe_change(run, change), _CAUTION], compose(FRAGOR)
    )


_CAUTION = compose(
    "Skolor kan registrera frånvaro på olika sätt, och elevernas ålder spelar roll: jämför helst samma "
    "stadium."
)


def describe_level(run: Underlag, tables: Tables) -> Sentence | None:
    """The school's mean absence in the term, and the municipality's; None without absence files."""
    if TABLE not in tables:
        return None
    termin, when = run.parameters.termin, name_term(run.parameters.termin)
    code = f"franvaro_{termin.termin}_{ALLA.kod}"
    table = tables[TABLE].select(indikator=code, kon="alla", lasar=termin.lasar, jamforelse="")
    own, whole = (table.cell(enhet=unit) for unit in (run.parameters.skola, run.parameters.kommun))
    if own is None or own.status == "saknas":
        return compose("Uppgift om skolans frånvaro under {when} saknas.", when=when)
    if not own.shown:
        return compose("Skolans frånvaro under {when} visas inte av hänsyn till enskilda.", when=when)
    indicator = run.indicators()[own.indikator]
    level = compose(
        "Skolans elever var i genomsnitt borta {v} procent av undervisningstiden under {when}.",
        v=wording.number(own, indicator),
        when=when,
    )
    if whole is None or not whole.shown:
        return level
    beside = compose("I hela kommunen var det {v} procent.", v=wording.number(whole, indicator))
    return join_sentences([level, beside])


def _describe_change(run: Underlag, change: ShownCell | None) -> Sentence | None:
    if change is None or not change.shown:
        return None
    words = {
        **dict.fromkeys(("tydligt_hogre", "hogre_osaker"), "Frånvaron har ökat sedan {when}"),
        **dict.fromkeys(("tydligt_lagre", "lagre_osaker"), "Frånvaron har minskat sedan {when}"),
        "ungefar_lika": "Frånvaron är ungefär densamma som under {when}",
        "oklart": "Underlaget räcker inte för att säga om frånvaron har ändrats sedan {when}",
    }
    when = Sentence((name_term(run.parameters.jamforelsetermin),))
    return wording.judge(change, words, run.indicators()[change.indikator], run.parameters, when=when)
