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
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.errors import InputError, Problem
from analys.indicators.omraden import Kalla, Omrade, find_kalla, find_omrade
from analys.lasar import shift
from analys.parameters import RunParameters
from analys.presentation.formats import LEVELS, Measure
from analys.presentation.text import Sentence
from analys.presentation.wording import WITHHELD, certainty_of, direction, unit_word
from analys.spelling import fold

Filled = Annotated[str, Field(min_length=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
PERIOD = r"^(\d{4}/\d{2}|[VH]T \d{4}|\d{4})$"
"""Läsår; of the municipality's own measures a termin or a calendar year too."""

GAPS = ("flickor-pojkar", "sv-sva")
"""`comparison` of differences between groups of pupils: no direction of such a difference is wished."""

PA_ETT_AR, OVER_TID = "pa-ett-ar", "over-tid"
"""In a key, instead of the läsår that a change is counted from."""

UNJUDGED = ("officiell", "ej_bedomd")
"""Classes of certainty without an interval."""


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid"))
class Finding:
    """One finding, built from a protected cell only.

    Parameters
    ----------
    id : str
        "<chapter>/<cell>".
    nyckel : str
        "<chapter>/<indicator>" and what else tells the finding from others: comparison, part, group, school.
        The same from one läsår to the next; people refer to the finding by it.
    chapter : str
        Name of the chapter, as in the notebook's declaration.
    omrade : str
        What it tells of, from `analys.indicators.omraden`.
    kalla : str
        Source: "resultat", "np", "franvaro", "enkat", "intervju", "lokalt" or "mal".
    indicator : str
        Code of the measure.
    enhetstyp : str
        The cell's: "kommun" or "skola"; of the municipality's own measures other units too.
    population : str
        Name of the unit: the municipality or a school.
    group : str
        Which pupils, by gender or by Swedish course; "alla" where the finding is about all of them.
    kategori : str
        Part of a distribution, such as "högre"; "" for a measure with one value.
    period : str
        Läsår; a termin or a year where a measure of the municipality's own has such periods.
    comparison : str
        What it is compared with, the cell's `jamforelse`; "" for a level.
    direction : str
        "upp", "ned" or "lika"; of the value itself, not of whether it is good.
    favourable : str
        "ja", "nej" or "varken": whether the direction is the wished one; a level by itself, and a difference
        between groups, are neither.
    value : float
        The size: the difference or level, in `unit`.
    unit : str
    lower, upper : float or None
        95 % interval, None for official figures and plain counts.
    n : int or None
        Pupils behind the newest level.
    certainty : str
        Class of `analys.estimates.certainty`; "officiell" for published figures and "ej_bedomd" for plain
        counts, which have no interval to judge by.
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
    nyckel: Filled
    chapter: Filled
    omrade: Omrade
    kalla: Kalla
    indicator: Filled
    enhetstyp: Filled
    population: Filled
    group: Literal["alla", "flickor", "pojkar", "sv", "sva"]
    kategori: str
    period: Annotated[str, Field(pattern=PERIOD)]
    comparison: str
    direction: Literal["upp", "ned", "lika"]
    favourable: Literal["ja", "nej", "varken"]
    value: Finite
    unit: Literal["procent", "procentenheter", "poäng", "betygssteg", "indexpoäng", "per hundra", "antal"]
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
        "ej_bedomd",
    ]
    text: Filled
    html: Filled
    table: Filled
    cells: tuple[str, ...]

    @model_validator(mode="after")
    def _check_interval(self) -> Finding:
        judged = self.certainty not in UNJUDGED
        if judged != (self.lower is not None) or judged != (self.upper is not None):
            raise ValueError("a class of certainty needs its interval, and what is not judged has none")
        return self


_FINDINGS = TypeAdapter(list[Finding])


def make_finding(
    chapter: str,
    cell: ShownCell | None,
    indicator: Measure,
    parameters: RunParameters,
    text: Sentence | None,
    table: str,
    *,
    omrade: Omrade | None = None,
    kalla: Kalla | None = None,
    favourable: Literal["ja", "nej", "varken"] | None = None,
) -> Finding | None:
    """A finding about a shown cell; None where it or its certainty is hidden, or there is nothing to say.

    Parameters
    ----------
    omrade, kalla : str, optional
        Area and source, where they are others than the measure's code tells.
    favourable : {"ja", "nej", "varken"}, optional
        Where the measure's wished direction does not tell, as for a level with a target.
    """
    if cell is None or not cell.shown or text is None:
        return None
    counted = indicator.unit == "antal" and cell.status != "officiell" and math.isnan(cell.undre)
    certainty = "ej_bedomd" if counted else certainty_of(cell, indicator, parameters)
    if certainty == WITHHELD:
        return None
    sign = direction(cell, indicator)
    judged = not math.isnan(cell.undre) and not math.isnan(cell.ovre)
    return Finding(
        id=f"{chapter}/{cell.cell}",
        nyckel=make_key(chapter, cell),
        chapter=chapter,
        omrade=omrade
        or find_omrade(cell.indikator, jamforelse=cell.jamforelse, skola=cell.enhetstyp == "skola"),
        kalla=kalla or find_kalla(cell.indikator),
        indicator=cell.indikator,
        enhetstyp=cell.enhetstyp,
        population=cell.enhetsnamn,
        group=cell.kon if cell.kon != "alla" else cell.svsva,  # type: ignore[arg-type]
        kategori=cell.kategori,
        period=cell.lasar,
        comparison=cell.jamforelse,
        direction={1: "upp", -1: "ned", 0: "lika"}[sign],  # type: ignore[arg-type]
        favourable=favourable or _judge_direction(cell, indicator, sign),
        value=cell.varde,
        unit=unit_word(indicator, change=cell.jamforelse not in LEVELS),  # type: ignore[arg-type]
        lower=cell.undre if judged else None,
        upper=cell.ovre if judged else None,
        n=cell.n,
        certainty=certainty,  # type: ignore[arg-type]
        text=text.plain,
        html=text.html,
        table=table,
        cells=text.cells,
    )


def _judge_direction(cell: ShownCell, indicator: Measure, sign: int) -> Literal["ja", "nej", "varken"]:
    better = getattr(indicator, "higher_is_better", None)
    if better is None or cell.jamforelse in (*LEVELS, *GAPS) or not sign:
        return "varken"
    return "ja" if (sign > 0) == better else "nej"


def make_key(chapter: str, cell: ShownCell) -> str:
    """The finding's name from one läsår to the next.

    Examples
    --------
    >>> from types import SimpleNamespace as Cell
    >>> cell = Cell(indikator="meritvarde_17", lasar="2025/26", kon="flickor", svsva="alla", kategori="")
    >>> cell.jamforelse, cell.enhetstyp, cell.enhetsnamn = "mot 2024/25", "skola", "Norra skolan"
    >>> make_key("trend", cell)
    'trend/meritvarde_17/pa-ett-ar/flickor/norra-skolan'
    """
    earlier = cell.jamforelse.removeprefix("mot ")
    compared = cell.jamforelse
    if re.search(r"\d{4}", earlier):
        compared = PA_ETT_AR if earlier == _year_before(cell.lasar) else OVER_TID
    groups = (group for group in (cell.kon, cell.svsva) if group != "alla")
    unit = "" if cell.enhetstyp == "kommun" else cell.enhetsnamn
    rest = filter(None, map(fold_key, (compared, cell.kategori, *groups, unit)))
    return "/".join((chapter, cell.indikator, *rest))


def fold_key(text: str) -> str:
    """A part of a key as it is compared: small letters without accents, words joined by hyphens.

    Examples
    --------
    >>> fold_key("även skola"), fold_key("10–19")
    ('aven-skola', '10-19')
    """
    return re.sub("[^a-z0-9_/]+", "-", fold(text)).strip("-")


def _year_before(period: str) -> str:
    return shift(period, -1) if "/" in period else ""


def write_findings(findings: Sequence[Finding]) -> str:
    """Findings as the JSON that `read_findings` reads."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n"


def keep_published(findings: Iterable[Finding], shown: Collection[str]) -> list[Finding]:
    """The findings that may leave the house with a report: whose every cell the report's tables show.

    Parameters
    ----------
    shown : collection of str
        Ids of the shown cells of the published tables.
    """
    return [f for f in findings if {f.id.removeprefix(f"{f.chapter}/"), *f.cells} <= set(shown)]


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
