"""Many reports in one go: schools' reports by `analys alla`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from municipality import KOMMUN
from processes import make_environment, run_python
from typer.main import get_command

from analys.cli.app import app
from analys.lasar import last_lasar
from analys.parameters import RunParameters, make_parameters
from analys.underlag import Underlag

COMMAND = "alla"


def has_batch() -> bool:
    """Whether there is a command for many reports."""
    return COMMAND in getattr(get_command(app), "commands", {})


def list_reports(data: Path, parameters: RunParameters, most: int) -> list[RunParameters]:
    """Parameters of schools' reports, the newest läsår first; so many läsår as it takes.

    Parameters
    ----------
    data : pathlib.Path
        A data folder where the municipality's own report has been made.
    parameters : RunParameters
        Of the municipality's report.
    most : int
        How many reports at most.
    """
    frame = Underlag(parameters, data).frame("skolenheter")
    schools = sorted(str(code) for code in frame["skolenhet"])
    wanted = [
        parameters.model_dump() | {"skola": school, "lasar": lasar}
        for lasar in reversed(last_lasar(parameters.lasar, most // len(schools) + 1))
        for school in schools
    ]
    return [make_parameters(values) for values in wanted[:most]]


def run_batch(reports: Sequence[RunParameters], *, data: Path, folder: Path) -> float:
    """Seconds for all the reports in one go, with nothing left from before."""
    for left in (data / "processed", folder / "reports"):
        shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    sets: list[dict[str, Any]] = [{"kommun": KOMMUN, "lasar": r.lasar, "skola": r.skola} for r in reports]
    given = folder / "rapporter.yml"
    given.write_text(yaml.safe_dump(sets, sort_keys=False), encoding="utf-8")
    arguments = ("--parametrar", given, "--data", data, "--ut", folder / "reports")
    return run_python(
        ("-P", "-m", "analys", COMMAND, *arguments),
        environment=make_environment(data, folder.parent / "installningar"),
        folder=folder,
        what=f"analys {COMMAND}",
    )
