"""Findings: what a chapter found, in the form that every chapter shares and the conclusions read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.parameters import RunParameters
from analys.presentation.text import Sentence
from analys.presentation.wording import certainty_of, direction, unit_word


@dataclass(frozen=True)
class Finding:
    """One finding, built from a protected cell only.

    Parameters
    ----------
    id : str
        "<chapter>/<cell>".
    chapter : str
        Name of the chapter, as in the notebook's declaration.
    indicator : str
        Code in the registry.
    population : str
        Name of the unit: the municipality or a school.
    group : str
        "alla", "flickor", "pojkar", "sv", "sva".
    period : str
        Läsår.
    comparison : str
        What it is compared with, the cell's `jamforelse`; "" for a level.
    direction : str
        "upp", "ned" or "lika"; of the value itself, not of whether it is good.
    favourable : str
        "ja", "nej" or "varken": whether the direction is the wished one.
    value : float
        The difference or level, in `unit`.
    unit : str
        "procent", "procentenheter" or "poäng".
    lower, upper : float or None
        95 % interval, None for official figures.
    n : int or None
        Pupils behind the newest level.
    certainty : str
        Class of `analys.estimates.certainty`.
    text : str
        The observed fact, plain.
    html : str
        The same with each number marked by its cell, as a chapter that quotes it shows it.
    table : str
        Id of the table that holds the cells.
    cells : tuple of str
        Ids of the cells that the text uses.
    """

    id: str
    chapter: str
    indicator: str
    population: str
    group: str
    period: str
    comparison: str
    direction: str
    favourable: str
    value: float
    unit: str
    lower: float | None
    upper: float | None
    n: int | None
    certainty: str
    text: str
    html: str
    table: str
    cells: tuple[str, ...]


def make_finding(
    chapter: str,
    cell: ShownCell | None,
    indicator: Indicator,
    parameters: RunParameters,
    text: Sentence | None,
    table: str,
) -> Finding | None:
    """A finding about a shown difference; None where the cell is hidden or there is nothing to say."""
    if cell is None or not cell.shown or text is None:
        return None
    sign = direction(cell, indicator)
    wished = {True: 1, False: -1, None: 0}[indicator.higher_is_better]
    return Finding(
        id=f"{chapter}/{cell.cell}",
        chapter=chapter,
        indicator=cell.indikator,
        population=cell.enhetsnamn,
        group=cell.kon if cell.kon != "alla" else cell.svsva,
        period=cell.lasar,
        comparison=cell.jamforelse,
        direction={1: "upp", -1: "ned", 0: "lika"}[sign],
        favourable={1: "ja", -1: "nej", 0: "varken"}[sign * wished],
        value=cell.varde,
        unit=unit_word(indicator, change=bool(cell.jamforelse)),
        lower=None if math.isnan(cell.undre) else cell.undre,
        upper=None if math.isnan(cell.ovre) else cell.ovre,
        n=cell.n,
        certainty=certainty_of(cell, indicator, parameters),
        text=text.plain,
        html=text.html,
        table=table,
        cells=text.cells,
    )
