"""What an inspection may compare with: what may be shown, and what must not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from analys.cleaning.processed import EARLIER
from analys.contracts import LAYOUTS
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.measures import MEASURES
from analys.pseudonyms import load_key
from analys.texter import list_typed
from analys.underlag import Underlag

MIME = "application/vnd.analys.tabell+json"
SHOWN = ("visad", "officiell")


@dataclass(frozen=True, repr=False)
class Subject:
    """What a report's files are compared with. Has no repr: it holds the key and what is hidden.

    Parameters
    ----------
    cells : mapping of str to ShownCell
        Every cell of the published tables, by id; hidden ones without numbers.
    tables : mapping of str to tuple of str
        Ids of the cells of each published table.
    titlar : mapping of str to str
        Title of each published table.
    displays : mapping of str to tuple of str
        "tab-…" and "fig-…" of the page, and the tables that each shows.
    elever : frozenset of str
        Pseudonyms of the processed frames.
    klasser : frozenset of str
        Names of classes in the processed frames; in a school's internal edition without its own.
    namn : frozenset of str
        Keyed hashes of the pupils' names.
    nyckel : bytes
        The key of those hashes.
    troskel : int
    parametrar : mapping of str to object
    texter : tuple of str
        Texts with digits that no pupil has a part in: names of measures, schools, sources, parameters.
    egna : tuple of str
        Texts with digits that the municipality has typed itself.
    namngivna : tuple of str
        Names of municipalities and schools, which may be those of a person.
    privata : tuple of str
        What belongs to the machine: folders and the user's name.
    """

    cells: Mapping[str, ShownCell] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titlar: Mapping[str, str] = field(default_factory=dict)
    displays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elever: frozenset[str] = frozenset()
    klasser: frozenset[str] = frozenset()
    namn: frozenset[str] = frozenset()
    nyckel: bytes = b""
    troskel: int = 10
    parametrar: Mapping[str, object] = field(default_factory=dict)
    texter: tuple[str, ...] = ()
    egna: tuple[str, ...] = ()
    namngivna: tuple[str, ...] = ()
    privata: tuple[str, ...] = ()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Ids of hidden cells."""
        return frozenset(cell.cell for cell in self.cells.values() if cell.status == "skyddad")

    @cached_property
    def shown(self) -> frozenset[str]:
        """Ids of shown cells."""
        return frozenset(cell.cell for cell in self.cells.values() if cell.status in SHOWN)

    def shown_of(self, display: str) -> list[ShownCell]:
        """Shown cells of the tables that a table or figure of the page shows."""
        ids = dict.fromkeys(cell for table in self.displays.get(display, ()) for cell in self.tables[table])
        return [self.cells[cell] for cell in ids if cell in self.shown]

    def explains(self, display: str, value: float, decimals: int) -> bool:
        """Whether a written number is a shown number of the display, rounded."""
        known = self._numbers.get(display)
        if known is None:
            numbers = {n for cell in self.shown_of(display) for n in self._numbers_of_cells[cell.cell]}
            known = self._numbers[display] = sorted(numbers)
        return is_rounded(known, value, decimals)

    @cached_property
    def _numbers(self) -> dict[str, list[float]]:
        return {}

    @cached_property
    def _numbers_of_cells(self) -> Mapping[str, list[float]]:
        return {cell: numbers_of(self.cells[cell]) for cell in self.shown}


def is_rounded(known: Sequence[float], value: float, decimals: int) -> bool:
    """Whether a value with its decimals is one of some sorted numbers, rounded.

    Examples
    --------
    >>> known = [12.25, 80.0]
    >>> is_rounded(known, 12.3, 1), is_rounded(known, 12.0, 0), is_rounded(known, 12.4, 1)
    (True, True, False)
    """
    half = 0.5 * 10.0**-decimals + 1e-9
    place = bisect_left(known, value - half)
    return place < len(known) and known[place] <= value + half


def numbers_of(cell: ShownCell) -> list[float]:
    """Every number that may be written of a shown cell, without sign.

    A share's remainder and the pupils without the outcome follow from the cell alone.
    """
    values = [value for value in (cell.varde, cell.undre, cell.ovre) if value == value]
    counts = [float(count) for count in (cell.n, cell.antal) if count is not None]
    numbers = [*values, *counts, *(100 - value for value in values if 0 <= value <= 100)]
    if cell.n is not None and cell.antal is not None:
        numbers.append(float(cell.n - cell.antal))
    return [abs(number) for number in numbers]


def make_subject(
    run: Underlag,
    tables: Sequence[ProtectedTable],
    merged: NotebookNode,
    *,
    privata: Sequence[str | Path] = (),
) -> Subject:
    """The subject of a run.

    Parameters
    ----------
    run : Underlag
    tables : sequence of ProtectedTable
        Every table that is published as CSV or shown in the document.
    merged : NotebookNode
        The document's notebook: tells which tables each display shows.
    privata : sequence of str or Path
        Folders and names of the machine, which no file may hold.
    """
    cells = {cell.cell: cell for table in tables for cell in table.cells()}
    named = {cell.enhetsnamn for cell in cells.values() if cell.enhetstyp in ("kommun", "skola")}
    return Subject(
        cells=cells,
        tables={table.id: tuple(table.frame["cell"]) for table in tables},
        titlar={table.id: table.titel for table in tables},
        displays=find_displays(merged),
        elever=frozenset(_column(run, "elev")),
        klasser=frozenset(_column(run, "klass")) - _own_classes(run, cells.values()),
        namn=frozenset(run.frame("namnhashar")["namn"]) if run.has_pupils else frozenset(),
        nyckel=load_key(run.data, run.parameters.kommun) if run.has_pupils else b"",
        troskel=run.parameters.troskel,
        parametrar=run.parameters.model_dump(),
        texter=tuple(sorted(_known_texts(cells.values()))),
        egna=tuple(list_typed(run)),
        namngivna=tuple(sorted(named | {run.kommunnamn})),
        privata=tuple(str(private) for private in privata),
    )


def _own_classes(run: Underlag, cells: Iterable[ShownCell]) -> frozenset[str]:
    """Classes that a school's internal edition tells of; a published one tells of none."""
    if run.parameters.utgava != "dialog":
        return frozenset()
    return frozenset(cell.enhetsnamn for cell in cells if cell.enhetstyp == "klass")


def find_displays(merged: NotebookNode) -> dict[str, tuple[str, ...]]:
    """Tables that each display of a notebook shows, by its id on the page."""
    found: dict[str, tuple[str, ...]] = {}
    for cell in merged.cells:
        for output in cell.get("outputs", ()):
            table, figure = output.data.get(MIME), output.metadata.get("analys", {})
            if table is not None:
                found[f"tab-{table['id']}"] = tuple(table["tabeller"])
            if figure.get("slag") == "figur":
                found[f"fig-{figure['id']}"] = tuple(figure["tabeller"])
    return found


def _column(run: Underlag, name: str) -> Iterator[str]:
    """Distinct values of a column of all processed frames."""
    if not run.has_pupils:
        return
    for kind in LAYOUTS:
        frames = [run.frame(kind)] if kind != "skyddade" else []
        frames += [run.earlier_frame(kind)] if kind in EARLIER else []
        for frame in frames:
            if name in frame:
                yield from frame[name].dropna().unique().tolist()


def _known_texts(cells: Iterable[ShownCell]) -> set[str]:
    """Names and explanations with digits."""
    texts = {
        text
        for cell in cells
        for text in (cell.enhetsnamn, cell.kalla, cell.jamforelse, cell.kategori, cell.enhet)
    }
    for measure in MEASURES.values():
        texts.update(value for value in vars(measure).values() if isinstance(value, str))
        texts.add(getattr(measure, "fras", ""))
        texts.update(label for _, label in getattr(measure, "older_labels", ()))
        for parts in ("break_notes", "categories", "kategorifraser"):
            texts.update(getattr(measure, parts, ()))
    return {text for text in texts if any(letter.isdigit() for letter in text)}
