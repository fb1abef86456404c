"""Auditing: a finished report is tried as its readers could try it, before it is moved into its place.

The attacker puts together everything that is published, now and before, and knows nothing of how protection
decided. The inspection reads every file. Either of them stops the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode

from analys.attacker import attack, read_tables
from analys.disclosure import ProtectedTable
from analys.earlier import Published, adds_nothing, is_within
from analys.errors import DisclosureError
from analys.inspection import inspect, make_subject
from analys.paths import project_root
from analys.presentation.claims import KEY, Claim
from analys.progress import Progress
from analys.underlag import Underlag

TABLES = "tabeller"


@dataclass(frozen=True)
class Audit:
    """What the attacker tried of a report that passed.

    Parameters
    ----------
    provade : int
        Hidden numbers that he tried to work out.
    pastaenden : int
        Claims of sentences and figures that he had to help him.
    tidigare : tuple of Published
        Earlier reports that he had to help him.
    """

    provade: int
    pastaenden: int
    tidigare: tuple[Published, ...]


def attack_report(
    folder: Path,
    run: Underlag,
    merged: NotebookNode,
    *,
    sizes: Mapping[str, int],
    published: Sequence[Published] = (),
    later: Sequence[Published] = (),
    beside: Sequence[pd.DataFrame] = (),
    progress: Progress,
) -> Audit:
    """Try to work out what the tables of a finished report hide.

    Parameters
    ----------
    folder : pathlib.Path
        The report, before it is moved into its place.
    run : Underlag
    merged : NotebookNode
        The document's notebook, for what its sentences and figures claim.
    sizes : mapping of str to int
        By cell, the pupils behind it, as a reader knows from class lists. Never written anywhere.
    published : sequence of Published
        Fastställda reports until this läsår, which a reader has beside the new one. An edition of the läsår
        that says nothing else is not tried.
    later : sequence of Published
        Fastställda reports of later läsår, which are tried as well when something new is published.
    beside : sequence of pandas.DataFrame
        Cells of reports that readers have or will have beside this one: for a school, the municipality's.

    Raises
    ------
    DisclosureError
        When a hidden number can be worked out, or nobody can say that it cannot.
    """
    lasar, troskel = run.parameters.lasar, run.parameters.troskel
    cells = read_tables(folder / TABLES)
    claims = list_claims(merged)
    tried = tuple(p for p in published if p.lasar != lasar or not is_within(p, folder))
    hidden = int(cells.loc[cells["status"] == "skyddad", "cell"].nunique())
    titel = f"Försök att räkna ut {hidden} skyddade uppgifter, som en läsare av rapporten kan göra"
    progress.start(titel)
    _stop_leaks(cells, troskel, [*beside, *(report.cells for report in tried)], claims, sizes)
    if later and not adds_nothing(folder, published, lasar):
        known = [*beside, *(report.cells for report in (*tried, *later))]
        _stop_leaks(cells, troskel, known, claims, sizes)
    progress.finish(titel)
    return Audit(hidden, len(claims), tried)


def inspect_report(
    folder: Path,
    run: Underlag,
    merged: NotebookNode,
    tables: Sequence[ProtectedTable],
    *,
    out: Path,
    progress: Progress,
) -> None:
    """Read every file of a finished report and look for what must not leave the house.

    Raises
    ------
    DisclosureError
        With every fault: file, place and what to do, never what was found.
    """
    progress.step("Granskar varje fil i den färdiga rapporten")
    private: list[str | Path] = [run.data.resolve(), out.resolve(), project_root(), *_home()]
    found = inspect(folder, make_subject(run, tables, merged, privata=private))
    if not found.sound:
        raise DisclosureError(found.message())


def _home() -> tuple[str, ...]:
    """The user's folder and name, where there are any."""
    try:
        return str(Path.home()), Path.home().name
    except RuntimeError:
        return ()


def list_claims(merged: NotebookNode) -> list[Claim]:
    """What the document's sentences and figures claim of cells, each once."""
    plain = [
        claim
        for cell in merged.cells
        for output in cell.get("outputs", ())
        for claim in output.metadata.get("analys", {}).get(KEY, ())
    ]
    return list(dict.fromkeys(Claim(kind, tuple(cells), tuple(other)) for kind, cells, other in plain))


def _stop_leaks(
    cells: pd.DataFrame,
    troskel: int,
    known: Sequence[pd.DataFrame],
    claims: Sequence[Claim],
    sizes: Mapping[str, int],
) -> None:
    verdict = attack(cells, troskel, earlier=known, claims=claims, sizes=sizes)
    if not verdict.passed:
        raise DisclosureError(verdict.message())
