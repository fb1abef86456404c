"""What an authority has published of all pupils: a share with a decimal, of whom the parts are shown.

The authority tells no number of pupils, but its total is of the same pupils as the parts, whose numbers
everybody knows. So its share is a number of pupils with the outcome, and shown parts can be taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analys.attacker.relations.partitions import find_partitions
from analys.attacker.report import Cell, Key, Report, is_share
from analys.attacker.shares import bound_counts
from analys.attacker.tables import OFFICIAL


def add_official_sizes(report: Report) -> Report:
    """The report with the number of pupils behind official totals, where their parts tell it.

    The authority may have counted other pupils, on another day. A total that cannot be that of the parts, by
    its decimals or by what they show, gets no number: nothing can be taken from it.
    """
    sizes = dict(report.sizes)
    for total, parts in _find_totals(report):
        known = [sizes.get(part) for part in parts]
        size = sum(one for one in known if one is not None)
        if None not in known and total.key not in sizes and _is_theirs(report, total, parts, size):
            sizes[total.key] = size
    return replace(report, sizes=sizes)


def _find_totals(report: Report) -> Iterator[tuple[Cell, tuple[Key, ...]]]:
    """Official totals of the municipality's own pupils, with their parts."""
    totals = {cell.key for cell in report.levels() if _is_total(cell)}
    for one in find_partitions(report, is_share) if totals else ():
        if one.total is not None and one.total in totals and len(one.parts) > 1:
            yield report.cells[one.total], one.parts


def _is_total(cell: Cell) -> bool:
    ours = cell.enhetstyp in ("kommun", "skola")
    return ours and cell.status == OFFICIAL and cell.varde is not None and is_share(cell.key.indikator)


def _is_theirs(report: Report, total: Cell, parts: tuple[Key, ...], size: int) -> bool:
    """Whether the share can be that of the parts together."""
    if total.varde is None or size < 1:
        return False
    low, high = (int(bound) for bound in bound_counts(total.varde, size))
    shown = [report.cells[part].antal for part in parts]
    least = sum(antal or 0 for antal in shown)
    most = sum(
        report.sizes[part] if antal is None else antal for part, antal in zip(parts, shown, strict=True)
    )
    return low <= high and low <= most and high >= least
