"""The summary of a school's report: its main values beside the municipality's, and what is sure of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from analys.disclosure import ProtectedTable
from analys.estimates.school_levels import APART
from analys.estimates.trend import HEADLINE
from analys.presentation import wording
from analys.presentation.skola_franvaro import describe_level as describe_absence
from analys.presentation.skola_tabeller import show_beside
from analys.presentation.skola_utveckling import TABLE, describe_apart
from analys.presentation.tables import Table
from analys.presentation.text import Sentence, Text, compose
from analys.presentation.wording import SURE, phrase_of
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]
Fetch = Callable[[ModuleType], Tables]


def show_key_values(run: Underlag, fetch: Fetch, trend: ModuleType) -> Table | None:
    """The main measures of the newest läsår; None where the school has none that may be shown.

    Parameters
    ----------
    fetch : callable
        `run.tabeller`: only asked in a school's report.
    trend : module
        The chapter.
    """
    tables = fetch(trend) if run.parameters.skola else {}
    if TABLE not in tables:
        return None
    lasar = run.parameters.lasar
    table = tables[TABLE].select(indikator=list(HEADLINE), jamforelse="", lasar=lasar)
    title = f"Skolans resultat läsåret {lasar}"
    return show_beside(run, table, rader="indikator", id="skola_nyckeltal", titel=title)


def summarise_school(run: Underlag, fetch: Fetch, trend: ModuleType, franvaro: ModuleType) -> Text | None:
    """What is sure of the school among its municipality's, and its absence; None for the municipality."""
    if not run.parameters.skola:
        return None
    told = [_tell_apart(run, fetch(trend)), describe_absence(run, fetch(franvaro))]
    said = [one for one in told if one is not None]
    if not said and show_key_values(run, fetch, trend) is None:
        said = [_NOTHING]
    return Text(said) if said else None


_NOTHING = compose("Inga av skolans resultat för läsåret kan visas.")


def _tell_apart(run: Underlag, trend: Tables) -> Sentence | None:
    """The measures in which the school surely lies apart, in order; that none does."""
    cells = trend[TABLE].cells(enhet=run.parameters.skola, jamforelse=APART) if TABLE in trend else []
    shown = [cell for cell in cells if cell.shown and cell.indikator in run.indicators()]
    if not shown:
        return None
    parts = []
    for cell in shown:
        indicator = run.indicators()[cell.indikator]
        if wording.certainty_of(cell, indicator, run.parameters) in SURE:
            told = describe_apart(cell, indicator, run) or compose("")
            parts.append(compose("{what}: {told}", what=phrase_of(indicator), told=wording.lower_first(told)))
    if not parts:
        return compose(
            "När flera läsår vägs samman och slumpen räknas med går skolans resultat inte att skilja från "
            "genomsnittet för kommunens skolor."
        )
    return wording.join_sentences([wording.capitalise(part) for part in parts])
