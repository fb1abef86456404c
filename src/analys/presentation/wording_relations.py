"""Sentences about grades against provbetyg: how many lie above and below, in which subjects, how surely.

The words never say that a grade is wrong, nor why it differs. "Oftare över än under" is about the net of the
two shares; which class it is in decides the words, in a fixed order, with the subjects in their own order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.indicators.base import Indicator
from analys.indicators.np_relation import BETYGSNAMN
from analys.parameters import RunParameters
from analys.presentation.claims import claim_count, claim_most
from analys.presentation.formats import cell_formatter, join_list, lower_first
from analys.presentation.relations import Relation
from analys.presentation.text import Label, Number, Sentence, compose, join_sentences, make_number
from analys.presentation.wording import (
    NOT_JUDGED,
    SURE,
    WITHHELD,
    certainty_of,
    direction,
    judge,
    number,
)

NET_CERTAINTY: Mapping[str, tuple[str, str]] = {
    "tydligt_hogre": (
        "I {a} ligger {grade} tydligt oftare över provbetyget än under.",
        "I {a} ligger det tydligt oftare över än under.",
    ),
    "tydligt_lagre": (
        "I {a} ligger {grade} tydligt oftare under provbetyget än över.",
        "I {a} ligger det tydligt oftare under än över.",
    ),
    "hogre_osaker": (
        "I {a} ligger {grade} oftare över provbetyget än under, men hur mycket oftare är osäkert.",
        "I {a} ligger det oftare över än under, men hur mycket oftare är osäkert.",
    ),
    "lagre_osaker": (
        "I {a} ligger {grade} oftare under provbetyget än över, men hur mycket oftare är osäkert.",
        "I {a} ligger det oftare under än över, men hur mycket oftare är osäkert.",
    ),
    "ungefar_lika": (
        "I {a} ligger {grade} ungefär lika ofta över provbetyget som under.",
        "I {a} ligger det ungefär lika ofta över som under.",
    ),
    "oklart": (
        "I {a} räcker underlaget inte för att avgöra om {grade} oftare ligger över eller under provbetyget.",
        "I {a} räcker underlaget inte för att avgöra vilket som är vanligast.",
    ),
}
"""What each class of certainty says of the net in some subjects: alone or first, and after another class."""

GAP_CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Nettoavvikelsen är ungefär lika för {who}",
    "tydligt_hogre": "Skillnaden mellan {who} är tydlig",
    "hogre_osaker": "Skillnaden mellan {who} är säkerställd, men inte hur stor den är",
    "tydligt_lagre": "Skillnaden mellan {who} är tydlig",
    "lagre_osaker": "Skillnaden mellan {who} är säkerställd, men inte hur stor den är",
    "oklart": "Underlaget räcker inte för att avgöra om skillnaden mellan {who} är verklig",
}


def name_grade(arskurs: int) -> str:
    """The grade of a year group in definite form: "slutbetyget" or "betyget"."""
    return f"{BETYGSNAMN[arskurs]}et"


def describe_relation(relation: Relation, *, first: bool, define: bool = True) -> Sentence | None:
    """How many pupils have a higher and how many a lower grade than provbetyg, and the net of the two.

    Parameters
    ----------
    first : bool
        The first subject of a text: it says whole what is compared.
    define : bool
        The first subject says what the net is, too.
    """
    code = relation.amne.suffix
    subject = Label(relation.amne.namn)
    net = relation.shown_net
    if relation.ends is None:
        if net is None:
            return None
        return compose("I {a} är nettoavvikelsen {d}.", a=subject, d=say_net(net))
    share = REGISTRY[f"np_relation_{code}"]
    lower, higher = (number(cell, share) for cell in relation.ends)
    if not first:
        return compose(
            "I {a} fick {h} procent ett högre och {l} procent ett lägre{net}.",
            a=subject,
            h=higher,
            l=lower,
            net=compose(" (nettoavvikelse {d})", d=say_net(net, unit=False)) if net else "",
        )
    end = " (nettoavvikelse {d})." if net and not define else "."
    fact = compose(
        "I {a} fick {h} procent av eleverna ett högre {grade} än provbetyg och {l} procent ett lägre" + end,
        a=subject,
        h=higher,
        l=lower,
        grade=BETYGSNAMN[relation.amne.arskurs],
        **({"d": say_net(net)} if net and not define else {}),
    )
    what = "Nettoavvikelsen, andelen med högre minus andelen med lägre, är {d}."
    return join_sentences([fact, compose(what, d=say_net(net)) if net and define else None])


def tell_relation(relation: Relation) -> Sentence | None:
    """One subject's relation in the report's läsår, as a sentence that can stand alone."""
    net = relation.shown_net
    if net is None:
        return None
    # Only åk 9 has final grades: the word says the year group.
    later = relation.amne.arskurs != 9
    end = compose(" i {y}.", y=Label(f"årskurs {relation.amne.arskurs}")) if later else compose(".")
    subject, grade = Label(relation.amne.namn), BETYGSNAMN[relation.amne.arskurs]
    if relation.ends is None:
        what = "I {a} var nettoavvikelsen mellan {grade} och provbetyg {d}{end}"
        return compose(what, a=subject, grade=grade, d=say_net(net), end=end)
    share = REGISTRY[f"np_relation_{relation.amne.suffix}"]
    lower, higher = (number(cell, share) for cell in relation.ends)
    what = "I {a} fick {h} procent högre och {n} procent lägre {grade} än provbetyg{end}"
    return compose(what, a=subject, h=higher, n=lower, grade=grade, end=end)


def tell_change(relation: Relation, before: ShownCell) -> Sentence | None:
    """How one subject's net has moved, as a sentence that can stand alone."""
    net = relation.shown_net
    if net is None:
        return None
    return compose(
        "I {a} i {y} gick nettoavvikelsen mellan {grade} och provbetyg från {b} till {n} mellan läsåren {l0} "
        "och {l1}.",
        a=Label(relation.amne.namn),
        y=Label(f"årskurs {relation.amne.arskurs}"),
        grade=BETYGSNAMN[relation.amne.arskurs],
        b=say_net(before, unit=False),
        n=say_net(net),
        l0=Label(before.lasar),
        l1=Label(net.lasar),
    )


def tell_gap(
    gap: ShownCell, levels: tuple[ShownCell | None, ShownCell | None], names: tuple[str, str]
) -> Sentence | None:
    """The net of two groups in one measure, as a sentence that can stand alone."""
    one, other = levels
    if one is None or other is None or not (gap.shown and one.shown and other.shown):
        return None
    measure = REGISTRY[gap.indikator]
    return compose(
        "I {subject} i {year} var nettoavvikelsen mellan {grade} och provbetyg {x} bland {a} och {y} bland "
        "{b} läsåret {l}.",
        subject=_subject_of(measure),
        year=Label(f"årskurs {measure.arskurs}"),
        grade=BETYGSNAMN[measure.arskurs],
        x=say_net(one),
        y=say_net(other, unit=False),
        a=names[0],
        b=names[1],
        l=Label(gap.lasar),
    )


def _subject_of(measure: Indicator) -> Label:
    """A net's subject inside a sentence: "matematik", "alla provämnen"."""
    return Label(lower_first(measure.short_label.partition(",")[0]))


def say_net(cell: ShownCell, *, unit: bool = True) -> Number:
    """A net with its sign: "+19,6 procentenheter"."""
    return make_number(cell, cell_formatter(cell, REGISTRY[cell.indikator], unit=unit))


def describe_usual(relations: Sequence[Relation]) -> Sentence | None:
    """That grade and provbetyg most often are the same, where that is so in most subjects."""
    known = [cells for relation in relations if (cells := relation.shares)]
    same = [lower.varde < equal.varde > higher.varde for lower, equal, higher in known]
    if 2 * sum(same) <= len(relations):
        return None
    grade = name_grade(relations[0].amne.arskurs)
    usual = [
        claim_most(equal, (lower, higher))
        for (lower, equal, higher), is_same in zip(known, same, strict=True)
        if is_same
    ]
    if len(relations) == 1:
        return compose("Vanligast är att {g} är detsamma som provbetyget.", g=grade).claiming(*usual)
    return compose(
        "I {which} redovisade ämnen är det vanligast att {g} är detsamma som provbetyget.",
        which="alla" if sum(same) == len(relations) else "de flesta",
        g=grade,
    ).claiming(*usual)


def judge_nets(relations: Sequence[Relation], parameters: RunParameters) -> list[Sentence | None]:
    """How certain it is in which direction each subject's grades lie, and whether the directions agree."""
    judged: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.shown_net:
            kind = _class_of(relation, parameters)
            judged.setdefault(kind, []).append(relation)
    if not judged:
        return []
    if "officiell" in judged:
        return [compose(NOT_JUDGED)]
    grade = name_grade(relations[0].amne.arskurs)
    sentences: list[Sentence | None] = []
    for kind, (first, after) in NET_CERTAINTY.items():
        if kind in judged:
            subjects = Label(join_list(relation.amne.namn for relation in judged[kind]))
            grades = {} if sentences else {"grade": grade}
            sentences.append(compose(after if sentences else first, a=subjects, **grades))
    if WITHHELD in judged:
        subjects = Label(join_list(relation.amne.namn for relation in judged[WITHHELD]))
        sentences.append(compose("I {a} visas inte hur säkert det är, av hänsyn till enskilda.", a=subjects))
    return [*sentences, _describe_breadth(judged)]


def find_apart(relations: Sequence[Relation], parameters: RunParameters) -> list[Relation]:
    """Subjects whose net is settled to lie on one side of nothing."""
    return [r for r in relations if r.shown_net and _class_of(r, parameters) in SURE]


def _class_of(relation: Relation, parameters: RunParameters) -> str:
    net = relation.shown_net
    assert net is not None
    return certainty_of(net, REGISTRY[net.indikator], parameters)


def _describe_breadth(judged: Mapping[str, Sequence[Relation]]) -> Sentence | None:
    """Whether the settled subjects lie on the same side."""
    above = sum(len(judged.get(kind, ())) for kind in ("tydligt_hogre", "hogre_osaker"))
    below = sum(len(judged.get(kind, ())) for kind in ("tydligt_lagre", "lagre_osaker"))
    if above and below:
        return compose("Riktningen skiljer sig alltså mellan ämnena.")
    return None


def describe_changes(
    changes: Sequence[tuple[Relation, ShownCell, ShownCell]], parameters: RunParameters, *, hidden: bool
) -> list[Sentence | None]:
    """Which nets have changed since an earlier läsår, and that the others cannot be told to have.

    Parameters
    ----------
    changes : sequence of (Relation, ShownCell, ShownCell)
        Each subject now, its net before and the change; all since the same läsår.
    hidden : bool
        There are subjects whose change may not be shown.
    """
    every = len(changes)
    changes = [c for c in changes if certainty_of(c[2], REGISTRY[c[2].indikator], parameters) != WITHHELD]
    if not changes:
        return []
    among = "redovisade " if hidden or len(changes) < every else ""
    since = Label(changes[0][1].lasar)
    settled, sure = [], []
    for relation, before, change in changes:
        kind = certainty_of(change, REGISTRY[change.indikator], parameters)
        if kind in SURE and relation.shown_net:
            sure.append(change)
            settled.append(
                compose(
                    "I {a} har nettoavvikelsen gått från {before} till {now} sedan läsåret {l}{unsure}.",
                    a=Label(relation.amne.namn),
                    before=say_net(before, unit=False),
                    now=say_net(relation.shown_net),
                    l=since,
                    unsure="" if kind.startswith("tydligt") else _UNSURE,
                )
            )
    counted = claim_count(sure, [change for *_, change in changes])
    if not settled:
        if len(changes) == 1:
            return [compose(_NOT_CHANGED, l=since)]
        which = f"de {among}ämnena" if among else "ämnena"
        return [compose(_NONE_CHANGED, l=since, which=which).claiming(counted)]
    rest = compose(
        "I övriga {among}ämnen räcker underlaget inte för att säga att den har ändrats.", among=among
    ).claiming(counted)
    return [*settled, rest if len(settled) < len(changes) else None]


_UNSURE = "; hur stor förändringen är går inte att säga säkert"
_NONE_CHANGED = (
    "Sedan läsåret {l} går det inte i något av {which} att säga säkert att nettoavvikelsen har ändrats."
)
_NOT_CHANGED = "Sedan läsåret {l} går det inte att säga säkert att nettoavvikelsen har ändrats."


def describe_incomparable(indicator: Indicator, lasar: str) -> Sentence | None:
    """That the läsår begins a new series, and why; None where it does not."""
    notes = dict(zip(indicator.breaks, indicator.break_notes, strict=True))
    if lasar not in notes:
        return None
    return compose(
        "Läsåret {l} jämförs inte med tidigare läsår. {note}", l=Label(lasar), note=Label(notes[lasar])
    )


def describe_net_gap(
    gap: ShownCell | None,
    levels: tuple[ShownCell | None, ShownCell | None],
    names: tuple[str, str],
    *,
    first: bool,
) -> Sentence | None:
    """The net of two groups as a fact: "… −5,0 procentenheter bland flickor och −8,5 bland pojkar.".

    Parameters
    ----------
    first : bool
        The first of several: it says what the net is of.
    """
    one, other = levels
    if not all(cell is not None and cell.shown for cell in (gap, one, other)):
        return None
    assert gap is not None and one is not None and other is not None
    what = "För alla provämnen tillsammans är nettoavvikelsen" if first else "Den är"
    if direction(gap, REGISTRY[gap.indikator]) == 0:
        same = "{what} densamma bland {a} och {b}, {d}."
        return compose(same, what=what, a=names[0], b=names[1], d=say_net(one))
    template = "{what} {x} bland {a} och {y} bland {b}."
    return compose(template, what=what, x=say_net(one), y=say_net(other, unit=False), a=names[0], b=names[1])


def describe_subject_gap(
    gap: ShownCell | None,
    levels: tuple[ShownCell | None, ShownCell | None],
    names: tuple[str, str],
    parameters: RunParameters,
) -> Sentence | None:
    """The net of two groups in one subject with its certainty, where the gap is settled; else None."""
    one, other = levels
    if not all(cell is not None and cell.shown for cell in (gap, one, other)):
        return None
    assert gap is not None and one is not None and other is not None
    kind = certainty_of(gap, REGISTRY[gap.indikator], parameters)
    if kind not in SURE:
        return None
    return compose(
        "I {subject} är den {x} bland {a} och {y} bland {b}; {how}.",
        subject=_subject_of(REGISTRY[gap.indikator]),
        x=say_net(one),
        y=say_net(other, unit=False),
        a=names[0],
        b=names[1],
        how="skillnaden är tydlig"
        if kind.startswith("tydligt")
        else "att de skiljer sig är säkerställt, men inte hur mycket",
    )


def judge_net_gap(
    gap: ShownCell | None, names: tuple[str, str], parameters: RunParameters
) -> Sentence | None:
    """How certain a gap between two groups' nets is."""
    if gap is None or not gap.shown:
        return None
    return judge(gap, GAP_CERTAINTY, REGISTRY[gap.indikator], parameters, who=" och ".join(names))
