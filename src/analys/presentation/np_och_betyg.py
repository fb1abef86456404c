"""The words on national tests and grades: what the measure is, subject by subject, and groups of pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.indicators.np_amnen import PROVAMNEN
from analys.presentation import questions
from analys.presentation import wording_relations as words
from analys.presentation.course import read_course
from analys.presentation.np_bortfall import describe_lacking
from analys.presentation.np_officiellt import describe_beside
from analys.presentation.relations import GEMENSAMMA, Relation, read_relations
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Reference, Sentence, Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


class Group(NamedTuple):
    """A split of the pupils in two.

    Parameters
    ----------
    comparison, column : str
        The gap's `jamforelse`, and the cell column that tells the groups apart.
    keys, members, names : tuple of str
        The groups in that column, as they are called after "bland", and in short.
    """

    comparison: str
    column: str
    keys: tuple[str, str]
    members: tuple[str, str]
    names: tuple[str, str]


GROUPS = (
    Group("flickor-pojkar", "kon", ("flickor", "pojkar"), ("flickor", "pojkar"), ("flickor", "pojkar")),
    Group(
        "sv-sva",
        "svsva",
        ("sv", "sva"),
        ("elever som läser svenska", "elever som läser svenska som andraspråk"),
        ("svenska", "svenska som andraspråk"),
    ),
)
GROUP_SUBJECTS = ("np_netto_ak9_ma", "np_netto_ak9_en")
"""Subjects whose gaps are told where they are settled: those that every pupil takes."""


def explain_measure(run: Underlag, tables: Tables) -> Text | None:
    """The box on what the measure can and cannot show, in two sentences; None where it shows nothing."""
    if not tables:
        return None
    return Text(
        [
            compose(
                "Måttet visar hur ofta betyget är ett annat än provbetyget, men enligt Skolverket går det "
                "inte att av det säga att betygen är för höga eller för låga: ett betyg kan visa mer av vad "
                "eleven kan än vad ett enda prov gör."
            ),
            compose(
                "I hela landet är avvikelserna störst i matematik och historia, minst i engelska och "
                "vanligast kring betyget E ({source}).",
                source=Label("Riksrevisionen, RiR 2022:22"),
            ),
        ],
        form="ruta",
        rubrik="Vad måttet kan och inte kan visa",
    )


def describe_year(run: Underlag, tables: Tables, arskurs: int) -> Text | None:
    """Section text of a year group: the subjects that all pupils take, then how certain each subject is."""
    table = tables.get("np_relation")
    if table is None:
        return None
    relations = read_relations(table, arskurs, run.parameters.lasar)
    if not relations:
        return None
    told = [relation for relation in relations if relation.amne.kod in GEMENSAMMA]
    seen = [words.describe_usual(relations)]
    # What åk 9 has said is not said again.
    alone = arskurs == 9 or not read_relations(table, 9, run.parameters.lasar)
    seen += [
        words.describe_relation(relation, first=place == 0, define=alone)
        for place, relation in enumerate(told)
    ]
    sure = [*words.judge_nets(relations, run.parameters), *_describe_time(run, table, told, alone)]
    apart = words.find_apart(relations, run.parameters)
    lacking = describe_lacking(run, tables, arskurs)
    beside = describe_beside(run, tables) if arskurs == 9 else None
    ask = compose(questions.ask_about_tests(arskurs, apart=bool(apart)))
    return make_section(seen, [*sure, _refer(relations)], ask, more=[[beside], [lacking]])


def _refer(relations: Sequence[Relation]) -> Sentence:
    subjects = compose("Alla ämnen med intervall står i {t}", t=Reference("tab-np_amnen"))
    if not any(relation.shown_net for relation in relations):
        return compose("{s}.", s=subjects)
    return compose("{s}, och läsåren i {t}.", s=subjects, t=Reference("tab-np_lasar"))


def _describe_time(
    run: Underlag, table: ProtectedTable, relations: Sequence[Relation], breaks: bool
) -> list[Sentence | None]:
    """Which nets have changed since the latest comparable läsår, or why the läsår cannot be compared."""
    changes = [found for relation in relations if (found := _find_change(table, relation))]
    if changes:
        nets = [relation.net for relation in relations if relation.net is not None]
        moves = [read_course(table, net.indikator, net.lasar).change for net in nets]
        hidden = any(cell is not None and cell.status == "skyddad" for cell in (*nets, *moves))
        return words.describe_changes(changes, run.parameters, hidden=hidden)
    lasar = run.parameters.lasar
    nets = [relation.shown_net for relation in relations if relation.shown_net]
    if not breaks or not nets or not any(cell.lasar < lasar for cell in table.cells() if cell.shown):
        return []
    return [words.describe_incomparable(REGISTRY[nets[0].indikator], lasar)]


def _find_change(table: ProtectedTable, relation: Relation) -> tuple[Relation, ShownCell, ShownCell] | None:
    """A subject with its net of the latest comparable läsår and the change; None where not shown."""
    now = relation.shown_net
    if now is None:
        return None
    course = read_course(table, now.indikator, now.lasar)
    before, change = course.before, course.change
    if before is None or change is None or not (before.shown and change.shown):
        return None
    return relation, before, change


def describe_groups(run: Underlag, tables: Tables) -> Text | None:
    """Section text of girls and boys and of Sv and Sva in åk 9: all tested subjects together."""
    table = tables.get("np_relation_grupper")
    if table is None:
        return None
    table = table.select(enhetstyp="kommun", lasar=run.parameters.lasar)
    seen: list[Sentence | None] = []
    sure: list[Sentence | None] = []
    for group in GROUPS:
        gap, levels = read_group(table, "np_netto_ak9", group)
        fact = words.describe_net_gap(gap, levels, group.members, first=not seen)
        if fact is None:
            continue
        settled = [
            words.describe_subject_gap(*read_group(table, code, group), group.members, run.parameters)
            for code in GROUP_SUBJECTS
        ]
        seen += [fact, *settled]
        sure.append(words.judge_net_gap(gap, group.names, run.parameters))
    if not seen:
        return None
    subjects = [f"np_netto_{amne.suffix}" for amne in PROVAMNEN]
    if any(cell.shown for cell in table.cells(kon="flickor", indikator=subjects)):
        sure.append(compose("Ämne för ämne står grupperna i {t}.", t=Reference("tab-np_grupper_kon")))
    return make_section(seen, sure, compose(questions.NP_GROUPS))


def read_group(
    table: ProtectedTable, code: str, group: Group
) -> tuple[ShownCell | None, tuple[ShownCell | None, ShownCell | None]]:
    """A measure's gap between two groups of the municipality's pupils, and their levels."""
    own = table.select(indikator=code)
    first, second = (own.cell(jamforelse="", **{group.column: key}) for key in group.keys)
    return own.cell(jamforelse=group.comparison), (first, second)
