"""Processes that are timed: of this interpreter, with compiled bytecode and none of the user's settings."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from analys.errors import AnalysError
from analys.paths import DATA_VARIABLE, project_root

USERS_OWN = ("PYTHON", "ANALYS_", "IPYTHON", "JUPYTER", "MPL", "MATPLOTLIB")
"""Beginnings of environment variables that could make one run unlike another."""


def compile_everything() -> None:
    """Compile the program and every package: no run shall pay for another's compiling."""
    packages = [Path(name) for name in sys.path if Path(name).name in ("site-packages", "dist-packages")]
    for folder in (project_root() / "src", project_root() / "benchmarks", *packages):
        compileall.compile_dir(folder, quiet=2, workers=0)


def make_environment(data: Path, settings: Path) -> dict[str, str]:
    """Environment variables of a timed process.

    Parameters
    ----------
    data : pathlib.Path
        The data folder that it is to use.
    settings : pathlib.Path
        Folder for what Jupyter, IPython and matplotlib keep between runs; see `analys.provisioning` for ours.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(USERS_OWN)}
    return kept | {
        DATA_VARIABLE: str(data),
        "JUPYTER_PATH": str(settings / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(settings / "jupyter-config"),
        "IPYTHONDIR": str(settings / "ipython"),
        "MPLCONFIGDIR": str(settings / "matplotlib"),
        "PYTHONUTF8": "1",
    }


def run_python(
    arguments: Sequence[object], *, environment: Mapping[str, str], folder: Path, what: str
) -> float:
    """Run this interpreter and return the seconds that it took.

    Parameters
    ----------
    arguments : sequence
        After the interpreter's own path.
    environment : mapping
        See `make_environment`.
    folder : pathlib.Path
        Where it is run; what it says is kept there, in `logg.txt`.
    what : str
        What it does, for the message when it fails.

    Raises
    ------
    AnalysError
        When it ends with anything but 0.
    """
    command = [sys.executable, *(str(argument) for argument in arguments)]
    with (folder / "logg.txt").open("wb") as log:
        started = time.perf_counter()
        done = subprocess.run(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
        seconds = time.perf_counter() - started
    if done.returncode:
        raise AnalysError(
            f"Mätningen avbröts: {what} gick inte (slutkod {done.returncode}). Kör om med "
            "--spara MAPP, så ser du i dess logg.txt vad som hände."
        )
    return seconds
