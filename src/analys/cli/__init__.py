"""The command `analys`: what users type, what they read, and the exit code they get.

0 done · 2 input · 3 parameters and usage · 4 disclosure stop · 5 a notebook failed · 1 anything unexpected.
`verifiera` alone: 6 differs, cause known · 7 tampered or unexplained. `jamfor`: 1 numbers differ.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import warnings
from collections.abc import Sequence

from analys.cli.usage import UsageSpoken, describe_usage
from analys.crash import describe_crash, explain_system
from analys.errors import AnalysError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main() -> int:
    """Entry point of the process: the command line's arguments in, the exit code out."""
    _quiet_process()
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; every error becomes Swedish text on stderr."""
    from typer.exceptions import TyperException
    from typer.main import get_command

    from analys.cli.app import app

    try:
        with warnings.catch_warnings():
            # Libraries' warnings can quote cell content.
            if not sys.warnoptions:
                warnings.simplefilter("ignore")
            # Not app(…): that would install typer's own hook for exceptions.
            code = get_command(app)(list(arguments), prog_name="analys", standalone_mode=False)
    except UsageSpoken as spoken:
        return spoken.exit_code
    except AnalysError as error:
        return _complain(str(error), error.exit_code)
    except TyperException as error:
        return _complain(describe_usage(error), 3)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        return _complain(explain_system(error) or describe_crash(error), 1)
    if code == INTERRUPTED:
        return _complain("Avbrutet.", INTERRUPTED)
    return code if isinstance(code, int) else 0


def _complain(text: str, exit_code: int) -> int:
    print(text, file=sys.stderr)
    return exit_code


def _quiet_process() -> None:
    """UTF-8 whatever the console says, and no library may print a traceback: frames can hold pupil data."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        # A closed window or a stopped job is a Ctrl-C: kernels end, and what is temporary is cleared away.
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    logging.lastResort = None
    sys.excepthook = lambda kind, error, trace: print(describe_crash(error), file=sys.stderr)
    sys.unraisablehook = lambda unraisable: None
    threading.excepthook = lambda arguments: None
