"""The words on åk 3: what the national test and the teacher's judgement say of the same pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.cells import POOLED
from analys.indicators import REGISTRY
from analys.indicators.np_bedomning import AMNEN, BARA_BEDOMNINGEN, BARA_PROVET, Bedomningsamne
from analys.parameters import RunParameters
from analys.presentation import questions
from analys.presentation.claims import Claim, claim_count, claim_most
from analys.presentation.course import read_course
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.formats import join_list, lower_first
from analys.presentation.notes import join_lasar
from analys.presentation.sections import make_section
from analys.presentation.selection import has_interval
from analys.presentation.text import Label, Reference, Sentence, Text, compose, join_sentences, list_sentences
from analys.presentation.wording import SURE, certainty_of, number
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


class Judged(NamedTuple):
    """One subject: pupils in whom the two agree, and those who reach only one; None what is not shown."""

    amne: Bedomningsamne
    agree: ShownCell | None
    judgement: ShownCell | None
    test: ShownCell | None

    @property
    def is_judged(self) -> bool:
        """Whether both differences may be shown with their intervals."""
        cells = (self.judgement, self.test)
        return all(cell is not None and has_interval(cell) for cell in cells)


def choose_level(table: ProtectedTable, lasar: str) -> str:
    """Which level figure and text tell: the läsår's, or that of three where only it shows a subject whole.

    Returns
    -------
    str
        "" or `POOLED`.
    """
    for level in ("", POOLED):
        own = _own(table, lasar, level)
        cells = [own.cells(indikator=f"np_bedomning_ak3_{amne.kod}") for amne in AMNEN]
        if any(found and all(cell.shown for cell in found) for found in cells):
            return level
    return ""


def _own(table: ProtectedTable, lasar: str, level: str) -> ProtectedTable:
    return table.select(enhetstyp="kommun", lasar=lasar, kon="alla", svsva="alla", jamforelse=level)


def read_judged(table: ProtectedTable, lasar: str, level: str = "") -> list[Judged]:
    """The subjects that have anything to show of the municipality, in their fixed order.

    Parameters
    ----------
    level : str
        "" for the läsår, `POOLED` for three together.
    """
    own = _own(table, lasar, level)
    found = []
    for amne in AMNEN:
        both = own.select(indikator=f"np_bedomning_ak3_{amne.kod}")
        cells = (
            own.cell(indikator=f"np_samstammig_ak3_{amne.kod}"),
            both.cell(kategori=BARA_BEDOMNINGEN),
            both.cell(kategori=BARA_PROVET),
        )
        shown = [cell if cell is not None and cell.shown else None for cell in cells]
        if any(shown):
            found.append(Judged(amne, *shown))
    return found


def name_period(cells: Sequence[ShownCell], lasar: str) -> str:
    """The läsår that cells tell of: "läsåret …", or "läsåren … tillsammans" for pooled ones."""
    years = pooled_lasar([cell for cell in cells if cell.jamforelse == POOLED])
    return f"läsåren {join_lasar(years)} tillsammans" if len(years) > 1 else f"läsåret {lasar}"


def describe_judgement(run: Underlag, tables: Tables) -> Text | None:
    """Section text of åk 3; None where there are no judgements, or nothing of them may be shown."""
    if "np_ak3" not in tables:
        return None
    table, lasar = tables["np_ak3"], run.parameters.lasar
    level = choose_level(table, lasar)
    judged = read_judged(table, lasar, level)
    if not judged:
        return None
    when = name_period(_own(table, lasar, level).cells(), lasar)
    what = compose(
        "I årskurs tre finns inga betyg. Här jämförs provet med lärarens bedömning av om eleven når "
        "kriterierna. Provet är klarat först när eleven nått kravnivån i alla delprov; bedömningen väger in "
        "hela läsårets arbete."
    )
    told = [_describe_subject(one, first=place == 0) for place, one in enumerate(judged)]
    period = compose("Uppgifterna gäller {w}.", w=Label(when)) if level else None
    sure = [
        *_judge_sides(judged, run),
        *_describe_changes(table, read_judged(table, lasar), run),
        _refer(table),
    ]
    return make_section(
        [what, *told, period], sure, compose(questions.NP_AK3), more=[_describe_parts(run, tables)]
    )


def _refer(table: ProtectedTable) -> Sentence | None:
    """Where every läsår and every school stands, as far as those of the first subject may be shown."""
    kod = AMNEN[0].kod
    cells = table.cells(indikator=f"np_bedomning_ak3_{kod}", kon="alla", svsva="alla")
    years = any(cell.shown for cell in cells if (cell.enhetstyp, cell.jamforelse) == ("kommun", ""))
    schools = any(cell.shown for cell in cells if (cell.enhetstyp, cell.jamforelse) == ("skola", POOLED))
    if not years:
        return None
    when = compose("Varje läsår står i {t}", t=Reference(f"tab-np_ak3_{kod}"))
    if not schools:
        return compose("{w}.", w=when)
    return compose("{w}, och varje skola i {t}.", w=when, t=Reference(f"tab-np_ak3_skolor_{kod}"))


def _describe_subject(judged: Judged, *, first: bool) -> Sentence | None:
    subject = Label(judged.amne.namn)
    if judged.agree is None:
        return None
    same = compose(
        "I {a} säger provet och läraren samma sak om {p} procent av eleverna."
        if first
        else "I {a} säger de samma sak om {p} procent.",
        a=subject,
        p=number(judged.agree, REGISTRY[judged.agree.indikator]),
    )
    if judged.judgement is None or judged.test is None:
        return same
    share = REGISTRY[judged.judgement.indikator]
    template = (
        "{b} procent bedöms nå kriterierna utan att ha nått kravnivån i alla delprov, och {t} procent har "
        "nått kravnivån men bedöms inte nå kriterierna."
        if first
        else "{b} procent når bara enligt bedömningen och {t} procent bara enligt provet."
    )
    sides = compose(template, b=number(judged.judgement, share), t=number(judged.test, share))
    return join_sentences([same, sides])


def tell_judged(judged: Judged, lasar: str) -> Sentence | None:
    """How many pupils reach the goal by one of the two only, as a sentence that can stand alone."""
    if judged.judgement is None or judged.test is None:
        return None
    share = REGISTRY[judged.judgement.indikator]
    return compose(
        "I {a} i {y} nådde {b} procent av eleverna målet bara enligt lärarens bedömning {l}, och {t} procent "
        "bara enligt det nationella provet.",
        a=Label(judged.amne.namn),
        y=Label("årskurs 3"),
        b=number(judged.judgement, share),
        t=number(judged.test, share),
        l=Label(name_period([judged.judgement], lasar)),
    )


def find_side(judged: Judged, parameters: RunParameters) -> tuple[str, str]:
    """Which of the two differences is surely more common, and whether by as much as counts.

    Two shares of the same pupils whose intervals do not meet differ more surely than either interval says.

    Returns
    -------
    tuple of str
        "bedomning" or "prov", and "tydligt" or "osaker"; "" twice where it cannot be told.
    """
    if judged.judgement is None or judged.test is None:
        return "", ""
    for name, more, less in (
        ("bedomning", judged.judgement, judged.test),
        ("prov", judged.test, judged.judgement),
    ):
        if more.undre > less.ovre:
            return name, "tydligt" if more.undre - less.ovre > parameters.delta_procent else "osaker"
    return "", ""


def _judge_sides(judged: Sequence[Judged], run: Underlag) -> list[Sentence | None]:
    """In which subjects one of the two differences is surely more common than the other."""
    classes: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        if one.is_judged:
            classes.setdefault(find_side(one, run.parameters), []).append(one)
    return [
        compose(words, a=Label(join_list(one.amne.namn for one in classes[kind]))).claiming(
            *(claim for one in classes[kind] for claim in claim_side(one, kind[0]))
        )
        for kind, words in _SIDES.items()
        if kind in classes
    ]


def claim_side(judged: Judged, side: str) -> Sequence[Claim]:
    """That one of a subject's two differences is the more common; nothing where neither surely is."""
    if judged.judgement is None or judged.test is None or not side:
        return ()
    pair = (judged.judgement, judged.test) if side == "bedomning" else (judged.test, judged.judgement)
    return (claim_most(pair[0], (pair[1],)),)


_SIDES = {
    ("bedomning", "tydligt"): (
        "I {a} är det tydligt vanligare att eleven når målet bara enligt bedömningen än bara enligt provet."
    ),
    ("bedomning", "osaker"): (
        "I {a} är det vanligare att eleven når målet bara enligt bedömningen än bara enligt provet, men hur "
        "mycket vanligare är osäkert."
    ),
    ("prov", "tydligt"): (
        "I {a} är det tydligt vanligare att eleven når målet bara enligt provet än bara enligt bedömningen."
    ),
    ("prov", "osaker"): (
        "I {a} är det vanligare att eleven når målet bara enligt provet än bara enligt bedömningen, men hur "
        "mycket vanligare är osäkert."
    ),
    ("", ""): "I {a} räcker underlaget inte för att avgöra vilket av de två som är vanligast.",
}


def _describe_changes(
    table: ProtectedTable, judged: Sequence[Judged], run: Underlag
) -> list[Sentence | None]:
    """Whether the agreement has changed since the latest comparable läsår."""
    settled, since = [], ""
    for one in judged:
        if one.agree is None:
            continue
        course = read_course(table, one.agree.indikator, run.parameters.lasar)
        before, change = course.before, course.change
        if before is None or change is None or not (before.shown and has_interval(change)):
            continue
        since = before.lasar
        measure = REGISTRY[one.agree.indikator]
        kind = certainty_of(change, measure, run.parameters)
        if kind in SURE:
            settled.append(
                compose(
                    "I {a} har andelen som bedöms lika gått från {before} till {now} procent sedan läsåret "
                    "{l}{unsure}.",
                    a=Label(one.amne.namn),
                    before=number(before, measure),
                    now=number(one.agree, measure),
                    l=Label(before.lasar),
                    unsure="" if kind.startswith("tydligt") else _UNSURE,
                )
            )
    if settled or not since:
        return [*settled]
    return [
        compose(
            "Sedan läsåret {l} går det inte att säga säkert att samstämmigheten har ändrats.", l=Label(since)
        )
    ]


_UNSURE = "; hur stor förändringen är går inte att säga säkert"


def _describe_parts(run: Underlag, tables: Tables) -> list[Sentence | None]:
    """Which parts of the tests stand out among pupils who reach the criteria by the judgement only."""
    if "np_ak3_delprov" not in tables:
        return []
    own = tables["np_ak3_delprov"].select(enhetstyp="kommun", lasar=run.parameters.lasar)
    told: list[Sentence] = []
    when = ""
    for amne in AMNEN:
        cells = [c for c in own.cells() if c.indikator.startswith(f"np_delprov_ak3_{amne.kod}_")]
        cells = [cell for cell in cells if cell.jamforelse == POOLED] or cells
        sentence = _tell_parts(cells, amne.namn)
        if sentence is not None:
            told.append(sentence)
            when = name_period(cells, run.parameters.lasar)
    if not told:
        return []
    intro = compose(
        "Vilka delprov missar elever som når målet bara enligt bedömningen? Svaret gäller {when}.",
        when=Label(when),
    )
    return [intro, *told]


def _tell_parts(cells: Sequence[ShownCell], namn: str) -> Sentence | None:
    """The parts whose interval lies above the mean of the others; None where any part is hidden."""
    if len(cells) < 2 or not all(has_interval(cell) for cell in cells):
        return None
    high = [cell for cell in cells if cell.undre > _mean_of_others(cell, cells)]
    if not high:
        return compose("I {a} sticker inget delprov ut.", a=Label(namn)).claiming(claim_count((), cells))
    parts = [
        compose(
            "{name} ({p} procent)",
            name=Label(lower_first(REGISTRY[cell.indikator].short_label.rpartition(", ")[2])),
            p=number(cell, REGISTRY[cell.indikator]),
        )
        for cell in high
    ]
    told = compose("I {a} är det oftast {p}.", a=Label(namn), p=list_sentences(parts))
    return told.claiming(claim_count(high, cells))


def _mean_of_others(cell: ShownCell, cells: Sequence[ShownCell]) -> float:
    others = [other.varde for other in cells if other.cell != cell.cell]
    return sum(others) / len(others)
