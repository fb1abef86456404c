"""JupyterLab on the notebooks, for whoever wants to explore or re-run a chapter cell by cell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from analys.paths import DATA_VARIABLE, notebooks_folder
from analys.run import LAB_VARIABLE


def lab_command(notebooks: Path) -> list[str]:
    """Command that starts JupyterLab in this interpreter, reachable from this computer only.

    It asks no server on the internet for news, updates or extensions.
    """
    return [
        sys.executable,
        "-P",
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={notebooks}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


def lab_environment(data: Path) -> dict[str, str]:
    """Environment of JupyterLab: `data` as data folder, tables as drafts, this interpreter's kernel."""
    return os.environ | {DATA_VARIABLE: str(data), LAB_VARIABLE: "1", "JUPYTER_PREFER_ENV_PATH": "1"}


def start_lab(data: Path) -> int:
    """Run JupyterLab on the notebooks with `data` as their data folder, until the user ends it."""
    command = lab_command(notebooks_folder())
    try:
        return subprocess.run(command, env=lab_environment(data), check=False).returncode
    except KeyboardInterrupt:
        return 0
