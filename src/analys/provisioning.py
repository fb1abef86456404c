"""Where kernels come from: forked from a process that has imported everything, else started anew.

Forking is for Linux. Windows has no fork, and in macOS system libraries do not survive one.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from analys import kernel

CAN_FORK = sys.platform == "linux"


class Forker:
    """The process that kernels are forked from (see `analys.forking`).

    Parameters
    ----------
    environment : mapping
        Environment of the process; what the stack reads when it is imported comes from here.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "analys.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A kernel's own default, which it would set too late here.
            env={**environment, "MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            start_new_session=True,
        )
        atexit.register(self.close)

    def ask(self, request: Mapping[str, Any]) -> Any:
        """The answer to a request.

        Raises
        ------
        OSError
            When the process is gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise BrokenPipeError
        return json.loads(line)

    def close(self) -> None:
        """End the process and the kernels that live."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
        atexit.unregister(self.close)


class ForkedProcess:
    """A forked kernel, with as much of `subprocess.Popen` as a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(self, forker: Forker, pid: int) -> None:
        self._forker = forker
        self._code: int | None = None
        self.pid = pid

    def poll(self) -> int | None:
        """Exit code, None while it lives."""
        if self._code is None:
            try:
                self._code = self._forker.ask({"poll": self.pid})
            except OSError:
                self._code = -signal.SIGKILL
        return self._code

    def wait(self) -> int | None:
        """Exit code of a kernel that has ended."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to a kernel that lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Forks kernels where that can be done."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel; the arguments of `analys.kernel` end the command."""
        try:
            forker = find_forker(kwargs["env"])
            own = cmd[cmd.index(kernel.__name__) + 1 :]
            pid = forker.ask({"start": own, "env": kwargs["env"], "cwd": str(kwargs["cwd"])})
        except OSError:
            _forget()
            return await super().launch_kernel(cmd, **kwargs)
        self.process = ForkedProcess(forker, pid)  # type: ignore[assignment]
        self.pid = self.pgid = pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


_forkers: list[Forker] = []


def find_forker(environment: Mapping[str, str]) -> Forker:
    """The process to fork from, started where there is none: then it imports the stack in the background.

    Raises
    ------
    OSError
        Where processes cannot be forked, or none can be started.
    """
    if not CAN_FORK:
        raise OSError
    if not _forkers:
        _forkers.append(Forker(environment))
    return _forkers[0]


def _forget() -> None:
    """Start another process the next time; one that is gone answers nothing."""
    while _forkers:
        _forkers.pop().close()
