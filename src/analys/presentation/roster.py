"""The words on surveys and interviews: pupils' voices, guardians' view, and staff beside pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.enkat import INDEX, Index
from analys.indicators.measures import MEASURES
from analys.presentation import questions
from analys.presentation import wording_roster as words
from analys.presentation import wording_roster_intervjuer as said
from analys.presentation.roster_lasning import (
    Enkat,
    find_broken,
    list_shared,
    read_change,
    read_gap,
    read_group,
    read_rates,
    read_staff_gap,
    read_survey,
    read_weighted,
    read_year_gaps,
)
from analys.presentation.sections import make_section
from analys.presentation.selection import has_value
from analys.presentation.text import Sentence, Text, compose
from analys.presentation.wording import SURE, certainty_of
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]
Pairs = list[tuple[Index, ShownCell, ShownCell]]


def explain_voices(run: Underlag, tables: Tables) -> Text | None:
    """The box on how surveys and interviews are to be read; None where there is neither."""
    surveys = any(read_survey(run, tables, group) for group in ("elev", "personal", "vardnadshavare"))
    parts = []
    if surveys:
        parts.append(
            compose(
                "Ett index sammanfattar svaren på flera frågor om samma sak. Skalan går från noll till tio, "
                "och ju högre index, desto mer positiva svar. De som inte svarade kan ha en annan bild."
            )
        )
    if "intervju_roller" in tables:
        parts.append(said.explain_counts())
    return Text(parts, form="ruta", rubrik="Så läser du rösterna") if parts else None


def describe_nothing(run: Underlag, tables: Tables) -> Text | None:
    """One line where there are neither surveys nor interviews; None where there are."""
    if explain_voices(run, tables) is not None:
        return None
    return Text([compose("Det finns varken enkäter eller intervjuer för den här rapporten.")])


def describe_pupils(run: Underlag, tables: Tables) -> Text | None:
    """Section text of what pupils say; None where there is neither survey nor interview."""
    enkat = read_survey(run, tables, "elev")
    changes, gaps = read_changes(tables, enkat), read_gaps(tables, enkat)
    years = words.choose_year_gaps(read_years(tables, enkat), run.parameters)
    seen = [
        words.describe_answers(enkat),
        words.describe_levels(enkat),
        words.describe_changes(enkat, changes, run.parameters),
        words.describe_gaps(select_gaps(run, tables, enkat)),
        words.describe_year_groups(years),
    ]
    rates = read_rates(tables, enkat) if enkat else []
    sure = [
        words.describe_few(enkat),
        words.judge_changes(enkat, changes, run.parameters),
        words.judge_year_groups(years),
        words.judge_gaps(gaps, run.parameters),
        words.describe_broken(enkat, find_broken(tables, enkat) if enkat else []),
        words.describe_missing(enkat, rates),
        words.describe_weighted(read_weights(tables, enkat)),
    ]
    return _make(seen, sure, said.describe_side(tables, "elev"), questions.ROSTER_ELEVER)


def describe_guardians(run: Underlag, tables: Tables) -> Text | None:
    """Section text of what guardians say."""
    seen, sure = _describe_group(run, tables, read_survey(run, tables, "vardnadshavare"))
    return _make(seen, sure, said.describe_side(tables, "vårdnadshavare"), questions.ROSTER_HEM)


def describe_staff(run: Underlag, tables: Tables) -> Text | None:
    """Section text of what staff say, beside what pupils say of the same."""
    staff = read_survey(run, tables, "personal")
    seen, sure = _describe_group(run, tables, staff)
    seen.append(words.describe_staff(select_staff_gaps(run, tables, staff)))
    return _make(seen, sure, said.describe_side(tables, "personal"), questions.ROSTER_PERSONAL)


def describe_interviews(run: Underlag, tables: Tables) -> Text | None:
    """Section text of the interviews."""
    facts, themes = said.describe_interviews(tables), said.describe_themes(tables)
    return make_section([facts, themes], [], compose(questions.ROSTER_INTERVJUER))


def read_changes(tables: Tables, enkat: Enkat | None) -> list[tuple[Index, ShownCell]]:
    """Changes since the survey before, those that may be shown; none where too few answered."""
    if enkat is None or not enkat.is_enough:
        return []
    found = [(INDEX[index], read_change(tables, enkat, index)) for index in enkat.index]
    return [(index, cell) for index, cell in found if cell is not None]


def read_gaps(tables: Tables, enkat: Enkat | None) -> list[tuple[Index, ShownCell]]:
    """Girls' index minus boys', those that may be shown; none where too few answered."""
    if enkat is None or not enkat.is_enough:
        return []
    found = [(INDEX[index], read_gap(tables, enkat, index)) for index in enkat.index]
    return [(index, cell) for index, cell in found if cell is not None]


def read_years(tables: Tables, enkat: Enkat | None) -> list[words.YearGap]:
    """Year groups beside the others on each index; none where too few answered."""
    return list(read_year_gaps(tables, enkat)) if enkat is not None and enkat.is_enough else []


def select_gaps(run: Underlag, tables: Tables, enkat: Enkat | None) -> Pairs:
    """Girls' and boys' levels of the indices in which they surely differ."""
    pairs: Pairs = []
    for index, _ in words.select_sure(read_gaps(tables, enkat), run.parameters):
        girls, boys = (read_group(tables, enkat, index.kod, kon) for kon in ("flickor", "pojkar"))  # type: ignore[arg-type]
        if girls is not None and boys is not None:
            pairs.append((index, girls, boys))
    return pairs


def select_staff_gaps(run: Underlag, tables: Tables, staff: Enkat | None) -> Pairs:
    """Staff's and pupils' levels of the indices in which they surely differ."""
    pupils = read_survey(run, tables, "elev")
    if staff is None or pupils is None or not (staff.is_enough and pupils.is_enough):
        return []
    pairs: Pairs = []
    for index in list_shared(tables, pupils, staff):
        gap = read_staff_gap(tables, staff, index.kod)
        if gap is None or not has_value(gap):
            continue
        if certainty_of(gap, MEASURES[gap.indikator], run.parameters) in SURE:
            pairs.append((index, staff.index[index.kod], pupils.index[index.kod]))
    return pairs


def read_weights(tables: Tables, enkat: Enkat | None) -> Pairs:
    """The indices as they are, and weighted."""
    if enkat is None:
        return []
    found = [(INDEX[index], cell, read_weighted(tables, enkat, index)) for index, cell in enkat.index.items()]
    return [(index, plain, weighted) for index, plain, weighted in found if weighted is not None]


def _describe_group(
    run: Underlag, tables: Tables, enkat: Enkat | None
) -> tuple[list[Sentence | None], list[Sentence | None]]:
    changes = read_changes(tables, enkat)
    seen = [
        words.describe_answers(enkat),
        words.describe_levels(enkat),
        words.describe_changes(enkat, changes, run.parameters),
    ]
    sure = [
        words.describe_few(enkat),
        words.judge_changes(enkat, changes, run.parameters),
        words.describe_broken(enkat, find_broken(tables, enkat) if enkat else []),
    ]
    return seen, sure


def _make(
    seen: Sequence[Sentence | None], sure: Sequence[Sentence | None], voices: Sentence | None, ask: str
) -> Text | None:
    """A section; what was said in interviews is a paragraph of its own where there is a survey too."""
    if any(seen):
        return make_section(seen, sure, compose(ask), more=[[voices]] if voices else [])
    return make_section([voices], sure, compose(ask))
