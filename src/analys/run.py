"""Run: what a notebook opens — its data, the gate and the findings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from analys.cleaning import prepare
from analys.disclosure import Plan, ProtectedTable, plan, protect
from analys.errors import InputError
from analys.estimates.cells import COLUMNS, Estimate
from analys.official.kommuner import DEMO_KOD
from analys.official.store import load_index
from analys.parameters import RunParameters, make_parameters
from analys.paths import (
    DATA_VARIABLE,
    default_data,
    make_private_file,
    make_private_folder,
)
from analys.preparation import settle_school
from analys.presentation.findings import Finding, read_findings, write_findings
from analys.reads import RECORD_VARIABLE, note, record_to
from analys.texter.checking import check_written
from analys.underlag import Underlag, has_pupil_files

LAB_VARIABLE = "ANALYS_LABB"
"""Set by `analys lab`: tables outside the plan are then protected by themselves and marked as drafts."""

PLAN_FILE = "skyddsplan.parquet"
ESTIMATES_FILE = "tabeller.parquet"
"""What the pipeline estimated and the plan decided on; private, it holds hidden values."""

CONCLUSIONS = "slutsatser"
"""The chapter whose findings are all that the report publishes, in `fynd.json`."""

EARLIER_FILE = "fynd_tidigare.json"
"""Läsår and findings of the last fastställd report."""

NO_CHAPTERS = (CONCLUSIONS, "tidigare")
""""fynd_…" that hold no chapter's own findings."""


@dataclass(frozen=True)
class Run(Underlag):
    """A run as a notebook sees it.

    Parameters
    ----------
    strict : bool
        True in a report run: every cell must be in the plan. False in exploration.
    """

    strict: bool = True

    @classmethod
    def open(cls, namespace: Mapping[str, Any]) -> Run:
        """Open the run that a notebook's parameter cell describes.

        Parameters
        ----------
        namespace : mapping
            `globals()` of the notebook; only the names of `RunParameters` are read.

        Raises
        ------
        ParameterError
            When a value is bad.
        InputError
            In exploration, when there is nothing about the municipality or its files have faults.
        """
        names = RunParameters.model_fields.keys()
        parameters = make_parameters({name: namespace[name] for name in names if name in namespace})
        data = default_data()
        strict = DATA_VARIABLE in os.environ and LAB_VARIABLE not in os.environ
        if not strict:
            _prepare_exploration(parameters, data)
            parameters = settle_school(Underlag(parameters, data))
        if strict and (record := os.environ.get(RECORD_VARIABLE)):
            record_to(Path(record))
        run = cls(parameters, data, strict)
        run.declare()
        return run

    def tabeller(self, chapter: ModuleType) -> dict[str, ProtectedTable]:
        """The protected tables of a chapter by id.

        In a report run they are the estimates that the plan decided on, as the pipeline computed them with
        `chapter.tabeller`. In exploration they are computed here and protected by themselves, as drafts.

        Parameters
        ----------
        chapter : module
            One of `analys.estimates` with a function `tabeller(run)`.

        Raises
        ------
        DisclosureError
            In a report run, when something is not in the plan.
        """
        if self.strict:
            name = chapter.__name__.rpartition(".")[2]
            note("skattningar", name)
            estimates = [e for _, e in load_estimates(self.work / ESTIMATES_FILE, name)]
            decided = Plan.load(self.work / PLAN_FILE)
        else:
            estimates = chapter.tabeller(self)
            if not estimates:
                return {}
            decided = plan(estimates, self.parameters.troskel, utkast=True)
        return {estimate.id: protect(estimate, decided) for estimate in estimates}

    def all_tables(self) -> dict[str, ProtectedTable]:
        """The protected tables of every chapter by id, for a chapter that concludes.

        In exploration, where computing everything would take minutes, those of the last report that was
        made of this läsår; none where none was.
        """
        if not (self.work / ESTIMATES_FILE).exists() or not (self.work / PLAN_FILE).exists():
            return {}
        note("skattningar")
        decided = Plan.load(self.work / PLAN_FILE)
        return {e.id: protect(e, decided) for _, e in load_estimates(self.work / ESTIMATES_FILE)}

    def count_protected(self) -> tuple[int, int] | None:
        """How many cells of the report are hidden, and of how many; None in exploration, without its plan."""
        if not self.strict:
            return None
        note("skyddade")
        decided = Plan.load(self.work / PLAN_FILE)
        return decided.hidden, len(decided.frame)

    def save_findings(self, chapter: str, findings: Sequence[Finding | None]) -> None:
        """Write a chapter's findings for the chapters that conclude; None is left out."""
        path = self.work / f"fynd_{chapter}.json"
        make_private_folder(self.work)
        make_private_file(path)
        text = write_findings([finding for finding in findings if finding is not None])
        path.write_text(text, encoding="utf-8", newline="\n")

    def load_findings(self, chapter: str) -> list[Finding]:
        """Findings that a chapter saved, empty when it has not run.

        Raises
        ------
        InputError
            When the file is not of the schema of `analys.presentation.findings`.
        """
        note("fynd", chapter)
        path = self.work / f"fynd_{chapter}.json"
        return read_findings(path.read_text(encoding="utf-8"), path.name) if path.exists() else []

    def load_all_findings(self) -> list[Finding]:
        """Findings of every chapter that has run, in the order of the chapters' names.

        Raises
        ------
        InputError
            When a file is not of the schema of `analys.presentation.findings`.
        """
        note("fynd")
        return [finding for name in list_findings(self.work) for finding in self.load_findings(name)]

    def load_earlier_findings(self) -> tuple[str, list[Finding]]:
        """Läsår and findings of the last report that was fastställd before this one; "" and none without.

        Raises
        ------
        InputError
            When the file is not of the schema.
        """
        note("fynd", "tidigare")
        path = self.work / EARLIER_FILE
        if not path.exists():
            return "", []
        kept = json.loads(path.read_text(encoding="utf-8"))
        return str(kept["lasar"]), read_findings(json.dumps(kept["fynd"]), path.name)


def _prepare_exploration(parameters: RunParameters, data: Path) -> None:
    """What the pipeline has done before a report's notebooks run, without asking the network."""
    if parameters.kommun == DEMO_KOD:
        from analys.demo import ensure_demo

        ensure_demo(data)
    if has_pupil_files(data, parameters.kommun):
        prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
    elif not load_index(data, parameters.kommun):
        from analys.preparation import nothing_known

        raise InputError([nothing_known(parameters.kommun)])
    check_written(Underlag(parameters, data))


def list_findings(work: Path) -> list[str]:
    """Names of the chapters that have left findings, in order."""
    names = sorted(path.stem.removeprefix("fynd_") for path in work.glob("fynd_*.json"))
    return [name for name in names if name not in NO_CHAPTERS]


def save_estimates(path: Path, estimates: Sequence[tuple[str, Estimate]]) -> None:
    """Keep estimates, each with the chapter that owns it, for the notebooks of the run."""
    frames = [e.frame.assign(kapitel=owner, tabell=e.id, titel=e.titel) for owner, e in estimates]
    pd.concat(frames, ignore_index=True).to_parquet(path, index=False)


def load_estimates(path: Path, owner: str = "") -> list[tuple[str, Estimate]]:
    """Estimates that `save_estimates` kept, in the same order; those of one chapter, or all."""
    kept = pd.read_parquet(path)
    if owner:
        kept = kept[kept["kapitel"] == owner]
    return [
        (str(owner), Estimate(str(name), str(title), frame[list(COLUMNS)].reset_index(drop=True)))
        for (owner, name, title), frame in kept.groupby(["kapitel", "tabell", "titel"], sort=False)
    ]
