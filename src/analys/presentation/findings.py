"""Findings: what a chapter found, in the form that every chapter shares and the conclusions read.

A chapter makes findings with `make_finding`, from protected cells only, and leaves them with
`run.save_findings`; a chapter that concludes gets them back with `run.load_findings`. The fields of `Finding`
are the whole schema: its types say what each may hold, and are checked whenever a finding is made, so when
one is read too. `docs/FYND.md` tells the same in Swedish and is made from this class.

One finding is one statement about one cell. Its numbers (value, lower, upper, n) are that cell's; its text
may use other cells too, all of which stand in `cells`. What may not be shown gives no finding, so a missing
one never means that there was nothing to find.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.errors import InputError, Problem
from analys.indicators.base import Indicator
from analys.indicators.np_statistik import Statistic
from analys.parameters import RunParameters
from analys.presentation.text import Sentence
from analys.presentation.wording import WITHHELD, certainty_of, direction, unit_word

Filled = Annotated[str, Field(min_length=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
LASAR = r"^\d{4}/\d{2}$"


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid"))
class Finding:
    """One finding, built from a protected cell only.

    Parameters
    ----------
    id : str
        "<chapter>/<cell>".
    chapter : str
        Name of the chapter, as in the notebook's declaration.
    indicator : str
        Code of the measure.
    population : str
        Name of the unit: the municipality or a school.
    group : str
        Which pupils, by gender or by Swedish course; "alla" where the finding is about all of them.
    kategori : str
        Part of a distribution, such as "högre"; "" for a measure with one value.
    period : str
        Läsår.
    comparison : str
        What it is compared with, the cell's `jamforelse`; "" for a level.
    direction : str
        "upp", "ned" or "lika"; of the value itself, not of whether it is good.
    favourable : str
        "ja", "nej" or "varken": whether the direction is the wished one.
    value : float
        The size: the difference or level, in `unit`.
    unit : str
    lower, upper : float or None
        95 % interval, None for official figures.
    n : int or None
        Pupils behind the newest level.
    certainty : str
        Class of `analys.estimates.certainty`; "officiell" where there is no interval to judge by.
    text : str
        The observed fact, plain.
    html : str
        The same with each number marked by its cell, as a chapter that quotes it shows it.
    table : str
        Id of the protected table that holds the cell.
    cells : tuple of str
        Ids of the cells that the text uses.

    Raises
    ------
    ValueError
        When a field holds what its type does not allow, or an interval does not fit the certainty class.
    """

    id: Filled
    chapter: Filled
    indicator: Filled
    population: Filled
    group: Literal["alla", "flickor", "pojkar", "sv", "sva"]
    kategori: str
    period: Annotated[str, Field(pattern=LASAR)]
    comparison: str
    direction: Literal["upp", "ned", "lika"]
    favourable: Literal["ja", "nej", "varken"]
    value: Finite
    unit: Literal["procent", "procentenheter", "poäng", "betygssteg"]
    lower: Finite | None
    upper: Finite | None
    n: Annotated[int, Field(ge=0)] | None
    certainty: Literal[
        "ungefar_lika",
        "tydligt_hogre",
        "hogre_osaker",
        "tydligt_lagre",
        "lagre_osaker",
        "oklart",
        "officiell",
    ]
    text: Filled
    html: Filled
    table: Filled
    cells: tuple[str, ...]

    @model_validator(mode="after")
    def _check_interval(self) -> Finding:
        judged = self.certainty != "officiell"
        if judged != (self.lower is not None) or judged != (self.upper is not None):
            raise ValueError("a class of certainty needs its interval, and official figures have none")
        return self


_FINDINGS = TypeAdapter(list[Finding])


def make_finding(
    chapter: str,
    cell: ShownCell | None,
    indicator: Indicator | Statistic,
    parameters: RunParameters,
    text: Sentence | None,
    table: str,
) -> Finding | None:
    """A finding about a shown cell; None where it or its certainty is hidden, or there is nothing to say."""
    if cell is None or not cell.shown or text is None:
        return None
    certainty = certainty_of(cell, indicator, parameters)
    if certainty == WITHHELD:
        return None
    sign = direction(cell, indicator)
    better = indicator.higher_is_better if isinstance(indicator, Indicator) else None
    wished = {True: 1, False: -1, None: 0}[better]
    judged = not math.isnan(cell.undre) and not math.isnan(cell.ovre)
    return Finding(
        id=f"{chapter}/{cell.cell}",
        chapter=chapter,
        indicator=cell.indikator,
        population=cell.enhetsnamn,
        group=cell.kon if cell.kon != "alla" else cell.svsva,  # type: ignore[arg-type]
        kategori=cell.kategori,
        period=cell.lasar,
        comparison=cell.jamforelse,
        direction={1: "upp", -1: "ned", 0: "lika"}[sign],  # type: ignore[arg-type]
        favourable={1: "ja", -1: "nej", 0: "varken"}[sign * wished],  # type: ignore[arg-type]
        value=cell.varde,
        unit=unit_word(indicator, change=bool(cell.jamforelse)),  # type: ignore[arg-type]
        lower=cell.undre if judged else None,
        upper=cell.ovre if judged else None,
        n=cell.n,
        certainty=certainty,  # type: ignore[arg-type]
        text=text.plain,
        html=text.html,
        table=table,
        cells=text.cells,
    )


def write_findings(findings: Sequence[Finding]) -> str:
    """Findings as the JSON that `read_findings` reads."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n"


def read_findings(text: str, source: str) -> list[Finding]:
    """Findings from JSON.

    Parameters
    ----------
    source : str
        Name of the file, for the message.

    Raises
    ------
    InputError
        When something is missing, unknown or of another kind than the schema says.
    """
    try:
        return _FINDINGS.validate_json(text)
    except ValidationError as error:
        known = Finding.__dataclass_fields__
        fields = {part for fault in error.errors() for part in fault["loc"] if part in known}
        fault = Problem(
            source,
            "Filen med ett kapitels fynd har inte den form som docs/FYND.md beskriver.",
            "Kör kapitlet igen, så skrivs filen på nytt.",
            ", ".join(sorted(map(str, fields))),
        )
        raise InputError([fault]) from None
