"""Notebooks run in a kernel of this interpreter, and what goes wrong in them comes back as errors of ours."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analys.errors import DisclosureError, InputError, NotebookError, ParameterError
from analys.parameters import RunParameters
from analys.running import run_notebook
from tests.running.waiting import is_alive, wait_for

PARAMETERS = "\n".join(f"{name} = {field.default!r}" for name, field in RunParameters.model_fields.items())
DEFAULTS = RunParameters()
CONTENT = "Anna Andersson"


@pytest.fixture
def folders(tmp_path):
    """Data folder and work folder; the notebook stands beside them."""
    data = tmp_path / "data åäö"
    return data, data / "processed" / "9999" / "2025-26" / "arbete"


@pytest.fixture
def run_cells(tmp_path, folders):
    """Run a notebook of the given code cells; returns it executed."""

    def run(*cells, parameters=DEFAULTS, head=PARAMETERS):
        notebook = new_notebook(
            cells=[
                new_markdown_cell("# Kapitel"),
                new_code_cell(head, metadata={"tags": ["parameters"]}),
                *(new_code_cell(textwrap.dedent(cell)) for cell in cells),
            ]
        )
        path = tmp_path / "02_trend.ipynb"
        nbformat.write(notebook, path)
        data, work = folders
        return run_notebook(path, parameters, data=data, work=work)

    return run


def printed(notebook):
    return "".join(output.text for output in notebook.cells[-1].outputs)


def test_the_kernel_is_this_interpreter_with_injected_parameters_and_nothing_of_the_users(
    run_cells, folders, monkeypatch, tmp_path
):
    user = tmp_path / "user"
    startup = user / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("smuggled = True\n", encoding="utf-8")
    specs = user / "kernels" / "python3"
    specs.mkdir(parents=True)
    (specs / "kernel.json").write_text(
        json.dumps({"argv": ["false"], "display_name": "x", "language": "python"})
    )
    monkeypatch.setenv("IPYTHONDIR", str(user))
    monkeypatch.setenv("JUPYTER_PATH", str(user))
    monkeypatch.setenv("PYTHONPATH", str(user))
    monkeypatch.setenv("MPLBACKEND", "nonsense")
    monkeypatch.setenv("ANALYS_LABB", "1")

    notebook = run_cells(
        """
        import json, os, sys
        print(json.dumps({
            "python": sys.executable,
            "folder": os.getcwd(),
            "parameters": [kommun, lasar, troskel, titel],
            "analys": {name: value for name, value in os.environ.items() if name.startswith("ANALYS_")},
            "smuggled": "smuggled" in globals(),
            "path": [entry for entry in sys.path if "user" in entry or entry in ("", os.getcwd())],
            "debugger": sys.modules.get("debugpy") is not None,
            "hash": hash("läsår") == hash("läsår") and os.environ["PYTHONHASHSEED"],
        }))
        """,
        parameters=RunParameters(kommun="1961", lasar="2018/19", titel="Ett ”citat” och 'ett'"),
    )

    data, _ = folders
    assert json.loads(printed(notebook)) == {
        "python": sys.executable,
        "folder": str(tmp_path),
        "parameters": ["1961", "2018/19", 10, "Ett ”citat” och 'ett'"],
        "analys": {"ANALYS_DATA": str(data)},
        "smuggled": False,
        "path": [],
        "debugger": False,
        "hash": "0",
    }


def test_the_executed_notebook_is_kept_in_a_private_folder(run_cells, folders):
    run_cells("print('klart')")

    _, work = folders
    kept = nbformat.read(work / "02_trend.ipynb", as_version=4)
    assert printed(kept) == "klart\n"
    if os.name != "nt":
        assert work.stat().st_mode & 0o777 == 0o700


def test_a_failing_cell_is_named_but_never_quoted(run_cells, folders, capfd):
    with pytest.raises(NotebookError) as caught:
        run_cells("x = 1", f"raise KeyError('{CONTENT}')", "print('aldrig')")

    assert str(caught.value) == (
        "Anteckningsboken 02_trend stannade i cell 4, räknat uppifrån (KeyError). Hur långt den kom ser du i "
        "processed/9999/2025-26/arbete/02_trend.ipynb i datakatalogen. "
        "Den filen kan innehålla elevuppgifter: dela den inte."
    )
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert (folders[1] / "02_trend.ipynb").exists()
    assert CONTENT not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("statement", "kind", "part"),
    [
        (
            "raise DisclosureError('Tabellen t1 är inte planerad.')",
            DisclosureError,
            "Tabellen t1 är inte planerad.",
        ),
        ("raise ParameterError('Fel läsår.')", ParameterError, "Fel läsår."),
        ("raise InputError([Problem('raw/a.csv', 'Filen är tom.', 'Exportera.')])", InputError, "raw/a.csv"),
    ],
)
def test_errors_of_ours_come_back_as_what_they_were(run_cells, statement, kind, part):
    with pytest.raises(kind) as caught:
        run_cells("from analys.errors import *\n" + statement)

    assert type(caught.value) is kind
    assert part in str(caught.value)
    assert "02_trend, cell 3" in str(caught.value)


def test_a_dead_kernel_is_explained(run_cells):
    with pytest.raises(NotebookError, match="dess Python-process dog"):
        run_cells("import os; os._exit(9)")


def test_a_notebook_without_one_of_the_parameters_does_not_start(run_cells, folders):
    with pytest.raises(NotebookError, match="saknar troskel i sin parametercell"):
        run_cells("print('aldrig')", head=PARAMETERS.replace("troskel = 10", "trosklar = 10"))

    assert not folders[1].exists()


def test_warnings_in_a_notebook_do_not_reach_the_console(run_cells, capfd):
    run_cells(f"import warnings, sys, os; warnings.warn('{CONTENT}'); os.write(2, b'{CONTENT}')")

    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_ends_run_and_kernel(tmp_path):
    """The cell writes its process number; after the signal neither process is left."""
    mark = tmp_path / "pid"
    cell = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    notebook = new_notebook(
        cells=[new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), new_code_cell(cell)]
    )
    nbformat.write(notebook, tmp_path / "a.ipynb")
    code = (
        "import pathlib, signal, sys\n"
        # A test run in the background of a shell has its interrupt signal ignored, and so have its children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from analys.running import run_notebook\n"
        "from analys.parameters import RunParameters\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        "try: run_notebook(here / 'a.ipynb', RunParameters(), data=here, work=here / 'w')\n"
        "except KeyboardInterrupt: sys.exit(130)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True)
    try:
        wait_for(lambda: mark.exists() and mark.read_text())
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()

    assert process.returncode == 130
    assert b"Traceback" not in said
    wait_for(lambda: not is_alive(int(mark.read_text())))
