"""Every chapter runs cell by cell in JupyterLab's environment, and shows drafts."""

from __future__ import annotations

import json
import shutil
import sys

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from analys.lab import lab_environment
from analys.paths import notebooks_folder

TABLE = "application/vnd.analys.tabell+json"
SHOWN = {
    "00_sammanfattning": 2,
    "01_underlag": 4,
    "02_trend": 20,
    "03_np_och_betyg": 15,
    "04_franvaro": 20,
    "06_roster": 20,
    "07_slutsatser": 6,
    "08_lokala_matt": 3,
    "09_forutsattningar": 2,
    "10_uppdrag": 4,
    "90_definitioner": 3,
}
"""Fewest cells of a chapter that show something."""


class LabKernel(KernelManager):
    """The kernel that JupyterLab finds first: ipykernel in this interpreter."""

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


@pytest.fixture(scope="module")
def explored(liten_kommun, tmp_path_factory):
    """Every chapter by its name, run one after the other in one kernel to save its start; the data folder."""
    data = tmp_path_factory.mktemp("labb") / "data"
    shutil.copytree(liten_kommun / "raw", data / "raw")
    kernel, executed = LabKernel(), {}
    try:
        # The summary reads what the others have left, so it comes last.
        for path in sorted(notebooks_folder().glob("*.ipynb"), key=lambda path: path.stem.startswith("00_")):
            client = NotebookClient(nbformat.read(path, as_version=4), km=kernel, timeout=120)
            executed[path.stem] = client.execute(env=lab_environment(data), cwd=str(path.parent))
            client.kc.stop_channels()
    finally:
        kernel.shutdown_kernel(now=True)
    return executed, data


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_chapter_shows_something_in_its_cells(explored, name):
    outputs = [cell.outputs for cell in explored[0][name].cells if cell.cell_type == "code"]
    shown = [o for cell in outputs for o in cell if o.output_type in ("display_data", "execute_result")]

    assert [o for cell in outputs for o in cell if o.output_type in ("error", "stream")] == []
    assert sum(bool(cell) for cell in outputs) >= SHOWN[name]
    assert all({"text/html", "image/svg+xml"} & set(output.data) for output in shown)


def test_every_chapter_is_explored(explored):
    assert set(explored[0]) == set(SHOWN)


def test_tables_and_figures_of_pupils_are_marked_as_drafts(explored):
    marked = 0
    for cell in explored[0]["02_trend"].cells:
        for output in cell.get("outputs", ()):
            if TABLE in output.data and output.data[TABLE]["tabeller"]:
                assert "UTKAST" in output.data["text/html"]
                marked += 1
            elif "image/svg+xml" in output.data:
                assert "UTKAST" in json.dumps(output.metadata["analys"], ensure_ascii=False)
                marked += 1
    assert marked > 8


def test_nothing_of_a_report_is_written(explored):
    data = explored[1]
    work = data / "processed" / "9999" / "2025-26" / "arbete"

    assert sorted(path.name for path in work.iterdir()) == [
        "fynd_franvaro.json", "fynd_lokala_matt.json", "fynd_np_och_betyg.json", "fynd_roster.json",
        "fynd_slutsatser.json", "fynd_trend.json",
    ]  # fmt: skip
    assert sorted(path.name for path in data.parent.iterdir()) == ["data"]
