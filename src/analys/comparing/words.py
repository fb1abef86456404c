"""Words of a comparison: what a cell is about, its numbers in Swedish, and how much they weigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analys.comparing.changes import Cell, Change
from analys.errors import ParameterError
from analys.indicators.measures import MEASURES
from analys.parameters import RunParameters, make_parameters
from analys.presentation.formats import (
    HIDDEN,
    LEVELS,
    MISSING,
    NBSP,
    comparison_words,
    decimals_of,
    format_change,
    format_interval,
    format_number,
    format_value,
    is_signed,
    unit_of,
    upper_first,
)
from analys.presentation.wording import delta_of
from analys.spelling import make_printable

CHAPTERS: Mapping[str, str] = {
    "underlag": "Underlag och kvalitet",
    "forutsattningar": "Förutsättningar",
    "trend": "Resultatens utveckling",
    "np": "Nationella prov och betyg",
    "franvaro": "Frånvaro",
    "resultat": "Frånvaro",
    "lokala": "Lokala mått",
    "roster": "Röster",
    "intervju": "Röster",
}
"""Chapters of the report, in its order, by the first word of their tables' names."""

OTHER = "Övrigt"
_GROUPS = {"flickor": "flickor", "pojkar": "pojkar", "sv": "svenska", "sva": "svenska som andraspråk"}
_WEIGHED = frozenset({"procent", "procentenheter", "poäng", "indexpoäng", "betygssteg"})


@dataclass(frozen=True)
class Unknown:
    """A measure that this version does not have: local, or of another version.

    Parameters
    ----------
    label, unit : str
        As the report's long file has them; the code and nothing where it has none.
    decimals : int
        As many as any number of it may have; what is shown is what was published.
    """

    label: str
    unit: str
    decimals: int = 9
    signed: bool = False


def chapter_of(tabell: str) -> str:
    """The chapter that a table belongs to.

    Examples
    --------
    >>> chapter_of("np_resultat"), chapter_of("annat")
    ('Nationella prov och betyg', 'Övrigt')
    """
    return CHAPTERS.get(tabell.partition("_")[0], OTHER)


def name_group(key: str) -> str:
    """A group of gender or language, as the head of a row.

    Examples
    --------
    >>> name_group("flickor"), name_group("sva"), name_group("alla")
    ('Flickor', 'Svenska som andraspråk', 'Alla')
    """
    return upper_first(make_printable(_GROUPS.get(key, key)))


class Words:
    """How the cells of two reports are told.

    Parameters
    ----------
    namn : mapping of str to tuple of str
        Label and unit of measures, as the reports have them.
    parametrar : mapping
        The later report's parameters: they tell what difference counts.
    """

    def __init__(self, namn: Mapping[str, tuple[str, str]], parametrar: Mapping[str, Any]) -> None:
        self._namn = namn
        self._parameters = _read_parameters(parametrar)
        self._order = {code: place for place, code in enumerate(MEASURES)}

    def measure(self, code: str) -> Any:
        """The measure of a code, as far as it is known."""
        if code in MEASURES:
            return MEASURES[code]
        return Unknown(*self._namn.get(code, (code, "")))

    def label(self, code: str) -> str:
        """A measure's name."""
        return make_printable(str(self.measure(code).label).replace(NBSP, " "))

    def place(self, code: str) -> tuple[int, str]:
        """A measure's place among all, for sorting."""
        return self._order.get(code, len(self._order)), code

    def weight(self, change: Change) -> float:
        """A change in smallest differences that count; 0 where nothing says what counts."""
        measure = self.measure(change.cell.indikator)
        difference = change.skillnad
        if difference is None or measure.unit not in _WEIGHED:
            return 0.0
        delta = delta_of(measure, self._parameters)
        return float(abs(difference)) / delta if delta > 0 else 0.0

    def unit(self, cell: Cell) -> str:
        """The unit of a cell's value, in words."""
        measure = self.measure(cell.indikator)
        is_number = measure.unit == "procent" or getattr(measure, "signed", True)
        return make_printable(unit_of(measure, change=bool(cell.jamforelse not in LEVELS and is_number)))

    def tell_cell(self, cell: Cell, *, lasar: bool = True) -> str:
        """What a cell is about, in words."""
        parts = [self.label(cell.indikator), cell.kategori, cell.enhetsnamn or cell.enhet]
        parts += [cell.lasar] if lasar else []
        parts += [_GROUPS[group] for group in (cell.kon, cell.svsva) if group in _GROUPS]
        parts += [comparison_words(cell.jamforelse)] if cell.jamforelse else []
        return ", ".join(make_printable(part.replace(NBSP, " ")) for part in parts if part)

    def tell_change(self, change: Change) -> str:
        """What was and what is, with the difference."""
        before, after = (self.tell_value(cell) for cell in (change.fore, change.nu))
        if before == after:
            return f"{after}{self._beside(change)}"
        difference = ""
        if change.skillnad is not None:
            decimals = max(self._decimals(cell) for cell in (change.fore, change.nu) if cell)
            measure = self.measure(change.cell.indikator)
            told = format_change(float(change.skillnad), measure, decimals=decimals)
            difference = f" ({told})"
        return f"{before} → {after}{difference}{self._beside(change)}"

    def tell_value(self, cell: Cell | None) -> str:
        """A cell's value with its unit, or the sign that stands for it."""
        if cell is None:
            return "fanns inte"
        if cell.status == "skyddad":
            return f"{HIDDEN} (skyddad)"
        if cell.varde is None:
            return f"{MISSING} (uppgift saknas)"
        measure, decimals = self.measure(cell.indikator), self._decimals(cell)
        style = format_value if cell.jamforelse in LEVELS else format_change
        return style(float(cell.varde), measure, decimals=decimals)

    def _beside(self, change: Change) -> str:
        """Intervals and counts of what is shown; both where they differ."""
        shown = [cell for cell in (change.fore, change.nu) if cell and cell.shown]
        beside = (
            ("intervall", [self._interval(cell) for cell in shown]),
            ("antal", [_count(cell) for cell in shown]),
        )
        return "".join(f"; {word} {_both(texts)}" for word, texts in beside if any(texts))

    def _interval(self, cell: Cell) -> str:
        if cell.undre is None or cell.ovre is None:
            return ""
        signed = cell.jamforelse not in LEVELS or is_signed(self.measure(cell.indikator))
        return format_interval(float(cell.undre), float(cell.ovre), self._decimals(cell), signed=signed)

    def _decimals(self, cell: Cell) -> int:
        """The measure's decimals, or more where more were published: nothing is rounded again."""
        measure = self.measure(cell.indikator)
        numbers = (cell.varde, cell.undre, cell.ovre)
        written = max((_places(number) for number in numbers if number is not None), default=0)
        if isinstance(measure, Unknown):
            return written
        return max(written, decimals_of(measure, cell.n, officiell=cell.status == "officiell"))


def _places(number: Decimal) -> int:
    return max(-int(number.as_tuple().exponent), 0)


def _count(cell: Cell) -> str:
    if cell.n is None:
        return ""
    of = f"{format_number(cell.antal)} av " if cell.antal is not None else ""
    return f"{of}{format_number(cell.n)}"


def _both(texts: list[str]) -> str:
    """One text where all are the same, else the first and the last."""
    known = [text or MISSING for text in texts]
    return known[-1] if len(set(known)) == 1 else f"{known[0]} → {known[-1]}"


def _read_parameters(values: Mapping[str, Any]) -> RunParameters:
    """A report's parameters, as far as this version knows them."""
    known = {name: value for name, value in values.items() if name.startswith("delta_")}
    try:
        return make_parameters(known)
    except ParameterError:
        return make_parameters({})
