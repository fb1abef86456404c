"""Rows of bars of 100 per cent: which cells stand in each, their order, what may be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY, Indicator
from analys.presentation.figures_bars_frame import BarRow
from analys.presentation.formats import (
    BORROWED,
    HIDDEN,
    MISSING,
    format_cell,
    lower_first,
    plural,
    upper_first,
)
from analys.presentation.selection import (
    find_borrowed,
    find_indicator,
    has_value,
    mark_borrowed,
    value_text,
)
from analys.presentation.tables_layout import key_words, order_keys

ROWS = ("indikator", "enhet", "lasar", "kon", "svsva")
BLOCKS = ("", "arskurs", *ROWS)
_DISTRIBUTION, _NET = "np_relation_", "np_netto_"


@dataclass(frozen=True)
class ShareRow:
    """A row's cells by category, its net deviation if there is one, its block's name, and what is drawn."""

    cells: tuple[ShownCell, ...]
    net: ShownCell | None
    lasar: str
    block: str
    bar: BarRow

    @property
    def namn(self) -> str:
        """The row's name inside a sentence, with its block's."""
        return ", ".join(lower_first(name) for name in (self.bar.namn, self.block) if name)

    @property
    def texts(self) -> list[str]:
        """What stands for each cell: the symbol of one that is hidden or missing, "" for what is drawn."""
        hidden = [HIDDEN if cell.status == "skyddad" else "" for cell in self.all_cells]
        return [*hidden, MISSING] if MISSING in (self.bar.symbol, self.bar.net) else hidden

    @property
    def all_cells(self) -> tuple[ShownCell, ...]:
        """The distribution's cells and the net's."""
        return self.cells if self.net is None else (*self.cells, self.net)

    @property
    def is_uneven(self) -> bool:
        """Whether a reader who subtracts the rounded shares gets another net than the one beside."""
        if self.net is None or not has_value(self.net) or not self.bar.values:
            return False
        return abs(self.bar.values[-1] - self.bar.values[0] - self.net.varde) > 1e-9


def make_rows(
    cells: Sequence[ShownCell],
    measures: Mapping[str, Indicator],
    rader: str,
    block: str,
    enhet: str,
    labels: Mapping[str, str],
    *,
    netto: bool,
) -> list[ShareRow]:
    """The rows in order, block by block; empty when no cell belongs to any.

    Parameters
    ----------
    cells : sequence of ShownCell
        Of the läsår and the kind of level to show.
    measures : mapping of str to Indicator
        The distributions by code, in order.
    rader, block, enhet, labels, netto
        As in `draw_shares`, labels being its `etiketter`.

    Raises
    ------
    ValueError
        When two cells fall on one place.
    """
    fitting = [cell for cell in cells if _fits(cell, (rader, block), enhet)]
    shares = [cell for cell in fitting if cell.indikator in measures and cell.kategori]
    grid: dict[tuple[str, str], dict[str, ShownCell]] = {}
    for cell in shares:
        found = grid.setdefault((_key(cell, block), _key(cell, rader)), {})
        if other := found.get(cell.kategori):
            raise ValueError(
                f"Två uppgifter hamnar på samma plats i figuren: {other.cell} och {cell.cell}. "
                "Välj först med select."
            )
        found[cell.kategori] = cell
    nets = _find_nets(fitting, measures, rader, block) if netto else {}
    rows = []
    for group in _order(shares, block, measures):
        places = [(group, key) for key in _order(shares, rader, measures) if (group, key) in grid]
        for i, place in enumerate(places):
            row = _make_row(grid[place], nets.get(place), rader, block, measures, labels)
            heading = _name(grid[place], block, measures, labels) if block else ""
            begins = i > 0 and rader == "lasar" and place[1] in find_indicator(row.cells[0].indikator).breaks
            bar = replace(row.bar, heading="" if i else heading, begins=begins)
            rows.append(replace(row, block=_shorten(heading), bar=bar))
    return rows


def _fits(cell: ShownCell, keys: tuple[str, str], enhet: str) -> bool:
    """Whether the cell is of a wanted group and unit: groups are told apart only where they make rows."""
    groups = all((getattr(cell, column) != "alla") == (column in keys) for column in ("kon", "svsva"))
    own = cell.enhet == enhet if enhet else cell.enhetstyp == "kommun"
    return groups and ("enhet" in keys or own)


def _key(cell: ShownCell, column: str) -> str:
    if column == "arskurs":
        return str(REGISTRY[cell.indikator].arskurs)
    return str(getattr(cell, column)) if column else ""


def _order(cells: Sequence[ShownCell], column: str, measures: Mapping[str, Indicator]) -> list[str]:
    """Keys in order: measures and year groups as given, läsår by time, schools by name."""
    if column in ("", "arskurs", "indikator"):
        placed = sorted(cells, key=lambda cell: list(measures).index(cell.indikator))
        return list(dict.fromkeys(_key(cell, column) for cell in placed))
    return order_keys(cells, column)


def _find_nets(
    cells: Sequence[ShownCell], measures: Mapping[str, Indicator], rader: str, block: str
) -> dict[tuple[str, str], ShownCell]:
    """The net of each distribution, by the place of the distribution."""
    owner = {code.replace(_DISTRIBUTION, _NET, 1): code for code in measures}
    found = {}
    for cell in cells:
        if cell.indikator in owner:
            twin = cell._replace(indikator=owner[cell.indikator])
            found[_key(twin, block), _key(twin, rader)] = cell
    return found


def _name(
    row: Mapping[str, ShownCell], column: str, measures: Mapping[str, Indicator], labels: Mapping[str, str]
) -> str:
    """A row's or a block's key in words; a subject without its year group where that stands elsewhere."""
    cell = next(iter(row.values()))
    key = _key(cell, column)
    if key in labels:
        return labels[key]
    if column == "arskurs":
        return f"Årskurs {key}"
    if column == "enhet":
        return upper_first(cell.enhetsnamn)
    return key_words(key, column, {})


def _shorten(heading: str) -> str:
    return heading.replace("Årskurs ", "åk ", 1)


def _make_row(
    found: Mapping[str, ShownCell],
    net: ShownCell | None,
    rader: str,
    block: str,
    measures: Mapping[str, Indicator],
    labels: Mapping[str, str],
) -> ShareRow:
    measure = find_indicator(next(iter(found.values())).indikator)
    name = _name(found, rader, measures, labels)
    if rader == "indikator" and (block == "arskurs" or len({m.arskurs for m in measures.values()}) == 1):
        name = name.removesuffix(f", åk {measure.arskurs}")
    cells = tuple(found[category] for category in measure.categories if category in found)
    known = [cell for cell in cells if has_value(cell)]
    pupils = next((plural(cell.n, "elev", "elever") for cell in known if cell.n is not None), "")
    beside = "" if net is None else format_cell(net, REGISTRY[net.indikator])
    bold = rader == "enhet" and cells[0].enhetstyp == "kommun"
    bar = BarRow(name, pupils=pupils, net=beside, bold=bold)
    borrowed = find_borrowed(known)
    if len(known) == len(measure.categories) and not borrowed:
        values = tuple(cell.varde for cell in cells)
        texts = tuple(value_text(cell, measure, unit=False) for cell in cells)
        bar = replace(bar, values=values, texts=texts)
    else:
        hidden = any(cell.status == "skyddad" for cell in cells)
        # Own and official values do not add up to one bar.
        symbol = HIDDEN if hidden else BORROWED if borrowed else MISSING
        rest = [
            mark_borrowed(
                f"{lower_first(labels.get(cell.kategori, cell.kategori))} {value_text(cell, measure)}",
                cell,
                borrowed,
            )
            for cell in known
        ]
        bar = replace(bar, symbol=symbol, rest=", ".join(rest))
    return ShareRow(cells, net, cells[0].lasar, "", bar)
