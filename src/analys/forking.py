"""A process with the analysis stack imported; each kernel is a fork of it and need not import anything.

Run as `python -P -m analys.forking`. It reads one request a line on stdin, as JSON, and answers on stdout:
``{"start": arguments, "env": …, "cwd": …}`` with the new kernel's pid, and ``{"poll": pid}`` with its
exit code, null while it lives. When stdin ends, whoever asked is gone, and the kernels go too.

No state passes from one kernel to another: every one is forked from the same process, which runs no cells.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import signal
import sys
from typing import Any, NoReturn

from analys import estimates, kernel, presentation


def main() -> None:
    """Serve until stdin ends."""
    kernel.leave_debugger_out()
    _import_stack()
    kernels: dict[int, int | None] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "start" in request:
            pid = os.fork()
            if pid == 0:
                _become_kernel(request)
            kernels[pid] = None
            answer: int | None = pid
        else:
            pid = request["poll"]
            kernels[pid] = answer = _poll(pid) if kernels[pid] is None else kernels[pid]
        print(json.dumps(answer), flush=True)
    for pid, code in kernels.items():
        if code is None:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)


def _import_stack() -> None:
    importlib.import_module("ipykernel.kernelapp")
    importlib.import_module("analys.run")
    importlib.import_module("seaborn")  # The figures import it first when they draw.
    for package in (estimates, presentation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def _become_kernel(request: dict[str, Any]) -> NoReturn:
    code = 1
    try:
        # A group of its own: a Ctrl-C in the terminal is the run's to handle.
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        # The kernel ends by itself should this process be killed.
        environment = request["env"] | {"JPY_PARENT_PID": str(os.getppid())}
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(request["cwd"])
        sys.argv = [kernel.__name__, *request["start"]]
        kernel.main()
        code = 0
    finally:
        os._exit(code)


def _poll(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    main()
