"""Running one notebook: parameters injected, a kernel of this interpreter, errors turned into ours."""

from __future__ import annotations

import ast
import logging
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, NoReturn

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook
from traitlets import default

from analys.chapters import read_notebook
from analys.errors import NotebookError
from analys.parameters import RunParameters
from analys.paths import make_private_file, make_private_folder
from analys.processes.calling import DIED, is_ours, raise_as
from analys.processes.warm import make_environment
from analys.provisioning import WarmProvisioner
from analys.reads import RECORD_VARIABLE

ENGINE = "analys"

# Papermill's and nbclient's log lines name paths and quote what cells print.
logging.getLogger("papermill").setLevel(logging.CRITICAL)


def run_notebook(
    path: Path, parameters: RunParameters, *, data: Path, work: Path, record: Path | None = None
) -> NotebookNode:
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
    record : Path, optional
        File for the notebook to note in what it reads, see `analys.reads`.

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
    with _kernel_environment(data, work, record) as environment:
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
                f"Anteckningsboken {path.stem} avbröts i {_find_unfinished(executed)}: {DIED}\n"
                f"{_tell_place(executed, data)}"
            ) from None
        finally:
            # Clients of kernels make a loop for each thread that they are used in, and never close it.
            ensure_event_loop().close()


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
        # Papermill writes the whole notebook before and after each cell: with figures in it, that takes as
        # long as running them. It is written when the notebook ends, however it does.
        nb_man.save = lambda **options: None
        try:
            # What a kernel says outside its cells is nothing to show: libraries' warnings can quote content.
            client.execute(env=kwargs["environment"], cwd=kwargs["folder"], stdout=DEVNULL, stderr=DEVNULL)
        finally:
            del nb_man.save


papermill_engines.register(ENGINE, OwnEngine)


@contextmanager
def _kernel_environment(data: Path, work: Path, record: Path | None) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="analys-", ignore_cleanup_errors=True) as profile:
        recording = {RECORD_VARIABLE: str(record)} if record else {}
        yield make_environment(data, work) | recording | {"IPYTHONDIR": profile}


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
    number = _cell_number(executed)
    if is_ours(error.ename):
        raise_as(error.ename, f"{error.evalue}\n(Anteckningsboken {name}, cell {number}.)")
    raise NotebookError(
        f"Anteckningsboken {name} stannade i cell {number}, räknat uppifrån ({error.ename}). "
        f"{_tell_place(executed, data)}"
    ) from None


def _tell_place(executed: Path, data: Path) -> str:
    place = executed.relative_to(data) if executed.is_relative_to(data) else Path(executed.name)
    return (
        f"Hur långt den kom ser du i {place.as_posix()} i datakatalogen. "
        "Den filen kan innehålla elevuppgifter: dela den inte."
    )


def _cell_number(executed: Path) -> int:
    """Position of the failing cell in the notebook as its author sees it, from 1."""
    cells = nbformat.read(executed, as_version=4).cells
    return _place_of(
        cells, lambda cell: any(output.output_type == "error" for output in cell.get("outputs", ()))
    )


def _find_unfinished(executed: Path) -> str:
    """The cell that a kernel that died was in."""
    cells = nbformat.read(executed, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    begun = [cell for cell in code if cell.metadata.get("papermill", {}).get("start_time")]
    if not begun:
        return "början"
    return f"cell {_place_of(cells, lambda cell: cell is begun[-1])}, räknat uppifrån"


def _place_of(cells: Sequence[NotebookNode], is_it: Callable[[NotebookNode], bool]) -> int:
    added = {"injected-parameters", "papermill-error-cell-tag"}
    found = next(index for index, cell in enumerate(cells) if is_it(cell))
    return 1 + sum(not added & set(cell.metadata.get("tags", ())) for cell in cells[:found])
