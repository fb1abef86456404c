"""Functions for `test_warm` to call in other processes."""

import os
import signal
import sys
from pathlib import Path

from analys.errors import ParameterError
from analys.reads import RECORD_VARIABLE, note, record_to


def tell_itself(data, tal):
    """What it is given, where it is, and a note."""
    record_to(Path(os.environ[RECORD_VARIABLE]))
    note("tabell", "np_ak9")
    return {"tal": tal + 1, "stack": "analys.presentation.trend" in sys.modules, "data": Path(data).name}


def refuse(data):
    """An error of ours."""
    raise ParameterError("Parametern finns inte.")


def fall(data):
    """An error that nobody foresaw, with a name in it."""
    raise KeyError("Anna Andersson")


def die(data):
    """No answer at all."""
    os.kill(os.getpid(), signal.SIGKILL)
