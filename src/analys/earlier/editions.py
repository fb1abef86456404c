"""Editions of a report: which of them the new one is decided together with, and where one is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

import pandas as pd

from analys.disclosure import Plan, protect
from analys.earlier.published import (
    FASTSTALLD,
    LONG_FILE,
    MANIFEST,
    TABLES,
    Published,
    read_status,
)
from analys.estimates.cells import Estimate
from analys.estimates.skola import select_school
from analys.paths import hash_file
from analys.presentation.csvfiles import format_csv


def plan_beside(
    estimates: Sequence[Estimate],
    lasar: str,
    published: Sequence[Published],
    make_plan: Callable[[Sequence[pd.DataFrame]], Plan],
) -> tuple[Plan, tuple[Published, ...]]:
    """The plan of a report, and the earlier reports that it was decided together with.

    Parameters
    ----------
    estimates : sequence of Estimate
        Everything that the report will publish.
    lasar : str
        The report's läsår.
    published : sequence of Published
        From `list_published`.
    make_plan : callable
        Cells of earlier reports -> Plan.

    Returns
    -------
    tuple of Plan and tuple of Published
        Editions of the report's own läsår are named only where their tables differ from what the plan gives.
    """
    counted = [report for report in published if report.lasar != lasar]
    own = [report for report in published if report.lasar == lasar]
    decided = make_plan([report.cells for report in counted])
    # Edition by edition: the last of them, made again, must not be decided together with itself.
    for number in range(1, len(own) + 1):
        while differing := _list_differing([r for r in own[:number] if r not in counted], estimates, decided):
            counted = [report for report in published if report in counted or report in differing]
            decided = make_plan([report.cells for report in counted])
    differing = _list_differing(own, estimates, decided)
    return decided, tuple(r for r in counted if r.lasar != lasar or r in differing)


def _list_differing(
    reports: Sequence[Published], estimates: Sequence[Estimate], decided: Plan
) -> list[Published]:
    """Reports with a table that is not, byte for byte, what the plan gives."""
    if not reports:
        return []
    given = {}
    for skola in {report.skola for report in reports}:
        wanted = {name for report in reports if report.skola == skola for name in report.tabeller}
        given[skola] = {
            name: hashlib.sha256(format_csv(protect(estimate, decided))).hexdigest()
            for estimate in (select_school(estimates, skola) if skola else estimates)
            if (name := f"{TABLES}/{estimate.id}.csv") in wanted
        }
    return [r for r in reports if not _is_part(_without_long_file(r.tabeller), given[r.skola])]


def _without_long_file(tables: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in tables.items() if name != f"{TABLES}/{LONG_FILE}.csv"}


def _is_part(tables: Mapping[str, str], of: Mapping[str, str]) -> bool:
    return tables.items() <= of.items()


def hash_tables(folder: Path) -> dict[str, str]:
    """SHA-256 of each table file in a report's folder, by path there."""
    files = sorted((folder / TABLES).glob("*.csv"))
    return {f"{TABLES}/{path.name}": hash_file(path) for path in files}


def is_within(report: Published, folder: Path) -> bool:
    """Whether a finished report has every table of an earlier one, byte for byte."""
    return _is_part(_without_long_file(report.tabeller), hash_tables(folder))


def adds_nothing(folder: Path, published: Sequence[Published], lasar: str) -> bool:
    """Whether every table of a finished report stands, byte for byte, in a published one of its läsår."""
    tables = _without_long_file(hash_tables(folder))
    return any(_is_part(tables, report.tabeller) for report in published if report.lasar == lasar)


def place_to_keep(target: Path, fresh: Path, *, status: str) -> Path | None:
    """Where a fastställd report is kept when another takes its place; None when nothing would be lost.

    Parameters
    ----------
    target : pathlib.Path
        Folder of the läsår, or of the school, with or without a report.
    fresh : pathlib.Path
        Folder of the new report, finished.
    status : str
        The new report's status.

    Returns
    -------
    pathlib.Path or None
        The next free place, for instance `2025-26-utgava-1`. None when there is no fastställd report, when
        the new one is fastställd and has the same tables, or when the very same report is kept already.
    """
    if read_status(target) != FASTSTALLD:
        return None
    if status == FASTSTALLD and hash_tables(target) == hash_tables(fresh):
        return None
    name = re.compile(re.escape(target.name) + "-utgava-([1-9][0-9]{0,3})")
    own = [
        (int(match[1]), folder)
        for folder in sorted(target.parent.iterdir())
        if (match := name.fullmatch(folder.name)) and folder.is_dir()
    ]
    manifest = hash_file(target / MANIFEST)
    if any(hash_file(folder / MANIFEST) == manifest for _, folder in own):
        return None
    last = max((number for number, _ in own), default=0)
    places = (target.with_name(f"{target.name}-utgava-{number}") for number in count(last + 1))
    return next(place for place in places if not place.exists())
