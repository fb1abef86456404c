"""Where kernels come from: a warm process where there is one, else a new one."""

from __future__ import annotations

from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from analys import kernel
from analys.processes.warm import find_source, forget_source


class WarmProvisioner(LocalProvisioner):
    """Takes kernels from among the warm processes."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel; the arguments of `analys.kernel` end the command."""
        own = cmd[cmd.index(kernel.__name__) + 1 :]
        request = {"kernel": own, "env": kwargs["env"], "cwd": str(kwargs["cwd"])}
        try:
            process = find_source(kwargs["env"]).take(request)
        except OSError:
            forget_source()
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        self.pid = self.pgid = process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info
