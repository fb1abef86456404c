"""`python start.py benchmark`: how fast the reports are made, and with `skala` how the data may grow."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from typer.exceptions import TyperException

from analys.cli import INTERRUPTED
from analys.cli.usage import describe_usage, suggest
from analys.errors import AnalysError

MODULES = {"rapporter": "reports", "skala": "scale"}
"""What can be measured, and the module that does it."""


def main(arguments: Sequence[str]) -> int:
    """Carry out the command line and return its exit code; the first word tells what is measured."""
    named = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    if named and named not in MODULES:
        hint = f"{suggest(named, MODULES)} De som finns: {' och '.join(MODULES)}."
        return _complain(f"Det finns ingen mätning ”{named}”.{hint}", 3)
    module = importlib.import_module(MODULES[named or "rapporter"])
    try:
        return int(module.main(arguments[1:] if named else arguments))
    except AnalysError as error:
        return _complain(str(error), error.exit_code)
    except TyperException as error:
        return _complain(describe_usage(error), 3)
    except KeyboardInterrupt:
        return _complain("Avbrutet.", INTERRUPTED)


def _complain(text: str, exit_code: int) -> int:
    print(text, file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
