"""Warm processes: quick to start, alike those started anew, and with nothing of each other's."""

import importlib
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analys import provisioning
from analys.crash import WorkerCrash, describe_crash
from analys.errors import AnalysError, NotebookError, ParameterError
from analys.parameters import RunParameters
from analys.processes import call, calling, warm
from analys.reads import load_reads
from analys.running import run_notebook
from tests.running.waiting import is_alive, wait_for

PARAMETERS = "\n".join(f"{name} = {field.default!r}" for name, field in RunParameters.model_fields.items())


@pytest.fixture(scope="module", params=["gren", "reserv"])
def source(request):
    """Forked processes, and those that are started ahead where nothing can be forked."""
    with use_source(request.param):
        yield request.param


@contextmanager
def use_source(kind):
    warm.forget_source()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warm, "CAN_FORK", kind == "gren")
        patch.setattr(warm, "MOST_SPARES", 1)
        yield
        warm.forget_source()


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


def test_a_kernel_starts_with_the_stack_imported(source, run_cells):
    assert run_cells("import sys", "print('analys.presentation.trend' in sys.modules)") == "True"


def test_nothing_passes_from_one_kernel_to_the_next(source, run_cells):
    leave = "import builtins, os, sys; builtins.left = 1; os.environ['LEFT'] = '1'; sys.path.append('left')"
    run_cells(leave, "import pandas; pandas.left = 1; print(1)")

    look = "hasattr(builtins, 'left'), 'LEFT' in os.environ, 'left' in sys.path, hasattr(pandas, 'left')"
    assert run_cells(f"import builtins, os, sys, pandas; print({look})") == "False False False False"


def test_a_warm_kernel_is_like_one_started_anew(source, run_cells, monkeypatch):
    tell = (
        "import matplotlib, os, signal, sys\n"
        "own = ('IPYTHONDIR', 'JPY_PARENT_PID', 'LC_CTYPE')\n"
        "ours = {n: v for n, v in os.environ.items() if n not in own}\n"
        "print(sorted(ours.items()), hash('a'), sys.path, sys.flags.safe_path, sys.stdin, os.getcwd(),\n"
        "      matplotlib.get_backend(), signal.getsignal(signal.SIGINT), os.getpgid(0) == os.getpid())"
    )
    warm_kernel = run_cells(tell)
    monkeypatch.setattr(provisioning, "find_source", _refuse)

    assert run_cells(tell) == warm_kernel


def _refuse(environment):
    raise OSError


def test_a_kernel_that_is_killed_is_told_of_with_its_cell_and_where_to_look(source, run_cells, tmp_path):
    with pytest.raises(NotebookError) as caught:
        run_cells("a = 1", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "b = 1")

    told = str(caught.value)
    assert "avbröts i cell 3, räknat uppifrån: dess Python-process dog" in told
    assert "arbete/a.ipynb" in told


@pytest.mark.skipif(not warm.CAN_FORK, reason="kernels are forked in Linux only")
def test_when_the_process_to_fork_from_is_gone_the_run_goes_on(run_cells):
    with use_source("gren"):
        before = int(run_cells("import os; print(os.getppid())"))
        assert before != os.getpid()
        os.kill(before, signal.SIGKILL)

        assert run_cells("print('hej')") == "hej"
        assert int(run_cells("import os; print(os.getppid())")) != before


def test_a_killed_run_takes_its_kernel_with_it(source, tmp_path):
    mark = tmp_path / "pid"
    cell = f"import os, time\nopen({str(mark)!r}, 'w').write(f'{{os.getpid()}} .')\ntime.sleep(60)"
    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), new_code_cell(cell)]
    nbformat.write(new_notebook(cells=cells), tmp_path / "a.ipynb")
    code = (
        "import pathlib\n"
        "from analys.processes import warm\n"
        f"warm.CAN_FORK = {source == 'gren'}\n"
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

    wait_for(lambda: not is_alive(int(mark.read_text().split()[0])))


@pytest.fixture(scope="module", params=["gren", "reserv"])
def near(request):
    """Processes that find the module `worked`."""
    here, make = str(Path(__file__).parent), calling.make_environment
    with use_source(request.param), pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(here)
        patch.setattr(calling, "make_environment", lambda *given: make(*given) | {"PYTHONPATH": here})
        yield


@pytest.fixture
def answer(near, tmp_path):
    """What a function of the module `worked` gives in a process of its own."""

    def ask(name, **arguments):
        function = getattr(importlib.import_module("worked"), name)
        record = tmp_path / "lasningar"
        return call(function, "Arbetet", data=tmp_path, work=tmp_path / "w", record=record, **arguments)

    return ask


def test_a_function_is_called_where_everything_is_imported(answer, tmp_path):
    told = answer("tell_itself", tal=1)

    assert told == {"tal": 2, "stack": True, "data": tmp_path.name}
    assert load_reads(tmp_path / "lasningar") == [("tabell", "np_ak9")]


def test_our_own_errors_come_back_as_they_were(answer):
    with pytest.raises(ParameterError, match="Parametern finns inte"):
        answer("refuse")


def test_of_other_errors_only_type_and_place_come_back(answer):
    with pytest.raises(WorkerCrash) as caught:
        answer("fall")

    told = describe_crash(caught.value)
    assert "KeyError" in told
    assert "Anna" not in f"{told}{caught.value}"


def test_a_process_that_dies_is_told_of(answer, tmp_path):
    with pytest.raises(AnalysError, match="Arbetet avbröts: dess Python-process dog"):
        answer("die")
    assert list((tmp_path / "w").glob(".svar-*")) == []
