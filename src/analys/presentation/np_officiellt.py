"""Words on published figures of grades and provbetyg: beside the municipality's own, or in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.presentation import questions
from analys.presentation import wording_relations as words
from analys.presentation.course import read_course
from analys.presentation.relations import Relation, read_relations
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Reference, Sentence, Text, compose, join_sentences
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

BREDVID = ("ma", "en")
"""Subjects that are set beside the nation: those that every pupil takes."""


def describe_official(run: Underlag, tables: Tables) -> Text | None:
    """Section text of published shares in åk 9; None beside pupil files, or where nothing is published."""
    if run.has_pupils or "np_officiellt" not in tables:
        return None
    table = tables["np_officiellt"]
    relations = read_relations(table, 9, run.parameters.lasar)
    if not relations:
        return None
    seen = [words.describe_relation(relation, first=place == 0) for place, relation in enumerate(relations)]
    sure = [*words.judge_nets(relations, run.parameters), _describe_break(relations[0].net, run)]
    moved = [_describe_change(table, relation) for relation in relations if relation.amne.kod in BREDVID]
    return make_section(
        [words.describe_usual(relations), *seen],
        [*sure, compose("Andelarna står i {t}.", t=Reference("tab-np_officiellt"))],
        compose(questions.ask_about_tests(9, apart=True)),
        more=[moved, [describe_beside(run, tables)]],
    )


def _describe_change(table: ProtectedTable, relation: Relation) -> Sentence | None:
    """A subject's net since the latest comparable läsår, as a fact."""
    now = relation.shown_net
    if now is None:
        return None
    before = read_course(table, now.indikator, now.lasar).before
    return words.tell_change(relation, before) if before is not None and before.shown else None


def describe_beside(run: Underlag, tables: Tables) -> Sentence | None:
    """The nation's net in the subjects that every pupil takes, in the latest published läsår."""
    if "np_officiellt" not in tables:
        return None
    nets = _read_newest(tables["np_officiellt"], run.parameters.lasar)
    if not nets:
        return None
    lasar = nets[0][1].lasar
    own = {relation.amne.namn: relation.shown_net for relation in _read_own(run, tables, lasar)}
    return join_sentences(
        _set_beside(name, cell, own.get(name), first=place == 0) for place, (name, cell) in enumerate(nets)
    )


def _set_beside(name: str, nation: ShownCell, own: ShownCell | None, *, first: bool) -> Sentence:
    """One subject's net in the nation and, where it may be shown, in the municipality the same läsår."""
    beside = compose(".")
    if own is not None:
        template = ", mot {o} i kommunen samma läsår." if first else " mot {o}."
        beside = compose(template, o=words.say_net(own, unit=False))
    subject, value = Label(name), words.say_net(nation, unit=first)
    if not first:
        return compose("I {a} var den {d}{beside}", a=subject, d=value, beside=beside)
    return compose(
        "I {riket} var nettoavvikelsen i {a} {d} läsåret {l}{beside}",
        riket=Label(f"{nation.enhetsnamn}," if "," in nation.enhetsnamn else nation.enhetsnamn),
        a=subject,
        d=value,
        l=Label(nation.lasar),
        beside=beside,
    )


def _read_own(run: Underlag, tables: Tables, lasar: str) -> Sequence[Relation]:
    """The municipality's subjects of a läsår: from its own files, else as published."""
    table = tables.get("np_relation" if run.has_pupils else "np_officiellt")
    return read_relations(table, 9, lasar, amnen=BREDVID) if table is not None else []


def find_published(table: ProtectedTable, lasar: str) -> str:
    """The newest läsår, the report's at most, that the nation has a net of; "" when there is none."""
    years = {
        cell.lasar
        for cell in table.cells(enhetstyp="riket", kategori="")
        if cell.shown and cell.lasar <= lasar
    }
    return max(years, default="")


def _read_newest(table: ProtectedTable, lasar: str) -> Sequence[tuple[str, ShownCell]]:
    """Subjects and the nation's nets of the newest published läsår."""
    newest = find_published(table, lasar)
    relations = read_relations(table, 9, newest, enhetstyp="riket", amnen=BREDVID)
    return [(relation.amne.namn, relation.shown_net) for relation in relations if relation.shown_net]


def _describe_break(net: ShownCell | None, run: Underlag) -> Sentence | None:
    if net is None:
        return None
    return words.describe_incomparable(REGISTRY[net.indikator], run.parameters.lasar)
