"""Running one notebook: parameters injected, a kernel of this interpreter, errors turned into ours."""

from __future__ import annotations

import ast
import logging
import os
import sys
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, NoReturn

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook
from traitlets import default

from analys.chapters import read_notebook
from analys.errors import AnalysError, NotebookError
from analys.parameters import RunParameters
from analys.paths import DATA_VARIABLE, make_private_file, make_private_folder
from analys.provisioning import CAN_FORK, WarmProvisioner, find_forker

ENGINE = "analys"

USERS_OWN = ("PYTHON", "ANALYS_", "IPYTHON", "MPL", "MATPLOTLIB")
"""Beginnings of environment variables that could change what a notebook gives."""

# Papermill's and nbclient's log lines name paths and quote what cells print.
logging.getLogger("papermill").setLevel(logging.CRITICAL)


def run_notebook(path: Path, parameters: RunParameters, *, data: Path, work: Path) -> NotebookNode:
    """Run a notebook with `parameters`, without cells of the other kind of report, and return it executed.

    The executed notebook is written to `work/<name>.ipynb`, also when it failed. It can hold pupil data.

    Parameters
    ----------
    path : Path
        The notebook; it has a cell tagged `parameters`.
    parameters : RunParameters
        Injected after the parameter cell.
    data : Path
        Data folder; the kernel finds it in the variable ANALYS_DATA.
    work : Path
        Folder for the executed notebook, made when missing.

    Raises
    ------
    NotebookError
        When the notebook stops, naming notebook, cell and exception type, never any content.
    AnalysError
        The same error as the one of ours that stopped the notebook, with its exit code.
    """
    values = parameters.model_dump(mode="json")
    _check_parameter_cell(path, set(values))
    make_private_folder(work)
    executed = work / path.name
    make_private_file(executed)
    with warnings.catch_warnings(), _kernel_environment(data, work) as environment:
        warnings.simplefilter("ignore")
        try:
            return execute_notebook(
                read_notebook(path, parameters),
                str(executed),
                parameters=values,
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                environment=environment,
                folder=str(path.resolve().parent),
            )
        except PapermillExecutionError as error:
            _raise_ours(error, path.stem, executed, data)
        except DeadKernelError:
            raise NotebookError(
                f"Anteckningsboken {path.stem} avbröts: dess Python-process dog. Oftast beror det på att "
                "datorns minne tog slut. Stäng andra program och försök igen."
            ) from None


def warm_up(data: Path, work: Path) -> None:
    """Start importing what the kernels of a run need, in the background, where kernels can be forked."""
    if CAN_FORK:
        make_private_folder(work)
        with suppress(OSError):
            find_forker(_make_environment(data, work))


class OwnKernelManager(AsyncKernelManager):
    """Starts `analys.kernel` in this interpreter; installed kernelspecs are never consulted."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel there is."""
        command = [sys.executable, "-P", "-m", "analys.kernel", "-f", "{connection_file}"]
        return KernelSpec(
            argv=command,
            display_name="Python 3",
            language="python",
            metadata={"supported_encryption": "curve"},
        )

    async def _async_pre_start_kernel(self, **kw: Any) -> Any:
        self.kernel_id = self.kernel_id or str(uuid.uuid4())
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**kw)

    @default("transport_encryption")
    def _encrypt(self) -> str:
        # Cells and their outputs pass over a local port, and they can hold pupils.
        return "auto"


class OwnEngine(Engine):
    """Papermill engine that uses the kernel above, in its own environment and the notebook's folder."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
        """Execute the notebook that `nb_man` holds."""
        client = PapermillNotebookClient(
            nb_man,
            kernel_manager_class=OwnKernelManager,
            kernel_name=kernel_name,
            # A kernel has nothing to finish; a busy one would keep the user waiting after Ctrl-C.
            shutdown_kernel="immediate",
            startup_timeout=kwargs["start_timeout"],
            log=logging.getLogger("papermill"),
        )
        # What a kernel says outside its cells is nothing to show: libraries' warnings can quote content.
        client.execute(env=kwargs["environment"], cwd=kwargs["folder"], stdout=DEVNULL, stderr=DEVNULL)


papermill_engines.register(ENGINE, OwnEngine)


@contextmanager
def _kernel_environment(data: Path, work: Path) -> Iterator[dict[str, str]]:
    """Environment variables of the kernel: nothing of the user's that could change what a notebook gives."""
    with tempfile.TemporaryDirectory(prefix="analys-", ignore_cleanup_errors=True) as profile:
        yield _make_environment(data, work) | {"IPYTHONDIR": profile}


def _make_environment(data: Path, work: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(USERS_OWN)}
    return kept | {
        DATA_VARIABLE: str(data.resolve()),
        # Kept between runs: matplotlib's list of fonts takes a second to make.
        "MPLCONFIGDIR": str(work.resolve() / ".matplotlib"),
        "PYTHONHASHSEED": "0",
        # Packages that the user has installed for other work; a conda environment would see them.
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }


def _check_parameter_cell(path: Path, names: set[str]) -> None:
    """Papermill only warns about a parameter that the notebook does not have, and runs with what it has."""
    cells = nbformat.read(path, as_version=4).cells
    tagged = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", ())]
    found = {
        target.id
        for source in tagged
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    if missing := sorted(names - found):
        raise NotebookError(
            f"Anteckningsboken {path.stem} saknar {', '.join(missing)} i sin parametercell. "
            "Kopiera parametercellen från en av rapportens andra anteckningsböcker."
        )


def _raise_ours(error: PapermillExecutionError, name: str, executed: Path, data: Path) -> NoReturn:
    """Raise the error of ours that the kernel met, else a NotebookError with nothing but type and place."""
    number = _cell_number(error, executed)
    ours = {kind.__name__: kind for kind in _family(AnalysError)}
    if kind := ours.get(error.ename):
        # Texts of this family never quote content. Some are built from parts, so __init__ is passed by.
        again = kind.__new__(kind)
        Exception.__init__(again, f"{error.evalue}\n(Anteckningsboken {name}, cell {number}.)")
        raise again from None
    place = executed.relative_to(data) if executed.is_relative_to(data) else Path(executed.name)
    raise NotebookError(
        f"Anteckningsboken {name} stannade i cell {number}, räknat uppifrån ({error.ename}). "
        f"Hur långt den kom ser du i {place.as_posix()} i datakatalogen. "
        "Den filen kan innehålla elevuppgifter: dela den inte."
    ) from None


def _family(kind: type[AnalysError]) -> Iterator[type[AnalysError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


def _cell_number(error: PapermillExecutionError, executed: Path) -> int:
    """Position of the failing cell in the notebook as its author sees it, from 1."""
    cells = nbformat.read(executed, as_version=4).cells
    added = {"injected-parameters", "papermill-error-cell-tag"}
    failed = next(
        index
        for index, cell in enumerate(cells)
        if any(output.output_type == "error" for output in cell.get("outputs", ()))
    )
    return 1 + sum(not added & set(cell.metadata.get("tags", ())) for cell in cells[:failed])
