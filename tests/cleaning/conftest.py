"""The same small municipality as in the tests of reading."""

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "underlag_for_tests", Path(__file__).parents[1] / "reading" / "conftest.py"
)
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module  # dataclasses look their module up by name
_spec.loader.exec_module(_module)

underlag = _module.underlag
silent = _module.silent
