"""The words on absence: what the measure is, how much absence there is, and how it has changed."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro import ALLA, STADIER
from analys.indicators.franvaro_band import name_bands
from analys.presentation import questions
from analys.presentation import wording_franvaro as words
from analys.presentation.franvaro_lasning import read_level
from analys.presentation.sections import make_section
from analys.presentation.text import Text, compose
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
    return make_section(seen, words.judge_levels(whole, stages), compose(questions.FRANVARO))
