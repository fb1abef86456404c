"""A school's grades beside the national tests: the newest läsår, and what the model carries of the school."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.np_amnen import ARSKURSER
from analys.indicators.np_relation import BETYGSNAMN
from analys.presentation.np_skolor import YEARS, read_modelled, tell_school
from analys.presentation.sections import make_section
from analys.presentation.skola_tabeller import list_own, show_beside
from analys.presentation.tables import Table
from analys.presentation.text import Label, Sentence, Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

FRAGOR = (
    "Hur bedömer ni proven och sätter betyg tillsammans, och vad vet ni om de elever vars betyg och prov "
    "skiljer sig åt?"
)
_AK3 = ("ma", "sv", "sva")


def show_relations(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """The net of every subject, the school's beside the municipality's; None where nothing may be shown."""
    name = "np_relation_skolor"
    if name not in tables:
        return None
    wanted = f"np_netto_ak{arskurs}"
    codes = [code for code in run.indicators() if code == wanted or code.startswith(f"{wanted}_")]
    table = tables[name].select(indikator=codes, kategori="", jamforelse="", lasar=run.parameters.lasar)
    grade = BETYGSNAMN[arskurs]
    return show_beside(
        run,
        table,
        rader="indikator",
        id=f"skola_np_ak{arskurs}",
        titel=f"Nettoavvikelse i årskurs {arskurs}, {run.parameters.lasar}",
        noter=[
            f"Nettoavvikelse: andelen elever med högre {grade} än provbetyg minus andelen med lägre, i "
            "procentenheter."
        ],
    )


def show_judgements(run: Underlag, tables: Tables, amne: str) -> Table | None:
    """Åk 3: test and judgement together, the school's beside the municipality's."""
    code = f"np_bedomning_ak3_{amne}"
    if "np_ak3" not in tables or code not in run.indicators():
        return None
    table = tables["np_ak3"].select(indikator=code, jamforelse="", lasar=run.parameters.lasar)
    title = f"{run.indicators()[code].label}, {run.parameters.lasar}"
    return show_beside(run, table, rader="kategori", id=f"skola_np_ak3_{amne}", titel=title)


def describe_tests(run: Underlag, tables: Tables) -> Text | None:
    """What lasts of how the school's grades lie to the tests; one line where the school has neither."""
    if not run.parameters.skola:
        return None
    told = [_describe_year(run, tables, arskurs) for arskurs in ARSKURSER]
    if not any(told):
        if any(list_own(run, table) for table in tables.values()):
            return None
        return Text([compose("Skolan har inga resultat på nationella prov i underlaget.")])
    return make_section(told, [_CAUTION], compose(FRAGOR))


_CAUTION = compose(
    "Jämförelsen gäller elever med samma provbetyg, väger samman flera läsår och räknar med slumpen. Vilket "
    "av betyg och prov som är rätt går inte att säga: de visar delvis olika saker."
)


def _describe_year(run: Underlag, tables: Tables, arskurs: int) -> Sentence | None:
    found = read_modelled(run, tables, arskurs)
    own = [cell for cell in (found.schools if found else ()) if cell.enhet == run.parameters.skola]
    if not found or not own:
        return None
    if own[0] in (*found.above, *found.below):
        return tell_school(own[0], arskurs)
    return compose(
        "I {y} räcker underlaget inte för att skilja skolans {grade} från de andra skolornas.",
        y=Label(f"årskurs {YEARS[arskurs]}"),
        grade=BETYGSNAMN[arskurs],
    )
