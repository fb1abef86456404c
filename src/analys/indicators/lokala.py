"""Local measures: what a municipality counts itself, made from its workbook without code.

The sheet Mått says what each measure means, the sheet Lokala mått holds the numbers. A measure's code is
``lokalt_`` and its name folded, so it stays the same from year to year. Which measures there are belongs to a
run: `analys.underlag.Underlag.indicators` lists them, and `analys.indicators.measures` knows those of the run
that was declared last and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from analys.arbetsbok import Arbetsbok, Rad
from analys.errors import Problem
from analys.indicators.base import Indicator
from analys.spelling import fold, fold_name

KAPITEL = "lokala_matt"
PREFIX = "lokalt_"
KALLA = "Kommunens egna uppgifter"
PER_HUNDRA = "per hundra"
ANTAL = "antal"
HT, VT, KALENDERAR = "HT", "VT", "kalenderår"
"""`kategori` of a cell of a term or a calendar year; "" for a läsår.

The cell's läsår is that of the term, or the one whose spring lies in the calendar year, as in Kolada.
"""

MOST_NAME = 80
"""Letters of a measure's or a unit's name at most: it is to stand in a figure."""

_WHEN = {HT: "under höstterminen", VT: "under vårterminen", KALENDERAR: "under kalenderåret"}
_BETTER = {"högre": True, "lägre": False}


@dataclass(frozen=True)
class LokaltMatt(Indicator):
    """A measure that the municipality declares.

    Parameters
    ----------
    verksamhet : str
        Such as "Förskola"; "" where none is told.
    omrade : str
        Area in the municipality's own word, "" where none is told.
    namnare : str
        What the denominator counts, in plural; "" where none is told.
    personer : bool
        False where neither numerator nor denominator counts children or pupils: it discloses nobody.
    delta : float or None
        Smallest difference that counts; None where none is declared: the report's own for shares, and any
        difference for numbers.
    """

    verksamhet: str = ""
    omrade: str = ""
    namnare: str = ""
    personer: bool = True
    delta: float | None = None

    @property
    def fras(self) -> str:
        """The name as the subject of a sentence: "andelen …", "antalet …" or "måttet ”…”"."""
        for start, declined in (("Andel ", "andelen "), ("Antal ", "antalet ")):
            if self.label.startswith(start):
                return declined + self.label.removeprefix(start).replace(", årskurs ", " i årskurs ")
        return f"måttet ”{self.label}”"


@dataclass(frozen=True)
class Definitioner:
    """The measures that a workbook defines.

    Parameters
    ----------
    matt : mapping of str to LokaltMatt
        By code, in the order of the sheet.
    namn : mapping of str to str
        Code by folded name.
    problems : tuple of Problem
    """

    matt: Mapping[str, LokaltMatt]
    namn: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def name_code(namn: str) -> str:
    """Code of a measure with this name.

    Examples
    --------
    >>> name_code("Elever med åtgärdsprogram, åk 1–6")
    'lokalt_elever_med_atgardsprogram_ak_1_6'
    """
    return PREFIX + re.sub("[^a-z0-9]+", "_", fold(namn)).strip("_")


def read_definitions(bok: Arbetsbok) -> Definitioner:
    """The measures of the sheet Mått; a row that cannot be used gives a problem and no measure."""
    matt: dict[str, LokaltMatt] = {}
    namn: dict[str, str] = {}
    problems = []
    for rad in bok.rader("matt"):
        name = " ".join(rad.text("matt").split())
        code = name_code(name)
        if fault := _find_fault(rad, name, code, matt):
            problems.append(fault)
            continue
        matt[code] = _make_measure(rad, name, code)
        namn[fold_name(name)] = code
    return Definitioner(MappingProxyType(matt), MappingProxyType(namn), tuple(problems))


def _find_fault(rad: Rad, name: str, code: str, known: Mapping[str, LokaltMatt]) -> Problem | None:
    if code == PREFIX or len(name) > MOST_NAME or not name.isprintable():
        gor = f"Ge måttet ett namn med bokstäver, högst {MOST_NAME} tecken långt."
        return rad.problem("matt", "Måttets namn går inte att använda.", gor)
    delta = rad["delta"]
    if isinstance(delta, int | float) and not delta > 0:
        return rad.problem("delta", "Skillnaden är inte större än noll.", "Skriv ett tal större än noll.")
    if code in known:
        gor = "Behåll en av raderna, eller ge måtten tydligt olika namn."
        return rad.problem("matt", "Måttet är definierat två gånger.", gor)
    return None


def _make_measure(rad: Rad, name: str, code: str) -> LokaltMatt:
    unit, namnare = rad.text("mattenhet"), rad.text("namnare").strip()
    made = LokaltMatt(
        code=code,
        label=name,
        short_label=name,
        definition=rad.text("definition").strip(),
        unit=unit,  # type: ignore[arg-type]
        decimals=0 if unit == ANTAL else 1,
        denominator=namnare,
        valid_from="",
        valid_to="",
        source=KALLA,
        kind="lokalt",
        arskurs=0,
        compute=_compute_nothing,
        higher_is_better=_BETTER.get(rad.text("battre")),
        kapitel=KAPITEL,
        verksamhet=rad.text("verksamhet").strip(),
        omrade=rad.text("omrade").strip(),
        namnare=namnare,
        personer=rad["personer"] is not False,
        delta=_read_delta(rad, unit),
    )
    return replace(made, summor=tuple((kategori, f"{made.fras} {when}") for kategori, when in _WHEN.items()))


def _read_delta(rad: Rad, unit: str) -> float | None:
    delta = rad["delta"]
    if isinstance(delta, int | float):
        return float(delta)
    # Of a number, any difference that shows.
    return {"procent": None, ANTAL: 0.5}.get(unit, 0.05)


def _compute_nothing(frame: pd.DataFrame) -> pd.Series:
    """A local measure has no pupils of its own: its numbers come counted."""
    return pd.Series(float("nan"), index=frame.index)


def list_sections(matt: Mapping[str, LokaltMatt]) -> Iterator[tuple[str, tuple[LokaltMatt, ...]]]:
    """Measures by verksamhet, in the order that each is first named; those without one last."""
    names = dict.fromkeys(one.verksamhet for one in matt.values())
    for name in sorted(names, key=lambda name: not name):
        yield name, tuple(one for one in matt.values() if one.verksamhet == name)
