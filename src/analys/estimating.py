"""Estimating a chapter, and deciding over all of them: work that is done in processes of its own.

What is given and left is files and plain values; the module is called by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analys.chapters import find_estimates
from analys.disclosure import Plan, plan
from analys.disclosure.official import read_official
from analys.earlier import Published, list_published, plan_beside
from analys.estimates.cells import Estimate
from analys.parameters import make_parameters
from analys.paths import make_private_file
from analys.provenance import EARLIER_FILE, Earlier, save_earlier
from analys.reads import RECORD_VARIABLE, record_to
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates, save_estimates
from analys.underlag import Underlag

Owned = Sequence[tuple[str, Estimate]]
"""Estimates, each with the chapter that owns it."""


def estimate_chapter(kapitel: str, parametrar: Mapping[str, Any], data: str, mapp: str) -> None:
    """Write a chapter's estimates to a folder; nothing where it has none.

    Parameters
    ----------
    kapitel : str
        The chapter's name.
    parametrar : mapping
        Names and values.
    data, mapp : str
        Data folder, and the folder to write in.
    """
    run = _open(parametrar, data)
    if estimates := find_estimates(kapitel, run):
        _save(Path(mapp), [(kapitel, estimate) for estimate in estimates])


def decide_everything(
    mappar: Sequence[str], parametrar: Mapping[str, Any], data: str, ut: str, mapp: str
) -> None:
    """Decide every cell of all chapters once, and write the plan with what it was made over.

    Parameters
    ----------
    mappar : sequence of str
        Folders of the chapters' estimates, in the order of the report.
    parametrar, data, mapp
        See `estimate_chapter`.
    ut : str
        Report folder, for the fastställda reports in it.
    """
    run = _open(parametrar, data)
    published = list_published(Path(ut), run.parameters.kommun, run.parameters.lasar)
    owned = [one for folder in mappar for one in load_owned(Path(folder))]
    decided, counted = decide_whole(run, owned, published)
    _save(Path(mapp), owned)
    make_private_file(Path(mapp) / PLAN_FILE)
    decided.save(Path(mapp) / PLAN_FILE)
    save_earlier(Path(mapp), list_earlier(counted))


def decide_whole(
    run: Underlag, owned: Owned, published: Sequence[Published]
) -> tuple[Plan, tuple[Published, ...]]:
    """The plan over all estimates, and the earlier reports that it was made together with."""
    estimates = [estimate for _, estimate in owned]
    official = read_official(run)

    def make(earlier: Sequence[pd.DataFrame]) -> Plan:
        return plan(estimates, run.parameters.troskel, published=earlier, official=official)

    return plan_beside(estimates, run.parameters.lasar, published, make)


def list_earlier(reports: Iterable[Published]) -> tuple[Earlier, ...]:
    """Earlier reports as the report tells of them."""
    return tuple(Earlier(one.lasar, one.utgava, one.sha256, one.skola) for one in reports)


def load_owned(folder: Path) -> Owned:
    """Estimates that were written to a folder, none where there are none."""
    return load_estimates(folder / ESTIMATES_FILE) if (folder / ESTIMATES_FILE).exists() else []


def _save(folder: Path, owned: Owned) -> None:
    if owned:
        make_private_file(folder / ESTIMATES_FILE)
        save_estimates(folder / ESTIMATES_FILE, owned)


def _open(parametrar: Mapping[str, Any], data: str) -> Underlag:
    parameters = make_parameters(parametrar)
    if record := os.environ.get(RECORD_VARIABLE):
        record_to(Path(record))
    run = Underlag(parameters, Path(data))
    run.declare()
    return run


KEPT = (PLAN_FILE, ESTIMATES_FILE, EARLIER_FILE)
"""Files of a decision."""
