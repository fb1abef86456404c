"""The comparison of two reports: what differs between their numbers, and between what they were made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analys.comparing.changes import Cell, Change, Kind, list_cells, list_changes, list_newest
from analys.comparing.words import Words
from analys.errors import ParameterError
from analys.finished import Grounds, Report, compare_grounds
from analys.parameters import WITHOUT_EFFECT
from analys.presentation.formats import swedish_order

_UNITS = ("kommun", "skola", "klass")


@dataclass(frozen=True)
class Scope:
    """What one report is about and the other is not, each by name.

    Parameters
    ----------
    matt, lasar, skolor : tuple of str
        Measures, läsår and schools; a school by its name in the report.
    """

    matt: tuple[str, ...] = ()
    lasar: tuple[str, ...] = ()
    skolor: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two reports compared.

    Parameters
    ----------
    fore, nu : Report
    grounds : Grounds
    gemensamma : int
        Cells that both reports have.
    changes : tuple of Change
        By kind; changed values with the largest change first, as many times what counts.
    newest : tuple of Change
        The later report's läsår against the earlier's, where they are two.
    nytt, borta : Scope
    words : Words
    """

    fore: Report
    nu: Report
    grounds: Grounds
    gemensamma: int
    changes: tuple[Change, ...]
    newest: tuple[Change, ...]
    nytt: Scope
    borta: Scope
    words: Words = field(repr=False, compare=False)

    @property
    def same(self) -> bool:
        """Whether the reports have the same cells with the same numbers."""
        return not self.changes

    @property
    def is_public(self) -> bool:
        """Whether both reports are: decided, and tried together."""
        return all(one.manifest.is_decided and not one.manifest.is_internal for one in (self.fore, self.nu))

    @property
    def has_internal(self) -> bool:
        """Whether one of the reports is an internal edition."""
        return self.fore.manifest.is_internal or self.nu.manifest.is_internal

    def of(self, *kinds: Kind) -> list[Change]:
        """Changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]

    @property
    def only_method(self) -> bool:
        """Whether nothing but the program differs that any number depends on."""
        return (self.grounds.kod is not None or bool(self.grounds.paket)) and (
            self.grounds.same_input and not self.parameters_that_count
        )

    @property
    def parameters_that_count(self) -> tuple[str, ...]:
        """Parameters that differ and that numbers depend on; one that only one version has is its code's."""
        return tuple(
            name
            for name, then, now in self.grounds.parametrar
            if name not in (*WITHOUT_EFFECT, "lasar") and then is not None and now is not None
        )


def compare(fore: Report, nu: Report) -> Comparison:
    """Compare two reports of the same municipality.

    Raises
    ------
    ParameterError
        When they are about two municipalities.
    """
    if fore.manifest.kommun != nu.manifest.kommun:
        raise ParameterError(
            f"Rapporterna gäller olika kommuner ({fore.manifest.kommun} och {nu.manifest.kommun}). Jämför "
            "två rapporter från samma kommun."
        )
    old, new = list_cells(fore.cells), list_cells(nu.cells)
    words = Words({**fore.namn, **nu.namn}, nu.manifest.parametrar)
    changes = list_changes(old, new)
    years = (fore.manifest.lasar, nu.manifest.lasar)
    newest = list_newest(old, new, *years) if years[0] != years[1] else []
    return Comparison(
        fore,
        nu,
        compare_grounds(fore.manifest, nu.manifest),
        len({cell.cell for cell in old} & {cell.cell for cell in new}),
        tuple(_sort(changes, words)),
        tuple(_sort(newest, words)),
        _list_scope(new, old, words),
        _list_scope(old, new, words),
        words,
    )


def _sort(changes: Iterable[Change], words: Words) -> list[Change]:
    kinds = list(Kind)

    def place(change: Change) -> tuple[object, ...]:
        cell = change.cell
        unit = _UNITS.index(cell.enhetstyp) if cell.enhetstyp in _UNITS else len(_UNITS)
        keys = (cell.enhet, cell.lasar, cell.kon, cell.svsva, cell.jamforelse, cell.kategori)
        order = (*words.place(cell.indikator), unit, *swedish_order(cell.enhetsnamn), *keys)
        return (kinds.index(change.kind), -round(words.weight(change), 9), *order)

    return sorted(changes, key=place)


def _list_scope(these: Sequence[Cell], others: Sequence[Cell], words: Words) -> Scope:
    """What some cells are about and no other cell is."""
    codes = {cell.indikator for cell in these} - {cell.indikator for cell in others}
    known = {cell.enhet for cell in others}
    schools = [cell for cell in these if cell.enhetstyp == "skola" and cell.enhet not in known]
    named = {cell.enhet: cell.enhetsnamn or cell.enhet for cell in schools}
    years = {cell.lasar for cell in these} - {cell.lasar for cell in others}
    return Scope(
        tuple(words.label(code) for code in sorted(codes, key=words.place)),
        tuple(sorted(years)),
        tuple(sorted(named.values(), key=swedish_order)),
    )
