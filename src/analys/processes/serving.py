"""A process with the analysis stack imported, that serves others or becomes one itself.

Run as `python -P -m analys.processes.serving`. It reads one request a line on stdin, as JSON, and answers on
stdout: ``{"kernel": arguments, "env": …, "cwd": …}`` and ``{"call": function, "arguments": …, "answer": file,
"env": …, "cwd": …}`` with the pid of the fork that does it, and ``{"poll": pid}`` with its exit code, null
while it lives. When stdin ends, whoever asked is gone, and the forks go too.

With the argument ``en`` it forks nothing: it does the first thing that it is asked for itself.

No state passes from one piece of work to another: each is done by a process that has done nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

from analys import estimates, kernel, presentation
from analys.crash import crash_place, explain_system
from analys.errors import AnalysError

ONE = "en"

MADE_BY = (
    "analys.composing",
    "analys.rendering.exporters",
    "analys.rendering.kontor.bilder",
    "analys.rendering.kontor.dokument",
    "analys.rendering.pdf",
)
"""What makes the forms of the report."""


def main() -> None:
    """Serve until stdin ends."""
    kernel.leave_debugger_out()
    gc.disable()
    _import_stack()
    # What is imported stays: forks need not look through it, nor copy the pages that it lies on.
    gc.freeze()
    gc.enable()
    if sys.argv[1:] == [ONE]:
        if line := sys.stdin.readline():
            threading.Thread(target=_end_with_stdin, args=(os.dup(0),), daemon=True).start()
            _become(json.loads(line))
        return
    forks: dict[int, int | None] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "poll" in request:
            pid = request["poll"]
            forks[pid] = answer = _poll(pid) if forks[pid] is None else forks[pid]
        else:
            # Told before the fork: a process that is killed at once must not be taken for nobody's child.
            request["env"]["JPY_PARENT_PID"] = str(os.getpid())
            pid = os.fork()
            if pid == 0:
                # A group of its own: a Ctrl-C in the terminal is the run's to handle.
                os.setsid()
                _become(request)
            forks[pid] = None
            answer = pid
        print(json.dumps(answer), flush=True)
    for pid, code in forks.items():
        if code is None:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)


def _import_stack() -> None:
    importlib.import_module("ipykernel.kernelapp")
    importlib.import_module("analys.run")
    # What is imported first when a figure is drawn, the workbook read, a table opened.
    for name in ("seaborn", "openpyxl", "pyarrow.parquet", "pyarrow.dataset"):
        importlib.import_module(name)
    for package in (estimates, presentation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in MADE_BY:
        importlib.import_module(name)


def _become(request: dict[str, Any]) -> NoReturn:
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.environ.clear()
        # With JPY_PARENT_PID in it a kernel ends by itself should the process that forked it be killed.
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        if "kernel" in request:
            sys.argv = [kernel.__name__, *request["kernel"]]
            kernel.main()
        else:
            _answer(request)
        code = 0
    finally:
        os._exit(code)


def _answer(request: dict[str, Any]) -> None:
    """Call a function, and leave what it gives or why it stopped; no content of any row is in either."""
    module, _, name = request["call"].partition(":")
    answer: dict[str, Any]
    try:
        answer = {"svar": getattr(importlib.import_module(module), name)(**request["arguments"])}
    except AnalysError as error:
        answer = {"fel": type(error).__name__, "text": str(error)}
    except Exception as error:
        answer = {"fel": AnalysError.__name__, "text": explain_system(error)}
        if not answer["text"]:
            answer = {"krasch": type(error).__name__, "plats": crash_place(error)}
    place = Path(request["answer"])
    place.write_text(json.dumps(answer), encoding="utf-8")


def _poll(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _end_with_stdin(handle: int) -> None:
    while os.read(handle, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
