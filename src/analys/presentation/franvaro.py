"""The words on absence: what the measure is, how much absence there is, and how it has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro import ALLA, STADIER
from analys.indicators.franvaro_band import name_bands
from analys.presentation import questions
from analys.presentation import wording_franvaro as words
from analys.presentation import wording_franvaro_andringar as changes
from analys.presentation.franvaro_andringar import Andringar, Svep, summarise_changes
from analys.presentation.franvaro_lasning import find_cell, read_change, read_level
from analys.presentation.sections import make_section
from analys.presentation.text import Sentence, Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def explain_measure(run: Underlag, tables: Tables) -> Text | None:
    """The box on how absence is counted; None where there is none to tell of."""
    if not tables:
        return None
    return Text(
        [
            compose(
                "Frånvaron är elevens giltiga och ogiltiga frånvarotid i procent av den erbjudna "
                "undervisningstiden. Eleverna delas in i band efter hur stor den är. Någon nationell "
                "definition av banden finns inte, så gränserna är den här rapportens."
            ),
            compose(
                "Siffrorna visar också hur noga skolorna registrerar: frånvaro som ingen har "
                "registrerat ser ut som närvaro."
            ),
        ],
        form="ruta",
        rubrik="Så räknas frånvaron",
    )


def describe_levels(run: Underlag, tables: Tables) -> Text | None:
    """Section text of how much absence there is in the report's term; None where nothing may be shown."""
    termin, edge = run.parameters.termin, run.parameters.band[0]
    whole = read_level(run, tables, ALLA)
    stages = [read_level(run, tables, stage) for stage in STADIER]
    seen = [
        words.describe_mean(whole, termin),
        words.describe_over(whole, edge),
        words.describe_high(whole, name_bands(run.parameters.band)[2:]),
        *words.describe_stages(stages, edge),
    ]
    missing = find_cell(
        tables,
        ("franvaro_bortfall",),
        indikator=f"franvarobortfall_{termin.termin}_{ALLA.kod}",
        enhetstyp="kommun",
        lasar=termin.lasar,
        kon="alla",
        jamforelse="",
    )
    sure = [*words.judge_levels(whole, stages), words.describe_lacking(missing) if any(seen) else None]
    return make_section(seen, sure, compose(questions.FRANVARO))


def describe_changes(run: Underlag, tables: Tables) -> Text | None:
    """Section text of the change between the run's terms; None where there is nothing to compare."""
    parameters = run.parameters
    then = parameters.jamforelsetermin
    mean = read_change(run, tables, ALLA)
    found = summarise_changes(run, tables)
    sweeps = changes.choose_sweeps(found) if found else []
    before, now = (read_level(run, tables, ALLA, termin) for termin in (then, parameters.termin))
    uncompared = changes.describe_uncompared(found.ej_jamforda, parameters) if found else None
    if mean is None:
        return make_section([uncompared], [], Sentence(()))
    seen = [
        words.tell_change(mean, then, parameters.termin),
        changes.describe_over(before, now, parameters),
        changes.explain_seasons(parameters),
    ]
    sure = [
        changes.judge_mean(mean, parameters),
        *changes.describe_sweeps(sweeps),
        changes.conclude(sweeps, hidden=found.dolda) if found and found.provade else None,
        uncompared,
        changes.explain_regression() if _has_direction(found) else None,
    ]
    return make_section(seen, sure, compose(questions.ask_about_absence(_find_direction(sweeps))))


def _has_direction(found: Andringar | None) -> bool:
    """Whether a group of year groups has surely moved."""
    return found is not None and any(
        one.riktning != "oförändrat" for one in (*found.arskurser, *found.stadier)
    )


def _find_direction(sweeps: Sequence[Svep]) -> str:
    """ "ökat" or "minskat" where all that has surely moved moved that way, "" otherwise."""
    moved = {one.riktning for one in sweeps if one.riktning != "oförändrat"}
    return moved.pop() if len(moved) == 1 else ""
