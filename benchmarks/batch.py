"""Many reports in one go: schools' reports by `analys alla`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml
from processes import make_environment, run_python

from analys.batch.choosing import place_schools
from analys.lasar import last_lasar
from analys.parameters import RunParameters
from analys.progress import Silent


def list_reports(data: Path, parameters: RunParameters, most: int) -> list[RunParameters]:
    """Parameters of schools' reports, the newest läsår first; so many läsår as it takes.

    Parameters
    ----------
    data : pathlib.Path
        The data folder.
    parameters : RunParameters
        Of the municipality's report.
    most : int
        How many reports at most.
    """
    found: list[RunParameters] = []
    for lasar in reversed(last_lasar(parameters.lasar, most)):
        if len(found) < most:
            asked = parameters.model_copy(update={"lasar": lasar, "skola": "alla skolor"})
            orders, _ = place_schools(asked, data, data, Silent())
            found += [order.asked for order in orders]
    return found[:most]


def run_batch(reports: Sequence[RunParameters], *, data: Path, folder: Path) -> float:
    """Seconds for all the reports in one go, with nothing left from before."""
    for left in (data / "processed", folder / "reports"):
        shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    sets = [one.model_dump(exclude_defaults=True) | {"lasar": one.lasar} for one in reports]
    given = folder / "rapporter.yml"
    given.write_text(yaml.safe_dump(sets), encoding="utf-8")
    arguments = ("--uppsattningar", given, "--data", data, "--ut", folder / "reports")
    return run_python(
        ("-P", "-m", "analys", "alla", *arguments),
        environment=make_environment(data, folder.parent / "installningar"),
        folder=folder,
        what="analys alla",
    )
