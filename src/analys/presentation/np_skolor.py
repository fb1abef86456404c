"""Words on schools: what the funnel shows of a läsår, and which deviations last when the model has its say.

No school is named in the main part, and none is ranked. A claim about single schools needs the model: a
settled class of certainty and a reliability that is high enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.deviation_model import MINST_RELIABILITET
from analys.estimates.funnel import LARM
from analys.estimates.school_levels import APART
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER
from analys.indicators.np_relation import BETYGSNAMN
from analys.official.place import number_in_words
from analys.presentation import questions
from analys.presentation.claims import claim_count
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.formats import cell_formatter, join_list
from analys.presentation.notes import join_lasar
from analys.presentation.np_bortfall import has_schools
from analys.presentation.sections import make_section
from analys.presentation.selection import has_interval
from analys.presentation.text import Label, Reference, Sentence, Text, compose, list_sentences, make_number
from analys.presentation.wording import SURE, capitalise, certainty_of
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

YEARS = {9: "nio", 6: "sex"}


class Modelled(NamedTuple):
    """The shown schools of a year group, and those among them that surely lie above and below the others."""

    schools: Sequence[ShownCell]
    above: Sequence[ShownCell]
    below: Sequence[ShownCell]
    hidden: bool


def read_modelled(run: Underlag, tables: Tables, arskurs: int) -> Modelled | None:
    """What the model carries of a year group's schools; None where it has nothing to show."""
    if "np_skolmodell" not in tables:
        return None
    table = tables["np_skolmodell"].select(lasar=run.parameters.lasar, jamforelse=APART, kategori="")
    every = table.cells(indikator=f"np_skolmodell_ak{arskurs}")
    schools = [cell for cell in every if cell.shown]
    known = {c.enhet: c.varde for c in table.cells(indikator=f"np_skolreliabilitet_ak{arskurs}") if c.shown}
    if not schools:
        return None
    sure = [
        cell
        for cell in schools
        if known.get(cell.enhet, 0.0) >= MINST_RELIABILITET
        and certainty_of(cell, MEASURES[cell.indikator], run.parameters) in SURE
    ]
    above = [cell for cell in sure if cell.varde > 0]
    below = [cell for cell in sure if cell not in above]
    return Modelled(schools, above, below, any(cell.status == "skyddad" for cell in every))


def tell_school(cell: ShownCell, arskurs: int) -> Sentence:
    """A school's lasting deviation, standing alone and without its name."""
    return compose(
        "Elever i {y} med samma provbetyg får {how} {grade} på skolan än på skolorna i genomsnitt ({d}).",
        y=Label(f"årskurs {arskurs}"),
        how="högre" if cell.varde > 0 else "lägre",
        grade=BETYGSNAMN[arskurs],
        d=make_number(cell, cell_formatter(cell, MEASURES[cell.indikator])),
    )


def list_outside(
    run: Underlag, tables: Tables, arskurs: int, kind: str = LARM
) -> tuple[Sequence[ShownCell], Sequence[ShownCell]] | None:
    """Which schools lie outside their funnel limit, of which; None where no school is shown.

    Parameters
    ----------
    kind : str
        One of `funnel.GRANSER`.
    """
    if "np_tratt" not in tables:
        return None
    code = f"np_netto_ak{arskurs}"
    table = tables["np_tratt"].select(indikator=code, enhetstyp="skola", lasar=run.parameters.lasar)
    limits = {cell.enhet: cell for cell in table.cells(jamforelse=kind) if has_interval(cell)}
    schools = [c for c in table.cells(jamforelse="") if c.shown and c.enhet in limits]
    if not schools:
        return None
    outside = [c for c in schools if not limits[c.enhet].undre <= c.varde <= limits[c.enhet].ovre]
    return outside, schools


def describe_schools(run: Underlag, tables: Tables) -> Text | None:
    """Section text of the schools; None where no school may be shown."""
    funnels = _describe_funnels(run, tables)
    modelled = {arskurs: read_modelled(run, tables, arskurs) for arskurs in ARSKURSER}
    known = {arskurs: found for arskurs, found in modelled.items() if found is not None}
    sure = [
        _describe_modelled(found, arskurs, first=place == 0)
        for place, (arskurs, found) in enumerate(known.items())
    ]
    if funnels is None and not sure:
        return None
    apart = any(found.above or found.below for found in known.values())
    if sure:
        sure = [_introduce(run, tables, funnel=funnels is not None), *sure, _CAUTION]
    listed = [arskurs for arskurs in ARSKURSER if has_schools(tables, arskurs)]
    where = (
        compose(
            "Skolorna står i bokstavsordning i {t}, med andelen prov utan provbetyg.",
            t=Reference(f"tab-np_skolor_ak{listed[0]}"),
        )
        if listed
        else None
    )
    ask = compose(questions.NP_SCHOOLS_APART if apart else questions.NP_SCHOOLS_ALIKE)
    if funnels is None:
        return make_section([*sure, where], [], ask)
    return make_section([funnels, where], sure, ask)


def _describe_funnels(run: Underlag, tables: Tables) -> Sentence | None:
    """How many schools lie outside what chance explains, year group by year group."""
    parts: list[Sentence] = []
    for arskurs in ARSKURSER:
        found = list_outside(run, tables, arskurs)
        if found is None:
            continue
        outside, schools = found
        which = "med årskurs {y}" if parts else "redovisade skolorna med årskurs {y}"
        parts.append(
            compose(
                "{k} av de {m} " + which,
                k=Label(number_in_words(len(outside)) if outside else "ingen"),
                m=Label(number_in_words(len(schools))),
                y=YEARS[arskurs],
            ).claiming(claim_count(outside, schools))
        )
    if not parts:
        return None
    sentence = compose(
        "{who} ligger utanför tratten, alltså längre från kommunens nettoavvikelse än vad slumpen och "
        "vanliga skillnader mellan skolor brukar ge.",
        who=list_sentences(parts),
    )
    return capitalise(sentence)


def _describe_modelled(modelled: Modelled, arskurs: int, *, first: bool) -> Sentence:
    """How many schools deviate lastingly, and to which side."""
    sides = [
        f"i {number_in_words(len(found))} {word}"
        for found, word in ((modelled.above, "högre"), (modelled.below, "lägre"))
        if found
    ]
    start = "När elever med samma provbetyg jämförs " if first else ""
    if not sides:
        return capitalise(
            compose(
                "{start}räcker underlaget inte för att skilja {which} med årskurs {y} åt."
                if first
                else "{which} med årskurs {y} går inte att skilja åt.",
                which="de redovisade skolorna" if modelled.hidden else "skolorna",
                y=YEARS[arskurs],
                **({"start": start} if first else {}),
            )
        )
    return compose(
        "{start}avviker {k} av de {m} redovisade skolorna med årskurs {y} säkert från skolornas genomsnitt: "
        "{sides}."
        if first
        else "I årskurs {y} avviker {k} av de {m} redovisade skolorna: {sides}.",
        y=YEARS[arskurs],
        k=Label(number_in_words(len(modelled.above) + len(modelled.below))),
        m=Label(number_in_words(len(modelled.schools))),
        sides=Label(join_list(_insert(sides, f"är {BETYGSNAMN[arskurs]}en"))),
        **({"start": start} if first else {}),
    ).claiming(*(claim_count(found, modelled.schools) for found in (modelled.above, modelled.below)))


def _insert(sides: Sequence[str], what: str) -> list[str]:
    """The first side as a clause with its verb and subject: "i en är slutbetygen högre", "i två lägre"."""
    start, _, word = sides[0].rpartition(" ")
    return [f"{start} {what} {word}", *sides[1:]]


def _introduce(run: Underlag, tables: Tables, *, funnel: bool) -> Sentence:
    """What the model's claims stand on, beside those of a single läsår."""
    table = tables["np_skolmodell"].select(jamforelse=APART, kategori="")
    years = pooled_lasar([cell for cell in table.cells() if cell.shown])
    return compose(
        "{start} väger samman {years} och ser därför också avvikelser som är små men återkommer.",
        start="Tratten visar ett enda läsår. En modell" if funnel else "En modell",
        years=Label(f"läsåren {join_lasar(years)}" if len(years) > 1 else f"läsåret {years[0]}"),
    )


_CAUTION = compose(
    "Modellen räknar med slumpen och med att inget prov mäter exakt. Skolorna rangordnas inte."
)
