"""Kernels that are forked: quick to start, alike those started anew, and with nothing of each other's."""

import os
import signal
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analys import provisioning
from analys.parameters import RunParameters
from analys.running import run_notebook
from tests.running.waiting import is_alive, wait_for

PARAMETERS = "\n".join(f"{name} = {field.default!r}" for name, field in RunParameters.model_fields.items())

pytestmark = pytest.mark.skipif(not provisioning.CAN_FORK, reason="kernels are forked in Linux only")


@pytest.fixture
def run_cells(tmp_path):
    """Run cells as a notebook; the text that the last one prints."""

    def run(*sources):
        cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), *map(new_code_cell, sources)]
        nbformat.write(new_notebook(cells=cells), tmp_path / "a.ipynb")
        executed = run_notebook(
            tmp_path / "a.ipynb", RunParameters(), data=tmp_path, work=tmp_path / "arbete"
        )
        return executed.cells[-1].outputs[0].text.strip()

    return run


def test_a_kernel_starts_with_the_stack_imported(run_cells):
    first = run_cells("import os, sys", "print(os.getppid(), 'analys.presentation.trend' in sys.modules)")

    assert first == run_cells(
        "import os, sys", "print(os.getppid(), 'analys.presentation.trend' in sys.modules)"
    )
    assert first.endswith(" True")


def test_nothing_passes_from_one_kernel_to_the_next(run_cells):
    leave = "import builtins, os, sys; builtins.left = 1; os.environ['LEFT'] = '1'; sys.path.append('left')"
    run_cells(leave, "import pandas; pandas.left = 1; print(1)")

    look = "hasattr(builtins, 'left'), 'LEFT' in os.environ, 'left' in sys.path, hasattr(pandas, 'left')"
    assert run_cells(f"import builtins, os, sys, pandas; print({look})") == "False False False False"


def test_a_forked_kernel_is_like_one_started_anew(run_cells, monkeypatch):
    tell = (
        "import matplotlib, os, signal, sys\n"
        "own = ('IPYTHONDIR', 'JPY_PARENT_PID', 'LC_CTYPE')\n"
        "ours = {n: v for n, v in os.environ.items() if n not in own}\n"
        "print(sorted(ours.items()), hash('a'), sys.path, sys.flags.safe_path, sys.stdin, os.getcwd(),\n"
        "      matplotlib.get_backend(), signal.getsignal(signal.SIGINT), os.getpgid(0) == os.getpid())"
    )
    forked = run_cells(tell)
    monkeypatch.setattr(provisioning, "CAN_FORK", False)

    assert run_cells(tell) == forked


def test_when_the_process_to_fork_from_is_gone_the_run_goes_on(run_cells):
    before = int(run_cells("import os; print(os.getppid())"))
    os.kill(before, signal.SIGKILL)

    assert run_cells("print('hej')") == "hej"
    assert int(run_cells("import os; print(os.getppid())")) != before


def test_a_killed_run_takes_its_kernel_with_it(tmp_path):
    mark = tmp_path / "pid"
    cell = (
        "import os, time\n"
        f"open({str(mark)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}')\n"
        "time.sleep(60)"
    )
    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), new_code_cell(cell)]
    nbformat.write(new_notebook(cells=cells), tmp_path / "a.ipynb")
    code = (
        "import pathlib\n"
        "from analys.running import run_notebook\n"
        "from analys.parameters import RunParameters\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        "run_notebook(here / 'a.ipynb', RunParameters(), data=here, work=here / 'w')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        wait_for(lambda: mark.exists() and " " in mark.read_text())
    finally:
        process.kill()
        process.wait()

    for pid in map(int, mark.read_text().split()):
        wait_for(lambda pid=pid: not is_alive(pid))
