"""A report by `analys rapport`, and the same by the floor."""

from __future__ import annotations

import shutil
from pathlib import Path

from processes import make_environment, run_python

FLOOR = Path(__file__).with_name("floor.py")


def clear(folder: Path) -> None:
    """Remove all that earlier runs have left, but for the raw files."""
    for left in (folder / "data" / "processed", folder / "reports", folder / "rapport"):
        shutil.rmtree(left, ignore_errors=True)


def run_ours(given: Path, *, folder: Path, what: str) -> float:
    """Seconds for `analys rapport`.

    Parameters
    ----------
    given : pathlib.Path
        The parameters.
    folder : pathlib.Path
        Has the data folder, and gets the report folder.
    what : str
        Which run it is, for messages.
    """
    data = folder / "data"
    options = ("--parametrar", given, "--data", data, "--ut", folder / "reports")
    return run_python(
        ("-P", "-m", "analys", "rapport", *options),
        environment=make_environment(data, folder.parent / "installningar"),
        folder=folder,
        what=f"analys rapport {what}",
    )


def run_floor(given: Path, *, folder: Path) -> float:
    """Seconds for `benchmarks/floor.py`."""
    data = folder / "data"
    return run_python(
        (FLOOR, given, data, folder / "rapport"),
        environment=make_environment(data, folder.parent / "installningar") | {"MPLBACKEND": "Agg"},
        folder=folder,
        what="golvet",
    )
