"""JupyterLab on the notebooks, for whoever wants to explore or re-run a chapter cell by cell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from analys.paths import DATA_VARIABLE, notebooks_folder
from analys.run import LAB_VARIABLE


def lab_command(notebooks: Path) -> list[str]:
    """Command that starts JupyterLab in this interpreter, reachable from this computer only."""
    return [
        sys.executable,
        "-P",
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.local_hostnames=localhost",
        f"--ServerApp.root_dir={notebooks}",
        "--LabApp.news_url=None",
    ]


def start_lab(data: Path) -> int:
    """Run JupyterLab on the notebooks with `data` as their data folder, until the user ends it."""
    environment = os.environ | {DATA_VARIABLE: str(data), LAB_VARIABLE: "1"}
    try:
        return subprocess.run(lab_command(notebooks_folder()), env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
