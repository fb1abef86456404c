"""Sentences about surveys: who answered, the indices, what has changed, and which groups differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators.enkat import INDEX, Index
from analys.indicators.measures import MEASURES
from analys.parameters import RunParameters
from analys.presentation.claims import claim_most
from analys.presentation.formats import format_number
from analys.presentation.roster_lasning import Enkat
from analys.presentation.text import (
    Label,
    Number,
    Sentence,
    compose,
    join_sentences,
    list_sentences,
    make_number,
)
from analys.presentation.wording import SURE, certainty_of, direction, limits

Told = Sequence[tuple[Index, ShownCell]]
YearGap = tuple[Index, int, ShownCell, ShownCell]

TOLD_YEARS = 2
"""So many year groups that lie apart are told of."""

VEM: Mapping[str, tuple[str, str, str]] = {
    "elev": ("elever", "eleverna", "elevernas"),
    "personal": ("anställda", "personalen", "personalens"),
    "vardnadshavare": ("vårdnadshavare", "vårdnadshavarna", "vårdnadshavarnas"),
}
"""A group after a number, as the subject, and as the owner of an index."""

GLES = 5.0
"""Year groups' response rates are told where they differ by at least so many percentage points."""

_SAKERHET: Mapping[str, str] = {
    "tydligt_hogre": "Att index för {i} har stigit är tydligt",
    "hogre_osaker": "Att index för {i} har stigit är säkerställt, men inte hur mycket",
    "tydligt_lagre": "Att index för {i} har sjunkit är tydligt",
    "lagre_osaker": "Att index för {i} har sjunkit är säkerställt, men inte hur mycket",
}


def describe_answers(enkat: Enkat | None) -> Sentence | None:
    """ "Läsåret 2025/26 svarade 1 902 av 2 310 elever på enkäten, 82,3 procent."."""
    if enkat is None:
        return None
    who, subject, _ = VEM[enkat.grupp.kod]
    rate = enkat.svar
    if rate is None or rate.n is None or rate.antal is None:
        return compose(
            "{vem} svarade på en enkät läsåret {l}.", vem=subject.capitalize(), l=Label(enkat.lasar)
        )
    return compose(
        "Läsåret {l} svarade {k} av {n} {vilka} på enkäten, {p} procent.",
        l=Label(enkat.lasar),
        k=Number(format_number(rate.antal), rate.cell),
        n=Number(format_number(rate.n), rate.cell),
        vilka=who,
        p=_number(rate),
    )


def describe_levels(enkat: Enkat | None) -> Sentence | None:
    """The highest and the lowest index."""
    if enkat is None or len(enkat.index) < 2:
        return None
    cells = list(enkat.index.values())
    texts = {index: _text(cell) for index, cell in enkat.index.items()}
    ranked = sorted(cells, key=lambda cell: cell.varde)
    low, high = ranked[0], ranked[-1]
    if _text(low) == _text(high):
        return compose("Indexen är lika: {v} på skalan noll till tio.", v=_number(low))
    parts = [
        compose(
            "{namn} ({v})",
            namn=list_sentences([_name(INDEX[i]) for i in texts if texts[i] == _text(end)]),
            v=_number(end),
        )
        for end in (high, low)
    ]
    start = "Bland de index som redovisas är" if enkat.dolda else "På skalan noll till tio är"
    return compose(
        "{start} {vems} index högst för {a} och lägst för {b}.",
        start=start,
        vems=VEM[enkat.grupp.kod][2],
        a=parts[0],
        b=parts[1],
    ).claiming(claim_most(high, cells), claim_most(low, cells, least=True))


def describe_changes(enkat: Enkat | None, changes: Told, parameters: RunParameters) -> Sentence | None:
    """Which indices have surely changed since the survey before, and how much."""
    if enkat is None:
        return None
    sure = select_sure(changes, parameters)
    sentences = []
    for year in sorted({cell.jamforelse for _, cell in sure}):
        own = [(index, cell) for index, cell in sure if cell.jamforelse == year]
        parts = [
            compose(
                "index för {i} {d} {hur}", i=_name(index), d=_number(cell, absolute=True), hur=_step(cell)
            )
            for index, cell in own
        ]
        sentences.append(
            compose(
                "Jämfört med läsåret {l} är {p}.",
                l=Label(year.removeprefix("mot ")),
                p=list_sentences(parts),
            )
        )
    return join_sentences(sentences) if sentences else None


def judge_changes(enkat: Enkat | None, changes: Told, parameters: RunParameters) -> Sentence | None:
    """How certain the changes are, those told and those that could not be."""
    if enkat is None or not changes:
        return None
    sure = select_sure(changes, parameters)
    told = [
        compose(
            "{v} {g}.",
            v=compose(_SAKERHET[_class(cell, parameters)], i=_name(index)),
            g=limits(cell, MEASURES[cell.indikator]),  # type: ignore[arg-type]
        )
        for index, cell in sure
    ]
    alike = [i for i, cell in changes if _class(cell, parameters) == "ungefar_lika"]
    open_ = [i for i, cell in changes if _class(cell, parameters) == "oklart"]
    if len(open_) == len(changes) > 1:
        told.append(compose("Underlaget räcker inte för att avgöra om indexen har ändrats."))
        open_ = []
    if alike:
        told.append(compose("Index för {i} är ungefär oförändrat.", i=_names(alike)))
    if open_:
        told.append(
            compose("Underlaget räcker inte för att avgöra om index för {i} har ändrats.", i=_names(open_))
        )
    return join_sentences(told)


def describe_gaps(pairs: Sequence[tuple[Index, ShownCell, ShownCell]]) -> Sentence | None:
    """Indices where girls and boys surely differ: girls' and boys' levels."""
    parts = [
        compose(
            "{i} ({a} och {b})",
            i=_name(index),
            a=_number(girls),
            b=_number(boys),
        )
        for index, girls, boys in pairs
    ]
    if not parts:
        return None
    return compose("Flickors och pojkars index skiljer sig åt för {p}.", p=list_sentences(parts))


def judge_gaps(gaps: Told, parameters: RunParameters) -> Sentence | None:
    """That girls and boys may or may not differ, where no index settles it."""
    if not gaps or select_sure(gaps, parameters):
        return None
    if all(_class(cell, parameters) == "ungefar_lika" for _, cell in gaps):
        return compose("Flickors och pojkars svar är ungefär lika.")
    return compose("Underlaget räcker inte för att avgöra om flickors och pojkars svar skiljer sig åt.")


def describe_year_groups(apart: Sequence[YearGap]) -> Sentence | None:
    """Indices of year groups that lie clearly apart from the others."""
    if not apart:
        return None
    return join_sentences(
        [
            compose(
                "I årskurs {n} är index för {i} {v}. Det är {d} {hur} än i de andra årskurserna.",
                n=Label(str(arskurs)),
                i=_name(index),
                v=_number(level),
                d=_number(gap, absolute=True),
                hur=_step(gap),
            )
            for index, arskurs, level, gap in apart
        ]
    )


def judge_year_groups(apart: Sequence[YearGap]) -> Sentence | None:
    """That what is told of year groups is clear, with the intervals."""
    if not apart:
        return None
    parts = [
        compose(
            "årskurs {n} {g}",
            n=Label(str(arskurs)),
            g=limits(gap, MEASURES[gap.indikator]),  # type: ignore[arg-type]
        )
        for _, arskurs, _, gap in apart
    ]
    return compose("Avståndet till de andra årskurserna är tydligt för {p}.", p=list_sentences(parts))


def choose_year_gaps(gaps: Sequence[YearGap], parameters: RunParameters) -> list[YearGap]:
    """The year groups to tell of: few, and only such as lie clearly apart, since many are compared."""
    clear = [one for one in gaps if _class(one[3], parameters) in ("tydligt_hogre", "tydligt_lagre")]
    return sorted(clear, key=lambda one: -abs(one[3].varde))[:TOLD_YEARS]


def tell_year_gap(gap: YearGap) -> Sentence:
    """A year group's index as a sentence that can stand alone."""
    index, arskurs, level, cell = gap
    step = compose("{d} {hur} än i", d=_number(cell, absolute=True), hur=_step(cell))
    return compose(
        "Index för {i} var {v} i årskurs {n} läsåret {l}, {steg} de andra årskurserna.",
        i=_name(index),
        v=_number(level),
        n=Label(str(arskurs)),
        l=Label(level.lasar),
        steg=step if direction(cell, MEASURES[cell.indikator]) else compose("detsamma som i"),
    )


def describe_staff(pairs: Sequence[tuple[Index, ShownCell, ShownCell]]) -> Sentence | None:
    """Indices where staff surely answer otherwise than pupils: staff's and pupils' levels."""
    if not pairs:
        return None
    parts = {
        word: [
            compose("{i} ({a} och {b})", i=_name(index), a=_number(staff), b=_number(pupils))
            for index, staff, pupils in pairs
            if (staff.varde > pupils.varde) == (word == "högre")
        ]
        for word in ("högre", "lägre")
    }
    return join_sentences(
        [
            compose("Personalens index är {ord} än elevernas för {p}.", ord=word, p=list_sentences(own))
            for word, own in parts.items()
            if own
        ]
    )


def describe_few(enkat: Enkat | None) -> Sentence | None:
    """That too few answered, or that nobody knows how many, so that nothing is compared."""
    if enkat is None or enkat.is_enough:
        return None
    if enkat.svar is None:
        return compose("Hur stor del som svarade visas inte, så index jämförs inte med något annat.")
    return compose("Färre än hälften svarade, så index jämförs inte med något annat.")


def describe_missing(enkat: Enkat | None, rates: Sequence[tuple[int, ShownCell]]) -> Sentence | None:
    """Among whom fewer answered, where year groups differ."""
    if enkat is None or len(rates) < 2:
        return None
    low, high = (pick(rates, key=lambda pair: pair[1].varde) for pick in (min, max))
    if high[1].varde - low[1].varde < GLES:
        return None
    cells = [cell for _, cell in rates]
    return compose(
        "Svarsfrekvensen är lägst i årskurs {x} ({a} procent) och högst i årskurs {y} ({b} procent).",
        x=Label(str(low[0])),
        a=_number(low[1]),
        y=Label(str(high[0])),
        b=_number(high[1]),
    ).claiming(claim_most(low[1], cells, least=True), claim_most(high[1], cells))


def describe_weighted(pairs: Sequence[tuple[Index, ShownCell, ShownCell]]) -> Sentence | None:
    """Which indices become others when answers are weighted for who did not answer."""
    if not pairs:
        return None
    moved = [
        compose("{i} {b} i stället för {a}", i=_name(index), a=_number(plain), b=_number(weighted))
        for index, plain, weighted in pairs
        if _text(plain) != _text(weighted)
    ]
    if not moved:
        return compose("När svaren vägs efter vilka som fick enkäten blir indexen desamma.")
    return compose(
        "När svaren vägs efter vilka som fick enkäten blir index för {p}.", p=list_sentences(moved)
    )


def describe_broken(enkat: Enkat | None, broken: Sequence[Index]) -> Sentence | None:
    """Indices that are not compared because the questions are others than before."""
    if enkat is None or not broken:
        return None
    return compose(
        "Frågorna om {i} är andra än läsåret {l}, så de indexen jämförs inte över tid."
        if len(broken) > 1
        else "Frågorna om {i} är andra än läsåret {l}, så det indexet jämförs inte över tid.",
        i=_names(broken),
        l=Label(enkat.fore),
    )


def tell_change(index: Index, enkat: Enkat, cell: ShownCell, now: ShownCell) -> Sentence:
    """A change as a sentence that can stand alone."""
    step = compose("{d} {hur} än", d=_number(cell, absolute=True), hur=_step(cell))
    return compose(
        "{vems} index för {i} var {v} läsåret {l}, {steg} läsåret {f}.",
        vems=VEM[enkat.grupp.kod][2].capitalize(),
        i=_name(index),
        v=_number(now),
        l=Label(enkat.lasar),
        steg=step if direction(cell, MEASURES[cell.indikator]) else compose("detsamma som"),
        f=Label(cell.jamforelse.removeprefix("mot ")),
    )


def tell_gap(index: Index, enkat: Enkat, girls: ShownCell, boys: ShownCell) -> Sentence:
    """Girls' and boys' levels as a sentence that can stand alone."""
    return compose(
        "Index för {i} var {a} bland flickor och {b} bland pojkar läsåret {l}.",
        i=_name(index),
        a=_number(girls),
        b=_number(boys),
        l=Label(enkat.lasar),
    )


def tell_staff(index: Index, staff: ShownCell, pupils: ShownCell) -> Sentence:
    """Staff's and pupils' levels as a sentence that can stand alone."""
    return compose(
        "Index för {i} var {a} bland personalen och {b} bland eleverna läsåret {l}.",
        i=_name(index),
        a=_number(staff),
        b=_number(pupils),
        l=Label(staff.lasar),
    )


def select_sure(told: Told, parameters: RunParameters) -> list[tuple[Index, ShownCell]]:
    """Those whose direction is settled."""
    return [(index, cell) for index, cell in told if _class(cell, parameters) in SURE]


def _class(cell: ShownCell, parameters: RunParameters) -> str:
    return certainty_of(cell, MEASURES[cell.indikator], parameters)


def _name(index: Index) -> Sentence:
    return Sentence((Label(index.namn),))


def _names(indices: Sequence[Index]) -> Sentence:
    return list_sentences([_name(index) for index in indices])


def _step(cell: ShownCell) -> str:
    return "högre" if cell.varde > 0 else "lägre"


def _text(cell: ShownCell) -> str:
    return _number(cell).text


def _number(cell: ShownCell, *, absolute: bool = False) -> Number:
    decimals = 1 if MEASURES[cell.indikator].unit == "indexpoäng" else 0
    value = abs(cell.varde) if absolute else None
    return make_number(cell, lambda shown: format_number(shown, decimals), value)
