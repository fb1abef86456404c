"""A notebook kernel of this very interpreter, the same on every machine.

No debugger (nobody attaches to a report), and no profile, start-up file or configuration of the user's:
what a notebook gives depends on the notebook alone. Run as `python -m analys.kernel -f CONNECTION_FILE`.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Serve one kernel until its client leaves."""
    leave_debugger_out()
    from ipykernel.kernelapp import IPKernelApp

    class OwnKernel(IPKernelApp):
        def load_config_file(self, *args: object, **kwargs: object) -> None:
            """Read no configuration."""

    OwnKernel.launch_instance(exec_PYTHONSTARTUP=False, ignore_cwd=True)


def leave_debugger_out() -> None:
    """Keep ipykernel from importing debugpy, which costs a quarter of a second and opens a port."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]


if __name__ == "__main__":
    main()
